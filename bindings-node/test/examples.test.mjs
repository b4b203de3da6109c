// The examples, run as a reader would run them, against the demo model.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startFile } from './support/program.mjs';
import { startServer } from './support/server.mjs';

const EXAMPLES = fileURLToPath(new URL('../../examples/node/', import.meta.url));
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const USAGE = /\n-- stop_reason: end_turn, usage: \d+ in, \d+ out\n$/;

const server = await startServer();
const place = mkdtempSync(join(tmpdir(), 'tidings-examples-'));
after(() => rmSync(place, { recursive: true }));
mkdirSync(join(place, 'node_modules'));
symlinkSync(PACKAGE, join(place, 'node_modules', 'tidings'));
for (const name of readdirSync(EXAMPLES)) {
  if (name.endsWith('.mjs')) copyFileSync(join(EXAMPLES, name), join(place, name));
}

function run(name, prompt, env = {}) {
  const variables = { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'any-key', TIDINGS_MODEL: 'demo', ...env };
  return startFile(join(place, name), { args: [prompt], env: variables }).ended;
}

describe('the example', () => {
  it('create.mjs prints the answer', async () => {
    const { code, stdout, stderr } = await run('create.mjs', 'Hello example');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /Hello example/);
    assert.match(stdout, USAGE);
  });

  it('create.mjs says what to do when the key is missing', async () => {
    const { code, stdout, stderr } = await run('create.mjs', 'Hello', { ANTHROPIC_API_KEY: '' });
    assert.equal(stdout, '');
    assert.match(stderr, /ANTHROPIC_API_KEY/);
    assert.equal(code, 1);
  });

  it('stream.mjs prints the answer and how it ended', async () => {
    const { code, stdout, stderr } = await run('stream.mjs', 'Hello example');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /Hello example/);
    assert.match(stdout, USAGE);
  });

  it('tools.mjs runs the tool and prints the answer that quotes its result', async () => {
    const { code, stdout, stderr } = await run('tools.mjs', 'What is the weather in Lyon?');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /-- get_weather\(\{"city":/);
    assert.match(stdout, /It is sunny in [\s\S]*21 °C/);
  });
});
