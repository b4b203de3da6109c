/** The stream helper: what `messages.stream()` gives. */
import { Call, type CallRequest, type Host } from './call.js';
import { AnthropicError, APIUserAbortError, ConfigError } from './errors.js';
import type { Picker } from './cursor.js';
import { type EventChunk, EVENTS } from './event-chunk.js';
import type { ParsedMessage } from './lib/parse.js';
import { Listeners } from './listeners.js';
import { quiet } from './promised.js';
import { type Open, Reading } from './reading.js';
import { responseOf } from './response.js';
import type { MessageStreamEvents } from './telling.js';
import type { Message, MessageParam, MessageStreamEvent } from './types.js';

export type { MessageStreamEvents } from './telling.js';

/** The message at its end, with what structured outputs make of it. */
export type FinalMessage<ParsedT> = [ParsedT] extends [null] ? Message : ParsedMessage<ParsedT>;

/** What a stream knows besides its request. */
export interface MessageStreamAbout<ParsedT> {
  /** The conversation that the message goes on with. */
  messages: readonly MessageParam[];
  /** Makes the final message of the one that came. What it throws is how the stream fails. */
  finish?: ((message: Message) => FinalMessage<ParsedT>) | undefined;
  /** Whether inputs of tools also show the string that is last and unfinished, as fine-grained tool streaming wants it. */
  keepsStrings?: boolean | undefined;
}

/** The first argument of a listener; nothing, where it has none. */
export type Emitted<Listener> = Listener extends (first: infer First, ...more: never[]) => void
  ? unknown extends First ? void : First
  : void;

/**
 * An answer while it is written. The request is sent at the end of the turn in which it was made, whether or not anybody reads.
 *
 * Read it in one way or several: `for await` over its events, `for await` over {@link textStream}, listeners, or the
 * {@link finalMessage} alone. Loops set the pace: a loop that pauses makes the server pause, unless somebody awaits the end.
 * Listeners hear of an event before the loop gets it. Without a loop, those of `connect`, `error`, `abort` and `end` only
 * watch: they hear whether an answer begins, and no more is read for them; all others get everything as it comes. Leaving a
 * loop early aborts the call and closes its connection.
 *
 * A failure goes to everyone who reads or awaits, after all that came before it, and to `error` listeners. Where nobody
 * does, it is not reported: it never becomes an unhandled rejection. An abort comes at once: what is unread is dropped.
 */
export class MessageStream<ParsedT = null> implements AsyncIterable<MessageStreamEvent> {
  readonly #messages: MessageParam[];
  readonly #received: FinalMessage<ParsedT>[] = [];
  readonly #listeners = new Listeners<MessageStreamEvents<FinalMessage<ParsedT>>>();
  readonly #reading: Reading<FinalMessage<ParsedT>>;
  #controller: AbortController | undefined;
  #response: Response | undefined;

  /**
   * Makes a request, sends it at the end of this turn, and gives its stream. What `request` throws is told by the stream, later. For
   * the library.
   */
  static open<ParsedT = null>(host: Host, request: () => CallRequest, about: MessageStreamAbout<ParsedT>): MessageStream<ParsedT> {
    let open: Open;
    try {
      const made = request();
      open = (receiver) => new Call(host, made, receiver);
    } catch (error) {
      open = () => {
        throw error;
      };
    }
    return new MessageStream<ParsedT>(open, about);
  }

  /**
   * The stream that another one's {@link toReadableStream} was made from, elsewhere. It has no response and no request id, and
   * its `messages` are the answer alone.
   */
  static fromReadableStream(stream: ReadableStream): MessageStream {
    const { ReadableOrigin } = require('./readable-origin.js') as typeof import('./readable-origin.js');
    const made = new MessageStream<null>((receiver) => new ReadableOrigin(stream, receiver), { messages: [] });
    made.#reading.begin();
    return made;
  }

