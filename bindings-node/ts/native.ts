import { load } from './load.js';

/**
 * What the addon exports, declared by hand in the order of the Rust files (bridge, desk, client, pressure, request, call, batch, told, input,
 * pages, options, record).
 * Internal: only the files of this package use it.
 */
export interface Addon {
  Bridge: new (deliver: (fields: Field[], asks: Ask[] | null) => void) => Bridge;
  InputReader: new (keepsStrings: boolean) => InputReader;
  Pager: new (path: string, query: Parameter[]) => Pager;
  Lines: new () => Lines;
  /** An error of every kind and of every known code, each with the name of the class that its class derives from. */
  errorSamples(): { parentClass: string; record: ErrorRecord }[];
}

/** The way from the core's threads into this environment's event loop. */
export interface Bridge {
  /** Keeps the event loop alive. */
  hold(): void;
  /** Lets the event loop end. */
  release(): void;
  /** What `options.lends` names the client has in common with `lender`. */
  client(options: NativeClientOptions, lender?: NativeClient): NativeClient | ErrorRecord;
  /** Takes what a call has received. After `null` it is armed, and must not be polled before it is delivered. */
  poll(id: number): Field[] | null;
  /** Ends a call and closes its connection at once. Nothing is delivered any more. */
  cancel(id: number): void;
  /** Answers an ask with a token, good for this many milliseconds from now, or for ever. */
  give(ask: number, token: string, expiresIn?: number): void;
  /** Answers an ask: there is no token. The errors of the calls that wait have `thrown` again. */
  refuse(ask: number, why: string, thrown: number): void;
  /** Nobody uses this provider any more. */
  forget(provider: number): void;
}

/** A token that calls of a client wait for, and who has to be asked for it. */
export interface Ask {
  ask: number;
  provider: number;
}

export interface NativeClient {
  readonly baseURL: string;
  readonly maxRetries: number;
  readonly pressure: PressureState[];
  /** Closes what is idle; `start` refuses from here on. */
  close(): void;
  /** The whole URL of a request for this path. */
  url(path: string, query: Parameter[]): string | ErrorRecord;
  /** Where the results of the batch are whose JSON this is: always within the origin of the base URL. */
  resultsPath(batch: string): string | ErrorRecord;
  /** Starts a call, which the bridge then knows by `id` until its end was taken; gives the record of what is wrong, if something is. */
  start(id: number, method: string, path: string, body: Body | undefined, mode: Mode, more?: NativeMore): ErrorRecord | null;
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

/** A query parameter: its name, and its value or values. */
export type Parameter = [name: string, value: string | string[]];

/** What is sent besides the head: JSON, bytes, or the fields of a form. */
export type Body = string | Uint8Array | FormField[];

/** One field of a form: a text, or a file from bytes or from a path. */
export type FormField =
  | { name: string; text: string }
  | { name: string; filename?: string; mediaType?: string; bytes: Uint8Array }
  | { name: string; filename?: string; mediaType?: string; path: string };

/** How an answer is wanted. */
export type Mode = 0 | 1 | 2 | 3;
/** A JSON object. */
export const WHOLE = 0;
/** Whatever comes with a status of success, as bytes. */
export const RAW = 1;
/** Events of a message; the body says so too. */
export const STREAM = 2;
/** Bytes as they come. */
export const BYTES = 3;

/** What most calls do without. */
export interface NativeMore {
  query?: Parameter[] | undefined;
  /** What an answer without content stands for, as JSON. */
  withoutContent?: string | undefined;
  options?: NativeCallOptions | undefined;
}

/**
 * What calls have received, {@link FIELDS} fields for each: the number of the call, whether it is over, its head, JSON, marks,
 * parts, and what few have. A list, as naming the fields of objects takes longer than all else that crosses.
 */
export type Field = number | boolean | Joined | Rest | null;
export const FIELDS = 7;

/** What few crossings have. */
export interface Rest {
  body?: Uint8Array;
  chunks?: Uint8Array[];
  told?: Told[];
  error?: ErrorRecord;
}

/** Items joined by U+001E, or a list where an item holds that character. */
export type Joined = string | string[];

/** A moment of a call, for hooks. Times are in milliseconds. */
export interface Told {
  moment: 'request' | 'response' | 'retry' | 'error';
  method: string;
  path: string;
  model?: string;
  attempt: number;
  status?: number;
  requestId?: string;
  took: number;
  elapsed: number;
  kind?: string;
  delay?: number;
}

/** Reads the input of a tool piece by piece; `input.ts` builds the value from the steps it gives. */
export interface InputReader {
  push(fragment: string): Joined | null;
  /** Why the text cannot be read as JSON, if it cannot. */
  readonly fault: string | null;
}

/** A walk over the pages of a list. */
export interface Pager {
  /** The query parameter that asks for the page behind the one whose JSON this is; `null` when it was the last. */
  next(page: string): { name: string; value: string } | ErrorRecord | null;
}

/** Cuts the results of a batch into lines; one that is too long is an error in its place. */
export interface Lines {
  push(chunk: Uint8Array): (string | ErrorRecord)[];
  finish(): (string | ErrorRecord)[];
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
  query: Parameter[];
  lends?: { connections: boolean; credential: boolean; pressure: boolean } | undefined;
  /** The moments that hooks want to be told of. */
  tells: Told['moment'][];
  /** The provider that is asked for tokens. */
  asks?: number | undefined;
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
  /** The number of what a provider of tokens has thrown. */
  thrown?: number;
}

let addon: Addon | undefined;
const loaded = (): Addon => (addon ??= load());

/**
 * The addon, loaded when something of it is first used, which is when the first client is made. An import of the package is
 * quick and cannot fail: Node 20 ends a program whose ES module imports a CommonJS one that throws, even where that is caught.
 */
export const native: Addon = {
  get Bridge() { return loaded().Bridge; },
  get InputReader() { return loaded().InputReader; },
  get Pager() { return loaded().Pager; },
  get Lines() { return loaded().Lines; },
  errorSamples: () => loaded().errorSamples(),
};
