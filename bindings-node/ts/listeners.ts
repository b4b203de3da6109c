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

  /** Whether anything of these names is listened to. */
  has(...names: (keyof Events)[]): boolean {
    return names.some((name) => (this.#entries.get(name)?.length ?? 0) > 0);
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
