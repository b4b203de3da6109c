/** The options of a client: kept as they were given, so that another client can be made from them with changes. */
import { callable, count, flag, limits, refuseUnknown, retries, text } from './checks.js';
import { keyProviderOf, type Provider, providerOf } from './credentials.js';
import { ConfigError } from './errors.js';
import { headerList, mergedHeaders, type NativeHeader } from './headers.js';
import { type Hooks, hooksOf } from './hooks.js';
import { LEVELS, type Logger, type LogLevel } from './log.js';
import type { NativeClientOptions } from './native.js';
import { caBundle, clientCert } from './network.js';
import type { ClientOptions } from './options.js';
import { queryList } from './query.js';
import { isFields } from './values.js';

/** What a client has in common with one that was made from it, as long as none of these options was changed. */
const CONNECTIONS = ['proxy', 'trustEnv', 'caBundle', 'clientCert', 'http2', 'localAddress', 'maxConnections'] as const;
const CREDENTIAL = ['apiKey', 'authToken', 'credentials', 'apiKeyHeader'] as const;
const PRESSURE = ['pressure', 'maxInFlight'] as const;

/** Of which at most one may be given; the last two are the official package's, and no options here. */
const KINDS_OF_CREDENTIALS = ['apiKey', 'authToken', 'credentials', 'config', 'profile'];

const CLIENT_OPTIONS = new Set([
  ...CREDENTIAL, 'baseURL', 'anthropicVersion', 'timeout', 'maxRetries', 'maxRetryAfter', 'throttlePatience', 'retryAmbiguous',
  'retryOnTimeout', ...PRESSURE, ...CONNECTIONS, 'validation', 'streamLongCalls', 'defaultHeaders', 'defaultQuery', 'onRequest',
  'onResponse', 'onRetry', 'onError', 'logger', 'logLevel', 'dangerouslyAllowBrowser',
]);
const HTTP = 'Tidings has its own HTTP; proxy, caBundle, clientCert, http2, localAddress and maxConnections are options';
const HOOKS = 'hooks (onRequest, onResponse, onRetry, onError) tell of every attempt';
const ELSEWHERE = {
  fetch: HTTP,
  fetchOptions: HTTP,
  middleware: HOOKS,
  openTelemetry: HOOKS,
  config: 'give the options themselves',
  profile: 'give the options themselves, or credentials',
  webhookKey: 'signatures of webhooks are not checked here',
};

/** The options of one client, checked. */
export interface Settings {
  /** As they were given. */
  readonly options: ClientOptions;
  readonly native: NativeClientOptions;
  readonly hooks: Hooks;
  /** Who gives its tokens, if a function does. */
  readonly provider: Provider | undefined;
  readonly logger: Logger;
  readonly logLevel: LogLevel;
}

/**
 * Checks the options of a client, which has in common with the `lender` what the options of both say alike. Messages name the
 * option, never its value: it may be a secret.
 */
export function settingsOf(options: ClientOptions, lender?: Settings): Settings {
  if (isFields(options)) refuseTwoCredentials(options);
  refuseUnknown(options, CLIENT_OPTIONS, ELSEWHERE);
  const hooks = hooksOf(options);
  const provider = provided(options, lender);
  const native = nativeOptions(options);
  native.tells = Object.keys(hooks) as (keyof Hooks)[];
  native.asks = provider?.number;
  native.lends = lender && common(lender.options, options);
  const logLevel = level('logLevel', options.logLevel) ?? level('', process.env.ANTHROPIC_LOG) ?? 'warn';
  return { options, native, hooks, provider, logger: options.logger ?? console, logLevel };
}

/**
 * The options of a copy: some changed, the rest as they were. A credential that is given takes the place of whatever kind
 * there was.
 */
export function changedOptions(options: ClientOptions, changes: ClientOptions): ClientOptions {
  if (!isFields(changes)) refuseUnknown(changes, CLIENT_OPTIONS, ELSEWHERE);
  const kinds = KINDS_OF_CREDENTIALS as (keyof ClientOptions)[];
  const changed: Record<string, unknown> = { ...options };
  if (kinds.some((kind) => changes[kind] !== undefined && changes[kind] !== null)) for (const kind of kinds) changed[kind] = undefined;
  for (const [name, value] of Object.entries(changes)) {
    // An undefined credential says nothing; any other undefined option goes back to its default.
    if (value !== undefined || !kinds.includes(name as keyof ClientOptions)) changed[name] = value;
  }
  return changed;
}

