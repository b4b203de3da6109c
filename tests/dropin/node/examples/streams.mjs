// Section 1.2: `messages.create({ stream: true })`, the events as they are on the wire.
import {
  block, CALL, end, error, events, jsonDeltas, message, start, textBlock, textDeltas, textStream, toolStream, toolUse,
} from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, read, seen } from '../plain.mjs';

const example = examples('streams');
const STREAM = { ...CALL, stream: true };

example('every event of a text', { script: textStream() }, async ({ client }) => seen(await client.messages.create(STREAM)));

example('the text is printed as it comes', { script: textStream() }, async ({ client }) => {
  const pieces = [];
  for await (const event of await client.messages.create(STREAM)) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') pieces.push(event.delta.text);
  }
  return pieces;
});

example('the input of a tool comes in pieces', { script: toolStream() }, async ({ client }) => seen(await client.messages.create(STREAM)));

export const THINKING = [
  block(0, { type: 'thinking', thinking: '', signature: '' }, [
    { type: 'thinking_delta', thinking: 'Let me ' },
    { type: 'thinking_delta', thinking: 'see.' },
    { type: 'signature_delta', signature: 'c2ln' },
  ]),
  block(1, textBlock(''), textDeltas('4', '2')),
];

example('thinking and its signature', { script: events([start(), THINKING, end()]) }, async ({ client }) =>
  seen(await client.messages.create({ ...STREAM, thinking: { type: 'adaptive' } })));

export const CITED = {
  type: 'citations_delta',
  citation: {
    type: 'page_location', cited_text: 'Green', document_index: 0, document_title: 'Grass',
    start_page_number: 1, end_page_number: 2, file_id: null,
  },
};

example('a citation', {
  script: events([start(), block(0, textBlock('', { citations: [] }), textDeltas('Green'), CITED), end()]),
}, async ({ client }) => seen(await client.messages.create(STREAM)));

example('pings are not seen', {
  script: events([start(), { type: 'ping' }, block(0, textBlock('')), { type: 'ping' }, end()]),
}, async ({ client }) => (await read(await client.messages.create(STREAM))).found);

example('what the future brings passes', {
  script: events([
    start(), { type: 'moon_phase', phase: 'full' },
    block(0, textBlock(''), { type: 'smell_delta', smell: 'roses' }), block(1, { type: 'hologram', beams: 3 }), end(),
  ]),
}, async ({ client }) => seen(await client.messages.create(STREAM)));

example('escapes, emoji and line ends in deltas', {
  script: textStream(['\n\t"quoted"\\', '🐜', '\u2028\u0000', '</script>', '']),
}, async ({ client }) => seen(await client.messages.create(STREAM)));

example('a stream in single bytes', { script: { ...textStream(['Grüße ', '🐜']), delivery: { one_byte: true } } }, async ({ client }) =>
  seen(await client.messages.create(STREAM)));

example('usage at the end of a stream', {
  script: events([start(), block(0, textBlock('')), end('max_tokens', { input_tokens: 15, cache_read_input_tokens: 3 })]),
}, async ({ client }) => {
  for await (const event of await client.messages.create(STREAM)) if (event.type === 'message_delta') return event;
});

example('a search inside a stream', {
  script: events([
    start(),
    block(0, { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} }, jsonDeltas('{"query":', ' "ants"}')),
    block(1, {
      type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1',
      content: [{ type: 'web_search_result', title: 'Ants', url: 'https://ants.invalid', encrypted_content: 'x', page_age: '1 day' }],
    }),
    end(),
  ]),
}, async ({ client }) => seen(await client.messages.create(STREAM)));

example('the input of a tool may be broken', {
  script: events([start(), block(0, toolUse('f', {}), jsonDeltas('{broken')), end('tool_use')]),
}, async ({ client }) => seen(await client.messages.create(STREAM)));

example('leaving early', { script: textStream() }, async ({ client }) => {
  const stream = await client.messages.create(STREAM);
  for await (const event of stream) {
    if (event.type === 'content_block_delta') break;
  }
  return stream.controller.signal.aborted;
});

example('read to the end', { script: textStream() }, async ({ client }) => {
  const stream = await client.messages.create(STREAM);
  const { found } = await read(stream);
  return [found.length, stream.controller.signal.aborted];
});

example('the controller ends a stream', { script: { ...textStream(), delivery: { pause_ms: 20 } } }, async ({ client }) => {
  const stream = await client.messages.create(STREAM);
  return read(stream, (event) => {
    if (event.type === 'content_block_start') stream.controller.abort();
    return event.type;
  });
});

example('a signal ends a stream', { script: { ...textStream(), delivery: { pause_ms: 20 } } }, async ({ client }) => {
  const controller = new AbortController();
  const stream = await client.messages.create(STREAM, { signal: controller.signal });
  return read(stream, (event) => {
    if (event.type === 'content_block_start') controller.abort();
    return event.type;
  });
});

example('a signal ends a stream before it begins', { script: { no_answer: 'hang' } }, async ({ client }) =>
  caught(client.messages.create(STREAM, { signal: AbortSignal.timeout(50) })));

example('a second loop over a stream', { script: textStream() }, async ({ client }) => {
  const stream = await client.messages.create(STREAM);
  const first = await read(stream);
  const { ended } = await read(stream);
  return [first.found.length, ended];
});

example('next by hand', { script: textStream() }, async ({ client }) => {
  const iterator = (await client.messages.create(STREAM))[Symbol.asyncIterator]();
  const first = await iterator.next();
  const second = await iterator.next();
  await iterator.return();
  return [first, second.value.type, await iterator.next()];
});

example('next without waiting', { script: textStream() }, async ({ client }) => {
  const iterator = (await client.messages.create(STREAM))[Symbol.asyncIterator]();
  const results = await Promise.all(Array.from({ length: 12 }, () => iterator.next()));
  return results.map(({ value, done }) => [value?.type ?? null, done]);
});

example('the class of a stream', { script: textStream() }, async ({ client, load }) => {
  const { Stream } = await load('/streaming');
  const stream = await client.messages.create(STREAM);
  await read(stream);
  return [stream instanceof Stream, stream.controller instanceof AbortController];
});

example('a stream with its answer', { script: textStream() }, async ({ client }) => {
  const { data, response, request_id, workspace_id } = await client.messages.create(STREAM).withResponse();
  const { found } = await read(data);
  return [found, response.status, response.ok, response.headers.get('content-type'), request_id, workspace_id];
});

example('the bytes of a stream', { script: textStream(['Hi']) }, async ({ client }) => {
  const response = await client.messages.create(STREAM).asResponse();
  return [response.status, await response.text()];
});

example('a stream is tried again before it begins', { script: [error(529, 'overloaded_error'), textStream()] }, async ({ client }) =>
  (await read(await client.messages.create(STREAM))).found);

example('a stream that is refused', { script: error(400, 'invalid_request_error') }, async ({ client }) =>
  caught(client.messages.create(STREAM)));

example('many streams together', { script: textStream() }, async ({ client }) => {
  const one = async () => (await read(await client.messages.create(STREAM), (event) => event.delta?.text ?? '')).found.join('');
  return Promise.all(Array.from({ length: 10 }, one));
});

example('a stream of beta', { script: textStream() }, async ({ client }) =>
  seen(await client.beta.messages.create({ ...STREAM, betas: ['one-2025-01-01'] })));

example('stream: false', async ({ client }) => client.messages.create({ ...CALL, stream: false }));

example('a whole message where a stream was asked for', { script: message() }, async ({ client }) => read(client.messages.create(STREAM)));
