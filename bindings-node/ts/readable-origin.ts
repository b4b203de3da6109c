/** A message stream whose events come from a stream of lines, as another program wrote them. */
import type { Batch } from './batch.js';
import type { Receiver } from './call.js';
import { type AnthropicError, APIConnectionError, APIUserAbortError, StreamTruncatedError } from './errors.js';
import { EventChunk, KINDS } from './event-chunk.js';
import { LineReader, parseLine } from './readable.js';
import type { Origin } from './reading.js';
import { Snapshot } from './snapshot.js';

/** A batch in which nothing has come. */
const NOTHING: Batch = {
  head: undefined, json: undefined, marks: undefined, parts: undefined, body: undefined, chunks: undefined, told: undefined,
  ended: false, error: undefined,
};

/** Deltas that cross as they are. */
const DELTAS = new Map([
  ['text_delta', ['T', 'text']], ['thinking_delta', ['H', 'thinking']], ['input_json_delta', ['J', 'partial_json']],
] as const);

/** What a line says, as far as that is looked at here. */
interface Looked {
  type?: string;
  index?: number;
  delta?: Record<string, unknown>;
}

/** Does what the core does for a stream of its own: folds the events, and judges whether the message is whole. */
export class ReadableOrigin implements Origin {
  readonly #lines: LineReader;
  readonly #receiver: Receiver;
  readonly #snapshot = new Snapshot(false);
  #pulled = false;
  #open = true;

  constructor(stream: ReadableStream, receiver: Receiver) {
    this.#lines = new LineReader(stream);
    this.#receiver = receiver;
  }

  pull(): void {
    if (this.#pulled || !this.#open) return;
    this.#pulled = true;
    void this.#read();
  }

  abort(reason?: unknown): void {
    if (!this.#open) return;
    this.#open = false;
    this.#lines.cancel(reason);
    this.#receiver.abort(new APIUserAbortError(undefined, {}, reason));
  }

  release(): void {
    this.#open = false;
  }

  async #read(): Promise<void> {
    try {
      const lines = await this.#lines.read();
      if (!this.#open) return;
      this.#pulled = false;
      if (!lines) this.#end();
      else if (lines.length > 0) this.#receive(lines);
      else this.pull();
    } catch (error) {
      if (!this.#open) return;
      this.#lines.cancel(error);
      this.#pulled = true;
      this.#receiver.end(failure(error));
    }
  }

  /** Up to a line that is no JSON: what stands before it is still told. */
  #receive(lines: string[]): void {
    let marks = '';
    let fault: unknown;
    try {
      for (const line of lines) marks += markOf(line);
    } catch (error) {
      fault = error;
    }
    const parts = lines.slice(0, marks.length / 2);
    const events = new EventChunk(marks, parts);
    for (let i = 0; i < events.length; i++) this.#snapshot.fold(events, i);
    if (parts.length > 0) this.#receiver.receive({ ...NOTHING, marks, parts });
    if (fault !== undefined) throw fault;
  }

  #end(): void {
    const { message, isComplete } = this.#snapshot;
    this.#pulled = true;
    if (isComplete) this.#receiver.receive({ ...NOTHING, json: JSON.stringify(message), ended: true });
    this.#receiver.end(isComplete ? undefined : truncated(JSON.stringify(message)));
  }
}

/** The mark of an event and the number of its block. */
function markOf(line: string): string {
  const event = parseLine(line) as Looked | null;
  const kind = Math.max(KINDS.indexOf(event?.type), 0);
  const [mark, field] = (kind === 3 && DELTAS.get(event?.delta?.['type'] as 'text_delta')) || [];
  const isQuick = field !== undefined && typeof event?.delta?.[field] === 'string';
  return (isQuick ? mark! : String(kind)) + String.fromCharCode(event?.index ?? 0);
}

function truncated(partialMessage: string | undefined): AnthropicError {
  const facts = { kind: 'stream_truncated', ...(partialMessage === undefined ? {} : { partialMessage }) };
  return new StreamTruncatedError('the stream ended before its message was complete', facts);
}

/** What a foreign stream failed with, as an error of ours. */
function failure(error: unknown): AnthropicError {
  if (error instanceof APIConnectionError) return error;
  return 'kind' in Object(error) ? (error as AnthropicError) : new APIConnectionError('the stream broke', { kind: 'transport' }, error);
}
