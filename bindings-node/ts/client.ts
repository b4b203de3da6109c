/** The client. */
import * as codes from './error-codes.js';
import { errorFrom } from './error-from.js';
import * as errors from './errors.js';
import type { FinalRequestOptions, HTTPMethod, ClientOptions as Options, RequestOptions as CallOptions } from './options.js';
import type { Logger, LogLevel } from './log.js';
import type { PressureState } from './native.js';
import type * as pages from './pages.js';
import { type AbstractPage, listOf, type PageClass, type PagePromise } from './pages.js';
import type { APIPromise } from './promise.js';
import { queryList } from './query.js';
import type { Beta } from './resources/beta/beta.js';
import type { Files } from './resources/files.js';
import { Messages } from './resources/messages/messages.js';
import type { Models } from './resources/models.js';
import { Session } from './session.js';
import { changedOptions, credentialOf } from './settings.js';
import { capture } from './trace.js';
import * as types from './types.js';
import * as betaTypes from './types/betas.js';
import * as fileTypes from './types/files.js';
import * as modelTypes from './types/models.js';
import { toFile } from './uploads.js';
import { ask } from './verbs.js';

type PromiseOrValue<T> = T | PromiseLike<T>;

/** In the options of a constructor: the session that the new client is made from. */
const LENDER = Symbol('lender');

/**
 * A client of the Messages API. Share one: its connections are used again, and it keeps no program alive by itself.
 *
 * Without options everything comes from the environment: `ANTHROPIC_API_KEY` or `ANTHROPIC_AUTH_TOKEN`,
 * `ANTHROPIC_BASE_URL`, `ANTHROPIC_CUSTOM_HEADERS`. A missing credential is an error of the first call, an option that is
 * not usable one of the constructor ({@link errors.ConfigError}). The key never shows in `console.log` or JSON.
 *
 * What is set on a client (`apiKey`, `authToken`, `baseURL`, `timeout`, `maxRetries`) holds for the calls that begin from
 * then on.
 */
export class Client {
  static readonly Anthropic = Client;
  /** The time that the head of an answer is waited for unless said otherwise, in milliseconds. */
  static readonly DEFAULT_TIMEOUT = 600_000;
  static readonly toFile = toFile;
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
  messages: Messages;
  readonly #session: Session;

