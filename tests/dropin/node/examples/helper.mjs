// Section 1.3: `messages.stream`, its members, and the message that it folds.
import { block, CALL, end, error, events, jsonDeltas, start, textBlock, textDeltas, textStream, toolStream, toolUse } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, plain, read, seen } from '../plain.mjs';

const example = examples('helper');
const GETTERS = ['ended', 'errored', 'aborted', 'request_id', 'workspace_id', 'currentMessage', 'messages', 'receivedMessages'];
const state = (stream) => Object.fromEntries(GETTERS.map((name) => [name, plain(stream[name])]));
const SLOW = { ...textStream(), delivery: { pause_ms: 20 } };

example('the final message', { script: textStream() }, async ({ client }) => client.messages.stream(CALL).finalMessage());

example('the ids of its request', { script: textStream() }, async ({ client }) => {
  const message = await client.messages.stream(CALL).finalMessage();
  return [message._request_id, message._workspace_id, Object.keys(message)];
});

example('the final text', { script: textStream() }, async ({ client }) => client.messages.stream(CALL).finalText());

example('the final text of two blocks', {
  script: events([start(), block(0, textBlock(''), textDeltas('One')), block(1, textBlock(''), textDeltas('Two')), end()]),
}, async ({ client }) => client.messages.stream(CALL).finalText());

example('there is no final text', { script: toolStream() }, async ({ client }) => caught(client.messages.stream(CALL).finalText()));

example('done', { script: textStream() }, async ({ client }) => client.messages.stream(CALL).done());

example('the final message twice', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const [one, two] = [await stream.finalMessage(), await stream.finalMessage()];
  return [one === two, one];
});

example('a loop and then the message', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const pieces = [];
  for await (const event of stream) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') pieces.push(event.delta.text);
  }
  return [pieces, await stream.finalMessage()];
});

example('listeners as a program has them', { script: textStream() }, async ({ client }) => {
  let printed = '';
  const stream = client.messages.stream(CALL).on('text', (text) => {
    printed += text;
  });
  const message = await stream.finalMessage();
  return [printed, message.usage];
});

example('the getters before, meanwhile and after', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const told = [state(stream)];
  stream.on('text', () => told.length < 3 && told.push(state(stream)));
  stream.on('finalMessage', () => told.push(state(stream)));
  await stream.done();
  told.push(state(stream));
  return told;
});

example('the getters after an error', { script: error(400, 'invalid_request_error') }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  await caught(stream.done());
  return state(stream);
});

example('the snapshot grows', { script: toolStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const told = [];
  for await (const event of stream) told.push([event.type, plain(stream.currentMessage)]);
  return told.length;
});

example('the snapshot of a stream event', { script: toolStream() }, async ({ client }) => {
  const told = [];
  await client.messages.stream(CALL).on('streamEvent', (event, snapshot) => told.push([event.type, plain(snapshot)])).done();
  return told;
});

example('the input of a tool is an object in the end', { script: toolStream() }, async ({ client }) => {
  const { content, stop_reason } = await client.messages.stream(CALL).finalMessage();
  return [content[0].input, Object.keys(content[0]), JSON.stringify(content[0]), { ...content[0] }, stop_reason];
});

example('the numbers of an input', {
  script: toolStream(['{"big": 12345678901234567890, "f": 1.0, "e": 1E3, ', '"neg": -0.5}']),
}, async ({ client }) =>
  (await client.messages.stream(CALL).finalMessage()).content[0].input);

example('a key of an input named like a part of every object', {
  script: toolStream(['{"__proto__": {"x": 1}, ', '"constructor": 2}']),
}, async ({ client }) => {
  const { input } = (await client.messages.stream(CALL).finalMessage()).content[0];
  return [Object.keys(input), input.x];
});

example('the answer', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const { data, response, request_id, workspace_id } = await stream.withResponse();
  const same = data === stream;
  await stream.done();
  return [same, response.status, response.headers.get('request-id'), request_id, workspace_id, stream.response === response];
});

example('the answer of a stream that is refused', { script: error(400, 'invalid_request_error') }, async ({ client }) =>
  caught(client.messages.stream(CALL).withResponse()));

example('the ids as soon as it is connected', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const before = [stream.request_id, stream.response];
  await stream.emitted('connect');
  const connected = [stream.request_id, stream.workspace_id, stream.response?.status];
  await stream.done();
  return [before, connected];
});

example('abort in a loop', { script: SLOW }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const told = await read(stream, (event) => {
    if (event.type === 'content_block_start') stream.abort();
    return event.type;
  });
  return [told.ended, stream.aborted, stream.errored, stream.ended];
});

