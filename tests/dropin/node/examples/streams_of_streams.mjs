// Section 1.2: streams made of streams: `tee`, `toReadableStream` and back, and streams over an answer of fetch.
import { block, CALL, end, events, start, textBlock, textStream, toolStream } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, read, seen } from '../plain.mjs';

const example = examples('streams_of_streams');
const STREAM = { ...CALL, stream: true };
const SOME = [start(), block(0, textBlock('Hi')), end()].flat();
const textOf = (events) => events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
const answerOf = (body) => new Response(body, { headers: { 'request-id': 'req_9', 'content-type': 'text/event-stream' } });

example('a stream in two', { script: textStream() }, async ({ client }) => {
  const [left, right] = (await client.messages.create(STREAM)).tee();
  return [await seen(left), await seen(right)];
});

example('two halves read in turns', { script: textStream() }, async ({ client }) => {
  const halves = (await client.messages.create(STREAM)).tee();
  const [left, right] = halves.map((half) => half[Symbol.asyncIterator]());
  const told = [];
  for (let i = 0; i < 4; i += 1) told.push((await left.next()).value.type);
  for (let i = 0; i < 2; i += 1) told.push((await right.next()).value.type);
  told.push((await left.next()).value.type, (await right.next()).value.type);
  return told;
});

example('one half is left early', { script: textStream() }, async ({ client }) => {
  const [left, right] = (await client.messages.create(STREAM)).tee();
  for await (const event of left) if (event.type === 'content_block_start') break;
  return (await read(right)).found;
});

example('halves of halves', { script: textStream() }, async ({ client }) => {
  const [left, right] = (await client.messages.create(STREAM)).tee();
  const [one, two] = left.tee();
  const all = await Promise.all([one, two, right].map((stream) => read(stream)));
  return all.map(({ found }) => found.length);
});

example('the halves share a controller', { script: textStream() }, async ({ client }) => {
  const stream = await client.messages.create(STREAM);
  const [left, right] = stream.tee();
  await Promise.all([read(left), read(right)]);
  return [left.controller === stream.controller, right.controller === stream.controller];
});

example('the lines of a readable stream', { script: textStream() }, async ({ client }) => {
  const readable = (await client.messages.create(STREAM)).toReadableStream();
  const text = await new Response(readable).text();
  return [readable instanceof ReadableStream, text];
});

example('a readable stream and back', { script: toolStream() }, async ({ client, load }) => {
  const { Stream } = await load('/streaming');
  const readable = (await client.messages.create(STREAM)).toReadableStream();
  return seen(Stream.fromReadableStream(readable, new AbortController()));
});

example('a readable stream that is cancelled', { script: { ...textStream(), delivery: { pause_ms: 5 } } }, async ({ client }) => {
  const stream = await client.messages.create(STREAM);
  const reader = stream.toReadableStream().getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return [JSON.parse(new TextDecoder().decode(value)).type, stream.controller.signal.aborted];
});

example('a readable stream of single bytes', async ({ load }) => {
  const { Stream } = await load('/streaming');
  const bytes = new TextEncoder().encode(`${SOME.map((event) => JSON.stringify(event)).join('\n')}\n`);
  const readable = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  return seen(Stream.fromReadableStream(readable, new AbortController()));
});

example('a readable stream whose last line has no end', async ({ load }) => {
  const { Stream } = await load('/streaming');
  const readable = new Response('{"type":"a"}\r\n\n{"type":"b"}').body;
  return seen(Stream.fromReadableStream(readable, new AbortController()));
});

example('a readable stream of something else', async ({ load }) => {
  const { Stream } = await load('/streaming');
  const { found, ended } = await read(Stream.fromReadableStream(new Response('{"type":"a"}\nnonsense\n').body, new AbortController()));
  return [found, ended instanceof SyntaxError];
});

example('leaving a readable stream early', async ({ load }) => {
  const { Stream } = await load('/streaming');
  const controller = new AbortController();
  for await (const event of Stream.fromReadableStream(new Response('{"type":"a"}\n{"type":"b"}\n').body, controller)) {
    return [event, controller.signal.aborted];
  }
});

example('an answer of fetch', async ({ load }) => {
  const { Stream } = await load('/streaming');
  const stream = Stream.fromSSEResponse(answerOf(textOf(SOME)), new AbortController());
  return [stream instanceof Stream, await seen(stream)];
});

example('an answer of fetch with pings and unknown names', async ({ load }) => {
  const { Stream } = await load('/streaming');
  const body = `event: ping\ndata: {}\n\n: comment\n\nevent: moon\ndata: {"type":\ndata: "moon"}\n\n${textOf(SOME)}`;
  return seen(Stream.fromSSEResponse(answerOf(body), new AbortController()));
});

example('an answer of fetch that holds an error', async ({ load }) => {
  const { Stream } = await load('/streaming');
  const fault = { type: 'error', error: { type: 'overloaded_error', message: 'Later' } };
  return read(Stream.fromSSEResponse(answerOf(textOf([SOME[0], fault])), new AbortController()));
});

example('the events of an answer of fetch as they are', async ({ load }) => {
  const { Stream } = await load('/streaming');
  const body = 'event: a\ndata: 1\ndata: 2\n\nid: 7\ndata: alone\n\nevent: ping\ndata: {}\n\n';
  return seen(Stream.rawEvents(answerOf(body)));
});

example('line ends of every kind', async ({ load }) => {
  const { Stream } = await load('/streaming');
  return seen(Stream.rawEvents(answerOf('\ufeffevent: a\r\ndata: 1\r\n\r\nevent: b\rdata: 2\r\revent: c\ndata: 3\n\n')));
});

example('an answer of fetch without a body', async ({ load }) => {
  const { Stream } = await load('/streaming');
  return caught(() => seen(Stream.rawEvents(new Response(null, { status: 204 }))));
});

example('a stream of ones own', async ({ load }) => {
  const { Stream } = await load('/streaming');
  async function* numbers() {
    yield 1;
    yield 2;
  }
  const controller = new AbortController();
  const stream = new Stream(numbers, controller);
  return [await seen(stream), stream.controller === controller];
});

example('the bytes of an answer made a stream', { script: textStream() }, async ({ client, load }) => {
  const { Stream } = await load('/streaming');
  const response = await client.messages.create(STREAM).asResponse();
  return seen(Stream.fromSSEResponse(response, new AbortController()));
});

example('the bytes of an answer as events', { script: events(SOME) }, async ({ client, load }) => {
  const { Stream } = await load('/streaming');
  return seen(Stream.rawEvents(await client.messages.create(STREAM).asResponse()));
});
