// The promise of an answer: what it promises, and the HTTP answer that it came by.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { APIConnectionError, APIPromise, APIUserAbortError, BadRequestError, Client, ConfigError } from 'tidings';
import { hanging, whole } from './support/answers.mjs';
import { start } from './support/program.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const MESSAGE = { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn', usage: {} };
const ANSWER = { json: MESSAGE, headers: { 'request-id': 'req_1', 'anthropic-workspace-id': 'ws_1', 'x-own': 'yes' } };
const REFUSAL = { status: 400, json: { type: 'error', error: { type: 'invalid_request_error', message: 'no' } }, headers: { 'request-id': 'req_2' } };

async function against(...answers) {
  const run = await server.script(...answers);
  return { run, client: new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }) };
}

describe('a promise', () => {
  it('is one, and gives the message with the ids of its request beside it', async () => {
    const { client } = await against(ANSWER);
    const promise = client.messages.create(PARAMS);
    assert.ok(promise instanceof Promise && promise instanceof APIPromise);
    const message = await promise;
    assert.deepEqual(message, MESSAGE);
    assert.deepEqual([message._request_id, message._workspace_id], ['req_1', 'ws_1']);
    assert.ok(!Object.keys(message).some((name) => name.startsWith('_')));
    assert.ok(!(promise.then(() => {}) instanceof APIPromise), 'what is made of it is a plain promise');
  });

  it('sends its request, whether anybody awaits it or not, and what it was given then', async () => {
    const { client, run } = await against(ANSWER);
    const params = { ...PARAMS, messages: [...PARAMS.messages] };
    const promise = client.messages.create(params);
    params.messages.push({ role: 'assistant', content: 'later' });
    params.model = 'changed';
    await run.begun();
    await promise;
    const [{ body }] = await run.requests();
    assert.deepEqual([body.model, body.messages.length], [PARAMS.model, 1]);
  });

  it('gives null for ids that did not come', async () => {
    const { client } = await against({ json: MESSAGE });
    assert.equal((await client.messages.create(PARAMS))._request_id, null);
  });

  it('runs finally, and gives what it promises behind it', async () => {
    const { client } = await against(ANSWER);
    let ran = 0;
    assert.equal((await client.messages.create(PARAMS).finally(() => void ran++)).id, 'msg_1');
    assert.equal(ran, 1);
  });
});

describe('withResponse', () => {
  it('gives the data, the answer and the ids', async () => {
    const { client, run } = await against(ANSWER);
    const { data, response, request_id, workspace_id } = await client.messages.create(PARAMS).withResponse();
    assert.deepEqual([data.id, request_id, workspace_id], ['msg_1', 'req_1', 'ws_1']);
    assert.deepEqual([response.status, response.ok, response.headers.get('x-own')], [200, true, 'yes']);
    assert.equal(response.url, `${run.baseURL}/v1/messages`);
    assert.deepEqual(await response.json(), MESSAGE);
    assert.equal((await run.requests()).length, 1);
  });

  it('of a stream gives the stream', async () => {
    const { client } = await against(whole('a', 'b'));
    const { data, response, request_id } = await client.messages.create({ ...PARAMS, stream: true }).withResponse();
    assert.deepEqual([response.status, response.headers.get('content-type'), request_id], [200, 'text/event-stream', 'req_01Test']);
    let count = 0;
    for await (const event of data) count += event.type === 'content_block_delta';
    assert.equal(count, 2);
  });

  it('rejects with the error of the call', async () => {
    const { client } = await against(REFUSAL);
    const error = await client.messages.create(PARAMS).withResponse().catch((error) => error);
    assert.ok(error instanceof BadRequestError);
    assert.equal(error.requestID, 'req_2');
    assert.match(error.stack, /promise\.test\.mjs/);
  });
});

describe('headers beyond ASCII', () => {
  const name = 'caf\u00e9 \u4e2d';
  const asFetchHasIt = Buffer.from(name).toString('latin1');

  it('are in the answer as fetch has them', async () => {
    const { client } = await against({ ...ANSWER, headers: { 'x-name': name } }, { ...ANSWER, headers: { 'x-name': name } });
    const { response } = await client.messages.create(PARAMS).withResponse();
    assert.equal(response.headers.get('x-name'), asFetchHasIt);
    assert.equal((await client.messages.create(PARAMS).asResponse()).headers.get('x-name'), asFetchHasIt);
  });

  it('are in an error as fetch has them', async () => {
    const { client } = await against({ ...REFUSAL, headers: { 'x-name': name } });
    await assert.rejects(client.messages.create(PARAMS), (error) => error.headers.get('x-name') === asFetchHasIt);
  });
});

