/** One request and its answer, for the promise of it. */
import type { Batch, Head } from './batch.js';
import { Call, type CallRequest, type Receiver } from './call.js';
import { type AnthropicError, ConfigError } from './errors.js';
import { BYTES, STREAM } from './native.js';
import { eventBody, FlowingBody, responseOf } from './response.js';
import type { Session } from './session.js';
import type { Stream } from './stream.js';
import { beginLater } from './turn.js';

/** What has come of a call. */
export interface Answer {
  head: Head;
  /** The body, of an answer that is JSON. */
  json?: string | undefined;
  /** The body, of an answer that may be anything. */
  body?: Uint8Array | undefined;
  /** The answer, where it is read as it comes: as events, or as bytes. */
  stream?: Stream | undefined;
  response?: Response | undefined;
}

/** Makes of an answer what its method promises. */
export type Read<T> = (answer: Answer, session: Session, request: CallRequest) => T;

/** A request, or one that has yet to be made, or cannot be: a promise that rejects, with whatever was thrown. */
export type Source = CallRequest | Promise<CallRequest>;

interface Settle {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Sends the request and settles the promise. */
export class Exchange implements Receiver {
  head: Head | undefined;
  readonly #session: Session;
  readonly #read: Read<unknown>;
  readonly #settle: Settle;
  #source: Source | undefined;
  #request: CallRequest | undefined;
  #call: Call | undefined;
  #answer: Answer | undefined;
  #failure: { error: unknown } | undefined;
  /** Whether somebody awaits what the method promises. */
  #awaited = false;
  /** Who waits for the answer as it came. */
  #asking: Settle[] | undefined;
  /** The body of an answer that is read as it comes. */
  #body: FlowingBody | undefined;

  constructor(session: Session, source: Source, read: Read<unknown>, settle: Settle) {
    this.#session = session;
    this.#source = source;
    this.#read = read;
    this.#settle = settle;
    // Until then a caller can say in which form the answer is wanted.
    beginLater(this);
  }

  /** What the method promises is awaited. */
  wanted(): void {
    if (this.#awaited) return;
    this.#awaited = true;
    // The answer was asked for as it comes, and now what is in it too.
    if (this.#answer && this.#isCopied) this.#readCopy(this.#answer.response!);
  }

  /** The answer as it came. */
  response(): Promise<Response> {
    if (this.#failure) return Promise.reject(this.#failure.error);
    if (this.#answer) return Promise.resolve(this.#response(this.#answer));
    return new Promise((resolve, reject) => (this.#asking ??= []).push({ resolve, reject } as Settle));
  }

  /** Sends the request, which may have to be made first. */
  begin(): void {
    const source = this.#source;
    this.#source = undefined;
    if (source instanceof Promise) source.then((request) => this.#send(request), (error) => this.#fail(error));
    else this.#send(source!);
  }

  receive(batch: Batch): void {
    if (batch.head) this.head = batch.head;
    if (this.#body) {
      if (batch.head) this.#arrive({ head: batch.head, response: responseOf(batch.head, this.#body.stream, this.#url()) });
      // What comes before the head is for hooks, and nobody can have asked for more of the body yet.
      return this.#answer ? this.#body.receive(batch) : this.#call!.pull();
    }
    if (batch.json !== undefined || batch.body !== undefined) this.#answer = { head: this.head!, json: batch.json, body: batch.body };
    this.#call!.pull();
  }

  end(error?: AnthropicError): void {
    this.#call?.release();
    if (this.#body && this.#answer) this.#body.end(error);
    else if (error) this.#fail(error);
    else this.#arrive(this.#answer!);
  }

  abort(error: AnthropicError): void {
    if (this.#body && this.#answer) this.#body.end(error);
    else this.#fail(error);
  }

  #send(request: CallRequest): void {
    this.#request = request;
    // Only whoever asks for nothing but the answer as it comes gets its very bytes.
    const flows = request.mode === BYTES || (this.#asking !== undefined && !this.#awaited);
    try {
      if (request.mode === STREAM && !flows) return this.#open(request);
      this.#call = new Call(this.#session, flows ? { ...request, mode: BYTES } : request, this);
      if (flows) this.#body = new FlowingBody(this.#call);
      this.#call.pull();
    } catch (error) {
      this.#fail(error);
    }
  }

  #open(request: CallRequest): void {
    const { Stream } = require('./stream.js') as typeof import('./stream.js');
    Stream.open(this.#session, request).then(({ stream, head }) => {
      this.head = head;
      this.#arrive({ head, stream });
    }, (error) => this.#fail(error));
  }

  /** What was asked for is there, or of what flows its beginning. */
  #arrive(answer: Answer): void {
    this.#answer = answer;
    for (const { resolve } of this.#asking?.splice(0) ?? []) resolve(this.#response(answer));
    if (!this.#isCopied) this.#fulfil(answer);
    else if (this.#awaited) this.#readCopy(answer.response!);
  }

  /** Whether the answer flows to whoever asked for it as it comes, so that what is in it has to be read from a copy. */
  get #isCopied(): boolean {
    return this.#body !== undefined && this.#request!.mode !== BYTES;
  }

  #fulfil(answer: Answer): void {
    try {
      this.#settle.resolve(this.#read(answer, this.#session, this.#request!));
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure = { error };
    for (const { reject } of this.#asking?.splice(0) ?? []) reject(error);
    this.#settle.reject(error);
  }

  /** What is in an answer whose bytes were asked for. */
  #readCopy(response: Response): void {
    const { head } = this.#answer!;
    try {
      if (response.bodyUsed) throw new ConfigError('the body of the answer has been read: await the promise before that, or read a clone() of it');
      const copy = response.clone();
      if (this.#request!.mode === STREAM) {
        const { Stream } = require('./stream.js') as typeof import('./stream.js');
        this.#fulfil({ head, stream: Stream.fromSSEResponse(copy, new AbortController()) });
      } else {
        copy.arrayBuffer().then((body) => this.#fulfil({ head, body: new Uint8Array(body) }), (error) => this.#settle.reject(error));
      }
    } catch (error) {
      this.#settle.reject(error);
    }
  }

  /** The answer as it came, or made of what came. */
  #response(answer: Answer): Response {
    if (!answer.response) {
      const body = answer.stream ? eventBody(answer.stream) : answer.json ?? answer.body ?? null;
      answer.response = responseOf(answer.head, body, this.#url());
    }
    return answer.response;
  }

  #url(): string {
    const { path, more } = this.#request!;
    const url = this.#session.native.url(path, more?.query ?? []);
    return typeof url === 'string' ? url : '';
  }
}
