// Two copies of the package in one process, each loaded in both ways, with a stream under way in each at the same time.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const folders = process.env.COPIES.split(':');
const modules = [];
for (const folder of folders) {
  const required = createRequire(join(folder, 'here.js'))('tidings');
  const imported = await import(pathToFileURL(join(folder, 'here.mjs')));
  if (required.Client !== imported.Client) throw new Error('one copy has two classes');
  modules.push(required, imported);
}
const clients = modules.map(({ Client }) => new Client());
const texts = clients.map((client) => client.messages.stream(params).textStream());
const first = await Promise.all(texts.map((text) => text.next()));
const second = await Promise.all(texts.map((text) => text.next()));
console.log(new Set(modules.map(({ Client }) => Client)).size, 'classes', first.concat(second).map(({ value }) => value).join(' '));
const closed = clients.map((client) => (client.close(), client.messages.create(params).catch((error) => error)));
const errors = await Promise.all(closed);
console.log(errors.map((error, i) => error instanceof modules[i].ClosedError && !(error instanceof modules[(i + 2) % 4].ClosedError)).join(' '));
if (process.env.EXIT) process.exit(7);
await Promise.all(texts.map((text) => text.return()));
