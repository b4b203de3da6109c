// Options: checked before anything is sent, and never quoted when they may be secret.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import Anthropic, { AnthropicError, APIConnectionTimeoutError, Client, ConfigError } from 'tidings';
import { whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
const SECRET = 'sk-very-secret-1234';

describe('the options of a client', () => {
  it('may all be left out', () => {
    const client = new Client();
    assert.equal(client.baseURL, 'https://api.anthropic.com');
    assert.equal(client.maxRetries, 2);
    assert.equal(Anthropic, Client);
  });

  it('come from the environment where they are not given', async () => {
    const run = server.play('create_text');
    Object.assign(process.env, { ANTHROPIC_API_KEY: 'from-env', ANTHROPIC_BASE_URL: run.baseURL });
    try {
      await new Client().messages.create(PARAMS);
    } finally {
      delete process.env.ANTHROPIC_API_KEY;
      delete process.env.ANTHROPIC_BASE_URL;
    }
    assert.equal((await run.requests())[0].headers['x-api-key'], 'from-env');
  });

  it('need a credential only when a call is made, and then say which variables bring one', async () => {
    const error = await new Client({ baseURL: server.url }).messages.create(PARAMS).catch((error) => error);
    assert.ok(error instanceof AnthropicError);
    assert.match(error.message, /ANTHROPIC_API_KEY/);
  });

  for (const [what, options, message] of [
    ['an option that does not exist', { retries: 1 }, /no option retries/],
    ['a key that is no string', { apiKey: 5 }, /apiKey must be a string/],
    ['a header for the key that does not exist', { apiKey: SECRET, apiKeyHeader: 'cookie' }, /header of the API key/],
    ['a base URL that is none', { baseURL: 'nowhere' }, /base URL/],
    ['a password in the base URL', { baseURL: `https://me:${SECRET}@host` }, /password/],
    ['a Map of headers', { defaultHeaders: new Map() }, /defaultHeaders must be Headers, pairs, or an object.*Map/],
    ['null for all of them', null, /options must be an object, not null/],
    ['a time limit that is not a number at all', { timeout: NaN }, /timeout must be a number of milliseconds/],
    ['a time limit below zero', { timeout: -1 }, /timeout must be a number of milliseconds/],
    ['a time limit that is no number', { timeout: { idle: 'long' } }, /timeout\.idle must be a number/],
    ['a part of the time limits that does not exist', { timeout: { read: 1 } }, /no part read/],
    ['half a retry', { maxRetries: 0.5 }, /maxRetries must be a whole number/],
    ['a word for a switch', { validation: 'no' }, /validation must be true or false, not of type String/],
    ['null for a switch', { streamLongCalls: null }, /streamLongCalls must be true or false, not null/],
    ['a wait below zero', { maxRetryAfter: -1 }, /maxRetryAfter must be a number of milliseconds/],
    ['a word for a wait', { throttlePatience: 'long' }, /throttlePatience must be a number of milliseconds/],
    ['a number for a switch', { retryAmbiguous: 0 }, /retryAmbiguous must be true or false, not of type Number/],
    ['null for another switch', { retryOnTimeout: null }, /retryOnTimeout must be true or false, not null/],
    ['a list for a switch', { pressure: [] }, /pressure must be true or false, not of type Array/],
    ['no call in flight', { maxInFlight: 0 }, /maxInFlight must be a whole number, 1 or more/],
    ['no connection', { maxConnections: 0 }, /maxConnections must be a whole number, 1 or more/],
    ['a port for a proxy', { proxy: 3128 }, /proxy must be a string/],
    ['a proxy that is not spoken to', { proxy: `socks5://me:${SECRET}@host` }, /the proxy must be a URL/],
    ['a word for trust', { trustEnv: 'no' }, /trustEnv must be true or false/],
    ['a switch for certificates', { caBundle: true }, /caBundle must be PEM or the path of a file of it, not of type Boolean/],
    ['a file of certificates that is not there', { caBundle: '/no/such/file' }, /\/no\/such\/file cannot be read/],
    ['a number for a certificate', { clientCert: 5 }, /clientCert must be PEM or the path/],
    ['a certificate without its key', { clientCert: { cert: CERTIFICATE } }, /clientCert must be PEM .* not undefined/],
    ['a word for a protocol', { http2: 'yes' }, /http2 must be true or false/],
    ['a number for an address', { localAddress: 127 }, /localAddress must be a string/],
    ['a name for an address', { localAddress: 'localhost' }, /localAddress must be an IP address/],
    ['a write limit that is no number', { timeout: { write: '1' } }, /timeout\.write must be a number/],
    ['a header value that is no string', { defaultHeaders: { 'x-a': [5] } }, /header x-a must be a string/],
    ['a line break in a header value', { defaultHeaders: { 'x-a': `a\n${SECRET}` } }, /header x-a/],
  ]) {
    it(`refuse ${what}`, () => {
      const refusal = (error) => {
        assert.ok(error instanceof ConfigError, error);
        assert.match(error.message, message);
        assert.match(error.stack, /options\.test\.mjs/);
        assert.ok(!inspect(error).includes(SECRET));
        return true;
      };
      assert.throws(() => new Client(options), refusal);
    });
  }
});

describe('the options of a call', () => {
  it('win over those of the client, and null leaves a header out', async () => {
    const run = server.play('create_text');
    const defaultHeaders = { 'x-kept': 'client', 'x-replaced': 'client', 'x-removed': 'client' };
    const client = new Client({ apiKey: 'k', baseURL: run.baseURL, defaultHeaders });
    await client.messages.create(PARAMS, { headers: { 'X-Replaced': 'call', 'x-removed': null } });
    const { headers } = (await run.requests())[0];
    assert.equal(headers['x-kept'], 'client');
    assert.equal(headers['x-replaced'], 'call');
    assert.equal(headers['x-removed'], undefined);
    assert.match(headers['user-agent'], /^tidings-node\//);
  });

  it('leave out a header that the environment would add', async () => {
    process.env.ANTHROPIC_CUSTOM_HEADERS = 'x-from-env: yes\nx-unwanted: yes';
    const run = server.play('create_text');
    try {
      const defaultHeaders = new Headers({ 'x-given': 'yes' });
      const base = { apiKey: 'k', baseURL: run.baseURL };
      await new Client({ ...base, defaultHeaders }).messages.create(PARAMS);
      await new Client({ ...base, defaultHeaders: { 'x-unwanted': null } }).messages.create(PARAMS);
    } finally {
      delete process.env.ANTHROPIC_CUSTOM_HEADERS;
    }
    const [first, second] = await run.requests();
    assert.deepEqual([first.headers['x-from-env'], first.headers['x-given']], ['yes', 'yes']);
    assert.deepEqual([second.headers['x-from-env'], second.headers['x-unwanted']], ['yes', undefined]);
  });

  for (const timeout of [null, Infinity, 1e15, 1e30, { head: null, idle: null, total: null }, { total: 1e22 }]) {
    it(`may lift a limit of the client: ${JSON.stringify(timeout)}`, async () => {
      const run = await server.script({ ...whole('late'), delay_ms: 300 });
      const limited = new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0, timeout: { head: 100, total: 5000 } });
      await assert.rejects(limited.messages.stream(PARAMS).done(), APIConnectionTimeoutError);
      if (timeout === null || timeout.total === undefined || timeout.head === null) {
        assert.equal(await limited.messages.stream(PARAMS, { timeout }).finalText(), 'late');
      }
      const free = new Client({ apiKey: 'k', baseURL: run.baseURL, timeout, maxRetryAfter: null });
      assert.equal(await free.messages.stream(PARAMS).finalText(), 'late');
    });
  }

  it('that are wrong reject the call, and nothing is sent', async () => {
    const run = server.play('create_text');
    const { messages } = new Client({ apiKey: 'k', baseURL: run.baseURL });
    await assert.rejects(messages.create(PARAMS, { query: 5 }), ConfigError);
    await assert.rejects(messages.create(PARAMS, { validation: 0 }), ConfigError);
    await assert.rejects(messages.create(PARAMS, { streamLongCalls: 'no' }), ConfigError);
    await assert.rejects(messages.create(PARAMS, { maxRetryAfter: '1' }), /maxRetryAfter must be a number/);
    await assert.rejects(messages.create(PARAMS, { throttlePatience: NaN }), /throttlePatience must be a number/);
    await assert.rejects(messages.create(PARAMS, { retryAmbiguous: 1 }), /retryAmbiguous must be true or false/);
    await assert.rejects(messages.create(PARAMS, { retryOnTimeout: 'no' }), /retryOnTimeout must be true or false/);
    await assert.rejects(messages.create(PARAMS, { timeout: { write: -1 } }), /timeout\.write must be a number/);
    await assert.rejects(messages.create(PARAMS, { maxInFlight: 1 }), /no option maxInFlight/);
    await assert.rejects(messages.create({ ...PARAMS, stream: true }, { timeout: NaN }), ConfigError);
    await assert.rejects(messages.stream(PARAMS, { maxRetries: -1 }).finalMessage(), ConfigError);
    assert.deepEqual(await run.requests(0), []);
  });

  it('that are wrong are heard of by listeners that are added at once', async () => {
    const { messages } = new Client({ apiKey: 'k', baseURL: server.url });
    const error = await new Promise((resolve) => messages.stream(PARAMS, { retries: 1 }).on('error', resolve));
    assert.ok(error instanceof ConfigError);
  });
});