  /** For the library; users call `client.messages.stream()`. */
  constructor(open: Open, about: MessageStreamAbout<ParsedT>) {
    // What is no list is the request's to refuse.
    this.#messages = Array.isArray(about.messages) ? [...about.messages] : [];
    this.#reading = new Reading(open, this.#listeners, {
      finish: about.finish,
      keepsStrings: about.keepsStrings ?? false,
      complete: (message) => {
        this.#messages.push(message);
        this.#received.push(message);
      },
      aborted: (reason) => this.#controller?.abort(reason),
    });
  }

  /** The conversation: the messages of the request, and the answer once it is there. */
  get messages(): MessageParam[] {
    return this.#messages;
  }

  /** The answer, once it is there. */
  get receivedMessages(): FinalMessage<ParsedT>[] {
    return this.#received;
  }

  /** The head of the answer, once it has begun; its body is read here and not there. `null` where there is none. */
  get response(): Response | null | undefined {
    const { head, hasBegun } = this.#reading;
    if (!head) return hasBegun ? null : undefined;
    return (this.#response ??= responseOf(head, null));
  }

  /** The id to quote to the API's support, once the answer has begun. */
  get request_id(): string | undefined {
    return this.#reading.head?.requestId;
  }

  /** The workspace of the credential, once the answer has begun. */
  get workspace_id(): string | undefined {
    return this.#reading.head?.workspaceId;
  }

  /** Whether the stream is over, well or not, and everybody was told. */
  get ended(): boolean {
    return this.#reading.ended;
  }

  /** Whether it failed or was aborted. */
  get errored(): boolean {
    return this.#reading.error !== undefined;
  }

  /** Whether it was aborted. */
  get aborted(): boolean {
    return this.#reading.error instanceof APIUserAbortError;
  }

  /** The message so far, one object that grows; `undefined` before its beginning and after its end. */
  get currentMessage(): Message | undefined {
    return this.#reading.current;
  }

  /** Its `abort()` ends the stream, as {@link abort} does; its signal is aborted however the stream is. */
  get controller(): AbortController {
    if (!this.#controller) {
      const controller = (this.#controller = new AbortController());
      controller.signal.addEventListener('abort', () => this.#reading.abort(controller.signal.reason));
      if (this.aborted) controller.abort(this.#reading.error?.cause);
    }
    return this.#controller;
  }

  /** Closes the connection at once and drops what is unread. Whoever reads or awaits gets an `APIUserAbortError`. */
  abort(): void {
    this.controller.abort();
  }

  /** Adds a listener. If it is one that reads, the stream is read from then on, unless a loop sets the pace. */
  on<Name extends keyof MessageStreamEvents>(name: Name, listener: MessageStreamEvents<FinalMessage<ParsedT>>[Name]): this {
    return this.#add(name, listener, false);
  }

  /** Adds a listener that is called at most once. */
  once<Name extends keyof MessageStreamEvents>(name: Name, listener: MessageStreamEvents<FinalMessage<ParsedT>>[Name]): this {
    return this.#add(name, listener, true);
  }

  /** Removes a listener; of several that are the same, one. */
  off<Name extends keyof MessageStreamEvents>(name: Name, listener: MessageStreamEvents<FinalMessage<ParsedT>>[Name]): this {
    this.#listeners.remove(name, listener);
    return this;
  }

  /**
   * Reads on, and gives the first argument of the next event of this name. Rejects if the stream fails first, or ends without
   * such an event.
   */
  emitted<Name extends keyof MessageStreamEvents>(name: Name): Promise<Emitted<MessageStreamEvents<FinalMessage<ParsedT>>[Name]>> {
    const reading = this.#reading;
    return quiet(new Promise((resolve, reject) => {
      const missed = (): void => {
        const { error } = reading;
        if (name === 'end' && (!error || error instanceof APIUserAbortError)) resolve(undefined as never);
        else reject(error ?? new AnthropicError(`the stream ended without ${name}`, { kind: 'unexpected_response' }));
      };
      if (reading.ended) return missed();
      // The end comes after everything else, and always.
      this.#listeners.add('end', missed, true);
      const heard = (first?: unknown): void => {
        this.#listeners.remove('end', missed);
        resolve(first as never);
      };
      if (name !== 'end') this.#add(name, heard as never, true);
      if (name === 'connect') reading.wantHead();
      else if (WATCHED.has(name)) reading.wantAll();
    }));
  }

  /** Reads to the end and gives the whole message. Rejects with what broke the stream. */
  finalMessage(): Promise<FinalMessage<ParsedT>> {
    const reading = this.#reading;
    reading.wantAll();
    // Not the settled promise where the abort came after the end, while something was still unread.
    return reading.error ? quiet(Promise.reject(reading.error)) : reading.final.promise;
  }

  /** Reads to the end and gives the text of the message: its text blocks, joined without anything between them. */
  finalText(): Promise<string> {
    return quiet(this.finalMessage().then(textOf));
  }

  /** Reads to the end. Rejects with what broke the stream. */
  done(): Promise<void> {
    return quiet(this.finalMessage().then(() => {}));
  }

  /** The stream itself once its answer has begun, with the answer's head. Rejects where it never begins. */
  withResponse(): Promise<{
    data: MessageStream<ParsedT>; response: Response; request_id: string | undefined; workspace_id: string | undefined;
  }> {
    this.#reading.wantHead();
    return quiet(this.#reading.begun.promise.then(() => {
      const { response, request_id, workspace_id } = this;
      if (!response) throw new ConfigError('a stream that was made from a ReadableStream has no response');
      return { data: this, response, request_id, workspace_id };
    }));
  }

  /** The pieces of text alone, empty ones left out. No event is made for it. */
  textStream(): AsyncIterableIterator<string> {
    return this.#reading.loop(TEXTS);
  }

  /** The events, in a form that {@link fromReadableStream} reads: a line of JSON each. Its reader sets the pace. */
  toReadableStream(): ReadableStream<Uint8Array> {
    const { toReadableStream } = require('./readable.js') as typeof import('./readable.js');
    return toReadableStream(this);
  }

  [Symbol.asyncIterator](): AsyncIterator<MessageStreamEvent, undefined> {
    return this.#reading.loop(EVENTS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
  }

  /** What `console.log` shows: how far it is, nothing of what is in it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const state = this.aborted ? 'aborted' : this.errored ? 'errored' : this.ended ? 'ended' : 'open';
    return `MessageStream { ${state}, request_id: ${this.request_id} }`;
  }

  #add<Name extends keyof MessageStreamEvents>(
    name: Name, listener: MessageStreamEvents<FinalMessage<ParsedT>>[Name], once: boolean,
  ): this {
    this.#reading.attend();
    this.#listeners.add(name, listener, once);
    // Later, so that a loop which begins in this turn sets the pace from the start.
    queueMicrotask(() => this.#reading.advance());
    return this;
  }
}

/** Listeners of these only watch. */
const WATCHED = new Set<keyof MessageStreamEvents>(['connect', 'error', 'abort', 'end']);

const TEXTS: Picker<string, EventChunk> = {
  one: (events, index) => (events.kind(index) === 't' ? events.piece(index) || undefined : undefined),
};

function textOf(message: Message): string {
  const texts = message.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  if (texts.length > 0) return texts.join('');
  throw new AnthropicError('the message has no text block', { kind: 'unexpected_response' });
}
