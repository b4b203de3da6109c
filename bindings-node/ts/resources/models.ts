/** The models there are. */
import type { RequestOptions } from '../options.js';
import { Page, type PagePromise } from '../pages.js';
import type { APIPromise } from '../promise.js';
import { pathOf } from '../request.js';
import { APIResource, objectOf, pageOf } from '../resource.js';
import { capture } from '../trace.js';
import type { ModelInfo, ModelListParams, ModelRetrieveParams, WorkspaceParams } from '../types.js';

export type { ModelInfo, ModelListParams, ModelRetrieveParams } from '../types.js';

/** A page of a list of models. */
export type ModelInfosPage = Page<ModelInfo>;

/** `client.models`. */
export class Models extends APIResource {
  /** Whether `betas` travel as a header. */
  protected get beta(): boolean {
    return false;
  }

  /** Gives one model, by its id or an alias. */
  retrieve(modelID: string, params?: ModelRetrieveParams | null, options?: RequestOptions): APIPromise<ModelInfo> {
    const make = () => ({ method: 'GET', path: pathOf('/v1/models/', 'modelID', modelID) });
    return objectOf(this._client, make, params, options, capture(this.retrieve), this.beta);
  }

  /** Lists all models, the newest first. Iterating walks through all pages. */
  list(params?: ModelListParams & WorkspaceParams | null, options?: RequestOptions): PagePromise<ModelInfosPage, ModelInfo> {
    return pageOf(this._client, Page<ModelInfo>, '/v1/models', params, options, capture(this.list), this.beta);
  }
}
