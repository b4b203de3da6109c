/** Async iterators written by hand: leaving one acts at once, which an `async function*` cannot do. */

/** Some items that arrived together, made when a reader is at them. */
export interface Chunk<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/**
 * A chunk in the order of arrival. Whoever reads holds its own place in the chain; what all have passed is let go. The last link
 * is empty, and filled by what comes next, so that who waits there holds nothing that was read.
 */
export interface Link<C> {
  chunk: C;
  /** How many items came before it. */
  readonly start: number;
  next: Link<C> | undefined;
}

/** Where a reader is: before the item with this index. */
export interface Place<C> {
  link: Link<C>;
  index: number;
}

/** What a cursor needs of its stream. */
export interface Source<C> {
  /** Where a reader begins; asked at its first read. */
  begin(): Place<C>;
  /** More is wanted. */
  pull(): void;
  /**
   * Everything before `position` has been taken. Called before an item is handed out, and at the end of what is there. Says whether
   * it wants to hear of each; if not, it hears of the last of a chunk, and when the reader leaves.
   */
  passed?(position: number): boolean;
  /** The last item has been handed out, and nothing more comes. */
  drained(): void;
  /** The reader is about to learn that nothing more comes. */
  closing?(): void;
  /** The reader has left before that. */
  leave(): void;
}

interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

/** How a cursor makes what it hands out. */
export interface Picker<T, C> {
  /** The item at an index, `undefined` for one that is passed over. */
  one(chunk: C, index: number): T | undefined;
  /** Those from an index up to another, for picks that pass over none: cheaper than one by one. */
  all?(chunk: C, from: number, to: number): T[];
}

/** Streams wait by the thousand: what is empty takes no memory. */
const NONE: readonly never[] = [];

/** What has arrived, and whether more can come; any number of cursors read it, each at its own pace. */
export class Feed<C extends Chunk<unknown>> {
  #readers: readonly Cursor<unknown, C>[] = NONE;
  readonly #empty: C;
  #last: Link<C>;
  #over = false;
  #error: unknown;

  constructor(empty: C) {
    this.#empty = empty;
    this.#last = { chunk: empty, start: 0, next: undefined };
  }

  /** Whether nothing more comes. */
  get over(): boolean {
    return this.#over;
  }

  /** How it ended, if it did not end well. */
  get error(): unknown {
    return this.#error;
  }

  /** How many items have arrived. */
  get total(): number {
    return this.#last.start;
  }

