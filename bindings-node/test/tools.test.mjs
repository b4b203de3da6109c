// Tools that run in the program: what is sent of them, and what the model is told when they run.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as tidings from 'tidings';
import * as helpers from 'tidings/helpers/index';
import runs from '../dist/lib/internal/run-tool.js';
import * as z from 'zod/v4';

const { betaStandardSchemaTool, betaTool, betaZodTool, ToolError } = helpers;
const { runTool } = runs;
const inputSchema = { type: 'object', properties: { city: { type: 'string', minLength: 1 } }, required: ['city'] };
const about = { name: 'weather', description: 'The weather.' };
const call = (input = { city: 'Oslo' }) => ({ type: 'tool_use', id: 't', name: 'weather', input });

describe('a tool', () => {
  it('is sent with its schema as it is, and what else was said of it', () => {
    const tool = betaTool({ ...about, inputSchema, run: () => '', close() {}, strict: true, cache_control: { type: 'ephemeral' } });
    assert.deepEqual(JSON.parse(JSON.stringify(tool)), {
      ...about, type: 'custom', input_schema: inputSchema, strict: true, cache_control: { type: 'ephemeral' },
    });
    assert.equal(typeof tool.close, 'function');
  });

  it('of zod is sent with the JSON Schema of zod, and checks what the model wrote', () => {
    const tool = betaZodTool({ ...about, inputSchema: z.object({ city: z.string() }), run: () => '' });
    assert.equal(tool.input_schema.type, 'object');
    assert.deepEqual(tool.input_schema.required, ['city']);
    assert.deepEqual(tool.parse({ city: 'Oslo', more: 1 }), { city: 'Oslo' });
    assert.throws(() => tool.parse({}), z.ZodError);
  });

  it('of a Standard Schema is sent with the schema that is given', () => {
    const schema = { '~standard': { version: 1, vendor: 'mine', validate: () => ({ issues: [{ message: 'bad', path: ['city'] }] }) } };
    const tool = betaStandardSchemaTool({ ...about, inputSchema: schema, jsonSchema: inputSchema, run: () => '' });
    assert.deepEqual(tool.input_schema, inputSchema);
    assert.equal('jsonSchema' in tool, false);
    assert.throws(() => tool.parse({}), /- city: bad/);
  });

  it('takes an object', () => {
    for (const make of [
      () => betaTool({ ...about, inputSchema: { type: 'string' }, run: () => '' }),
      () => betaZodTool({ ...about, inputSchema: z.string(), run: () => '' }),
      () => betaStandardSchemaTool({ ...about, inputSchema: z.string(), run: () => '' }),
    ]) {
      assert.throws(make, tidings.ConfigError);
      assert.throws(make, /"weather" needs the JSON Schema of an object/);
    }
  });
});

describe('what the model is told', () => {
  const told = (run, input, parse) => runTool(call(input), { ...betaTool({ ...about, inputSchema, run }), ...(parse && { parse }) }, {});
  const result = (content) => ({ type: 'tool_result', tool_use_id: 't', ...(content !== undefined && { content }) });
  const failure = (content) => ({ ...result(content), is_error: true });
  const block = { type: 'text', text: 'rain' };
  const CASES = [
    ['a text', () => 'rain', result('rain')],
    ['an empty text', async () => '', result('')],
    ['blocks', async () => [block], result([block])],
    ['one block', () => block, result([block])],
    ['nothing', () => {}, result()],
    ['null', () => null, result()],
    ['a number', () => 5, failure('Error: a tool gives a text or blocks of content, not number')],
    ['an error', () => { throw new RangeError('boom'); }, failure('Error: boom')],
    ['a rejection', async () => { throw new RangeError('boom'); }, failure('Error: boom')],
    ['something else that is thrown', () => { throw 'boom'; }, failure('Error: boom')],
    ['an error with words', () => { throw new ToolError('no such city'); }, failure('no such city')],
    ['an error with blocks', () => { throw new ToolError([block]); }, failure([block])],
  ];
  for (const [name, run, expected] of CASES) it(name, async () => assert.deepEqual(await told(run), expected));

  it('that an input must be an object', async () => {
    for (const input of [[1], 'text', null, 5]) {
      const { content, is_error } = await told(() => assert.fail('it must not run'), input);
      assert.deepEqual([content, is_error], ['Error: the input of weather must be an object', true]);
    }
  });

  it('which argument does not fit', async () => {
    const tool = betaZodTool({ ...about, inputSchema: z.object({ city: z.string() }), run: () => assert.fail('it must not run') });
    const { content, is_error } = await runTool(call({ city: 1 }), tool, {});
    assert.match(content, /^Error: [^]*city[^]*expected string/);
    assert.equal(is_error, true);
  });

  it('that there is no such tool', async () => {
    assert.deepEqual(await runTool(call(), undefined, {}), failure("Error: Tool 'weather' not found"));
  });
});

it('a tool is told of its call and of the signal', async () => {
  const { signal } = new AbortController();
  const seen = [];
  const tool = betaTool({ ...about, inputSchema, run: (...args) => String(seen.push(...args)) });
  await runTool(call(), { ...tool, parse: ({ city }) => city.length }, { signal });
  assert.deepEqual(seen, [4, { toolUse: call(), toolUseBlock: call(), signal }]);
});

it('the message of a ToolError is a line for people', () => {
  const error = new ToolError([{ type: 'text', text: 'a' }, { type: 'image', source: {} }, { type: 'text', text: 'b' }]);
  assert.equal(String(error), 'ToolError: a [image] b');
});
