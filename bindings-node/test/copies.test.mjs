// Several copies of the package in one process: of two folders, and of one that is loaded again and again.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { AnthropicError, Client, ValidationError } from 'tidings';
import { hanging, whole } from './support/answers.mjs';
import { start } from './support/program.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const require = createRequire(import.meta.url);
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const TIMES = Number(process.env.TIDINGS_EXITS ?? 4);

describe('two copies of the package', () => {
  const place = mkdtempSync(join(tmpdir(), 'tidings-copies-'));
  after(() => rmSync(place, { recursive: true, force: true }));
  const folders = ['one', 'two'].map((name) => copyTo(join(place, name)));

  for (const [end, code] of [['the process ends by itself', 0], ['process.exit is called', 7]]) {
    it(`work beside each other, by import and by require, until ${end}`, async () => {
      for (let i = 0; i < TIMES; i++) {
        const run = await server.script(hanging('a', 'b'));
        const env = { COPIES: folders.join(':'), ...(code === 0 ? {} : { EXIT: '1' }) };
        const ended = await start('several-copies.mjs', { baseURL: run.baseURL, env }).ended;
        const printed = '2 classes a a a a b b b b\ntrue true true true\n';
        assert.deepEqual(ended, { code, signal: null, stdout: printed, stderr: '' });
        const outcomes = (await run.requests()).map(({ outcome }) => outcome);
        assert.deepEqual(outcomes, Array(4).fill('client_closed'));
      }
    });
  }
});

describe('one package', () => {
  it('that is loaded anew for each test, as test runners do it, works each time', async () => {
    const run = await server.script(whole('Hel', 'lo'));
    const kept = [];
    for (let i = 0; i < 20; i++) {
      for (const path of Object.keys(require.cache)) if (path.startsWith(PACKAGE)) delete require.cache[path];
      const fresh = require('tidings');
      assert.notEqual(fresh.Client, Client);
      kept.push(new fresh.Client({ apiKey: 'k', baseURL: run.baseURL }).messages.stream(PARAMS));
    }
    assert.deepEqual(await Promise.all(kept.map((stream) => stream.finalText())), Array(20).fill('Hello'));
  });

  it('takes what another context made, and gives it what it asked for', async () => {
    const run = await server.script({ json: { type: 'message', content: [{ type: 'text', text: 'Hello' }] } });
    const lines = `
      const controller = new AbortController();
      const client = new Client({ apiKey: 'k', baseURL, defaultHeaders: { 'x-team': 'red' }, timeout: { head: 20_000 } });
      const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
      client.messages.create(params, { headers: { 'x-call': '1' }, signal: controller.signal })`;
    const message = await runInNewContext(lines, { Client, AbortController, baseURL: run.baseURL });
    assert.equal(message.content[0].text, 'Hello');
    const [{ headers, body }] = await run.requests();
    assert.deepEqual([headers['x-team'], headers['x-call'], body], ['red', '1', { ...PARAMS, model: 'm' }]);
  });

  it('refuses what another context made wrong', async () => {
    const lines = "new Client({ apiKey: 'k' }).messages.create({ model: 'm', max_tokens: 0, messages: [] }).catch((error) => error)";
    const error = await runInNewContext(lines, { Client });
    assert.ok(error instanceof ValidationError && error instanceof AnthropicError && error instanceof Error);
  });
});

/** A folder with a copy of the package where programs of that folder look for it. */
function copyTo(folder) {
  const modules = join(folder, 'node_modules/tidings');
  mkdirSync(modules, { recursive: true });
  for (const name of ['package.json', 'dist', 'tidings.node']) {
    cpSync(join(PACKAGE, name), join(modules, name), { recursive: true });
  }
  writeFileSync(join(folder, 'here.mjs'), "export * from 'tidings';\n");
  return folder;
}
