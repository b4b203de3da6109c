// The stream helper: its members, and the order in which everybody is told.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AnthropicError, APIUserAbortError, BadRequestError, Client, ValidationError } from 'tidings';
import { cut, hanging, whole } from './support/answers.mjs';
import { answer, blocks, frames, hear } from './support/events.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function open(given, params = PARAMS) {
  const run = await server.script(given);
  const stream = new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }).messages.stream(params);
  return Object.assign(stream, { run });
}

describe('a loop and listeners', () => {
  it('hear of each event in turn, listeners first, and of the end after the last', async () => {
    const stream = await open(whole('a', 'b'));
    const order = [];
    stream.on('streamEvent', (event) => order.push(`heard ${event.type}`)).on('text', (text) => order.push(`text ${text}`));
    for (const name of ['message', 'finalMessage', 'end']) stream.on(name, () => order.push(name));
    for await (const event of stream) order.push(`looped ${event.type}`);
    order.push('left');
    assert.deepEqual(order, [
      'heard message_start', 'looped message_start', 'heard content_block_start', 'looped content_block_start',
      'heard content_block_delta', 'text a', 'looped content_block_delta',
      'heard content_block_delta', 'text b', 'looped content_block_delta',
      'heard content_block_stop', 'looped content_block_stop', 'heard message_delta', 'looped message_delta',
      'heard message_stop', 'message', 'looped message_stop', 'finalMessage', 'end', 'left',
    ]);
  });

  it('find the message so far whenever they look, however late they look first', async () => {
    const pieces = Array.from({ length: 9000 }, (_, i) => `${i} `);
    for (const first of [1, 4500, 8999]) {
      const stream = await open(whole(...pieces));
      let [looped, heard] = ['', ''];
      for await (const event of stream) {
        if (event.delta?.type !== 'text_delta') continue;
        looped += event.delta.text;
        if (event.delta.text === pieces[first]) {
          assert.equal(stream.currentMessage.content[0].text, looped);
          stream.on('text', (_, snapshot) => (heard = snapshot));
        }
      }
      assert.equal(looped, pieces.join(''));
      assert.equal(heard, first === 8999 ? '' : looped);
    }
  });

  it('go by the pace of the foremost loop: nobody hears of what it has not reached', async () => {
    const stream = await open(whole('a', 'b', 'c'));
    const heard = hear(stream, ['text', 'end']);
    const texts = stream.textStream();
    assert.equal((await texts.next()).value, 'a');
    await stream.run.requests();
    await pause(20);
    assert.deepEqual(heard, [['text', 'a', 'a']]);
    await texts.next();
    assert.deepEqual(heard.at(-1), ['text', 'b', 'ab']);
    await stream.finalMessage();
    assert.deepEqual(heard.slice(2), [['text', 'c', 'abc'], ['end']]);
    assert.equal((await texts.next()).value, 'c');
  });

  it('see the message as it is where the loop is', async () => {
    const stream = await open(whole('a', 'b'));
    const seen = [];
    assert.equal(stream.currentMessage, undefined);
    for await (const { type } of stream) {
      const message = stream.currentMessage;
      seen.push([type, message.content[0]?.text, message.stop_reason]);
    }
    assert.deepEqual(seen, [
      ['message_start', undefined, null], ['content_block_start', '', null], ['content_block_delta', 'a', null],
      ['content_block_delta', 'ab', null], ['content_block_stop', 'ab', null], ['message_delta', 'ab', 'end_turn'],
      ['message_stop', 'ab', 'end_turn'],
    ]);
    assert.equal(stream.currentMessage, undefined);
  });

  it('hear of the end though the loop takes the last event and never asks again', async () => {
    const stream = await open(whole('a'));
    const ended = new Promise((resolve) => stream.on('end', resolve));
    const iterator = stream[Symbol.asyncIterator]();
    for (let last; last !== 'message_stop'; ) last = (await iterator.next()).value.type;
    await ended;
    assert.ok(stream.ended && !stream.errored);
  });

  it('a listener that aborts keeps the event from the loop', async () => {
    const stream = await open(whole('a', 'b'));
    stream.on('text', () => stream.abort());
    const types = [];
    await assert.rejects(async () => {
      for await (const event of stream) types.push(event.type);
    }, APIUserAbortError);
    assert.deepEqual(types, ['message_start', 'content_block_start']);
  });

  it('a late loop gets what nobody was told yet: nothing after the end, everything before anybody read', async () => {
    const stream = await open(whole('a', 'b'));
    await stream.withResponse();
    await stream.run.requests();
    const texts = [];
    for await (const text of stream.textStream()) texts.push(text);
    for await (const text of stream.textStream()) texts.push(text);
    assert.deepEqual(texts, ['a', 'b']);
  });
});

