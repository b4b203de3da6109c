/** The reading of a message stream: who wants more, who has been told of what, and how it ended. */
import { AsyncResource } from 'node:async_hooks';
import type { Receiver } from './call.js';
import { Cursor, Feed, type Picker, type Source } from './cursor.js';
import { type AnthropicError, APIUserAbortError } from './errors.js';
import { EventChunk } from './event-chunk.js';
import type { Listeners } from './listeners.js';
import type { Batch, Head } from './batch.js';
import { Promised } from './promised.js';
import { withIds } from './read.js';
import { type MessageStreamEvents, Telling } from './telling.js';
import { beginLater } from './turn.js';
import type { Message } from './types.js';

/** Where the events of a stream come from. */
export interface Origin {
  /** Asks for more; it comes later, never from inside this function. */
  pull(): void;
  /** Ends it at once, and drops what is unread. Does nothing once it was released. */
  abort(reason?: unknown): void;
  /** Everything that came has been read. */
  release(): void;
}

/** Gives the origin of a stream, which tells this receiver. */
export type Open = (receiver: Receiver) => Origin;

/** What a stream knows besides its request. */
export interface ReadingAbout<Final> {
  /** Makes the final message of the one that came. What it throws is how the stream fails. */
  finish: ((message: Message) => Final) | undefined;
  /** Whether the inputs of tools also show the string that is last and unfinished. */
  keepsStrings: boolean;
  /** Called with the final message before anybody else is told of it. */
  complete: (message: Final) => void;
  /** Called when the stream is aborted, by whomever, before anybody is told of it. */
  aborted: (reason: unknown) => void;
}

/** Listeners of these read. */
const READING = [
  'streamEvent', 'text', 'citation', 'inputJson', 'thinking', 'signature', 'compaction', 'contentBlock', 'message', 'finalMessage',
] as const;
/** Listeners of these watch: up to the head of the answer, so that they hear if none begins, and no further. */
const WATCHING = ['connect', 'error', 'abort', 'end'] as const;
const NOTHING = new EventChunk('', []);

/**
 * One stream under way. Listeners are told of an event where the foremost loop takes it; as it comes where there is no loop,
 * or where somebody awaits the end. The end is told when all that came before it was.
 */
export class Reading<Final> {
  /** Rejects where no answer begins. */
  readonly begun = new Promised<void>();
  readonly final = new Promised<Final>();
  /** Of the answer, once it has begun. */
  head: Head | undefined;
  /** How it failed, once that was told. */
  error: AnthropicError | undefined;
  /** Whether it is over, and everybody was told. */
  ended = false;
  readonly #listeners: Listeners<MessageStreamEvents<Final>>;
  readonly #about: ReadingAbout<Final>;
  readonly #feed = new Feed<EventChunk>(NOTHING);
  readonly #telling: Telling<Final>;
  /** Listeners are called in the context of whoever began the stream, not in that of whoever made the first client. */
  readonly #context = new AsyncResource('MessageStream');
  #open: Open | undefined;
  #origin: Origin | undefined;
  #hasBegun = false;
  #wantsHead = false;
  #wantsAll = false;
  /** Events that came before the message which the last of them completes. */
  #held: EventChunk | undefined;
  #message: Final | undefined;
  /** Why the message that came is of no use. */
  #misfit: AnthropicError | undefined;
  /** How much of the end was told. */
  #told: 'nothing' | 'message' | 'outcome' = 'nothing';
  readonly #source: Source<EventChunk> = {
    begin: () => {
      this.#catchUp();
      return this.#telling.place;
    },
    pull: () => this.advance(),
    passed: (position) => {
      this.#telling.upTo(position);
      return this.#listeners.areThere;
    },
    drained: () => {
      this.#release();
      // A loop that goes on hears of the end before that; one that does not must not hide it from listeners.
      setImmediate(() => this.#settle());
    },
    closing: () => this.#settle(),
    leave: () => this.abort(),
  };

  /** Opens the stream at the end of this turn. What `open` throws is told like every failure. */
  constructor(open: Open, listeners: Listeners<MessageStreamEvents<Final>>, about: ReadingAbout<Final>) {
    this.#open = open;
    this.#listeners = listeners;
    this.#about = about;
    this.#telling = new Telling(this.#feed, listeners, about.keepsStrings, () => this.#tellMessage());
    beginLater(this);
  }

