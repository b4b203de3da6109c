/** The options of a client and of a call, checked before they cross. */
import { ConfigError } from './errors.js';
import type { NativeCallOptions, NativeClientOptions } from './native.js';
import { caBundle, clientCert, type Pem } from './network.js';
import { isFields, nameOf } from './values.js';

/** Time limits in milliseconds; `null` is no limit. One that is left out is as the client has it. */
export interface Timeouts {
  /** The longest time in which nothing of a request's body can be sent. Default 60,000. */
  write?: number | null | undefined;
  /** From sending the request to the head of the answer, for each attempt. Default 600,000. */
  head?: number | null | undefined;
  /** The longest silence in an answer. Default 120,000. */
  idle?: number | null | undefined;
  /** The whole call, with all its attempts and waits. Default none. */
  total?: number | null | undefined;
}

/** Headers to send; `null` leaves out one that would be sent by default. */
export type HeadersLike = Headers | Record<string, string | null | undefined>;

/** Options of a client. What is left out comes from the environment or the defaults. All times are in milliseconds. */
export interface ClientOptions {
  /** The API key, sent as `x-api-key`. Default `ANTHROPIC_API_KEY`; blank counts as not given. */
  apiKey?: string | null | undefined;
  /** A token, sent as `Authorization: Bearer`. Default `ANTHROPIC_AUTH_TOKEN`, when there is no key. */
  authToken?: string | null | undefined;
  /** Which header carries the API key; `authorization` sends it as a bearer token. Default `x-api-key`. */
  apiKeyHeader?: 'x-api-key' | 'authorization' | undefined;
  /** Where the API is; a path in it is kept. Default `ANTHROPIC_BASE_URL`, then the public API. */
  baseURL?: string | null | undefined;
  /** The version of the API. Default `2023-06-01`. */
  anthropicVersion?: string | undefined;
  /** A number limits both the wait for the head and silence, `null` neither; or limits one by one (`connect`: default 5,000). */
  timeout?: number | null | (Timeouts & { connect?: number | null | undefined }) | undefined;
  /** How often to try again after a failure. Default 2. With 0, refusals are not waited for either. */
  maxRetries?: number | undefined;
  /** The longest wait that the server may ask for; a longer one fails at once. Default 60,000. */
  maxRetryAfter?: number | null | undefined;
  /**
   * The longest time that a call spends waiting on refusals (429, 529) in all. Default 60,000, or `maxRetryAfter` if that is
   * longer. Refusals do not count as retries: the server has not run anything.
   */
  throttlePatience?: number | null | undefined;
  /**
   * Whether a request that may have run, and so may be billed, is tried again. Default `true`. Such are connections that
   * break after the request began to leave, 408, 409 and 5xx.
   */
  retryAmbiguous?: boolean | undefined;
  /**
   * Whether a request that was sent whole and got no answer within its limits is tried again. Default `false`, because it
   * has probably run.
   */
  retryOnTimeout?: boolean | undefined;
  /**
   * Whether calls wait for their turn so that the server is not asked for more than it can give. Default `true`. What is
   * known of the server is in {@link Client.pressure}; nothing is held back before there is a reason.
   */
  pressure?: boolean | undefined;
  /**
   * The most calls that are under way at once, streams until their end included. Default no limit. The others wait in the
   * order they came. Holds with `pressure: false` too.
   */
  maxInFlight?: number | undefined;
  /** How many requests may be under way at once; those beyond wait, first come first served. Default 1000. */
  maxConnections?: number | undefined;
  /**
   * The URL of the proxy for every request, such as `http://user:password@host:3128`. Without it the environment decides:
   * `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`.
   */
  proxy?: string | null | undefined;
  /** Whether the environment may name proxies. Default `true`. */
  trustEnv?: boolean | undefined;
  /** Certificates to trust in place of the platform's: PEM, or the path of a file of it. */
  caBundle?: Pem | null | undefined;
  /** The certificate with which the client shows who it is: chain and private key, or one file or text that holds both. */
  clientCert?: Pem | { cert: Pem; key: Pem } | null | undefined;
  /** Whether HTTP/2 is offered to the server beside HTTP/1.1. Default `true`. */
  http2?: boolean | undefined;
  /** The IP address of this machine that connections come from. */
  localAddress?: string | null | undefined;
  /**
   * Whether requests are checked before they are sent. Default `true`. Only what is certain to be refused rejects, with a
   * `ValidationError` that lists every problem: a required parameter that is missing, a value of the wrong JSON type, a
   * number out of its range. Parameters that this version does not know pass. Turn it off for an endpoint that takes more.
   */
  validation?: boolean | undefined;
  /**
   * Whether a whole message that would take long to write is fetched as a stream, and given back whole all the same.
   * Default `true`: a call that has to be answered whole is closed after 10 minutes. Long is what may take more than that:
   * `max_tokens` above 21,333, or above 8192 for Claude Opus 4 and 4.1. Limits and errors of such a call are those of a
   * stream: if it breaks, the error has the partial message, and it is not tried again.
   */
  streamLongCalls?: boolean | undefined;
  /** Headers of every request. */
  defaultHeaders?: HeadersLike | undefined;
}

