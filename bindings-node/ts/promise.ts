/** The promise of an answer, which gives the answer as it came too. */
import { Exchange, type Read, type Source } from './exchange.js';
import type { Session } from './session.js';
import type { WithRequestID } from './types.js';

/** What {@link APIPromise.withResponse} gives. */
export interface ResponseWith<T> {
  /** What awaiting the promise gives. */
  data: T;
  /** The answer as it came. */
  response: Response;
  /** The id to quote to the API's support. */
  request_id: string | null | undefined;
  /** The workspace that the credential belongs to. */
  workspace_id: string | null | undefined;
}

let settle: { resolve: (value: never) => void; reject: (error: unknown) => void } | undefined;
/** One function for all of them. */
const keep = (resolve: (value: never) => void, reject: (error: unknown) => void): void => void (settle = { resolve, reject });

/**
 * The answer of a call that is under way: what the method promises, when it is awaited, and with {@link asResponse} or
 * {@link withResponse} the HTTP answer. The request is sent at the end of the current turn, whether or not anybody awaits.
 */
export class APIPromise<T> extends Promise<WithRequestID<T>> {
  readonly #exchange: Exchange;

  /** What is made of it, by `then` and the like, is a plain promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** For the library. */
  constructor(session: Session, source: Source, read: Read<T>) {
    super(keep as never);
    this.#exchange = new Exchange(session, source, read, settle as never);
    // Kept on, it would keep what the promise gives from collection.
    settle = undefined;
  }

  /**
   * The HTTP answer, as soon as its head is there. When it is asked for in the turn of the call, its body are the very bytes of the
   * answer, read as they come: cancel it, or read it to its end. Later, it is made of what came.
   */
  asResponse(): Promise<Response> {
    this.#watched();
    return this.#exchange.response();
  }

  /** What the promise gives, and the HTTP answer that it came by. */
  async withResponse(): Promise<ResponseWith<T>> {
    const data = (await this) as T;
    const response = await this.#exchange.response();
    const { requestId, workspaceId } = this.#exchange.head!;
    return { data, response, request_id: requestId ?? null, workspace_id: workspaceId ?? null };
  }

  override then<A = WithRequestID<T>, B = never>(
    fulfilled?: ((value: WithRequestID<T>) => A | PromiseLike<A>) | null, rejected?: ((error: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#exchange.wanted();
    return super.then(fulfilled, rejected);
  }

  /** Its failure is told elsewhere, and must not be an unhandled rejection as well. */
  #watched(): void {
    super.then(undefined, () => {});
  }
}
