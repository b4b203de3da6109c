/** The stream helper: what `messages.stream()` gives. */
import type { Batch } from './batch.js';
import { Call, type CallRequest, type Host } from './call.js';
import { Cursor } from './cursor.js';
import { AnthropicError, APIUserAbortError } from './errors.js';
import { EventChunk, parseMessage } from './event-chunk.js';
import { Listeners } from './listeners.js';
import type { Message, MessageStreamEvent } from './types.js';

/** What can be listened to. */
export interface MessageStreamEvents {
  /** The answer has begun; nothing of it has been handed out yet. */
  connect: () => void;
  /** An event, as on the wire. */
  streamEvent: (event: MessageStreamEvent) => void;
  /** A piece of text. */
  text: (delta: string) => void;
  /** The message is complete. */
  message: (message: Message) => void;
  /** The message is complete; after `message`. */
  finalMessage: (message: Message) => void;
  /** The call failed. */
  error: (error: AnthropicError) => void;
  /** The call was aborted before its end; instead of `error`. */
  abort: (error: APIUserAbortError) => void;
  /** Nothing more comes; after everything else, and always. */
  end: () => void;
}

/**
 * An answer while it is written. The request is sent at once.
 *
 * Read it in one way or several: `for await` over its events, `for await` over {@link textStream}, listeners, or the
 * {@link finalMessage} alone. Loops set the pace: a loop that pauses makes the server pause, unless somebody awaits the end.
 * Listeners of `text`, `streamEvent`, `message` or `finalMessage` without a loop get everything as it comes; those of the
 * other names only watch, and nothing is read for them. Leaving a loop early aborts the call and closes its connection.
 *
 * A failure goes to everyone who reads or awaits, after all that came before it, and to `error` listeners. Where nobody
 * does, it is not reported: it never becomes an unhandled rejection. An abort comes at once: what is unread is dropped.
 */
export class MessageStream implements AsyncIterable<MessageStreamEvent> {
  readonly #call: Call | undefined;
  readonly #listeners = new Listeners<MessageStreamEvents>();
  readonly #events = new Set<Cursor<MessageStreamEvent>>();
  readonly #texts = new Set<Cursor<string>>();
  readonly #final: Promise<Message>;
  #settle!: { resolve(message: Message): void; reject(error: unknown): void };
  #controller: AbortController | undefined;
  #requestId: string | undefined;
  #message: Message | undefined;
  #error: AnthropicError | undefined;
  #ended = false;
  #awaited = false;

