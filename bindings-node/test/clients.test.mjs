// Copies of a client, what is set on one, its query and credentials: all hold for the calls that begin from then on.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client, ClosedError, ConfigError } from 'tidings';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const DONE = { json: { id: 'msg_1', type: 'message', role: 'assistant', content: [], usage: {} } };
const begun = async (...answers) => {
  const run = await server.script(...(answers.length > 0 ? answers : [DONE]));
  return { run, client: new Client({ apiKey: 'first', baseURL: run.baseURL, maxRetries: 0, defaultHeaders: { 'x-a': '1' } }) };
};
const keys = async (run) => (await run.requests()).map(({ headers }) => headers['x-api-key'] ?? headers.authorization);

describe('a copy', () => {
  it('has the options of the client but for those that are changed', async () => {
    const { run, client } = await begun();
    const copy = client.withOptions({ maxRetries: 7, timeout: 5000, defaultQuery: { q: 1 } });
    assert.deepEqual([copy.maxRetries, copy.timeout, copy.baseURL, copy.apiKey], [7, 5000, run.baseURL, 'first']);
    assert.deepEqual([client.maxRetries, client.timeout], [0, Client.DEFAULT_TIMEOUT]);
    await copy.messages.create(PARAMS);
    const [request] = await run.requests();
    assert.deepEqual([request.headers['x-a'], request.path], ['1', '/v1/messages?q=1']);
  });

  it('shares the connections of the client', async () => {
    const { run, client } = await begun();
    await client.messages.create(PARAMS);
    await client.withOptions({ maxRetries: 1 }).messages.create(PARAMS);
    const [one, other] = await run.requests();
    assert.equal(one.connection, other.connection);
  });

  it('has connections of its own where it makes them otherwise', async () => {
    const { run, client } = await begun();
    await client.messages.create(PARAMS);
    await client.withOptions({ http2: false }).messages.create(PARAMS);
    const [one, other] = await run.requests();
    assert.notEqual(one.connection, other.connection);
  });

  it('may have another credential, of another kind too', async () => {
    const { run, client } = await begun();
    await client.withOptions({ authToken: 'second' }).messages.create(PARAMS);
    await client.withOptions({ apiKey: undefined }).messages.create(PARAMS);
    assert.deepEqual(await keys(run), ['Bearer second', 'first']);
  });

  it('is of the class of the client', () => {
    class Mine extends Client {}
    assert.ok(new Mine({ apiKey: 'k' }).withOptions({}) instanceof Mine);
  });

  it('refuses what a client refuses', () => {
    const client = new Client({ apiKey: 'k' });
    assert.throws(() => client.withOptions({ nope: 1 }), ConfigError);
    assert.throws(() => client.withOptions({ maxRetries: -1 }), ConfigError);
    assert.throws(() => client.withOptions(5), ConfigError);
  });

  it('outlives the client that it was made from', async () => {
    const { client } = await begun();
    const copy = client.withOptions({ maxRetries: 1 });
    client.close();
    await assert.rejects(client.messages.create(PARAMS), ClosedError);
    assert.equal((await copy.messages.create(PARAMS)).id, 'msg_1');
  });
});

describe('what is set on a client', () => {
  it('holds for the calls that begin from then on, of resources that were taken before', async () => {
    const { run, client } = await begun();
    const { messages } = client;
    const before = messages.create(PARAMS);
    client.apiKey = 'second';
    await Promise.all([before, messages.create(PARAMS)]);
    client.authToken = 'third';
    await messages.create(PARAMS);
    assert.deepEqual([client.apiKey, client.authToken], [null, 'third']);
    assert.deepEqual((await keys(run)).sort(), ['Bearer third', 'first', 'second']);
  });

  it('may be where it is, how long it waits and how often it tries', async () => {
    const { run, client } = await begun();
    const other = await server.script({ status: 500 }, DONE);
    client.baseURL = other.baseURL;
    client.maxRetries = 1;
    client.timeout = { head: 5000 };
    assert.deepEqual([client.baseURL, client.maxRetries, client.timeout], [other.baseURL, 1, { head: 5000 }]);
    await client.messages.create(PARAMS);
    assert.deepEqual([(await run.requests(0)).length, (await other.requests()).length], [0, 2]);
  });

  it('is refused where it is wrong, and changes nothing then', () => {
    const client = new Client({ apiKey: 'k', maxRetries: 3 });
    assert.throws(() => (client.maxRetries = -1), ConfigError);
    assert.throws(() => (client.baseURL = 'nowhere'), ConfigError);
    assert.equal(client.maxRetries, 3);
  });
});

it('the resources of a client may be replaced, as tests do', () => {
  const client = new Client({ apiKey: 'k' });
  for (const name of ['messages', 'models', 'files', 'beta']) {
    const mine = {};
    client[name] = mine;
    assert.equal(client[name], mine);
  }
});

