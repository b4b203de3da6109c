// One signal for many calls: one listener, and nothing that stays.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { it } from 'node:test';
import { APIUserAbortError, Client } from 'tidings';
import { hanging, whole } from './support/answers.mjs';
import { start } from './support/program.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const listeners = (signal) => getEventListeners(signal, 'abort').length;

it('500 streams on one signal add one listener, warn of nothing, and all end when it fires', async () => {
  const warnings = [];
  process.on('warning', (warning) => warnings.push(warning.name));
  const run = await server.script(hanging('a'));
  const { messages } = new Client({ apiKey: 'k', baseURL: run.baseURL });
  const controller = new AbortController();
  const { signal } = controller;
  const streams = Array.from({ length: 500 }, () => messages.stream(PARAMS, { signal }));
  // They are sent at the end of the turn.
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(listeners(signal), 1);
  const ends = streams.map((stream) => stream.finalMessage());
  controller.abort('enough');
  const outcomes = await Promise.allSettled(ends);
  assert.ok(outcomes.every(({ reason }) => reason instanceof APIUserAbortError && reason.cause === 'enough'));
  assert.equal(listeners(signal), 0);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(warnings, []);
});

it('the listener goes with the last call, and comes back with the next', async () => {
  const { signal } = new AbortController();
  const run = await server.script(whole('a'));
  const { messages } = new Client({ apiKey: 'k', baseURL: run.baseURL });
  const [first, second] = [messages.stream(PARAMS, { signal }), messages.stream(PARAMS, { signal })];
  await first.done();
  assert.equal(listeners(signal), 1);
  await second.done();
  assert.equal(listeners(signal), 0);
  await messages.stream(PARAMS, { signal }).done();
  assert.equal(listeners(signal), 0);
});

it('streams that were dropped and collected leave nothing on their signal', async () => {
  const run = await server.script(hanging('a'));
  const { code, stdout, stderr } = await start('drops-many.mjs', { baseURL: run.baseURL, flags: ['--expose-gc'] }).ended;
  assert.deepEqual([code, stdout, stderr], [0, 'listeners: 1, then 0\n', '']);
});
