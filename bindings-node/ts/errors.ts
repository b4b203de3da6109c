/** The classes of errors, and the one table from kinds to classes. Those of known codes are in `error-codes.ts`. */
import { headersFrom } from './answer-headers.js';
import { type ErrorFacts, type OfAnswer, told, toldIn, type Told, type Words } from './error-facts.js';
import type { ErrorDetails, Message } from './types.js';

export type { ErrorFacts } from './error-facts.js';

/** The base of every error of this library. */
export class AnthropicError extends Error {
  /** What went wrong: one word, the same in every language. */
  readonly kind: ErrorKind;
  /** What exactly it was, where the kind is a family of causes: `dns`, `refused`, `certificate`, `head_limit`, ... */
  readonly reason: string | undefined;
  /** How many times the request was tried; 0 when it never left, or is not known because the caller ended it. */
  readonly attempts: number;
  /** Milliseconds from the call to this failure, waits between attempts included. */
  readonly elapsed: number;
  /** How much of the request had left; `partial` is also said where it is not known. */
  readonly sent: 'none' | 'partial' | 'full';
  /** Whether the request may have run on the server, and so may be billed. */
  readonly mayHaveRun: boolean;
  /** Whether sending the same request again can help. */
  readonly isRetryable: boolean;

  constructor(message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    Object.defineProperty(this, 'name', { value: new.target.name, configurable: true, writable: true });
    this.kind = (facts.kind ?? kindOf(new.target)) as ErrorKind;
    this.reason = facts.reason;
    this.attempts = facts.attempts ?? 0;
    this.elapsed = facts.elapsed ?? 0;
    this.sent = facts.sent ?? 'none';
    this.mayHaveRun = facts.mayHaveRun ?? false;
    this.isRetryable = facts.isRetryable ?? false;
  }
}

/** An option is missing or not usable, or the library was used wrongly; nothing was sent. */
export class ConfigError extends AnthropicError {}
/** The request cannot be right as it stands; nothing was sent. */
export class ValidationError extends AnthropicError {
  constructor(message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(message, { kind: 'validation', ...facts }, cause);
  }
}
/** The call began in a parent process and cannot go on in its child. */
export class ForkedError extends AnthropicError {}
/** A defect inside Tidings. */
export class PanicError extends AnthropicError {}

/**
 * A call failed. What came from the server is there to be looked at, but printing the error shows neither headers, body,
 * details nor partial message.
 *
 * Programs make one, for their tests, of what an answer has: `new RateLimitError(429, body, 'slow down', new Headers())`.
 */
export class APIError<
  TStatus extends number | undefined = number | undefined,
  THeaders extends Headers | undefined = Headers | undefined,
  TError extends Object | undefined = Object | undefined,
