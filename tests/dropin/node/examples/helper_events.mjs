// Section 1.3: the events of `messages.stream`, in their order and with their arguments.
import { block, CALL, end, error, events, jsonDeltas, start, textBlock, textDeltas, textStream, toolStream, toolUse } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, plain, seen } from '../plain.mjs';
import { CITED, THINKING } from './streams.mjs';

const example = examples('helper_events');
const NAMES = [
  'connect', 'streamEvent', 'text', 'citation', 'inputJson', 'thinking', 'signature', 'contentBlock', 'message', 'finalMessage',
  'error', 'abort', 'end',
];

/** Everything that a stream tells, each with its arguments as they are in that moment. */
async function everything(stream, names = NAMES) {
  const told = [];
  for (const name of names) stream.on(name, (...args) => told.push([name, ...args.map(plain)]));
  await caught(stream.done());
  return told;
}

/** An example of all that a stream tells of these events. */
const tells = (name, script, names) => example(name, { script }, async ({ client }) => everything(client.messages.stream(CALL), names));

tells('of a text', textStream());
tells('of a tool', toolStream());
tells('of a tool with an input of every kind', toolStream(['', '{"a": [1, 2.5, {"b": "x\\u00', 'e9y"', '}], ', '"c": tr',
  'ue, "d": nu', 'll, "e": -1', '2}']));
tells('of thinking', events([start(), THINKING, end()]));
tells('of citations', events([
  start(), block(0, textBlock('', { citations: [] }), textDeltas('Gr'), CITED, textDeltas('een'), CITED), end(),
]));
tells('of a citation of a text that had none', events([start(), block(0, textBlock('', { citations: null }), textDeltas('A'), CITED),
  end()]));
tells('of unknown events', events([start(), { type: 'ping' }, { type: 'moon_phase', phase: 'full' }, block(0, textBlock('A')), end()]));
tells('of unknown deltas and blocks', events([
  start(), block(0, textBlock(''), { type: 'smell_delta', smell: 'roses' }), block(1, { type: 'hologram', beams: 3 }), end(),
]));
tells('of deltas that do not fit their block', events([
  start(), block(0, textBlock('A'), jsonDeltas('{}')), block(1, toolUse('f', {}), textDeltas('x')), end(),
]));
tells('of a tool without input', events([start(), block(0, toolUse('f', {})), end('tool_use')]));
tells('of an input that was cut off', events([start(), block(0, toolUse('f', {}), jsonDeltas('{"a": "un', 'finished')),
  end('max_tokens')]));
tells('of a tool of the server', events([
  start(), block(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }, jsonDeltas('{"query":', ' "ants"}')), end(),
]));
tells('of redacted thinking', events([start(), block(0, { type: 'redacted_thinking', data: 'abc' }), block(1, textBlock('A')), end()]));
tells('of blocks that come interleaved', events([
  start(),
  { type: 'content_block_start', index: 0, content_block: textBlock('') },
  { type: 'content_block_start', index: 1, content_block: toolUse('f', {}) },
  { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"a"' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: ': 1}' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'content_block_stop', index: 1 },
  end('tool_use'),
]));
tells('of two blocks of text', events([
  start(), block(0, textBlock(''), textDeltas('One')), block(1, textBlock(''), textDeltas('Two')), end(),
]));
tells('of a message of nothing', events([start(), end()]));
tells('of a refusal', events([
  start({ stop_details: null }),
  block(0, textBlock('No')),
  {
    type: 'message_delta',
    delta: { stop_reason: 'refusal', stop_sequence: null, stop_details: { type: 'refusal', category: 'bio', explanation: null } },
    usage: { output_tokens: 3 },
  },
  { type: 'message_stop' },
]));
tells('of usage and a container at the end', events([
  start({ container: null }),
  block(0, textBlock('A')),
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null, container: { id: 'c_1', expires_at: '2026-11-26T10:00:00Z', skills: null } },
    usage: { input_tokens: 20, output_tokens: 9, cache_creation_input_tokens: 4, server_tool_use: { web_search_requests: 2 } },
  },
  { type: 'message_stop' },
]));
tells('of two ends', events([
  start(), block(0, textBlock('A')), end('end_turn', { output_tokens: 1 })[0], end('stop_sequence', { output_tokens: 2, input_tokens: 3 }),
]));
tells('of a long text in single bytes', { ...textStream(['Grüße ', '🐜', ' an alle']), delivery: { one_byte: true } },
  ['text', 'finalMessage', 'end']);
