/** Listeners by the name of what they listen to. */

type Listener = (...args: never[]) => void;

/** A small emitter. An exception in a listener is the program's uncaught exception; the stream goes on. */
export class Listeners<Events extends Record<keyof Events, Listener>> {
  readonly #entries = new Map<keyof Events, { listener: Listener; once: boolean }[]>();

  add<Name extends keyof Events>(name: Name, listener: Events[Name], once = false): void {
    this.#entries.set(name, [...(this.#entries.get(name) ?? []), { listener, once }]);
  }

  remove<Name extends keyof Events>(name: Name, listener: Events[Name]): void {
    const entries = this.#entries.get(name) ?? [];
    const index = entries.findIndex((entry) => entry.listener === listener);
    if (index >= 0) this.#entries.set(name, entries.filter((_, i) => i !== index));
  }

  has(name: keyof Events): boolean {
    return (this.#entries.get(name)?.length ?? 0) > 0;
  }

  /** Whether there is any listener at all. */
  get any(): boolean {
    return [...this.#entries.values()].some((entries) => entries.length > 0);
  }

  emit<Name extends keyof Events>(name: Name, ...args: Parameters<Events[Name]>): void {
    for (const { listener, once } of this.#entries.get(name) ?? []) {
      if (once) this.remove(name, listener as Events[Name]);
      try {
        (listener as (...args: Parameters<Events[Name]>) => void)(...args);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
