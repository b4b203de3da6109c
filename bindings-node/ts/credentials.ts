/** Tokens from a function of the program: asked once for all calls that wait, and again shortly before a token expires. */
import { type ProvidedToken, registerProvider } from './bridge.js';
import { AnthropicError } from './errors.js';
import { isFields, nameOf } from './values.js';

/** A token, and when it ends: in seconds since 1970, or a date; without that it is good for ever. */
export interface AccessToken {
  token: string;
  expiresAt?: number | Date | null | undefined;
}

/** A function that gives tokens. */
export type TokenProvider = () => AccessToken | string | Promise<AccessToken | string>;

/** Who gives the tokens of a client: the addon asks by the number, and the function must be kept as long as it may ask. */
export interface Provider {
  readonly number: number;
  readonly ask: () => Promise<ProvidedToken>;
}

/** Has the function asked for tokens. */
export function providerOf(function_: TokenProvider): Provider {
  return registered(async () => {
    const given: unknown = await function_();
    const { token, expiresAt } = (isFields(given) ? given : { token: given }) as Partial<AccessToken>;
    if (typeof token !== 'string') throw new AnthropicError(`credentials must give { token, expiresAt }, not ${nameOf(given)}`);
    if (expiresAt === undefined || expiresAt === null) return { token };
    const at = expiresAt instanceof Date ? expiresAt.getTime() : Number(expiresAt) * 1000;
    return { token, expiresIn: Math.max(at - Date.now(), 0) };
  });
}

/** Has the function asked for a key, for every call: whoever wants a key kept keeps it. */
export function keyProviderOf(function_: () => string | Promise<string>): Provider {
  return registered(async () => {
    const token: unknown = await function_();
    if (typeof token === 'string' && token.trim() !== '') return { token, expiresIn: 0 };
    throw new AnthropicError(`the function apiKey must give a key, not ${typeof token === 'string' ? 'an empty string' : nameOf(token)}`);
  });
}

function registered(ask: () => Promise<ProvidedToken>): Provider {
  return { number: registerProvider(ask), ask };
}