/** A credential that is a text: the one that was given, else that of the environment, unless one of another kind was given. */
export function credentialOf(options: ClientOptions, kind: 'apiKey' | 'authToken'): string | null {
  const given = options[kind];
  if (typeof given === 'string') return given;
  if (KINDS_OF_CREDENTIALS.some((other) => (options as Record<string, unknown>)[other] != null)) return null;
  if (given === null) return null;
  const ofKey = options.apiKey === null ? undefined : process.env.ANTHROPIC_API_KEY?.trim();
  if (kind === 'apiKey') return ofKey || null;
  return ofKey ? null : process.env.ANTHROPIC_AUTH_TOKEN?.trim() || null;
}

function refuseTwoCredentials(options: Record<string, unknown>): void {
  const given = KINDS_OF_CREDENTIALS.filter((kind) => options[kind] !== undefined && options[kind] !== null);
  if (given.length > 1) throw new TypeError(`a client has one credential: ${given.join(' and ')} were both given`);
}

function provided(options: ClientOptions, lender: Settings | undefined): Provider | undefined {
  const { apiKey } = options;
  const credentials = callable('credentials', options.credentials);
  const asked = credentials ?? (typeof apiKey === 'function' ? apiKey : undefined);
  if (!asked) return undefined;
  if (lender?.provider && (lender.options.credentials === asked || lender.options.apiKey === asked)) return lender.provider;
  return credentials ? providerOf(credentials) : keyProviderOf(apiKey as () => string | Promise<string>);
}

function nativeOptions(options: ClientOptions): NativeClientOptions {
  return {
    apiKey: typeof options.apiKey === 'function' ? undefined : text('apiKey', options.apiKey),
    authToken: text('authToken', options.authToken ?? (options.apiKey === null ? credentialOf(options, 'authToken') : undefined)),
    apiKeyHeader: text('apiKeyHeader', options.apiKeyHeader),
    baseUrl: text('baseURL', options.baseURL),
    anthropicVersion: text('anthropicVersion', options.anthropicVersion),
    timeout: limits(options.timeout, ['connect', 'write', 'head', 'idle', 'total']),
    retries: retries(options as Record<string, unknown>),
    pressure: flag('pressure', options.pressure),
    maxInFlight: count('maxInFlight', options.maxInFlight, 1),
    network: {
      proxy: text('proxy', options.proxy),
      trustEnv: flag('trustEnv', options.trustEnv),
      ...caBundle(options.caBundle),
      clientCert: clientCert(options.clientCert),
      http2: flag('http2', options.http2),
      localAddress: text('localAddress', options.localAddress),
      maxConnections: count('maxConnections', options.maxConnections, 1),
    },
    validation: flag('validation', options.validation),
    streamLongCalls: flag('streamLongCalls', options.streamLongCalls),
    headers: mergedHeaders(unwanted(options), headerList('defaultHeaders', options.defaultHeaders)),
    query: queryList('defaultQuery', options.defaultQuery),
    tells: [],
  };
}

/** The header of the key of the environment, which the core would read, where `null` says that there is to be none. */
function unwanted(options: ClientOptions): NativeHeader[] {
  const hasOther = options.credentials != null || credentialOf(options, 'authToken') !== null;
  return options.apiKey === null && !hasOther ? [{ name: options.apiKeyHeader ?? 'x-api-key' }] : [];
}

function common(one: ClientOptions, other: ClientOptions): NonNullable<NativeClientOptions['lends']> {
  const same = (names: readonly (keyof ClientOptions)[]): boolean =>
    names.every((name) => one[name] === other[name]);
  // Connections are made within the limit of the client that they belong to.
  const connect = (options: ClientOptions): unknown => (isFields(options.timeout) ? options.timeout.connect : undefined);
  const sameLimit = connect(other) === undefined || connect(other) === connect(one);
  return { connections: sameLimit && same(CONNECTIONS), credential: same(CREDENTIAL), pressure: same(PRESSURE) };
}

function level(name: string, value: unknown): LogLevel | undefined {
  if (value === undefined || value === null) return undefined;
  if (LEVELS.includes(value as LogLevel)) return value as LogLevel;
  // The environment may hold a level of something else.
  if (name === '') return undefined;
  throw new ConfigError(`${name} must be one of ${LEVELS.join(', ')}`);
}
