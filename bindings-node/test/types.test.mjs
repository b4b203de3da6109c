// The declarations, checked by the compiler as a user's program would have them checked.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startFile } from './support/program.mjs';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

it('programs that use the package well compile in strict mode, and misuse is refused', async () => {
  const project = fileURLToPath(new URL('types', import.meta.url));
  const { code, stdout } = await startFile(tsc, { args: ['-p', project] }).ended;
  assert.equal(stdout, '');
  assert.equal(code, 0);
});
