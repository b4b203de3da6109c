// Files on their way up, in every form in which programs have them, and the contents of files on their way down.
import assert from 'node:assert/strict';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, describe, it } from 'node:test';
import Anthropic, { Client, toFile, ValidationError } from 'tidings';
import { startServer } from './support/server.mjs';

const server = await startServer();
const folder = mkdtempSync(join(tmpdir(), 'tidings-'));
after(() => rmSync(folder, { recursive: true }));
const PATH = join(folder, 'notes.txt');
writeFileSync(PATH, 'on disk');
const FILE = { json: { id: 'file_1', type: 'file' } };

async function against(...answers) {
  const run = await server.script(...answers);
  return { run, client: new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 2 }) };
}

async function* pieces() {
  yield 'in ';
  yield Buffer.from('pieces');
}

const named = (name, value) => Object.assign(value, { name });

describe('an upload', () => {
  for (const [what, make, filename, type, content] of [
    ['bytes', () => Buffer.from('bytes'), 'upload', 'application/octet-stream', 'bytes'],
    ['an ArrayBuffer', () => new TextEncoder().encode('buffer').buffer, 'upload', 'application/octet-stream', 'buffer'],
    ['a part of a buffer', () => Buffer.from('xpartx').subarray(1, 5), 'upload', 'application/octet-stream', 'part'],
    ['a Blob', () => new Blob(['blob'], { type: 'text/css' }), 'upload', 'text/css', 'blob'],
    ['a File', async () => toFile(Buffer.from('file'), 'a/b.md', { type: 'text/markdown' }), 'a/b.md', 'text/markdown', 'file'],
    ['a promise of a file', () => toFile(Buffer.from('later'), 'late.txt'), 'late.txt', 'text/plain', 'later'],
    ['a file that is streamed', () => createReadStream(PATH), 'notes.txt', 'text/plain', 'on disk'],
    ['a part of a file that is streamed', () => createReadStream(PATH, { start: 3 }), 'notes.txt', 'text/plain', 'disk'],
    ['a file that is streamed as text', () => createReadStream(PATH, 'utf8'), 'notes.txt', 'text/plain', 'on disk'],
    ['a path', () => ({ path: PATH }), 'notes.txt', 'text/plain', 'on disk'],
    ['a path with a name and a type', () => ({ path: PATH, name: 'n.bin', type: 'x/y' }), 'n.bin', 'x/y', 'on disk'],
    ['an async iterable', () => named('dir/it.txt', pieces()), 'it.txt', 'text/plain', 'in pieces'],
    ['a stream', () => Readable.from([Buffer.from('a'), Buffer.from('b')]), 'upload', 'application/octet-stream', 'ab'],
    ['a web stream', () => new Blob(['web']).stream(), 'upload', 'application/octet-stream', 'web'],
    ['an answer of fetch', () => fetch('data:text/html,fetched'), 'html,fetched', 'text/html', 'fetched'],
  ]) {
    it(`takes ${what}`, async () => {
      const { run, client } = await against(FILE);
      const found = await client.files.upload({ file: await make(), expires_in_seconds: 60 });
      assert.equal(found.id, 'file_1');
      const [{ body, method, path, headers }] = await run.requests();
      assert.deepEqual([method, path], ['POST', '/v1/files']);
      assert.match(headers['content-type'], /^multipart\/form-data; boundary=/);
      assert.equal(body.parts[0].content, '60');
      assert.deepEqual(body.parts[1], { name: 'file', filename, content_type: type, content });
    });
  }

  for (const [what, file] of [['a text', 'text'], ['a number', 5], ['nothing', undefined], ['an object', { content: 'x' }], ['a list', [1]]]) {
    it(`refuses ${what}, and sends nothing`, async () => {
      const { run, client } = await against(FILE);
      const error = await client.files.upload({ file }).catch((error) => error);
      assert.ok(error instanceof ValidationError, error);
      assert.match(error.message, /^file must be a file, bytes, a stream/);
      assert.match(error.stack, /uploads\.test\.mjs/);
      assert.deepEqual(await run.requests(0), []);
    });
  }

  it('of a file that is not there is an error of the call', async () => {
    const { run, client } = await against(FILE);
    for (const make of [() => ({ path: '/no/such/file' }), () => createReadStream('/no/such/file'), () => createReadStream('/no/such/file', 'utf8')]) {
      await assert.rejects(client.files.upload({ file: make() }), /no such file/i);
    }
    assert.deepEqual(await run.requests(0), []);
  });

  it('of a file on disk is opened anew for another attempt', async () => {
    const { run, client } = await against({ status: 500 }, FILE);
    await client.files.upload({ file: createReadStream(PATH) });
    const sent = (await run.requests()).map(({ body }) => body.parts[0].content);
    assert.deepEqual(sent, ['on disk', 'on disk']);
  });

  it('says the workspace in a header, not in the form', async () => {
    const { run, client } = await against(FILE);
    await client.files.upload({ file: Buffer.from('a'), workspace_id: 'ws_1' }, { headers: { 'x-own': 'yes' } });
    const [{ body, headers }] = await run.requests();
    assert.deepEqual([body.parts.length, headers['anthropic-workspace-id'], headers['x-own']], [1, 'ws_1', 'yes']);
  });
});

