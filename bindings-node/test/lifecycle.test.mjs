// Leaving, aborting, dropping: the connection closes at once. How programs end is in exits.test.mjs.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { APIUserAbortError, Client } from 'tidings';
import { cut, hanging, whole } from './support/answers.mjs';
import { start } from './support/program.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const WAYS = {
  'a raw stream': (messages, options) => messages.create({ ...PARAMS, stream: true }, options),
  'the stream helper': async (messages, options) => messages.stream(PARAMS, options),
};

async function play(...answers) {
  const run = await server.script(...answers);
  return { run, messages: new Client({ apiKey: 'k', baseURL: run.baseURL }).messages };
}

async function assertClosed(run) {
  const requests = await run.requests();
  assert.deepEqual(requests.map((request) => request.outcome), ['client_closed']);
}

async function readForEver(stream) {
  for await (const event of stream) assert.ok(event.type);
}

for (const [what, open] of Object.entries(WAYS)) {
  describe(what, () => {
    it('closes its connection when its loop is left with break', async () => {
      const { run, messages } = await play(hanging('a', 'b'));
      for await (const event of await open(messages)) {
        assert.equal(event.type, 'message_start');
        break;
      }
      await assertClosed(run);
    });

    it('closes its connection when its loop is left with an exception', async () => {
      const { run, messages } = await play(hanging('a'));
      const leaving = async () => {
        for await (const event of await open(messages)) throw new Error(event.type);
      };
      await assert.rejects(leaving(), /message_start/);
      await assertClosed(run);
    });

    it('return() takes effect while a read is pending', async () => {
      const { run, messages } = await play(hanging());
      const iterator = (await open(messages))[Symbol.asyncIterator]();
      for (let i = 0; i < 2; i++) await iterator.next();
      const pending = iterator.next();
      assert.deepEqual(await iterator.return(), { done: true, value: undefined });
      assert.deepEqual(await pending, { done: true, value: undefined });
      assert.deepEqual(await iterator.next(), { done: true, value: undefined });
      await assertClosed(run);
    });

    it('abort() fails whoever reads, and closes the connection', async () => {
      const { run, messages } = await play(hanging('a'));
      const stream = await open(messages);
      const reading = readForEver(stream);
      await run.begun();
      stream.abort();
      await assert.rejects(reading, APIUserAbortError);
      await assertClosed(run);
    });

    it('a signal fails whoever reads with its reason as cause, and keeps no listener', async () => {
      const { run, messages } = await play(hanging('a'));
      const controller = new AbortController();
      const listening = countListeners(controller.signal);
      const reading = readForEver(await open(messages, { signal: controller.signal }));
      await run.begun();
      assert.equal(listening(), 1);
      const reason = new Error('enough');
      controller.abort(reason);
      await assert.rejects(reading, (error) => error instanceof APIUserAbortError && error.cause === reason);
      assert.equal(listening(), 0);
      await assertClosed(run);
    });

    it('keeps no listener on a signal once it is over', async () => {
      const { messages } = await play(whole('a'));
      const { signal } = new AbortController();
      const listening = countListeners(signal);
      await readForEver(await open(messages, { signal }));
      assert.equal(listening(), 0);
    });

    it('sends nothing with a signal that has fired', async () => {
      const { run, messages } = await play(whole('a'));
      const reading = open(messages, { signal: AbortSignal.abort('no') }).then(readForEver);
      await assert.rejects(reading, (error) => error instanceof APIUserAbortError && error.cause === 'no');
      assert.deepEqual(await run.requests(0), []);
    });

    it('closes its connection when it is disposed of', async () => {
      const { run, messages } = await play(hanging('a'));
      const stream = await open(messages);
      await run.begun();
      await stream[Symbol.asyncDispose]();
      await assertClosed(run);
    });
  });
}

describe('the stream helper, aborted,', () => {
  it('tells listeners, and rejects what is awaited', async () => {
    const { run, messages } = await play(hanging('a'));
    const heard = [];
    const stream = messages.stream(PARAMS);
    stream.on('abort', () => heard.push('abort')).on('error', () => heard.push('error'));
    stream.on('end', () => heard.push('end'));
    const final = stream.finalMessage();
    await run.begun();
    stream.controller.abort();
    stream.abort();
    await assert.rejects(final, APIUserAbortError);
    assert.deepEqual(heard, ['abort', 'end']);
    assert.ok(stream.aborted && stream.errored && stream.ended);
  });
});

