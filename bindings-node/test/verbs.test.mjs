// Calls of any path: what is sent for each kind of body, and what is given for each kind of answer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { APIResponseValidationError, Client, ConfigError, NotFoundError, Stream, ValidationError } from 'tidings';
import { whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const DONE = { json: { done: true }, headers: { 'request-id': 'req_1' } };

async function against(...answers) {
  const run = await server.script(...answers);
  return { run, client: new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }) };
}

describe('a raw verb', () => {
  for (const verb of ['get', 'post', 'put', 'patch', 'delete']) {
    it(`sends ${verb}`, async () => {
      const { run, client } = await against(DONE);
      const found = await client[verb]('/v1/things?kept=1', { query: { a: [1, 2], b: { c: true }, none: undefined }, headers: [['x-own', 'yes']] });
      assert.deepEqual([found, found._request_id], [{ done: true }, 'req_1']);
      const [{ method, path, headers }] = await run.requests();
      assert.deepEqual([method, path], [verb.toUpperCase(), '/v1/things?kept=1&a%5B%5D=1&a%5B%5D=2&b%5Bc%5D=true']);
      assert.equal(headers['x-own'], 'yes');
    });
  }

  it('is described whole by request', async () => {
    const { run, client } = await against(DONE);
    await client.request({ method: 'post', path: '/v1/things', body: { a: 1 } });
    await client.request(Promise.resolve({ method: 'PUT', path: `${run.baseURL.replace(/\/play.*/, '')}/v1/things` })).catch(() => {});
    assert.deepEqual((await run.requests())[0].body, { a: 1 });
  });

  it('takes a promise of its options', async () => {
    const { run, client } = await against(DONE);
    await client.post('/v1/things', Promise.resolve({ body: [1] }));
    assert.deepEqual((await run.requests())[0].body, [1]);
  });

  for (const [what, body, type, sent, headers] of [
    ['an object', { a: 1, b: undefined }, 'application/json', { a: 1 }],
    ['a list', [1, null], 'application/json', [1, null]],
    ['a text, as JSON', 'text', 'application/json', 'text'],
    ['a text with a type of its own', 'a: 1', 'text/yaml', 'a: 1', { 'content-type': 'text/yaml' }],
    ['bytes', Buffer.from('{"a":2}'), 'application/octet-stream', { a: 2 }],
    ['bytes with a type of their own', Buffer.from('raw'), 'text/x', 'raw', { 'Content-Type': 'text/x' }],
    ['a Blob', new Blob(['blob'], { type: 'text/css' }), 'text/css', 'blob'],
    ['the parameters of a URL', new URLSearchParams({ a: '1 2' }), 'application/x-www-form-urlencoded;charset=UTF-8', 'a=1+2'],
    ['fields as the parameters of a URL', { a: '1 2', b: [1, 2] }, 'application/x-www-form-urlencoded', 'a=1%202&b%5B%5D=1&b%5B%5D=2', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a stream', new Blob(['web']).stream(), 'application/octet-stream', 'web'],
    ['nothing', undefined, undefined, ''],
    ['null', null, undefined, ''],
  ]) {
    it(`sends ${what}`, async () => {
      const { run, client } = await against(DONE);
      await client.post('/v1/things', { body, headers });
      const [request] = await run.requests();
      assert.deepEqual([request.headers['content-type'], request.body], [type, sent]);
    });
  }

  it('sends a form', async () => {
    const { run, client } = await against(DONE);
    const form = new FormData();
    form.append('a', '1');
    form.append('file', new Blob(['blob'], { type: 'x/y' }), 'b.bin');
    await client.post('/v1/things', { body: form });
    assert.deepEqual((await run.requests())[0].body.parts, [
      { name: 'a', content: '1' }, { name: 'file', filename: 'b.bin', content_type: 'x/y', content: 'blob' },
    ]);
  });

  for (const [what, answer, expected] of [
    ['JSON', { json: [1] }, [1]],
    ['JSON of another name', { body: '{"a":1}', headers: { 'content-type': 'application/problem+json; charset=utf-8' } }, { a: 1 }],
    ['text', { body: 'hello', headers: { 'content-type': 'text/plain' } }, 'hello'],
    ['JSON that does not say so', { body: '{"a":1}', headers: { 'content-type': 'text/plain' } }, '{"a":1}'],
    ['an answer without content', { status: 204 }, null],
    ['JSON without content', { body: '', headers: { 'content-type': 'application/json' } }, undefined],
  ]) {
    it(`gives ${what}`, async () => {
      const { client } = await against(answer);
      assert.deepEqual(await client.get('/v1/things'), expected);
    });
  }

  it('gives events', async () => {
    const { client } = await against(whole('a', 'b'));
    const stream = await client.post('/v1/messages', { body: { ...PARAMS, stream: true }, stream: true });
    assert.ok(stream instanceof Stream);
    let count = 0;
    for await (const event of stream) count += event.type === 'content_block_delta';
    assert.equal(count, 2);
  });

  it('gives bytes, by its response', async () => {
    const { client } = await against({ body: '\u00e4', headers: { 'content-type': 'application/octet-stream' } });
    const response = await client.get('/v1/things').asResponse();
    assert.deepEqual(Buffer.from(await response.arrayBuffer()).toString(), '\u00e4');
  });

  it('rejects where JSON is none, with what came', async () => {
    const { client } = await against({ body: '{"a":', headers: { 'content-type': 'application/json', 'request-id': 'req_1' } });
    const error = await client.get('/v1/things').catch((error) => error);
    assert.ok(error instanceof APIResponseValidationError, error);
    assert.deepEqual([error.status, error.rawBody, error.requestID, error.kind], [200, '{"a":', 'req_1', 'unexpected_response']);
    assert.match(error.stack, /verbs\.test\.mjs/);
  });

  it('rejects with the error of a status', async () => {
    const { client } = await against({ status: 404, json: { type: 'error', error: { type: 'not_found_error', message: 'gone' } } });
    const error = await client.get('/v1/things').catch((error) => error);
    assert.ok(error instanceof NotFoundError);
    assert.match(error.stack, /verbs\.test\.mjs/);
  });

  it('goes to no other origin, and to no path that is none', async () => {
    const { run, client } = await against(DONE);
    await assert.rejects(client.get('https://example.com/v1/things'), ValidationError);
    await assert.rejects(client.get('/v1/../things'), ValidationError);
    await assert.rejects(client.get('things'), ValidationError);
    await assert.rejects(client.get(5), ConfigError);
    await assert.rejects(client.request({ method: 'brew', path: '/v1/things' }), ConfigError);
    await assert.rejects(client.request(5), ConfigError);
    await assert.rejects(client.get('/v1/things', { nope: 1 }), ConfigError);
    await assert.rejects(client.get('/v1/things', Promise.reject(new TypeError('mine'))), /mine/);
    assert.deepEqual(await run.requests(0), []);
  });
});
