// Drops streams without ending them, collects garbage, and counts what they leave on their signal.
import { getEventListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const client = new Client();
const { signal } = new AbortController();
const listeners = () => getEventListeners(signal, 'abort').length;

async function begin() {
  await client.messages.stream(params, { signal }).textStream().next();
}

for (let i = 0; i < 20; i++) await begin();
const before = listeners();
while (listeners() > 0) {
  globalThis.gc();
  await pause(10);
}
console.log(`listeners: ${before}, then ${listeners()}`);
