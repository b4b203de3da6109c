// How long a client waits, when it tries again, and what it knows of the pressure on the server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { APIConnectionTimeoutError, Client, InternalServerError, OverloadedError } from 'tidings';
import { hanging, whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const ANSWER = { json: { type: 'message', content: [] } };
const BUSY = { status: 529, headers: { 'retry-after': '5' }, json: {} };
const BROKEN = { status: 500, headers: { 'retry-after-ms': '1' }, json: {} };

const client = (run, options) => new Client({ apiKey: 'k', baseURL: run.baseURL, ...options });
const caught = (promise) => promise.then(() => assert.fail('no error'), (error) => error);
/** The two places where these options can be said. */
const ways = {
  client: (run, options) => client(run, options).messages.create(PARAMS),
  call: (run, options) => client(run).messages.create(PARAMS, options),
};

for (const [place, call] of Object.entries(ways)) {
  describe(`the options of a ${place}`, () => {
    it('say whether a request that may have run is tried again', async () => {
      await call(await server.script(BROKEN, ANSWER), {});
      const error = await caught(call(await server.script(BROKEN, ANSWER), { retryAmbiguous: false }));
      assert.ok(error instanceof InternalServerError && error.mayHaveRun);
      assert.equal(error.attempts, 1);
    });

    it('say whether a request that got no answer is tried again', async () => {
      const late = { ...ANSWER, delay_ms: 60_000 };
      const timeout = { head: 300 };
      const error = await caught(call(await server.script(late, ANSWER), { timeout }));
      assert.ok(error instanceof APIConnectionTimeoutError);
      assert.deepEqual([error.attempts, error.reason], [1, 'head_limit']);
      await call(await server.script(late, ANSWER), { timeout, retryOnTimeout: true });
    });

    for (const options of [{ maxRetryAfter: 1000 }, { throttlePatience: 1000 }]) {
      it(`make a longer wait than this fail at once: ${JSON.stringify(options)}`, async () => {
        const error = await caught(call(await server.script(BUSY, ANSWER), options));
        assert.ok(error instanceof OverloadedError);
        assert.deepEqual([error.attempts, error.retryAfter], [1, 5000]);
        assert.ok(error.elapsed < 4000, `${error.elapsed} ms`);
      });
    }
  });
}

it('a server that takes nothing runs into the write limit', async () => {
  const sockets = [];
  const silent = createServer((socket) => sockets.push(socket.pause())).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const run = { baseURL: `http://127.0.0.1:${silent.address().port}` };
  const large = { ...PARAMS, messages: [{ role: 'user', content: 'x'.repeat(30_000_000) }] };
  const [byClient, byCall] = [client(run, { maxRetries: 0, timeout: { write: 300 } }), client(run)];
  const errors = [
    await caught(byClient.messages.create(large)),
    await caught(byCall.messages.create(large, { maxRetries: 0, timeout: { write: 300 } })),
  ];
  for (const socket of sockets) socket.destroy();
  silent.close();
  assert.deepEqual(errors.map((error) => error.reason), ['write_limit', 'write_limit']);
});

describe('the pressure on the server', () => {
  it('stays below the calls that are wanted at once, and shows who waits', async () => {
    const run = await server.script(hanging('Hi'), whole('there'));
    const one = client(run, { maxInFlight: 1 });
    const first = one.messages.stream(PARAMS);
    const texts = first.textStream()[Symbol.asyncIterator]();
    assert.equal((await texts.next()).value, 'Hi');
    const second = one.messages.stream(PARAMS).finalText();
    while (one.pressure[0].waiting === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(one.pressure[0].inFlight, 1);
    assert.equal((await run.requests(0)).length, 1);
    await texts.return();
    assert.equal(await second, 'there');
  });

  it('can be looked at, and is nothing before the first call and after the last', async () => {
    const limits = { 'anthropic-ratelimit-requests-limit': '50', 'anthropic-ratelimit-requests-remaining': '49' };
    const headers = { ...limits, 'retry-after-ms': '1' };
    const run = await server.script({ status: 529, json: {}, headers }, { ...ANSWER, headers });
    const one = client(run);
    assert.deepEqual(one.pressure, []);
    await one.messages.create(PARAMS);
    const [state, ...others] = one.pressure;
    assert.deepEqual(others, []);
    assert.equal(state.origin, new URL(run.baseURL).origin);
    assert.deepEqual([state.model, state.inFlight, state.waiting, state.refusals], [PARAMS.model, 0, 0, 1]);
    assert.equal(typeof state.waited, 'number');
    for (const { limit, level, share } of state.buckets) assert.deepEqual([limit, typeof level, typeof share], [50, 'number', 'number']);
    one.close();
    assert.deepEqual(one.pressure, []);
  });

  it('is not minded by a client that is not to', async () => {
    const busy = { ...BUSY, headers: { 'retry-after': '50' } };
    const refused = async (pressure) => {
      const one = client(await server.script(busy, ANSWER), { pressure, maxRetries: 0 });
      assert.ok((await caught(one.messages.create(PARAMS))) instanceof OverloadedError);
      return one;
    };
    const [{ gate }] = (await refused(true)).pressure;
    assert.ok(gate > 0, `${gate} ms`);
    const free = await refused(false);
    assert.ok(free.pressure.every((state) => state.gate === undefined));
    assert.equal((await free.messages.create(PARAMS, { timeout: { total: 40_000 } })).type, 'message');
  });
});
