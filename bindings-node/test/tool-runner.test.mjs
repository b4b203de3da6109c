// The loop that runs tools for the model. The same programs beside the official package are in tests/parity.
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { inspect } from 'node:util';
import * as tidings from 'tidings';
import * as helpers from 'tidings/helpers/index';
import { breaks, says, streams, use } from './support/messages.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const called = [];
beforeEach(() => void called.splice(0));

const add = helpers.betaTool({
  name: 'add', description: 'Adds.',
  inputSchema: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, required: ['a'] },
  run({ a, b = 1 }, { signal }) {
    called.push(a);
    if (a === 99) throw new RangeError('boom');
    if (a === 98) return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    return String(a + b);
  },
});
const definition = JSON.parse(JSON.stringify(add));
const asks = (a, id) => use('add', { a }, id);
const result = (content, id = 'toolu_1') => ({ type: 'tool_result', tool_use_id: id, content });
const repeated = (...content) => ({ role: 'assistant', content });

/** A runner whose model says this. */
async function script(answers, params, options, settings) {
  const run = await server.script(...answers);
  const client = new tidings.Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0, ...settings });
  const runner = client.beta.messages.toolRunner({ ...PARAMS, tools: [add], ...params }, options);
  return { runner, bodies: async () => (await run.requests()).map(({ body }) => body), run };
}

async function reasons(runner) {
  const seen = [];
  for await (const message of runner) seen.push(message.stop_reason);
  return seen;
}

describe('a loop', () => {
  it('runs tools until the model asks for none', async () => {
    const { runner, bodies } = await script([says([asks(1)], 'tool_use'), says([asks(2)], 'tool_use'), says(['done'])]);
    assert.deepEqual(await reasons(runner), ['tool_use', 'tool_use', 'end_turn']);
    assert.equal((await runner.done()).content[0].text, 'done');
    const conversation = [
      ...PARAMS.messages, repeated(asks(1)), { role: 'user', content: [result('2')] },
      repeated(asks(2)), { role: 'user', content: [result('3')] },
    ];
    assert.deepEqual(await bodies(), [0, 2, 4].map((more) => (
      { ...PARAMS, tools: [definition], messages: conversation.slice(0, 1 + more) }
    )));
    assert.deepEqual(runner.params.messages.at(-1), repeated({ type: 'text', text: 'done' }));
  });

  it('runs all tools of a message at the same time, and keeps their order', async () => {
    let release;
    const both = new Promise((resolve) => (release = resolve));
    const wait = { ...add, run: ({ a }) => (a === 1 ? both.then(() => 'first') : (release(), 'second')) };
    const { runner, bodies } = await script([says([asks(1, 'x'), asks(2, 'y')], 'tool_use'), says(['done'])], { tools: [wait] });
    await runner;
    assert.deepEqual((await bodies())[1].messages.at(-1).content, [result('first', 'x'), result('second', 'y')]);
  });

  it('goes on when a tool throws: the model is told', async () => {
    const { runner, bodies } = await script([says([asks(99)], 'tool_use'), says(['done'])]);
    assert.equal((await runner).stop_reason, 'end_turn');
    assert.deepEqual((await bodies())[1].messages.at(-1).content, [{ ...result('Error: boom'), is_error: true }]);
  });

  for (const stop of ['end_turn', 'refusal', 'max_tokens', 'brand_new']) {
    it(`ends with a message that stopped with ${stop}, whatever is in it`, async () => {
      const { runner } = await script([says([asks(1)], stop)]);
      assert.deepEqual(await reasons(runner), [stop]);
      assert.deepEqual(called, []);
    });
  }

  it('ends where no tool is asked for', async () => {
    const { runner } = await script([says(['Hm'], 'tool_use')]);
    assert.deepEqual(await reasons(runner), ['tool_use']);
  });

  it('ends with an answer that says nothing at all', async () => {
    const { runner } = await script([{ json: { type: 'message', id: 'msg_01Test', stop_reason: 'tool_use' } }]);
    assert.equal((await runner).id, 'msg_01Test');
  });

  it('goes on with a turn that paused', async () => {
    const { runner, bodies } = await script([says(['Hm'], 'pause_turn'), says(['done'])]);
    await runner;
    assert.deepEqual((await bodies())[1].messages, [...PARAMS.messages, repeated({ type: 'text', text: 'Hm' })]);
  });

  it('goes on when the model wrote something else than an object: it is shown its words', async () => {
    for (const [input, words] of [['{"a": 1', '{"a": 1'], [[1], '[1]'], [null, 'null']]) {
      const { runner, bodies } = await script([says(['Hm', use('add', input)], 'tool_use'), says(['done'])]);
      assert.equal((await runner).stop_reason, 'end_turn');
      const [, said, told] = (await bodies())[1].messages;
      assert.deepEqual(said.content, [{ type: 'text', text: 'Hm' }, use('add', { INVALID_JSON: words })]);
      assert.deepEqual(told.content, [{ ...result('Error: the input of add must be an object'), is_error: true }]);
    }
    assert.deepEqual(called, []);
  });

  it('can be limited', async () => {
    const { runner, bodies } = await script([says([asks(1)], 'tool_use'), says([asks(2)], 'tool_use')], { max_iterations: 2 });
    assert.equal((await runner).stop_reason, 'tool_use');
    assert.deepEqual(called, [1, 2]);
    const sent = await bodies();
    assert.equal(sent.length, 2);
    assert.equal('max_iterations' in sent[0], false);
  });

  it('that allows no request has no message', async () => {
    const { runner, bodies } = await script([says(['done'])], { max_iterations: 0 });
    await assert.rejects(runner.runUntilDone(), /max_iterations allows no request/);
    assert.deepEqual(await bodies(), []);
  });

  it('sends parameters and options with every turn', async () => {
    const { runner, run } = await script(
      [says([asks(1)], 'tool_use'), says(['done'])], { system: 'Be brief.', betas: ['b-1'] }, { headers: { 'x-own': 'yes' } },
    );
    await runner;
    for (const { body, headers } of await run.requests()) {
      assert.deepEqual([body.system, headers['anthropic-beta'], headers['x-own']], ['Be brief.', 'b-1', 'yes']);
    }
  });

  it('names the container of server tools from then on', async () => {
    const container = { id: 'container_1', expires_at: '2026-01-01T00:00:00Z' };
    const { runner, bodies } = await script([says([asks(1)], 'tool_use', { container }), says(['done'])]);
    await runner;
    assert.deepEqual((await bodies()).map((body) => body.container), [undefined, 'container_1']);
  });

  it('runs tools of the API too', async () => {
    const bash = { type: 'bash_20250124', name: 'bash', parse: (input) => input, run: ({ command }) => `ran ${command}` };
    const { runner, bodies } = await script([says([use('bash', { command: 'ls' })], 'tool_use'), says(['done'])], { tools: [bash] });
    await runner;
    const [first, second] = await bodies();
    assert.deepEqual(first.tools, [{ type: 'bash_20250124', name: 'bash' }]);
    assert.deepEqual(second.messages.at(-1).content, [result('ran ls')]);
  });
});

