/** Calls under way: the only file that talks to the addon about them. */
import { APIUserAbortError, type AnthropicError, errorFrom } from './errors.js';
import { type Batch, type NativeCall, type NativeClient, native } from './native.js';
import { callOptions, type RequestOptions } from './options.js';
import { place, type Trace } from './trace.js';

/** Who is told what a call brings. After `end` nothing comes. */
export interface Receiver {
  receive(batch: Batch): void;
  end(error?: AnthropicError): void;
}

/** What to ask for, and for whom. */
export interface CallRequest {
  params: object;
  stream: boolean;
  options: RequestOptions | undefined;
  trace: Trace;
}

/** The calls whose next batch is awaited; only these keep the program alive, and only these are kept from collection. */
const waiting = new Map<number, Call>();
let lastId = 0;

/** The environment's one bridge. It drains a call at the moment it delivers, so one crossing carries everything. */
const bridge = new native.Bridge((id, batch) => {
  const call = waiting.get(id);
  if (call && batch) call.take(batch);
});

/** Makes a client, or throws what is wrong with its options. */
export function openClient(options: Parameters<typeof bridge.client>[0], trace: Trace): NativeClient {
  const client = bridge.client(options);
  if ('kind' in client) throw errorFrom(client, trace);
  return client;
}

/**
 * One call. Its receiver asks for each batch with {@link pull}: what nobody asks for stays in the core's bounded mailbox,
 * and a full mailbox stops the reading of the socket.
 */
export class Call {
  readonly #id: number;
  readonly #native: NativeCall;
  readonly #receiver: Receiver;
  readonly #trace: Trace;
  #forgetSignal: (() => void) | undefined;
  #pulled = false;
  #over = false;
  #lanes = 0;

  /** Sends the request. Throws where nothing could be sent: a bad option, or a signal that has fired already. */
  constructor(client: NativeClient, request: CallRequest, receiver: Receiver) {
    const { params, stream, options = {}, trace } = request;
    const { signal } = options;
    if (signal?.aborted) throw aborted(signal.reason, trace);
    const checked = callOptions(options);
    const body = JSON.stringify(stream ? { ...params, stream: true } : params);
    this.#id = lastId = (lastId + 1) % 2 ** 32;
    const started = client.start(this.#id, '/v1/messages', body, stream, checked);
    if ('kind' in started) throw errorFrom(started, trace);
    this.#native = started;
    this.#receiver = receiver;
    this.#trace = trace;
    if (signal) this.#listen(signal);
  }

  /** Asks for the next batch; it is handed over later, never from inside this function. */
  pull(): void {
    if (this.#pulled || this.#over) return;
    this.#pulled = true;
    const batch = this.#native.poll();
    if (batch) {
      // In a turn of its own: a fast server and a fast reader must not keep timers and sockets from their turn.
      setImmediate(() => this.take(batch));
    } else {
      if (waiting.size === 0) bridge.hold();
      waiting.set(this.#id, this);
    }
  }

  /** Chooses what of a stream crosses: events, texts, both or neither. */
  choose(lanes: number): void {
    if (lanes !== this.#lanes) this.#native.choose(lanes);
    this.#lanes = lanes;
  }

  /** Hands a batch over. For the bridge. */
  take(batch: Batch): void {
    if (this.#over) return;
    this.#unwait();
    if (batch.ended) this.#finish();
    this.#receiver.receive(batch);
    if (batch.ended) this.#receiver.end(batch.error && errorFrom(batch.error, this.#trace));
  }

  /** Closes the connection at once and ends with {@link APIUserAbortError}. Does nothing once the call is over. */
  abort(reason?: unknown): void {
    if (this.#over) return;
    this.#unwait();
    this.#finish();
    this.#native.cancel();
    this.#receiver.end(aborted(reason, this.#trace));
  }

  #unwait(): void {
    this.#pulled = false;
    if (waiting.delete(this.#id) && waiting.size === 0) bridge.release();
  }

  #finish(): void {
    this.#over = true;
    this.#forgetSignal?.();
  }

  /** Weak: a signal that lives long must not keep alive a stream that was dropped. */
  #listen(signal: AbortSignal): void {
    const call = new WeakRef(this);
    const listener = (): void => call.deref()?.abort(signal.reason);
    signal.addEventListener('abort', listener, { once: true });
    this.#forgetSignal = () => signal.removeEventListener('abort', listener);
  }
}

function aborted(reason: unknown, trace: Trace): AnthropicError {
  return place(new APIUserAbortError(undefined, {}, reason), trace);
}
