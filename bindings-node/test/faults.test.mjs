// Every entry of the table of faults, in every way to make its call: all at once, each at a place of its own.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AnthropicError, Client } from 'tidings';
import { Place } from './support/place.mjs';
import { start } from './support/program.mjs';
import { FAULTS, startServer } from './support/server.mjs';
import { check, checkRequests, waysOf } from './support/table.mjs';
import { Witness } from './support/witness.mjs';

const files = readdirSync(FAULTS).filter((name) => name.endsWith('.json')).sort();
const TABLE = files.flatMap((name) => JSON.parse(readFileSync(join(FAULTS, name), 'utf8')));
const PLAYED = TABLE.filter((entry) => entry.expect);
const UNLIKE = TABLE.flatMap((entry) => (entry.unlike?.node ? [entry.unlike.node] : []));
const ENTRIES = PLAYED.filter((entry) => !entry.unlike?.node || entry.unlike.node.expect);

// No entry takes longer, however busy the machine is: whoever is not done by then hangs.
const PATIENCE = 100_000;

const server = await startServer('--faults', FAULTS);
const witness = new Witness((await server.ask('GET', '/faults')).secrets);
witness.listen();

describe('the table of faults', { concurrency: 200 }, () => {
  for (const { name, fault, call } of ENTRIES) {
    for (const way of waysOf(call?.mode)) {
      it(`${name} (${way.name}): ${fault}`, { timeout: PATIENCE }, () => play(name, way));
    }
  }
});

async function play(name, way) {
  const place = await Place.make(server, name);
  const outcome = await outcomeOf(place, way);
  if (outcome.error) witness.lookAtError(outcome.error);
  const { expect } = place.entry;
  check(outcome, expect);
  const log = await place.log();
  checkRequests(log.requests, expect);
  if (expect.connections !== undefined) assert.equal(log.connections, expect.connections);
  if (expect.at_most_taken !== undefined) assert.ok(log.taken <= expect.at_most_taken, `${log.taken} bytes were taken`);
  await place.end();
}

async function outcomeOf(place, way) {
  try {
    const client = new Client({ ...place.clientOptions, ...witness.hooks(), logLevel: 'debug' });
    witness.look(client, client.messages);
    await place.warmUp(client.messages);
    const outcome = await way(client.messages, place.entry.request, place.callOptions, (stream) => witness.look(stream));
    witness.look(client, client.pressure);
    return outcome;
  } catch (error) {
    // Of the client or of a call that comes before: a failed comparison is no outcome.
    if (error instanceof AnthropicError) return { error };
    throw error;
  }
}

it('every entry is played, or says why not', async () => {
  assert.deepEqual((await server.ask('GET', '/faults')).entries, PLAYED.map((entry) => entry.name));
  assert.ok(PLAYED.length > 110);
  assert.ok(UNLIKE.every((unlike) => unlike.because.length > 0));
});

it('nothing that was logged, warned of or told to a hook has a secret', async () => {
  console.log('a line to be heard:', 'x');
  assert.ok(witness.lines.includes('a line to be heard:\nx'));
  await play('refused', waysOf('create')[0]);
  const hooks = new Set(witness.lines.map((line) => line.split(': ')[0]));
  for (const name of ['onRequest', 'onRetry', 'onError']) assert.ok(hooks.has(name), name);
  assert.deepEqual(witness.leaks(), []);
});

it('a secret that is shown is found', async () => {
  const place = await Place.make(server, 'proxy_wants_a_password');
  const { apiKey, proxy } = place.clientOptions;
  const prompt = place.entry.request.messages[0].content;
  for (const secret of [apiKey, Buffer.from(apiKey), prompt, JSON.stringify(prompt), proxy, { deep: { inside: [apiKey] } }]) {
    assert.throws(() => witness.look(secret), assert.AssertionError);
    assert.throws(() => witness.lookAtError(new Error('shown', { cause: new Error('below', { cause: secret }) })), assert.AssertionError);
  }
  witness.look(new Client(place.clientOptions), 'x-api-key: ***');
  await place.end();
});

for (const call of ['first', 'later']) {
  it(`the ${call} call without a free descriptor is a connect error, and the next one succeeds`, async () => {
    const { baseURL } = server.play('create_text');
    const { code, stdout, stderr } = await start('few-descriptors.mjs', { baseURL, env: { WHICH_CALL: call } }).ended;
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(stdout, 'connect resource none false true\nmsg_01Create\n');
  });
}
