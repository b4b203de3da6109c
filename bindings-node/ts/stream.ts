/** The raw stream: what `create({ stream: true })` gives. */
import type { Batch, Head } from './batch.js';
import { Call, type CallRequest, type Host, type Receiver } from './call.js';
import { Cursor, Feed, type Place, type Source } from './cursor.js';
import { type AnthropicError, ConfigError } from './errors.js';
import { EventChunk, EVENTS } from './event-chunk.js';
import type { ServerSentEvent } from './sse.js';
import type { MessageStreamEvent } from './types.js';

export type { ServerSentEvent } from './sse.js';

/** A stream that has begun. */
export interface Opened<Item> {
  stream: Stream<Item>;
  head: Head;
}

/**
 * The items of an answer while it is written, to be read once with `for await`; {@link tee} makes two of it.
 *
 * Leaving the loop early closes the connection at once. A stream that breaks or ends early throws, after every event that
 * came before; one that is aborted throws at once, and its unread events are dropped. A reader that pauses makes the server
 * pause. A stream that is dropped unread is closed when it is garbage collected.
 */
export class Stream<Item = MessageStreamEvent> implements AsyncIterable<Item> {
  /** The id to quote to the API's support. */
  request_id: string | undefined;
  readonly #iterator: () => AsyncIterator<Item>;
  #controller: AbortController | undefined;
  /** The call that the controller ends, once somebody asks for it. */
  #events: Events | undefined;
  #read = false;

  /** A stream of what `iterator` gives. What `controller` ends is up to `iterator`. */
  constructor(iterator: () => AsyncIterator<Item>, controller?: AbortController) {
    this.#iterator = iterator;
    this.#controller = controller;
  }

  /** Sends a request. Resolves once the answer has begun, so that failures up to there reject. For the library. */
  static open<Item = MessageStreamEvent>(host: Host, request: CallRequest): Promise<Opened<Item>> {
    return new Promise((resolve, reject) => {
      const events: Events = new Events(host, request, {
        resolve: (head) => resolve({ stream: Stream.#over<Item>(events, head), head }),
        reject,
      });
    });
  }

  /**
   * The events of a `Response` that was fetched elsewhere, or by `asResponse()`; its body is consumed. An `error` event throws, and
   * so does a message that ends before it is complete. The controller ends it.
   */
  static fromSSEResponse<Item = MessageStreamEvent>(response: Response, controller: AbortController): Stream<Item> {
    const { sseItems } = require('./sse.js') as typeof import('./sse.js');
    return new Stream<Item>(() => sseItems<Item>(response, controller), controller);
  }

  /** The values of a stream of lines of JSON, as {@link toReadableStream} writes them. The controller ends it. */
  static fromReadableStream<Item = MessageStreamEvent>(stream: ReadableStream, controller: AbortController): Stream<Item> {
    const { jsonItems } = require('./readable.js') as typeof import('./readable.js');
    return new Stream<Item>(() => jsonItems<Item>(stream, controller), controller);
  }

  /** The events of a response as they came, unread and unjudged; its body is consumed. */
  static rawEvents(response: Response, controller = new AbortController()): AsyncIterableIterator<ServerSentEvent> {
    const { rawEvents } = require('./sse.js') as typeof import('./sse.js');
    return rawEvents(response, controller);
  }

  static #over<Item>(events: Events, head: Head): Stream<Item> {
    const stream = new Stream<Item>(() => events.cursor as AsyncIterator<unknown> as AsyncIterator<Item>);
    stream.#events = events;
    stream.request_id = head.requestId;
    return stream;
  }

  /** Its `abort()` ends the stream, as {@link abort} does; its signal is aborted however the stream is. */
  get controller(): AbortController {
    // Made when it is asked for: few programs do.
    if (!this.#controller) {
      const controller = (this.#controller = new AbortController());
      controller.signal.addEventListener('abort', () => this.#events?.call.abort(controller.signal.reason));
      this.#events?.followAborts(controller);
    }
    return this.#controller;
  }

  /** Closes the connection at once and drops what is unread; whoever still reads gets an `APIUserAbortError`. */
  abort(): void {
    this.controller.abort();
  }

  /**
   * Two streams of the same items, in place of this one. Each has its own pace: what the faster one has read is kept, without
   * a bound, until the slower one has read it. Leaving one leaves the other alone; the controller ends both.
   */
  tee(): [Stream<Item>, Stream<Item>] {
    const { tee } = require('./tee.js') as typeof import('./tee.js');
    const streams = tee(this[Symbol.asyncIterator]()).map((branch) => {
      const stream = new Stream<Item>(() => branch, this.controller);
      stream.request_id = this.request_id;
      return stream;
    });
    return streams as [Stream<Item>, Stream<Item>];
  }

  /** The items, in a form that {@link fromReadableStream} reads: a line of JSON each. Its reader sets the pace. */
  toReadableStream(): ReadableStream<Uint8Array> {
    const { toReadableStream } = require('./readable.js') as typeof import('./readable.js');
    return toReadableStream(this);
  }

  [Symbol.asyncIterator](): AsyncIterator<Item> {
    if (this.#read) throw new ConfigError('the stream is being read or has been read; tee() gives its items twice');
    this.#read = true;
    return this.#iterator();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
  }
}

const NOTHING = new EventChunk('', []);

/** Who waits for an answer to begin. */
interface Opening {
  resolve(head: Head): void;
  reject(error: unknown): void;
}

/** The events of a call, for the one who reads them: what the call tells, and what the reader asks for. */
class Events implements Receiver, Source<EventChunk> {
  readonly call: Call;
  readonly cursor: Cursor<MessageStreamEvent, EventChunk>;
  readonly #feed = new Feed<EventChunk>(NOTHING);
  /** Where the reader begins; let go then, or nothing that was read ever would be. */
  #place: Place<EventChunk> | undefined = this.#feed.end;
  #aborted: AnthropicError | undefined;
  #controller: AbortController | undefined;
  #opening: Opening | undefined;

  constructor(host: Host, request: CallRequest, opening: Opening) {
    this.#opening = opening;
    this.call = new Call(host, request, this);
    this.cursor = new Cursor(this, this.#feed, EVENTS);
    this.call.pull();
  }

  /** Aborts the controller as well, when the call is aborted. */
  followAborts(controller: AbortController): void {
    if (this.#aborted) controller.abort(this.#aborted.cause);
    else this.#controller = controller;
  }

  begin(): Place<EventChunk> {
    const place = this.#place!;
    this.#place = undefined;
    return place;
  }

  pull(): void {
    this.call.pull();
  }

  drained(): void {
    this.call.release();
  }

  leave(): void {
    this.call.abort();
  }

  receive(batch: Batch): void {
    const events = EventChunk.of(batch);
    if (events) this.#feed.push(events);
    if (batch.head) {
      this.#opening?.resolve(batch.head);
      this.#opening = undefined;
    }
    if (this.#opening || this.cursor.hungry) this.call.pull();
  }

  end(error?: AnthropicError): void {
    this.#feed.close(error);
    this.#fail(error);
  }

  abort(error: AnthropicError): void {
    this.#aborted = error;
    this.#feed.abort(error);
    this.#fail(error);
    this.#controller?.abort(error.cause);
  }

  #fail(error: AnthropicError | undefined): void {
    this.#opening?.reject(error);
    this.#opening = undefined;
  }
}
