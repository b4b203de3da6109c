/** The options of a client and of a call, and the checks of those of a call. Those of a client are checked in `settings.ts`. */
import { flag, limits, refuseUnknown, retries } from './checks.js';
import type { TokenProvider } from './credentials.js';
import { ConfigError } from './errors.js';
import { headerList, type HeadersLike, mergedHeaders, type NativeHeader } from './headers.js';
import type { Hook } from './hooks.js';
import type { Logger, LogLevel } from './log.js';
import type { NativeCallOptions } from './native.js';
import type { Pem } from './network.js';
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

/**
 * Options of a client. What is left out comes from the environment or the defaults. All times are in milliseconds.
 *
 * At most one of `apiKey`, `authToken` and `credentials` may be given; then the environment is not asked for another.
 */
export interface ClientOptions {
  /**
   * The API key, sent as `x-api-key`. Default `ANTHROPIC_API_KEY`; blank counts as not given. A function that gives a key is
   * asked for every call, and the key is then sent as `Authorization: Bearer`.
   */
  apiKey?: string | (() => string | Promise<string>) | null | undefined;
  /** A token, sent as `Authorization: Bearer`. Default `ANTHROPIC_AUTH_TOKEN`, when there is no key. */
  authToken?: string | null | undefined;
  /**
   * A function that gives tokens, sent as `Authorization: Bearer`. It is asked once for all calls that wait, shortly before
   * a token expires, and once after a 401. What it throws is the `cause` of the errors of these calls.
   */
  credentials?: TokenProvider | null | undefined;
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
  /** Headers of every request. What a call says itself wins. */
  defaultHeaders?: HeadersLike | null | undefined;
  /** Query parameters of every request. What a call says itself wins. */
  defaultQuery?: Record<string, unknown> | null | undefined;
  /** Called when an attempt begins. One that throws does not hurt the call; what it throws goes to the `logger`. */
  onRequest?: Hook | null | undefined;
  /** Called when the head of an answer is there. */
  onResponse?: Hook | null | undefined;
  /** Called when another attempt will be made. */
  onRetry?: Hook | null | undefined;
  /** Called when a call has failed. */
  onError?: Hook | null | undefined;
  /** Where the package's own warnings go. Default the console. */
  logger?: Logger | null | undefined;
  /** Which of them are told. Default `ANTHROPIC_LOG`, then `warn`. Requests and answers are never logged: see the hooks. */
  logLevel?: LogLevel | null | undefined;
  /** Means nothing here: there is no addon for browsers. */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** Spans are not made here; make them in hooks. */
  openTelemetry?: false | null | undefined;
  /** There is none here; hooks tell of every attempt. */
  middleware?: readonly [] | null | undefined;
}

/** Options of one call; they win over the client's. */
export interface RequestOptions {
  /** Headers of this call. */
  headers?: HeadersLike | null | undefined;
  /** The query of this call, in place of the one that the method makes. */
  query?: object | null | undefined;
  /** The body of this call, in place of the one that the method makes: what JSON can hold. */
  body?: unknown;
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
  /** Of the raw verbs: whether the answer is read as the events of a stream. */
  stream?: boolean | undefined;
  /** Means nothing, as in the official package. */
  idempotencyKey?: string | undefined;
}

/** A call that is described whole, for {@link Client.request}. */
export interface FinalRequestOptions extends RequestOptions {
  /** The HTTP method, in any case. */
  method: HTTPMethod;
  /** Begins with a slash, or is a whole URL of the client's own origin. */
  path: string;
}

export type HTTPMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

const REQUEST_OPTIONS = new Set([
  'headers', 'query', 'body', 'timeout', 'maxRetries', 'maxRetryAfter', 'throttlePatience', 'retryAmbiguous', 'retryOnTimeout',
  'validation', 'streamLongCalls', 'signal', 'extraBody', 'stream', 'idempotencyKey', 'method', 'path',
]);
const ELSEWHERE = {
  fetchOptions: "proxies, certificates and addresses are options of the client, whose HTTP is Tidings' own",
  middleware: "the client's hooks (onRequest, onResponse, onRetry, onError) tell of every attempt",
  fallbackState: 'there is no middleware that would use it',
  openTelemetry: "the client's hooks (onRequest, onResponse, onRetry, onError) tell of every attempt",
  defaultBaseURL: 'make a client for another server with withOptions({ baseURL })',
};
const LIMITS = ['write', 'head', 'idle', 'total'];
const NO_LIMITS: NativeCallOptions['timeout'] = {};
/** What most calls say: nothing. */
const SILENT = { timeout: NO_LIMITS, retries: retries({}), validation: undefined, streamLongCalls: undefined };

/** Checks the options of a call, for the addon; `own` are the headers that its method sends. */
export function callOptions(options: RequestOptions | undefined, own: NativeHeader[]): NativeCallOptions {
  if (options === undefined) return { ...SILENT, headers: own };
  refuseUnknown(options, REQUEST_OPTIONS, ELSEWHERE);
  const { signal, extraBody } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function' && signal !== null) {
    throw new ConfigError(`signal must be an AbortSignal, not ${nameOf(signal)}`);
  }
  if (extraBody !== undefined && !isFields(extraBody)) {
    throw new ConfigError(`extraBody must be an object of fields, not ${nameOf(extraBody)}`);
  }
  if (extraBody && 'stream' in extraBody) throw new ConfigError('stream belongs to the parameters, not to extraBody');
  return {
    timeout: options.timeout === undefined ? NO_LIMITS : limits(options.timeout, LIMITS),
    retries: retries(options as Record<string, unknown>),
    validation: flag('validation', options.validation),
    streamLongCalls: flag('streamLongCalls', options.streamLongCalls),
    headers: mergedHeaders(own, headerList('headers', options.headers)),
  };
}
