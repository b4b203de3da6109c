// What the loader says when there is no addon that fits. Each case is a package of its own in an empty folder.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startFile } from './support/program.mjs';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const { platform } = createRequire(import.meta.url)('../dist/load.js');
const place = mkdtempSync(join(tmpdir(), 'tidings-load-'));
after(() => rmSync(place, { recursive: true }));

/** A program that makes a client, with the package installed as told; what it prints on standard error. */
async function complaint(name, { manifest = {}, addon, files = {}, program = "new (require('tidings').Client)({ apiKey: 'k' });" }) {
  const folder = join(place, name);
  const installed = join(folder, 'node_modules/tidings');
  mkdirSync(installed, { recursive: true });
  cpSync(join(PACKAGE, 'dist'), join(installed, 'dist'), { recursive: true });
  const own = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  if (manifest) writeFileSync(join(installed, 'package.json'), JSON.stringify({ ...own, ...manifest }));
  if (addon !== undefined) writeFileSync(join(installed, 'tidings.node'), addon);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, 'program.cjs'), program);
  const { code, stderr } = await startFile(join(folder, 'program.cjs'), {}).ended;
  assert.equal(code, 1, stderr);
  return stderr.match(/^Error: (.*)$/m)?.[1] ?? stderr;
}

const packedFor = (...platforms) => ({ optionalDependencies: Object.fromEntries(platforms.map((name) => [`@tidings/${name}`, '0.1.0'])) });

describe('without an addon that fits', () => {
  it('the package can be imported, and the first client throws', async () => {
    const program = "const { Client, APIError } = require('tidings'); if (!APIError) process.exit(2);" +
      "try { new Client({ apiKey: 'k' }); } catch (error) { console.error(String(error)); process.exit(error.cause ? 1 : 3); }";
    assert.match(await complaint('imported', { manifest: packedFor(platform()), program }), /found no addon/);
  });

  it('the error names the package of this platform, and how it comes to be left out', async () => {
    const message = await complaint('left-out', { manifest: packedFor(platform()) });
    const start = `Tidings found no addon for ${platform()} (Node ${process.versions.node}): @tidings/${platform()} is not installed.`;
    assert.ok(message.startsWith(start), message);
    assert.match(message, /--omit=optional/);
    assert.match(message, /npm install @tidings\/\S+@0\.1\.0/);
  });

  it('the error names the platforms that there are packages for, when this is none of them', async () => {
    const message = await complaint('elsewhere', { manifest: packedFor('plan9-mips', 'vms-vax') });
    assert.match(message, /There are packages for plan9-mips, vms-vax; for this platform, build it from the sources/);
    assert.match(message, /cargo build --release -p tidings-node/);
  });

  it('the error in the sources says how to build it', async () => {
    assert.match(await complaint('sources', {}), /These are the sources; for this platform, build it .*cargo build/);
  });

  it('the error says why an addon that is there cannot be loaded', async () => {
    const message = await complaint('broken', { addon: 'not a library' });
    assert.match(message, /node_modules\/tidings\/tidings\.node cannot be loaded: \S/);
  });

  it('the error says why the addon of an installed package cannot be loaded, and to install it anew', async () => {
    const name = `node_modules/@tidings/${platform()}`;
    const files = { [`${name}/package.json`]: '{"main":"tidings.node"}', [`${name}/tidings.node`]: 'not a library' };
    const message = await complaint('broken-package', { manifest: packedFor(platform()), files });
    assert.match(message, /@tidings\/\S+ cannot be loaded: \S.*Install it anew \(`npm install @tidings\//);
  });

  it('the error of a bundled program says that an addon cannot be part of a bundle', async () => {
    const program = "new (require('./node_modules/tidings/dist/index.js').Client)({ apiKey: 'k' });";
    assert.match(await complaint('bundle', { manifest: null, program }), /external modules of the bundler/);
  });
});

describe('the name of the platform', () => {
  const linux = { skip: process.platform !== 'linux' && 'only Linux has several C libraries' };

  it('tells the C libraries of Linux apart by what the running program was linked with', linux, async () => {
    const head = (loader) => `\x7fELF\x02${'\0'.repeat(600)}${loader}\0`;
    const named = (name, text) => {
      const file = JSON.stringify(join(place, name, 'program-file'));
      const asked = "require('./node_modules/tidings/dist/load.js').platform()";
      const program = `process.execPath = ${file}; console.error(${asked}); process.exit(1);`;
      return complaint(name, { files: { 'program-file': text }, program });
    };
    assert.match(await named('musl', head('/lib/ld-musl-x86_64.so.1')), /^linux-\w+-musl$/m);
    assert.match(await named('glibc', head('/lib64/ld-linux-x86-64.so.2')), /^linux-\w+-gnu$/m);
    assert.match(await named('short', '#!'), /^linux-\w+-gnu$/m);
  });

  it('is that of the machine', () => assert.ok(platform().startsWith(`${process.platform}-${process.arch}`)));
});
