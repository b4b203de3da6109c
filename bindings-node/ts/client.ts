/** The client. */
import { openClient } from './call.js';
import * as errors from './errors.js';
import { Messages } from './messages.js';
import type { PressureState } from './native.js';
import { clientOptions, type ClientOptions as Options, type RequestOptions as CallOptions } from './options.js';
import { capture } from './trace.js';
import * as types from './types.js';

/**
 * A client of the Messages API. Share one: its connections are used again, and it keeps no program alive by itself.
 *
 * Without options everything comes from the environment: `ANTHROPIC_API_KEY` or `ANTHROPIC_AUTH_TOKEN`,
 * `ANTHROPIC_BASE_URL`, `ANTHROPIC_CUSTOM_HEADERS`. A missing credential is an error of the first call, an option that is
 * not usable one of the constructor ({@link errors.ConfigError}). The key never shows in `console.log` or JSON.
 */
export class Client {
  static readonly Anthropic = Client;
  static readonly AnthropicError = errors.AnthropicError;
  static readonly APIError = errors.APIError;
  static readonly APIConnectionError = errors.APIConnectionError;
  static readonly APIConnectionTimeoutError = errors.APIConnectionTimeoutError;
  static readonly APIUserAbortError = errors.APIUserAbortError;
  static readonly BadRequestError = errors.BadRequestError;
  static readonly AuthenticationError = errors.AuthenticationError;
  static readonly PermissionDeniedError = errors.PermissionDeniedError;
  static readonly NotFoundError = errors.NotFoundError;
  static readonly ConflictError = errors.ConflictError;
  static readonly UnprocessableEntityError = errors.UnprocessableEntityError;
  static readonly RateLimitError = errors.RateLimitError;
  static readonly InternalServerError = errors.InternalServerError;
  static readonly RequestTimeoutError = errors.RequestTimeoutError;
  static readonly PaymentRequiredError = errors.PaymentRequiredError;
  static readonly PreconditionFailedError = errors.PreconditionFailedError;
  static readonly ContentTooLargeError = errors.ContentTooLargeError;
  static readonly RequestHeaderFieldsTooLargeError = errors.RequestHeaderFieldsTooLargeError;
  static readonly ClientClosedRequestError = errors.ClientClosedRequestError;
  static readonly NotImplementedError = errors.NotImplementedError;
  static readonly ServiceUnavailableError = errors.ServiceUnavailableError;
  static readonly GatewayTimeoutError = errors.GatewayTimeoutError;
  static readonly OverloadedError = errors.OverloadedError;

  /** Creating messages. */
  readonly messages: Messages;
  readonly #native;

  constructor(options: Options = {}) {
    this.#native = openClient(clientOptions(options), undefined, capture(Client));
    this.messages = new Messages({ native: this.#native });
  }

  /** Closes idle connections. New calls fail with {@link errors.ClosedError}; those under way go on. */
  close(): void {
    this.#native.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** Where requests go. */
  get baseURL(): string {
    return this.#native.baseURL;
  }

  /** How often a failed call is tried again. */
  get maxRetries(): number {
    return this.#native.maxRetries;
  }

  /**
   * What is known of the pressure on the server, for each credential and model that was used: limits, calls under way and
   * waiting, holds. Empty before the first call, and once the client is closed.
   */
  get pressure(): PressureState[] {
    return this.#native.pressure;
  }
}

/**
 * The types under the names of the official package: `Anthropic.Message`, `Anthropic.Messages.MessageParam`, ... Those that
 * are written from the core's types are added by `types/names.ts`.
 */
export declare namespace Client {
  export import Messages = types;
  export type ClientOptions = Options;
  export type RequestOptions = CallOptions;
  export type AnthropicError = errors.AnthropicError;
  export type APIError = errors.APIError;
  export import MessageCreateParams = types.MessageCreateParams;
  export type MessageCreateParamsNonStreaming = types.MessageCreateParamsNonStreaming;
  export type MessageCreateParamsStreaming = types.MessageCreateParamsStreaming;
  export type MessageStreamParams = types.MessageStreamParams;
  export type UserMessageParam = types.UserMessageParam;
  export type AssistantMessageParam = types.AssistantMessageParam;
  export type SystemMessageParam = types.SystemMessageParam;
}
