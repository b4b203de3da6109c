/** The fold: events in, the message so far out. The rules are those of the core, which folds the same events. */
import type { EventChunk, EventMark } from './event-chunk.js';
import { Rope } from './rope.js';
import { setInput, Shown, ToolInput } from './tool-input.js';
import type { Message } from './types.js';

/** What an event did to the message, by the name under which listeners hear of it. */
export type Change =
  | 'text' | 'thinking' | 'inputJson' | 'citation' | 'signature' | 'compaction' | 'contentBlock' | 'message' | undefined;

/** An object of the wire whose fields are looked at one by one. */
type Fields = Record<string, unknown>;

/**
 * The message as far as its events have been taken. It is one object that grows, as in the official package; a block that
 * somebody may hold is replaced by a copy before it changes.
 */
export class Snapshot {
  /** The message so far; `undefined` before its beginning. */
  message: Message | undefined;
  /** The block that was changed last. */
  block: Fields = {};
  /** Whether all of it is there: `message_stop` has come, or a `message_delta` with a stop reason. */
  isComplete = false;
  readonly #keepsStrings: boolean;
  /** The inputs under way, by the index of their block, as the newest object of that block shows them. */
  readonly #inputs = new Map<number, Shown>();
  #blocks: Fields[] = [];
  /** The block whose text has grown last, and that text. */
  #growing = -1;
  #rope = new Rope('');
  /** The one block that nobody can hold; none after somebody was shown the message. */
  #fresh = -1;

  /** `keepsStrings`: whether the input of a tool also shows the string that is last and unfinished. */
  constructor(keepsStrings: boolean) {
    this.#keepsStrings = keepsStrings;
  }

  /** The message, for somebody who may keep parts of it. */
  show(): Message | undefined {
    this.#fresh = -1;
    return this.message;
  }

