/** Calls under way: the only file that talks to the addon about them. */
import { requestBody } from './body.js';
import { errorFrom } from './error-from.js';
import { type AnthropicError, APIUserAbortError, type ErrorFacts, PanicError } from './errors.js';
import { type Batch, type NativeCall, type NativeClient, native } from './native.js';
import { callOptions, type RequestOptions } from './options.js';
import { watch } from './signals.js';
import { place, type Trace } from './trace.js';

/** Who is told what a call brings. */
export interface Receiver {
  receive(batch: Batch): void;
  /** Nothing more comes. What has come may still be unread: {@link Call.release} says that it is not. */
  end(error?: AnthropicError): void;
  /** The call was aborted, perhaps after its end: what is unread must not be handed out any more. The last to be heard. */
  abort(error: AnthropicError): void;
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
  readonly #start = performance.now();
  #requestId: string | undefined;
  #forgetSignal: (() => void) | undefined;
  #pulled = false;
  /** Whether more can come. */
  #running = true;
  /** Whether there is something left to abort: more to come, or something unread. */
  #open = true;
  #lanes = 0;

  /** Sends the request. Throws where nothing could be sent: a wrong argument, or a signal that has fired already. */
  constructor(client: NativeClient, request: CallRequest, receiver: Receiver) {
    const { stream, trace } = request;
    const { body, options } = check(request);
    const signal = request.options?.signal;
    if (signal?.aborted) throw place(new APIUserAbortError(undefined, {}, signal.reason), trace);
    this.#id = lastId = (lastId + 1) % 2 ** 32;
    const started = client.start(this.#id, '/v1/messages', body, stream, options);
    if ('kind' in started) throw errorFrom(started, trace);
    this.#native = started;
    this.#receiver = receiver;
    this.#trace = trace;
    if (signal) this.#forgetSignal = watch(signal, this);
  }

  /** Asks for the next batch; it is handed over later, never from inside this function. */
  pull(): void {
    if (this.#pulled || !this.#running) return;
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
    if (!this.#running) return;
    this.#unwait();
    this.#running = !batch.ended;
    if (batch.head) this.#requestId = batch.head.requestId;
    try {
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
      this.#native.cancel();
    }
    this.release();
  }

  #unwait(): void {
    this.#pulled = false;
    if (waiting.delete(this.#id) && waiting.size === 0) bridge.release();
  }

  /** What is known about a call that is ended on this side. How much of it had left by then is not. */
  #facts(): ErrorFacts {
    const facts: ErrorFacts = { elapsed: performance.now() - this.#start, sent: 'partial', mayHaveRun: true };
    return this.#requestId === undefined ? facts : { ...facts, requestId: this.#requestId };
  }
}

/** The one look at what the caller passed. What is wrong with it points at the caller. */
function check({ params, stream, options, trace }: CallRequest) {
  try {
    return { options: callOptions(options), body: requestBody(params, stream, options?.extraBody) };
  } catch (error) {
    throw place(error as Error, trace);
  }
}
