/** The stream helper: what `messages.stream()` gives. */
import { Call, type CallRequest, type Host, type Receiver } from './call.js';
import { Cursor, Feed } from './cursor.js';
import { AnthropicError, APIUserAbortError, ConfigError } from './errors.js';
import { EventChunk, parseMessage } from './event-chunk.js';
import { Listeners } from './listeners.js';
import type { Batch, Head } from './native.js';
import { Promised } from './promised.js';
import { responseOf } from './response.js';
import type { Events } from './snapshot.js';
import { type MessageStreamEvents, Telling } from './telling.js';
import type { Message, MessageParam, MessageStreamEvent } from './types.js';

export type { MessageStreamEvents } from './telling.js';

/** Where the events of a stream come from. */
export interface Origin {
  /** Asks for more; it comes later, never from inside this function. */
  pull(): void;
  /** Ends it at once, and drops what is unread; does nothing once it was released. */
  abort(reason?: unknown): void;
  /** Everything that came has been read. */
  release(): void;
}

/** What a stream knows besides its request. */
export interface MessageStreamAbout<Final> {
  /** The conversation that the message goes on with. */
  messages: readonly MessageParam[];
  /** Makes the final message of the one that came. What it throws is how the stream fails. */
  finish?: ((message: Message) => Final) | undefined;
  /** Whether the inputs of tools also show the string that is last and unfinished, as fine-grained tool streaming wants it. */
  keepsStrings?: boolean | undefined;
}

/** The value that `emitted()` gives for a listener of this kind: its first argument. */
export type Emitted<Listener> = Listener extends (...args: infer Args) => void ? (Args extends [infer First, ...unknown[]] ? First : void) : never;

/**
 * An answer while it is written. The request is sent at once.
 *
 * Read it in one way or several: `for await` over its events, `for await` over {@link textStream}, listeners, or the
 * {@link finalMessage} alone. Loops set the pace: a loop that pauses makes the server pause, unless somebody awaits the end.
 * Listeners hear of an event before the loop gets it. Without a loop, those of `connect`, `error`, `abort` and `end` only
 * watch, and nothing is read for them; all others get everything as it comes. Leaving a loop early aborts the call and closes
 * its connection.
 *
 * A failure goes to everyone who reads or awaits, after all that came before it, and to `error` listeners. Where nobody
 * does, it is not reported: it never becomes an unhandled rejection. An abort comes at once: what is unread is dropped.
 */
export class MessageStream<ParsedT = null> implements AsyncIterable<MessageStreamEvent> {
  /** The conversation: the messages of the request, and the answer once it is there. */
  messages: MessageParam[];
  /** The answer, once it is there. */
  receivedMessages: FinalMessage<ParsedT>[] = [];
  readonly #listeners = new Listeners<MessageStreamEvents<FinalMessage<ParsedT>>>();
  readonly #feed = new Feed<Events>(NOTHING);
  readonly #telling: Telling<FinalMessage<ParsedT>>;
  readonly #about: MessageStreamAbout<FinalMessage<ParsedT>>;
  readonly #head = new Promised<Head>();
  readonly #final = new Promised<FinalMessage<ParsedT>>();
  #origin: Origin | undefined;
  #controller: AbortController | undefined;
  #begun: Head | undefined;
  #response: Response | undefined;
  #json: string | undefined;
  #message: FinalMessage<ParsedT> | undefined;
  #error: AnthropicError | undefined;
  #ended = false;
  #awaited = false;

  /** Sends a request, and gives its stream. Where nothing can be sent the stream tells why, later. For the library. */
  static open<ParsedT = null>(
    host: Host, request: CallRequest | (() => CallRequest), about: MessageStreamAbout<FinalMessage<ParsedT>>,
  ): MessageStream<ParsedT> {
    return new MessageStream<ParsedT>(
      (receiver) => new Call(host, typeof request === 'function' ? request() : request, receiver), about,
    );
  }

  /**
   * The stream that another one's {@link toReadableStream} was made from, elsewhere. It has no response and no request id, and
   * `messages` holds the answer alone.
   */
  static fromReadableStream(stream: ReadableStream): MessageStream {
    const { ReadableOrigin } = require('./readable.js') as typeof import('./readable.js');
    return new MessageStream<null>((receiver) => new ReadableOrigin(stream, receiver), { messages: [] });
  }