  /** Folds the events from one to before another, where nobody hears of each. */
  foldAll(events: EventChunk, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const kind = GROWS[events.kind(at)];
      // Of the pieces of one block that follow each other only the last puts its text together.
      if (kind && at + 1 < to && events.continues(at)) this.#add(events.index(at), kind, events.piece(at));
      else this.fold(events, at);
    }
  }

  /** Adds a piece of text to its block, and gives the text of the block so far; `undefined` where it does not fit. */
  addText(index: number, piece: string): string | undefined {
    const block = this.#add(index, 'text', piece);
    return block && (block['text'] = this.#rope.text);
  }

  /** Folds an event, and says what it did. An event that does not fit changes nothing: the core has judged it already. */
  fold(events: EventChunk, index: number): Change {
    switch (events.kind(index)) {
      case 't':
        return this.#grow(events.index(index), 'text', events.piece(index));
      case 'h':
        return this.#grow(events.index(index), 'thinking', events.piece(index));
      case 'j':
        return this.#growInput(events.index(index), events.piece(index));
      case '0':
        return undefined;
      default:
        return this.#foldWhole(events.at(index) as unknown as Fields);
    }
  }

  #foldWhole(event: Fields): Change {
    switch (event['type']) {
      case 'message_start':
        return this.#start(event['message'] as Fields);
      case 'content_block_start':
        return this.#startBlock(event['content_block'] as Fields);
      case 'content_block_delta':
        return this.#change(event['index'] as number, (event['delta'] ?? {}) as Fields);
      case 'content_block_stop':
        return this.#stopBlock(event['index'] as number);
      case 'message_delta':
        return this.#changeMessage(event);
      case 'message_stop':
        this.isComplete = true;
        return this.message && 'message';
      default:
        return undefined;
    }
  }

  #start(message: Fields): undefined {
    if (this.message || !isObject(message)) return;
    const blocks = Array.isArray(message['content']) ? message['content'].filter(isObject) : [];
    this.#begin({ ...message }, blocks.map(prepared));
  }

  #begin(message: Fields, blocks: Fields[]): void {
    this.message = Object.assign(message, { content: blocks }) as unknown as Message;
    this.#blocks = blocks;
  }

  #startBlock(block: Fields): undefined {
    if (!isObject(block)) return;
    // llama.cpp leaves `message_start` out where the first character of an answer takes several tokens.
    if (!this.message) this.#begin({ type: 'message', role: 'assistant' }, []);
    const to = block['to'] as Fields | undefined;
    if (block['type'] === 'fallback' && typeof to?.['model'] === 'string') this.message!.model = to['model'];
    this.#blocks.push(prepared(block));
    this.#fresh = this.#blocks.length - 1;
  }

  #grow(index: number, kind: 'text' | 'thinking', piece: string): Change {
    const block = this.#add(index, kind, piece);
    if (!block) return undefined;
    block[kind] = this.#rope.text;
    return kind;
  }

  /** Adds a piece to a text that is put together later, and gives its block; `undefined` where it does not fit. */
  #add(index: number, kind: 'text' | 'thinking', piece: string): Fields | undefined {
    if (this.#blocks[index]?.['type'] !== kind) return undefined;
    const block = this.#own(index);
    if (this.#growing !== index) {
      this.#rope = new Rope(textOf(block[kind]));
      this.#growing = index;
    }
    this.#rope.add(piece);
    return block;
  }

  #growInput(index: number, piece: string): Change {
    const before = this.#blocks[index];
    if (!before || !('input' in before)) return undefined;
    const block = this.#own(index);
    let shown = this.#inputs.get(index);
    if (!shown) this.#inputs.set(index, (shown = new Shown(new ToolInput(before['input'], this.#keepsStrings), block)));
    shown.input.push(piece);
    shown.advance();
    return 'inputJson';
  }

  /** A delta that was read whole. */
  #change(index: number, delta: Fields): Change {
    const kind = this.#blocks[index]?.['type'];
    switch (delta['type']) {
      case 'text_delta':
        return this.#grow(index, 'text', textOf(delta['text']));
      case 'thinking_delta':
        return this.#grow(index, 'thinking', textOf(delta['thinking']));
      case 'input_json_delta':
        return this.#growInput(index, textOf(delta['partial_json']));
      case 'signature_delta':
        if (kind !== 'thinking' || typeof delta['signature'] !== 'string') return undefined;
        this.#own(index)['signature'] = delta['signature'];
        return 'signature';
      case 'citations_delta':
        if (kind !== 'text' || delta['citation'] === undefined) return undefined;
        return this.#cite(this.#own(index), delta['citation']);
      case 'compaction_delta':
        if (kind !== 'compaction') return undefined;
        Object.assign(this.#own(index), {
          content: delta['content'] ?? null, encrypted_content: delta['encrypted_content'] ?? null,
        });
        return 'compaction';
      default:
        return undefined;
    }
  }

  /** A new list each time: whoever was told of the one before keeps it. */
  #cite(block: Fields, citation: unknown): Change {
    const { citations } = block;
    block['citations'] = [...(Array.isArray(citations) ? citations : []), citation];
    return 'citation';
  }

  #stopBlock(index: number): Change {
    const block = this.#blocks[index];
    if (!block) return undefined;
    const shown = this.#inputs.get(index);
    if (shown) setInput(block, shown.input.final);
    this.#inputs.delete(index);
    this.block = block;
    return 'contentBlock';
  }

  /** Every key of the delta replaces the message's; counters of the usage replace where they say something. */
  #changeMessage(event: Fields): undefined {
    const message = this.message as Fields | undefined;
    if (!message) return;
    const delta = isObject(event['delta']) ? event['delta'] : {};
    for (const [key, value] of Object.entries(delta)) {
      if (!OWN.has(key) && !(key === 'container' && value === null)) message[key] = value;
    }
    for (const key of ['context_management', 'input_transformations']) {
      if (event[key] !== undefined && event[key] !== null) message[key] = event[key];
    }
    const counters = Object.entries(isObject(event['usage']) ? event['usage'] : {}).filter(([, value]) => value !== null);
    const totals = message['usage'] ?? {};
    if (isObject(totals)) message['usage'] = { ...totals, ...Object.fromEntries(counters) };
    if (delta['stop_reason'] !== undefined && delta['stop_reason'] !== null) this.isComplete = true;
  }

  /** The block, which nobody else holds, or a copy of it in its place. */
  #own(index: number): Fields {
    if (this.#fresh !== index) {
      this.#blocks[index] = this.#copy(index);
      this.#fresh = index;
    }
    return (this.block = this.#blocks[index]!);
  }

  /** A copy of a block; an input that is not finished is not read for it. */
  #copy(index: number): Fields {
    const block = this.#blocks[index]!;
    const shown = this.#inputs.get(index);
    if (!shown) return { ...block };
    const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(block)) as Fields;
    this.#inputs.set(index, new Shown(shown.input, copy));
    return copy;
  }
}

/** What pieces of these kinds make grow. */
const GROWS: { readonly [Mark in EventMark]?: 'text' | 'thinking' } = { t: 'text', h: 'thinking' };

/** Fields of a message that no delta changes, whatever it holds. */
const OWN = new Set(['type', 'role', 'id', 'content', 'usage', '__proto__']);

/** A block as it begins, apart from the event that brought it. A tool has an input, also where it came without one. */
function prepared(block: Fields): Fields {
  const isTool = ['tool_use', 'server_tool_use', 'mcp_tool_use'].includes(block['type'] as string);
  return isTool && !('input' in block) ? { ...block, input: {} } : { ...block };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