tells('of a refusal of the server', error(400, 'invalid_request_error'));
tells('of an overload inside', events([
  start(), block(0, textBlock(''), textDeltas('Hel')).slice(0, 2), { type: 'error', error: { type: 'overloaded_error', message: 'Later' } },
]));
tells('only of inputs', toolStream(), ['inputJson']);
tells('only of blocks and messages', toolStream(), ['contentBlock', 'message', 'finalMessage']);

example('every recorded kind by a loop', { script: toolStream() }, async ({ client }) => seen(client.messages.stream(CALL)));

example('once is told once', { script: textStream() }, async ({ client }) => {
  const told = [];
  const stream = client.messages.stream(CALL).once('text', (text) => told.push(text));
  await stream.done();
  return told;
});

example('off is told no more', { script: textStream() }, async ({ client }) => {
  const told = [];
  const listener = (text) => {
    told.push(text);
    stream.off('text', listener);
  };
  const stream = client.messages.stream(CALL).on('text', listener);
  await stream.done();
  return told;
});

example('one listener twice', { script: textStream(['A']) }, async ({ client }) => {
  const told = [];
  const listener = (text) => told.push(text);
  await client.messages.stream(CALL).on('text', listener).on('text', listener).off('text', listener).done();
  return told;
});

example('calls are chained', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const listener = () => undefined;
  const same = [stream.on('text', listener), stream.once('end', listener), stream.off('text', listener)].map((other) => other === stream);
  await stream.done();
  return same;
});

example('what is emitted is awaited', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const awaited = await Promise.all(['connect', 'text', 'contentBlock', 'message', 'finalMessage',
    'end'].map((name) => stream.emitted(name)));
  return awaited;
});

example('what is emitted after an error', { script: error(400, 'invalid_request_error') }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  return Promise.all([caught(stream.emitted('text')), caught(stream.emitted('error'))]);
});

/** What a promise comes to, or that it has not after a while. */
const soon = (promise) => Promise.race([caught(promise), new Promise((resolve) => setTimeout(resolve, 500, 'still waiting'))]);

example('what is awaited and never comes', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const [thinking, error] = [soon(stream.emitted('thinking')), soon(stream.emitted('error'))];
  await stream.done();
  return [await thinking, await error];
});

example('a loop that begins after the end', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  await stream.done();
  return soon(seen(stream));
});

example('an iterator that is left while it waits', { script: { ...textStream(), delivery: { hang_at: 700 } } }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  const iterator = stream[Symbol.asyncIterator]();
  const told = [];
  for (let i = 0; i < 4; i += 1) told.push((await iterator.next()).value.type);
  const next = soon(iterator.next());
  await iterator.return();
  return [told, await next, await caught(stream.done())];
});

example('listeners that come late', { script: textStream() }, async ({ client }) => {
  const told = [];
  const stream = client.messages.stream(CALL);
  await stream.done();
  stream.on('text', (text) => told.push(text)).on('end', () => told.push('end'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  return told;
});

example('listeners beside a loop', { script: textStream() }, async ({ client }) => {
  const told = [];
  const stream = client.messages.stream(CALL).on('text', (text, soFar) => told.push([text, soFar]));
  for await (const event of stream) told.push(event.type);
  return told.filter((item) => Array.isArray(item)).concat([told.length]);
});

example('a refusal by a listener', { script: error(529, 'overloaded_error') }, async ({ Anthropic }) => {
  const client = new Anthropic({ maxRetries: 0 });
  const told = new Promise((resolve) => {
    client.messages.stream(CALL).on('error', resolve);
  });
  return Promise.race([told, new Promise((resolve) => setTimeout(resolve, 2000, 'nothing'))]);
});

example('events of beta', { script: toolStream() }, async ({ client }) =>
  everything(client.beta.messages.stream({ ...CALL, betas: ['one'] })));

example('a compaction of beta', {
  script: events([
    start(), block(0, { type: 'compaction', content: null, encrypted_content: null },
      { type: 'compaction_delta', content: 'Short.', encrypted_content: null }),
    block(1, textBlock('A')), end(),
  ]),
}, async ({ client }) => everything(client.beta.messages.stream(CALL), ['compaction', 'contentBlock', 'finalMessage']));
