/**
 * What the addon exports, declared by hand in the order of the Rust files (bridge, client, call, batch, options, record).
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
  /** Closes what is idle; `start` refuses from here on. */
  close(): void;
  start(id: number, path: string, body: string, stream: boolean, options: NativeCallOptions): NativeCall | ErrorRecord;
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
  maxRetryAfter: number | undefined;
}

export interface NativeCallOptions {
  timeout: { connect?: number; head?: number; idle?: number; total?: number };
  maxRetries: number | undefined;
  validation: boolean | undefined;
  streamLongCalls: boolean | undefined;
  headers: { name: string; value?: string }[];
}

/** An error as data; `error-from.ts` makes the class. Times are in milliseconds. */
export interface ErrorRecord {
  kind: string;
  /** The name of the class in the core's table. */
  className: string;
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

/** The addon lies beside `package.json`. */
function load(): Addon {
  try {
    return require('../tidings.node');
  } catch (cause) {
    const place = `${process.platform}-${process.arch}, Node ${process.versions.node}`;
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new Error(
      `Tidings cannot load its addon on ${place}: ${why}. The file tidings.node belongs beside Tidings' package.json ` +
        'and must be built for this platform; install the package for it, or build it with `cargo build -p tidings-node`.',
      { cause },
    );
  }
}

export const native = load();
