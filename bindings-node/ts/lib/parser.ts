/** Structured outputs, under the official package's names. */
import type { Message } from '../types.js';
import { type ExtractParsedContentFromParams, parsed, type ParsedMessage } from './parse.js';

export type {
  AutoParseableOutputFormat, ExtractParsedContentFromParams, ParseableMessageCreateParams, ParsedContentBlock, ParsedMessage,
} from './parse.js';

/** Puts the values of its texts into a complete message, and gives it back: what `messages.parse` does with an answer. */
export function parseMessage<Params>(message: Message, params: Params): ParsedMessage<ExtractParsedContentFromParams<Params>> {
  return parsed(message, params);
}