/** Options of one call; they win over the client's. */
export interface RequestOptions {
  /** Headers of this call. */
  headers?: HeadersLike | undefined;
  /** Milliseconds: a number limits both the wait for the head and silence, `null` neither; or limits one by one. */
  timeout?: number | null | Timeouts | undefined;
  /** How often to try again after a failure. */
  maxRetries?: number | undefined;
  /** The longest wait that the server may ask for. */
  maxRetryAfter?: number | null | undefined;
  /** The longest time spent waiting on refusals in all. */
  throttlePatience?: number | null | undefined;
  /** Whether this request is tried again though it may have run. */
  retryAmbiguous?: boolean | undefined;
  /** Whether this request is tried again though it was sent whole and has probably run. */
  retryOnTimeout?: boolean | undefined;
  /** Whether this request is checked before it is sent. */
  validation?: boolean | undefined;
  /** Whether this message is fetched as a stream if it would take long. */
  streamLongCalls?: boolean | undefined;
  /** Ends the call, and closes its connection, when it fires. */
  signal?: AbortSignal | null | undefined;
  /** Fields of the body that the parameters' type does not know; they win over the parameters. */
  extraBody?: Record<string, unknown> | undefined;
}

const RETRY_OPTIONS = ['maxRetries', 'maxRetryAfter', 'throttlePatience', 'retryAmbiguous', 'retryOnTimeout'];
const CLIENT_OPTIONS = [
  'apiKey', 'authToken', 'apiKeyHeader', 'baseURL', 'anthropicVersion', 'timeout', ...RETRY_OPTIONS, 'pressure', 'maxInFlight',
  'maxConnections', 'proxy', 'trustEnv', 'caBundle', 'clientCert', 'http2', 'localAddress', 'validation', 'streamLongCalls',
  'defaultHeaders',
];
const REQUEST_OPTIONS = ['headers', 'timeout', ...RETRY_OPTIONS, 'validation', 'streamLongCalls', 'signal', 'extraBody'];

/** Checks the options of a client. Messages name the option, never its value: it may be a secret. */
export function clientOptions(options: ClientOptions): NativeClientOptions {
  refuseUnknown(options, CLIENT_OPTIONS);
  return {
    apiKey: text('apiKey', options.apiKey),
    authToken: text('authToken', options.authToken),
    apiKeyHeader: text('apiKeyHeader', options.apiKeyHeader),
    baseUrl: text('baseURL', options.baseURL),
    anthropicVersion: text('anthropicVersion', options.anthropicVersion),
    timeout: limits(options.timeout, ['connect', 'write', 'head', 'idle', 'total']),
    retries: retries(options),
    pressure: flag('pressure', options.pressure),
    maxInFlight: count('maxInFlight', options.maxInFlight, 1),
    network: network(options),
    validation: flag('validation', options.validation),
    streamLongCalls: flag('streamLongCalls', options.streamLongCalls),
    headers: headers('defaultHeaders', options.defaultHeaders),
    query: [],
    tells: [],
  };
}

