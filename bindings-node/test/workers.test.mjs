// Worker threads that end in whatever way: their connections end with them, and nothing else does.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Client } from 'tidings';
import { hanging, whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const FILE = new URL('programs/works.mjs', import.meta.url);
const FLOOD = whole(...Array(3000).fill('x'.repeat(200)));
const REFUSED = { status: 429, headers: { 'retry-after': '30' }, json: {} };
const MANY = 50;

/** What a worker is at when it is terminated, and what the server does meanwhile. */
const TERMINATED = {
  'in the middle of a stream that it reads': ['reads', hanging('a')],
  'in the middle of a stream that it listens to': ['listens', hanging('a')],
  'beside a stream that it does not read': ['keeps', hanging('a')],
  'in a stream that comes fast': ['reads', FLOOD],
  'in a stream that comes fast and is listened to': ['listens', FLOOD],
  'while it waits for an answer': ['waits', { no_answer: 'hang' }],
  'while it waits to try again': ['waits', REFUSED],
  'while it begins calls': ['hammers', { json: { type: 'message', content: [] } }],
};

/** A worker that is at work, and how it ended: what it said, its exit code, and its exception. */
function work(kind, run, options = {}) {
  const worker = new Worker(FILE, { workerData: { kind, baseURL: run.baseURL }, ...options });
  const end = { said: [] };
  worker.on('message', (text) => end.said.push(text)).on('error', (error) => (end.error = error));
  const ended = new Promise((resolve) => worker.on('exit', (code) => resolve({ ...end, code })));
  return { worker, ended };
}

/** A stream of this thread that must not notice anything. */
async function witness() {
  const run = await server.script(hanging('a'));
  const texts = new Client({ apiKey: 'k', baseURL: run.baseURL }).messages.stream(PARAMS).textStream();
  assert.equal((await texts.next()).value, 'a');
  return async () => {
    assert.deepEqual((await run.requests(0)).map(({ outcome }) => outcome), ['hang']);
    await texts.return();
  };
}

/** Waits until no request is open, and fails when that does not come. */
async function assertNothingOpen(run) {
  const open = (await run.requests(20_000)).filter(({ outcome }) => outcome === 'open' || outcome === 'hang');
  assert.deepEqual(open, []);
}

describe(`${MANY} workers that are terminated`, () => {
  for (const [where, [kind, ...answers]] of Object.entries(TERMINATED)) {
    it(`${where} take their connections with them, and nothing else`, async () => {
      const [unharmed, run] = [await witness(), await server.script(...answers)];
      const workers = Array.from({ length: MANY }, () => work(kind, run).worker);
      await Promise.all(workers.map((worker) => once(worker, 'message')));
      await Promise.all(workers.map((worker) => worker.terminate()));
      await assertNothingOpen(run);
      await unharmed();
    });
  }

  it('at any moment of their lives take their connections with them, and nothing else', async () => {
    const [unharmed, run] = [await witness(), await server.script(FLOOD)];
    await Promise.all(Array.from({ length: MANY }, async (_, i) => {
      const { worker } = work('reads', run);
      await pause(i * 10);
      await worker.terminate();
    }));
    await assertNothingOpen(run);
    await unharmed();
  });
});

describe('a worker that', () => {
  const ways = { exits: [3], throws: [1, 'mine'], keeps: [0] };
  for (const [kind, [code, message]] of Object.entries(ways)) {
    it(`${kind} in the middle of a stream takes its connection with it`, async () => {
      const run = await server.script(hanging('a'));
      const end = await work(kind, run).ended;
      assert.deepEqual([end.code, end.error?.message, end.said], [code, message, ['a']]);
      await assertNothingOpen(run);
    });
  }

  it('reads a stream to its end ends by itself, and not before', async () => {
    const run = await server.script({ ...whole('Hel', 'lo'), delivery: { split_at: [200, 700], pause_ms: 150 } });
    assert.deepEqual(await work('ends', run).ended, { code: 0, said: ['Hello'] });
  });

  it('runs out of memory in the middle of a stream is the only one that falls', async () => {
    const [unharmed, run] = [await witness(), await server.script(hanging('a'))];
    const { error } = await work('overflows', run, { resourceLimits: { maxOldGenerationSizeMb: 32 } }).ended;
    assert.equal(error.code, 'ERR_WORKER_OUT_OF_MEMORY');
    await assertNothingOpen(run);
    await unharmed();
  });

  it('comes after others have ended works as they did', async () => {
    const run = await server.script(whole('Hello'));
    for (let i = 0; i < 10; i++) assert.deepEqual(await work('ends', run).ended, { code: 0, said: ['Hello'] });
  });
});