describe('asResponse', () => {
  it('gives the bytes of the answer as they come', async () => {
    const { client, run } = await against({ ...hanging('Hello'), headers: { 'content-type': 'text/event-stream' } });
    const response = await client.messages.create({ ...PARAMS, stream: true }).asResponse();
    assert.ok(response instanceof Response);
    const reader = response.body.getReader();
    let text = '';
    while (!text.includes('Hello')) text += Buffer.from((await reader.read()).value).toString();
    assert.match(text, /^event: message_start\ndata: /);
    await reader.cancel();
    assert.equal((await run.requests())[0].outcome, 'client_closed');
  });

  it('gives the answer of a whole message', async () => {
    const { client, run } = await against(ANSWER);
    const response = await client.messages.create(PARAMS).asResponse();
    assert.equal(response.url, `${run.baseURL}/v1/messages`);
    assert.deepEqual(await response.json(), MESSAGE);
  });

  it('works together with awaiting, and with one request', async () => {
    const { client, run } = await against(ANSWER);
    const promise = client.messages.create(PARAMS);
    const [response, message] = await Promise.all([promise.asResponse(), promise]);
    assert.deepEqual([message.id, message._request_id], ['msg_1', 'req_1']);
    assert.deepEqual(await response.json(), MESSAGE);
    assert.equal((await run.requests()).length, 1);
  });

  it('of a stream works together with awaiting too', async () => {
    const { client } = await against(whole('a', 'b'));
    const promise = client.messages.create({ ...PARAMS, stream: true });
    const [response, stream] = await Promise.all([promise.asResponse(), promise]);
    const types = [];
    for await (const event of stream) types.push(event.type);
    assert.deepEqual([types.length, types[0], types.at(-1)], [7, 'message_start', 'message_stop']);
    assert.match(await response.text(), /message_stop/);
  });

  it('is made of what came, when it is asked for later', async () => {
    const { client } = await against(ANSWER);
    const promise = client.messages.create(PARAMS);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await promise;
    assert.deepEqual(await (await promise.asResponse()).json(), MESSAGE);
    assert.equal(await promise.asResponse(), await promise.asResponse());
  });

  it('of a stream, asked for later, has the events that are still unread', async () => {
    const { client } = await against(whole('a', 'b'));
    const promise = client.messages.create({ ...PARAMS, stream: true });
    await promise;
    const text = await (await promise.asResponse()).text();
    assert.match(text, /^event: message_start\ndata: \{/);
    assert.match(text, /event: message_stop\ndata: \{"type":"message_stop"\}\n\n$/);
  });

  it('rejects with the error of a status, and of a call that cannot begin', async () => {
    const { client } = await against(REFUSAL);
    await assert.rejects(client.messages.create(PARAMS).asResponse(), BadRequestError);
    await assert.rejects(client.messages.create(PARAMS, { nope: 1 }).asResponse(), ConfigError);
  });

  it('fails in the middle of a body that breaks, with an error of the package', async () => {
    const { client } = await against({ ...ANSWER, framing: 'chunked', delivery: { cut_at: 20 } });
    const response = await client.messages.create(PARAMS).asResponse();
    await assert.rejects(response.text(), APIConnectionError);
  });

  it('is not read ahead of its reader', async () => {
    const { client, run } = await against({ body: 'x'.repeat(1 << 20), repeat: 64, headers: { 'content-type': 'text/plain' } });
    const response = await client.get('/big').asResponse();
    const reader = response.body.getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const [before] = await run.requests(0);
    assert.equal(before.outcome, 'open');
    await reader.cancel();
  });
});

describe('a signal', () => {
  it('rejects the promise with its reason as the cause', async () => {
    const { client } = await against({ ...ANSWER, delay_ms: 60_000 });
    const controller = new AbortController();
    const promise = client.messages.create(PARAMS, { signal: controller.signal });
    controller.abort('why');
    const error = await promise.catch((error) => error);
    assert.ok(error instanceof APIUserAbortError);
    assert.equal(error.cause, 'why');
  });

  it('fails the body of an answer that is being read', async () => {
    const { client } = await against(hanging('a'));
    const controller = new AbortController();
    const response = await client.messages.create({ ...PARAMS, stream: true }, { signal: controller.signal }).asResponse();
    const text = response.text();
    controller.abort();
    await assert.rejects(text, APIUserAbortError);
  });
});

it('a failure that somebody looks at is no unhandled rejection as well', async () => {
  const unhandled = [];
  const note = (error) => unhandled.push(error);
  process.on('unhandledRejection', note);
  const { client } = await against(REFUSAL);
  const promise = client.messages.create(PARAMS);
  await promise.asResponse().catch(() => {});
  await client.messages.create(PARAMS).withResponse().catch(() => {});
  await client.files.upload({ file: 5 }).catch(() => {});
  await client.get('/x', Promise.reject(new Error('options'))).catch(() => {});
  await client.messages.batches.results('b').catch(() => {});
  await once(process, 'unhandledRejection', { signal: AbortSignal.timeout(100) }).catch(() => {});
  process.off('unhandledRejection', note);
  assert.deepEqual(unhandled, []);
});

it('a failure that nobody looks at is one, as of any promise', async () => {
  const { run } = await against(REFUSAL);
  const { code, stderr } = await start('fails-unawaited.mjs', { baseURL: run.baseURL }).ended;
  assert.equal(code, 1);
  assert.match(stderr, /BadRequestError/);
});
