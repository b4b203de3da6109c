/** The classes of errors, and the one table from kinds to classes. Those of known codes are in `error-codes.ts`. */
import type { ErrorRecord } from './native.js';
import type { Message } from './types.js';

/** What an error knows besides its message. Filled in by the library. */
export type ErrorFacts = Partial<Omit<ErrorRecord, 'message'>>;

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
    this.kind = (facts.kind ?? 'config') as ErrorKind;
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
 */
export class APIError extends AnthropicError {
  /** The HTTP status; 200 for an error event inside a stream. */
  readonly status: number | undefined;
  /** `error.type` from the body, such as `overloaded_error`. There may be types that are not known today. */
  readonly type: string | undefined;
  /**
   * `error.details.error_code` from the body: what caused the error, such as `thread_not_found`. Known codes have classes of
   * their own; there may be codes that are not known today.
   */
  readonly errorCode: string | undefined;
  /** The id to quote to the API's support. */
  readonly requestID: string | undefined;
  /** The workspace that the credential belongs to, from the answer's headers. */
  readonly workspaceID: string | undefined;
  /** `error.message` from the body, where that was JSON and held one. Its wording may change: do not match on it. */
  readonly apiMessage: string | undefined;
  /** Milliseconds that the server asked to wait before the next try. */
  readonly retryAfter: number | undefined;
  readonly #facts: ErrorFacts;

  constructor(message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(message, facts, cause);
    this.status = facts.status;
    this.type = facts.errorType;
    this.errorCode = facts.errorCode;
    this.requestID = facts.requestId;
    this.workspaceID = facts.workspaceId;
    this.apiMessage = facts.apiMessage;
    this.retryAfter = facts.retryAfter;
    this.#facts = facts;
  }

  /** The body of the answer, or the event at fault: parsed where it is JSON, else as text. */
  get error(): unknown {
    const { body } = this.#facts;
    try {
      return body === undefined ? undefined : JSON.parse(body);
    } catch {
      return body;
    }
  }

  /** The same as it came, as text. */
  get rawBody(): string | undefined {
    return this.#facts.body;
  }

  /** `error.details` from the body. */
  get details(): unknown {
    const { details } = this.#facts;
    return details === undefined ? undefined : JSON.parse(details);
  }

  /** The headers of the answer, if there was one. Without cookies. */
  get headers(): Headers | undefined {
    const flat = this.#facts.headers;
    if (!flat) return undefined;
    const headers = new Headers();
    for (let i = 0; i + 1 < flat.length; i += 2) headers.append(flat[i]!, flat[i + 1]!);
    return headers;
  }

  /** The message as far as it had arrived when a stream broke. */
  get partialMessage(): Message | undefined {
    const { partialMessage } = this.#facts;
    return partialMessage === undefined ? undefined : (JSON.parse(partialMessage) as Message);
  }
}

/** No connection, or one that broke. */
export class APIConnectionError extends APIError {}
/** A time limit ran out; the message says which. */
export class APIConnectionTimeoutError extends APIConnectionError {}
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
  constructor(message = 'the call was aborted', facts: ErrorFacts = {}, cause?: unknown) {
    super(message, { kind: 'cancelled', ...facts }, cause);
  }
}

/** 400 */
export class BadRequestError extends APIError {}
/** 401 */
export class AuthenticationError extends APIError {}
/** 402 */
export class PaymentRequiredError extends APIError {}
/** 403 */
export class PermissionDeniedError extends APIError {}
/** 404 */
export class NotFoundError extends APIError {}
/** 408 */
export class RequestTimeoutError extends APIError {}
/** 409 */
export class ConflictError extends APIError {}
/** 412 */
export class PreconditionFailedError extends APIError {}
/** 413 */
export class ContentTooLargeError extends APIError {}
/** 422 */
export class UnprocessableEntityError extends APIError {}
/** 429; `retryAfter` says how long the server asked to wait. */
export class RateLimitError extends APIError {}
/** 431 */
export class RequestHeaderFieldsTooLargeError extends APIError {}
/** 499; the request may have run. */
export class ClientClosedRequestError extends APIError {}
/** 500 and above */
export class InternalServerError extends APIError {}
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