describe('credentials', () => {
  it('are one of a kind', () => {
    for (const options of [{ apiKey: 'a', authToken: 'b' }, { apiKey: 'a', credentials: async () => 'b' }, { authToken: 'a', profile: 'b' }]) {
      assert.throws(() => new Client(options), { name: 'TypeError', message: /one credential: .* were both given/ });
    }
    assert.equal(new Client({ apiKey: null, authToken: 't' }).authToken, 't');
  });

  it('come from the environment only when none is given', () => {
    process.env.ANTHROPIC_API_KEY = 'from-env';
    try {
      assert.equal(new Client().apiKey, 'from-env');
      assert.deepEqual([new Client({ authToken: 't' }).apiKey, new Client({ authToken: 't' }).authToken], [null, 't']);
      assert.equal(new Client({ credentials: () => 't' }).apiKey, null);
    } finally {
      delete process.env.ANTHROPIC_API_KEY;
    }
  });

  it('of the environment are left alone where null says so', async () => {
    const { run } = await begun();
    Object.assign(process.env, { ANTHROPIC_API_KEY: 'env-key', ANTHROPIC_AUTH_TOKEN: 'env-token' });
    try {
      const token = new Client({ apiKey: null, baseURL: run.baseURL });
      const none = new Client({ apiKey: null, authToken: null, baseURL: run.baseURL, defaultHeaders: { authorization: 'own' } });
      assert.deepEqual([token.apiKey, token.authToken, none.apiKey, none.authToken], [null, 'env-token', null, null]);
      await token.messages.create(PARAMS);
      await none.messages.create(PARAMS);
    } finally {
      delete process.env.ANTHROPIC_API_KEY;
      delete process.env.ANTHROPIC_AUTH_TOKEN;
    }
    assert.deepEqual(await keys(run), ['Bearer env-token', 'own']);
  });

  it('of a function are asked for once for all calls that wait, and kept until they end', async () => {
    const { run } = await begun();
    let asked = 0;
    const credentials = async () => ({ token: `t${++asked}`, expiresAt: Date.now() / 1000 + 3600 });
    const client = new Client({ credentials, baseURL: run.baseURL });
    assert.equal(client.credentials, credentials);
    await Promise.all([client.messages.create(PARAMS), client.messages.create(PARAMS)]);
    await client.withOptions({ maxRetries: 1 }).messages.create(PARAMS);
    assert.deepEqual(await keys(run), ['Bearer t1', 'Bearer t1', 'Bearer t1']);
  });

  it('of a function may be borrowed by any number of copies, which cost later calls nothing', async () => {
    /** The quickest of some calls, in milliseconds. */
    const quickest = async (copies) => {
      const client = new Client({ credentials: () => 'token', baseURL: server.url });
      for (let i = 0; i < copies; i++) client.withOptions({ maxRetries: 1 });
      let least = Infinity;
      for (let i = 0; i < 30; i++) {
        const start = performance.now();
        await client.messages.create(PARAMS);
        least = Math.min(least, performance.now() - start);
      }
      return least;
    };
    const [none, many] = [await quickest(0), await quickest(20_000)];
    assert.ok(many < 10 * none, `${many} ms instead of ${none}`);
  });

  it('of a function are asked for by the copy of a client that was closed', async () => {
    const client = new Client({ credentials: () => 'token', baseURL: server.url });
    client.close();
    assert.equal((await client.withOptions({ maxRetries: 1 }).messages.create(PARAMS)).role, 'assistant');
  });

  it('of a function are asked for again when they are refused', async () => {
    const { run } = await begun({ status: 401, json: { type: 'error', error: { type: 'authentication_error', message: 'old' } } }, DONE);
    let asked = 0;
    const client = new Client({ credentials: () => `t${++asked}`, baseURL: run.baseURL, maxRetries: 0 });
    await client.messages.create(PARAMS);
    assert.deepEqual(await keys(run), ['Bearer t1', 'Bearer t2']);
  });

  it('of a function that is the key are asked for every call', async () => {
    const { run } = await begun();
    let asked = 0;
    const client = new Client({ apiKey: async () => `k${++asked}`, baseURL: run.baseURL });
    assert.equal(client.apiKey, null);
    await client.messages.create(PARAMS);
    await client.messages.create(PARAMS);
    assert.deepEqual(await keys(run), ['Bearer k1', 'Bearer k2']);
  });

  for (const [what, credentials, message] of [
    ['throws', () => { throw new RangeError('mine'); }, /mine/],
    ['gives no token', () => ({ tokens: [] }), /credentials must give \{ token, expiresAt \}/],
  ]) {
    it(`of a function that ${what} fail the call, with that as the cause`, async () => {
      const { run } = await begun();
      const client = new Client({ credentials, baseURL: run.baseURL, maxRetries: 0 });
      const error = await client.messages.create(PARAMS).catch((error) => error);
      assert.match(error.cause.message, message);
      assert.match(error.stack, /clients\.test\.mjs/);
      assert.deepEqual(await run.requests(0), []);
    });
  }
});
