/** The types of `client.beta`: those with `Beta` in front of their names, and the parameters, which take betas. */
import type * as calls from './calls.js';
import type { WithBetas } from './calls.js';
import type * as params from './params.js';

export type * from './beta.js';
export type * as Messages from './betas.js';
export type * as Models from './models.js';
export type * as Files from './files.js';

/** The name of a beta of the API. */
export type AnthropicBeta = string;

export type MessageCreateParamsBase = WithBetas<params.MessageCreateParamsBase>;
export type MessageCreateParamsNonStreaming = WithBetas<calls.MessageCreateParamsNonStreaming>;
export type MessageCreateParamsStreaming = WithBetas<calls.MessageCreateParamsStreaming>;
export type MessageCreateParams = MessageCreateParamsNonStreaming | MessageCreateParamsStreaming;
export type MessageStreamParams = WithBetas<calls.MessageStreamParams>;
export type BetaMessageStreamParams = MessageStreamParams;
export type MessageCountTokensParams = WithBetas<params.MessageCountTokensParams>;
export type BatchCreateParams = WithBetas<params.BatchCreateParams>;
export type BatchRetrieveParams = WithBetas<calls.BatchRetrieveParams>;
export type BatchListParams = WithBetas<params.BatchListParams>;
export type BatchDeleteParams = WithBetas<calls.BatchDeleteParams>;
export type BatchCancelParams = WithBetas<calls.BatchCancelParams>;
export type BatchResultsParams = WithBetas<calls.BatchResultsParams>;
export type ModelRetrieveParams = WithBetas<calls.ModelRetrieveParams>;
export type ModelListParams = WithBetas<params.ModelListParams>;
export type FileListParams = WithBetas<params.FileListParams>;
export type FileDeleteParams = WithBetas<calls.FileDeleteParams>;
export type FileDownloadParams = WithBetas<calls.FileDownloadParams>;
export type FileRetrieveMetadataParams = WithBetas<calls.FileRetrieveMetadataParams>;
