// Neither keys nor prompts show where people look: printed clients, streams and errors.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { inspect } from 'node:util';
import { Client } from 'tidings';
import { hanging } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const KEY = 'sk-secret-key-5678';
const PROMPT = 'the secret prompt';
const params = { ...PARAMS, messages: [{ role: 'user', content: PROMPT }] };

const shown = (value) => [
  inspect(value, { depth: 9, showHidden: true, getters: true }), JSON.stringify(value), String(value),
].join('\n');

function assertSilent(value) {
  assert.ok(!shown(value).includes(KEY), shown(value));
  assert.ok(!shown(value).includes(PROMPT), shown(value));
}

it('a client shows no key', () => {
  for (const credential of [{ apiKey: KEY }, { authToken: KEY }, { apiKey: KEY, apiKeyHeader: 'authorization' }]) {
    const client = new Client({ ...credential, defaultHeaders: { authorization: KEY } });
    assertSilent(client);
    assert.equal(JSON.stringify(client), `{"baseURL":"${client.baseURL}","maxRetries":2}`);
    for (const resource of [client.messages, client.models, client.files, client.beta]) assertSilent(resource);
  }
});

it('a stream shows neither key nor prompt', async () => {
  const run = await server.script(hanging('Hello'));
  const { messages } = new Client({ apiKey: KEY, baseURL: run.baseURL });
  const helper = messages.stream(params);
  const raw = await messages.create({ ...params, stream: true });
  for (const stream of [helper, raw]) {
    assertSilent(stream);
    stream.abort();
  }
});

it('errors show neither key nor prompt', async () => {
  const refused = server.play('status_401');
  const unreachable = { baseURL: 'http://127.0.0.1:1' };
  for (const { baseURL } of [refused, unreachable]) {
    const client = new Client({ apiKey: KEY, baseURL, maxRetries: 0, defaultHeaders: { 'x-key': KEY } });
    assertSilent(await client.messages.create(params).catch((error) => error));
    assertSilent(await client.messages.stream(params).finalMessage().catch((error) => error));
  }
});
