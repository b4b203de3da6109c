/**
 * Tidings: a client for the Claude Messages API, with one Rust core under it.
 *
 * ```ts
 * import { Client } from 'tidings';
 * const client = new Client();
 * const stream = client.messages.stream({
 *   model: 'claude-opus-4-6', max_tokens: 1024, messages: [{ role: 'user', content: 'Hello' }],
 * });
 * for await (const text of stream.textStream()) process.stdout.write(text);
 * const message = await stream.finalMessage();
 * ```
 *
 * All times, in options and in errors, are in milliseconds.
 */
export { Client, Client as Anthropic, Client as default } from './client.js';
export {
  AnthropicError, ConfigError, ValidationError, ClosedError, ForkedError, PanicError, APIError, APIConnectionError,
  APIConnectionTimeoutError, StreamTruncatedError, StreamMalformedError, StructuredOutputError, StreamError, RedirectError,
  APIResponseValidationError, LimitExceededError, APIUserAbortError, BadRequestError, AuthenticationError,
  PaymentRequiredError, PermissionDeniedError, NotFoundError, RequestTimeoutError, ConflictError,
  ContentTooLargeError, UnprocessableEntityError, RateLimitError, InternalServerError, ServiceUnavailableError,
  GatewayTimeoutError, OverloadedError, PreconditionFailedError, RequestHeaderFieldsTooLargeError,
  ClientClosedRequestError, NotImplementedError,
} from './errors.js';
export * from './error-codes.js';
export type { ErrorFacts, ErrorKind } from './errors.js';
export { Messages } from './messages.js';
export { MessageStream, type MessageStreamEvents } from './message-stream.js';
export type { PressureBucket, PressureState } from './native.js';
export type { Pem } from './network.js';
export type { ClientOptions, HeadersLike, RequestOptions, Timeouts } from './options.js';
export { Stream } from './stream.js';
export type * from './types.js';
export type * from './types/names.js';
