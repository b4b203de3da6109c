// Section 1.2: `messages.create`, whole: what is asked, and what comes back.
import { CALL, error, message, messageBody, ok, text, textBlock, toolUse } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught } from '../plain.mjs';

const example = examples('create');

example('a message is created', async ({ client }) => {
  const message = await client.messages.create(CALL);
  return { message, text: message.content[0].text, reason: message.stop_reason, output: message.usage.output_tokens };
});

example('its text is read block by block', { script: message([textBlock('One, '), textBlock('two.')]) }, async ({ client }) => {
  const { content } = await client.messages.create(CALL);
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
});

example('the ids of its request', async ({ client }) => {
  const message = await client.messages.create(CALL);
  return [message._request_id, message._workspace_id, Object.keys(message), JSON.stringify(message).includes('_request_id')];
});

example('the ids of its request are not copied', async ({ client }) => {
  const message = await client.messages.create(CALL);
  return [{ ...message }, structuredClone(message)._request_id, JSON.parse(JSON.stringify(message))];
});

example('an answer without ids', { script: { json: messageBody([textBlock('Hi')]) } }, async ({ client }) => {
  const message = await client.messages.create(CALL);
  return [message, message._request_id, message._workspace_id];
});

example('the fields keep their order', {
  script: message([textBlock('Hi', { citations: null })], { zebra: 1, ant: 2 }),
}, async ({ client }) =>
  JSON.stringify(await client.messages.create(CALL)));

example('a message may be changed', async ({ client }) => {
  const message = await client.messages.create(CALL);
  message.content.push({ type: 'text', text: 'More' });
  message.mine = true;
  return [message, Object.isFrozen(message)];
});

example('it is a plain object', async ({ client }) => {
  const message = await client.messages.create(CALL);
  return [Object.getPrototypeOf(message) === Object.prototype, Array.isArray(message.content), String(message)];
});

example('thinking is answered and put back', {
  script: message([{ type: 'thinking', thinking: 'Hm.', signature: 'c2ln' }, textBlock('42')]),
}, async ({ client }) => {
  const thinking = { type: 'enabled', budget_tokens: 2000 };
  const first = await client.messages.create({ ...CALL, max_tokens: 4000, thinking });
  const turns = [...CALL.messages, { role: 'assistant', content: first.content }, { role: 'user', content: 'Why?' }];
  await client.messages.create({ ...CALL, max_tokens: 4000, thinking, messages: turns });
  return first;
});

example('redacted thinking is answered', {
  script: message([{ type: 'redacted_thinking', data: 'abc' }, textBlock('42')]),
}, async ({ client }) =>
  client.messages.create(CALL));

const WEATHER = {
  name: 'get_weather',
  description: 'The weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

example('a tool is called and its result put back', {
  script: [message([toolUse('get_weather', { city: 'Paris' })], { stop_reason: 'tool_use' }), message([textBlock('Sunny')])],
}, async ({ client }) => {
  const first = await client.messages.create({ ...CALL, tools: [WEATHER] });
  const call = first.content.find((block) => block.type === 'tool_use');
  const result = { type: 'tool_result', tool_use_id: call.id, content: [{ type: 'text', text: '18 degrees' }] };
  const turns = [...CALL.messages, { role: first.role, content: first.content }, { role: 'user', content: [result] }];
  const last = await client.messages.create({ ...CALL, messages: turns, tools: [WEATHER], tool_choice: { type: 'any' } });
  return { first, name: call.name, city: call.input.city, last };
});

example('a tool that failed', { script: message([textBlock('Sorry')]) }, async ({ client }) => {
  const result = { type: 'tool_result', tool_use_id: 'toolu_1', is_error: true, content: 'no such city' };
  const turns = [
    ...CALL.messages,
    { role: 'assistant', content: [toolUse('get_weather', { city: 'Atlantis' })] },
    { role: 'user', content: [result] },
  ];
  return client.messages.create({ ...CALL, messages: turns, tools: [WEATHER] });
});

example('a whole message is a turn', { script: message([textBlock('Grass', { citations: [] })]) }, async ({ client }) => {
  const first = await client.messages.create(CALL);
  await client.messages.create({ ...CALL, messages: [...CALL.messages, first] });
});

const CITATION = {
  type: 'char_location', cited_text: 'Grass is green.', document_index: 0, document_title: null,
  start_char_index: 0, end_char_index: 15, file_id: null,
};

example('citations are answered and put back', {
  script: message([textBlock('Grass is green', { citations: [CITATION] })]),
}, async ({ client }) => {
  const first = await client.messages.create(CALL);
  await client.messages.create({ ...CALL, messages: [...CALL.messages, { role: 'assistant', content: first.content }] });
  return [first, first.content[0].citations[0].cited_text];
});

const SEARCH = [
  { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'ants' } },
  {
    type: 'web_search_tool_result',
    tool_use_id: 'srvtoolu_1',
    content: [{ type: 'web_search_result', title: 'Ants', url: 'https://ants.invalid', encrypted_content: 'abc', page_age: null }],
  },
];

example('a search of the web is answered and put back', {
  script: message([...SEARCH, textBlock('Ants.')], { usage: { input_tokens: 3, output_tokens: 4,
    server_tool_use: { web_search_requests: 1 } } }),
}, async ({ client }) => {
  const tools = [{ type: 'web_search_20250305', name: 'web_search', max_uses: 3, allowed_domains: ['ants.invalid'] }];
  const first = await client.messages.create({ ...CALL, tools });
  await client.messages.create({ ...CALL, tools, messages: [...CALL.messages, { role: 'assistant', content: first.content }] });
  return [first, first.content[1].content[0].url, first.usage.server_tool_use.web_search_requests];
});

