/** Async iterators written by hand: leaving one acts at once, which an `async function*` cannot do. */

/** Some items that arrived together; each is only made when it is handed out. */
export interface Chunk<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/** What a cursor needs of its stream. */
export interface Source {
  /** More is wanted. */
  pull(): void;
  /** Everything has been handed out, and nothing more comes. */
  drained(): void;
  /** The reader has left before that. */
  leave(): void;
}

interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

/**
 * Hands out the items of chunks one by one, then the end. An error comes after every item that arrived before it, unless
 * it is an abort.
 */
export class Cursor<T> implements AsyncIterableIterator<T> {
  readonly #source: Source;
  #chunks: Chunk<T>[] = [];
  #index = 0;
  #waiters: Waiter<T>[] = [];
  #ended = false;
  #error: unknown;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Whether somebody waits for an item that is not there. */
  get hungry(): boolean {
    return this.#waiters.length > 0;
  }

  /** Whether everything has been handed out, and nothing more comes. */
  get drained(): boolean {
    return this.#ended && this.#chunks.length === 0;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    try {
      const item = this.#shift();
      if (item !== undefined) return Promise.resolve({ done: false, value: item });
    } catch (error) {
      return Promise.reject(error);
    }
    if (this.#ended) return this.#last();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#source.pull();
    });
  }

  /** Leaves: what has arrived is dropped, and the stream is told at once. */
  return(): Promise<IteratorResult<T, undefined>> {
    const early = !this.drained;
    this.#finish(undefined);
    if (early) this.#source.leave();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<T, undefined>> {
    return this.return().then(() => Promise.reject(error));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Adds what has arrived. */
  push(chunk: Chunk<T>): void {
    if (this.#ended || chunk.length === 0) return;
    this.#chunks.push(chunk);
    while (this.#waiters.length > 0 && this.#chunks.length > 0) {
      const waiter = this.#waiters.shift()!;
      try {
        waiter.resolve({ done: false, value: this.#shift()! });
      } catch (error) {
        waiter.reject(error);
      }
    }
  }

  /** Nothing more comes. Only the first end counts. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#answerWaiters();
    if (this.drained) this.#source.drained();
  }

  /** Drops what has not been handed out and fails instead, also after the end; not once everything has been. */
  abort(error: unknown): void {
    if (!this.drained) this.#finish(error);
  }

  #finish(error: unknown): void {
    this.#chunks = [];
    this.#index = 0;
    this.#ended = true;
    this.#error = error;
    this.#answerWaiters();
  }

  #answerWaiters(): void {
    for (const waiter of this.#waiters.splice(0)) this.#last().then(waiter.resolve, waiter.reject);
  }

  /** The error, once; then the end for ever. */
  #last(): Promise<IteratorResult<T, undefined>> {
    const error = this.#error;
    this.#error = undefined;
    return error === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error);
  }

  #shift(): T | undefined {
    const chunk = this.#chunks[0];
    if (!chunk) return undefined;
    const index = this.#index++;
    if (this.#index >= chunk.length) {
      this.#chunks.shift();
      this.#index = 0;
      if (this.drained) this.#source.drained();
    }
    return chunk.at(index);
  }
}