describe('the conversation', () => {
  it('goes on with the answer, which is there before anybody is told of it', async () => {
    const stream = await open(whole('a'));
    assert.deepEqual(stream.messages, PARAMS.messages);
    assert.notEqual(stream.messages, PARAMS.messages);
    const at = [];
    stream.on('message', (message) => at.push(stream.receivedMessages[0] === message, stream.messages.at(-1) === message));
    stream.on('finalMessage', (message) => at.push(stream.receivedMessages[0] === message, stream.currentMessage));
    const message = await stream.finalMessage();
    assert.deepEqual(at, [true, true, true, undefined]);
    assert.deepEqual([stream.receivedMessages, stream.messages], [[message], [...PARAMS.messages, message]]);
  });

  it('does not hold an answer that broke, whose beginning can still be seen', async () => {
    const stream = await open(cut('a', 'b'));
    await assert.rejects(stream.finalMessage());
    assert.deepEqual([stream.receivedMessages, stream.messages.length], [[], 1]);
    assert.equal(stream.currentMessage.content[0].text, 'ab');
  });
});

describe('emitted()', () => {
  it('gives the first argument of the next event of a name', async () => {
    assert.equal(await (await open(whole('a', 'b'))).emitted('text'), 'a');
    assert.equal((await (await open(whole('a'))).emitted('streamEvent')).type, 'message_start');
    assert.equal((await (await open(whole('a'))).emitted('message')).content[0].text, 'a');
    assert.equal(await (await open(hanging('a'))).emitted('connect'), undefined);
    assert.equal(await (await open(whole('a'))).emitted('end'), undefined);
  });

  it('gives the error of a stream that fails, if that is what is asked for, and rejects with it otherwise', async () => {
    assert.equal((await (await open(cut('a'))).emitted('error')).kind, 'transport');
    for (const name of ['message', 'end', 'abort']) {
      await assert.rejects((await open(cut('a'))).emitted(name), { kind: 'transport' });
    }
    const [stream] = [await open(hanging('a'))];
    const aborted = stream.emitted('abort');
    stream.abort();
    assert.ok((await aborted) instanceof APIUserAbortError);
  });

  it('never hangs: what does not come is an error', async () => {
    await assert.rejects((await open(whole('a'))).emitted('thinking'), /the stream ended without thinking/);
    await assert.rejects((await open(whole('a'))).emitted('error'), AnthropicError);
    const stream = await open(hanging('a'));
    const text = stream.emitted('thinking');
    stream.abort();
    await assert.rejects(text, APIUserAbortError);
    await assert.rejects(stream.emitted('text'), APIUserAbortError);
    const over = await open(whole('a'));
    await over.done();
    await assert.rejects(over.emitted('text'), AnthropicError);
    await over.emitted('end');
  });
});

describe('withResponse()', () => {
  it('gives the stream and the head of its answer while that still runs, and loses nothing of it', async () => {
    const stream = await open({ ...hanging('a'), headers: {
      'content-type': 'text/event-stream', 'request-id': 'req_01Test', 'anthropic-workspace-id': 'wrkspc_01', 'x-more': 'y',
    } });
    assert.deepEqual([stream.response, stream.request_id, stream.workspace_id], [undefined, undefined, undefined]);
    const { data, response, request_id, workspace_id } = await stream.withResponse();
    assert.equal(data, stream);
    assert.deepEqual([response.status, response.headers.get('x-more')], [200, 'y']);
    assert.deepEqual([request_id, workspace_id], ['req_01Test', 'wrkspc_01']);
    assert.equal(stream.response, response);
    const texts = [];
    for await (const text of stream.textStream()) {
      texts.push(text);
      break;
    }
    assert.deepEqual(texts, ['a']);
  });

  it('rejects where no answer begins', async () => {
    await assert.rejects((await open({ status: 400, json: {} })).withResponse(), BadRequestError);
    await assert.rejects((await open(whole('a'), {})).withResponse(), ValidationError);
  });
});

it('a request that cannot be sent is told by the stream, and makes nothing throw', async () => {
  const stream = await open(whole('a'), { messages: 5 });
  assert.deepEqual(stream.messages, []);
  const heard = [];
  for (const name of ['connect', 'error', 'end']) stream.on(name, () => heard.push(name));
  await assert.rejects(stream.done(), AnthropicError);
  assert.deepEqual(heard, ['error', 'end']);
});

