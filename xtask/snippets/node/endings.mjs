// Workers that are terminated in mid-stream, and a program that ends in mid-stream: neither hangs, nor takes others along.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { Client } from 'tidings';

const stream = () => new Client().messages.stream({
  model: 'tidings-demo', max_tokens: 200, messages: [{ role: 'user', content: 'Hello' }],
});

if (!isMainThread) {
  for await (const text of stream().textStream()) parentPort.postMessage(text);
} else {
  for (let i = 0; i < 5; i++) {
    const worker = new Worker(new URL(import.meta.url));
    await once(worker, 'message');
    await worker.terminate();
  }
  assert.ok(await stream().finalText());
  for await (const text of stream().textStream()) {
    assert.ok(text);
    process.exit(0);
  }
  assert.fail('the program went on after its end');
}
