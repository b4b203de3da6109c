// Compiled, never run: what a program in TypeScript may write, and what the compiler must refuse.
import Anthropic, {
  APIError, Client, type Message, MessageStream, type MessageStreamEvent, type PressureState, Stream, ThreadNotFoundError,
} from 'tidings';

const client: Anthropic = new Client({ apiKey: null, timeout: { head: 1000, connect: 10 }, maxRetries: 3 });
const params: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'claude-opus-4-6', max_tokens: 16, messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
};

export async function listensToAStream(stream: MessageStream): Promise<string> {
  stream
    .on('streamEvent', (event, snapshot) => event.type === 'message_stop' && snapshot.content.length)
    .on('text', (delta, snapshot) => snapshot.endsWith(delta))
    .on('thinking', (delta, snapshot) => snapshot.endsWith(delta))
    .on('inputJson', (piece, input) => (typeof input === 'string' ? input : piece.trim()))
    .on('citation', (citation, all) => all.includes(citation))
    .on('signature', (signature) => signature.length)
    .on('contentBlock', (block) => block.type === 'text' && block.text)
    .once('finalMessage', (message) => message.usage.output_tokens);
  const nothing: void = await stream.emitted('end');
  const event: MessageStreamEvent = await stream.emitted('streamEvent');
  const { data, response, request_id } = await stream.withResponse();
  const copy: MessageStream = MessageStream.fromReadableStream(data.toReadableStream());
  // @ts-expect-error the first argument of `text` is a string
  stream.on('text', (delta: number) => delta);
  return [nothing, event.type, response.status, request_id, copy.receivedMessages.length, await stream.emitted('text')].join();
}

export async function splitsAStream(stream: Stream): Promise<Stream[]> {
  const [left, right] = stream.tee();
  const controller: AbortController = left.controller;
  const back: Stream<MessageStreamEvent> = Stream.fromReadableStream<MessageStreamEvent>(right.toReadableStream(), controller);
  return [left, back, Stream.fromSSEResponse(new Response(), controller), new Stream(() => back[Symbol.asyncIterator](), controller)];
}

export async function whole(): Promise<string | undefined> {
  const answer = await client.messages.create(params, { signal: AbortSignal.timeout(1000) });
  const message: Message = answer;
  const [block] = message.content;
  await client.messages.create({ ...params, messages: [...params.messages, message] });
  return block?.type === 'text' ? block.text : answer._request_id ?? undefined;
}

export async function events(): Promise<number> {
  let count = 0;
  for await (const event of await client.messages.create({ ...params, stream: true })) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') count += event.delta.text.length;
  }
  return count;
}

export async function helper(): Promise<Anthropic.StopReason | null> {
  await using stream: MessageStream = client.messages.stream(params).on('text', (delta) => delta.toUpperCase());
  stream.on('error', (error) => error.kind === 'rate_limited');
  for await (const text of stream.textStream()) text.trim();
  return (await stream.finalMessage()).stop_reason;
}

export async function conversation(messages: Anthropic.Messages.MessageParam[]): Promise<void> {
  using own = new Client({ timeout: null, maxRetryAfter: Infinity });
  const message: Anthropic.Messages.Message = await own.messages.create({ ...params, messages }, {
    extraBody: { brand_new: 1 }, timeout: { total: null },
  });
  messages.push(message, { role: 'user', content: 'And now?' });
}

export function statusOf({ status, details, sent, isRetryable }: Anthropic.APIError): string {
  return `${status} ${String(details)} ${sent} ${isRetryable}`;
}

export function pressure(): number | undefined {
  const clientCert = { cert: new Uint8Array(), key: 'key.pem' };
  const own = new Client({ maxInFlight: 8, clientCert, caBundle: 'ca.pem', timeout: { write: 9 }, throttlePatience: null });
  const [state]: PressureState[] = own.pressure;
  return state?.gate ?? state?.buckets[0]?.level;
}

export function errors(error: unknown): number | undefined {
  if (error instanceof Anthropic.RateLimitError) return error.retryAfter;
  if (error instanceof ThreadNotFoundError) return error.errorCode?.length;
  return error instanceof APIError ? error.status : undefined;
}

// @ts-expect-error max_tokens is missing
client.messages.create({ model: 'm', messages: [] });
// @ts-expect-error there is no such option
new Client({ fetch });
// @ts-expect-error a certificate comes with its key
new Client({ clientCert: { cert: 'chain.pem' } });
// @ts-expect-error no such event
client.messages.stream(params).on('texts', () => {});
// @ts-expect-error what the parameters do not know goes into extraBody
client.messages.create({ ...params, brand_new: 1 });
// @ts-expect-error connect is fixed when the client is built
client.messages.create(params, { timeout: { connect: 1 } });
