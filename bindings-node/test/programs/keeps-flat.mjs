// Does the same many times over, and prints at even distances how much memory is in use once the garbage is collected.
import { getEventListeners } from 'node:events';
import { Client } from 'tidings';

const { KIND, TIMES, LANES } = process.env;
const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const client = new Client({ maxRetries: 0 });
const { messages } = client;
const { signal } = new AbortController();
const kept = [];

const KINDS = {
  /** A call that is answered. */
  calls: () => messages.create(params),
  /** The same with a signal that outlives them all. */
  signalled: () => messages.create(params, { signal }),
  /** A stream that is read to its end. */
  async streams() {
    for await (const text of messages.stream(params).textStream()) void text;
  },
  /** A stream that breaks in its middle. */
  broken: () => messages.stream(params).done().then(() => console.error('it did not fail'), () => {}),
  /** A raw stream that is left in its middle. */
  async left() {
    for await (const event of await messages.create({ ...params, stream: true })) if (event.type === 'content_block_delta') break;
  },
  /** A stream of listeners that is aborted in its middle. */
  aborted: () => new Promise((resolve) => {
    const stream = messages.stream(params).on('text', () => stream.abort()).on('end', resolve);
  }),
  /** A stream that ends with a signal of its own. */
  async timed() {
    const controller = new AbortController();
    try {
      for await (const text of messages.stream(params, { signal: controller.signal }).textStream()) controller.abort(text);
    } catch (error) {
      if (error.name !== 'APIUserAbortError') throw error;
    }
  },
  /** A stream that is dropped in its middle, and left to the garbage collector. */
  async dropped() {
    await messages.stream(params, { signal }).textStream().next();
  },
  /** A call that fails. */
  failed: () => messages.create(params).then(() => console.error('it did not fail'), () => {}),
  /** A call whose answer is kept: what a leak looks like. */
  async keeps() {
    kept.push(await messages.create(params));
  },
  /** A client that is made, used and dropped. */
  clients: () => new Client().messages.create(params),
};

const [samples, calls] = [20, Number(TIMES)];
for (let sample = 0; sample <= samples; sample++) {
  let left = sample === 0 ? 0 : calls / samples;
  await Promise.all(Array.from({ length: Number(LANES) }, async () => {
    while (left-- > 0) await KINDS[KIND]();
  }));
  const listeners = getEventListeners(signal, 'abort').length;
  await collected();
  const { heapUsed, external, rss } = process.memoryUsage();
  console.log(JSON.stringify({ calls: (sample * calls) / samples, heap: heapUsed + external, rss, listeners }));
}

/** Finalizers run in turns of their own, and may leave garbage for another round. */
async function collected() {
  for (let i = 0; i < 4; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
