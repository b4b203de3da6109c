// Closing a client.
import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { describe, it } from 'node:test';
import { APIError, Client, ClosedError } from 'tidings';
import { whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();

function sockets() {
  return readdirSync('/proc/self/fd').filter((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

describe('a closed client', () => {
  it('refuses every call with ClosedError, and sends nothing', async () => {
    const run = server.play('create_text');
    const client = new Client({ apiKey: 'k', baseURL: run.baseURL });
    client.close();
    client.close();
    for (const call of [
      client.messages.create(PARAMS), client.messages.create({ ...PARAMS, stream: true }), client.messages.stream(PARAMS).done(),
    ]) {
      await assert.rejects(call, (error) => error instanceof ClosedError && error instanceof APIError && !error.mayHaveRun);
    }
    assert.deepEqual(await run.requests(0), []);
    assert.equal(client.baseURL, run.baseURL);
  });

  it('lets the calls go on that are under way', async () => {
    const run = await server.script({ ...whole('Hel', 'lo'), delivery: { split_at: [200, 700], pause_ms: 100 } });
    const client = new Client({ apiKey: 'k', baseURL: run.baseURL });
    const stream = client.messages.stream(PARAMS);
    await stream.textStream().next();
    client.close();
    assert.equal(await stream.finalText(), 'Hello');
  });

  it('has closed its idle connections', { skip: process.platform !== 'linux' && 'counts descriptors in /proc' }, async () => {
    const client = new Client({ apiKey: 'k', baseURL: server.url });
    const before = sockets();
    await Promise.all(Array.from({ length: 8 }, () => client.messages.create(PARAMS)));
    assert.ok(sockets() > before);
    client.close();
    while (sockets() > before) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('is what disposing of it gives', async () => {
    for (const dispose of [(client) => client[Symbol.dispose](), (client) => client[Symbol.asyncDispose]()]) {
      const client = new Client({ apiKey: 'k', baseURL: server.url });
      await dispose(client);
      await assert.rejects(client.messages.create(PARAMS), ClosedError);
    }
  });
});
