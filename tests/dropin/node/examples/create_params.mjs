// Section 1.2: what `messages.create` is given, and what it sends.
import { CALL, message } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught } from '../plain.mjs';

const example = examples('create_params');
const PIXEL = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').toString('base64');
const asking = (...content) => ({ ...CALL, messages: [{ role: 'user', content }] });
/** Sends it and is done: what is compared is the request. */
const sends = (name, params, options) => example(name, async ({ client }) => {
  await client.messages.create(params, options);
});

sends('a system prompt is text', { ...CALL, system: 'Answer in French.' });
sends('a system prompt is blocks that are cached', {
  ...CALL,
  system: [
    { type: 'text', text: 'You read law.' },
    { type: 'text', text: 'The whole book', cache_control: { type: 'ephemeral', ttl: '1h' } },
  ],
});
sends('a whole request is cached', { ...CALL, cache_control: { type: 'ephemeral' } });
sends('a conversation of several turns', {
  ...CALL,
  messages: [
    { role: 'user', content: 'Hello there.' },
    { role: 'assistant', content: "Hi, I'm Claude. How can I help?" },
    { role: 'user', content: 'Can you explain glycolysis to me?' },
  ],
});
sends('every parameter of the wire', {
  ...CALL,
  metadata: { user_id: 'user-17' },
  stop_sequences: ['END', 'STOP'],
  service_tier: 'auto',
  inference_geo: 'eu',
  container: 'container_1',
  thinking: { type: 'adaptive' },
  output_config: { effort: 'low' },
  tools: [{ name: 'f', description: 'F', input_schema: { type: 'object', properties: {} }, strict: true,
    cache_control: { type: 'ephemeral' } }],
  tool_choice: { type: 'auto', disable_parallel_tool_use: true },
});
sends('sampling', { ...CALL, temperature: 0.5, top_k: 3, top_p: 0.9 });
sends('tools of the server', {
  ...CALL,
  tools: [
    { type: 'web_search_20250305', name: 'web_search', max_uses: 2, user_location: { type: 'approximate', city: 'Bern', country: 'CH' } },
    { type: 'code_execution_20250825', name: 'code_execution' },
    { type: 'bash_20250124', name: 'bash' },
  ],
  tool_choice: { type: 'none' },
});
sends('an image in base64', asking(
  { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
  { type: 'text', text: 'What is this?' },
));
sends('an image by URL', asking({ type: 'image', source: { type: 'url', url: 'https://images.invalid/ant.jpg' } }));
sends('a document in base64', asking({
  type: 'document', title: 'The book', context: 'Old', citations: { enabled: true },
  source: { type: 'base64', media_type: 'application/pdf', data: PIXEL },
}));
sends('documents of text, of blocks and of files', asking(
  { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Grass is green.' } },
  { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'A chunk' }] } },
  { type: 'document', source: { type: 'url', url: 'https://papers.invalid/a.pdf' } },
  { type: 'document', source: { type: 'file', file_id: 'file_1' } },
));
sends('a result of a search', asking({ type: 'search_result', source: 's', title: 't', content: [{ type: 'text', text: 'c' }] }));
sends('text goes over the wire as it is', asking({ type: 'text', text: 'Grüße, 世界 🐜 "quoted" \\ \u2028 \x7f \t\n </script>' }));
sends('half a surrogate pair', asking({ type: 'text', text: 'a\ud800b' }));
sends('what is undefined is not sent', { ...CALL, system: undefined, tools: undefined, metadata: { user_id: undefined } });
sends('null is sent', { ...CALL, metadata: { user_id: null } });
sends('numbers keep their digits', {
  ...CALL,
  tools: [{ name: 'n', input_schema: { type: 'object',
    properties: { x: { maximum: 12345678901234567890, minimum: 1e-7, multipleOf: 0.1 } } } }],
});
sends('what has a toJSON is asked for it', { ...CALL, metadata: { user_id: new URL('https://users.invalid/17') } });
sends('an object without a prototype', Object.assign(Object.create(null), CALL));
sends('parameters of the future are sent', { ...CALL, brand_new: { depth: [1] } });
sends('profiles and workspaces are headers', { ...CALL, user_profile_id: 'up_1', workspace_id: 'wrkspc_2' });
sends('stream: false is a whole message', { ...CALL, stream: false });
sends('a model that has been retired', { ...CALL, model: 'claude-3-opus-20240229' });
sends('a model that thinks in a way of its own', { ...CALL, model: 'claude-opus-4-6', max_tokens: 4000,
  thinking: { type: 'enabled', budget_tokens: 2000 } });

