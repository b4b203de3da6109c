/** One stream for two readers. */
import { quiet } from './promised.js';

/** One result in the order of arrival; each branch holds the place where it is, so what both have passed is let go. */
interface Step<T> {
  result?: Promise<IteratorResult<T, undefined>>;
  next?: Step<T>;
}

/**
 * Two iterators over the items of `source`, each at its own pace: what the faster one has read is kept, without a bound, until
 * the slower one has read it. Both get the error. Leaving one leaves the other alone; when both have left, `source` is left.
 */
export function tee<T>(source: AsyncIterator<T>): [AsyncIterableIterator<T>, AsyncIterableIterator<T>] {
  const first: Step<T> = {};
  let left = 0;
  const leave = (): void => {
    left += 1;
    if (left === 2) void source.return?.();
  };
  return [new Branch(source, first, leave), new Branch(source, first, leave)];
}

class Branch<T> implements AsyncIterableIterator<T> {
  readonly #source: AsyncIterator<T>;
  readonly #leave: () => void;
  /** Nothing once it has left. */
  #step: Step<T> | undefined;

  constructor(source: AsyncIterator<T>, first: Step<T>, leave: () => void) {
    this.#source = source;
    this.#step = first;
    this.#leave = leave;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const step = this.#step;
    if (!step) return Promise.resolve({ done: true, value: undefined });
    this.#step = step.next ??= {};
    // An error that the other branch never asks for is no unhandled rejection.
    return (step.result ??= quiet(this.#source.next()));
  }

  return(): Promise<IteratorResult<T, undefined>> {
    if (this.#step) this.#leave();
    this.#step = undefined;
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
