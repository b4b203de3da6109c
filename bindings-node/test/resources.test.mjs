// Every row of the table of resource calls, awaited, with its response, and through `client.beta`.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { AnthropicError, Client, toFile } from 'tidings';
import { RESOURCES, startServer } from './support/server.mjs';

const server = await startServer();
const folder = mkdtempSync(join(tmpdir(), 'tidings-'));
after(() => rmSync(folder, { recursive: true }));
const ROWS = readdirSync(RESOURCES).sort().flatMap((name) => JSON.parse(readFileSync(join(RESOURCES, name), 'utf8')));
const VERBS = ['get', 'post', 'put', 'patch', 'delete'];

// What the Node half does not have, by the name of the row, and why.
const ELSEWHERE = {
  count_tokens: 'the parameters of a message are an object in Rust; here the method takes what counts alone',
  files_download_too_large: "what is held in memory is the program's choice: it reads piece by piece",
  files_upload_reader: 'a stream is read before it is sent, so that its length is known',
  files_upload_reader_not_retried: 'a stream is read before it is sent, so that it can be sent again',
  raw_error_with_a_good_status: 'what an answer of a raw verb is, its content type says, as in the official package',
  raw_web_page: 'what an answer of a raw verb is, its content type says, as in the official package',
};

it('the table is there', () => {
  assert.ok(ROWS.length > 60);
  for (const name of Object.keys(ELSEWHERE)) assert.ok(ROWS.some((row) => row.name === name), name);
});

for (const [way, take] of Object.entries({
  'awaited': (promise) => promise,
  'with its response': async (promise) => {
    if (typeof promise.withResponse !== 'function') return promise;
    const { data, response } = await promise.withResponse();
    assert.ok(response instanceof Response && response.ok);
    return data;
  },
})) {
  describe(`a call, ${way},`, () => {
    for (const row of ROWS.filter(({ name }) => !(name in ELSEWHERE))) {
      it(`${row.name}: ${row.why}`, () => play(row, (client) => client, take));
    }
  });
}

describe('a call through beta', () => {
  for (const row of ROWS.filter(({ name, call }) => !(name in ELSEWHERE) && !VERBS.includes(call.method))) {
    it(row.name, () => play(row, (client) => client.beta, (promise) => promise));
  }
});

async function play(row, view, take) {
  const run = server.play(row.name);
  const { call, expect } = row;
  const { max_retries: maxRetries, ...rest } = call.client ?? {};
  assert.deepEqual(rest, {});
  const client = new Client({ baseURL: run.baseURL, apiKey: 'test-key', maxRetries, streamLongCalls: call.stream_long_calls });
  const outcome = begin(row, view(client), take);
  if (expect.error) {
    const error = await outcome.then(() => assert.fail('nothing was wrong'), (error) => error);
    checkError(expect.error, error);
  } else {
    assert.deepEqual(await outcome, JSON.parse(JSON.stringify(expect.result).replaceAll('{base_url}', run.baseURL)));
  }
  await checkLog(run, row.sent);
}

async function begin({ call: { method, args = {}, options = {} } }, view, take) {
  const { extra_headers: headers, ...others } = options;
  assert.deepEqual(others, {});
  const given = headers === undefined ? undefined : { headers };
  if (VERBS.includes(method)) return plain(await take(view[method](args.path, { query: args.query, body: args.body, ...given })));
  const name = method.replace(/\.all$/, '').replace('batches.', 'messages.batches.').replace('retrieve_metadata', 'retrieveMetadata');
  const path = name.split('.');
  const resource = path.slice(0, -1).reduce((found, part) => found[part], view);
  const call = (...all) => resource[path.at(-1)](...all);
  const { message_batch_id, file_id, model_id, ...params } = args;
  const id = message_batch_id ?? file_id ?? model_id;
  delete params.max_bytes;
  if (method === 'files.upload') return plain(await take(call(await upload(params), given)));
  const promise = id === undefined ? call(params, given) : call(id, params, given);
  if (method.endsWith('.all')) return all(promise);
  const found = await take(promise);
  if (method === 'batches.results') return lines(found);
  if (method === 'files.download') return found.text();
  if (method.endsWith('.list')) return { data: plain(found.data), has_next: found.hasNextPage() };
  return plain(found);
}

/** The items of all pages. */
async function all(list) {
  const items = [];
  for await (const item of list) items.push(item);
  return plain(items);
}

/** The lines of results; one that cannot be read is its error, and the loop goes on behind it. */
async function lines(results) {
  const found = [];
  for (;;) {
    try {
      for await (const line of results) found.push(line);
      return found;
    } catch (error) {
      assert.ok(error instanceof AnthropicError, error);
      // A connection that breaks is the last there is; a line is not.
      if (error.status === undefined && error.kind !== 'unexpected_response') throw error;
      found.push({ error: error.kind, raw: error.rawBody ?? null });
    }
  }
}

async function upload({ filename, content = '', from, media_type: type, length, ...params }) {
  const options = type === undefined ? undefined : { type };
  if (from === 'reader') return { ...params, file: await toFile(reader(content), filename, options) };
  if (from === undefined) return { ...params, file: await toFile(Buffer.from(content), filename, options) };
  const path = from === 'path' ? join(folder, 'file') : '/no/such/file';
  if (from === 'path') writeFileSync(path, content);
  return { ...params, file: { path, name: filename, type } };
}

async function* reader(content) {
  yield Buffer.from(content);
}

function checkError(expected, error) {
  assert.ok(error instanceof AnthropicError, error);
  assert.equal(error.kind, expected.kind, error);
  const named = (expected.contains ?? '').replace(/_id$/, 'ID').replace('message_batch', 'messageBatch');
  assert.ok(error.message.includes(named), error.message);
  assert.match(error.stack, /resources\.test\.mjs/);
  if (expected.attempts !== undefined) assert.equal(error.attempts, expected.attempts);
  if (expected.partial_text !== undefined) assert.equal(error.partialMessage.content[0].text, expected.partial_text);
}

async function checkLog(run, sent) {
  const log = await run.requests();
  assert.equal(log.length, sent.length);
  log.forEach((request, i) => {
    const wanted = sent[i];
    assert.deepEqual([request.method, ...place(request.path)], [wanted.method, ...place(wanted.path)]);
    for (const [name, value] of Object.entries(wanted.headers ?? {})) assert.equal(request.headers[name] ?? null, value, name);
    if ('body' in wanted) assert.deepEqual(request.body, wanted.body);
  });
}

/** Path and query; the order of parameters is that of the declared types elsewhere, and means nothing to a server. */
function place(path) {
  const [head, query = ''] = path.split('?');
  return [head, query.split('&').sort().join('&')];
}

const plain = (value) => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
