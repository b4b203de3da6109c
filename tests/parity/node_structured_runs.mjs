// Programs with `messages.parse`, `messages.stream` and `toolRunner`, each run with the official package and with Tidings.
import { PARAMS, says, streams, use } from './node_scripted.mjs';

const SCHEMA = { type: 'object', properties: { a: { type: 'number', minimum: 3 } }, required: ['a'] };

/** What is asked for and what comes: texts of a message, and the format. */
const ANSWERS = {
  'an object': [['{"a":5}'], json],
  'a number': [['0'], json],
  'an empty text': [['""', '1'], json],
  'null and more': [['null', '{"a":2}'], json],
  'no text': [[], json],
  'a tool': [[use({})], json],
  'nonsense': [['nonsense'], json],
  'nonsense at last': [['{"a":5}', 'nonsense'], json],
  'zod': [['{"a":5,"b":1}'], zod],
  'zod and a misfit': [['{"a":1}'], zod],
  'zod and nonsense': [['x'], zod],
  'standard': [['{"a":5}'], standard],
  'standard and a misfit': [['{"a":5,"wrong":true}'], standard],
  'a format that only says': [['{"a":5}'], () => ({ type: 'json_schema', schema: { type: 'object' } })],
  'a format of its own': [['5'], () => ({ type: 'json_schema', schema: { type: 'object' }, parse: (text) => Number(text) + 1 })],
  'no format': [['{"a":5}'], () => undefined],
};

function json(face) {
  return face.load('helpers/json-schema').jsonSchemaOutputFormat(SCHEMA);
}

function zod(face) {
  const z = face.zod;
  return face.load('helpers/zod').zodOutputFormat(z.object({ a: z.number().min(3) }));
}

function standard(face) {
  const validate = (value) => (value.wrong ? { issues: [{ message: 'wrong', path: ['wrong'] }] } : { value: [value.a] });
  const schema = { '~standard': { version: 1, vendor: 'mine', validate } };
  return face.load('helpers/beta/standard-schema').betaStandardSchemaOutputFormat(schema, { jsonSchema: SCHEMA });
}

/** What a tool of each package does with a number. */
function answering(face) {
  const { ToolError } = face.load('lib/tools/ToolError');
  const does = {
    10: () => { throw new RangeError('boom'); },
    11: () => { throw new ToolError([{ type: 'text', text: 'no' }]); },
    12: () => [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }],
    13: () => undefined,
    14: () => ({ type: 'text', text: 'one' }),
    15: () => 5,
    16: () => { throw 'a string'; },
    17: () => { throw new ToolError('words'); },
    18: () => null,
    19: () => '',
  };
  return face.load('helpers/beta/json-schema').betaTool({
    name: 'answer', description: 'Answers.', inputSchema: { type: 'object', properties: { number: { type: 'integer' } } },
    run: async ({ number }) => (does[number] ?? (() => String(number)))(),
    cache_control: { type: 'ephemeral' },
  });
}

const twice = (...content) => [says(content, 'tool_use'), says(['done'])];
const container = { container: { id: 'c', expires_at: '2026-01-01T00:00:00Z' } };
const refusal = { status: 400, json: { type: 'error', error: { type: 'invalid_request_error', message: 'no' } } };

