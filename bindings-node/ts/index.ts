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
export { Client, Client as Anthropic, Client as BaseAnthropic, Client as default } from './client.js';
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
export { Messages } from './resources/messages/messages.js';
export { APIPromise } from './promise.js';
export { PagePromise } from './pages.js';
export { toFile } from './uploads.js';
export type { FilePath, Uploadable } from './uploads.js';
export type { AccessToken, TokenProvider } from './credentials.js';
export type { AttemptRecord, Hook } from './hooks.js';
export type { Logger, LogLevel } from './log.js';
export type { HeadersLike } from './headers.js';
export { MessageStream, type MessageStreamEvents } from './message-stream.js';
export type { PressureBucket, PressureState } from './native.js';
export type { Pem } from './network.js';
export type { ClientOptions, RequestOptions, Timeouts } from './options.js';
export { Stream } from './stream.js';
export type * from './types.js';
export type * from './types/codes.js';
export type * from './types/names.js';
