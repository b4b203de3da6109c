/** Structured outputs of `client.beta`: the same as the others, under the official package's names. */
export type {
  AutoParseableOutputFormat as AutoParseableBetaOutputFormat,
  ExtractParsedContentFromParams as ExtractParsedContentFromBetaParams,
  ParseableMessageCreateParams as BetaParseableMessageCreateParams,
  ParsedContentBlock as ParsedBetaContentBlock,
  ParsedMessage as ParsedBetaMessage,
} from './parse.js';
export { parseMessage as parseBetaMessage } from './parser.js';