> extends AnthropicError {
  /** The HTTP status; 200 for an error event inside a stream. */
  readonly status: TStatus;
  /** `error.type` from the body, such as `overloaded_error`. There may be types that are not known today. */
  readonly type: string | null;
  /**
   * `error.details.error_code` from the body: what caused the error, such as `thread_not_found`. Known codes have classes of
   * their own; there may be codes that are not known today.
   */
  readonly errorCode: string | null;
  /** The id to quote to the API's support; null where an answer had none, undefined where there was no answer. */
  readonly requestID: string | null | undefined;
  /** The workspace that the credential belongs to, from the answer's headers. */
  readonly workspaceID: string | null | undefined;
  /** `error.message` from the body, where that was JSON and held one. Its wording may change: do not match on it. */
  readonly apiMessage: string | null;
  /** Milliseconds that the server asked to wait before the next try. */
  readonly retryAfter: number | undefined;
  readonly #facts: ErrorFacts;

  constructor(status: TStatus, error: TError, message: string | undefined, headers: THeaders, type?: string | null);
  /** @internal */
  constructor(message: string, facts?: ErrorFacts, cause?: unknown);
  constructor(...given: unknown[]) {
    const [message, facts = {}, cause] = told(given as Told | OfAnswer);
    super(message, facts, cause);
    const absent = facts.headers ? null : undefined;
    this.status = facts.status as TStatus;
    this.type = facts.errorType ?? null;
    this.errorCode = facts.errorCode ?? null;
    this.requestID = facts.requestId ?? absent;
    this.workspaceID = facts.workspaceId ?? absent;
    this.apiMessage = facts.apiMessage ?? null;
    this.retryAfter = facts.retryAfter;
    this.#facts = facts;
  }

  /** The error that an answer stands for, by its status; without an answer that of a connection. */
  static generate(status: number | undefined, error: Object | undefined, message: string | undefined, headers: Headers | undefined): APIError {
    if (!status || !headers) return new APIConnectionError({ message, cause: error instanceof Error ? error : undefined });
    const ErrorClass = STATUS_CLASSES[status] ?? (status >= 500 ? InternalServerError : APIError);
    return new ErrorClass(status, error, message, headers);
  }

  /** The body of the answer, or the event at fault: parsed where it is JSON, else as text. */
  get error(): TError {
    const { body } = this.#facts;
    try {
      return (body ? JSON.parse(body) : undefined) as TError;
    } catch {
      return body as unknown as TError;
    }
  }

  /** The same as it came, as text. */
  get rawBody(): string | undefined {
    return this.#facts.body;
  }

  /** `error.details` from the body. */
  get details(): ErrorDetails | null {
    const { details } = this.#facts;
    return details === undefined ? null : (JSON.parse(details) as ErrorDetails);
  }

  /** The headers of the answer, without cookies; none where there was no answer, and empty ones where a status alone says so. */
  get headers(): THeaders {
    const flat = this.#facts.headers ?? (WITH_ANSWERS.has(this.kind) ? [] : undefined);
    if (!flat) return undefined as THeaders;
    return headersFrom(flat) as THeaders;
  }

  /** The message as far as it had arrived when a stream broke. */
  get partialMessage(): Message | undefined {
    const { partialMessage } = this.#facts;
    return partialMessage === undefined ? undefined : (JSON.parse(partialMessage) as Message);
  }
}

/** No connection, or one that broke. */
export class APIConnectionError extends APIError {
  constructor(words: Words);
  /** @internal */
  constructor(message: string, facts?: ErrorFacts, cause?: unknown);
  constructor(...given: [words?: Words | string, facts?: ErrorFacts, cause?: unknown]) {
    super(...toldIn(given, 'there was no connection, or it broke'));
  }
}
/** A time limit ran out; the message says which. */
export class APIConnectionTimeoutError extends APIConnectionError {
  constructor(words?: Words);
  /** @internal */
  constructor(message: string, facts?: ErrorFacts, cause?: unknown);
  constructor(...given: [words?: Words | string, facts?: ErrorFacts, cause?: unknown]) {
    super(...toldIn(given, 'a time limit ran out'));
  }
}
/** The stream ended without having completed its message; `partialMessage` holds what had arrived. */
export class StreamTruncatedError extends APIConnectionError {}
/** The client had been closed; nothing was sent. */
export class ClosedError extends APIError {}
/** A success that is not what was asked for, such as a web page. */
export class APIResponseValidationError extends APIError {}
/** An answer was larger than a bound of the client. */
export class LimitExceededError extends APIResponseValidationError {}
/** The stream broke the protocol; `error` holds the event, `partialMessage` what had arrived. */
export class StreamMalformedError extends APIResponseValidationError {}
/**
 * The text of a message is not what the request's `output_config.format` asked for: no JSON, or not of its schema.
 * `partialMessage` is the message, whole: what has been paid for stays at hand.
 */
export class StructuredOutputError extends APIResponseValidationError {}
/** The stream reported an error of a type that has no class of its own. */
export class StreamError extends APIError {}
/** The server answered with a redirect, which is never followed. */
export class RedirectError extends APIError {}

/** The caller ended the call. Its `cause` is the reason of the signal. */
export class APIUserAbortError extends APIError {
  constructor(words?: Words);
  /** @internal */
  constructor(message: string | undefined, facts?: ErrorFacts, cause?: unknown);
  constructor(...given: [words?: Words | string, facts?: ErrorFacts, cause?: unknown]) {
    super(...toldIn(given, 'the call was aborted'));
  }
}