describe('a tool that fails', () => {
  const lines = async (logLevel, answer = [asks(99)]) => {
    const seen = [];
    const logger = Object.fromEntries(['error', 'warn', 'info', 'debug'].map((kind) => [kind, (...line) => seen.push([kind, ...line])]));
    const { runner } = await script([says(answer, 'tool_use'), says(['done'])], {}, {}, { logger, logLevel });
    await runner;
    return seen;
  };

  it('is told of to who asks for `info`, without what it said', async () => {
    assert.deepEqual(await lines('info'), [['info', 'Tidings: the tool add threw RangeError; the model is told']]);
    assert.deepEqual(await lines(), []);
    const [[, , error]] = await lines('debug');
    assert.equal(error.message, 'boom');
  });

  it('because it does not take what the model wrote, is told of too', async () => {
    const answer = [use('add', [1])];
    const line = 'Tidings: the model gave the tool add what it does not take; the model is told';
    assert.deepEqual(await lines('info', answer), [['info', line]]);
  });

  it('because it is not there, is told of too', async () => {
    const [[, line]] = await lines('info', [use('nobody', {})]);
    assert.match(line, /the tool nobody, which the runner cannot run/);
  });
});

describe('on the way', () => {
  it('results can be looked at and changed, and the tool runs once', async () => {
    const { runner, bodies } = await script([says([asks(1)], 'tool_use'), says(['done'])]);
    assert.equal(await runner.generateToolResponse(), null);
    for await (const message of runner) {
      const response = await runner.generateToolResponse();
      assert.equal(response, await runner.generateToolResponse());
      if (message.stop_reason === 'tool_use') response.content[0].content = 'changed';
      else assert.equal(response, null);
    }
    assert.deepEqual(called, [1]);
    assert.deepEqual((await bodies())[1].messages.at(-1).content, [result('changed')]);
  });

  it('messages of the program stand in place of the runner\'s', async () => {
    const { runner, bodies } = await script([says([asks(1)], 'tool_use'), says(['done'])]);
    let count = 0;
    for await (const message of runner) {
      if (count++ > 0) continue;
      runner.pushMessages({ role: 'assistant', content: message.content }, { role: 'user', content: [result('by hand')] });
    }
    assert.deepEqual((await bodies())[1].messages, [...PARAMS.messages, repeated(asks(1)), { role: 'user', content: [result('by hand')] }]);
    assert.deepEqual(called, []);
  });

  it('tools are run for a message that the program put last', async () => {
    const { runner, bodies } = await script([says([asks(1)], 'tool_use'), says(['done'])]);
    let count = 0;
    for await (const { role, content } of runner) {
      const more = ({ messages }) => ({ max_tokens: 9, messages: [...messages, { role, content }] });
      if (count++ === 0) runner.setMessagesParams((params) => ({ ...params, ...more(params) }));
    }
    const [, second] = await bodies();
    assert.equal(second.max_tokens, 9);
    assert.deepEqual(second.messages.at(-1).content, [result('2')]);
  });

  it('tools can be exchanged', async () => {
    const { runner, bodies } = await script([says([asks(1)], 'tool_use'), says([asks(1)], 'tool_use'), says(['done'])]);
    let count = 0;
    for await (const { role, content } of runner) {
      const more = ({ messages }) => ({ tools: [], messages: [...messages, { role, content }] });
      if (count++ === 0) runner.setMessagesParams((params) => ({ ...params, ...more(params) }));
    }
    assert.match((await bodies())[1].messages.at(-1).content[0].content, /'add' not found/);
    assert.deepEqual(called, []);
  });

  it('options can be changed', async () => {
    const { runner, run } = await script([says([asks(1)], 'tool_use'), says(['done'])], {}, { headers: { 'x-own': '1' } });
    let count = 0;
    const more = ({ headers }) => ({ headers: { 'x-own': `${headers['x-own']}2` } });
    for await (const _ of runner) if (count++ === 0) runner.setRequestOptions(more);
    assert.deepEqual((await run.requests()).map(({ headers }) => headers['x-own']), ['1', '12']);
  });

  it('a runner shows nothing of the conversation', async () => {
    const { runner } = await script([says(['done'])]);
    await runner;
    assert.doesNotMatch(inspect(runner, { depth: 9 }) + JSON.stringify(runner), /Hello|done/);
  });

  it('parameters are a copy', async () => {
    const messages = [...PARAMS.messages];
    const { runner, bodies } = await script([says(['done'])], { messages });
    runner.params.max_tokens = 1;
    runner.params.messages.length = 0;
    messages.length = 0;
    await runner;
    assert.deepEqual((await bodies())[0], { ...PARAMS, tools: [definition] });
  });
});