  constructor(options: Options = {}) {
    const { [LENDER]: lender, ...given } = (options ?? {}) as Options & { [LENDER]?: Session };
    this.#session = new Session(options && given, lender, capture(Client));
    this.#session.belong(this);
    this.messages = new Messages(this.#session);
  }

  /** The models there are. */
  get models(): Models {
    const { Models } = require('./resources/models.js') as typeof import('./resources/models.js');
    return kept(this, 'models', new Models(this.#session));
  }

  set models(models: Models) {
    kept(this, 'models', models);
  }

  /** Files to be used in messages. */
  get files(): Files {
    const { Files } = require('./resources/files.js') as typeof import('./resources/files.js');
    return kept(this, 'files', new Files(this.#session));
  }

  set files(files: Files) {
    kept(this, 'files', files);
  }

  /** The same with betas of the API, and the runner of tools. */
  get beta(): Beta {
    const { Beta } = require('./resources/beta/beta.js') as typeof import('./resources/beta/beta.js');
    return kept(this, 'beta', new Beta(this.#session));
  }

  set beta(beta: Beta) {
    kept(this, 'beta', beta);
  }

  /**
   * A client with some options changed; the rest are as this client has them. Both share their connections, the credential
   * and what is known of the server, as long as the options of these stay the same.
   *
   *     const patient = client.withOptions({ maxRetries: 10 });
   */
  withOptions(options: Partial<Options>): this {
    const changed = { ...changedOptions(this.#session.settings().options, options), [LENDER]: this.#session };
    return new (this.constructor as new (options: Options) => this)(changed);
  }

  /** Closes idle connections. New calls fail with {@link errors.ClosedError}; those under way go on. */
  close(): void {
    this.#session.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** Asks for a path, which begins with a slash or is a whole URL of the client's own origin. */
  get<Rsp = unknown>(path: string, options?: PromiseOrValue<CallOptions>): APIPromise<Rsp> {
    return this.#ask('get', path, options, this.get);
  }

  /** Sends `body` to a path: as JSON, or as it is where it is bytes, a form or a text with a content type of its own. */
  post<Rsp = unknown>(path: string, options?: PromiseOrValue<CallOptions>): APIPromise<Rsp> {
    return this.#ask('post', path, options, this.post);
  }

  /** Puts `body` in the place of what is at a path. */
  put<Rsp = unknown>(path: string, options?: PromiseOrValue<CallOptions>): APIPromise<Rsp> {
    return this.#ask('put', path, options, this.put);
  }

  /** Changes what is at a path. */
  patch<Rsp = unknown>(path: string, options?: PromiseOrValue<CallOptions>): APIPromise<Rsp> {
    return this.#ask('patch', path, options, this.patch);
  }

  /** Deletes what is at a path. */
  delete<Rsp = unknown>(path: string, options?: PromiseOrValue<CallOptions>): APIPromise<Rsp> {
    return this.#ask('delete', path, options, this.delete);
  }

  /** Makes a call that is described whole. JSON is given parsed, other answers as text, with `stream: true` events. */
  request<Rsp = unknown>(options: PromiseOrValue<FinalRequestOptions>): APIPromise<Rsp> {
    return ask(this.#session, options, capture(this.request));
  }

  /** Asks for a list: its first page, of the class `Page`, when it is awaited, all items when it is iterated over. */
  getAPIList<Item, P extends AbstractPage<Item> = AbstractPage<Item>>(
    path: string, Page: PageClass<P>, options?: PromiseOrValue<CallOptions>,
  ): PagePromise<P, Item> {
    const described = (given: CallOptions | undefined): FinalRequestOptions => ({ method: 'get', path, ...given });
    const make = () => (isPromise(options) ? Promise.resolve(options).then(described) : described(options));
    return listOf<P>(this.#session, Page, make, capture(this.getAPIList)) as unknown as PagePromise<P, Item>;
  }

  /** The whole URL of a request for a path, with this query and that of the client. */
  buildURL(path: string, query?: object | null): string {
    const url = this.#session.native.url(path, queryList('query', query));
    if (typeof url === 'string') return url;
    throw errorFrom(url, capture(this.buildURL));
  }

  /** Where requests go. */
  get baseURL(): string {
    const { baseURL } = this.#session.settings().options;
    return baseURL || this.#session.native.baseURL.replace(/\/$/, '');
  }

  set baseURL(url: string) {
    this.#session.change({ baseURL: url }, capture(this.constructor));
  }

  /** The API key: the one that was given, else that of the environment; `null` when the client has none. */
  get apiKey(): string | null {
    return credentialOf(this.#session.settings().options, 'apiKey');
  }

  set apiKey(key: string | null) {
    this.#session.change({ apiKey: key }, capture(this.constructor));
  }

  /** The token: the one that was given, else that of the environment; `null` when the client has none, or a key. */
  get authToken(): string | null {
    return credentialOf(this.#session.settings().options, 'authToken');
  }

  set authToken(token: string | null) {
    this.#session.change({ authToken: token }, capture(this.constructor));
  }

  /** The function that gives tokens, if one was given. */
  get credentials(): NonNullable<Options['credentials']> | null {
    return this.#session.settings().options.credentials ?? null;
  }

  /** The time limits, as they were given, in milliseconds. */
  get timeout(): NonNullable<Options['timeout']> | null {
    const { timeout } = this.#session.settings().options;
    return timeout === undefined ? Client.DEFAULT_TIMEOUT : timeout;
  }

  set timeout(timeout: Options['timeout']) {
    this.#session.change({ timeout }, capture(this.constructor));
  }

  /** How often a failed call is tried again. */
  get maxRetries(): number {
    return this.#session.native.maxRetries;
  }

  set maxRetries(count: number) {
    this.#session.change({ maxRetries: count }, capture(this.constructor));
  }

  /** Where the package's own warnings go. */
  get logger(): Logger {
    return this.#session.settings().logger;
  }

  /** Which of them are told. */
  get logLevel(): LogLevel {
    return this.#session.settings().logLevel;
  }

  /**
   * What is known of the pressure on the server, for each credential and model that was used: limits, calls under way and
   * waiting, holds. Empty before the first call, and once the client is closed.
   */
  get pressure(): PressureState[] {
    return this.#session.native.pressure;
  }

  /** What `console.log` shows: no key, no header. */
  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, _options: object, inspect?: (value: unknown) => string): string {
    const show = inspect ?? String;
    return `${this.constructor.name} { baseURL: ${show(this.baseURL)}, maxRetries: ${show(this.maxRetries)} }`;
  }

  /** What `JSON.stringify` shows. */
  toJSON(): { baseURL: string; maxRetries: number } {
    return { baseURL: this.baseURL, maxRetries: this.maxRetries };
  }

  #ask<Rsp>(method: HTTPMethod, path: string, options: PromiseOrValue<CallOptions> | undefined, below: Function): APIPromise<Rsp> {
    const described = (given: CallOptions | undefined): FinalRequestOptions => ({ method, path, ...given });
    return ask(this.#session, isPromise(options) ? Promise.resolve(options).then(described) : described(options), capture(below));
  }
}

/** What programs patch or test for: the classes of resources, loaded when they are asked for, and those of codes of errors. */
Object.defineProperties(Client, {
  Messages: { value: Messages, writable: true, configurable: true },
  Models: { get: () => (require('./resources/models.js') as typeof import('./resources/models.js')).Models, configurable: true },
  Files: { get: () => (require('./resources/files.js') as typeof import('./resources/files.js')).Files, configurable: true },
  Beta: { get: () => (require('./resources/beta/beta.js') as typeof import('./resources/beta/beta.js')).Beta, configurable: true },
});
Object.assign(Client, codes);

function isPromise<T>(value: PromiseOrValue<T> | undefined): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | null | undefined)?.then === 'function';
}

/** Keeps what a getter has made, or a program's test puts in its place, as if it had always been there. */
function kept<T>(client: Client, name: string, value: T): T {
  Object.defineProperty(client, name, { value, writable: true, configurable: true, enumerable: false });
  return value;
}

/**
 * The types under the names of the official package: `Anthropic.Message`, `Anthropic.Messages.MessageParam`, ... Those that
 * are written from the core's types are added by `types/names.ts`.
 */
export declare namespace Client {
  export import Messages = types;
  export import Beta = betaTypes;
  export import Files = fileTypes;
  export import Models = modelTypes;
  export type ModelInfosPage = modelTypes.ModelInfosPage;
  export type FileMetadataPageCursor = fileTypes.FileMetadataPageCursor;
  export type FileUploadParams = fileTypes.FileUploadParams;
  export type FileDeleteParams = types.FileDeleteParams;
  export type FileDownloadParams = types.FileDownloadParams;
  export type FileRetrieveMetadataParams = types.FileRetrieveMetadataParams;
  export type ModelRetrieveParams = types.ModelRetrieveParams;
  export type AnthropicBeta = betaTypes.AnthropicBeta;
  export type Page<Item> = pages.Page<Item>;
  export type PageCursor<Item> = pages.PageCursor<Item>;
  export type TokenPage<Item> = pages.TokenPage<Item>;
  export type PageParams = types.PageParams;
  export type PageCursorParams = types.PageCursorParams;
  export type TokenPageParams = types.TokenPageParams;
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

export { Client as Anthropic, Client as BaseAnthropic };
