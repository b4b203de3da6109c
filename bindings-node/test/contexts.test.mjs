// The context of `AsyncLocalStorage`: what is run for a caller runs in the caller's, as it would with promises alone.
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { it } from 'node:test';
import { Client } from 'tidings';
import { cut, hanging, whole } from './support/answers.mjs';
import { says } from './support/messages.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const storage = new AsyncLocalStorage();
const PACED = { ...whole('Hel', 'lo'), delivery: { split_at: [200, 700], pause_ms: 30 } };
const NAMES = ['one', 'two', 'three'];

async function open(answer, options) {
  const run = await server.script(answer);
  // Its context is nobody's: what it gave away would be seen.
  return storage.run('of the client', () => new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0, ...options }));
}

/** Runs the same in several contexts at once; each gives the contexts that it has seen. */
async function inContexts(use) {
  const seen = await Promise.all(NAMES.map((name) => storage.run(name, use)));
  for (const [i, name] of NAMES.entries()) assert.deepEqual(new Set(seen[i]), new Set([name]));
  return seen;
}

it('is the same after a call, and in what is chained to it', async () => {
  const { messages } = await open({ json: { type: 'message', content: [] } });
  await inContexts(async () => {
    const chained = messages.create(PARAMS).then(() => storage.getStore());
    await messages.create(PARAMS).withResponse();
    return [storage.getStore(), await chained];
  });
});

it('is the same after a call that fails', async () => {
  const { messages } = await open({ status: 400, json: {} });
  await inContexts(async () => [await messages.create(PARAMS).catch(() => storage.getStore()), storage.getStore()]);
});

it('is the same in every round of a loop', async () => {
  const { messages } = await open(PACED);
  await inContexts(async () => {
    const seen = [];
    for await (const event of await messages.create({ ...PARAMS, stream: true })) seen.push(event && storage.getStore());
    for await (const text of messages.stream(PARAMS).textStream()) seen.push(text && storage.getStore());
    return seen;
  });
});

it('is in listeners that of whoever began the stream', async () => {
  const { messages } = await open(PACED);
  const seen = await inContexts(async () => {
    const seen = [];
    const stream = messages.stream(PARAMS);
    for (const name of ['connect', 'streamEvent', 'text', 'contentBlock', 'message', 'finalMessage', 'end']) {
      stream.on(name, () => seen.push(storage.getStore()));
    }
    await stream.done();
    return seen;
  });
  assert.ok(seen.every((contexts) => contexts.length > 10));
});

it('is in listeners of failures that of whoever began the stream', async () => {
  const [broken, aborted] = [await open(cut('a')), await open(hanging('a'))];
  await inContexts(async () => {
    const seen = [];
    const hear = (stream, name) => new Promise((heard) => stream.on(name, () => heard(seen.push(storage.getStore()))));
    await hear(broken.messages.stream(PARAMS).on('text', () => {}), 'error');
    const stream = aborted.messages.stream(PARAMS).on('text', () => stream.abort());
    await hear(stream, 'abort');
    return seen;
  });
});

it('is in hooks that of each call, also of calls of one turn', async () => {
  const answer = says(['Hello']);
  const run = await server.script(answer, answer, answer);
  const seen = [];
  const onResponse = () => seen.push(storage.getStore());
  const client = storage.run('first', () => new Client({ apiKey: 'k', baseURL: run.baseURL, onResponse }));
  await Promise.all(['a', 'b', 'c'].map((name) => storage.run(name, () => client.messages.create(PARAMS))));
  assert.deepEqual(seen.sort(), ['a', 'b', 'c']);
});

it('is in functions that give tokens nobody\'s', async () => {
  const run = await server.script(says(['Hello']));
  const seen = [];
  const credentials = () => {
    seen.push(storage.getStore());
    return 'token';
  };
  const client = storage.run('first', () => new Client({ credentials, baseURL: run.baseURL }));
  await storage.run('second', () => client.messages.create(PARAMS));
  assert.deepEqual(seen, [undefined]);
});
