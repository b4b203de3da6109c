// Section 3.3: what is tried again, how often, and when.
import { CALL, error, message, textStream } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught } from '../plain.mjs';

const example = examples('retries');
/** Milliseconds: how much too early a clock may be, and what no wait here comes near, on a busy machine either. */
const [EARLY, LONG] = [20, 30_000];

/** What comes of a call: the id of its message, or the class and status of its error. */
async function outcome(client, options) {
  const result = await caught(client.messages.create(CALL, options));
  return Array.isArray(result) ? result[1].id : [result.constructor.name, result.status];
}

for (const status of [400, 401, 403, 404, 408, 409, 413, 422, 425, 429, 500, 501, 502, 503, 504, 529]) {
  example(`a ${status}`, { script: [error(status, 'api_error'), message()] }, async ({ client }) => outcome(client));
}

example('three times in all', { script: error(500, 'api_error') }, async ({ client }) => outcome(client));
example('not at all', { script: error(500, 'api_error') }, async ({ Anthropic }) => outcome(new Anthropic({ maxRetries: 0 })));
example('as often as the client says', { script: error(500, 'api_error') }, async ({ Anthropic }) =>
  outcome(new Anthropic({ maxRetries: 4 })));
example('as often as the call says', { script: error(500, 'api_error') }, async ({ client }) => outcome(client, { maxRetries: 1 }));
example('as often as the copy says', { script: error(500, 'api_error') }, async ({ client }) =>
  outcome(client.withOptions({ maxRetries: 1 })));
example('refusals are counted or not', {
  script: [error(429, 'rate_limit_error'), error(429, 'rate_limit_error'), message()],
}, async ({ client }) =>
  outcome(client, { maxRetries: 1 }));
example('the server says no', { script: error(500, 'api_error', { headers: { 'x-should-retry': 'false' } }) }, async ({ client }) =>
  outcome(client));
example('the server says yes', { script: [error(400, 'x', { headers: { 'x-should-retry': 'true' } }), message()] }, async ({ client }) =>
  outcome(client));
example('a connection that broke', { script: [{ no_answer: 'cut' }, message()] }, async ({ client }) => outcome(client));
example('connections that were reset', { script: [{ no_answer: 'reset' }, { no_answer: 'reset' }, message()] }, async ({ client }) =>
  outcome(client));
example('a timeout', { script: { no_answer: 'hang' } }, async ({ Anthropic }) => outcome(new Anthropic({ maxRetries: 1, timeout: 200 })));

async function waited(client) {
  const begun = performance.now();
  await client.messages.create(CALL);
  return performance.now() - begun;
}
const within = (took, least) => took >= least - EARLY && took < LONG;

example('milliseconds are obeyed first', {
  script: [error(503, 'api_error', { headers: { 'retry-after-ms': '300', 'retry-after': '50' } }), message()],
}, async ({ client }) => within(await waited(client), 300));

example('seconds are obeyed', { script: [{ status: 503, headers: { 'retry-after': '1' } }, message()] }, async ({ client }) =>
  within(await waited(client), 1000));

example('parts of a second are obeyed', { script: [{ status: 429, headers: { 'retry-after': '0.4' } }, message()] }, async ({ client }) =>
  within(await waited(client), 400));

example('a wait of an hour', { script: [{ status: 503, headers: { 'retry-after': '3600' } }, message()] }, async ({ client }) =>
  outcome(client, { signal: AbortSignal.timeout(1000) }));

example('a date that is over', {
  script: [{ status: 503, headers: { 'retry-after': new Date(Date.now() - 60_000).toUTCString() } }, message()],
}, async ({ client }) => within(await waited(client), 0));

example('without a hint it waits a part of half a second', { script: [{ status: 503 }, message()] }, async ({ client }) =>
  within(await waited(client), 250));

example('streams', { script: [error(529, 'overloaded_error'), error(503, 'api_error'), textStream()] }, async ({ client }) =>
  client.messages.stream(CALL).finalText());

example('headers and body are sent again as they were', { script: [error(500, 'api_error'), message()] }, async ({ client }) => {
  await client.messages.create({ ...CALL, system: 'ü' }, { headers: { 'x-mine': '1' }, query: { q: '1' } });
});
