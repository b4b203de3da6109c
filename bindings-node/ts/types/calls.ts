/** The parameters of calls, as far as they say more than what is sent. */
import type { MessageCreateParamsBase, MessageParam, TextBlockParam } from './params.js';

/** Parameters that travel as headers. */
export interface HeaderParams {
  /** The user profile that the request is made for. */
  user_profile_id?: string | null | undefined;
  /** The workspace to act for, where the credential may choose one. */
  workspace_id?: string | null | undefined;
}

/** A request for a whole message. */
export interface MessageCreateParamsNonStreaming extends MessageCreateParamsBase, HeaderParams {
  stream?: false | undefined;
}

/** A request for the events of a message. */
export interface MessageCreateParamsStreaming extends MessageCreateParamsBase, HeaderParams {
  stream: true;
}

/** A request for a message, whole or as events. */
export type MessageCreateParams = MessageCreateParamsNonStreaming | MessageCreateParamsStreaming;

export declare namespace MessageCreateParams {
  type MessageCreateParamsNonStreaming = import('./calls.js').MessageCreateParamsNonStreaming;
  type MessageCreateParamsStreaming = import('./calls.js').MessageCreateParamsStreaming;
}

/** What the stream helper takes: `stream` may be left out. */
export type MessageStreamParams = MessageCreateParamsBase & HeaderParams;

/** What the user says, or a program for the user: the results of tools come here too. */
export type UserMessageParam = MessageParam & { role: 'user' };

/** What the model said. A message that was answered is one. */
export type AssistantMessageParam = MessageParam & { role: 'assistant' };

/** Instructions in the middle of a conversation. */
export type SystemMessageParam = MessageParam & { role: 'system'; content: string | TextBlockParam[] };

/** Of the methods that name one object: the workspace to act for, where the credential may choose one. */
export interface WorkspaceParams {
  workspace_id?: string | null | undefined;
}

/** The query of a list that is walked by ids. */
export interface PageParams {
  limit?: number | undefined;
  before_id?: string | undefined;
  after_id?: string | undefined;
}

/** The query of a list that is walked by tokens. */
export interface PageCursorParams {
  limit?: number | undefined;
  page?: string | null | undefined;
}

/** The query of a list that is walked by tokens of another name. */
export interface TokenPageParams {
  limit?: number | undefined;
  page_token?: string | undefined;
}

export type BatchRetrieveParams = WorkspaceParams;
export type BatchDeleteParams = WorkspaceParams;
export type BatchCancelParams = WorkspaceParams;
export type BatchResultsParams = WorkspaceParams;
export type ModelRetrieveParams = WorkspaceParams;
export type FileDeleteParams = WorkspaceParams;
export type FileDownloadParams = WorkspaceParams;
export type FileRetrieveMetadataParams = WorkspaceParams;

/** Parameters of `client.beta`: which betas are asked for, and whatever fields they bring. */
export type WithBetas<Params> = Params & { betas?: string[] | null | undefined; [field: string]: unknown };

/** An answer with the ids of its request, which are not enumerable: the first is the one to quote to the API's support. */
export type WithRequestID<T> = T extends readonly any[] | Response | Iterable<any> | AsyncIterable<any>
  ? T
  : T extends object
    ? T & { readonly _request_id?: string | null | undefined; readonly _workspace_id?: string | null | undefined }
    : T;