describe('toFile', () => {
  it('makes a file of anything that has a content', async () => {
    for (const [value, name, options, expected] of [
      [Buffer.from('a'), 'a.txt', undefined, ['a.txt', '', 'a']],
      [Buffer.from('a'), 'a.txt', { type: 'text/plain', lastModified: 5 }, ['a.txt', 'text/plain', 'a']],
      [new Blob(['b'], { type: 'x/y' }), 'b', undefined, ['b', 'x/y', 'b']],
      [createReadStream(PATH), undefined, undefined, ['notes.txt', '', 'on disk']],
      [pieces(), 'p', undefined, ['p', '', 'in pieces']],
      [fetch('data:text/css,c'), 'c', undefined, ['c', 'text/css', 'c']],
    ]) {
      const file = await toFile(value, name, options);
      assert.deepEqual([file.name, file.type, await file.text()], expected);
      if (options) assert.equal(file.lastModified, 5);
    }
  });

  it('gives a file back as it is, unless more is said of it', async () => {
    const file = await toFile(Buffer.from('a'), 'a.txt', { type: 'x/y' });
    assert.equal(await toFile(file), file);
    const renamed = await Anthropic.toFile(file, 'b.txt');
    assert.deepEqual([renamed.name, renamed.type], ['b.txt', 'x/y']);
  });

  it('refuses what has no content', async () => {
    await assert.rejects(toFile(5), /a file cannot be made of a value of type Number/);
  });
});

describe('a download', () => {
  it('is a response whose content is read as it comes', async () => {
    const { run, client } = await against({ body: 'content', headers: { 'content-type': 'application/pdf' } });
    const response = await client.files.download('file_1');
    assert.ok(response instanceof Response);
    assert.deepEqual([response.headers.get('content-type'), await response.text()], ['application/pdf', 'content']);
    const [{ headers, path }] = await run.requests();
    assert.deepEqual([headers.accept, path], ['application/binary', '/v1/files/file_1/content']);
  });

  it('is the same with its response', async () => {
    const { client } = await against({ body: 'content' });
    const { data, response } = await client.files.download('file_1').withResponse();
    assert.equal(data, response);
  });

  it('is closed by cancelling it', async () => {
    const { run, client } = await against({ body: 'x'.repeat(1000), framing: 'chunked', delivery: { hang_at: 500 } });
    const { body } = await client.files.download('file_1');
    await body.cancel();
    assert.equal((await run.requests())[0].outcome, 'client_closed');
  });
});
