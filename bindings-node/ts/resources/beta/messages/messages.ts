/** Creating messages with betas of the API. */
import type { BetaToolRunner, BetaToolRunnerParams, BetaToolRunnerRequestOptions } from '../../../lib/tool-runner.js';
import type { ExtractParsedContentFromParams, ParsedMessage } from '../../../lib/parse.js';
import type { MessageStream } from '../../../message-stream.js';
import type { RequestOptions } from '../../../options.js';
import type { APIPromise } from '../../../promise.js';
import { APIResource } from '../../../resource.js';
import type { Stream } from '../../../stream.js';
import { capture } from '../../../trace.js';
import type {
  Message, MessageCountTokensParams, MessageCreateParamsBase, MessageCreateParamsNonStreaming, MessageCreateParamsStreaming,
  MessageStreamEvent, MessageStreamParams, MessageTokensCount, WithBetas,
} from '../../../types.js';
import { countTokens, createMessage, parseMessage, streamMessage } from '../../messages/messages.js';
import { Batches } from './batches.js';

export type * from '../../../types/betas.js';

/** `client.beta.messages`: as `client.messages`; `betas` go into a header, and fields of betas into the body. */
export class Messages extends APIResource {
  /** Batches of messages. */
  readonly batches: Batches = new Batches(this._client);

  /** Creates a message: the whole of it, or with `stream: true` its events as they come. */
  create(params: WithBetas<MessageCreateParamsNonStreaming>, options?: RequestOptions): APIPromise<Message>;
  create(params: WithBetas<MessageCreateParamsStreaming>, options?: RequestOptions): APIPromise<Stream<MessageStreamEvent>>;
  create(params: WithBetas<MessageCreateParamsBase>, options?: RequestOptions): APIPromise<Stream<MessageStreamEvent> | Message>;
  create(params: MessageCreateParamsBase, options?: RequestOptions): APIPromise<any> {
    return createMessage(this._client, params, options, capture(this.create), true);
  }

  /** Creates a message and gives it as it is written. The request is sent at once; failures come by the stream. */
  stream<Params extends WithBetas<MessageStreamParams>>(
    params: Params, options?: RequestOptions,
  ): MessageStream<ExtractParsedContentFromParams<Params>> {
    return streamMessage(this._client, params, options, capture(this.stream), true);
  }

  /** Creates a message, its texts read as values by the `output_config.format` of the request. */
  parse<Params extends WithBetas<MessageCreateParamsNonStreaming>>(
    params: Params, options?: RequestOptions,
  ): APIPromise<ParsedMessage<ExtractParsedContentFromParams<Params>>> {
    return parseMessage(this._client, params, options, capture(this.parse), true);
  }

  /** Counts the tokens of a request without sending it to a model. */
  countTokens(params: WithBetas<MessageCountTokensParams>, options?: RequestOptions): APIPromise<MessageTokensCount> {
    return countTokens(this._client, params, options, capture(this.countTokens), true);
  }

  /**
   * Sends a conversation again and again, runs the tools that the model asks for in between, and sends their results, until
   * it asks for none. Nothing is sent before the runner is iterated over or awaited.
   */
  toolRunner(params: BetaToolRunnerParams & { stream?: false | undefined }, options?: BetaToolRunnerRequestOptions): BetaToolRunner<false>;
  toolRunner(params: BetaToolRunnerParams & { stream: true }, options?: BetaToolRunnerRequestOptions): BetaToolRunner<true>;
  toolRunner(params: BetaToolRunnerParams, options?: BetaToolRunnerRequestOptions): BetaToolRunner<boolean>;
  toolRunner(params: BetaToolRunnerParams, options?: BetaToolRunnerRequestOptions): BetaToolRunner<any> {
    const { BetaToolRunner } = require('../../../lib/tool-runner.js') as typeof import('../../../lib/tool-runner.js');
    return new BetaToolRunner(this, params, options, this._client);
  }
}
