// Section 1.5: tools, and the loop that runs them.
import { block, CALL, end, error, events, jsonDeltas, message, start, textBlock, textDeltas, toolUse } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, plain, read } from '../plain.mjs';

const example = examples('tools');
const ASKS = message([textBlock("I'll look."), toolUse('get_weather', { city: 'Paris' })], { stop_reason: 'tool_use' });
const SAYS = message([textBlock('It is sunny.')]);
const SCHEMA = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

/** The tool of most examples, made of a JSON schema. */
async function weather({ load }, run = ({ city }) => `Sunny in ${city}`) {
  const { betaTool } = await load('/helpers/beta/json-schema');
  return betaTool({ name: 'get_weather', description: 'The weather of a city', inputSchema: SCHEMA, run });
}

/** A runner that keeps no thread on the server, as ours never does. */
const runs = ({ client }, tools, more) => client.beta.messages.toolRunner({ ...CALL, tools, thread: false, ...more });

example('a tool of a schema', async (given) => {
  const tool = await weather(given);
  return [{ ...tool, run: typeof tool.run, parse: typeof tool.parse }, await tool.run({ city: 'Paris' })];
});

example('a tool with settings', async ({ load }) => {
  const { betaTool } = await load('/helpers/beta/json-schema');
  const tool = betaTool({
    name: 'look', description: 'Looks.', inputSchema: SCHEMA, strict: true, cache_control: { type: 'ephemeral' }, defer_loading: true,
    run: () => 'x',
  });
  return JSON.parse(JSON.stringify(tool));
});

example('a tool of zod', async ({ load, other }) => {
  const { betaZodTool } = await load('/helpers/beta/zod');
  const { z } = await other('zod');
  const tool = betaZodTool({
    name: 'get_weather', description: 'W', inputSchema: z.object({ city: z.string().describe('Where'), days: z.number().int().default(1) }),
    run: ({ city, days }) => `${city} ${days}`,
  });
  return [JSON.parse(JSON.stringify(tool)), tool.parse({ city: 'Rome' }), await tool.run(tool.parse({ city: 'Rome' })),
    (await caught(() => tool.parse({}))) instanceof Error];
});

example('a tool of a standard schema', async ({ load, other }) => {
  const { betaStandardSchemaTool } = await load('/helpers/beta/standard-schema');
  const { z } = await other('zod');
  const tool = betaStandardSchemaTool({
    name: 'f', description: 'F', inputSchema: z.object({ city: z.string() }), jsonSchema: SCHEMA, run: ({ city }) => city,
  });
  return [tool.name, tool.input_schema, await tool.run({ city: 'Rome' })];
});

example('a loop until done', { script: [ASKS, SAYS] }, async (given) => {
  const final = await runs(given, [await weather(given)]).runUntilDone();
  return [final.content[0].text, final.stop_reason];
});

example('a loop is awaited', { script: [ASKS, SAYS] }, async (given) => (await runs(given, [await weather(given)])).content[0].text);

example('done beside a loop', { script: [ASKS, SAYS] }, async (given) => {
  const runner = runs(given, [await weather(given)]);
  const { found } = await read(runner, (message) => message.stop_reason);
  return [found, (await runner.done()).content[0].text];
});

example('a loop message by message', { script: [ASKS, SAYS] }, async (given) =>
  (await read(runs(given, [await weather(given)]), (message) => message.content.map((block) => block.type))).found);

example('a loop with a thread of the server', { script: [ASKS, SAYS] }, async (given) =>
  (await given.client.beta.messages.toolRunner({ ...CALL, tools: [await weather(given)] }).runUntilDone()).content[0].text);

example('the results are looked at', { script: [ASKS, SAYS] }, async (given) => {
  const runner = runs(given, [await weather(given)]);
  const told = [];
  for await (const message of runner) told.push([message.stop_reason, plain(await runner.generateToolResponse())]);
  return told;
});

example('a tool that throws', { script: [ASKS, SAYS] }, async (given) => {
  const tool = await weather(given, () => {
    throw new Error('no sun');
  });
  return (await runs(given, [tool]).runUntilDone()).content[0].text;
});

example('a tool that throws blocks', { script: [ASKS, SAYS] }, async (given) => {
  const { ToolError } = await given.load('/lib/tools/ToolError');
  const tool = await weather(given, () => {
    throw new ToolError([{ type: 'text', text: 'No such city' }]);
  });
  return (await runs(given, [tool]).runUntilDone()).content[0].text;
});

example('a tool that promises', { script: [ASKS, SAYS] }, async (given) => {
  const tool = await weather(given, async ({ city }) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return [{ type: 'text', text: city }, { type: 'text', text: '18 degrees' }];
  });
  return (await runs(given, [tool]).runUntilDone()).id;
});

