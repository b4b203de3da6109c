/** Answers as they came: `Response` objects, made where a program asks for one. */
import { headersFrom } from './answer-headers.js';
import type { Batch, Head } from './batch.js';
import type { ResponseBody } from './builtin.js';
import type { Call } from './call.js';
import type { AnthropicError } from './errors.js';

/** These statuses have no body, and a `Response` refuses one. */
const EMPTY = new Set([204, 205, 304]);

/** A `Response` of the head and this body. It says the URL that was asked, which one made by hand cannot. */
export function responseOf(head: Head, body: ResponseBody | null, url = ''): Response {
  const headers = headersFrom(head.headers.flat());
  const response = new Response(EMPTY.has(head.status) ? null : body, { status: head.status, headers });
  return Object.defineProperty(response, 'url', { value: url, enumerable: true, configurable: true });
}

/**
 * The events of a stream that are still unread, as the server sends events: the body of an answer that is asked for after
 * its events were. Nothing is read of the stream before somebody reads the body.
 */
export function eventBody(stream: AsyncIterable<{ type: string }> & { abort(): void }): ReadableStream<Uint8Array> {
  let events: AsyncIterator<{ type: string }> | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      events ??= stream[Symbol.asyncIterator]();
      const { done, value } = await events.next();
      if (done) controller.close();
      else controller.enqueue(Buffer.from(`event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`));
    },
    async cancel() {
      // Where nothing was read there is no loop to leave yet.
      if (events) await events.return?.();
      else stream.abort();
    },
  }, { highWaterMark: 0 });
}

/** The body of an answer while it comes. Its reader sets the pace: what nobody reads is not asked for. */
export class FlowingBody {
  readonly #call: Call;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Whether a reader waits for a piece. */
  #hungry = false;
  readonly stream: ReadableStream<Uint8Array>;

  constructor(call: Call) {
    this.#call = call;
    this.stream = new ReadableStream<Uint8Array>(this, { highWaterMark: 0 });
  }

  /** For the stream. */
  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
  }

  /** For the stream. */
  pull(): void {
    this.#hungry = true;
    this.#call.pull();
  }

  /** For the stream: its reader has left. */
  cancel(reason?: unknown): void {
    this.#controller = undefined;
    this.#call.abort(reason);
  }

  /** Adds what has come. */
  receive(batch: Batch): void {
    for (const chunk of batch.chunks ?? []) {
      if (chunk.length === 0) continue;
      this.#hungry = false;
      // A Buffer is not quite the array that a web stream gives.
      this.#controller?.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    }
    if (this.#hungry) this.#call.pull();
  }

  /** Nothing more comes. */
  end(error?: AnthropicError): void {
    const controller = this.#controller;
    this.#controller = undefined;
    if (error) controller?.error(error);
    else controller?.close();
  }
}
