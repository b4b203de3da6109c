// Section 1.6: files: what is known of them, and how they are fetched.
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { error, ok, page, text } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, read } from '../plain.mjs';

const example = examples('files');
export const FILE = {
  id: 'file_1', type: 'file', filename: 'a.txt', mime_type: 'text/plain', size_bytes: 5, created_at: '2026-11-24T10:00:00Z',
  downloadable: false,
};
const CONTENT = { base64: 'aGVsbG8AAf8=', headers: { 'content-type': 'application/octet-stream', 'request-id': 'req_1' } };

example('what is known of a file', { script: ok(FILE) }, async ({ client }) => {
  const file = await client.files.retrieveMetadata('file_1');
  return [file, file.size_bytes, file._request_id];
});

example('a file is deleted', { script: ok({ id: 'file_1', type: 'file_deleted' }) }, async ({ client }) => client.files.delete('file_1'));

example('files of beta', { script: ok({ id: 'file_1', type: 'file_deleted' }) }, async ({ client }) => {
  await client.beta.files.delete('file_1', { betas: ['files-api-2025-04-14'] });
  await client.beta.files.retrieveMetadata('file_1');
});

const PAGES = [page([FILE], { next_page: 'p2' }), page([{ ...FILE, id: 'file_2' }], { next_page: null })];

example('all files', { script: PAGES }, async ({ client }) => (await read(client.files.list({ limit: 1 }), (file) => file.id)).found);

example('pages of files', { script: PAGES }, async ({ client }) => {
  const page = await client.files.list();
  const following = await page.getNextPage();
  return [page.next_page, page.hasNextPage(), page.nextPageRequestOptions().query, following.data, following.hasNextPage()];
});

example('a page of files that is empty and not the last', {
  script: [page([], { next_page: 'p2' }), page([FILE], { next_page: null })],
}, async ({ client }) => (await read(client.files.list(), (file) => file.id)).found);

example('chosen files', { script: page([FILE], { next_page: null }) }, async ({ client }) => {
  await client.files.list({ ids: ['file_1', 'file_2'], limit: 20, page: 'p7' });
});

example('the class of a page of files', { script: PAGES }, async ({ client, load }) => {
  const { PageCursor } = await load('/pagination');
  return (await client.files.list()) instanceof PageCursor;
});

example('the bytes of a file', { script: CONTENT }, async ({ client }) => {
  const response = await client.files.download('file_1');
  return new Uint8Array(await response.arrayBuffer());
});

example('a file as a blob', { script: CONTENT }, async ({ client }) => {
  const blob = await (await client.files.download('file_1')).blob();
  return [blob.size, blob.type, new Uint8Array(await blob.arrayBuffer())];
});

example('a file is text', { script: text('one\ntwo\n', 'text/plain') }, async ({ client }) =>
  (await client.files.download('file_1')).text());

example('a file is JSON', { script: ok({ a: [1] }) }, async ({ client }) => (await client.files.download('file_1')).json());

example('what comes with a file', { script: CONTENT }, async ({ client, url }) => {
  const response = await client.files.download('file_1');
  const told = [
    response instanceof Response, response.status, response.ok, response.headers.get('content-type'), response.headers.get('request-id'),
    response.url.replace(url, ''), response.bodyUsed, response.redirected, response.type,
  ];
  await response.arrayBuffer();
  return [told, response.bodyUsed];
});

example('a file comes in pieces', { script: CONTENT }, async ({ client }) => {
  const pieces = [];
  for await (const piece of (await client.files.download('file_1')).body) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
});

example('a file is written to disk', { script: CONTENT }, async ({ client, folder }) => {
  const response = await client.files.download('file_1');
  await pipeline(Readable.fromWeb(response.body), createWriteStream(join(folder, 'copy.bin')));
  return readFileSync(join(folder, 'copy.bin'));
});

example('a file is written to disk whole', { script: CONTENT }, async ({ client, folder }) => {
  const response = await client.files.download('file_1');
  writeFileSync(join(folder, 'copy.bin'), Buffer.from(await response.arrayBuffer()));
  return readFileSync(join(folder, 'copy.bin'));
});

example('an answer is copied', { script: CONTENT }, async ({ client }) => {
  const response = await client.files.download('file_1');
  const copy = response.clone();
  return [new Uint8Array(await response.arrayBuffer()), new Uint8Array(await copy.arrayBuffer())];
});

example('an answer is read twice', { script: CONTENT }, async ({ client }) => {
  const response = await client.files.download('file_1');
  await response.text();
  return (await caught(response.text())) instanceof TypeError;
});

example('an answer and its ids', { script: CONTENT }, async ({ client }) => {
  const { data, response, request_id } = await client.files.download('file_1').withResponse();
  return [data === response, request_id, await data.text()];
});

example('a file of a megabyte', { script: { body: 'x'.repeat(1024), repeat: 1024 } }, async ({ client }) =>
  (await (await client.files.download('file_1')).arrayBuffer()).byteLength);

example('a download that is aborted', {
  script: { body: 'x'.repeat(1024), repeat: 1024, delivery: { hang_at: 2000 } },
}, async ({ client }) => {
  const controller = new AbortController();
  const response = await client.files.download('file_1', undefined, { signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  return (await caught(response.arrayBuffer())) instanceof Error;
});

example('a download of which little is read', { script: { body: 'x'.repeat(1024), repeat: 100 } }, async ({ client }) => {
  const reader = (await client.files.download('file_1')).body.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return [value.constructor.name, value.length > 0];
});

example('a download that breaks off', { script: { ...CONTENT, delivery: { cut_at: 4 } } }, async ({ client }) =>
  (await caught(async () => (await client.files.download('file_1')).arrayBuffer())) instanceof Error);

example('a file of beta is downloaded', { script: CONTENT }, async ({ client }) =>
  new Uint8Array(await (await client.beta.files.download('file_1', { betas: ['files-api-2025-04-14'] })).arrayBuffer()));

example('a file that cannot be downloaded', {
  script: error(400, 'invalid_request_error', { message: 'File is not downloadable', details: { error_code: 'file_not_downloadable' } }),
}, async ({ client }) => caught(client.files.download('file_1')));

example('a file without an id', async ({ client }) => (await caught(() => client.files.download(''))) instanceof Error);
