/** The input of a tool while the model writes it: the core reads the JSON, and says by which steps the value grows. */
import { split } from './event-chunk.js';
import { native } from './native.js';

type Container = unknown[] | Record<string, unknown>;

/** A last value that is shown but may still change or go, and what stood under its key before. */
interface Shown {
  key: string;
  had: boolean;
  before: unknown;
}

/**
 * A value that grows with each piece of its JSON, in time that goes with the piece alone. Strings that are not finished are
 * left out unless `keepsStrings`.
 */
export class GrowingInput {
  readonly #reader: InstanceType<typeof native.InputReader>;
  #root: unknown;
  /** The containers that are open, outermost first. */
  readonly #open: Container[] = [];
  /** The key of each in the object around it. */
  readonly #keys: string[] = [];
  #key = '';
  #shown: Shown | undefined;
  #snapshot: unknown;
  #stale = true;

  constructor(keepsStrings: boolean) {
    this.#reader = new native.InputReader(keepsStrings);
  }

  /** Takes the next piece. */
  push(fragment: string): void {
    const steps = this.#reader.push(fragment);
    if (steps === null) return;
    this.#stale = true;
    for (const step of split(steps)) this.#take(step[0]!, step.slice(1));
  }

  /**
   * The value so far; undefined before there is any, and where the text is not JSON. What is still open of it, and the
   * outermost, are copies: it stays as it is when more comes. What is finished is shared by all snapshots.
   */
  get value(): unknown {
    if (this.#stale) {
      this.#snapshot = this.#copy();
      this.#stale = false;
    }
    return this.#snapshot;
  }

  /** Why the text cannot be read as JSON, if it cannot. */
  get fault(): string | undefined {
    return this.#reader.fault ?? undefined;
  }

  #copy(): unknown {
    let inner: unknown;
    for (let i = this.#open.length - 1; i >= 0; i--) {
      const copy = copyOf(this.#open[i]!);
      if (i < this.#open.length - 1) putLast(copy, this.#keys[i + 1]!, inner);
      inner = copy;
    }
    return this.#open.length > 0 ? inner : copyOf(this.#root);
  }

  #take(letter: string, rest: string): void {
    switch (letter) {
      case 'k':
        this.#key = rest;
        return;
      case '{':
        return this.#descend({});
      case '[':
        return this.#descend([]);
      case ']':
        this.#open.pop();
        this.#keys.pop();
        return;
      case 'w':
        return this.#put(JSON.parse(rest));
      case 's':
        return this.#finish(this.#shown ? `${this.#current() as string}${rest}` : rest);
      case 'n':
        return this.#finish(numberOf(rest));
      case 'S':
        return this.#show(this.#shown ? `${this.#current() as string}${rest}` : rest);
      case 'N':
        return this.#show(numberOf(rest));
      case '-':
        return this.#retract();
      default:
        this.#open.length = this.#keys.length = 0;
        this.#root = this.#shown = undefined;
    }
  }

  #descend(container: Container): void {
    this.#put(container);
    this.#open.push(container);
    this.#keys.push(this.#key);
  }

  /** A value that is finished, in the place of what was shown of it. */
  #finish(value: unknown): void {
    this.#replace(value);
    this.#shown = undefined;
  }

  #show(value: unknown): void {
    if (!this.#shown) {
      const inner = this.#open.at(-1);
      const had = inner !== undefined && !Array.isArray(inner) && Object.hasOwn(inner, this.#key);
      this.#shown = { key: this.#key, had, before: had ? inner[this.#key] : undefined };
      return this.#put(value);
    }
    this.#replace(value);
  }

  #replace(value: unknown): void {
    const inner = this.#open.at(-1);
    if (this.#shown && Array.isArray(inner)) inner[inner.length - 1] = value;
    else this.#put(value);
  }

  #retract(): void {
    const shown = this.#shown;
    if (!shown) return;
    this.#shown = undefined;
    const inner = this.#open.at(-1);
    if (Array.isArray(inner)) inner.pop();
    else if (!inner) this.#root = undefined;
    else if (shown.had) put(inner, shown.key, shown.before);
    else delete inner[shown.key];
  }

  #put(value: unknown): void {
    const inner = this.#open.at(-1);
    if (Array.isArray(inner)) inner.push(value);
    else if (inner) put(inner, this.#key, value);
    else this.#root = value;
  }

  #current(): unknown {
    const inner = this.#open.at(-1);
    if (Array.isArray(inner)) return inner.at(-1);
    return inner ? inner[this.#key] : this.#root;
  }
}

/** As `JSON.parse` does it: a key is a key, whatever it is called. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function copyOf(value: unknown): Container {
  if (Array.isArray(value)) return [...value];
  return isContainer(value) ? { ...value } : (value as Container);
}

/** Of a list, the child that is open is the last one. */
function putLast(container: Container, key: string, value: unknown): void {
  if (Array.isArray(container)) container[container.length - 1] = value;
  else put(container, key, value);
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Beyond the range of a double there is nothing that a program could go on with. */
function numberOf(text: string): number | null {
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}
