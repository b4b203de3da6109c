/** One listener on each `AbortSignal`, however many calls it can end. */

/** What a signal ends. */
export interface Abortable {
  abort(reason: unknown): void;
}

const watches = new WeakMap<AbortSignal, Watch>();
const collected = new FinalizationRegistry<() => void>((forget) => forget());

/** Aborts `target` when `signal` fires. Returns what ends that. */
export function watch(signal: AbortSignal, target: Abortable): () => void {
  const targets = watches.get(signal) ?? new Watch(signal);
  const ref = new WeakRef(target);
  const forget = (): void => {
    collected.unregister(ref);
    targets.remove(ref);
  };
  targets.add(ref);
  collected.register(target, forget, ref);
  return forget;
}

/** The targets of one signal. Weak: a signal that lives long must not keep alive a stream that was dropped. */
class Watch {
  readonly #signal: AbortSignal;
  readonly #targets = new Set<WeakRef<Abortable>>();
  readonly #fire = (): void => {
    for (const target of [...this.#targets]) target.deref()?.abort(this.#signal.reason);
  };

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#fire);
    watches.set(signal, this);
  }

  add(target: WeakRef<Abortable>): void {
    this.#targets.add(target);
  }

  /** The last one takes the listener with it. */
  remove(target: WeakRef<Abortable>): void {
    if (!this.#targets.delete(target) || this.#targets.size > 0) return;
    this.#signal.removeEventListener('abort', this.#fire);
    watches.delete(this.#signal);
  }
}
