// A reader that stops reading makes the server stop sending.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Client } from 'tidings';
import { answer } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const SIZE = 50_000_000;

/** A stream of 50 MB: one event of a kind that may come at any place and any number of times, again and again. */
function flood() {
  const event = answer([{ event: 'filler', data: { type: 'filler', text: 'x'.repeat(900) } }]);
  return { ...event, repeat: Math.ceil(SIZE / event.body.length) };
}

/** Waits until the server has sent nothing for a while, and says how much it had sent. */
async function settled(run) {
  for (let last = -1; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const sent = (await run.requests(0))[0]?.bytes_sent ?? 0;
    if (sent > 0 && sent === last) return sent;
    last = sent;
  }
}

for (const [what, open] of [
  ['a raw stream', (messages) => messages.create({ ...PARAMS, stream: true })],
  ['the stream helper', async (messages) => messages.stream(PARAMS)],
  ['the stream helper with listeners', async (messages) => messages.stream(PARAMS).on('text', () => {})],
]) {
  it(`${what}: a loop that stops reading stops the server`, async () => {
    const run = await server.script(flood());
    const stream = await open(new Client({ apiKey: 'k', baseURL: run.baseURL }).messages);
    for await (const event of stream) {
      assert.equal(event.type, 'filler');
      const sent = await settled(run);
      assert.ok(sent < SIZE / 3, `${sent} bytes were sent to a reader that had stopped`);
      break;
    }
    assert.equal((await run.requests())[0].outcome, 'client_closed');
  });
}
