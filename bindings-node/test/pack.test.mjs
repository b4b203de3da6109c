// What the packages of npm are made of; the step package-node installs them and tries them.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startFile } from './support/program.mjs';

const SCRIPT = fileURLToPath(new URL('../scripts/pack.mjs', import.meta.url));
const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const place = mkdtempSync(join(tmpdir(), 'tidings-pack-'));
after(() => rmSync(place, { recursive: true }));
const out = join(place, 'out');
const addon = join(place, 'addon');
writeFileSync(addon, 'of no use\0GLIBC_2.17\0GLIBC_2.9\0');

const pack = (...args) => startFile(SCRIPT, { args }).ended;
const read = (name, file) => readFileSync(join(out, `${name}-${own.version}`, file), 'utf8');
const manifest = (name) => JSON.parse(read(name, 'package.json'));
const platforms = ['linux-x64-musl', 'linux-arm64-gnu', 'darwin-arm64'];
const { code, stdout, stderr } = await pack(out, ...platforms.map((name) => `${name}=${addon}`));

describe('the packages of npm', () => {
  it('are a tarball for the programs and one for each platform', () => {
    assert.equal(code, 0, stderr);
    const names = ['tidings', ...platforms.map((name) => `tidings-${name}`)].map((name) => `${name}-${own.version}.tgz`);
    assert.deepEqual(readdirSync(out).filter((file) => file.endsWith('.tgz')).sort(), names.sort());
    for (const name of names) assert.match(stdout, new RegExp(`KB packed .* KB unpacked  .*${name}$`, 'm'));
  });

  it('depend on exactly the platforms that were packed, in exactly this version', () => {
    const expected = Object.fromEntries(platforms.map((name) => [`@tidings/${name}`, own.version]));
    assert.deepEqual(manifest('tidings').optionalDependencies, expected);
    assert.equal(manifest('tidings').dependencies, undefined);
  });

  it('run nothing when they are installed, and bring no tools', () => {
    for (const name of ['tidings', ...platforms.map((name) => `tidings-${name}`)]) {
      const { scripts, devDependencies, private: closed } = manifest(name);
      assert.deepEqual([scripts, devDependencies, closed], [undefined, undefined, undefined], name);
      assert.ok(existsSync(join(out, `${name}-${own.version}`, 'LICENSE-MIT')));
    }
  });

  it('say which platform they are for', () => {
    const traits = ({ os, cpu, libc }) => [os, cpu, libc];
    assert.deepEqual(traits(manifest('tidings-linux-x64-musl')), [['linux'], ['x64'], ['musl']]);
    assert.deepEqual(traits(manifest('tidings-linux-arm64-gnu')), [['linux'], ['arm64'], ['glibc']]);
    assert.deepEqual(traits(manifest('tidings-darwin-arm64')), [['darwin'], ['arm64'], undefined]);
    assert.match(read('tidings-linux-arm64-gnu', 'README.md'), /glibc 2\.17 or newer/);
  });

  it('are packed anew over what was packed before, and over nothing else', async () => {
    assert.equal((await pack(out, `darwin-x64=${addon}`)).code, 0);
    assert.ok(!readdirSync(out).some((file) => file.includes('musl')));
    writeFileSync(join(out, 'letter.txt'), 'dear');
    const refused = await pack(out, `darwin-x64=${addon}`);
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, /holds letter\.txt/);
    assert.ok(existsSync(join(out, 'letter.txt')));
  });
});
