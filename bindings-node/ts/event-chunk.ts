/** The events of one batch, made when a reader is at them, and only then. */
import type { Batch } from './batch.js';
import type { Chunk, Picker } from './cursor.js';
import type { Joined } from './native.js';
import type { MessageStreamEvent } from './types.js';

/** What an event is: a delta of text, of reasoning (`h`) or of a tool's input (`j`), or the number of its kind. */
export type EventMark = 't' | 'h' | 'j' | '0' | '1' | '2' | '3' | '4' | '5' | '6';

/** The API's name for each kind, by its number. */
export const KINDS = [
  undefined, 'message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta',
  'message_stop',
];

/** Of these deltas the whole JSON has crossed, because they say more than what they add. */
const WHOLE = 'THJ';

/** Events that arrived together. */
export class EventChunk implements Chunk<MessageStreamEvent> {
  readonly #marks: string;
  readonly #parts: string[];

  constructor(marks: string, parts: Joined) {
    this.#marks = marks;
    this.#parts = split(parts);
  }

  /** The events of a batch, if it has any. */
  static of(batch: Batch): EventChunk | undefined {
    return batch.marks === undefined ? undefined : new EventChunk(batch.marks, batch.parts!);
  }

  get length(): number {
    return this.#parts.length;
  }

  /** What event `i` is. */
  kind(i: number): EventMark {
    const mark = this.#marks[2 * i]!;
    switch (mark) {
      case 'T':
        return 't';
      case 'H':
        return 'h';
      case 'J':
        return 'j';
      default:
        return mark as EventMark;
    }
  }

  /** The number of the block of a delta `t`, `h` or `j`. */
  index(i: number): number {
    return this.#marks.charCodeAt(2 * i + 1);
  }

  /** Whether event `i + 1`, which there has to be, is of the same kind and block as the delta `i`. */
  continues(i: number): boolean {
    return this.kind(i + 1) === this.kind(i) && this.index(i + 1) === this.index(i);
  }

  /** What event `i` adds, if it is a delta of text that says nothing else. */
  text(i: number): string | undefined {
    return this.#marks[2 * i] === 't' ? this.#parts[i] : undefined;
  }

  /** What a delta `t`, `h` or `j` adds to its block. */
  piece(i: number): string {
    const part = this.#parts[i]!;
    switch (this.#marks[2 * i]) {
      case 'T':
        return JSON.parse(part).delta.text;
      case 'H':
        return JSON.parse(part).delta.thinking;
      case 'J':
        return JSON.parse(part).delta.partial_json;
      default:
        return part;
    }
  }

  /** Event `i`. Without a JSON reader where nearly all of a stream is: what crossed of it is all that it says. */
  at(i: number): MessageStreamEvent {
    const part = this.#parts[i]!;
    const mark = this.#marks[2 * i];
    switch (mark) {
      case 't':
        return { type: 'content_block_delta', index: this.index(i), delta: { type: 'text_delta', text: part } };
      case 'j':
        return { type: 'content_block_delta', index: this.index(i), delta: { type: 'input_json_delta', partial_json: part } };
      case 'h':
        return { type: 'content_block_delta', index: this.index(i), delta: { type: 'thinking_delta', thinking: part } };
      default: {
        const event = JSON.parse(part);
        // Some endpoints name the kind in the frame alone.
        if (event.type === undefined) event.type = KINDS[WHOLE.includes(mark!) ? 3 : Number(mark)];
        return event;
      }
    }
  }

  /**
   * Events `from` up to `to`. Texts of one block, as which nearly all of a stream comes, are made without a look at each: that
   * would be most of the code that an engine compiles for a stream.
   */
  slice(from: number, to: number): MessageStreamEvent[] {
    const [parts, events] = [this.#parts, [] as MessageStreamEvent[]];
    for (let i = from; i < to; ) {
      if (this.text(i) === undefined) {
        events.push(this.at(i++));
        continue;
      }
      const [index, end] = [this.index(i), this.#alike(i, to)];
      for (; i < end; i++) {
        events.push({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: parts[i]! } });
      }
    }
    return events;
  }

  /** Behind some events from `i` on that are of one kind and block: more than half of all that are, found in few steps. */
  #alike(i: number, to: number): number {
    let count = 1;
    while (i + 2 * count <= to && this.#marks.startsWith(this.#marks.slice(2 * i, 2 * (i + count)), 2 * (i + count))) count *= 2;
    return i + count;
  }
}

/** A loop over all events. */
export const EVENTS: Picker<MessageStreamEvent, EventChunk> = {
  one: (events, index) => events.at(index),
  all: (events, from, to) => events.slice(from, to),
};

/** The items of a joined string. */
export function split(joined: Joined): string[] {
  return typeof joined === 'string' ? joined.split('\u001e') : joined;
}