  /** The place behind everything that has arrived. */
  get end(): Place<C> {
    return { link: this.#last, index: 0 };
  }

  /** Adds what has arrived. */
  push(chunk: C): void {
    if (this.#over || chunk.length === 0) return;
    const link = this.#last;
    this.#last = link.next = { chunk: this.#empty, start: link.start + chunk.length, next: undefined };
    link.chunk = chunk;
    for (const reader of this.#readers) reader.feed();
  }

  /** Nothing more comes. Only the first end counts. */
  close(error?: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#error = error;
    for (const reader of this.#readers) reader.close();
  }

  /** Drops what has not been handed out; whoever has not read to the end gets the error at once. */
  abort(error: unknown): void {
    this.#over = true;
    this.#error = error;
    this.#last = { chunk: this.#empty, start: this.total, next: undefined };
    for (const reader of this.#readers) reader.abort();
  }

  /** For cursors: counted from its first read, so that an iterator that is never read collects nothing. */
  join(reader: Cursor<unknown, C>): void {
    this.#readers = [...this.#readers, reader];
  }

  leave(reader: Cursor<unknown, C>): void {
    this.#readers = this.#readers.filter((one) => one !== reader);
  }

  get readers(): readonly Cursor<unknown, C>[] {
    return this.#readers;
  }
}

/**
 * Hands out one by one what is picked from a feed, then the end. An error comes after every item that arrived before it,
 * unless it is an abort.
 */
export class Cursor<T, C extends Chunk<unknown>> implements AsyncIterableIterator<T> {
  readonly #source: Source<C>;
  readonly #feed: Feed<C>;
  readonly #pick: Picker<T, C>;
  /** Where it is: nowhere before its first read, and after its end. */
  #link: Link<C> | undefined;
  /** Behind what was picked of the chunk. */
  #index = 0;
  /** What was picked, to be handed out without a word to the source, and how much of it was. */
  #ready: readonly T[] = NONE;
  #given = 0;
  #begun = false;
  #ended = false;
  #waiters: Waiter<T>[] | undefined;

  constructor(source: Source<C>, feed: Feed<C>, pick: Picker<T, C>) {
    this.#source = source;
    this.#feed = feed;
    this.#pick = pick;
  }

  /** Whether somebody waits for an item that is not there. */
  get hungry(): boolean {
    return this.#waiters !== undefined;
  }

  /** Whether everything has been handed out, and nothing more comes. */
  get drained(): boolean {
    if (this.#ended) return true;
    return this.#feed.over && this.#link !== undefined && this.position === this.#feed.total;
  }

  /** How many items it has passed, while it reads. */
  get position(): number {
    return this.#link ? this.#link.start + this.#index - this.#ready.length + this.#given : 0;
  }

  /** From the next item on the source hears of each. */
  attend(): void {
    this.#index -= this.#ready.length - this.#given;
    this.#makeReady(NONE);
  }

  /** The next item. Small, since most streams are over before an engine has compiled anything larger. */
  next(): Promise<IteratorResult<T, undefined>> {
    const item = this.#ready[this.#given];
    if (item === undefined) return this.#next();
    this.#given++;
    return Promise.resolve({ done: false, value: item });
  }

  #next(): Promise<IteratorResult<T, undefined>> {
    try {
      const item = this.#take();
      if (item !== undefined) return Promise.resolve({ done: false, value: item });
    } catch (error) {
      return Promise.reject(error);
    }
    if (this.#feed.over || this.#ended) return this.#close();
    return new Promise((resolve, reject) => {
      // An array that grows takes room for many at once.
      if (this.#waiters) this.#waiters.push({ resolve, reject });
      else this.#waiters = [{ resolve, reject }];
      this.#source.pull();
    });
  }

  /** Leaves: what has arrived is dropped, and the stream is told at once. */
  return(): Promise<IteratorResult<T, undefined>> {
    const early = !this.drained;
    if (early) this.#finish();
    else if (!this.#ended) this.#close().catch(() => {});
    if (early) this.#source.leave();
    for (const waiter of this.#letGo()) waiter.resolve({ done: true, value: undefined });
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<T, undefined>> {
    return this.return().then(() => Promise.reject(error));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** More has arrived. For the feed. */
  feed(): void {
    while (this.hungry) {
      try {
        const item = this.#take();
        if (item === undefined) return;
        this.#served()?.resolve({ done: false, value: item });
      } catch (error) {
        this.#served()?.reject(error);
      }
    }
  }

  /** Nothing more comes. For the feed. */
  close(): void {
    if (!this.drained) return;
    this.#source.drained();
    this.#answerWaiters();
  }

  /** What has not been handed out is dropped. For the feed. */
  abort(): void {
    if (this.drained && !this.hungry) return;
    this.#link = undefined;
    this.#makeReady(NONE);
    this.#answerWaiters();
  }

  /** The next item that is there. */
  #take(): T | undefined {
    if (this.#given < this.#ready.length) return this.#ready[this.#given++];
    if (!this.#begun) this.#begin();
    for (let link = this.#link; link; link = this.#step(link)) {
      const { chunk, start } = link;
      while (this.#index < chunk.length) {
        const index = this.#index++;
        const item = this.#pick.one(chunk, index);
        if (item === undefined) continue;
        const hearsAll = this.#source.passed?.(start + index + 1);
        // Whoever heard of it may have ended the stream.
        if (this.#link !== link) return undefined;
        if (!hearsAll) this.#makeReady(this.#following(chunk));
        if (this.#index >= chunk.length && this.drained) this.#source.drained();
        return item;
      }
    }
    return undefined;
  }

  /** What follows in this chunk, but for its last, which may be the last of all, and up to one that is passed over. */
  #following(chunk: C): readonly T[] {
    const [pick, end] = [this.#pick, chunk.length - 1];
    if (this.#index >= end) return NONE;
    if (pick.all) return pick.all(chunk, this.#index, end);
    const items: T[] = [];
    for (let index = this.#index; index < end; index++) {
      const item = pick.one(chunk, index);
      if (item === undefined) break;
      items.push(item);
    }
    return items;
  }

  #makeReady(items: readonly T[]): void {
    this.#index += items.length;
    this.#ready = items;
    this.#given = 0;
  }

  #begin(): void {
    this.#begun = true;
    this.#feed.join(this as Cursor<unknown, C>);
    const { link, index } = this.#source.begin();
    this.#link = link;
    this.#index = index;
  }

  /** To the next chunk, if there is one. */
  #step(link: Link<C>): Link<C> | undefined {
    this.#makeReady(NONE);
    if (link.next) {
      this.#index = 0;
      return (this.#link = link.next);
    }
    this.#source.passed?.(link.start + link.chunk.length);
    return undefined;
  }

  #answerWaiters(): void {
    for (const waiter of this.#letGo()) this.#close().then(waiter.resolve, waiter.reject);
  }

  /** Whoever has waited longest, and waits no more. */
  #served(): Waiter<T> | undefined {
    const waiter = this.#waiters?.shift();
    if (this.#waiters?.length === 0) this.#waiters = undefined;
    return waiter;
  }

  /** All who wait, and wait no more. */
  #letGo(): readonly Waiter<T>[] {
    const waiters = this.#waiters ?? NONE;
    this.#waiters = undefined;
    return waiters;
  }

  /** The error, once; then the end for ever. */
  #close(): Promise<IteratorResult<T, undefined>> {
    if (!this.#ended) {
      this.#source.closing?.();
      const error = this.#feed.error;
      this.#finish();
      if (error !== undefined) return Promise.reject(error);
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  #finish(): void {
    if (this.#link) this.#source.passed?.(this.position);
    this.#makeReady(NONE);
    this.#begun = true;
    this.#ended = true;
    this.#link = undefined;
    this.#feed.leave(this as Cursor<unknown, C>);
  }
}