/** Checks the options of a call. */
export function callOptions(options: RequestOptions = {}): NativeCallOptions {
  refuseUnknown(options, REQUEST_OPTIONS);
  const { signal, extraBody } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function' && signal !== null) {
    throw new ConfigError(`signal must be an AbortSignal, not ${nameOf(signal)}`);
  }
  if (extraBody !== undefined && !isFields(extraBody)) {
    throw new ConfigError(`extraBody must be an object of fields, not ${nameOf(extraBody)}`);
  }
  if (extraBody && 'stream' in extraBody) throw new ConfigError('stream belongs to the parameters, not to extraBody');
  return {
    timeout: limits(options.timeout, ['write', 'head', 'idle', 'total']),
    retries: retries(options),
    validation: flag('validation', options.validation),
    streamLongCalls: flag('streamLongCalls', options.streamLongCalls),
    headers: headers('headers', options.headers),
  };
}

function retries(options: ClientOptions | RequestOptions): NativeCallOptions['retries'] {
  return {
    maxRetries: count('maxRetries', options.maxRetries),
    maxRetryAfter: milliseconds('maxRetryAfter', options.maxRetryAfter),
    throttlePatience: milliseconds('throttlePatience', options.throttlePatience),
    retryAmbiguous: flag('retryAmbiguous', options.retryAmbiguous),
    retryOnTimeout: flag('retryOnTimeout', options.retryOnTimeout),
  };
}

function network(options: ClientOptions): NativeClientOptions['network'] {
  return {
    proxy: text('proxy', options.proxy),
    trustEnv: flag('trustEnv', options.trustEnv),
    ...caBundle(options.caBundle),
    clientCert: clientCert(options.clientCert),
    http2: flag('http2', options.http2),
    localAddress: text('localAddress', options.localAddress),
    maxConnections: count('maxConnections', options.maxConnections, 1),
  };
}

function refuseUnknown(options: unknown, known: string[]): void {
  if (!isFields(options)) throw new ConfigError(`the options must be an object, not ${nameOf(options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !known.includes(name)) {
      throw new ConfigError(`there is no option ${name}; the options are ${known.join(', ')}`);
    }
  }
}

function text(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new ConfigError(`${name} must be a string, not of type ${typeof value}`);
  return value;
}

function count(name: string, value: unknown, least = 0): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) < 2 ** 32) return value as number;
  throw new ConfigError(`${name} must be a whole number, ${least} or more`);
}

function flag(name: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ConfigError(`${name} must be true or false, not ${nameOf(value)}`);
}

/** Infinity is how "no limit" crosses. */
function milliseconds(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (value === null) return Infinity;
  if (typeof value === 'number' && value >= 0) return value;
  throw new ConfigError(`${name} must be a number of milliseconds, 0 or more, or null for no limit`);
}

function limits(timeout: unknown, parts: string[]): NativeCallOptions['timeout'] {
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

function headers(option: string, given: unknown): NativeCallOptions['headers'] {
  if (given === undefined || given === null) return [];
  return pairs(option, given).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (value === null) return [{ name }];
    if (typeof value !== 'string') throw new ConfigError(`the value of header ${name} must be a string or null`);
    return [{ name, value }];
  });
}

function pairs(option: string, given: unknown): [string, unknown][] {
  if (given instanceof Headers) return [...given.entries()];
  if (isFields(given)) return Object.entries(given);
  throw new ConfigError(`${option} must be Headers or an object of names and values, not ${nameOf(given)}`);
}
