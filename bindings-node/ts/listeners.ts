/** Listeners by the name of what they listen to. */

type Listener = (...args: never[]) => void;

interface Entry {
  listener: Listener;
  once: boolean;
}

const NONE: readonly Entry[] = [];

/** A small emitter. An exception in a listener is the program's uncaught exception; the stream goes on. */
export class Listeners<Events extends Record<keyof Events, Listener>> {
  /** How often a listener was added or removed. */
  changes = 0;
  readonly #entries = new Map<keyof Events, readonly Entry[]>();

  add<Name extends keyof Events>(name: Name, listener: Events[Name], once = false): void {
    this.changes++;
    this.#entries.set(name, [...this.#of(name), { listener, once }]);
  }

  /** Removes it once, the first of several that are the same. */
  remove<Name extends keyof Events>(name: Name, listener: Events[Name]): void {
    const entry = this.#of(name).find((one) => one.listener === listener);
    if (entry) this.#drop(name, entry);
  }

  /** Whether anything of this name is listened to. */
  has(name: keyof Events): boolean {
    return this.#entries.has(name);
  }

  /** Whether there is any listener. */
  get areThere(): boolean {
    return this.#entries.size > 0;
  }

  emit<Name extends keyof Events>(name: Name, ...args: Parameters<Events[Name]>): void {
    for (const entry of this.#of(name)) {
      const { listener, once } = entry;
      // A listener before it may have had it called already, by what it did.
      if (once && !this.#drop(name, entry)) continue;
      try {
        (listener as (...args: Parameters<Events[Name]>) => void)(...args);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** Removes this very entry; says whether it was there. */
  #drop(name: keyof Events, entry: Entry): boolean {
    const entries = this.#of(name);
    if (!entries.includes(entry)) return false;
    this.changes++;
    if (entries.length === 1) this.#entries.delete(name);
    else this.#entries.set(name, entries.filter((one) => one !== entry));
    return true;
  }

  #of(name: keyof Events): readonly Entry[] {
    return this.#entries.get(name) ?? NONE;
  }
}
