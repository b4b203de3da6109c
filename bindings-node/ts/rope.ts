/** Long texts from many pieces. */

/** How many pieces are joined before they become one string. */
const MANY = 128;

/**
 * A text that grows piece by piece, cheap for the garbage collector. Engines join strings lazily, as a tree: a text from 100,000
 * pieces is megabytes of small objects, which are moved again and again. Here the last pieces are made one string now and then,
 * so that each piece is copied once, and the tree has few leaves.
 */
export class Rope {
  #text: string;
  #last = '';
  #pieces = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** All of it so far. */
  get text(): string {
    return this.#text + this.#last;
  }

  /** Adds a piece. */
  add(piece: string): void {
    this.#last += piece;
    this.#pieces += 1;
    if (this.#pieces < MANY) return;
    // Looking at a character is what joins them.
    this.#last.charCodeAt(0);
    this.#text += this.#last;
    this.#last = '';
    this.#pieces = 0;
  }
}
