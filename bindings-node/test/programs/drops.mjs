// Drops a stream without ending it, collects garbage, and lives on until it is ended from outside.
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }], stream: true };
const client = new Client();
const signal = new AbortController().signal;

async function begin() {
  const stream = await client.messages.create(params, { signal });
  await stream[Symbol.asyncIterator]().next();
}

await begin();
setInterval(() => globalThis.gc(), 20);
