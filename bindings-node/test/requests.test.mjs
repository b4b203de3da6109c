// Requests: wrong arguments are refused where they are passed, and the server gets what was meant.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client, ConfigError, ValidationError } from 'tidings';
import { whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const circular = { ...PARAMS };
circular.self = circular;

for (const [what, params, options, ErrorClass, message] of [
  ['no parameters', undefined, undefined, ValidationError, /parameters must be an object.*not undefined/],
  ['null for parameters', null, undefined, ValidationError, /parameters must be an object.*not null/],
  ['a string for parameters', 'hello', undefined, ValidationError, /not of type String/],
  ['a list for parameters', [1], undefined, ValidationError, /not of type Array/],
  ['a function for parameters', () => 1, undefined, ValidationError, /not a function/],
  ['a promise for parameters', Promise.resolve(PARAMS), undefined, ValidationError, /not of type Promise/],
  ['a number that JSON cannot hold', { ...PARAMS, max_tokens: 10n }, undefined, ValidationError, /BigInt/],
  ['a parameter that is no number', { ...PARAMS, temperature: NaN }, undefined, ValidationError, /temperature: found NaN/],
  ['an infinite parameter', { ...PARAMS, top_p: -Infinity }, undefined, ValidationError, /top_p: found -Infinity/],
  ['parameters that hold themselves', circular, undefined, ValidationError, /circular/],
  ['null for options', PARAMS, null, ConfigError, /options must be an object, not null/],
  ['a string for options', PARAMS, 'fast', ConfigError, /options must be an object, not of type String/],
  ['a signal that is none', PARAMS, { signal: {} }, ConfigError, /signal must be an AbortSignal/],
  ['a controller for a signal', PARAMS, { signal: new AbortController() }, ConfigError, /not of type AbortController/],
  ['a Map for headers', PARAMS, { headers: new Map() }, ConfigError, /headers must be Headers, pairs, or an object.*not of type Map/],
  ['a list for headers', PARAMS, { headers: ['a', 'b'] }, ConfigError, /headers must be Headers.*not of type Array/],
  ['a list for the extra body', PARAMS, { extraBody: [] }, ConfigError, /extraBody must be an object/],
  ['stream in the extra body', PARAMS, { extraBody: { stream: true } }, ConfigError, /stream belongs to the parameters/],
]) {
  it(`${what} is refused by every way to begin a call, and nothing is sent`, async () => {
    const run = server.play('create_text');
    const { messages } = new Client({ apiKey: 'k', baseURL: run.baseURL });
    const calls = [
      () => messages.create(params, options),
      () => messages.create(params && typeof params === 'object' ? { ...params, stream: true } : params, options),
      () => messages.stream(params, options).finalMessage(),
    ];
    for (const call of Array.isArray(params) || params instanceof Promise ? [calls[0], calls[2]] : calls) {
      await assert.rejects(async () => call(), (error) => {
        assert.ok(error instanceof ErrorClass, error.stack);
        assert.match(error.message, message);
        assert.match(error.stack.split('\n')[1], /requests\.test\.mjs/);
        assert.equal(error.kind, ErrorClass === ConfigError ? 'config' : 'validation');
        assert.deepEqual([error.attempts, error.mayHaveRun], [0, false]);
        return true;
      });
    }
    assert.deepEqual(await run.requests(0), []);
  });
}

it('a request that cannot be right is refused with every place and its fault, and nothing is sent', async () => {
  const run = server.play('create_text');
  const { messages } = new Client({ apiKey: 'k', baseURL: run.baseURL });
  const content = [{ type: 'text', text: 7 }];
  const params = { ...PARAMS, max_tokens: 0, messages: [{ role: 'user', content }] };
  const calls = [
    () => messages.create(params),
    () => messages.create({ ...params, stream: true }),
    () => messages.stream(params).done(),
  ];
  for (const call of calls) {
    // Begun only now: one that fails while another is awaited would be a rejection that nobody handles yet.
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof ValidationError, error.stack);
      assert.match(error.message, /^- max_tokens: found 0, expected at least 1/m);
      assert.match(error.message, /^- messages\[0\]\.content\[0\]\.text: found a number, expected a string/m);
      assert.match(error.stack, /requests\.test\.mjs/);
      return true;
    });
  }
  assert.deepEqual(await run.requests(0), []);
});

describe('the body that the server sees', () => {
  it('has a message that was answered as a turn, with its role and content alone', async () => {
    const run = await server.script(whole('Hello'));
    const { messages } = new Client({ apiKey: 'k', baseURL: run.baseURL });
    const conversation = [...PARAMS.messages];
    conversation.push(await messages.stream(PARAMS).finalMessage());
    conversation.push({ role: 'user', content: 'And now?' });
    await messages.stream({ ...PARAMS, messages: conversation }).done();
    const { body } = (await run.requests())[1];
    assert.deepEqual(body.messages, [
      PARAMS.messages[0],
      { role: 'assistant', content: [{ type: 'text', text: 'Hello' }] },
      { role: 'user', content: 'And now?' },
    ]);
    assert.equal(conversation[1].type, 'message', 'what the caller holds must stay as it is');
  });

  it('has the extra fields of the call, which win', async () => {
    const run = await server.script(whole('Hello'));
    const { messages } = new Client({ apiKey: 'k', baseURL: run.baseURL });
    await messages.stream(PARAMS, { extraBody: { brand_new: { a: 1 }, max_tokens: 7 } }).done();
    const { body } = (await run.requests())[0];
    assert.deepEqual(body, { ...PARAMS, max_tokens: 7, brand_new: { a: 1 }, stream: true });
  });
});
