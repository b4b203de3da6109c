// Packs what is published: the package itself, and one package for each platform that an addon was built for.
//
//   node scripts/pack.mjs OUT ADDON...
//
// OUT is a folder for this alone: what was packed into it before goes. ADDON is the path of an addon for this platform, or
// PLATFORM=PATH for another one, with the platform named as in `@tidings/linux-x64-gnu`. Prints a line for each tarball: its
// size, that of what is in it, its path.
//
// The main package depends, optionally, on exactly the platform packages that are packed with it. A name that stands there
// without being published could be taken by anybody, and would say that a platform is served that nobody has built for.
import { spawnSync } from 'node:child_process';
import {
  chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const MANIFEST = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8'));
const LICENSES = ['LICENSE-APACHE', 'LICENSE-MIT'];

const [out, ...addons] = process.argv.slice(2);
if (!out || !addons.length) throw new Error('node scripts/pack.mjs OUT ADDON...');
if (!existsSync(join(FOLDER, 'dist/index.mjs'))) throw new Error('there is no dist/index.mjs yet: npm run build');
const { platform, SCOPE } = createRequire(import.meta.url)('../dist/load.js');
empty(out);
const platforms = addons.map(platformOf);
const folders = [mainPackage(platforms.map(({ name }) => name)), ...platforms.map(platformPackage)];
for (const folder of folders) pack(folder);

/** Removes what was packed before; a folder that holds anything else is left alone. */
function empty(folder) {
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(folder);
  const other = entries.find((entry) => !entry.startsWith(MANIFEST.name));
  if (other) throw new Error(`${folder} holds ${other}, which was not packed here: name a folder of its own`);
  for (const entry of entries) rmSync(join(folder, entry), { recursive: true });
}

/** A name and the path of the addon for it. */
function platformOf(addon) {
  const [path, name = platform()] = addon.split('=').reverse();
  return { name, path };
}

/** What npm chooses packages by. */
function traits(platform) {
  const [os, cpu, libc] = platform.split('-');
  return { os: [os], cpu: [cpu], ...(libc && { libc: [libc === 'gnu' ? 'glibc' : libc] }) };
}

/** Lays out the main package: what is compiled, without what only its sources need. */
function mainPackage(platforms) {
  const { private: _, scripts, devDependencies, ...manifest } = MANIFEST;
  const optionalDependencies = Object.fromEntries(platforms.map((name) => [`${SCOPE}/${name}`, MANIFEST.version]));
  const folder = layOut({ ...manifest, optionalDependencies });
  cpSync(join(FOLDER, 'dist'), join(folder, 'dist'), { recursive: true });
  copyFileSync(join(FOLDER, 'README.md'), join(folder, 'README.md'));
  return folder;
}

/** Lays out the package of one platform: the addon, and nothing that runs when it is installed. */
function platformPackage({ name, path }) {
  const { version, license, engines } = MANIFEST;
  const folder = layOut({
    name: `${SCOPE}/${name}`, version, description: `The addon of tidings for ${name}`, license, ...traits(name), engines,
    type: 'commonjs', main: 'tidings.node', files: ['tidings.node'],
  });
  const addon = join(folder, 'tidings.node');
  copyFileSync(path, addon);
  chmodSync(addon, 0o644);
  const about = `The addon of \`tidings\` for ${name}${floor(addon)}. It is installed with \`tidings\` and of no use by itself.`;
  writeFileSync(join(folder, 'README.md'), `# ${SCOPE}/${name}\n\n${about}\n`);
  return folder;
}

/** The oldest glibc that an addon runs with: the newest of which it asks for a symbol. */
function floor(addon) {
  const asked = [...readFileSync(addon, 'latin1').matchAll(/\0GLIBC_2\.(\d+)(?=\0)/g)].map(([, minor]) => Number(minor));
  return asked.length ? ` (glibc 2.${Math.max(...asked)} or newer)` : '';
}

/** A folder with the name that npm gives to its tarball. */
function layOut(manifest) {
  const folder = join(out, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  for (const license of LICENSES) copyFileSync(join(FOLDER, '..', license), join(folder, license));
  return folder;
}

function pack(folder) {
  const options = ['pack', '--json', '--ignore-scripts', '--pack-destination', resolve(out)];
  const { status, stdout, stderr } = spawnSync('npm', options, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm pack failed in ${folder}\n${stderr}`);
  const [{ filename, size, unpackedSize }] = JSON.parse(stdout);
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0).padStart(6)} KB`;
  console.log(`${kilobytes(size)} packed ${kilobytes(unpackedSize)} unpacked  ${join(out, filename)}`);
}