example('a search of the web that failed', {
  script: message([{
    type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1',
    content: { type: 'web_search_tool_result_error', error_code: 'max_uses_exceeded' },
  }]),
}, async ({ client }) => (await client.messages.create(CALL)).content[0].content.error_code);

example('text comes back as it is', { script: message([textBlock('Grüße 世界 🐜 "\\ \u2028 \u0007')]) }, async ({ client }) =>
  (await client.messages.create(CALL)).content[0].text);

example('half a surrogate pair comes back', {
  script: text('{"id": "msg_1", "type": "message", "content": [{"type": "text", "text": "a\\ud800b"}]}', 'application/json'),
}, async ({ client }) => {
  const [block] = (await client.messages.create(CALL)).content;
  return [...block.text].map((sign) => sign.codePointAt(0));
});

example('numbers come back as they are', {
  script: text('{"id": "msg_1", "type": "message", "content": [], "big": 12345678901234567890, "e": 1e22, "f": 0.1, "z": -0.0}', 'application/json'),
}, async ({ client }) => client.messages.create(CALL));

example('fields of the future are kept', {
  script: message([textBlock('A', { future: { x: [1] } })],
    { future_field: [{ y: 2 }], usage: { input_tokens: 1, output_tokens: 2, mana: 3 } }),
}, async ({ client }) => {
  const message = await client.messages.create(CALL);
  return [message, message.future_field[0].y, message.content[0].future.x, message.usage.mana];
});

example('blocks and words of the future are kept', {
  script: message([{ type: 'hologram', beams: 3 }, textBlock('A')], { stop_reason: 'moon_phase' }),
}, async ({ client }) => client.messages.create(CALL));

example('a key named like a part of every object', {
  script: text('{"id": "msg_1", "type": "message", "content": [], "__proto__": {"x": 1}, "constructor": 2}', 'application/json'),
}, async ({ client }) => {
  const message = await client.messages.create(CALL);
  return [Object.keys(message), message.x];
});

example('a refusal', {
  script: message([], { stop_reason: 'refusal', stop_details: { type: 'refusal', category: 'cyber', explanation: 'No.' } }),
}, async ({ client }) => {
  const message = await client.messages.create(CALL);
  return [message, message.stop_details.category];
});

example('a stop sequence ended it', {
  script: message([textBlock('A')], { stop_reason: 'stop_sequence', stop_sequence: 'END' }),
}, async ({ client }) => {
  const message = await client.messages.create({ ...CALL, stop_sequences: ['END'] });
  return [message.stop_reason, message.stop_sequence];
});

example('an answer that lacks fields', {
  script: ok({ id: 'msg_1', type: 'message', role: 'assistant', content: [] }),
}, async ({ client }) =>
  client.messages.create(CALL));

example('fields of a wrong type pass', {
  script: message([textBlock('A')], { id: 7, usage: { input_tokens: 'many', output_tokens: null } }),
}, async ({ client }) => client.messages.create(CALL));

example('an answer that is a web page', { script: text('<html>hello</html>', 'text/html') }, async ({ client }) =>
  caught(client.messages.create(CALL)));

example('an answer that is broken JSON', { script: text('{not json', 'application/json') }, async ({ client }) =>
  caught(client.messages.create(CALL)));

example('an answer that is a list', { script: ok([1, 2]) }, async ({ client }) => caught(client.messages.create(CALL)));

example('an answer of nothing', { script: text('', 'application/json') }, async ({ client }) => caught(client.messages.create(CALL)));

example('calls one after another share a client', { script: [message(), message([textBlock('Two')])] }, async ({ client }) => {
  const texts = [];
  for (let i = 0; i < 2; i += 1) texts.push((await client.messages.create(CALL)).content[0].text);
  return texts;
});

example('many calls are awaited together', async ({ client }) => {
  const messages = await Promise.all(Array.from({ length: 5 }, () => client.messages.create(CALL)));
  return messages.map((message) => message.content[0].text);
});

example('a call that failed once succeeds', { script: [error(500, 'api_error'), message()] }, async ({ client }) =>
  client.messages.create(CALL));

example('a call without await fails by itself', { script: error(400, 'invalid_request_error') }, async ({ client }) => {
  client.messages.create(CALL).catch(() => undefined);
  return caught(client.messages.create(CALL));
});

example('a call that nobody awaits', { script: error(400, 'invalid_request_error') }, async ({ client }) => {
  client.messages.create(CALL);
  await new Promise((resolve) => setTimeout(resolve, 100));
});

example('then, catch and finally', { script: error(400, 'invalid_request_error') }, async ({ client }) => {
  const told = [];
  const promise = client.messages.create(CALL);
  await promise.catch(() => told.push('catch'));
  await promise.finally(() => told.push('finally')).catch(() => told.push('again'));
  await promise.then(undefined, (error) => told.push(error.status));
  return told;
});

example('a promise is a promise', async ({ client, sdk }) => {
  const promise = client.messages.create(CALL);
  return [promise instanceof Promise, promise instanceof sdk.APIPromise, await promise.then((message) => message.id), (await promise).id];
});
