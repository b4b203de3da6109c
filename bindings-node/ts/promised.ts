/** Promises that are settled from outside. */

/** A promise and its settling. That it rejects is no unhandled rejection: whoever asks for it is told. */
export class Promised<T> {
  resolve!: (value: T) => void;
  reject!: (error: unknown) => void;
  readonly promise = quiet(new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  }));
}

/** The same promise, which is no unhandled rejection where nobody looks at it. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