example('a tool that is not there', { script: [message([toolUse('unknown', {})], { stop_reason: 'tool_use' }), SAYS] }, async (given) =>
  (await runs(given, [await weather(given)]).runUntilDone()).content[0].text);

example('an input that does not fit', {
  script: [message([toolUse('get_weather', { place: 1 })], { stop_reason: 'tool_use' }), SAYS],
}, async (given) => {
  const { betaZodTool } = await given.load('/helpers/beta/zod');
  const { z } = await given.other('zod');
  const tool = betaZodTool({ name: 'get_weather', description: 'W', inputSchema: z.object({ city: z.string() }), run: () => 'x' });
  return (await runs(given, [tool]).runUntilDone()).content[0].text;
});

example('two calls at once', {
  script: [message([toolUse('get_weather', { city: 'A' }), toolUse('get_weather', { city: 'B' }, { id: 'toolu_2' })],
    { stop_reason: 'tool_use' }), SAYS],
}, async (given) => (await runs(given, [await weather(given)]).runUntilDone()).content[0].text);

example('a loop has an end', { script: ASKS }, async (given) =>
  (await read(runs(given, [await weather(given)], { max_iterations: 2 }), (message) => message.stop_reason)).found);

example('messages are added in between', { script: [ASKS, SAYS] }, async (given) => {
  const runner = runs(given, [await weather(given)]);
  for await (const message of runner) {
    if (message.stop_reason === 'tool_use') {
      runner.pushMessages({ role: 'assistant', content: message.content }, await runner.generateToolResponse(),
        { role: 'user', content: 'Be brief.' });
    }
  }
});

example('parameters change in between', { script: [ASKS, SAYS] }, async (given) => {
  const runner = runs(given, [await weather(given)]);
  const told = [];
  for await (const message of runner) {
    told.push(message.stop_reason);
    if (told.length === 1) runner.setMessagesParams((params) => ({ ...params, max_tokens: 99, system: 'Short.' }));
  }
  return [told, runner.params.max_tokens];
});

example('the messages of a loop', { script: [ASKS, SAYS] }, async (given) => {
  const runner = runs(given, [await weather(given)]);
  await runner.runUntilDone();
  return plain(runner.params.messages);
});

const ASKS_IN_A_STREAM = events([start(), block(0, toolUse('get_weather', {}), jsonDeltas('{"city"', ': "Paris"}')), end('tool_use')]);

example('a loop of streams', {
  script: [ASKS_IN_A_STREAM, events([start(), block(0, textBlock(''), textDeltas('Sun', 'ny.')), end()])],
}, async (given) => {
  const told = [];
  for await (const stream of runs(given, [await weather(given)], { stream: true })) {
    told.push((await read(stream)).found);
    told.push((await stream.finalMessage()).stop_reason);
  }
  return told;
});

example('a loop is tried again', { script: [ASKS, error(500, 'api_error'), SAYS] }, async (given) =>
  (await runs(given, [await weather(given)]).runUntilDone()).content[0].text);

example('a loop that is refused', { script: error(400, 'invalid_request_error') }, async (given) =>
  caught(runs(given, [await weather(given)]).runUntilDone()));

example('tools of both kinds', { script: [ASKS, SAYS] }, async (given) => {
  const tools = [await weather(given), { type: 'web_search_20250305', name: 'web_search' }];
  return (await runs(given, tools, { betas: ['one'], system: 'Short.' }).runUntilDone()).content[0].text;
});

example('options of a loop', { script: [ASKS, SAYS] }, async (given) => {
  const runner = given.client.beta.messages.toolRunner({ ...CALL, tools: [await weather(given)], thread: false },
    { headers: { 'x-mine': '1' } });
  await runner.runUntilDone();
});

example('a loop that is aborted', { script: { no_answer: 'hang' } }, async (given) => {
  const runner = given.client.beta.messages.toolRunner({ ...CALL, tools: [await weather(given)], thread: false },
    { signal: AbortSignal.timeout(50) });
  return caught(runner.runUntilDone());
});

example('a tool in a loop of ones own', { script: [ASKS, SAYS] }, async (given) => {
  const tool = await weather(given);
  const messages = [...CALL.messages];
  for (let i = 0; i < 3; i += 1) {
    const { run, parse, ...told } = tool;
    const message = await given.client.messages.create({ ...CALL, messages, tools: [told] });
    messages.push({ role: 'assistant', content: message.content });
    if (message.stop_reason !== 'tool_use') break;
    const calls = message.content.filter((block) => block.type === 'tool_use');
    const results = await Promise.all(calls.map(async ({ id, input }) => ({ type: 'tool_result', tool_use_id: id,
      content: await run(parse(input)) })));
    messages.push({ role: 'user', content: results });
  }
  return messages;
});
