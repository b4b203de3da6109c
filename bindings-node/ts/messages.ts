/** Creating messages. */
import { requestBody } from './body.js';
import { Call, type CallRequest, type Host } from './call.js';
import { parseMessage } from './event-chunk.js';
import { MessageStream } from './message-stream.js';
import { STREAM, WHOLE } from './native.js';
import { callOptions, type RequestOptions } from './options.js';
import { Stream } from './stream.js';
import { capture, place, type Trace } from './trace.js';
import type {
  Message, MessageCreateParamsBase, MessageCreateParamsNonStreaming, MessageCreateParamsStreaming, MessageStreamParams,
  WithRequestID,
} from './types.js';

/** `client.messages`. */
export class Messages {
  readonly #client: Host;

  /** For the library. */
  constructor(client: Host) {
    this.#client = client;
  }

  /**
   * Creates a message: the whole of it, or with `stream: true` its events as they come.
   *
   * Parameters that this version does not know go to the server as they are. What is certain to be refused (a required
   * parameter that is missing, a number out of its range) rejects with a `ValidationError` and is not sent. A message that
   * was answered may stand among `messages`. Rejects with an `AnthropicError` of the class that fits; its stack points at
   * the caller.
   */
  create(params: MessageCreateParamsNonStreaming, options?: RequestOptions): Promise<WithRequestID<Message>>;
  create(params: MessageCreateParamsStreaming, options?: RequestOptions): Promise<Stream>;
  create(params: MessageCreateParamsBase, options?: RequestOptions): Promise<WithRequestID<Message> | Stream>;
  async create(params: MessageCreateParamsBase, options?: RequestOptions): Promise<WithRequestID<Message> | Stream> {
    const stream = params?.stream === true;
    const request = toRequest(params, stream, options, capture(this.create));
    return stream ? Stream.open(this.#client, request) : whole(this.#client, request);
  }

  /** Creates a message and gives it as it is written. The request is sent at once; failures come by the stream. */
  stream(params: MessageStreamParams, options?: RequestOptions): MessageStream {
    const trace = capture(this.stream);
    return new MessageStream(this.#client, () => toRequest(params, true, options, trace));
  }
}

function toRequest(params: object, stream: boolean, options: RequestOptions | undefined, trace: Trace): CallRequest {
  try {
    const more = options === undefined ? undefined : { options: callOptions(options) };
    const body = requestBody(params, stream, options?.extraBody);
    return { method: 'POST', path: '/v1/messages', body, mode: stream ? STREAM : WHOLE, more, signal: options?.signal, trace };
  } catch (error) {
    throw place(error as Error, trace);
  }
}

function whole(client: Host, request: CallRequest): Promise<Message> {
  return new Promise((resolve, reject) => {
    let message: Message;
    const call = new Call(client, request, {
      receive(batch) {
        if (batch.json !== undefined) message = parseMessage(batch.json, batch.head?.requestId);
        call.pull();
      },
      end(error) {
        call.release();
        if (error) reject(error);
        else resolve(message);
      },
      abort: reject,
    });
    call.pull();
  });
}