/** What the model says, turn by turn, and what else the runner is given. */
const TURNS = {
  ...Object.fromEntries(
    ['text', 'raised', 'tool error', 'blocks', 'undefined', 'one block', 'number', 'thrown string', 'words', 'null', 'empty']
      .map((name, number) => [name, [twice(use(number === 0 ? 1 : number + 9)), {}]]),
  ),
  'several': [twice('Hm', use(1, 'answer', 'a'), use(2, 'answer', 'b')), {}],
  'unknown': [twice(use(1, 'nobody')), {}],
  'a list as input': [twice(use([1])), {}],
  'limit': [[says([use(1)], 'tool_use'), says([use(1)], 'tool_use'), says([use(1)], 'tool_use')], { max_iterations: 2 }],
  'no request allowed': [twice(use(1)), { max_iterations: 0 }],
  'no tool asked for': [[says(['x'], 'tool_use'), says(['done'])], {}],
  'refusal': [[says([use(1)], 'refusal'), says(['done'])], {}],
  'cut': [[says([use(1)], 'max_tokens'), says(['done'])], {}],
  'unheard of': [[says([use(1)], 'brand_new'), says(['done'])], {}],
  'pause': [[says(['x'], 'pause_turn'), says(['done'])], {}],
  'container': [[says([use(1)], 'tool_use', container), says(['done'])], {}],
  'container asked for': [[says([use(1)], 'tool_use', container), says(['done'])], { container: { skills: [] } }],
  'options': [twice(use(1)), { system: 's', betas: ['b'] }, { headers: { 'x-own': '1' } }],
  'no tools': [[says(['done'])], { tools: [] }],
  'a tool that nobody runs': [twice(use(1)), { tools: [{ name: 'answer', input_schema: { type: 'object' } }] }],
  'failure': [[refusal], {}],
  'failure later': [[says([use(1)], 'tool_use'), refusal], {}],
};

/** Programs around the loop. Each gives what there is to compare. */
const PROGRAMS = {
  'await': [twice(use(1)), async (runner) => await runner],
  'until done, twice': [twice(use(1)), async (runner) => [await runner.runUntilDone(), await runner.runUntilDone()]],
  'until done, at once': [twice(use(1)), async (runner) => Promise.all([runner.runUntilDone(), runner.runUntilDone()])],
  'iterated again': [twice(use(1)), async (runner) => (await runner, reasons(runner))],
  'pushed': [twice(use(1)), (runner) => first(runner, () => runner.pushMessages({ role: 'user', content: 'more' }))],
  'pushed before': [twice(use(1)), async (runner) => (runner.pushMessages({ role: 'user', content: 'more' }), runner)],
  'pushed the message': [twice(use(1)), (runner) => first(runner, (message) => runner.pushMessages(said(message)))],
  'pushed the message and more': [
    twice(use(1)),
    (runner) => first(runner, (message) => runner.pushMessages(said(message), { role: 'user', content: 'more' })),
  ],
  'pushed all': [
    twice(use(1)),
    (runner) => first(runner, async (message) => runner.pushMessages(
      said(message), await runner.generateToolResponse(), { role: 'user', content: 'more' },
    )),
  ],
  'pushed at the end': [
    [says(['a']), says(['done'])],
    (runner) => first(runner, () => runner.pushMessages({ role: 'user', content: 'more' })),
  ],
  'pushed, container': [
    [says([use(1)], 'tool_use', container), says(['done'])],
    (runner) => first(runner, () => runner.pushMessages({ role: 'user', content: 'more' })),
  ],
  'set': [twice(use(1)), (runner) => first(runner, () => runner.setMessagesParams({ ...runner.params, max_tokens: 9 }))],
  'set by a function': [
    twice(use(1)),
    (runner) => first(runner, (message) => runner.setMessagesParams((params) => (
      { ...params, max_tokens: 9, messages: [...params.messages, said(message)] }
    ))),
  ],
  'set before': [twice(use(1)), async (runner) => (runner.setMessagesParams((params) => ({ ...params, max_tokens: 9 })), runner)],
  'set as it was': [twice(use(1)), (runner) => first(runner, () => runner.setMessagesParams((params) => params))],
  'options set': [twice(use(1)), (runner) => first(runner, () => runner.setRequestOptions({ headers: { 'x-own': '2' } }))],
  'options set by a function': [
    twice(use(1)),
    (runner) => first(runner, () => runner.setRequestOptions((options) => ({ ...options, headers: { 'x-own': '3' } }))),
  ],
  'results, twice': [twice(use(1)), (runner) => first(runner, async () => {
    const response = await runner.generateToolResponse();
    response.content[0].content += '!';
    return [response === (await runner.generateToolResponse()), response];
  })],
  'results, before': [[], (runner) => runner.generateToolResponse()],
  'results, after': [
    [says([use(1)], 'tool_use')], async (runner) => [await runner, await runner.generateToolResponse()], { max_iterations: 1 },
  ],
  'parameters on the way': [twice(use(1)), async (runner) => {
    const seen = [];
    for await (const _ of runner) seen.push(runner.params);
    return [...seen, runner.params];
  }],
  'parameters changed in place': [twice(use(1)), async (runner) => ((runner.params.max_tokens = 9), runner)],
  'a message that is changed': [twice(use(1)), (runner) => first(runner, (message) => message.content.push({ type: 'text', text: '!' }))],
  'going on after a failure': [
    [says([use(1)], 'tool_use'), refusal, says(['done'])],
    async (runner) => [await reasons(runner).catch((error) => error.constructor.name), await reasons(runner), await runner.done()],
  ],
  'the end, awaited beside': [twice(use(1)), async (runner) => {
    const end = runner.done();
    return [await reasons(runner), await end];
  }],
  'the end of a failure': [[refusal], async (runner) => {
    const end = runner.done().catch((error) => error.constructor.name);
    return [await reasons(runner).catch((error) => error.constructor.name), await end];
  }],
};

