// What a program can watch of its calls, and where the package's own warnings go.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { Client, ConfigError, InternalServerError } from 'tidings';
import { whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const DONE = { json: { id: 'msg_1', type: 'message', role: 'assistant', content: [], usage: {} }, headers: { 'request-id': 'req_1' } };
const MOMENTS = ['onRequest', 'onResponse', 'onRetry', 'onError'];

async function watched(answers, options = {}) {
  const run = await server.script(...answers);
  const told = [];
  const hooks = Object.fromEntries(MOMENTS.map((name) => [name, (record) => told.push([name, record])]));
  return { told, client: new Client({ apiKey: 'sk-secret', baseURL: run.baseURL, maxRetries: 1, ...hooks, ...options }) };
}

describe('hooks', () => {
  it('tell of every attempt of a call, in their order', async () => {
    const { told, client } = await watched([{ status: 500 }, DONE]);
    await client.messages.create(PARAMS);
    assert.deepEqual(told.map(([name, { attempt, status }]) => [name, attempt, status]), [
      ['onRequest', 1, undefined], ['onResponse', 1, 500], ['onRetry', 1, 500], ['onRequest', 2, undefined], ['onResponse', 2, 200],
    ]);
    const [, , [, retry], , [, answer]] = told;
    assert.deepEqual([retry.kind, retry.method, retry.path.endsWith('/v1/messages'), retry.model], ['internal_server', 'POST', true, PARAMS.model]);
    assert.ok(retry.delay > 0 && answer.elapsed >= answer.took);
    assert.equal(answer.requestId, 'req_1');
  });

  it('tell of the failure of a call, and of the beginning of a stream', async () => {
    const failing = await watched([{ status: 500 }], { maxRetries: 0 });
    await assert.rejects(failing.client.messages.create(PARAMS), InternalServerError);
    assert.deepEqual(failing.told.map(([name]) => name), ['onRequest', 'onResponse', 'onError']);
    const streaming = await watched([whole('a')]);
    await streaming.client.messages.stream(PARAMS).finalMessage();
    assert.deepEqual(streaming.told.map(([name]) => name), ['onRequest', 'onResponse']);
  });

  it('may abort the call: nothing more is heard of it after that', async () => {
    const ending = new AbortController();
    const { client } = await watched([whole('a')], { onResponse: () => ending.abort('enough') });
    const stream = client.messages.stream(PARAMS, { signal: ending.signal });
    const heard = [];
    for (const name of ['connect', 'text', 'abort', 'end']) stream.on(name, () => heard.push(name));
    await assert.rejects(stream.done(), { name: 'APIUserAbortError', cause: 'enough' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(heard, ['abort', 'end']);
  });

  it('are told nothing secret', async () => {
    const { told, client } = await watched([DONE], { defaultQuery: { q: 'hidden' }, defaultHeaders: { 'x-a': 'hidden' } });
    await client.messages.create({ ...PARAMS, system: 'hidden' });
    assert.ok(!inspect(told).match(/sk-secret|hidden/));
  });

  it('that fail do not hurt the call; what they throw goes to the logger', async () => {
    const logged = [];
    const logger = Object.fromEntries(['error', 'warn', 'info', 'debug'].map((level) => [level, (...all) => logged.push([level, ...all])]));
    const thrown = new Error('mine');
    const later = new Error('later');
    const { client } = await watched([DONE], { logger, onRequest: () => { throw thrown; }, onResponse: async () => { throw later; } });
    assert.equal((await client.messages.create(PARAMS)).id, 'msg_1');
    await new Promise(setImmediate);
    assert.deepEqual(logged.map(([level, , error]) => [level, error]), [['error', thrown], ['error', later]]);
  });

  it('that fail are not told when the log is off, nor do loggers that fail hurt', async () => {
    const failing = { error: () => { throw new Error('no log'); } };
    const { client } = await watched([DONE], { logger: failing, onRequest: () => { throw new Error('mine'); } });
    assert.equal((await client.messages.create(PARAMS)).id, 'msg_1');
    const silent = await watched([DONE], { logger: { error: assert.fail }, logLevel: 'off', onRequest: () => { throw new Error('mine'); } });
    assert.equal((await silent.client.messages.create(PARAMS)).id, 'msg_1');
  });

  it('must be functions', () => {
    for (const name of MOMENTS) assert.throws(() => new Client({ [name]: 5 }), (error) => error instanceof ConfigError && error.message.startsWith(name));
  });
});

describe('options of the official package', () => {
  for (const [options, message] of [
    [{ fetch: () => {} }, /fetch is not an option here: Tidings has its own HTTP; proxy/],
    [{ fetchOptions: {} }, /proxy, caBundle/],
    [{ middleware: [() => {}] }, /onRequest/],
    [{ openTelemetry: { traces: true } }, /onRequest/],
    [{ config: {} }, /give the options themselves/],
    [{ profile: 'p' }, /credentials/],
    [{ webhookKey: 'k' }, /signatures of webhooks/],
    [{ logLevel: 'loud' }, /logLevel must be one of off, error, warn, info, debug/],
  ]) {
    it(`that cannot be honoured say what to use: ${Object.keys(options)}`, () => {
      assert.throws(() => new Client(options), (error) => error instanceof ConfigError && message.test(error.message));
    });
  }

  it('that turn off what is not there are fine', () => {
    const client = new Client({ openTelemetry: false, middleware: [], fetch: undefined, profile: null, dangerouslyAllowBrowser: true });
    assert.deepEqual([client.logLevel, client.logger], ['warn', console]);
  });

  it('take the level of the log from the environment, where it is one', () => {
    try {
      process.env.ANTHROPIC_LOG = 'debug';
      assert.equal(new Client().logLevel, 'debug');
      process.env.ANTHROPIC_LOG = 'everything';
      assert.equal(new Client().logLevel, 'warn');
    } finally {
      delete process.env.ANTHROPIC_LOG;
    }
  });
});