  /** Opens it now. */
  begin(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    this.#context.runInAsyncScope(() => {
      try {
        this.#origin = open(this.#receiver());
        this.advance();
      } catch (error) {
        this.#end(error as AnthropicError);
      }
    });
  }

  #receiver(): Receiver {
    const context = this.#context;
    return {
      receive: (batch) => context.runInAsyncScope(() => this.#receive(batch)),
      end: (error) => context.runInAsyncScope(() => this.#end(error)),
      abort: (error) => context.runInAsyncScope(() => this.#abort(error)),
    };
  }

  /** Whether an answer has begun. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** The message so far, for somebody who may keep parts of it; `undefined` before its beginning, and at its end. */
  get current(): Message | undefined {
    this.#catchUp();
    return this.#told === 'outcome' && !this.error ? undefined : this.#telling.current();
  }

  /** A loop over what `pick` takes from each event. */
  loop<T>(pick: Picker<T, EventChunk>): Cursor<T, EventChunk> {
    return new Cursor(this.#source, this.#feed, pick);
  }

  /** Somebody begins to listen: from here on loops say what they take, event by event. */
  attend(): void {
    this.#catchUp();
    for (const loop of this.#feed.readers) loop.attend();
  }

  /** Reads up to the head of the answer. */
  wantHead(): void {
    this.#wantsHead = true;
    this.advance();
  }

  /** Reads to the end, whatever the pace of loops. */
  wantAll(): void {
    this.#wantsAll = true;
    this.advance();
  }

  /** Goes on, as far as somebody wants it. */
  advance(): void {
    this.#tell();
    if (this.#feed.over) return;
    const { readers } = this.#feed;
    const wanted = readers.length > 0 ? readers.some((loop) => loop.hungry) : this.#isListened;
    if (wanted || this.#wantsAll || (!this.#hasBegun && this.#isWatched)) this.#origin?.pull();
  }

  /** Ends it at once; does nothing when everything has been read. */
  abort(reason?: unknown): void {
    if (!this.#open) return this.#origin?.abort(reason);
    // In the turn of its call: nothing has been sent, and nothing will be.
    this.#open = undefined;
    this.#abort(new APIUserAbortError(undefined, {}, reason));
  }

  #receive(batch: Batch): void {
    if (batch.head) {
      this.head = batch.head;
      // First of all, so that whoever begins to read in there misses nothing.
      this.#listeners.emit('connect');
    }
    this.#begin(batch);
    if (batch.json !== undefined) this.#complete(batch.json);
    this.#pushHeld();
    const events = EventChunk.of(batch);
    // The message itself follows at once: who is told that it is complete is told all of it.
    if (events && batch.json === undefined && events.kind(events.length - 1) === '6') this.#held = events;
    else if (events) this.#feed.push(events);
    this.advance();
    // Nothing but the end comes after the message: it is told also where nobody asks for more.
    if (batch.json !== undefined) this.#origin?.pull();
  }

  #pushHeld(): void {
    if (this.#held) this.#feed.push(this.#held);
    this.#held = undefined;
  }

  /** A stream that was made from another one has no head. */
  #begin(batch: Batch): void {
    if (this.#hasBegun || (!batch.head && batch.marks === undefined)) return;
    this.#hasBegun = true;
    this.begun.resolve();
  }

  #complete(json: string): void {
    const message = JSON.parse(json) as Message;
    if (this.head) withIds(message, this.head);
    try {
      this.#message = this.#about.finish ? this.#about.finish(message) : (message as Final);
    } catch (error) {
      this.#misfit = error as AnthropicError;
    }
  }

  #end(error: AnthropicError | undefined = this.#misfit): void {
    // Its signal had fired before it was sent.
    if (error instanceof APIUserAbortError) return this.#abort(error);
    this.#pushHeld();
    this.#feed.close(error);
    this.#tell();
  }

  #abort(error: AnthropicError): void {
    this.#catchUp();
    this.#telling.stop();
    this.#feed.abort(error);
    // After the end, where a loop had not read all of it: whoever asks from here on is told of the abort.
    this.error ??= error;
    this.#about.aborted(error.cause);
    this.#settle();
  }

  get #isListened(): boolean {
    return READING.some((name) => this.#listeners.has(name));
  }

  /** Whether somebody wants to know if an answer begins. */
  get #isWatched(): boolean {
    return this.#wantsHead || WATCHING.some((name) => this.#listeners.has(name));
  }

  /** Passes what loops have taken without a word, since nobody listened. */
  #catchUp(): void {
    for (const loop of this.#feed.readers) this.#telling.upTo(loop.position);
  }

  /** Tells what need not wait for a loop. */
  #tell(): void {
    if (this.#wantsAll || (this.#feed.readers.length === 0 && this.#isListened)) this.#telling.upTo(this.#feed.total);
    this.#settle();
  }

  /** Tells the end, once everything before it was told. */
  #settle(): void {
    if (!this.#feed.over || !this.#telling.done) return;
    this.#release();
    const error = this.#feed.error as AnthropicError | undefined;
    if (!error) this.#tellMessage();
    // Also where a listener of the message has just aborted the stream, or asked for its end.
    if (this.#told === 'outcome') return;
    if (error) this.#tellFailure(error);
    else this.#tellSuccess();
    this.ended = true;
    this.#listeners.emit('end');
  }

  #tellFailure(error: AnthropicError): void {
    this.#told = 'outcome';
    this.error = error;
    this.begun.reject(error);
    this.final.reject(error);
    if (error instanceof APIUserAbortError) this.#listeners.emit('abort', error);
    else this.#listeners.emit('error', error);
  }

  #tellSuccess(): void {
    this.#told = 'outcome';
    this.final.resolve(this.#message!);
    this.#listeners.emit('finalMessage', this.#message!);
  }

  /** With the event that says that it is complete, if all of it is there by then. */
  #tellMessage(): void {
    if (this.#told !== 'nothing' || this.#message === undefined) return;
    this.#told = 'message';
    this.#about.complete(this.#message);
    this.#listeners.emit('message', this.#message);
  }

  #release(): void {
    const { readers, over } = this.#feed;
    if (over && this.#telling.done && readers.every((loop) => loop.drained)) this.#origin?.release();
  }
}
