/** The types of structured outputs, under the official package's name for their module. */
export type {
  AutoParseableOutputFormat, ExtractParsedContentFromParams, ParseableMessageCreateParams, ParsedContentBlock, ParsedMessage,
} from './parse.js';