  /** For the library; users call `client.messages.stream()`. */
  constructor(open: (receiver: Receiver) => Origin, about: MessageStreamAbout<FinalMessage<ParsedT>>) {
    this.#about = about;
    this.messages = [...about.messages];
    this.#telling = new Telling(this.#feed, this.#listeners, about.keepsStrings ?? false);
    try {
      this.#origin = open({
        receive: (batch) => this.#receive(batch),
        end: (error) => this.#close(error),
        abort: (error) => this.#abort(error),
      });
    } catch (error) {
      // Later, so that listeners which are about to be added hear of it.
      queueMicrotask(() => this.#close(error as AnthropicError));
    }
  }

  /** The head of the answer, once it has begun; its body is read here and not there. `null` for one from a readable stream. */
  get response(): Response | null | undefined {
    if (this.#begun) this.#response ??= responseOf(this.#begun, null);
    return this.#response;
  }

  /** The id to quote to the API's support, once the answer has begun. */
  get request_id(): string | undefined {
    return this.#begun?.requestId;
  }

  /** The workspace of the credential, once the answer has begun. */
  get workspace_id(): string | undefined {
    return this.#begun?.workspaceId;
  }

  /** Whether the stream is over, well or not, and everybody was told. */
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

  /** The message so far; `undefined` before its beginning and after its end. One object that grows. */
  get currentMessage(): Message | undefined {
    return this.#message && this.#ended ? undefined : this.#telling.snapshot.show();
  }

  /** Its `abort()` ends the stream, as {@link abort} does. */
  get controller(): AbortController {
    if (!this.#controller) {
      this.#controller = new AbortController();
      this.#controller.signal.addEventListener('abort', () => this.#origin?.abort(this.#controller?.signal.reason));
    }
    return this.#controller;
  }

  /** Closes the connection at once and drops what is unread. Whoever reads or awaits gets an `APIUserAbortError`. */
  abort(): void {
    this.controller.abort();
  }

  /** Adds a listener. If it is one that reads, the stream is read from then on, unless a loop sets the pace. */
  on<Name extends keyof MessageStreamEvents>(name: Name, listener: MessageStreamEvents<FinalMessage<ParsedT>>[Name]): this {
    this.#listeners.add(name, listener);
    // Later, so that a loop which begins in this turn sets the pace from the start.
    queueMicrotask(() => this.#advance());
    return this;
  }

  /** Adds a listener that is called at most once. */
  once<Name extends keyof MessageStreamEvents>(name: Name, listener: MessageStreamEvents<FinalMessage<ParsedT>>[Name]): this {
    this.#listeners.add(name, listener, true);
    queueMicrotask(() => this.#advance());
    return this;
  }

  /** Removes a listener; of several that are the same, one. */
  off<Name extends keyof MessageStreamEvents>(name: Name, listener: MessageStreamEvents<FinalMessage<ParsedT>>[Name]): this {
    this.#listeners.remove(name, listener);
    return this;
  }

  /**
   * Reads on, and gives the first argument of the next event of this name. Rejects if the stream fails, or ends without such
   * an event.
   */
  emitted<Name extends keyof MessageStreamEvents>(name: Name): Promise<Emitted<MessageStreamEvents<FinalMessage<ParsedT>>[Name]>> {
    type Value = Emitted<MessageStreamEvents<FinalMessage<ParsedT>>[Name]>;
    const promise = new Promise<Value>((resolve, reject) => {
      this.#listeners.add(name, ((value: Value) => resolve(value)) as never, true);
      if (name === 'end') return;
      this.#final.promise.catch(name === 'error' && !this.aborted ? () => {} : reject);
      this.#listeners.add('end', () => reject(this.#error ?? noneCame(name)), true);
    });
    if (name === 'connect') this.#advance();
    else this.#await();
    return quiet(promise);
  }

  /** Reads to the end and gives the whole message. Rejects with what broke the stream. */
  finalMessage(): Promise<FinalMessage<ParsedT>> {
    this.#await();
    // Not the settled promise where the abort came after the end, while something was still unread.
    return quiet(this.#error ? Promise.reject(this.#error) : this.#final.promise);
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
    this.#headAwaited = true;
    this.#advance();
    return quiet(this.#head.promise.then(() => {
      if (!this.response) throw new ConfigError('a stream from a ReadableStream has no response');
      return { data: this, response: this.response, request_id: this.request_id, workspace_id: this.workspace_id };
    }));
  }

  /** The pieces of text alone. No event is made for it. */
  textStream(): AsyncIterableIterator<string> {
    return this.#cursor(textAt);
  }

  [Symbol.asyncIterator](): AsyncIterator<MessageStreamEvent, undefined> {
    return this.#cursor(eventAt);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
  }
}
