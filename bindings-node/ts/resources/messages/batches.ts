/** Batches of messages: many requests at once, worked on within a day, for less. */
import { JSONLDecoder } from '../../jsonl.js';
import type { RequestOptions } from '../../options.js';
import { Page, type PagePromise } from '../../pages.js';
import type { APIPromise } from '../../promise.js';
import { bodyOf, pathOf } from '../../request.js';
import { APIResource, objectOf, pageOf } from '../../resource.js';
import { capture, type Trace } from '../../trace.js';
import type {
  BatchCancelParams, BatchCreateParams, BatchDeleteParams, BatchListParams, BatchResultsParams, BatchRetrieveParams,
  DeletedMessageBatch, MessageBatch, MessageBatchIndividualResponse, HeaderParams, WorkspaceParams,
} from '../../types.js';

export type * from '../../types.js';

/** A page of a list of batches. */
export type MessageBatchesPage = Page<MessageBatch>;

const BATCHES = '/v1/messages/batches';

/** `client.messages.batches`. */
export class Batches extends APIResource {
  /** Whether `betas` travel as a header. */
  protected get beta(): boolean {
    return false;
  }

  /** Creates a batch. Whether each request in it is right is only found out as it is worked on. */
  create(params: BatchCreateParams & HeaderParams, options?: RequestOptions): APIPromise<MessageBatch> {
    const make = () => ({ method: 'POST', path: BATCHES, body: bodyOf(params, options, this.beta) });
    return objectOf(this._client, make, params, options, capture(this.create), this.beta);
  }

  /** Gives one batch: how far it is. */
  retrieve(messageBatchID: string, params?: BatchRetrieveParams | null, options?: RequestOptions): APIPromise<MessageBatch> {
    return this.#one('GET', messageBatchID, '', params, options, capture(this.retrieve));
  }

  /** Lists all batches, the newest first. Iterating walks through all pages. */
  list(params?: BatchListParams & WorkspaceParams | null, options?: RequestOptions): PagePromise<MessageBatchesPage, MessageBatch> {
    return pageOf(this._client, Page<MessageBatch>, BATCHES, params, options, capture(this.list), this.beta);
  }

  /** Deletes a batch that has ended. */
  delete(messageBatchID: string, params?: BatchDeleteParams | null, options?: RequestOptions): APIPromise<DeletedMessageBatch> {
    const make = () => ({
      method: 'DELETE',
      path: pathOf(`${BATCHES}/`, 'messageBatchID', messageBatchID),
      withoutContent: JSON.stringify({ id: messageBatchID, type: 'message_batch_deleted' }),
    });
    return objectOf(this._client, make, params, options, capture(this.delete), this.beta);
  }

  /** Cancels a batch. What is with the model is still finished, so it ends a while later. */
  cancel(messageBatchID: string, params?: BatchCancelParams | null, options?: RequestOptions): APIPromise<MessageBatch> {
    return this.#one('POST', messageBatchID, '/cancel', params, options, capture(this.cancel));
  }

  /**
   * Gives the results of a batch that has ended, read line by line as they are iterated over.
   *
   * They come in any order. A line that cannot be read throws for itself, and the next step goes on behind it. Leaving the
   * loop, `close()`, or dropping the results closes the connection. Rejects with a `ConflictError` while there are none.
   */
  async results(
    messageBatchID: string, params?: BatchResultsParams | null, options?: RequestOptions,
  ): Promise<JSONLDecoder<MessageBatchIndividualResponse>> {
    const trace = capture(this.results);
    const batch = await this.#one<MessageBatch>('GET', messageBatchID, '', params, options, trace);
    return JSONLDecoder.ofBatch(this._client, batch, params, options, trace, this.beta);
  }

  #one<T = MessageBatch>(
    method: string, id: string, behind: string, params: object | null | undefined, options: RequestOptions | undefined, trace: Trace,
  ): APIPromise<T> {
    const make = () => ({ method, path: pathOf(`${BATCHES}/`, 'messageBatchID', id, behind) });
    return objectOf(this._client, make, params, options, trace, this.beta);
  }
}
