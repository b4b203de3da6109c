// Aborting an answer that has arrived whole: what is unread is dropped all the same.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { APIUserAbortError, Client } from 'tidings';
import { cut, hanging, whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();

async function messages(answer) {
  const run = await server.script(answer);
  return Object.assign(new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }).messages, { run });
}

const raw = (messages, options) => messages.create({ ...PARAMS, stream: true }, options);
const helper = async (messages, options) => messages.stream(PARAMS, options);
const texts = async (messages, options) => {
  const stream = messages.stream(PARAMS, options);
  return { [Symbol.asyncIterator]: () => stream.textStream(), abort: () => stream.abort(), controller: stream.controller };
};

/** Reads two items, does `act`, and reads on. */
async function readOn(stream, act) {
  const read = [];
  for await (const item of stream) {
    read.push(item);
    if (read.length === 2) act(stream);
  }
  return read;
}

for (const [what, open] of Object.entries({ raw, helper, texts })) {
  describe(`an answer that came whole, read as ${what},`, () => {
    for (const [how, act] of [
      ['abort()', (stream) => stream.abort()],
      ['its controller', (stream) => stream.controller.abort()],
    ]) {
      it(`is ended by ${how} before its unread items`, async () => {
        const opened = await messages(whole('a', 'b', 'c'));
        const stream = await open(opened);
        await opened.run.requests();
        let count = 0;
        const reading = readOn(stream, () => act(stream, count++));
        await assert.rejects(reading, APIUserAbortError);
        assert.equal(count, 1);
      });
    }

    it('is ended by its signal, with the reason as cause', async () => {
      const opened = await messages(whole('a', 'b', 'c'));
      const controller = new AbortController();
      const stream = await open(opened, { signal: controller.signal });
      await opened.run.requests();
      await assert.rejects(
        readOn(stream, () => controller.abort('enough')),
        (error) => error instanceof APIUserAbortError && error.cause === 'enough',
      );
    });

    it('is not ended once everything has been read', async () => {
      const stream = await open(await messages(whole('a', 'b')));
      const read = [];
      for await (const item of stream) read.push(item);
      stream.abort();
      assert.ok(read.length >= 2);
      if (stream.finalMessage) assert.equal((await stream.finalMessage()).content[0].text, 'ab');
      if (open === helper) assert.deepEqual([stream.aborted, stream.errored], [false, false]);
    });
  });
}

for (const [what, open] of Object.entries({ raw, helper })) {
  it(`${what}: events that have come but are unread are dropped while the answer still runs`, async () => {
    const opened = await messages(hanging('a', 'b', 'c'));
    const stream = await open(opened);
    await opened.run.begun();
    const read = [];
    const reading = (async () => {
      for await (const event of stream) {
        read.push(event.type);
        stream.abort();
      }
    })();
    await assert.rejects(reading, APIUserAbortError);
    assert.deepEqual(read, ['message_start']);
  });

  it(`${what}: an abort before the error of a broken answer is read wins over it`, async () => {
    const opened = await messages(cut('a', 'b'));
    const stream = await open(opened);
    await opened.run.requests();
    await assert.rejects(readOn(stream, () => stream.abort()), APIUserAbortError);
  });
}

describe('the stream helper', () => {
  it('tells listeners no more once one of them aborts, though everything is there', async () => {
    const opened = await messages(whole('a', 'b', 'c'));
    const heard = [];
    const stream = opened.stream(PARAMS);
    await opened.run.requests();
    for (const name of ['message', 'finalMessage', 'error', 'abort', 'end']) stream.on(name, () => heard.push(name));
    stream.on('text', (text) => {
      heard.push(text);
      stream.abort();
    });
    await assert.rejects(stream.done(), APIUserAbortError);
    assert.deepEqual(heard, ['a', 'abort', 'end']);
    assert.ok(stream.aborted && stream.ended);
  });

  it('rejects whoever asks after such an abort', async () => {
    const opened = await messages(whole('a', 'b', 'c'));
    const stream = opened.stream(PARAMS);
    await opened.run.requests();
    await assert.rejects(readOn(stream, () => stream.abort()), APIUserAbortError);
    assert.ok(stream.aborted);
    await assert.rejects(stream.finalMessage(), APIUserAbortError);
    await assert.rejects(readOn(stream, () => {}), APIUserAbortError);
  });

  it('ends all its loops when one is left early', async () => {
    const opened = await messages(whole('a', 'b', 'c'));
    const stream = opened.stream(PARAMS);
    const [left, right] = [stream.textStream(), stream.textStream()];
    await Promise.all([left.next(), right.next()]);
    await left.return();
    await assert.rejects(right.next(), APIUserAbortError);
    assert.deepEqual(await left.next(), { done: true, value: undefined });
  });

  it('disposed of after it was read is not aborted', async () => {
    const stream = (await messages(whole('a'))).stream(PARAMS);
    await stream.finalMessage();
    await stream[Symbol.asyncDispose]();
    assert.equal(stream.aborted, false);
    assert.equal(await stream.finalText(), 'a');
  });
});

describe('the error of an abort', () => {
  it('says that the request may have run, and has the request id once the answer has begun', async () => {
    const stream = (await messages(hanging('a'))).stream(PARAMS);
    await stream.textStream().next();
    stream.abort();
    const error = await stream.finalMessage().catch((error) => error);
    assert.deepEqual([error.mayHaveRun, error.sent, error.requestID], [true, 'partial', 'req_01Test']);
    assert.ok(error.elapsed > 0);
  });

  it('says so without an id while nothing has come, and that nothing ran where the signal fired before', async () => {
    const opened = await messages({ no_answer: 'hang' });
    const controller = new AbortController();
    const call = opened.create(PARAMS, { signal: controller.signal });
    await opened.run.begun();
    controller.abort();
    const error = await call.catch((error) => error);
    assert.deepEqual([error.mayHaveRun, error.requestID], [true, undefined]);
    const before = await opened.create(PARAMS, { signal: controller.signal }).catch((error) => error);
    assert.deepEqual([before.mayHaveRun, before.sent], [false, 'none']);
  });
});
