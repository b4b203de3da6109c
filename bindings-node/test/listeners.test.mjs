// Listeners of the stream helper: which of them read, and what those hear that come late.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client } from 'tidings';
import { answer, BLOCK, END, START, text, whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const TYPES = [START, BLOCK, text('a'), text('b'), ...END].map((event) => event.event);

/** A stream whose answer is already there, whole. */
async function arrived() {
  const run = await server.script(whole('a', 'b'));
  const stream = new Client({ apiKey: 'k', baseURL: run.baseURL }).messages.stream(PARAMS);
  await run.begun();
  await run.requests();
  return stream;
}

async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

describe('a listener that is added when the answer begins', () => {
  it('hears every event', async () => {
    const [stream, heard] = [await arrived(), []];
    stream.on('connect', () => stream.on('streamEvent', (event) => heard.push(event.type)));
    await stream.done();
    assert.deepEqual(heard, TYPES);
  });

  it('hears every text', async () => {
    const [stream, heard] = [await arrived(), []];
    stream.on('connect', () => stream.on('text', (piece) => heard.push(piece)));
    await stream.done();
    assert.deepEqual(heard, ['a', 'b']);
  });

  it('takes nothing from those that were there before', async () => {
    const [stream, texts, events] = [await arrived(), [], []];
    stream.on('text', (piece) => texts.push(piece));
    stream.on('connect', () => stream.on('streamEvent', (event) => events.push(event.type)));
    await stream.done();
    assert.deepEqual([texts, events], [['a', 'b'], TYPES]);
  });

  it('may be a loop', async () => {
    const stream = await arrived();
    let reading;
    stream.on('connect', () => (reading = Promise.all([collect(stream.textStream()), collect(stream)])));
    await stream.done();
    const [texts, events] = await reading;
    assert.deepEqual([texts, events.map((event) => event.type)], [['a', 'b'], TYPES]);
  });
});

describe('in a loop that nobody listened to so far', () => {
  it('a listener hears of what the loop takes from then on, and of nothing before', async () => {
    const [stream, order] = [await arrived(), []];
    for await (const event of stream) {
      order.push(event.type);
      if (event.delta?.text === 'a') stream.on('streamEvent', ({ type }) => order.push(`heard ${type}`));
    }
    const [before, after] = [TYPES.slice(0, 3), TYPES.slice(3)];
    assert.deepEqual(order, [...before, ...after.flatMap((type) => [`heard ${type}`, type])]);
  });

  it('a second loop begins with what the first has not taken', async () => {
    const [stream, first, second] = [await arrived(), [], []];
    let other;
    for await (const { type } of stream) {
      first.push(type);
      if (first.length === 3) other = collect(stream);
    }
    for (const { type } of await other) second.push(type);
    assert.deepEqual([first, second], [TYPES, TYPES.slice(3)]);
  });

  it('the message is as far as the loop was, after it is left and after an abort', async () => {
    for (const leave of [true, false]) {
      const stream = await arrived();
      const read = async () => {
        for await (const event of stream) {
          if (event.delta?.text !== 'a') continue;
          if (leave) return;
          stream.abort();
        }
      };
      await read().catch(() => {});
      assert.equal(stream.currentMessage.content[0].text, 'a');
    }
  });
});

it('a listener of texts keeps hearing when one of events comes in the middle of a batch', async () => {
  const [stream, heard] = [await arrived(), []];
  stream.on('text', (piece) => heard.push(piece));
  stream.once('text', () => stream.on('streamEvent', () => {}));
  await stream.done();
  assert.deepEqual(heard, ['a', 'b']);
});

it('a listener of texts hears a batch that had been taken for a loop over events', async () => {
  const [stream, heard] = [await arrived(), []];
  const events = collect(stream);
  await Promise.resolve();
  stream.on('text', (piece) => heard.push(piece));
  await events;
  assert.deepEqual(heard, ['a', 'b']);
});

for (const name of ['error', 'end', 'abort', 'connect']) {
  it(`a listener of ${name} only watches: a loop that begins later gets everything`, async () => {
    const stream = await arrived();
    let heard = 0;
    stream.on(name, () => heard++);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(stream.ended, false);
    assert.deepEqual(await collect(stream.textStream()), ['a', 'b']);
    assert.equal(await stream.finalText(), 'ab');
    assert.equal(heard, ['end', 'connect'].includes(name) ? 1 : 0);
  });
}

for (const name of ['text', 'streamEvent', 'message', 'finalMessage']) {
  it(`a listener of ${name} reads the stream to its end`, async () => {
    const stream = await arrived();
    const heard = await new Promise((resolve) => {
      const things = [];
      stream.on(name, (thing) => things.push(thing)).on('end', () => resolve(things));
    });
    assert.ok(heard.length > 0);
    assert.ok(stream.ended);
  });
}

it('a listener that was added for good and for once too goes on after its first call', async () => {
  const run = await server.script(whole('a', 'b', 'c'));
  const stream = new Client({ apiKey: 'k', baseURL: run.baseURL }).messages.stream(PARAMS);
  const heard = [];
  const listener = (piece) => heard.push(piece);
  await stream.on('text', listener).once('text', listener).done();
  assert.deepEqual(heard, ['a', 'a', 'b', 'c']);
});

/** A message that is complete with its stop reason, so that it is told at the end of the stream. */
async function ending() {
  const run = await server.script(answer([START, BLOCK, text('a'), ...END.slice(0, -1)]));
  return new Client({ apiKey: 'k', baseURL: run.baseURL }).messages.stream(PARAMS);
}

it('the end is told once, though a listener of the message asks for it', async () => {
  const [stream, heard] = [await ending(), []];
  for (const name of ['message', 'finalMessage', 'end']) stream.on(name, () => heard.push(name));
  stream.on('message', () => stream.done());
  await stream.done();
  assert.deepEqual(heard, ['message', 'finalMessage', 'end']);
});

it('the end is told once, though a listener of the message aborts the stream while a loop is behind', async () => {
  const [stream, heard] = [await ending(), []];
  const loop = stream[Symbol.asyncIterator]();
  await loop.next();
  for (const name of ['message', 'finalMessage', 'abort', 'end']) stream.on(name, () => heard.push(name));
  stream.on('message', () => stream.abort());
  await assert.rejects(stream.done(), { name: 'APIUserAbortError' });
  assert.deepEqual(heard, ['message', 'abort', 'end']);
});