/** 400 */
export class BadRequestError extends APIError<number, Headers> {}
/** 401 */
export class AuthenticationError extends APIError<number, Headers> {}
/** 402 */
export class PaymentRequiredError extends APIError<number, Headers> {}
/** 403 */
export class PermissionDeniedError extends APIError<number, Headers> {}
/** 404 */
export class NotFoundError extends APIError<number, Headers> {}
/** 408 */
export class RequestTimeoutError extends APIError<number, Headers> {}
/** 409 */
export class ConflictError extends APIError<number, Headers> {}
/** 412 */
export class PreconditionFailedError extends APIError<number, Headers> {}
/** 413 */
export class ContentTooLargeError extends APIError<number, Headers> {}
/** 422 */
export class UnprocessableEntityError extends APIError<number, Headers> {}
/** 429; `retryAfter` says how long the server asked to wait. */
export class RateLimitError extends APIError<number, Headers> {}
/** 431 */
export class RequestHeaderFieldsTooLargeError extends APIError<number, Headers> {}
/** 499; the request may have run. */
export class ClientClosedRequestError extends APIError<number, Headers> {}
/** 500 and above */
export class InternalServerError extends APIError<number, Headers> {}
/** 501 */
export class NotImplementedError extends InternalServerError {}
/** 503 */
export class ServiceUnavailableError extends InternalServerError {}
/** 504 */
export class GatewayTimeoutError extends InternalServerError {}
/** 529 */
export class OverloadedError extends InternalServerError {}

/** The class of each kind; a test compares them with the core's own table. */
export const ERROR_CLASSES = {
  config: ConfigError,
  validation: ValidationError,
  connect: APIConnectionError,
  timeout: APIConnectionTimeoutError,
  transport: APIConnectionError,
  redirect: RedirectError,
  unexpected_response: APIResponseValidationError,
  limit_exceeded: LimitExceededError,
  bad_request: BadRequestError,
  authentication: AuthenticationError,
  billing: PaymentRequiredError,
  permission_denied: PermissionDeniedError,
  not_found: NotFoundError,
  request_timeout: RequestTimeoutError,
  conflict: ConflictError,
  precondition_failed: PreconditionFailedError,
  request_too_large: ContentTooLargeError,
  unprocessable: UnprocessableEntityError,
  rate_limited: RateLimitError,
  api_status: APIError,
  headers_too_large: RequestHeaderFieldsTooLargeError,
  client_closed: ClientClosedRequestError,
  internal_server: InternalServerError,
  not_implemented: NotImplementedError,
  unavailable: ServiceUnavailableError,
  gateway_timeout: GatewayTimeoutError,
  overloaded: OverloadedError,
  stream_error: StreamError,
  stream_truncated: StreamTruncatedError,
  stream_malformed: StreamMalformedError,
  cancelled: APIUserAbortError,
  closed: ClosedError,
  forked: ForkedError,
  panic: PanicError,
} as const;

/** What can go wrong, in one word each. */
export type ErrorKind = keyof typeof ERROR_CLASSES;

/** The class of a status that has one of its own. */
const STATUS_CLASSES: Record<number, typeof APIError> = {
  400: BadRequestError, 401: AuthenticationError, 402: PaymentRequiredError, 403: PermissionDeniedError, 404: NotFoundError,
  408: RequestTimeoutError, 409: ConflictError, 412: PreconditionFailedError, 413: ContentTooLargeError, 422: UnprocessableEntityError,
  429: RateLimitError, 431: RequestHeaderFieldsTooLargeError, 499: ClientClosedRequestError, 501: NotImplementedError,
  503: ServiceUnavailableError, 504: GatewayTimeoutError, 529: OverloadedError,
};

/** The kinds whose classes promise that there was an answer. */
const WITH_ANSWERS: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'bad_request', 'authentication', 'billing', 'permission_denied', 'not_found', 'request_timeout', 'conflict', 'precondition_failed',
  'request_too_large', 'unprocessable', 'rate_limited', 'headers_too_large', 'client_closed', 'internal_server', 'not_implemented',
  'unavailable', 'gateway_timeout', 'overloaded',
]);

/** The kind of a class that was not told of one. */
function kindOf(target: unknown): ErrorKind {
  for (let found = target; found; found = Object.getPrototypeOf(found)) {
    for (const [kind, ErrorClass] of Object.entries(ERROR_CLASSES)) if (ErrorClass === found) return kind as ErrorKind;
  }
  return 'config';
}