/** The names of all programs, each with what runs it. */
export function* runs() {
  for (const [name, [texts, format]] of Object.entries(ANSWERS)) {
    for (const beta of [false, true]) {
      const kind = beta ? ' with beta' : '';
      yield [`parse ${name}${kind}`, [says(texts)], (face, client) => parsed(face, messages(client, beta), format)];
      yield [`stream ${name}${kind}`, [streams(says(texts))], (face, client) => streamed(face, messages(client, beta), format)];
    }
  }
  yield ['beta of parse', [says(['1'])], (_, client) => client.beta.messages.parse(PARAMS)];
  for (const [name, [answers, params, options]] of Object.entries(TURNS)) {
    yield [`turns ${name}`, answers, (face, client) => looped(runnerOf(face, client, params, options))];
    const all = answers.map((answer) => (answer.status ? answer : streams(answer)));
    yield [`turns ${name} streamed`, all, (face, client) => looped(runnerOf(face, client, { ...params, stream: true }, options))];
  }
  for (const [name, [answers, program, params]] of Object.entries(PROGRAMS)) {
    yield [`runner ${name}`, answers, async (face, client) => program(runnerOf(face, client, params))];
  }
}

function messages(client, beta) {
  return beta ? client.beta.messages : client.messages;
}

async function parsed(face, resource, format) {
  const message = await resource.parse({ ...PARAMS, output_config: { effort: 'low', format: format(face) } });
  return values(message);
}

async function streamed(face, resource, format) {
  const stream = resource.stream({ ...PARAMS, output_config: { format: format(face) } });
  const seen = [];
  for (const event of ['text', 'contentBlock', 'message', 'finalMessage']) {
    stream.on(event, (value) => seen.push([event, event === 'text' ? value : value.parsed_output ?? null]));
  }
  stream.on('error', () => seen.push(['error']));
  stream.on('end', () => seen.push(['end']));
  const final = await stream.finalMessage().then(values, () => 'refused');
  return [seen, final];
}

function values(message) {
  return [message, message.content.map((block) => block.parsed_output)];
}

function runnerOf(face, client, params = {}, options = undefined) {
  return client.beta.messages.toolRunner({ ...PARAMS, thread: false, tools: [answering(face)], ...params }, options);
}

async function looped(runner) {
  const seen = [];
  for await (const said of runner) seen.push(withoutNull('finalMessage' in said ? await said.finalMessage() : said));
  return [seen, withoutNull(await runner.done()), runner.params];
}

/** The message without the null that streams of the official package add; `stream no format` is the case of that. */
function withoutNull({ parsed_output, ...message }) {
  return parsed_output === null || parsed_output === undefined ? message : { ...message, parsed_output };
}

async function reasons(runner) {
  const seen = [];
  for await (const message of runner) seen.push(message.stop_reason);
  return seen;
}

/** Does something in the first turn of a loop, and gives what came of it. */
async function first(runner, act) {
  let count = 0;
  let given;
  for await (const message of runner) if (count++ === 0) given = await act(message);
  return [count, given, runner.params];
}

function said({ role, content }) {
  return { role, content };
}
