// What has to work of an installed package, whoever loaded it and how.
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers';

const { versions } = process;
const RUNTIME = versions.bun ? `Bun ${versions.bun}` : versions.deno ? `Deno ${versions.deno}` : `Node ${versions.node}`;
const REQUEST = { model: 'tidings-demo', max_tokens: 200, messages: [{ role: 'user', content: 'Hello' }] };

// Whatever keeps a program from ending when all is done keeps this alive too.
setTimeout(() => {
  console.error(`${RUNTIME}: the program was done and did not end by itself`);
  process.exit(1);
}, 60_000).unref();
process.on('unhandledRejection', (error) => {
  console.error('unhandled:', error);
  process.exit(1);
});

export async function check(tidings, face) {
  const client = new tidings.Client();
  const whole = await client.messages.create(REQUEST);
  const text = whole.content[0].text;
  assert.ok(text);
  assert.equal(whole.stop_reason, 'end_turn');
  await streams(client, text);
  await errors(tidings, client);
  await aborts(tidings, client);
  console.log(`the installed Node package works on ${RUNTIME} (${face})`);
}

async function streams(client, text) {
  let pieces = '';
  for await (const event of await client.messages.create({ ...REQUEST, stream: true })) {
    if (event.type === 'content_block_delta') pieces += event.delta.text;
  }
  assert.equal(pieces, text);
  let heard = '';
  const stream = client.messages.stream(REQUEST).on('text', (piece) => { heard += piece; });
  const message = await stream.finalMessage();
  assert.equal(heard, text);
  assert.equal(message.content[0].text, text);
  assert.equal(message.stop_reason, 'end_turn');
}

async function errors({ APIError, APIConnectionError, BadRequestError, Client }, client) {
  const refused = await failure(client.messages.create({ ...REQUEST, max_tokens: 0 }, { validation: false }));
  assert.ok(refused instanceof BadRequestError && refused instanceof APIError && refused instanceof Error, refused);
  assert.equal(refused.status, 400);
  // Nobody listens on the port of discarding.
  const nobody = new Client({ baseURL: 'http://127.0.0.1:9', maxRetries: 0 });
  const unreached = await failure(nobody.messages.stream(REQUEST).finalMessage());
  assert.ok(unreached instanceof APIConnectionError, unreached);
}

async function aborts({ APIUserAbortError }, client) {
  const controller = new AbortController();
  const stream = client.messages.stream(REQUEST, { signal: controller.signal });
  const reading = failure((async () => {
    for await (const _ of stream) controller.abort();
  })());
  assert.ok((await reading) instanceof APIUserAbortError, await reading);
  assert.ok((await failure(stream.finalMessage())) instanceof APIUserAbortError);
  // Left in mid-stream, and forgotten.
  for await (const _ of client.messages.stream(REQUEST)) break;
}

async function failure(promise) {
  const error = await promise.then(() => undefined, (error) => error);
  assert.ok(error, 'it should have failed');
  return error;
}
