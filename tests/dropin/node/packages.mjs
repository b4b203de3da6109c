// The two packages, both installed in one folder and imported as a program there imports them.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const BUILT = fileURLToPath(new URL('../../../bindings-node/', import.meta.url));
/** What the package is made of; the addon is where the loader looks first. */
const PARTS = ['package.json', 'dist', 'tidings.node'];

/** The official package, and ours, by their names on npm. */
export const OFFICIAL = '@anthropic-ai/sdk';
export const OURS = 'tidings';

/** Puts the built package beside the official one, as npm would. */
export function installOurs(folder) {
  const target = join(folder, 'node_modules', OURS);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const part of PARTS) {
    if (!existsSync(join(BUILT, part))) throw new Error(`bindings-node holds no ${part}: the package has to be built first`);
    cpSync(join(BUILT, part), join(target, part), { recursive: true });
  }
}

/** A package with the way to its modules: `load('')` is the package, `load('/helpers/zod')` a part of it. */
export async function open(folder, name) {
  // Written there, because imports are looked for from where they stand.
  const loader = join(folder, 'load.mjs');
  writeFileSync(loader, 'export const load = (name) => import(name);\n');
  const { load } = await import(pathToFileURL(loader).href);
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
  return { name, version, root: loader, load: (part = '') => load(`${name}${part}`), other: load };
}
