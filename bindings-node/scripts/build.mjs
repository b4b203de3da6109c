// Compiles ts/ into dist/, and writes the ES modules beside what programs may import.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { makeCallable, writeFaces } from './faces.mjs';

const folder = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${folder}dist`, { recursive: true, force: true });
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', folder], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
makeCallable(folder);
writeFaces(folder);
