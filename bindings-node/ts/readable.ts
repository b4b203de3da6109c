/** Streams of lines of JSON, as they cross from one program to another. */
import { Cursor, Feed } from './cursor.js';
import { APIUserAbortError, StreamMalformedError } from './errors.js';

/** The items as a line of JSON each. Its reader sets the pace; cancelling it leaves the items. */
export function toReadableStream(items: AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const iterator = items[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
}

/** Reads a stream of bytes or of strings line by line. */
export class LineReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array | string>;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(stream: ReadableStream) {
    this.#reader = stream.getReader();
  }

  /** The lines that are finished by what comes next, empty ones left out; `undefined` at the end. Rejects as the stream does. */
  async read(): Promise<string[] | undefined> {
    const { done, value } = await this.#reader.read();
    if (done && this.#rest === '') return undefined;
    const text = done ? '\n' : typeof value === 'string' ? value : this.#decoder.decode(value, { stream: true });
    const lines = (text.includes('\n') ? this.#rest + text : text).split(/\r?\n/);
    if (lines.length === 1) lines[0] = this.#rest + text;
    this.#rest = lines.pop()!;
    return lines.filter((line) => line !== '');
  }

  /** Reads no more. */
  cancel(reason?: unknown): void {
    this.#reader.cancel(reason).catch(() => {});
  }
}

/** The values of a stream of lines of JSON. */
export function jsonItems<Item>(stream: ReadableStream, controller: AbortController): AsyncIterableIterator<Item> {
  const lines = new LineReader(stream);
  const left: string[] = [];
  // Line by line: what stands before one that is no JSON is still given.
  const read = async (): Promise<Item[] | undefined> => {
    if (left.length === 0) {
      const more = await lines.read();
      if (!more) return undefined;
      left.push(...more.reverse());
    }
    return left.length > 0 ? [parseLine(left.pop()!) as Item] : [];
  };
  return pulled<Item>(read, () => lines.cancel(), controller);
}

/** The value of a line. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new StreamMalformedError('a line of the stream is not JSON', { kind: 'stream_malformed', body: line }, cause);
  }
}

/**
 * Iterates over what `read` gives, list by list until it gives nothing. The controller ends it, and is aborted when the reader
 * leaves before the end; either way `leave` is called, and what is unread is dropped.
 */
export function pulled<Item>(
  read: () => Promise<Item[] | undefined>, leave: () => void, controller: AbortController,
): AsyncIterableIterator<Item> {
  const { signal } = controller;
  const feed = new Feed<Item[]>([]);
  let place: typeof feed.end | undefined = feed.end;
  let reading = false;
  const pull = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    try {
      for (let full = false; !full && !feed.over; ) {
        const items = await read();
        if (items) feed.push(items);
        else feed.close();
        full = !cursor.hungry;
      }
    } catch (error) {
      feed.close(error);
    }
    reading = false;
  };
  const cursor = new Cursor<Item, Item[]>(
    {
      begin: () => {
        const first = place!;
        place = undefined;
        return first;
      },
      pull: () => void pull(),
      drained: () => signal.removeEventListener('abort', abort),
      leave: () => controller.abort(),
    },
    feed,
    { one: (items, index) => items[index], all: (items, from, to) => items.slice(from, to) },
  );
  const abort = (): void => {
    if (feed.over) return;
    feed.abort(new APIUserAbortError(undefined, {}, signal.reason));
    leave();
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return cursor;
}
