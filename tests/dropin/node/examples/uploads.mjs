// Section 1.6: files are sent, in every form that they have.
import { createReadStream, openAsBlob, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { error, ok } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught } from '../plain.mjs';
import { FILE } from './files.mjs';

const example = examples('uploads');
/** Sends what `file` makes: what is compared is the form. */
const sends = (name, file) => example(name, { script: ok(FILE) }, async (given) => {
  await given.client.files.upload({ file: await file(given) });
});
const written = (folder, name, content = 'hello') => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
async function* pieces() {
  yield 'hel';
  yield new TextEncoder().encode('lo');
}

example('a file is sent', { script: ok(FILE) }, async ({ client }) => {
  const file = await client.files.upload({ file: new File(['hello'], 'a.txt', { type: 'text/plain' }) });
  return [file, file.id, file._request_id];
});

sends('a file without a type', () => new File(['hello'], 'a.bin'));
sends('a file of many parts', () => new File(['hel', new Uint8Array([108, 111]), new Blob(['!'])], 'a.txt', { type: 'text/plain' }));
sends('a read stream', ({ folder }) => createReadStream(written(folder, 'notes.md')));
sends('a part of a file by a read stream', ({ folder }) => createReadStream(written(folder, 'notes.md'), { start: 1, end: 3 }));
sends('a promise of a file', ({ sdk }) => sdk.toFile('hello', 'a.txt'));
sends('toFile of bytes', ({ sdk }) => sdk.toFile(Buffer.from('hello'), 'a.txt', { type: 'text/plain' }));
sends('toFile of an array of bytes', ({ sdk }) => sdk.toFile(new Uint8Array([104, 105]), 'a.bin'));
sends('toFile of a buffer', ({ sdk }) => sdk.toFile(new Uint8Array([104, 105]).buffer, 'a.bin'));
sends('toFile of a view', ({ sdk }) => sdk.toFile(new Uint8Array([1, 104, 105, 2]).subarray(1, 3), 'a.bin'));
sends('toFile of a blob', ({ sdk }) => sdk.toFile(new Blob(['hello'], { type: 'text/x-mine' }), 'a.txt'));
sends('toFile of a file', ({ sdk }) => sdk.toFile(new File(['hello'], 'a.txt', { type: 'text/plain' })));
sends('toFile of a file with another name', ({ sdk }) => sdk.toFile(new File(['hello'], 'a.txt', { type: 'text/plain' }), 'b.txt'));
sends('toFile of a read stream', ({ sdk, folder }) => sdk.toFile(createReadStream(written(folder, 'notes.md'))));
sends('toFile of a read stream with a name', ({ sdk, folder }) => sdk.toFile(createReadStream(written(folder, 'notes.md')), 'other.md',
  { type: 'text/markdown' }));
sends('toFile of pieces', ({ sdk }) => sdk.toFile(pieces(), 'a.txt'));
sends('toFile of a readable', ({ sdk }) => sdk.toFile(Readable.from([Buffer.from('hello')]), 'a.txt'));
sends('toFile of a web stream', ({ sdk }) => sdk.toFile(new Blob(['hello']).stream(), 'a.txt'));
sends('toFile of an answer of fetch', ({ sdk }) => sdk.toFile(new Response('hello'), 'a.txt', { type: 'text/plain' }));
sends('toFile of a promise', ({ sdk }) => sdk.toFile(Promise.resolve(Buffer.from('hello')), 'a.txt'));
sends('toFile without a name', ({ sdk }) => sdk.toFile(Buffer.from('hello')));
sends('a blob of a file', async ({ sdk, folder }) =>
  sdk.toFile(await openAsBlob(written(folder, 'notes.md'), { type: 'text/markdown' }), 'notes.md'));
sends('a name that needs quoting', () => new File(['hello'], 'a "b" ü\\.txt', { type: 'text/plain' }));
sends('a name with a path', ({ sdk }) => sdk.toFile(Buffer.from('hello'), '/some/where/a.txt'));
sends('a file of nothing', () => new File([], 'empty.txt', { type: 'text/plain' }));
sends('an open file', async ({ folder, sdk }) => {
  const handle = await open(written(folder, 'notes.md'));
  return sdk.toFile(handle.createReadStream(), 'notes.md');
});

example('the same from the part for uploads', { script: ok(FILE) }, async ({ client, load, sdk, Anthropic }) => {
  const { toFile } = await load('/uploads');
  await client.files.upload({ file: await toFile(Buffer.from('hello'), 'a.txt') });
  return [toFile === sdk.toFile, Anthropic.toFile === toFile];
});

example('what toFile makes', async ({ sdk }) => {
  const file = await sdk.toFile(Buffer.from('hello'), 'a.txt', { type: 'text/plain', lastModified: 5 });
  return [file instanceof File, file.name, file.type, file.size, file.lastModified, await file.text()];
});

example('what is no file', { script: ok(FILE) }, async ({ client, sdk }) => {
  const told = [];
  for (const value of [5, {}, null, undefined]) told.push((await caught(() => sdk.toFile(value, 'a'))) instanceof Error);
  return told;
});

example('the answer of fetch is a file', { script: [ok({ any: 'thing' }), ok(FILE)] }, async ({ client, url }) => {
  await client.files.upload({ file: await fetch(`${url}/v1/things/a.json`) });
});

example('a file that expires', { script: ok(FILE) }, async ({ client }) => {
  await client.files.upload({ file: new File(['hello'], 'a.txt'), expires_in_seconds: 3600 });
});

example('an upload is tried again', { script: [error(500, 'api_error'), ok(FILE)] }, async ({ client }) => {
  await client.files.upload({ file: new File(['hello'], 'a.txt') });
});

example('an upload of a stream is tried again', { script: [error(500, 'api_error'), ok(FILE)] }, async ({ client, folder }) => {
  await client.files.upload({ file: createReadStream(written(folder, 'notes.md')) });
});

example('a file that is too large', { script: error(413, 'request_too_large') }, async ({ client }) =>
  caught(client.files.upload({ file: new File(['hello'], 'a.txt') })));

example('an upload of beta', { script: ok(FILE) }, async ({ client }) => {
  await client.beta.files.upload({ file: new File(['hello'], 'a.txt'), betas: ['files-api-2025-04-14'] });
});

example('options of an upload', { script: ok(FILE) }, async ({ client }) => {
  const { data, request_id } = await client.files
    .upload({ file: new File(['hello'], 'a.txt'), workspace_id: 'wrkspc_2' },
      { headers: { 'x-mine': '1' }, query: { q: '1' }, timeout: 9000 })
    .withResponse();
  return [data.id, request_id];
});

example('an upload that is aborted', { script: { no_answer: 'hang' } }, async ({ client }) =>
  caught(client.files.upload({ file: new File(['hello'], 'a.txt') }, { signal: AbortSignal.timeout(50) })));

example('an upload of a megabyte', { script: ok(FILE) }, async ({ client }) =>
  (await client.files.upload({ file: new File([new Uint8Array(1 << 20)], 'a.bin') })).id);

example('a file that does not exist', { script: ok(FILE) }, async ({ client, folder }) =>
  (await caught(client.files.upload({ file: createReadStream(join(folder, 'nothing.txt')) }))) instanceof Error);
