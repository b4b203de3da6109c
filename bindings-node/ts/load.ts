import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Addon } from './native.js';

/** A folder above this file, wherever the package lies. */
const PACKAGE = join(__dirname, '..');
/** Who may publish addons: nobody else can take the name of a platform that there is no package for yet. */
export const SCOPE = '@tidings';

/**
 * Loads the addon: the one beside `package.json`, as it lies there in the sources, or else that of the package for this platform.
 *
 * @throws Error that says what was looked for, why it did not do, and what to do about it.
 */
export function load(): Addon {
  const built = join(PACKAGE, 'tidings.node');
  const source = existsSync(built) ? built : `${SCOPE}/${platform()}`;
  try {
    // Never a literal: a bundler would look for all that it names, and a bundle cannot hold an addon.
    return require(source) as Addon;
  } catch (cause) {
    throw new Error(explain(source, cause), { cause });
  }
}

/** What this platform is called in the name of its package: `linux-x64-gnu`, `linux-arm64-musl`, `darwin-arm64`, `win32-x64`. */
export function platform(): string {
  const name = `${process.platform}-${process.arch}`;
  return process.platform === 'linux' ? `${name}-${libc()}` : name;
}

/** The C library that the running program was linked with, which the head of its file names. */
function libc(): 'gnu' | 'musl' {
  try {
    const head = Buffer.alloc(4096);
    const file = openSync(process.execPath, 'r');
    try {
      readSync(file, head);
    } finally {
      closeSync(file);
    }
    return head.includes('/ld-musl-') ? 'musl' : 'gnu';
  } catch {
    return 'gnu'; // A program that must not read its own file, as Deno's may not be allowed to.
  }
}

/** What the reader of the error has to know, in the order in which it is asked. */
function explain(source: string, cause: unknown): string {
  const { versions } = process;
  const runtime = versions['bun'] ? `Bun ${versions['bun']}` : versions['deno'] ? `Deno ${versions['deno']}` : `Node ${versions.node}`;
  const missing = isMissing(source, cause);
  const why = missing ? `${source} is not installed` : `${source} cannot be loaded: ${firstLine(cause)}`;
  return `Tidings found no addon for ${platform()} (${runtime}): ${why}. ${remedy(missing)}`;
}

/** What to do, which depends on what the package was made for. */
function remedy(missing: boolean): string {
  const manifest = ownManifest();
  if (!manifest) {
    return 'Tidings seems to be part of a bundle, which cannot hold an addon: ' +
      'name `tidings` among the external modules of the bundler, and install it beside the bundle.';
  }
  const build = 'build it from the sources of Tidings: `cargo build --release -p tidings-node`, and the library that comes of it ' +
    `goes to ${join(PACKAGE, 'tidings.node')}`;
  const platforms = Object.keys(manifest.optionalDependencies ?? {}).map((name) => name.slice(SCOPE.length + 1));
  if (!platforms.includes(platform())) {
    const there = platforms.length ? `There are packages for ${platforms.join(', ')}` : 'These are the sources';
    return `${there}; for this platform, ${build}.`;
  }
  const again = `npm install ${SCOPE}/${platform()}@${manifest.version}`;
  if (!missing) return `Install it anew (\`${again}\`), or ${build}.`;
  return 'It is an optional dependency of tidings. npm leaves it out with `--omit=optional` or `--no-optional`, and where ' +
    `node_modules or the lock file come from another platform: install again without them, or do \`${again}\`.`;
}

/** The package's own `package.json`; a file that was moved elsewhere by a bundler has none, or another's. */
function ownManifest(): { version: string; optionalDependencies?: Record<string, string> } | undefined {
  try {
    const manifest = require(join(PACKAGE, 'package.json'));
    return manifest.name === 'tidings' ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the package itself is not there, rather than something in it. */
function isMissing(source: string, cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') && firstLine(cause).includes(source);
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0]!;
}
