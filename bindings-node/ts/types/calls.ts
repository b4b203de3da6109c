/** The parameters of calls, as far as they say more than what is sent. */
import type { MessageCreateParamsBase, MessageParam, TextBlockParam } from './params.js';

/** A request for a whole message. */
export interface MessageCreateParamsNonStreaming extends MessageCreateParamsBase {
  stream?: false | undefined;
}

/** A request for the events of a message. */
export interface MessageCreateParamsStreaming extends MessageCreateParamsBase {
  stream: true;
}

/** A request for a message, whole or as events. */
export type MessageCreateParams = MessageCreateParamsNonStreaming | MessageCreateParamsStreaming;

export declare namespace MessageCreateParams {
  type MessageCreateParamsNonStreaming = import('./calls.js').MessageCreateParamsNonStreaming;
  type MessageCreateParamsStreaming = import('./calls.js').MessageCreateParamsStreaming;
}

/** What the stream helper takes: `stream` may be left out. */
export type MessageStreamParams = MessageCreateParamsBase;

/** What the user says, or a program for the user: the results of tools come here too. */
export type UserMessageParam = MessageParam & { role: 'user' };

/** What the model said. A message that was answered is one. */
export type AssistantMessageParam = MessageParam & { role: 'assistant' };

/** Instructions in the middle of a conversation. */
export type SystemMessageParam = MessageParam & { role: 'system'; content: string | TextBlockParam[] };

/** An answer with the id of its request: the one to quote to the API's support. It is not enumerable. */
export type WithRequestID<T> = T & { readonly _request_id?: string | null | undefined };
