/** Everything that a call has received since the last crossing. */
import type { ErrorRecord, Field, Joined, Rest, Told } from './native.js';

/** What has come; what has not is undefined. */
export interface Batch {
  head: Head | undefined;
  /** The body as text, of a whole answer; the message as JSON, at the end of a stream. */
  json: string | undefined;
  /** Two characters an event, its mark and the number of its block, and what crosses of each: `event-chunk.ts` reads them. */
  marks: string | undefined;
  parts: Joined | undefined;
  /** The body of an answer that may be anything. */
  body: Uint8Array | undefined;
  /** Pieces of an answer that was asked for as bytes. */
  chunks: Uint8Array[] | undefined;
  told: Told[] | undefined;
  /** Whether the call is over. */
  ended: boolean;
  error: ErrorRecord | undefined;
}

/** The batch whose fields begin behind the number of its call at `at`. */
export function batchAt(fields: Field[], at: number): Batch {
  const head = fields[at + 2] as string | null;
  const rest = fields[at + 6] as Rest | null;
  return {
    head: head === null ? undefined : new Head(head),
    json: (fields[at + 3] as string | null) ?? undefined,
    marks: (fields[at + 4] as string | null) ?? undefined,
    parts: (fields[at + 5] as Joined | null) ?? undefined,
    body: rest?.body,
    chunks: rest?.chunks,
    told: rest?.told,
    ended: fields[at + 1] as boolean,
    error: rest?.error,
  };
}

/** The head of an answer. It crosses as one string, which few calls look into. */
export class Head {
  readonly #joined: string;
  #parts: string[] | undefined;

  constructor(joined: string) {
    this.#joined = joined;
  }

  get status(): number {
    return Number(this.#split[0]);
  }

  /** How many times the request was tried. */
  get attempts(): number {
    return Number(this.#split[1]);
  }

  /** Milliseconds from the call to the answer, or to its head, waits between attempts included. */
  get elapsed(): number {
    return Number(this.#split[2]);
  }

  /** Names and values of the headers, repeated where the answer repeats them. */
  get headers(): [name: string, value: string][] {
    const parts = this.#split;
    const headers: [string, string][] = [];
    for (let i = 3; i + 1 < parts.length; i += 2) headers.push([parts[i]!, parts[i + 1]!]);
    return headers;
  }

  /** The id to quote to the API's support. */
  get requestId(): string | undefined {
    return this.#value('request-id');
  }

  /** The workspace that the credential belongs to. */
  get workspaceId(): string | undefined {
    return this.#value('anthropic-workspace-id');
  }

  get #split(): string[] {
    return (this.#parts ??= this.#joined.split('\u001e'));
  }

  /** The first value of a header, without cutting the others out. */
  #value(name: string): string | undefined {
    const key = `\u001e${name}\u001e`;
    const at = this.#joined.indexOf(key);
    if (at < 0) return undefined;
    const start = at + key.length;
    const end = this.#joined.indexOf('\u001e', start);
    return end < 0 ? this.#joined.slice(start) : this.#joined.slice(start, end);
  }
}
