/** The events of one batch, still as JSON. */
import type { Chunk } from './cursor.js';
import type { Joined } from './native.js';
import type { Message, MessageStreamEvent } from './types.js';

/** The API's name for each kind, by its number. */
const KINDS = [
  undefined, 'message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta',
  'message_stop',
];

/** Events that arrived together. Each is parsed when it is handed out, and only then. */
export class EventChunk implements Chunk<MessageStreamEvent> {
  readonly #json: string[];
  readonly #kinds: string;

  constructor(joined: Joined | undefined, kinds: string | undefined) {
    this.#json = split(joined);
    this.#kinds = kinds ?? '';
  }

  get length(): number {
    return this.#json.length;
  }

  /** Whether the event brings text. */
  hasText(index: number): boolean {
    return this.#kinds[index] === 't';
  }

  /** The texts of its events, for whoever began to listen when only events crossed. */
  texts(): string[] {
    return this.#json.flatMap((json, index) => (this.hasText(index) ? [JSON.parse(json).delta.text] : []));
  }

  at(index: number): MessageStreamEvent {
    const event = JSON.parse(this.#json[index]!);
    // Some endpoints name the kind in the frame alone.
    if (event.type === undefined) event.type = KINDS[this.hasText(index) ? 3 : Number(this.#kinds[index])];
    return event;
  }
}

/** The items of a joined string. */
export function split(joined: Joined | undefined): string[] {
  if (joined === undefined) return [];
  return typeof joined === 'string' ? joined.split('\u001e') : joined;
}

/** The message, with the request's id beside it where no JSON and no comparison sees it. */
export function parseMessage(json: string, requestId: string | undefined): Message {
  const message = JSON.parse(json);
  if (typeof message !== 'object' || message === null) return message;
  return Object.defineProperty(message, '_request_id', { value: requestId, enumerable: false });
}