describe('leaving and going on', () => {
  it('loses nothing', async () => {
    const { runner, bodies } = await script([says([asks(1)], 'tool_use'), says(['done'])]);
    for await (const _ of runner) break;
    assert.deepEqual(await reasons(runner), ['end_turn']);
    assert.equal((await bodies()).length, 2);
    assert.deepEqual(called, [1]);
  });

  it('leaves nobody waiting for the end', async () => {
    const { runner } = await script([says([asks(1)], 'tool_use'), says(['done'])]);
    const end = runner.done();
    for await (const _ of runner) break;
    await assert.rejects(end, tidings.APIUserAbortError);
    assert.equal((await runner.runUntilDone()).stop_reason, 'end_turn');
    assert.equal((await runner.done()).stop_reason, 'end_turn');
  });

  it('sends a request that failed again', async () => {
    const overloaded = { status: 529, json: { type: 'error', error: { type: 'overloaded_error', message: 'busy' } } };
    const { runner, bodies } = await script([says([asks(1)], 'tool_use'), overloaded, says(['done'])]);
    await assert.rejects(reasons(runner), tidings.OverloadedError);
    await assert.rejects(runner.done(), tidings.OverloadedError);
    assert.equal((await runner).content[0].text, 'done');
    const [, second, third] = await bodies();
    assert.deepEqual(second, third);
    assert.deepEqual(called, [1]);
  });

  it('is over at the end', async () => {
    const { runner } = await script([says(['done'])]);
    assert.equal(await runner, await runner.runUntilDone());
    await assert.rejects(reasons(runner), /iterated over once/);
  });

  it('does not take two loops at once', async () => {
    const { runner } = await script([says(['done'])]);
    const end = runner.runUntilDone();
    await assert.rejects(reasons(runner), /iterated over once/);
    assert.equal((await end).stop_reason, 'end_turn');
  });

  it('has the stack of the caller in the error', async () => {
    const { runner } = await script([{ status: 400, json: { type: 'error', error: { type: 'invalid_request_error', message: 'no' } } }]);
    async function theProgram() {
      for await (const _ of runner);
    }
    const error = await theProgram().then(() => assert.fail('no error'), (error) => error);
    assert.match(error.stack, /theProgram/);
  });

  it('is no unhandled rejection where nobody looks', async () => {
    const seen = [];
    const listener = (reason) => seen.push(reason);
    process.on('unhandledRejection', listener);
    const { runner } = await script([{ status: 400, json: {} }]);
    runner.runUntilDone();
    await assert.rejects(runner.done());
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', listener);
    assert.deepEqual(seen, []);
  });

  it('aborts requests and tools by the signal', async () => {
    const controller = new AbortController();
    const { runner, bodies } = await script([says([asks(98)], 'tool_use'), says(['done'])], {}, { signal: controller.signal });
    const end = runner.runUntilDone();
    while (called.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(new Error('mine'));
    await assert.rejects(end, (error) => error instanceof tidings.APIUserAbortError && error.cause.message === 'mine');
    assert.equal((await bodies()).length, 1);
  });
});

describe('turns as streams', () => {
  const params = { stream: true };

  it('are given one after the other', async () => {
    const { runner, bodies } = await script([streams([asks(1)], 'tool_use'), streams(['done'])], params);
    const texts = [];
    for await (const stream of runner) for await (const text of stream.textStream()) texts.push(text);
    assert.deepEqual(texts, ['done']);
    const sent = await bodies();
    assert.ok(sent.every(({ stream }) => stream === true));
    assert.deepEqual(sent[1].messages.at(-1).content, [result('2')]);
    assert.equal((await runner.done()).content[0].text, 'done');
  });

  it('are read to their end before tools are run', async () => {
    const { runner } = await script([streams([asks(1)], 'tool_use'), streams(['done'])], params);
    const seen = [];
    for await (const stream of runner) seen.push(stream.constructor.name);
    assert.deepEqual([seen, called], [['MessageStream', 'MessageStream'], [1]]);
  });

  it('give the results of their tools before', async () => {
    const { runner } = await script([streams([asks(1)], 'tool_use'), streams(['done'])], params);
    const seen = [];
    for await (const _ of runner) seen.push(await runner.generateToolResponse());
    assert.deepEqual(seen, [{ role: 'user', content: [result('2')] }, null]);
  });

  it('that break reject, and going on begins the turn anew', async () => {
    const { runner, bodies } = await script([breaks(['lost'], 3), streams(['done'])], params);
    const error = await runner.runUntilDone().then(() => assert.fail('no error'), (error) => error);
    assert.ok(error instanceof tidings.APIConnectionError);
    assert.equal(error.partialMessage.content[0].text, 'lost');
    assert.equal((await runner).content[0].text, 'done');
    const [first, second] = await bodies();
    assert.deepEqual(first, second);
  });

  it('are closed when the loop is left', async () => {
    const { runner } = await script([streams(['done'])], params);
    let left;
    for await (const stream of runner) {
      left = stream;
      break;
    }
    await assert.rejects(left.finalMessage(), tidings.APIUserAbortError);
  });

  it('are closed when the program takes over', async () => {
    const { runner, bodies } = await script([streams([asks(1)], 'tool_use'), streams(['done'])], params);
    let count = 0;
    for await (const stream of runner) {
      if (count++ > 0) continue;
      await stream.emitted('connect');
      runner.pushMessages({ role: 'user', content: 'Never mind.' });
    }
    assert.deepEqual((await bodies()).at(-1).messages, [...PARAMS.messages, { role: 'user', content: 'Never mind.' }]);
    assert.deepEqual(called, []);
  });
});

describe('what a runner cannot do is refused', () => {
  for (const [name, params] of Object.entries({
    'threads': { thread: { type: 'create' } }, 'tools that are run early': { stream: true, runToolsEagerly: true },
  })) {
    it(name, async () => assert.rejects(script([says(['done'])], params), tidings.ConfigError));
  }

  for (const name of ['addTools', 'removeTools', 'compactBeforeNextTurn', 'deferToolCall']) {
    it(`there is no ${name}`, async () => {
      const { runner } = await script([says(['done'])]);
      assert.equal(runner[name], undefined);
    });
  }
});
