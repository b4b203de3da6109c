// Keeps promises of the end aside while a loop throws: nothing of them may become an unhandled rejection.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const stream = new Client({ maxRetries: 0 }).messages.stream(params);
const kept = [stream.finalMessage(), stream.finalText(), stream.done()];
try {
  for await (const text of stream.textStream()) process.stdout.write(text);
} catch (error) {
  console.log(` ${error.kind}`);
}
await pause(50);
const reasons = (await Promise.allSettled(kept)).map((outcome) => outcome.reason.kind);
console.log(reasons.join(' '));
