/** The models there are, asked for with betas of the API. */
import type { RequestOptions } from '../../options.js';
import type { PagePromise } from '../../pages.js';
import type { APIPromise } from '../../promise.js';
import type { ModelInfo, ModelListParams, ModelRetrieveParams, WithBetas } from '../../types.js';
import { type ModelInfosPage, Models as Plain } from '../models.js';

export type { BetaModelInfo, ModelListParams, ModelRetrieveParams } from '../../types/betas.js';
export type { ModelInfosPage } from '../models.js';

/** `client.beta.models`: as `client.models`; `betas` go into a header. */
export class Models extends Plain {
  protected override get beta(): boolean {
    return true;
  }
}

/** The same methods, which take betas too. */
export interface Models {
  retrieve(modelID: string, params?: WithBetas<ModelRetrieveParams> | null, options?: RequestOptions): APIPromise<ModelInfo>;
  list(params?: WithBetas<ModelListParams> | null, options?: RequestOptions): PagePromise<ModelInfosPage, ModelInfo>;
}
