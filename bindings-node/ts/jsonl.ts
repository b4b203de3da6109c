/** Answers of one JSON object a line, read as they come. The core cuts the lines. */
import type { Batch } from './batch.js';
import { Call } from './call.js';
import { errorFrom } from './error-from.js';
import { AnthropicError, APIResponseValidationError } from './errors.js';
import { BYTES, type ErrorRecord, native } from './native.js';
import type { RequestOptions } from './options.js';
import { requestOf, travelling } from './request.js';
import type { Session } from './session.js';
import { place, type Trace } from './trace.js';
import { isFields } from './values.js';

interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

/** Who waits for the head of the answer. */
interface Opening<T> {
  resolve(decoder: JSONLDecoder<T>): void;
  reject(error: unknown): void;
}

/**
 * The objects of the lines of an answer, each read when it is asked for.
 *
 * A line that cannot be read throws for itself, and another loop goes on behind it. A connection that breaks throws, and is
 * the last there is. Leaving a loop early, `close()`, `await using`, or dropping it closes the connection.
 */
export class JSONLDecoder<T> implements AsyncIterableIterator<T> {
  readonly #call: Call;
  readonly #trace: Trace;
  readonly #cutter = new native.Lines();
  #lines: (string | ErrorRecord)[] = [];
  #waiters: Waiter<T>[] = [];
  #ended = false;
  #error: AnthropicError | undefined;
  /** Whether it was closed from here, which is no error for who still reads. */
  #isClosed = false;
  /** Whether its end has been handed out. */
  #over = false;
  /** How many lines have been handed out. */
  #count = 0;
  #opening: Opening<T> | undefined;
  #controller: AbortController | undefined;

  /** The results of a batch, whose JSON says where they are. For the library. */
  static ofBatch<T>(
    session: Session, batch: object, params: object | null | undefined, options: RequestOptions | undefined, trace: Trace, beta: boolean,
  ): Promise<JSONLDecoder<T>> {
    return new Promise((resolve, reject) => {
      const path = session.native.resultsPath(JSON.stringify(batch));
      if (typeof path !== 'string') throw errorFrom(path, trace);
      new JSONLDecoder<T>(session, path, travelling(params, beta), options, trace, { resolve, reject });
    });
  }

  private constructor(
    session: Session, path: string, headers: { name: string; value?: string }[], options: RequestOptions | undefined,
    trace: Trace, opening: Opening<T>,
  ) {
    this.#trace = trace;
    this.#opening = opening;
    const accept = { name: 'accept', value: 'application/binary' };
    const request = requestOf({ method: 'GET', path, mode: BYTES, headers: [accept, ...headers] }, options, trace);
    this.#call = new Call(session, request, {
      receive: (batch) => this.#receive(batch),
      end: (error) => this.#end(error),
      abort: (error) => {
        this.#opening?.reject(error);
        this.#finish(this.#isClosed ? undefined : error);
      },
    });
    this.#call.pull();
  }

  /** Its `abort()` closes the connection; whoever still reads gets an `APIUserAbortError`. */
  get controller(): AbortController {
    if (!this.#controller) {
      this.#controller = new AbortController();
      this.#controller.signal.addEventListener('abort', () => this.#call.abort(this.#controller?.signal.reason));
    }
    return this.#controller;
  }

  /** Closes the connection at once and drops what is unread. May be called more than once. */
  close(): void {
    // Not the other way round: a call whose end has been read is not closed any more.
    this.#isClosed = true;
    this.#call.abort();
    this.#finish(undefined);
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#serve();
    });
  }

  /** Leaves: closes the connection at once and drops what is unread. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.close();
    this.#over = true;
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    if (this.#over) throw new AnthropicError('the results have been read; they come only once');
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #receive(batch: Batch): void {
    if (batch.head && this.#opening) {
      this.#opening.resolve(this);
      this.#opening = undefined;
    }
    for (const chunk of batch.chunks ?? []) this.#lines.push(...this.#cutter.push(chunk));
    if (this.#opening) this.#call.pull();
    else this.#serve();
  }

  #end(error?: AnthropicError): void {
    // What a broken connection leaves behind the last line is no line.
    if (!error) this.#lines.push(...this.#cutter.finish());
    this.#ended = true;
    this.#error = error;
    this.#opening?.reject(error);
    this.#serve();
  }

  #finish(error: AnthropicError | undefined): void {
    if (this.#ended && this.#lines.length === 0) return;
    this.#lines = [];
    this.#ended = true;
    this.#error = error;
    this.#serve();
  }

  /** Answers whoever waits, as far as there are lines; then asks for more. */
  #serve(): void {
    while (this.#waiters.length > 0 && (this.#lines.length > 0 || this.#ended)) {
      const waiter = this.#waiters.shift()!;
      try {
        waiter.resolve(this.#shift());
      } catch (error) {
        waiter.reject(error);
      }
    }
    if (this.#ended && this.#lines.length === 0) this.#call.release();
    else if (this.#waiters.length > 0) this.#call.pull();
  }

  #shift(): IteratorResult<T, undefined> {
    const line = this.#lines.shift();
    if (line !== undefined) this.#count++;
    if (typeof line === 'object') throw errorFrom(line, this.#trace);
    if (line !== undefined) return { done: false, value: this.#parse(line) };
    const error = this.#error;
    // An error is told once; then it is over for ever.
    this.#error = undefined;
    if (error) throw error;
    this.#over = true;
    return { done: true, value: undefined };
  }

  #parse(line: string): T {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      // Its own words would show a piece of the line, which may be anybody's text.
      throw this.#unreadable(line, 'it is no JSON');
    }
    if (!isFields(value)) throw this.#unreadable(line, 'it is no object');
    return value as T;
  }

  #unreadable(line: string, why: string): AnthropicError {
    const facts = { kind: 'unexpected_response', body: line, sent: 'full' as const, mayHaveRun: true };
    const message = `line ${this.#count} of the results cannot be read: ${why}`;
    return place(new APIResponseValidationError(message, facts), this.#trace);
  }
}
