// Events of responses that were fetched elsewhere. The vectors are those that the core's decoder is held to.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  Client, ConfigError, OverloadedError, Stream, StreamError, StreamMalformedError, StreamTruncatedError,
} from 'tidings';
import { answer, hanging } from './support/answers.mjs';
import { PARAMS, startServer, STREAMS } from './support/server.mjs';

const server = await startServer();
const { vectors } = JSON.parse(readFileSync(join(STREAMS, '../sse/vectors.json'), 'utf8'));
const read = (name) => readFileSync(join(STREAMS, name), 'utf8');
const recorded = JSON.parse(read('manifest.json')).streams;

async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** A response whose body comes in these pieces. */
function response(pieces, headers = {}) {
  const left = [...pieces];
  const body = new ReadableStream({
    pull: (controller) => (left.length > 0 ? controller.enqueue(left.shift()) : controller.close()),
  });
  return new Response(body, { headers });
}

/** The bytes whole, one by one, and at each list of cuts. */
function* ways(bytes, cuts) {
  yield [bytes];
  if (bytes.length < 20_000) yield Array.from(bytes, (byte) => Uint8Array.of(byte));
  for (const at of cuts) yield [0, ...at].map((start, i) => bytes.subarray(start, at[i] ?? bytes.length));
}

describe('Stream.rawEvents()', () => {
  for (const { name, input, split_at: cuts, expect } of vectors) {
    it(`${name}: by the standard, however it is cut`, async () => {
      const bytes = Buffer.concat(input.flatMap(({ hex, times }) => Array(times).fill(Buffer.from(hex, 'hex'))));
      const expected = expect.events.flatMap(({ repeat, times, ...event }) => (repeat ? Array(times).fill(repeat) : [event]));
      for (const pieces of ways(bytes, cuts)) {
        const events = await collect(Stream.rawEvents(response(pieces)));
        // Those without data are given as well, as the official package does.
        const said = events.filter(({ raw }) => raw.some((line) => /^data(:|$)/.test(line)));
        assert.equal(said.length, expected.length);
        for (const [i, { event, data }] of said.entries()) {
          assert.equal(event || 'message', expected[i].type);
          if (expected[i].data !== undefined) assert.equal(data, expected[i].data);
          else assert.equal(createHash('sha256').update(data).digest('hex'), expected[i].data_sha256);
        }
      }
    });
  }

  it('gives all lines of an event', async () => {
    const text = 'event: a\ndata: x\ndata: y\nid: 7\n\n: c\n\ndata: 3\nretry: 5\n\nevent: z\n\ndata: end';
    assert.deepEqual(await collect(Stream.rawEvents(new Response(text))), [
      { event: 'a', data: 'x\ny', raw: ['event: a', 'data: x', 'data: y', 'id: 7'] },
      { event: null, data: '3', raw: ['data: 3', 'retry: 5'] },
      { event: 'z', data: '', raw: ['event: z'] },
    ]);
  });

  it('takes time that goes with the size of a line, not with its pieces', async () => {
    const pieces = ['data: ', ...Array(20_000).fill('x'.repeat(1000)), '\n\n'].map((piece) => Buffer.from(piece));
    const [{ data }] = await collect(Stream.rawEvents(response(pieces)));
    assert.equal(data.length, 20_000_000);
  });
});

describe('Stream.fromSSEResponse()', () => {
  const from = (body, headers) => Stream.fromSSEResponse(new Response(body, { headers }), new AbortController());

  for (const { name, outcome } of recorded.filter(({ outcome }) => outcome !== 'error')) {
    it(`${name}: gives what the core gives`, async () => {
      const run = await server.script({ ...answer([]), body: read(`${name}.sse`) });
      const { messages } = new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 });
      const [native, ours] = [[], []];
      const errors = [];
      for (const [stream, items] of [[await messages.create({ ...PARAMS, stream: true }), native], [from(read(`${name}.sse`)), ours]]) {
        try {
          for await (const event of stream) items.push(event);
        } catch (error) {
          errors.push(error.kind);
        }
      }
      assert.deepEqual(ours, native);
      assert.deepEqual(errors, outcome === 'incomplete' ? ['stream_truncated', 'stream_truncated'] : []);
    });
  }

  it('throws an error event as the error it would be anywhere, after all that came before', async () => {
    const events = [];
    const error = await (async () => {
      for await (const event of from(read('05_error_overloaded.sse'), { 'request-id': 'req_1' })) events.push(event);
    })().catch((error) => error);
    assert.ok(error instanceof OverloadedError);
    assert.deepEqual([error.kind, error.type, error.apiMessage, error.requestID], ['overloaded', 'overloaded_error', 'Overloaded', 'req_1']);
    assert.equal(error.error.error.type, 'overloaded_error');
    assert.equal(events.length, 4);
    await assert.rejects(collect(from(read('19_error_not_json.sse'))), (error) => error instanceof StreamError && typeof error.error === 'string');
  });

  it('throws where an event is not JSON, no object, or the message is not whole', async () => {
    for (const data of ['{', '5', 'null', '[]']) {
      await assert.rejects(collect(from(`event: message_start\ndata: ${data}\n\n`)), StreamMalformedError);
    }
    await assert.rejects(collect(from('event: message_start\ndata: {"type":"message_start"}\n\n')), StreamTruncatedError);
  });

  it('throws where there is no body', async () => {
    await assert.rejects(collect(from(null)), ConfigError);
  });

  it('is ended by its controller', async () => {
    const run = await server.script(hanging('a'));
    const controller = new AbortController();
    const stream = Stream.fromSSEResponse(await fetch(run.baseURL, { method: 'POST', body: '{}' }), controller);
    assert.equal(stream.controller, controller);
    const types = [];
    const reading = (async () => {
      for await (const event of stream) {
        types.push(event.type);
        if (types.length === 3) controller.abort('enough');
      }
    })();
    await assert.rejects(reading, { name: 'APIUserAbortError', cause: 'enough' });
    assert.equal((await run.requests())[0].outcome, 'client_closed');
  });
});
