// Makes a call in a process without a free descriptor, and another one when there are some again.
import { closeSync, openSync } from 'node:fs';
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const fresh = () => new Client({ maxRetries: 0 });
const other = fresh(); // kept, as a connection that closes would give a descriptor back
if (process.env.WHICH_CALL !== 'first') await other.messages.create(params);
const client = fresh();

const taken = [];
try {
  for (;;) taken.push(openSync('/dev/null'));
} catch {
  // There is none left.
}
const error = await client.messages.create(params).catch((error) => error);
for (const descriptor of taken) closeSync(descriptor);
console.log(error.kind, error.reason, error.sent, error.mayHaveRun, error.isRetryable);
console.log((await client.messages.create(params)).id);
