// A worker that has a stream under way until it is terminated.
import { parentPort, workerData } from 'node:worker_threads';
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const client = new Client({ apiKey: 'k', baseURL: workerData });
for await (const text of client.messages.stream(params).textStream()) parentPort.postMessage(text);