describe('a plain call', () => {
  it('is ended by its signal while it waits for the answer', async () => {
    const { run, messages } = await play({ no_answer: 'hang' });
    const controller = new AbortController();
    const call = messages.create(PARAMS, { signal: controller.signal });
    await run.begun();
    controller.abort();
    await assert.rejects(call, (error) => error instanceof APIUserAbortError && error.cause.name === 'AbortError');
    await assertClosed(run);
  });

  it('is ended by its signal while it waits to try again', async () => {
    const { run, messages } = await play({ status: 429, headers: { 'retry-after': '30' }, json: {} });
    const controller = new AbortController();
    const call = messages.create(PARAMS, { signal: controller.signal });
    await run.begun();
    controller.abort();
    await assert.rejects(call, APIUserAbortError);
    assert.equal((await run.requests()).length, 1);
  });
});

describe('a program', () => {
  it('ends by itself when its streams are done', async () => {
    const { run } = await play(whole('Hel', 'lo'));
    const { code, stdout, stderr } = await start('reads-one-stream.mjs', run).ended;
    assert.deepEqual([code, stdout, stderr], [0, 'Hello end_turn\n', '']);
  });

  it('does not end while a read is pending', async () => {
    const slow = { ...whole('Hel', 'lo'), delay_ms: 300 };
    const paused = { ...slow, delivery: { split_at: [200, 700], pause_ms: 300 } };
    const { run } = await play(paused);
    const { code, stdout } = await start('reads-one-stream.mjs', run).ended;
    assert.deepEqual([code, stdout], [0, 'Hello end_turn\n']);
  });

  it('does not end while listeners have more to hear', async () => {
    const { run } = await play({ ...whole('Hel', 'lo'), delivery: { split_at: [200, 700], pause_ms: 200 } });
    const { code, stdout } = await start('listens.mjs', run).ended;
    assert.deepEqual([code, stdout], [0, 'Hello end\n']);
  });

  it('ends with streams open that nobody reads', async () => {
    const { run } = await play(hanging('a'));
    const { code, stdout, stderr } = await start('forgets.mjs', run).ended;
    assert.deepEqual([code, stdout, stderr], [0, 'opened req_01Test\n', '']);
    const requests = await run.requests();
    assert.ok(requests.every((request) => request.outcome === 'client_closed'), JSON.stringify(requests));
  });

  it('closes a dropped stream when its garbage is collected, though a signal of it lives on', async () => {
    const { run } = await play(hanging('a'));
    const program = start('drops.mjs', { baseURL: run.baseURL, flags: ['--expose-gc'] });
    await run.begun();
    await assertClosed(run);
    assert.equal(program.child.exitCode, null, 'the program itself must still run');
    program.child.kill();
    await program.ended;
  });

  it('hears of an exception in a listener, and its stream goes on', async () => {
    const { run } = await play(whole('Hel', 'lo'));
    const { code, stdout } = await start('throws-in-a-listener.mjs', run).ended;
    assert.deepEqual([code, stdout], [0, 'uncaught oops\nHello\n']);
  });

  it('hears of no unhandled rejection from promises that it keeps aside', async () => {
    const { run } = await play(cut('a'));
    const { code, stdout, stderr } = await start('keeps-promises.mjs', run).ended;
    assert.deepEqual([code, stdout, stderr], [0, 'a transport\ntransport transport transport\n', '']);
  });

  it('survives a stream that fails unheard', async () => {
    const { run } = await play(cut('a'));
    const { code, stdout, stderr } = await start('fails-unheard.mjs', run).ended;
    assert.deepEqual([code, stdout, stderr], [0, 'ended\n', '']);
  });
});

/** Counts the listeners that are on a signal. */
function countListeners(signal) {
  let count = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args) => (count++, addEventListener.apply(signal, args));
  signal.removeEventListener = (...args) => (count--, removeEventListener.apply(signal, args));
  return () => count;
}
