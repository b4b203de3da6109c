/** Structured outputs: what a message's text stands for, read by the format that the request asked for. */
import { StructuredOutputError } from '../errors.js';
import { place, type Trace } from '../trace.js';
import type { ContentBlock, JSONOutputFormat, Message, TextBlock } from '../types.js';
import { explain, readJSON } from './internal/output-error.js';

/**
 * The `format` of `output_config` that also reads what comes: `zodOutputFormat`, `jsonSchemaOutputFormat` and
 * `betaStandardSchemaOutputFormat` give one, and so may a program of its own.
 */
export type AutoParseableOutputFormat<ParsedT> = JSONOutputFormat & {
  /** Gives the value that a text stands for; throws for one that is not what the format asks for. */
  parse(content: string): ParsedT;
};

/** A block of text, and the value that was made of it. */
export type ParsedTextBlock<ParsedT> = TextBlock & {
  /** The value; null where no format was asked for. It is not enumerable, and so not in JSON. */
  readonly parsed_output: ParsedT | null;
};

/** A block of an answer whose texts were read. */
export type ParsedContentBlock<ParsedT> = Exclude<ContentBlock, TextBlock> | ParsedTextBlock<ParsedT>;

/** A message whose blocks of text hold the values that were made of them. */
export type ParsedMessage<ParsedT> = Omit<Message, 'content'> & {
  content: ParsedContentBlock<ParsedT>[];
  /** The value of the first block of text that has one other than null; null where there is none. */
  parsed_output: ParsedT | null;
};

/** Parameters of a request that may have a format which reads what comes. */
export interface ParseableMessageCreateParams {
  output_config?: { format?: JSONOutputFormat | AutoParseableOutputFormat<unknown> | null | undefined } | null | undefined;
}

/** The type of the values that the format in these parameters gives; null where it has none that reads. */
export type ExtractParsedContentFromParams<Params> = Params extends {
  output_config?: { format?: { parse(content: string): infer ParsedT } | null | undefined } | null | undefined;
}
  ? Params extends { output_config: { format: unknown } } ? ParsedT : null
  : null;

/**
 * Puts the values of its texts into a complete message, and gives it back.
 *
 * Texts are read by the `parse` of the format in `params`; one without it gives what is JSON in them. Throws what that throws;
 * an error then has the message as its `partialMessage`, and where a trace is given and the error is one of ours, the stack
 * of the caller.
 */
export function parsed<Params>(
  message: Message,
  params: Params,
  trace?: Trace,
): ParsedMessage<ExtractParsedContentFromParams<Params>> {
  const read = readerOf(params);
  let first: unknown = null;
  try {
    // An answer may lack anything, its content too.
    for (const block of message.content ?? []) {
      if (block.type !== 'text') continue;
      const value = read ? read(block.text) : null;
      Object.defineProperty(block, 'parsed_output', { value, configurable: true });
      first ??= value;
    }
  } catch (error) {
    throw placed(explain(error, message), trace);
  }
  return Object.assign(message, { parsed_output: first }) as ParsedMessage<ExtractParsedContentFromParams<Params>>;
}

function readerOf(params: unknown): ((text: string) => unknown) | undefined {
  const format = (params as ParseableMessageCreateParams | null | undefined)?.output_config?.format;
  if (!format) return undefined;
  return 'parse' in format && typeof format.parse === 'function' ? (text) => format.parse(text) : readJSON;
}

function placed(error: unknown, trace: Trace | undefined): unknown {
  return trace && error instanceof StructuredOutputError ? place(error, trace) : error;
}