example('abort in a listener', { script: SLOW }, async ({ client }) => {
  const told = [];
  const stream = client.messages.stream(CALL);
  for (const name of ['text', 'error', 'abort', 'end']) stream.on(name, () => told.push(name));
  stream.once('text', () => stream.abort());
  return [await caught(stream.finalMessage()), told, stream.aborted, stream.errored];
});

example('abort at once', { script: SLOW }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  stream.abort();
  return [await caught(stream.done()), stream.aborted];
});

example('abort by the controller', { script: SLOW }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  stream.once('text', () => stream.controller.abort());
  return caught(stream.done());
});

example('abort by a signal', { script: SLOW }, async ({ client }) => {
  const controller = new AbortController();
  const stream = client.messages.stream(CALL, { signal: controller.signal });
  stream.once('text', () => controller.abort());
  return [await caught(stream.finalMessage()), stream.aborted];
});

example('a signal that was aborted before', { script: SLOW }, async ({ client }) =>
  caught(client.messages.stream(CALL, { signal: AbortSignal.abort() }).finalMessage()));

example('abort after the end', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  await stream.done();
  stream.abort();
  return [stream.aborted, stream.errored, (await stream.finalMessage()).id];
});

example('leaving a loop', { script: SLOW }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  for await (const event of stream) if (event.type === 'content_block_delta') break;
  return [await caught(stream.finalMessage()), stream.aborted, stream.errored, stream.controller.signal.aborted];
});

example('two loops at once', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const [one, two] = await Promise.all([read(stream), read(stream)]);
  return [one, two];
});

example('a readable stream', { script: textStream() }, async ({ client }) => {
  const readable = client.messages.stream(CALL).toReadableStream();
  return [readable instanceof ReadableStream, (await new Response(readable).text()).split('\n').length];
});

example('a readable stream to a page and back', { script: toolStream() }, async ({ client, load }) => {
  const { MessageStream } = await load('/lib/MessageStream');
  const there = client.messages.stream(CALL);
  const here = MessageStream.fromReadableStream(there.toReadableStream());
  const told = [];
  here.on('inputJson', (partial) => told.push(partial)).on('contentBlock', (block) => told.push(plain(block)));
  const message = await here.finalMessage();
  return [told, message, here.request_id, here.response, plain(here.messages)];
});

example('a page has no answer', { script: textStream() }, async ({ client, load }) => {
  const { MessageStream } = await load('/lib/MessageStream');
  const here = MessageStream.fromReadableStream(client.messages.stream(CALL).toReadableStream());
  await here.done();
  return [(await caught(here.withResponse())) instanceof Error, here.request_id];
});

example('the class of a helper', { script: textStream() }, async ({ client, load }) => {
  const { MessageStream } = await load('/lib/MessageStream');
  const stream = client.messages.stream(CALL);
  await stream.done();
  return [stream instanceof MessageStream, stream.controller instanceof AbortController];
});

example('a stream put back', { script: textStream() }, async ({ client }) => {
  const first = await client.messages.stream(CALL).finalMessage();
  const messages = [...CALL.messages, { role: 'assistant', content: first.content }, { role: 'user', content: 'More' }];
  return client.messages.stream({ ...CALL, messages }).finalText();
});

example('the messages that were sent and received', { script: textStream() }, async ({ client }) => {
  const told = [];
  const stream = client.messages.stream(CALL).on('message', (message) => told.push(message));
  await stream.done();
  return [stream.messages, stream.receivedMessages, told];
});

example('tried again before it begins', { script: [error(529, 'overloaded_error'), textStream()] }, async ({ client }) =>
  client.messages.stream(CALL).finalText());

example('the parameters of create', { script: textStream() }, async ({ client }) => {
  await client.messages.stream(
    { ...CALL, system: 'Short.', stop_sequences: ['END'], tools: [{ name: 'f', input_schema: { type: 'object' } }],
      tool_choice: { type: 'any' } },
    { headers: { 'x-mine': '1' }, query: { q: '1' }, timeout: 9000, maxRetries: 1 },
  ).done();
});

example('a helper of beta', { script: textStream() }, async ({ client }) => {
  const stream = client.beta.messages.stream({ ...CALL, betas: ['one', 'two'] });
  return [await seen(stream), await stream.finalMessage()];
});

example('an input with a beta that streams in fine grains', {
  script: events([start(), block(0, toolUse('f', {}), jsonDeltas('{"a": "un', 'finished')), end('max_tokens')]),
}, async ({ client }) => {
  const told = [];
  const stream = client.beta.messages.stream({ ...CALL, betas: ['fine-grained-tool-streaming-2025-05-14'] });
  stream.on('inputJson', (partial, soFar) => told.push([partial, plain(soFar)]));
  return [(await stream.finalMessage()).content[0].input, told];
});
