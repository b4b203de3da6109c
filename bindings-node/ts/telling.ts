/** Telling listeners of what has arrived, and keeping the message so far. */
import type { Feed, Link, Place } from './cursor.js';
import type { AnthropicError, APIUserAbortError } from './errors.js';
import type { EventChunk } from './event-chunk.js';
import type { Listeners } from './listeners.js';
import { type Change, Snapshot } from './snapshot.js';
import type { ContentBlock, Message, MessageStreamEvent, TextCitation } from './types.js';

/** What can be listened to. `Final` is the message at its end, with what structured outputs add to it. */
export interface MessageStreamEvents<Final = Message> {
  /** The answer has begun; nothing of it has been handed out yet. */
  connect: () => void;
  /** An event, as on the wire, and the message so far: one object that grows. */
  streamEvent: (event: MessageStreamEvent, snapshot: Message) => void;
  /** A piece of text, and the text of its block so far. */
  text: (textDelta: string, textSnapshot: string) => void;
  /** A citation, and all of its block so far. */
  citation: (citation: TextCitation, citationsSnapshot: TextCitation[]) => void;
  /** A piece of a tool's input, and the input so far: values that are finished; the raw text where that is not JSON. */
  inputJson: (partialJson: string, jsonSnapshot: unknown) => void;
  /** A piece of reasoning, and the reasoning of its block so far. */
  thinking: (thinkingDelta: string, thinkingSnapshot: string) => void;
  /** The signature of a block of reasoning. */
  signature: (signature: string) => void;
  /** The conversation was compacted (beta): its summary. */
  compaction: (compactedContent: string) => void;
  /** A block is finished. */
  contentBlock: (content: ContentBlock) => void;
  /** The message is complete. */
  message: (message: Final) => void;
  /** The message is complete; after `message`. */
  finalMessage: (message: Final) => void;
  /** The call failed. */
  error: (error: AnthropicError) => void;
  /** The call was aborted before its end; instead of `error`. */
  abort: (error: APIUserAbortError) => void;
  /** Nothing more comes; after everything else, and always. */
  end: () => void;
}

/**
 * How many events may be left to fold, which are kept until then. Most streams are over before that, and before V8 has compiled
 * what folds; of longer ones the keeping would cost the garbage collector more than the folding.
 */
const MOST_UNFOLDED = 8192;
/** How many are folded at once from then on: the text of a block is put together once for all of them. */
const TOGETHER = 64;

/** Takes the events of a feed in their order, and tells listeners. They are folded where somebody listens or looks. */
export class Telling<Final> {
  readonly #snapshot: Snapshot;
  readonly #feed: Feed<EventChunk>;
  readonly #listeners: Listeners<MessageStreamEvents<Final>>;
  readonly #complete: () => void;
  /** Before the first event that it has not taken. */
  #place: Place<EventChunk>;
  /** Before the first event that has not been folded. */
  #folded: Place<EventChunk>;
  #stopped = false;

  /** `complete` is called at the event that completes the message. */
  constructor(
    feed: Feed<EventChunk>, listeners: Listeners<MessageStreamEvents<Final>>, keepsStrings: boolean, complete: () => void,
  ) {
    this.#feed = feed;
    this.#listeners = listeners;
    this.#complete = complete;
    this.#snapshot = new Snapshot(keepsStrings);
    this.#place = feed.end;
    this.#folded = feed.end;
  }

  /** The message as far as it was told, for somebody who may keep parts of it; `undefined` before its beginning. */
  current(): Message | undefined {
    this.#fold();
    return this.#snapshot.show();
  }

  /** Where a loop begins that comes late: with what nobody has been told yet. */
  get place(): Place<EventChunk> {
    return this.#stopped ? this.#feed.end : { ...this.#place };
  }

  /** Whether all that has arrived was told. */
  get done(): boolean {
    return this.#stopped || positionOf(this.#place) === this.#feed.total;
  }

  /** Tells nothing more: the stream was aborted. */
  stop(): void {
    this.#stopped = true;
  }

  /** Tells of everything before this position. A listener may end that by aborting the stream. */
  upTo(position: number): void {
    while (positionOf(this.#place) < position && !this.#stopped) {
      const { link, index } = this.#place;
      const end = Math.min(link.chunk.length, position - link.start);
      if (index === link.chunk.length) {
        this.#place = { link: link.next!, index: 0 };
      } else if (this.#listeners.areThere) {
        this.#fold();
        this.#folded.link = link;
        this.#tellSome(link, end);
      } else {
        this.#place.index++;
        if (link.chunk.kind(index) === '6') this.#complete();
      }
    }
    if (position > MOST_UNFOLDED && position - positionOf(this.#folded) >= TOGETHER) this.#fold();
  }

  /** Tells of events of one chunk, for as long as the same listeners are there. */
  #tellSome(link: Link<EventChunk>, end: number): void {
    const { chunk } = link;
    const listeners = this.#listeners;
    const { changes } = listeners;
    const onlyTexts = listeners.has('text') && !listeners.has('streamEvent');
    let index: number;
    // A listener may abort the stream, and may have all of it told: then this has nothing left to do.
    while (this.#place.link === link && (index = this.#place.index) < end && !this.#stopped && listeners.changes === changes) {
      this.#place.index = this.#folded.index = index + 1;
      const piece = onlyTexts ? chunk.text(index) : undefined;
      if (piece !== undefined) {
        const text = this.#snapshot.addText(chunk.index(index), piece);
        if (text !== undefined) listeners.emit('text', piece, text);
      } else {
        this.#tell(chunk, index);
      }
    }
  }

  /** The event first, then what it did. */
  #tell(events: EventChunk, index: number): void {
    const change = this.#snapshot.fold(events, index);
    if (this.#listeners.has('streamEvent')) this.#listeners.emit('streamEvent', events.at(index), this.#snapshot.show()!);
    if (change === undefined || this.#stopped) return;
    if (change === 'message') this.#complete();
    else if (this.#listeners.has(change)) this.#tellChange(change, events, index);
  }

  /** Folds all that was told. */
  #fold(): void {
    const end = positionOf(this.#place);
    while (positionOf(this.#folded) < end) {
      const { link, index } = this.#folded;
      if (index === link.chunk.length) {
        this.#folded = { link: link.next!, index: 0 };
      } else {
        this.#folded.index = Math.min(link.chunk.length, end - link.start);
        this.#snapshot.foldAll(link.chunk, index, this.#folded.index);
      }
    }
  }

  #tellChange(change: Exclude<Change, undefined | 'message'>, events: EventChunk, index: number): void {
    const { block } = this.#snapshot;
    switch (change) {
      case 'text':
      case 'thinking':
        return this.#listeners.emit(change, events.piece(index), block[change] as string);
      case 'inputJson':
        return this.#listeners.emit('inputJson', events.piece(index), block['input']);
      case 'citation': {
        const citations = block['citations'] as TextCitation[];
        return this.#listeners.emit('citation', citations.at(-1)!, citations);
      }
      case 'signature':
        return this.#listeners.emit('signature', block['signature'] as string);
      case 'compaction':
        if (typeof block['content'] === 'string') this.#listeners.emit('compaction', block['content']);
        return;
      case 'contentBlock':
        return this.#listeners.emit('contentBlock', block as unknown as ContentBlock);
    }
  }
}

function positionOf({ link, index }: Place<EventChunk>): number {
  return link.start + index;
}
