/** Calls under way: the only file that runs them. */
import { AsyncResource } from 'node:async_hooks';
import type { Batch } from './batch.js';
import { cancel, endWith, nextCall, openNative, poll, unwait, wait } from './bridge.js';
import { errorFrom } from './error-from.js';
import { type AnthropicError, APIUserAbortError, type ErrorFacts, PanicError } from './errors.js';
import {
  type Body, BYTES, type Mode, type NativeClient, type NativeClientOptions, type NativeMore, STREAM, type Told,
} from './native.js';
import { watch } from './signals.js';
import { place, type Trace } from './trace.js';

/** What calls need of a client. */
export interface Host {
  readonly native: NativeClient;
  /** Told of what happens on the way, for the moments that the client's options name. Must not throw. */
  readonly told?: ((told: Told) => void) | undefined;
}

/** What to send, how the answer is wanted, and who asks. */
export interface CallRequest {
  method: string;
  path: string;
  body?: Body | undefined;
  mode: Mode;
  more?: NativeMore | undefined;
  signal?: AbortSignal | null | undefined;
  trace: Trace;
}

/** Who is told what a call brings. */
export interface Receiver {
  receive(batch: Batch): void;
  /** Nothing more comes. What has come may still be unread: {@link Call.release} says that it is not. */
  end(error?: AnthropicError): void;
  /** The call was aborted, perhaps after its end: what is unread must not be handed out any more. The last to be heard. */
  abort(error: AnthropicError): void;
}

/** Makes a client, or throws what is wrong with its options. */
export function openClient(options: NativeClientOptions, lender: NativeClient | undefined, trace: Trace): NativeClient {
  const client = openNative(options, lender);
  if ('kind' in client) throw errorFrom(client, trace);
  return client;
}

/**
 * One call. Its receiver asks for each batch with {@link pull}: what nobody asks for stays in the core's bounded mailbox,
 * and a full mailbox stops the reading of the socket.
 */
export class Call {
  readonly #id = nextCall();
  readonly #receiver: Receiver;
  readonly #trace: Trace;
  readonly #start = performance.now();
  /** Tells hooks, in the asynchronous context of whoever made the call. Few clients have any. */
  readonly #tell: ((told: Told) => void) | undefined;
  #requestId: string | undefined;
  #forgetSignal: (() => void) | undefined;
  #pulled = false;
  /** Whether more can come. */
  #running = true;
  /** Whether there is something left to abort: more to come, or something unread. */
  #open = true;

  /** Sends the request. Throws where nothing could be sent: a wrong option, or a signal that has fired already. */
  constructor(host: Host, request: CallRequest, receiver: Receiver) {
    const { method, path, body, mode, more, signal, trace } = request;
    if (signal?.aborted) throw place(new APIUserAbortError(undefined, {}, signal.reason), trace);
    const refused = host.native.start(this.#id, method, path, body, mode, more);
    if (refused) throw errorFrom(refused, trace);
    this.#tell = host.told && AsyncResource.bind(host.told);
    this.#receiver = receiver;
    this.#trace = trace;
    if (signal) this.#forgetSignal = watch(signal, this);
    // The others are waited for until they are over.
    if (mode === STREAM || mode === BYTES) endWith(this, this.#id);
  }

  /** Asks for the next batch; it is handed over later, never from inside this function. */
  pull(): void {
    if (this.#pulled || !this.#running) return;
    this.#pulled = true;
    const batch = poll(this.#id);
    // In a turn of its own: a fast server and a fast reader must not keep timers and sockets from their turn.
    if (batch) setImmediate(() => this.take(batch));
    else wait(this.#id, this);
  }

  /** Hands a batch over. For the bridge. */
  take(batch: Batch): void {
    if (!this.#running) return;
    this.#unwait();
    this.#running = !batch.ended;
    if (batch.head) this.#requestId = batch.head.requestId;
    try {
      if (batch.told) for (const told of batch.told) this.#tell?.(told);
      // A hook may have aborted the call.
      if (!this.#open) return;
      this.#receiver.receive(batch);
    } catch (error) {
      return this.#fail(error);
    }
    if (batch.ended && this.#open) this.#receiver.end(batch.error && errorFrom(batch.error, this.#trace));
  }

  /** Closes the connection at once and drops what is unread. Does nothing once everything has been read. */
  abort(reason?: unknown): void {
    if (!this.#open) return;
    this.#stop();
    const error = new APIUserAbortError(undefined, this.#facts(), reason);
    this.#receiver.abort(place(error, this.#trace));
  }

  /** Everything that came has been read: there is nothing left to abort. */
  release(): void {
    this.#open = false;
    this.#forgetSignal?.();
  }

  /** Whatever goes wrong in here must end the call: its reader would wait for ever. */
  #fail(cause: unknown): void {
    if (!this.#open) return;
    this.#stop();
    const facts: ErrorFacts = { ...this.#facts(), kind: 'panic' };
    this.#receiver.end(place(new PanicError('a defect inside Tidings ended the call', facts, cause), this.#trace));
  }

  #stop(): void {
    if (this.#running) {
      this.#running = false;
      this.#unwait();
      cancel(this.#id);
    }
    this.release();
  }

  #unwait(): void {
    this.#pulled = false;
    unwait(this.#id);
  }

  /** What is known about a call that is ended on this side. How much of it had left by then is not. */
  #facts(): ErrorFacts {
    const facts: ErrorFacts = { elapsed: performance.now() - this.#start, sent: 'partial', mayHaveRun: true };
    return this.#requestId === undefined ? facts : { ...facts, requestId: this.#requestId };
  }
}
