// A worker that does what it is told, and reports that it has begun.
import { parentPort, workerData } from 'node:worker_threads';
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const { messages } = new Client({ apiKey: 'k', baseURL: workerData.baseURL });
const begun = (what) => parentPort.postMessage(what);

const KINDS = {
  /** Is in the middle of a stream: reading it, or waiting for more. */
  async reads() {
    for await (const text of messages.stream(params).textStream()) begun(text);
  },
  /** Has listeners only. */
  async listens() {
    messages.stream(params).on('text', begun);
  },
  /** Has a stream that it does not read any more. */
  async keeps() {
    const stream = await messages.create({ ...params, stream: true });
    await stream[Symbol.asyncIterator]().next();
    begun('a');
  },
  /** Waits for an answer that does not come, or for its turn to try again. */
  async waits() {
    const call = messages.create(params);
    begun('a');
    await call;
  },
  /** Begins calls as fast as it can, and is told off at any moment. */
  async hammers() {
    begun('a');
    const call = () => messages.create(params).then(call);
    await Promise.all(Array.from({ length: 4 }, call));
  },
  /** Ends by itself in the middle of a stream. */
  async exits() {
    for await (const text of messages.stream(params).textStream()) {
      begun(text);
      process.exit(3);
    }
  },
  /** Ends by an exception in the middle of a stream. */
  async throws() {
    for await (const text of messages.stream(params).textStream()) {
      begun(text);
      throw new Error('mine');
    }
  },
  /** Reads a stream to its end and is done. */
  async ends() {
    begun(await messages.stream(params).finalText());
  },
  /** Takes more memory than it has in the middle of a stream. */
  async overflows() {
    const kept = [];
    for await (const text of messages.stream(params).textStream()) {
      begun(text);
      for (;;) kept.push(Array(1000).fill(text + kept.length));
    }
  },
};

await KINDS[workerData.kind]();
