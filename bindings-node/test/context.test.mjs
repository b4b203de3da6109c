// The asynchronous context in which the package calls what a program gave it: that of the caller, and nobody else's.
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, it } from 'node:test';
import { Client } from 'tidings';
import { whole } from './support/answers.mjs';
import { says } from './support/messages.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const request = new AsyncLocalStorage();

describe('a client that was made during the first request of a server', () => {
  it('calls listeners in the context of whoever asked for the stream', async () => {
    const run = await server.script(whole('a', 'b'), whole('a', 'b'));
    const client = request.run('first', () => new Client({ apiKey: 'k', baseURL: run.baseURL }));
    for (const name of ['second', 'third']) {
      const seen = new Set();
      await request.run(name, async () => {
        const stream = client.messages.stream(PARAMS);
        for (const event of ['connect', 'text', 'finalMessage', 'end']) stream.on(event, () => seen.add(request.getStore()));
        await stream.done();
      });
      assert.deepEqual([...seen], [name]);
    }
  });

  it('calls hooks in the context of each call, also of calls of one turn', async () => {
    const answer = says(['Hello']);
    const run = await server.script(answer, answer, answer);
    const seen = [];
    const onResponse = () => seen.push(request.getStore());
    const client = request.run('first', () => new Client({ apiKey: 'k', baseURL: run.baseURL, onResponse }));
    await Promise.all(['a', 'b', 'c'].map((name) => request.run(name, () => client.messages.create(PARAMS))));
    assert.deepEqual(seen.sort(), ['a', 'b', 'c']);
  });

  it('shows that request to no function that gives tokens', async () => {
    const run = await server.script(says(['Hello']));
    const seen = [];
    const credentials = () => {
      seen.push(request.getStore());
      return 'token';
    };
    const client = request.run('first', () => new Client({ credentials, baseURL: run.baseURL }));
    await request.run('second', () => client.messages.create(PARAMS));
    assert.deepEqual(seen, [undefined]);
  });
});
