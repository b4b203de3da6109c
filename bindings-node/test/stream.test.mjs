// Reading streams in every way there is.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { APIError, Client, ConfigError, MessageStream, PanicError, Stream, StreamMalformedError } from 'tidings';
import { Call, openClient } from '../dist/call.js';
import { STREAM } from '../dist/native.js';
import { settingsOf } from '../dist/settings.js';
import { answer, BLOCK, cut, END, hanging, START, text, whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** `client.messages` against a server that answers like this. */
async function messages(...answers) {
  const run = await server.script(...answers);
  return new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }).messages;
}

async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

describe('messages.create with stream: true', () => {
  it('resolves to a stream of raw events', async () => {
    const stream = await (await messages(whole('a', 'b'))).create({ ...PARAMS, stream: true });
    assert.ok(stream instanceof Stream);
    assert.equal(stream.request_id, 'req_01Test');
    const events = await collect(stream);
    assert.deepEqual(events, [START, BLOCK, text('a'), text('b'), ...END].map((event) => event.data));
  });

  it('gives every event, however many that are alike follow each other', async () => {
    const at = (index, data) => ({ event: data.type, data: { ...data, index } });
    const other = { event: 'filler', data: { type: 'filler' } };
    const odd = { event: 'content_block_delta', data: { ...text('odd').data, more: 1 } };
    const runs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 31].flatMap((length) => [
      ...Array.from({ length }, (_, number) => text(`${length}.${number} `)), length % 2 === 0 ? other : odd,
    ]);
    const second = runs.filter((event) => event !== other).map((event) => at(1, event.data));
    const blocks = [BLOCK, ...runs, END[0], at(1, BLOCK.data), ...second, at(1, END[0].data)];
    const events = [START, ...blocks, ...END.slice(1)];
    const given = await collect(await (await messages(answer(events))).create({ ...PARAMS, stream: true }));
    assert.deepEqual(given, events.map((event) => event.data));
  });

  it('rejects when the answer is an error', async () => {
    const { create } = await messages({ status: 400, json: {} }).then((m) => ({ create: m.create.bind(m) }));
    await assert.rejects(create({ ...PARAMS, stream: true }), APIError);
  });

  it('gives its events once', async () => {
    const stream = await (await messages(whole('a'))).create({ ...PARAMS, stream: true });
    await collect(stream);
    assert.throws(() => stream[Symbol.asyncIterator](), ConfigError);
  });

  it('answers reads that were made ahead in their order, then with the end for ever', async () => {
    const stream = await (await messages(whole('a'))).create({ ...PARAMS, stream: true });
    const iterator = stream[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 8 }, () => iterator.next()));
    const types = results.map((result) => result.value?.type);
    assert.deepEqual(types, [...[START, BLOCK, text('a'), ...END].map((event) => event.event), undefined, undefined]);
    assert.deepEqual(await iterator.next(), { done: true, value: undefined });
  });
});

