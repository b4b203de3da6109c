// What programs import besides the package itself: one copy of everything, whichever way it is loaded.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { publicModules } from '../scripts/faces.mjs';

const require = createRequire(import.meta.url);
const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const subpaths = publicModules(FOLDER).map((module) => module.replace('dist/', 'tidings/'));

/** The modules of the official package that programs import, as far as they are about what Tidings does. */
const OFFICIAL = `
  api-promise client error index pagination resource resources streaming uploads version
  core/api-promise core/error core/pagination core/resource core/streaming core/uploads
  helpers/index helpers/json-schema helpers/zod helpers/beta/json-schema helpers/beta/standard-schema helpers/beta/zod
  lib/BetaMessageStream lib/MessageStream lib/beta-parser lib/parser lib/standard-schema lib/transform-json-schema
  lib/tools/BetaRunnableTool lib/tools/BetaToolRunner lib/tools/ToolError
  resources/beta resources/beta/beta resources/beta/files resources/beta/index resources/beta/messages resources/beta/messages/batches
  resources/beta/messages/index resources/beta/messages/messages resources/beta/models resources/files resources/index
  resources/messages resources/messages/batches resources/messages/index resources/messages/messages resources/models resources/shared
`.trim().split(/\s+/);

describe('a subpath', () => {
  for (const subpath of subpaths) {
    it(`${subpath} gives by import what it gives by require`, async () => {
      const imported = await import(subpath);
      const required = require(subpath);
      assert.deepEqual(Object.keys(imported).sort(), Object.keys(required).sort());
      for (const name of Object.keys(imported)) assert.equal(imported[name], required[name], name);
      for (const ending of ['.js', '.mjs']) {
        assert.equal(await import(`${subpath}${ending}`), imported);
        assert.equal(require(`${subpath}${ending}`), required);
      }
    });
  }

  for (const name of OFFICIAL) {
    it(`of the official package is there: ${name}`, () => assert.ok(subpaths.includes(`tidings/${name}`)));
  }

  it('leads to a file, where it is named in package.json', () => {
    const named = Object.entries(exports).filter(([name]) => !name.includes('*')).map(([, target]) => target);
    const files = named.flatMap((target) => (typeof target === 'string' ? target : Object.values(target)));
    for (const file of files) assert.ok(existsSync(new URL(`../${file}`, import.meta.url)), file);
  });

  it('does not lead to what is internal', () => {
    for (const name of ['native', 'call', 'dist/native.js', 'lib/internal/zod']) {
      assert.throws(() => require(`tidings/${name}`), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
    }
  });
});
