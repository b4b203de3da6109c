/** Batches of messages with betas of the API. */
import type { RequestOptions } from '../../../options.js';
import type { PagePromise } from '../../../pages.js';
import type { APIPromise } from '../../../promise.js';
import type { JSONLDecoder } from '../../../jsonl.js';
import type {
  BatchCancelParams, BatchCreateParams, BatchDeleteParams, BatchListParams, BatchResultsParams, BatchRetrieveParams,
  DeletedMessageBatch, MessageBatch, MessageBatchIndividualResponse, WithBetas,
} from '../../../types.js';
import { Batches as Plain, type MessageBatchesPage } from '../../messages/batches.js';

export type * from '../../../types/betas.js';

/** `client.beta.messages.batches`: as `client.messages.batches`; `betas` go into a header. */
export class Batches extends Plain {
  protected override get beta(): boolean {
    return true;
  }
}

/** The same methods, which take betas too. */
export interface Batches {
  create(params: WithBetas<BatchCreateParams>, options?: RequestOptions): APIPromise<MessageBatch>;
  retrieve(messageBatchID: string, params?: WithBetas<BatchRetrieveParams> | null, options?: RequestOptions): APIPromise<MessageBatch>;
  list(params?: WithBetas<BatchListParams> | null, options?: RequestOptions): PagePromise<MessageBatchesPage, MessageBatch>;
  delete(messageBatchID: string, params?: WithBetas<BatchDeleteParams> | null, options?: RequestOptions): APIPromise<DeletedMessageBatch>;
  cancel(messageBatchID: string, params?: WithBetas<BatchCancelParams> | null, options?: RequestOptions): APIPromise<MessageBatch>;
  results(
    messageBatchID: string, params?: WithBetas<BatchResultsParams> | null, options?: RequestOptions,
  ): Promise<JSONLDecoder<MessageBatchIndividualResponse>>;
}
