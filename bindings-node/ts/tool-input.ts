/** The input of a tool while the model writes it, read only when somebody looks. */
import { GrowingInput } from './input.js';
import { Rope } from './rope.js';

/**
 * All of one input so far. What has come is kept as text; values are made once somebody looks, and then from what is new
 * alone, so that looking after every piece costs no more than the pieces.
 */
export class ToolInput {
  readonly #begun: unknown;
  readonly #keepsStrings: boolean;
  readonly #raw = new Rope('');
  #length = 0;
  #growing: GrowingInput | undefined;
  /** What the parser has not seen yet. */
  #unseen = '';

  /** `begun` is the input that its block began with. */
  constructor(begun: unknown, keepsStrings: boolean) {
    this.#begun = begun;
    this.#keepsStrings = keepsStrings;
  }

  /** How much text has come. */
  get length(): number {
    return this.#length;
  }

  push(piece: string): void {
    this.#raw.add(piece);
    this.#length += piece.length;
    if (this.#growing) this.#unseen += piece;
  }

  /** The input as it was when its text had this length: the values so far, or the raw text where that is not JSON. */
  at(length: number): unknown {
    if (length === 0) return this.#begun;
    if (length < this.#length) return this.#earlier(this.#raw.text.slice(0, length));
    this.#feed();
    return this.#read(this.#growing!);
  }

  /** The whole input. Natively, where it is whole and nobody has looked before. */
  get final(): unknown {
    try {
      if (!this.#growing && this.#length > 0) return JSON.parse(this.#raw.text);
    } catch {
      // Cut off, or no JSON at all.
    }
    return this.at(this.#length);
  }

  /** Gives the parser what it has not seen yet. */
  #feed(): void {
    const more = this.#growing ? this.#unseen : this.#raw.text;
    this.#growing ??= new GrowingInput(this.#keepsStrings);
    if (more !== '') this.#growing.push(more);
    this.#unseen = '';
  }

  /** What somebody kept and looks at when more has come is read from its beginning. */
  #earlier(raw: string): unknown {
    const growing = new GrowingInput(this.#keepsStrings);
    growing.push(raw);
    return this.#read(growing, raw);
  }

  #read(growing: GrowingInput, raw?: string): unknown {
    const { value } = growing;
    if (value !== undefined) return value;
    return growing.fault === undefined ? this.#begun : (raw ?? this.#raw.text);
  }
}

/** The input that one object of a block shows: read when it is looked at, as it was then, whatever comes later. */
export class Shown {
  readonly input: ToolInput;
  #length: number;
  #value: unknown;
  #known = false;

  /** Makes `block` show what has come of `input` so far. */
  constructor(input: ToolInput, block: Record<string, unknown>) {
    this.input = input;
    this.#length = input.length;
    Object.defineProperty(block, 'input', {
      get: () => this.#get(),
      set: (value) => setInput(block, value),
      enumerable: true,
      configurable: true,
    });
  }

  /** Shows what has come meanwhile. */
  advance(): void {
    this.#length = this.input.length;
    this.#known = false;
  }

  #get(): unknown {
    if (!this.#known) this.#value = this.input.at(this.#length);
    this.#known = true;
    return this.#value;
  }
}

/** Gives `block` an input that stays as it is. */
export function setInput(block: Record<string, unknown>, value: unknown): void {
  Object.defineProperty(block, 'input', { value, writable: true, enumerable: true, configurable: true });
}
