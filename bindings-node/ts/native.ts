import { load } from './load.js';

/**
 * What the addon exports, declared by hand in the order of the Rust files (bridge, client, pressure, call, batch, options, record).
 * Internal: only the files of this package use it.
 */
export interface Addon {
  Bridge: new (deliver: (id: number, batch: Batch | null) => void) => Bridge;
  /** An error of every kind and of every known code, each with the name of the class that its class derives from. */
  errorSamples(): { parentClass: string; record: ErrorRecord }[];
}

/** The way from the core's threads into this environment's event loop. */
export interface Bridge {
  /** Keeps the event loop alive. */
  hold(): void;
  /** Lets the event loop end. */
  release(): void;
  client(options: NativeClientOptions): NativeClient | ErrorRecord;
}

export interface NativeClient {
  readonly baseURL: string;
  readonly maxRetries: number;
  readonly pressure: PressureState[];
  /** Closes what is idle; `start` refuses from here on. */
  close(): void;
  start(id: number, path: string, body: string, stream: boolean, options: NativeCallOptions): NativeCall | ErrorRecord;
}

/** The pressure of one credential and model: how much is under way, and what holds the rest back. Times are in milliseconds. */
export interface PressureState {
  /** Scheme, host and port of the server. */
  origin: string;
  /** The model, empty for calls that name none. */
  model: string;
  /** Calls sent and not yet over. */
  inFlight: number;
  /** Calls that wait to be sent. */
  waiting: number;
  /** The most calls under way that the server seems to bear; absent before the first refusal and after a long calm. */
  limit?: number;
  /** Calls a second that the server seems to bear, where it refused with a hint and advertises no limits. */
  rate?: number;
  /** The limits that the server advertises. */
  buckets: PressureBucket[];
  /** How long nothing will be sent, because the server said to come back later. */
  gate?: number;
  /** Attempts that the server turned away, so far. */
  refusals: number;
  /** Time that calls have spent waiting to be sent, added up over the waits that have ended. */
  waited: number;
}

/** One limit that the server advertises, as the client mirrors it. */
export interface PressureBucket {
  /** `requests`, `tokens`, `input_tokens` or `output_tokens`. */
  name: string;
  /** The most that is allowed in a minute. */
  limit: number;
  /** How much of it is left by the client's reckoning; below zero when more was used than expected. */
  level: number;
  /** The share of the limit, from 0 to 1, that the client takes for its own; less than 1 when others use the key too. */
  share: number;
}

export interface NativeCall {
  /** Takes what has arrived. After `null` the call is armed and must not be polled before it is delivered. */
  poll(): Batch | null;
  /** Chooses what crosses from now on: {@link EVENTS}, {@link TEXTS}, both, or neither. */
  choose(lanes: number): void;
  /** Closes the connection at once. */
  cancel(): void;
}

/** The lane of whole events. */
export const EVENTS = 1;
/** The lane of texts alone. */
export const TEXTS = 2;

/** Items joined by U+001E, or a list where an item holds that character. */
export type Joined = string | string[];

/** Everything that has arrived since the last crossing. */
export interface Batch {
  head?: { status: number; requestId?: string };
  /** The JSON of each event. */
  events?: Joined;
  /** A character an event: the number of its kind, or `t` for one with text. */
  kinds?: string;
  /** The texts of the events marked `t`. */
  texts?: Joined;
  /** The whole message as JSON. */
  message?: string;
  /** Whether the call is over. */
  ended: boolean;
  error?: ErrorRecord;
}

export interface NativeClientOptions extends NativeCallOptions {
  apiKey: string | undefined;
  authToken: string | undefined;
  apiKeyHeader: string | undefined;
  baseUrl: string | undefined;
  anthropicVersion: string | undefined;
  pressure: boolean | undefined;
  maxInFlight: number | undefined;
  network: NativeNetwork;
}

/** Of certificates: their PEM, or the path of a file of them. */
export interface NativeNetwork {
  proxy: string | undefined;
  trustEnv: boolean | undefined;
  caPem: string | undefined;
  caFile: string | undefined;
  clientCert: { cert: string; key: string } | undefined;
  http2: boolean | undefined;
  localAddress: string | undefined;
  maxConnections: number | undefined;
}

export interface NativeCallOptions {
  timeout: { connect?: number; write?: number; head?: number; idle?: number; total?: number };
  retries: {
    maxRetries: number | undefined;
    maxRetryAfter: number | undefined;
    throttlePatience: number | undefined;
    retryAmbiguous: boolean | undefined;
    retryOnTimeout: boolean | undefined;
  };
  validation: boolean | undefined;
  streamLongCalls: boolean | undefined;
  headers: { name: string; value?: string }[];
}

/** An error as data; `error-from.ts` makes the class. Times are in milliseconds. */
export interface ErrorRecord {
  kind: string;
  /** The name of the class in the core's table. */
  className: string;
  reason?: string;
  message: string;
  apiMessage?: string;
  status?: number;
  errorType?: string;
  requestId?: string;
  workspaceId?: string;
  errorCode?: string;
  /** `error.details` as JSON. */
  details?: string;
  /** Name, value, name, value. */
  headers?: string[];
  body?: string;
  partialMessage?: string;
  attempts: number;
  elapsed: number;
  sent: 'none' | 'partial' | 'full';
  mayHaveRun: boolean;
  isRetryable: boolean;
  retryAfter?: number;
  causes: string[];
}

export const native = load();
