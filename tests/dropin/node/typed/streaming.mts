// Streams: the events as they come, the helper with its listeners, and streams passed on to a page.
import Anthropic from 'tidings';
import { Stream } from 'tidings/streaming';
import { MessageStream } from 'tidings/lib/MessageStream';
import type { Message, MessageCreateParamsNonStreaming, RawMessageStreamEvent, TextCitation,
  ToolUseBlock } from 'tidings/resources/messages';

const client = new Anthropic();
const params: MessageCreateParamsNonStreaming = { model: 'claude-opus-4-6', max_tokens: 1024,
  messages: [{ role: 'user', content: 'Tell me a story.' }] };

export async function printed(): Promise<string> {
  let text = '';
  const stream = await client.messages.create({ ...params, stream: true });
  for await (const event of stream) {
    switch (event.type) {
      case 'content_block_start':
        if (event.content_block.type === 'tool_use') text += event.content_block.name;
        break;
      case 'content_block_delta':
        if (event.delta.type === 'text_delta') text += event.delta.text;
        else if (event.delta.type === 'input_json_delta') text += event.delta.partial_json;
        break;
      case 'message_delta':
        if (event.delta.stop_reason === 'max_tokens') stream.controller.abort();
        break;
    }
  }
  return text;
}

export async function listened(): Promise<Message> {
  const tools: ToolUseBlock[] = [];
  const sources: TextCitation[] = [];
  const stream = client.messages
    .stream(params)
    .on('connect', () => console.log('connected'))
    .on('text', (delta, snapshot) => console.log(delta.length, snapshot.length))
    .on('inputJson', (partial: string, snapshot: unknown) => console.log(partial, snapshot))
    .on('thinking', (delta, snapshot) => console.log(delta.trim(), snapshot.trim()))
    .on('signature', (signature) => console.log(signature.length))
    .on('citation', (citation, all) => sources.push(citation, ...all))
    .on('contentBlock', (block) => {
      if (block.type === 'tool_use') tools.push(block);
    })
    .on('streamEvent', (event: RawMessageStreamEvent, snapshot: Message) => console.log(event.type, snapshot.id))
    .on('message', (message) => console.log(message.role))
    .on('finalMessage', (message) => console.log(message.usage.output_tokens))
    .once('error', (error) => console.error(error.message))
    .on('abort', (error) => console.error(error.name))
    .on('end', () => console.log('end'));
  const text: string = await stream.finalText();
  const first: [string, string] | string = await stream.emitted('text');
  await stream.done();
  if (stream.aborted || stream.errored || !stream.ended) stream.abort();
  console.log(text, first, stream.currentMessage?.id, stream.messages.length, stream.receivedMessages.length, stream.request_id,
    stream.response?.status);
  return stream.finalMessage();
}

export async function both(): Promise<number> {
  const [left, right] = (await client.messages.create({ ...params, stream: true })).tee();
  let count = 0;
  for await (const event of left) count += event.type.length;
  for await (const { type } of right) count += type.length;
  return count;
}

/** An answer for a page, and what the page makes of it. */
export function passedOn(): Response {
  return new Response(client.messages.stream(params).toReadableStream());
}

export async function onThePage(body: ReadableStream): Promise<string> {
  const stream = MessageStream.fromReadableStream(body);
  for await (const event of stream) if (event.type === 'message_stop') break;
  return stream.finalText();
}

export async function again(body: ReadableStream): Promise<RawMessageStreamEvent[]> {
  const found: RawMessageStreamEvent[] = [];
  for await (const event of Stream.fromReadableStream<RawMessageStreamEvent>(body, new AbortController())) found.push(event);
  return found;
}

export async function withAnswer(): Promise<Headers> {
  const { data, response } = await client.messages.stream(params).withResponse();
  data.on('text', (text) => text.trim());
  await data.done();
  return response.headers;
}
