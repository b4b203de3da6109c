/** A promise that is settled from outside, and is no unhandled rejection where nobody looks at it. */
export class Outcome<T> {
  readonly promise: Promise<T>;
  isSettled = false;
  #resolve!: (value: T) => void;
  #reject!: (error: unknown) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => {});
  }

  /** One that is not settled yet: the same, or a new one. */
  renewed(): Outcome<T> {
    return this.isSettled ? new Outcome() : this;
  }

  resolve(value: T): void {
    this.isSettled = true;
    this.#resolve(value);
  }

  reject(error: unknown): void {
    this.isSettled = true;
    this.#reject(error);
  }
}
