// Sections 1.9 and 3.7: connections that fail, streams that break, and calls that are ended.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { block, CALL, end, events, HEADERS, jsonDeltas, start, STREAM_HEADERS, textBlock, textDeltas, textStream,
  toolUse } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, read } from '../plain.mjs';

const example = examples('failures');
const STREAM = { ...CALL, stream: true };
const failing = ({ Anthropic }, options) => new Anthropic({ maxRetries: 0, ...options });
const failed = (given) => caught(failing(given).messages.create(CALL));

/** The URL of a port on which nobody listens. */
async function closedPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

example('nobody listens', async (given) => caught(failing(given, { baseURL: await closedPort() }).messages.create(CALL)));
example('a host that does not exist', async (given) => caught(failing(given, { baseURL: 'http://nowhere.invalid' }).messages.create(CALL)));
example('the connection ends before an answer', { script: { no_answer: 'cut' } }, failed);
example('the connection is reset before an answer', { script: { no_answer: 'reset' } }, failed);
example('the connection ends in an answer', { script: { json: { id: 'msg_1' }, headers: HEADERS, delivery: { cut_at: 5 } } }, failed);
example('no answer in time', { script: { no_answer: 'hang' } }, async (given) =>
  caught(failing(given, { timeout: 200 }).messages.create(CALL)));
example('no answer in the time of the call', { script: { no_answer: 'hang' } }, async (given) =>
  caught(failing(given).messages.create(CALL, { timeout: 200 })));

// Calls that the caller ends.

example('a call is aborted', { script: { no_answer: 'hang' } }, async ({ client }) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  return caught(client.messages.create(CALL, { signal: controller.signal }));
});

example('a call is aborted with a reason', { script: { no_answer: 'hang' } }, async ({ client }) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('enough')), 30);
  return caught(client.messages.create(CALL, { signal: controller.signal }));
});

example('a call that was aborted before', async ({ client }) => caught(client.messages.create(CALL, { signal: AbortSignal.abort() })));

example('a signal that is null', async ({ client }) => (await client.messages.create(CALL, { signal: null })).id);

example('abort between two attempts', { script: { status: 503, headers: { 'retry-after': '20' } } }, async ({ client }) =>
  caught(client.messages.create(CALL, { signal: AbortSignal.timeout(100) })));

example('abort after the answer', async ({ client }) => {
  const controller = new AbortController();
  const { id } = await client.messages.create(CALL, { signal: controller.signal });
  controller.abort();
  return id;
});

// Inside streams.

const BROKEN = [start(), block(0, textBlock(''), textDeltas('Hel', 'lo'))];
const failingStream = (type, details) => {
  const fault = { type: 'error', error: { type, message: 'It broke.', ...(details && { details }) }, request_id: 'req_1' };
  return events([start(), block(0, textBlock(''), textDeltas('Hel')).slice(0, 2), fault]);
};
/** The same failure through a raw stream and through the helper: what came, and how it ended. */
function inStreams(name, script, options) {
  example(`${name}, raw`, { script }, async (given) => read(failing(given, options).messages.create(STREAM)));
  example(`${name}, helper`, { script }, async (given) => {
    const stream = failing(given, options).messages.stream(CALL);
    const { found, ended } = await read(stream);
    return { found, ended, final: await caught(stream.finalMessage()) };
  });
}

for (const type of ['overloaded_error', 'rate_limit_error', 'api_error', 'invalid_request_error', 'future_error']) {
  inStreams(`an ${type} inside`, failingStream(type));
}
inStreams('an error with a code inside', failingStream('not_found_error', { error_code: 'thread_not_found' }));
inStreams('an error as the first event', events([{ type: 'error', error: { type: 'overloaded_error', message: 'Later' } }]));
inStreams('an error that is no JSON', { sse: [{ event: 'message_start', data: start() }, { event: 'error', data: 'nonsense' }],
  headers: STREAM_HEADERS });
inStreams('an early end', events(BROKEN));
inStreams('an end without its last event', events([...BROKEN, end()[0]]));
inStreams('nothing at all', { status: 200, body: '', headers: STREAM_HEADERS });
inStreams('a connection that is cut', { ...textStream(), delivery: { cut_at: 700 } });
inStreams('a connection that is reset', { ...textStream(), delivery: { reset_at: 700 } });
inStreams('an event that is not JSON', events([start(), '{broken']));
inStreams('an event without a start', events([block(0, textBlock('A')), end()]));
inStreams('two starts', events([start(), start(), block(0, textBlock('A')), end()]));
inStreams('a whole message in place of a stream', { json: { id: 'msg_1', type: 'message' }, headers: HEADERS });
inStreams('a web page in place of a stream', { body: '<html></html>', headers: { ...HEADERS, 'content-type': 'text/html' } });
inStreams('an input that is not JSON', events([start(), block(0, toolUse('f', {}), jsonDeltas('{"a": nonsense}')), end('tool_use')]));

example('a stream that falls silent', { script: { ...textStream(), delivery: { hang_at: 700 } } }, async (given) => {
  const stream = await failing(given, { timeout: 300 }).messages.create(STREAM);
  const told = await Promise.race([read(stream), new Promise((resolve) => setTimeout(resolve, 2000, 'still waiting'))]);
  stream.controller.abort();
  return told;
});

// Who hears of an error.

example('a helper that nobody listens to', { script: failingStream('overloaded_error') }, async (given) => {
  failing(given).messages.stream(CALL);
  await new Promise((resolve) => setTimeout(resolve, 100));
});

example('a helper whose error is listened to', { script: failingStream('overloaded_error') }, async (given) => {
  const told = [];
  failing(given).messages.stream(CALL).on('error', (error) => told.push(error.type));
  await new Promise((resolve) => setTimeout(resolve, 100));
  return told;
});

example('a helper that is only looped over', { script: failingStream('overloaded_error') }, async (given) => {
  const { ended } = await read(failing(given).messages.stream(CALL));
  return ended.type;
});

example('a reader that is slow', { script: failingStream('overloaded_error') }, async (given) => {
  const stream = failing(given).messages.stream(CALL);
  const found = [];
  const ended = await caught(async () => {
    for await (const event of stream) {
      found.push(event.type);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return 'ended';
  });
  return { found, ended };
});

example('several who wait for one end', { script: failingStream('overloaded_error') }, async (given) => {
  const stream = failing(given).messages.stream(CALL);
  const all = await Promise.all([stream.finalMessage(), stream.done(), stream.finalText()].map(caught));
  return all.map((error) => error.type);
});

example('a listener that throws', { script: textStream() }, async (given) => {
  const stream = failing(given).messages.stream(CALL).on('text', () => {
    throw new TypeError('mine');
  });
  const error = await caught(stream.done());
  return [error instanceof Error, `${error.message} ${error.cause?.message}`.includes('mine')];
});