  /** For the library; users call `client.messages.stream()`. */
  constructor(client: Host, request: () => CallRequest) {
    this.#final = quiet(new Promise((resolve, reject) => (this.#settle = { resolve, reject })));
    try {
      this.#call = new Call(client, request(), {
        receive: (batch) => this.#receive(batch),
        end: (error) => this.#end(error),
        abort: (error) => this.#abort(error),
      });
    } catch (error) {
      // Later, so that listeners which are about to be added hear of it.
      queueMicrotask(() => this.#end(error as AnthropicError));
    }
  }

  /** The id to quote to the API's support, once the answer has begun. */
  get request_id(): string | undefined {
    return this.#requestId;
  }

  /** Whether the stream is over, well or not. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether it failed or was aborted. */
  get errored(): boolean {
    return this.#error !== undefined;
  }

  /** Whether it was aborted. */
  get aborted(): boolean {
    return this.#error instanceof APIUserAbortError;
  }

  /** Its `abort()` ends the stream, as {@link abort} does. */
  get controller(): AbortController {
    if (!this.#controller) {
      this.#controller = new AbortController();
      this.#controller.signal.addEventListener('abort', () => this.#call?.abort(this.#controller?.signal.reason));
    }
    return this.#controller;
  }

  /** Closes the connection at once and drops what is unread. Whoever reads or awaits gets an `APIUserAbortError`. */
  abort(): void {
    this.controller.abort();
  }

  /** Adds a listener. If it is one that reads, the stream is read from then on, unless a loop sets the pace. */
  on<Name extends keyof MessageStreamEvents>(name: Name, listener: MessageStreamEvents[Name]): this {
    this.#listeners.add(name, listener);
    // Later, so that a loop which begins in this turn sets the pace from the start.
    queueMicrotask(() => this.#advance());
    return this;
  }

  /** Adds a listener that is called at most once. */
  once<Name extends keyof MessageStreamEvents>(name: Name, listener: MessageStreamEvents[Name]): this {
    this.#listeners.add(name, listener, true);
    queueMicrotask(() => this.#advance());
    return this;
  }

  /** Removes a listener. */
  off<Name extends keyof MessageStreamEvents>(name: Name, listener: MessageStreamEvents[Name]): this {
    this.#listeners.remove(name, listener);
    return this;
  }

  /** Reads to the end and gives the whole message. Rejects with what broke the stream. */
  finalMessage(): Promise<Message> {
    this.#awaited = true;
    this.#advance();
    // Not the settled promise where the abort came after the end, while something was still unread.
    return quiet(this.#error ? Promise.reject(this.#error) : this.#final);
  }

  /** Reads to the end and gives the text of the message: its text blocks, joined without anything between them. */
  finalText(): Promise<string> {
    return quiet(this.finalMessage().then(textOf));
  }

  /** Reads to the end. Rejects with what broke the stream. */
  done(): Promise<void> {
    return quiet(this.finalMessage().then(() => {}));
  }

  /** The pieces of text alone. No event is made for it. */
  textStream(): AsyncIterableIterator<string> {
    return this.#cursor(this.#texts);
  }

  [Symbol.asyncIterator](): AsyncIterator<MessageStreamEvent, undefined> {
    return this.#cursor(this.#events);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
  }

  #receive(batch: Batch): void {
    if (batch.head) {
      this.#requestId = batch.head.requestId;
      // First of all, so that whoever begins to read in there misses nothing.
      this.#listeners.emit('connect');
    }
    if (batch.json !== undefined) this.#message = parseMessage(batch.json, this.#requestId);
    const events = EventChunk.of(batch);
    if (events) {
      const texts = this.#texts.size > 0 || this.#listeners.has('text') ? events.texts() : [];
      for (const cursor of this.#events) cursor.push(events);
      for (const cursor of this.#texts) cursor.push(texts);
      this.#emit(events, texts);
    }
    this.#advance();
  }

  #end(error?: AnthropicError): void {
    this.#ended = true;
    this.#error = error;
    for (const cursor of this.#cursors) cursor.end(error);
    this.#releaseIfRead();
    if (error) return this.#fail(error);
    this.#settle.resolve(this.#message!);
    this.#listeners.emit('message', this.#message!);
    this.#listeners.emit('finalMessage', this.#message!);
    this.#listeners.emit('end');
  }

  #abort(error: AnthropicError): void {
    const late = this.#ended;
    this.#ended = true;
    this.#error ??= error;
    for (const cursor of this.#cursors) cursor.abort(error);
    if (!late) this.#fail(error);
  }

  #fail(error: AnthropicError): void {
    this.#settle.reject(error);
    if (error instanceof APIUserAbortError) this.#listeners.emit('abort', error);
    else this.#listeners.emit('error', error);
    this.#listeners.emit('end');
  }

  get #cursors(): (Cursor<MessageStreamEvent> | Cursor<string>)[] {
    return [...this.#events, ...this.#texts];
  }

  #releaseIfRead(): void {
    if (this.#ended && this.#cursors.every((cursor) => cursor.drained)) this.#call?.release();
  }

  #cursor<T>(cursors: Set<Cursor<T>>): Cursor<T> {
    const cursor: Cursor<T> = new Cursor<T>({
      pull: () => {
        // Counted from its first read: an iterator that is never read must not collect what it misses.
        cursors.add(cursor);
        if (this.#ended) cursor.end(this.#error);
        else this.#advance();
      },
      drained: () => this.#releaseIfRead(),
      leave: () => this.#call?.abort(),
    });
    return cursor;
  }

  /** Tells listeners of what has arrived, in its order; an event before the text that it brings. */
  #emit(events: EventChunk, texts: string[]): void {
    // Where nobody listened to events when this crossed, there are only texts.
    if (events.length === 0 || !this.#listeners.has('streamEvent')) {
      for (const text of texts) if (!this.#ended) this.#listeners.emit('text', text);
      return;
    }
    let text = 0;
    for (let i = 0; i < events.length && !this.#ended; i++) {
      this.#listeners.emit('streamEvent', events.at(i));
      if (events.kind(i) === 't' && events.piece(i) !== '' && text < texts.length && !this.#ended) {
        this.#listeners.emit('text', texts[text++]!);
      }
    }
  }

  /** Reads on, if anybody wants it, in the forms that are wanted. */
  #advance(): void {
    const loops = this.#cursors;
    const listened = loops.length === 0 && this.#listeners.has('text', 'streamEvent', 'message', 'finalMessage');
    if (this.#ended || !(this.#awaited || listened || loops.some((loop) => loop.hungry))) return;
    this.#call?.pull();
  }
}

/** The same promise, which is no unhandled rejection where nobody looks at it. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

function textOf(message: Message): string {
  const texts = message.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  if (texts.length > 0) return texts.join('');
  throw new AnthropicError('the message has no text block', { kind: 'unexpected_response' });
}