describe('messages.stream', () => {
  it('gives events to a loop', async () => {
    const stream = (await messages(whole('a', 'b'))).stream(PARAMS);
    assert.ok(stream instanceof MessageStream);
    assert.equal((await collect(stream)).length, 7);
    assert.equal(stream.ended && !stream.errored && !stream.aborted, true);
  });

  it('gives texts to a loop, those with control characters too and empty ones not', async () => {
    const pieces = ['a', '', 'b\u001ec', '\u001e', '\u0000', 'Grüße 🌍', 'last'];
    const stream = (await messages(whole(...pieces))).stream(PARAMS);
    assert.deepEqual(await collect(stream.textStream()), pieces.filter((piece) => piece !== ''));
  });

  it('gives the final message and text to whoever asks, also afterwards and again', async () => {
    const stream = (await messages(whole('Hel', 'lo'))).stream(PARAMS);
    const message = await stream.finalMessage();
    assert.equal(message.content[0].text, 'Hello');
    assert.equal(message._request_id, 'req_01Test');
    assert.ok(!JSON.stringify(message).includes('_request_id'));
    assert.equal(await stream.finalMessage(), message);
    assert.equal(await stream.finalText(), 'Hello');
    await stream.done();
  });

  it('has no final text without a text block', async () => {
    const stream = (await messages(answer([START, ...END.slice(1)]))).stream(PARAMS);
    await assert.rejects(stream.finalText(), /no text block/);
  });

  it('tells listeners everything in order without being asked', async () => {
    const heard = [];
    const stream = (await messages(whole('a', 'b'))).stream(PARAMS);
    for (const name of ['connect', 'message', 'finalMessage', 'error', 'abort']) stream.on(name, () => heard.push(name));
    stream.on('streamEvent', (event) => heard.push(event.type)).on('text', (piece) => heard.push(piece));
    await new Promise((resolve) => stream.on('end', resolve));
    assert.deepEqual(heard, [
      'connect', 'message_start', 'content_block_start', 'content_block_delta', 'a', 'content_block_delta', 'b',
      'content_block_stop', 'message_delta', 'message_stop', 'message', 'finalMessage',
    ]);
  });

  it('tells a listener no more once it is removed, and one of once() no more than once', async () => {
    const [once, removed] = [[], []];
    const keep = (piece) => removed.push(piece);
    const stream = (await messages(whole('a', 'b'))).stream(PARAMS);
    stream.once('text', (piece) => once.push(piece)).on('text', keep).off('text', keep);
    await stream.done();
    assert.deepEqual([once, removed], [['a'], []]);
  });

  it('serves several readers at once, each with everything', async () => {
    const stream = (await messages(whole('a', 'b'))).stream(PARAMS);
    const heard = [];
    stream.on('text', (piece) => heard.push(piece));
    const [first, second, texts, message] = await Promise.all([
      collect(stream), collect(stream), collect(stream.textStream()), stream.finalMessage(),
    ]);
    assert.deepEqual(first, second);
    assert.deepEqual([texts, heard], [['a', 'b'], ['a', 'b']]);
    assert.equal(message.content[0].text, 'ab');
  });

  it('reports an error to a slow reader after everything that came before it', async () => {
    for (const read of [(m) => m.stream(PARAMS), (m) => m.create({ ...PARAMS, stream: true })]) {
      const stream = await read(await messages(cut('a', 'b', 'c')));
      const types = [];
      const reading = (async () => {
        for await (const event of stream) {
          types.push(event.type);
          await pause(20);
        }
      })();
      await assert.rejects(reading, { kind: 'transport' });
      assert.equal(types.filter((type) => type === 'content_block_delta').length, 3);
    }
  });

  it('reports an error to every reader, to whoever awaits, and to listeners', async () => {
    const stream = (await messages(cut('a'))).stream(PARAMS);
    const heard = [];
    stream.on('error', (error) => heard.push(error)).on('end', () => heard.push('end'));
    const outcomes = await Promise.allSettled([
      collect(stream), collect(stream.textStream()), stream.finalMessage(), stream.finalText(), stream.done(),
    ]);
    const reasons = outcomes.map((outcome) => outcome.reason);
    assert.equal(reasons[0].kind, 'transport');
    assert.deepEqual(new Set(reasons), new Set([reasons[0]]));
    assert.deepEqual(heard, [reasons[0], 'end']);
    assert.ok(stream.errored && !stream.aborted);
    await assert.rejects(collect(stream), (late) => late === reasons[0]);
  });
});

it('an event whose kind only its frame names has a type all the same', async () => {
  const nameless = { ...BLOCK, data: { ...BLOCK.data, type: undefined } };
  const stream = (await messages(answer([START, nameless, text('a'), ...END]))).stream(PARAMS);
  assert.equal((await collect(stream))[1].type, 'content_block_start');
});

for (const data of ['null', '[1, 2]', '"text"']) {
  it(`an event that is ${data} breaks the stream for every reader, and hangs none`, async () => {
    const odd = { event: 'odd', data: JSON.parse(data) };
    for (const read of [collect, (s) => s.finalMessage(), (s) => s.on('streamEvent', () => {}).done()]) {
      const stream = (await messages(answer([START, BLOCK, odd, ...END]))).stream(PARAMS);
      await assert.rejects(read(stream), (error) => error instanceof StreamMalformedError);
    }
  });
}

it('a defect in here ends the call and closes its connection instead of hanging its reader', async () => {
  const run = await server.script(hanging('a'));
  const native = openClient(settingsOf({ apiKey: 'k', baseURL: run.baseURL }).native, undefined, {});
  const defect = new TypeError('a defect');
  const error = await new Promise((resolve) => {
    const receive = () => {
      throw defect;
    };
    const body = JSON.stringify({ ...PARAMS, stream: true });
    const request = { method: 'POST', path: '/v1/messages', body, mode: STREAM, trace: { stack: 'Error\n    at here' } };
    new Call({ native }, request, { receive, end: resolve, abort: resolve }).pull();
  });
  assert.ok(error instanceof PanicError && error.cause === defect && error.kind === 'panic');
  assert.ok(error.mayHaveRun);
  assert.equal((await run.requests())[0].outcome, 'client_closed');
});

it('a loop that never waits leaves the rest of the program its turn', async () => {
  const run = await server.script(whole('a', 'b', 'c'));
  const stream = new Client({ apiKey: 'k', baseURL: run.baseURL }).messages.stream(PARAMS);
  await run.begun();
  assert.equal((await run.requests())[0].outcome, 'complete');
  let turned = false;
  setImmediate(() => (turned = true));
  assert.deepEqual(await collect(stream.textStream()), ['a', 'b', 'c']);
  assert.ok(turned);
});
