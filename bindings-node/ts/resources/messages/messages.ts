/** Creating messages. */
import type { CallRequest } from '../../call.js';
import type { Source } from '../../exchange.js';
import { hasHeader, headerList, type NativeHeader } from '../../headers.js';
import type { ExtractParsedContentFromParams, ParsedMessage } from '../../lib/parse.js';
import type { MessageStream } from '../../message-stream.js';
import { STREAM, WHOLE } from '../../native.js';
import type { RequestOptions } from '../../options.js';
import { APIPromise } from '../../promise.js';
import { readObject, readStream } from '../../read.js';
import { messageRequest } from '../../request.js';
import { APIResource } from '../../resource.js';
import type { Session } from '../../session.js';
import type { Stream } from '../../stream.js';
import { capture, type Trace } from '../../trace.js';
import type {
  HeaderParams, Message, MessageCountTokensParams, MessageCreateParamsBase, MessageCreateParamsNonStreaming, MessageCreateParamsStreaming,
  MessageParam, MessageStreamEvent, MessageStreamParams, MessageTokensCount,
} from '../../types.js';
import { Batches } from './batches.js';

export * from '../../error-codes.js';
export type * from '../../types.js';

/** `client.messages`. */
export class Messages extends APIResource {
  /** Batches of messages. */
  readonly batches: Batches = new Batches(this._client);

  /**
   * Creates a message: the whole of it, or with `stream: true` its events as they come.
   *
   * Parameters that this version does not know go to the server as they are. What is certain to be refused (a required
   * parameter that is missing, a number out of its range) rejects with a `ValidationError` and is not sent. A message that
   * was answered may stand among `messages`. Rejects with an `AnthropicError` of the class that fits; its stack points at
   * the caller.
   */
  create(params: MessageCreateParamsNonStreaming, options?: RequestOptions): APIPromise<Message>;
  create(params: MessageCreateParamsStreaming, options?: RequestOptions): APIPromise<Stream<MessageStreamEvent>>;
  create(params: MessageCreateParamsBase & HeaderParams, options?: RequestOptions): APIPromise<Stream<MessageStreamEvent> | Message>;
  create(params: MessageCreateParamsBase & HeaderParams, options?: RequestOptions): APIPromise<any> {
    return createMessage(this._client, params, options, capture(this.create), false);
  }

  /**
   * Creates a message and gives it as it is written. The request is sent at once; failures come by the stream. With a
   * format in `output_config` that reads, the final message holds the values of its texts.
   */
  stream<Params extends MessageStreamParams>(
    params: Params, options?: RequestOptions,
  ): MessageStream<ExtractParsedContentFromParams<Params>> {
    return streamMessage(this._client, params, options, capture(this.stream), false);
  }

  /**
   * Creates a message, its texts read as values: `parsed_output` holds them, by the `output_config.format` of the request.
   * Rejects with a `StructuredOutputError` that has the message where a text is no such value.
   */
  parse<Params extends MessageCreateParamsNonStreaming>(
    params: Params, options?: RequestOptions,
  ): APIPromise<ParsedMessage<ExtractParsedContentFromParams<Params>>> {
    return parseMessage(this._client, params, options, capture(this.parse), false);
  }

  /** Counts the tokens of a request without sending it to a model. */
  countTokens(params: MessageCountTokensParams & HeaderParams, options?: RequestOptions): APIPromise<MessageTokensCount> {
    return countTokens(this._client, params, options, capture(this.countTokens), false);
  }
}

/** The call of `create`. */
export function createMessage(
  session: Session, params: MessageCreateParamsBase, options: RequestOptions | undefined, trace: Trace, beta: boolean,
): APIPromise<unknown> {
  const streamed = params?.stream === true;
  let source: Source;
  try {
    source = messageRequest(params, options, streamed ? STREAM : WHOLE, trace, undefined, beta);
  } catch (error) {
    source = Promise.reject(error);
  }
  return new APIPromise<unknown>(session, source, (streamed ? readStream : readObject) as () => never);
}

/** The call of `stream`. */
export function streamMessage<Params extends MessageStreamParams>(
  session: Session, params: Params, options: RequestOptions | undefined, trace: Trace, beta: boolean,
): MessageStream<ExtractParsedContentFromParams<Params>> {
  const { MessageStream } = require('../../message-stream.js') as typeof import('../../message-stream.js');
  const request = (): CallRequest => messageRequest(params, options, STREAM, trace, undefined, beta);
  const messages = (params as { messages?: MessageParam[] } | null | undefined)?.messages ?? [];
  const finish = hasFormat(params) ? (message: Message) => parser().parsed(message, params, trace) : undefined;
  return MessageStream.open(session, request, { messages, finish, keepsStrings: keepsStrings(session, params, options, beta) });
}

/** The call of `parse`. */
export function parseMessage<Params extends MessageCreateParamsNonStreaming>(
  session: Session, params: Params, options: RequestOptions | undefined, trace: Trace, beta: boolean,
): APIPromise<ParsedMessage<ExtractParsedContentFromParams<Params>>> {
  let source: Source;
  try {
    source = messageRequest(params, options, WHOLE, trace, undefined, beta);
  } catch (error) {
    source = Promise.reject(error);
  }
  return new APIPromise(session, source, (answer, of, asked) => parser().parsed(readObject<Message>(answer, of, asked), params, trace));
}

/** The call of `countTokens`. */
export function countTokens(
  session: Session, params: MessageCountTokensParams, options: RequestOptions | undefined, trace: Trace, beta: boolean,
): APIPromise<MessageTokensCount> {
  let source: Source;
  try {
    source = messageRequest(params, options, WHOLE, trace, '/v1/messages/count_tokens', beta);
  } catch (error) {
    source = Promise.reject(error);
  }
  return new APIPromise(session, source, readObject<never>);
}

function parser(): typeof import('../../lib/parse.js') {
  return require('../../lib/parse.js');
}

function hasFormat(params: unknown): boolean {
  return Boolean((params as { output_config?: { format?: unknown } } | null | undefined)?.output_config?.format);
}

const KEEPS_STRINGS = 'fine-grained-tool-streaming-2025-05-14';

/** Whether unfinished texts in the input of a tool are shown: with this beta of the API they may stay so. */
function keepsStrings(session: Session, params: unknown, options: RequestOptions | undefined, beta: boolean): boolean {
  const betas = beta ? (params as { betas?: unknown } | null | undefined)?.betas : undefined;
  if (Array.isArray(betas) && betas.includes(KEEPS_STRINGS)) return true;
  const named = (headers: NativeHeader[]): boolean =>
    headers.some(({ name, value }) => name.toLowerCase() === 'anthropic-beta' && value?.includes(KEEPS_STRINGS));
  try {
    const given = headerList('headers', options?.headers);
    return named(given) || (!hasHeader(given, 'anthropic-beta') && named(session.settings().native.headers));
  } catch {
    // What is wrong with the headers is told by the request.
    return false;
  }
}