it('a stream that is aborted in the turn of its call sends nothing', async () => {
  const stream = await (async () => {
    const run = await server.script(whole('a'));
    const opened = new Client({ apiKey: 'k', baseURL: run.baseURL }).messages.stream(PARAMS);
    const heard = hear(opened, ['connect', 'text', 'error', 'end']);
    opened.abort();
    return Object.assign(opened, { run, heard });
  })();
  const error = await stream.done().catch((error) => error);
  assert.ok(error instanceof APIUserAbortError && stream.aborted && stream.ended);
  assert.deepEqual([error.sent, error.mayHaveRun], ['none', false]);
  assert.deepEqual(stream.heard, [['end']]);
  await pause(20);
  assert.deepEqual(await stream.run.requests(0), []);
});

it('pieces of text that are empty are told to listeners, as everything that comes is', async () => {
  const stream = await open(whole('a', '', 'b'));
  const heard = hear(stream, ['text']);
  await stream.done();
  assert.deepEqual(heard, [['text', 'a', 'a'], ['text', '', 'a'], ['text', 'b', 'ab']]);
});

it('a delta that says more than what it adds is read whole', async () => {
  const stream = await open(answer(frames(blocks(
    [{ type: 'text', text: '' }, { type: 'text_delta', text: 'a', extra: 1 }, { type: 'text_delta', text: 'b' }],
  ))));
  const events = [];
  stream.on('text', (text, all) => events.push(text, all)).on('streamEvent', (event) => event.delta?.extra && events.push(event.delta));
  await stream.done();
  assert.deepEqual(events, [{ type: 'text_delta', text: 'a', extra: 1 }, 'a', 'a', 'b', 'ab']);
});

describe('the controller', () => {
  const raw = async (given) => {
    const run = await server.script(given);
    return new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }).messages.create({ ...PARAMS, stream: true });
  };

  for (const [what, begin] of Object.entries({ raw, helper: open })) {
    it(`${what}: is aborted when a loop is left early, asked for before or after, and not when it was read to its end`, async () => {
      for (const before of [true, false]) {
        const stream = await begin(hanging('a'));
        const controller = before ? stream.controller : undefined;
        for await (const _ of stream) break;
        assert.ok(stream.controller.signal.aborted);
        assert.ok(!before || stream.controller === controller);
      }
      const stream = await begin(whole('a'));
      for await (const _ of stream);
      assert.equal(stream.controller.signal.aborted, false);
    });

    it(`${what}: is aborted when its readable stream is cancelled`, async () => {
      const stream = await begin(hanging('a'));
      await stream.toReadableStream().cancel();
      assert.ok(stream.controller.signal.aborted);
    });
  }

  it('is aborted with the reason of the signal of the call', async () => {
    const run = await server.script(hanging('a'));
    const caller = new AbortController();
    const stream = new Client({ apiKey: 'k', baseURL: run.baseURL }).messages.stream(PARAMS, { signal: caller.signal });
    const { controller } = stream;
    caller.abort('enough');
    await assert.rejects(stream.done(), { cause: 'enough' });
    assert.equal(controller.signal.reason, 'enough');
  });
});

describe('listeners that only watch', () => {
  it('hear that no answer begins', async () => {
    const stream = await open({ status: 400, json: {} });
    const heard = [];
    stream.on('error', (error) => heard.push(error.status));
    await new Promise((resolve) => stream.on('end', resolve));
    assert.deepEqual(heard, [400]);
  });

  it('hear that one begins, and take nothing from whoever reads it later', async () => {
    const stream = await open(whole('a', 'b'));
    await new Promise((resolve) => stream.on('connect', resolve));
    await stream.run.requests();
    await pause(20);
    assert.equal(stream.ended, false);
    const heard = hear(stream, ['text', 'end']);
    await stream.done();
    assert.deepEqual(heard, [['text', 'a', 'a'], ['text', 'b', 'ab'], ['end']]);
  });
});

it('the final message has the ids of its request beside its fields', async () => {
  const headers = { 'content-type': 'text/event-stream', 'request-id': 'req_1', 'anthropic-workspace-id': 'wrkspc_1' };
  const message = await (await open({ ...whole('a'), headers })).finalMessage();
  assert.deepEqual([message._request_id, message._workspace_id], ['req_1', 'wrkspc_1']);
  assert.ok(!JSON.stringify(message).includes('wrkspc_1'));
});
