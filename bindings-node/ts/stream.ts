/** The raw stream: what `create({ stream: true })` gives. */
import type { Batch } from './batch.js';
import { Call, type CallRequest, type Host } from './call.js';
import { Cursor } from './cursor.js';
import { AnthropicError, ConfigError } from './errors.js';
import { EventChunk } from './event-chunk.js';
import type { MessageStreamEvent } from './types.js';

/** Who waits for the stream to begin. */
interface Opening {
  resolve(stream: Stream): void;
  reject(error: unknown): void;
}

/**
 * The events of an answer while it is written, to be read once with `for await`.
 *
 * Leaving the loop early closes the connection at once. A stream that breaks or ends early throws, after every event that
 * came before; one that is aborted throws at once, and its unread events are dropped. A reader that pauses makes the server
 * pause. A stream that is dropped unread is closed when it is garbage collected.
 */
export class Stream implements AsyncIterable<MessageStreamEvent> {
  /** The id to quote to the API's support. */
  request_id: string | undefined;
  readonly #call: Call;
  readonly #events = new Cursor<MessageStreamEvent>({
    pull: () => this.#call.pull(),
    drained: () => this.#call.release(),
    leave: () => this.#call.abort(),
  });
  #opening: Opening | undefined;
  #controller: AbortController | undefined;
  #read = false;

  /** Resolves once the answer has begun, so that failures up to there reject. For the library. */
  static open(client: Host, request: CallRequest): Promise<Stream> {
    return new Promise((resolve, reject) => new Stream(client, request, { resolve, reject }));
  }

  private constructor(client: Host, request: CallRequest, opening: Opening) {
    this.#opening = opening;
    this.#call = new Call(client, request, {
      receive: (batch) => this.#receive(batch),
      end: (error) => this.#end(error),
      abort: (error) => this.#abort(error),
    });
    this.#call.pull();
  }

  /** Its `abort()` ends the stream, as {@link abort} does. */
  get controller(): AbortController {
    if (!this.#controller) {
      this.#controller = new AbortController();
      this.#controller.signal.addEventListener('abort', () => this.#call.abort(this.#controller?.signal.reason));
    }
    return this.#controller;
  }

  /** Closes the connection at once and drops what is unread; whoever still reads gets an `APIUserAbortError`. */
  abort(): void {
    this.controller.abort();
  }

  [Symbol.asyncIterator](): AsyncIterator<MessageStreamEvent, undefined> {
    if (this.#read) throw new ConfigError('the stream is being read or has been read; its events come only once');
    this.#read = true;
    return this.#events;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
  }

  #receive(batch: Batch): void {
    const events = EventChunk.of(batch);
    if (events) this.#events.push(events);
    if (batch.head) {
      this.request_id = batch.head.requestId;
      this.#opening?.resolve(this);
      this.#opening = undefined;
    }
    if (this.#opening || this.#events.hungry) this.#call.pull();
  }

  #end(error?: AnthropicError): void {
    this.#opening?.reject(error);
    this.#opening = undefined;
    this.#events.end(error);
  }

  #abort(error: AnthropicError): void {
    this.#opening?.reject(error);
    this.#opening = undefined;
    this.#events.abort(error);
  }
}
