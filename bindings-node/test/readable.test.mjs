// Streams that cross to another program and back.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  AnthropicError, APIConnectionError, APIUserAbortError, Client, ConfigError, MessageStream, Stream, StreamMalformedError, StreamTruncatedError,
} from 'tidings';
import { answer, cut, hanging, whole } from './support/answers.mjs';
import { copy, hear } from './support/events.mjs';
import { PARAMS, startServer, STREAMS } from './support/server.mjs';

const server = await startServer();
const read = (name) => readFileSync(join(STREAMS, name), 'utf8');
const recorded = JSON.parse(read('manifest.json')).streams.filter(({ outcome }) => outcome === 'message');

async function messages(given) {
  const run = await server.script(given);
  return Object.assign(new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }).messages, { run });
}

const helper = async (given) => (await messages(given)).stream(PARAMS);
const raw = async (given) => (await messages(given)).create({ ...PARAMS, stream: true });

async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** A readable stream of these pieces, which then fails if it is given why. */
function readable(pieces, failure) {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      if (left.length > 0) controller.enqueue(left.shift());
      else if (failure) controller.error(failure);
      else controller.close();
    },
  });
}

for (const [what, open] of Object.entries({ raw, helper })) {
  describe(`toReadableStream() of ${what === 'raw' ? 'a raw stream' : 'the helper'}`, () => {
    it('gives a line of JSON for each event, as bytes', async () => {
      const events = await collect(await open(whole('a', 'Grüße')));
      const chunks = await collect((await open(whole('a', 'Grüße'))).toReadableStream());
      assert.ok(chunks.every((chunk) => chunk instanceof Uint8Array));
      const text = Buffer.concat(chunks).toString();
      assert.equal(text, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    });

    it('is the body of a response', async () => {
      const response = new Response((await open(whole('a'))).toReadableStream());
      assert.equal((await response.text()).trim().split('\n').length, 6);
    });

    it('fails as the stream does, after all that came before', async () => {
      const chunks = [];
      const reading = (async () => {
        for await (const chunk of (await open(cut('a', 'b'))).toReadableStream()) chunks.push(chunk);
      })();
      await assert.rejects(reading, { kind: 'transport' });
      assert.equal(chunks.length, 4);
    });

    it('closes the connection when it is cancelled', async () => {
      const opened = await messages(hanging('a'));
      const stream = what === 'raw' ? await opened.create({ ...PARAMS, stream: true }) : opened.stream(PARAMS);
      const reader = stream.toReadableStream().getReader();
      await reader.read();
      await reader.cancel();
      assert.equal((await opened.run.requests())[0].outcome, 'client_closed');
    });
  });
}

describe('MessageStream.fromReadableStream()', () => {
  for (const { name } of recorded) {
    it(`${name}: tells there what the stream tells here`, async () => {
      const given = { ...answer([]), body: read(`${name}.sse`) };
      const [here, there] = [await helper(given), MessageStream.fromReadableStream((await helper(given)).toReadableStream())];
      const names = [
        'streamEvent', 'text', 'citation', 'inputJson', 'thinking', 'signature', 'contentBlock', 'message', 'finalMessage', 'end',
      ];
      const [first, second] = [hear(here, names), hear(there, names)];
      assert.deepEqual(copy(await there.finalMessage()), copy(await here.finalMessage()));
      assert.deepEqual(second, first);
      assert.deepEqual(copy(there.messages), copy([await here.finalMessage()]));
    });
  }

  it('gives its events and texts to loops', async () => {
    const from = async () => MessageStream.fromReadableStream((await helper(whole('a', 'b'))).toReadableStream());
    assert.equal((await collect(await from())).length, 7);
    assert.deepEqual(await collect((await from()).textStream()), ['a', 'b']);
    assert.equal(await (await from()).finalText(), 'ab');
  });

  it('reads lines however they are cut, strings too, with either line break, and without the last one', async () => {
    const lines = (await collect((await helper(whole('a', 'Grüße 🌍'))).toReadableStream())).map((chunk) => Buffer.from(chunk));
    const bytes = Buffer.concat(lines);
    const cuts = [[bytes], [...bytes].map((byte) => Uint8Array.of(byte)), [bytes.toString()], [...bytes.toString().replaceAll('\n', '\r\n')]];
    cuts.push([bytes.subarray(0, -1)]);
    for (const pieces of cuts) {
      assert.equal(await MessageStream.fromReadableStream(readable(pieces)).finalText(), 'aGrüße 🌍');
    }
  });

  it('has no response to give', async () => {
    const stream = MessageStream.fromReadableStream((await helper(whole('a'))).toReadableStream());
    await assert.rejects(stream.withResponse(), ConfigError);
    assert.deepEqual([stream.response, stream.request_id], [null, undefined]);
    assert.equal(await stream.finalText(), 'a');
  });

  it('of one that ends early is truncated, with what had arrived', async () => {
    const lines = (await collect((await helper(whole('a', 'b'))).toReadableStream())).slice(0, 3);
    const error = await MessageStream.fromReadableStream(readable(lines)).finalMessage().catch((error) => error);
    assert.ok(error instanceof StreamTruncatedError && error.kind === 'stream_truncated');
    assert.equal(error.partialMessage.content[0].text, 'a');
    await assert.rejects(MessageStream.fromReadableStream(readable([])).done(), StreamTruncatedError);
  });

  it('of one that breaks or is not what it should be fails with an error of ours', async () => {
    const cause = new TypeError('terminated');
    await assert.rejects(
      MessageStream.fromReadableStream(readable([], cause)).done(),
      (error) => error instanceof APIConnectionError && error.cause === cause,
    );
    await assert.rejects(
      MessageStream.fromReadableStream(readable(['{"type": "message_start"\n'])).done(),
      (error) => error instanceof StreamMalformedError && error.rawBody === '{"type": "message_start"',
    );
    const all = Buffer.concat(await collect((await helper(whole('a'))).toReadableStream())).toString().split('\n');
    const broken = MessageStream.fromReadableStream(readable([[...all.slice(0, 3), 'nonsense', ...all.slice(3)].join('\n')]));
    const heard = hear(broken, ['text']);
    await assert.rejects(broken.done(), StreamMalformedError);
    assert.deepEqual(heard, [['text', 'a', 'a']]);
    for (const line of ['null', '5', '[]', '"text"']) {
      await assert.rejects(MessageStream.fromReadableStream(readable([`${line}\n`])).done(), AnthropicError);
    }
    await assert.rejects(MessageStream.fromReadableStream((await helper(cut('a'))).toReadableStream()).done(), { kind: 'transport' });
  });

  it('passes over deltas that are not what their type says, whatever that is', async () => {
    const delta = (delta) => `${JSON.stringify({ type: 'content_block_delta', index: 0, delta })}\n`;
    const lines = [
      { type: 'message_start', message: { type: 'message', role: 'assistant', content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ].map((event) => `${JSON.stringify(event)}\n`);
    const strange = ['constructor', '__proto__', 'toString', 'text_delta'].map((type) => delta({ type }));
    const end = [{ type: 'content_block_stop', index: 0 }, { type: 'message_stop' }].map((event) => `${JSON.stringify(event)}\n`);
    const stream = MessageStream.fromReadableStream(readable([...lines, ...strange, delta({ type: 'text_delta', text: 'a' }), ...end]));
    assert.equal(await stream.finalText(), 'a');
  });

  it('is cancelled with the stream, and by leaving its loop', async () => {
    for (const end of [(stream) => stream.abort(), (stream) => stream[Symbol.asyncIterator]().return()]) {
      let cancelled;
      const source = new ReadableStream({ cancel: () => (cancelled = true) });
      const stream = MessageStream.fromReadableStream(source);
      const done = stream.done();
      end(stream);
      await assert.rejects(done, APIUserAbortError);
      assert.ok(cancelled);
    }
  });
});

describe('Stream.fromReadableStream()', () => {
  it('leaves nothing at its controller once it was read', async () => {
    const controller = new AbortController();
    assert.equal((await collect(Stream.fromReadableStream(readable(['1\n']), controller))).length, 1);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('gives the values of lines', async () => {
    const stream = Stream.fromReadableStream(readable(['{"a":1}\n\n{"a"', ':2}\r\n{"a":3}']), new AbortController());
    assert.deepEqual(await collect(stream), [{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('gives what another stream gave', async () => {
    const events = await collect(await raw(whole('a')));
    const stream = Stream.fromReadableStream((await raw(whole('a'))).toReadableStream(), new AbortController());
    assert.deepEqual(await collect(stream), events);
  });

  it('gives what came before a line that is not JSON', async () => {
    const found = [];
    const reading = (async () => {
      for await (const item of Stream.fromReadableStream(readable(['1\n2\nx\n3\n']), new AbortController())) found.push(item);
    })();
    await assert.rejects(reading, StreamMalformedError);
    assert.deepEqual(found, [1, 2]);
  });

  it('fails as its source does, and where a line is not JSON', async () => {
    const failure = new Error('broken');
    await assert.rejects(collect(Stream.fromReadableStream(readable(['1\n'], failure), new AbortController())), failure);
    const items = [];
    await assert.rejects(async () => {
      for await (const item of Stream.fromReadableStream(readable(['1\n2\nx\n3\n']), new AbortController())) items.push(item);
    }, (error) => error instanceof StreamMalformedError && error.cause instanceof SyntaxError);
    assert.deepEqual(items, [1, 2]);
  });

  it('is ended by its controller, which drops what is unread, and by leaving the loop', async () => {
    for (const [way, end] of Object.entries({
      controller: (controller) => controller.abort('enough'), loop: (_, iterator) => iterator.return(),
    })) {
      const controller = new AbortController();
      let cancelled = false;
      const source = new ReadableStream({
        start: (reader) => reader.enqueue('1\n2\n3\n'),
        cancel: () => void (cancelled = true),
      });
      const iterator = Stream.fromReadableStream(source, controller)[Symbol.asyncIterator]();
      assert.equal((await iterator.next()).value, 1);
      end(controller, iterator);
      if (way === 'controller') await assert.rejects(iterator.next(), { name: 'APIUserAbortError', cause: 'enough' });
      assert.deepEqual(await iterator.next(), { done: true, value: undefined });
      assert.ok(cancelled && controller.signal.aborted);
    }
  });
});
