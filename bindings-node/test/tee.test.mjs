// One raw stream for two readers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { APIUserAbortError, Client, ConfigError, Stream } from 'tidings';
import { cut, hanging, whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();

async function open(given) {
  const run = await server.script(given);
  const stream = await new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }).messages.create({ ...PARAMS, stream: true });
  return Object.assign(stream, { run });
}

async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

describe('tee()', () => {
  it('gives the same items twice, each at its own pace', async () => {
    const stream = await open(whole('a', 'b'));
    const [left, right] = stream.tee();
    assert.ok(left instanceof Stream && right instanceof Stream);
    assert.equal(left.request_id, 'req_01Test');
    const slow = right[Symbol.asyncIterator]();
    const first = (await slow.next()).value;
    const events = await collect(left);
    assert.equal(events.length, 7);
    assert.equal(events[0], first);
    assert.deepEqual(await collect({ [Symbol.asyncIterator]: () => slow }), events.slice(1));
  });

  it('answers reads of both that are made ahead', async () => {
    const iterators = (await open(whole('a', 'b'))).tee().map((branch) => branch[Symbol.asyncIterator]());
    const results = await Promise.all(iterators.map((iterator) => Promise.all(Array.from({ length: 9 }, () => iterator.next()))));
    assert.deepEqual(results[0], results[1]);
    assert.deepEqual(results[0].map(({ done }) => done), [...Array(7).fill(false), true, true]);
  });

  it('takes the place of the stream', async () => {
    const stream = await open(whole('a'));
    const [left] = stream.tee();
    assert.throws(() => stream[Symbol.asyncIterator](), ConfigError);
    assert.throws(() => stream.tee(), ConfigError);
    await collect(left);
    assert.throws(() => left[Symbol.asyncIterator](), ConfigError);
  });

  it('can be split again', async () => {
    const [left, right] = (await open(whole('a'))).tee();
    const [first, second] = left.tee();
    const all = await Promise.all([right, first, second].map(collect));
    assert.deepEqual(all.map((events) => events.length), [6, 6, 6]);
  });

  it('gives the error to both, after everything that came before it', async () => {
    for (const branch of (await open(cut('a', 'b'))).tee()) {
      const events = [];
      await assert.rejects(async () => {
        for await (const event of branch) events.push(event);
      }, { kind: 'transport' });
      assert.equal(events.length, 4);
    }
  });

  it('goes on for one when the other is left, and closes the connection when both are', async () => {
    const stream = await open(hanging('a', 'b'));
    const [left, right] = stream.tee().map((branch) => branch[Symbol.asyncIterator]());
    await left.next();
    await left.return();
    assert.deepEqual(await left.next(), { done: true, value: undefined });
    for (let i = 0; i < 4; i++) assert.equal((await right.next()).done, false);
    assert.notEqual((await stream.run.requests(0))[0]?.outcome, 'client_closed');
    await right.return();
    assert.equal((await stream.run.requests())[0].outcome, 'client_closed');
  });

  it('is ended for both by the controller of either', async () => {
    const stream = await open(hanging('a'));
    const [left, right] = stream.tee();
    assert.equal(left.controller, right.controller);
    const reading = [left, right].map(collect);
    right.abort();
    const outcomes = await Promise.allSettled(reading);
    assert.ok(outcomes.every(({ reason }) => reason instanceof APIUserAbortError));
  });
});

it('a stream of one\'s own gives what its iterator gives, and has the controller that it was given', async () => {
  const controller = new AbortController();
  const stream = new Stream(async function* () {
    yield 1;
    yield 2;
  }, controller);
  assert.equal(stream.controller, controller);
  assert.deepEqual(await collect(stream.tee()[0]), [1, 2]);
});
