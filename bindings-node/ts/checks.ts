/** Looks at single options. Messages name the option, never its value: it may be a secret. */
import { ConfigError } from './errors.js';
import type { NativeCallOptions } from './native.js';
import { isFields, nameOf } from './values.js';

/**
 * Refuses options that do not exist, and those of other packages that cannot be honoured here: `elsewhere` says what to use
 * in their place.
 */
export function refuseUnknown(
  options: unknown, known: ReadonlySet<string>, elsewhere: Readonly<Record<string, string>>,
): void {
  if (!isFields(options)) throw new ConfigError(`the options must be an object, not ${nameOf(options)}`);
  for (const name in options) {
    const value = options[name];
    if (value === undefined || known.has(name)) continue;
    const instead = elsewhere[name];
    if (instead === undefined) throw new ConfigError(`there is no option ${name}; the options are ${[...known].join(', ')}`);
    // What turns the thing off is honoured.
    const off = value === null || value === false || (Array.isArray(value) && value.length === 0);
    if (!off) throw new ConfigError(`${name} is not an option here: ${instead}`);
  }
}

export function text(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new ConfigError(`${name} must be a string, not of type ${typeof value}`);
  return value;
}

export function count(name: string, value: unknown, least = 0): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) < 2 ** 32) return value as number;
  throw new ConfigError(`${name} must be a whole number, ${least} or more`);
}

export function flag(name: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ConfigError(`${name} must be true or false, not ${nameOf(value)}`);
}

export function callable<F extends Function>(name: string, value: F | null | undefined): F | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'function') throw new ConfigError(`${name} must be a function, not ${nameOf(value)}`);
  return value;
}

/** Infinity is how "no limit" crosses. */
export function milliseconds(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (value === null) return Infinity;
  if (typeof value === 'number' && value >= 0) return value;
  throw new ConfigError(`${name} must be a number of milliseconds, 0 or more, or null for no limit`);
}

/** The time limits that `timeout` stands for: a number for the wait and for silence, or one by one. */
export function limits(timeout: unknown, parts: readonly string[]): NativeCallOptions['timeout'] {
  if (timeout === undefined) return {};
  if (!isFields(timeout)) {
    const limit = milliseconds('timeout', timeout)!;
    return { head: limit, idle: limit };
  }
  const given: Record<string, number> = {};
  for (const [part, value] of Object.entries(timeout)) {
    if (!parts.includes(part)) throw new ConfigError(`timeout has no part ${part}; the parts are ${parts.join(', ')}`);
    const limit = milliseconds(`timeout.${part}`, value);
    if (limit !== undefined) given[part] = limit;
  }
  return given;
}

/** The options that say when to try again. */
export function retries(options: Record<string, unknown>): NativeCallOptions['retries'] {
  return {
    maxRetries: count('maxRetries', options.maxRetries),
    maxRetryAfter: milliseconds('maxRetryAfter', options.maxRetryAfter),
    throttlePatience: milliseconds('throttlePatience', options.throttlePatience),
    retryAmbiguous: flag('retryAmbiguous', options.retryAmbiguous),
    retryOnTimeout: flag('retryOnTimeout', options.retryOnTimeout),
  };
}