// The second argument.

sends('headers of a call', CALL, { headers: { 'X-Mine': '1', 'anthropic-beta': 'one,two' } });
sends('headers of a call as an object of fetch', CALL, { headers: new Headers([['x-mine', '1'], ['x-other', 'two']]) });
sends('headers of a call as pairs', CALL, { headers: [['x-mine', '1'], ['x-other', 'two']] });
sends('a header of several values', CALL, { headers: { 'x-mine': ['a', 'b'] } });
sends('a header that is undefined', CALL, { headers: { 'x-mine': undefined } });
sends('the version of the API is chosen by a header', CALL, { headers: { 'anthropic-version': '2023-06-01' } });
sends('another content type', CALL, { headers: { 'content-type': 'application/json; charset=utf-8' } });
sends('another key for one call', CALL, { headers: { authorization: 'Bearer other' } });
sends('a query of a call', CALL, { query: { trace: 'yes', list: ['a', 'b'], deep: { er: true }, no: undefined, nil: null, n: 1.5 } });
sends('a query that needs escaping', CALL, { query: { 'a b': 'c&d=ü', '+': '+' } });
sends('a body of a call', CALL, { body: { ...CALL, max_tokens: 7, mine: 1 } });
sends('a timeout of a call', CALL, { timeout: 20_000 });
sends('retries of a call', CALL, { maxRetries: 5 });
sends('an idempotency key', CALL, { idempotencyKey: 'abc' });
sends('options of nothing', CALL, {});
sends('options that are undefined', CALL, { headers: undefined, query: undefined, signal: undefined });

example('a header of a call replaces that of the client', async ({ Anthropic }) => {
  const client = new Anthropic({ defaultHeaders: { 'X-Mine': 'client', 'X-Other': 'kept' } });
  await client.messages.create(CALL, { headers: { 'x-mine': 'call' } });
});

example('a header of the client is left out', async ({ Anthropic }) => {
  const client = new Anthropic({ defaultHeaders: { 'X-Mine': 'client', 'X-Other': 'kept' } });
  await client.messages.create(CALL, { headers: { 'x-mine': null } });
});

example('an option that does not exist', async ({ client }) => caught(client.messages.create(CALL, { colour: 'red' })));

example('what JSON cannot hold', async ({ client }) => {
  const error = await caught(client.messages.create({ ...CALL, metadata: { user_id: 1n } }));
  return error instanceof Error;
});

example('an object that holds itself', async ({ client }) => {
  const metadata = {};
  metadata.user_id = metadata;
  return (await caught(() => client.messages.create({ ...CALL, metadata }))) instanceof Error;
});

example('the parameters are not changed', async ({ client }) => {
  const params = structuredClone({ ...CALL, workspace_id: 'w' });
  const options = { headers: { 'x-mine': '1' }, query: { a: '1' } };
  await client.messages.create(params, options);
  return [params, options];
});

example('parameters that change after the call', async ({ client }) => {
  const params = structuredClone(CALL);
  const promise = client.messages.create(params);
  await promise;
  params.messages.push({ role: 'user', content: 'late' });
});

example('frozen parameters', async ({ client }) => {
  await client.messages.create(Object.freeze({ ...CALL, messages: Object.freeze([...CALL.messages]) }), Object.freeze({ maxRetries: 1 }));
});

example('a request that is certain to be refused', async ({ client }) => caught(client.messages.create({ model: 'm' })));

example('a long call', async ({ client }) =>
  caught(() => client.messages.create({ ...CALL, max_tokens: 64_000 })));

example('a long call with a timeout', async ({ client }) => {
  await client.messages.create({ ...CALL, max_tokens: 64_000 }, { timeout: 900_000 });
});

// The face of beta.

example('betas', { script: message() }, async ({ client }) => {
  const message = await client.beta.messages.create({ ...CALL, betas: ['one-2025-01-01', 'two-2025-01-01'] });
  return [message, message._request_id];
});

example('no betas', async ({ client }) => client.beta.messages.create(CALL));

example('an empty list of betas', async ({ client }) => client.beta.messages.create({ ...CALL, betas: [] }));

example('betas and a header of the call', async ({ client }) => {
  await client.beta.messages.create({ ...CALL, betas: ['one'] }, { headers: { 'anthropic-beta': 'two' } });
});

example('what only beta has', async ({ client }) => {
  await client.beta.messages.create({
    ...CALL,
    mcp_servers: [{ type: 'url', url: 'https://mcp.invalid/sse', name: 'tools' }],
    context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] },
    betas: ['mcp-client-2025-11-20'],
  });
});
