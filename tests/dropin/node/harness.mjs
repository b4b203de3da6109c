// Plays an example with one package: what it gave, what it threw, what it printed, and what went over the wire.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { message } from './answers.mjs';
import { plain } from './plain.mjs';

const KEY = 'test-key';
/** Milliseconds after which an example has failed; a busy machine needs few of them. */
const LONGEST = 60_000;

/** What each client says of itself, and what the way to the server needs: no server answers otherwise because of it. */
const UNSEEN = new Set([
  'host', 'user-agent', 'accept-encoding', 'accept-language', 'sec-fetch-mode', 'connection', 'content-length', 'transfer-encoding',
]);

/** Every example, in the order of their sections. */
export const EXAMPLES = [];

/**
 * The function that makes examples of a section: `example(name, { script, env }, program)`.
 *
 * The program takes of one object what it needs: `Anthropic` (the class), `sdk` (the module), `client` (made from the
 * environment), `url` (of the server), `folder` (an empty one), `load` (a part of the package, such as `/uploads`), `other`
 * (another package, such as `zod`), `name` (of the package) and `root` (a file beside which it is installed). Without a script
 * the server gives a short message.
 */
export function examples(section) {
  return (name, ...rest) => {
    const program = rest.at(-1);
    const { script = [message()], env = {} } = rest.length > 1 ? rest[0] : {};
    EXAMPLES.push({ name: `${section}: ${name}`, script: [script].flat(), env, program });
  };
}

/** The outcome of one example with one package. */
export async function play(example, { load, other, name, root }, server) {
  const run = await server.script(example.script);
  const outcome = { printed: [], unhandled: [] };
  const restore = [surroundings(run.url, example.env), printing(outcome.printed), unheard(outcome.unhandled)];
  const folder = mkdtempSync(join(tmpdir(), 'dropin-'));
  try {
    const sdk = await load();
    outcome.result = plain(await limited(example.program(given({ sdk, Anthropic: sdk.default, url: run.url, folder, load, other, name,
      root }))));
  } catch (error) {
    outcome.broke = error;
  }
  // Node tells of rejections that nobody handles when the microtasks are done.
  await new Promise((resolve) => setTimeout(resolve, 1));
  outcome.requests = (await run.requests()).map(requestOf);
  for (const undo of restore) undo();
  rmSync(folder, { recursive: true, force: true });
  return outcome;
}

/** What a program may take; a client is made for those who want one. */
function given(all) {
  let client;
  return Object.defineProperty(all, 'client', { get: () => (client ??= new all.Anthropic()) });
}

/** The environment of a program that uses the server and has a key, and nothing of this machine's own settings. */
function surroundings(url, more) {
  const saved = { ...process.env };
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('ANTHROPIC_') || name.toLowerCase().endsWith('_proxy')) delete process.env[name];
  }
  Object.assign(process.env, { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url, ...more });
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
    Object.assign(process.env, saved);
  };
}

/** Notes what is printed instead of printing it. */
function printing(printed) {
  const saved = { ...console };
  for (const level of ['error', 'warn', 'info', 'log', 'debug']) {
    console[level] = (...words) => printed.push(`${level}: ${words.map((word) => (typeof word === 'string' ? word : '...')).join(' ')}`);
  }
  return () => Object.assign(console, saved);
}

/** Notes what nobody handles, which ends a program: rejections, and what is thrown where nobody can catch it. */
function unheard(found) {
  const kinds = ['unhandledRejection', 'uncaughtException'];
  const notes = kinds.map((kind) => (error) => found.push(`${kind}: ${plain(error)['(thrown)'] ?? String(error)}`));
  kinds.forEach((kind, i) => process.on(kind, notes[i]));
  return () => kinds.forEach((kind, i) => process.off(kind, notes[i]));
}

async function limited(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the example took more than ${LONGEST / 1000} seconds`)), LONGEST);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One request as the server cares for it. */
function requestOf({ method, path, headers, body }) {
  const [name, query = ''] = path.split('?');
  const told = Object.entries(headers).filter(([header]) => !UNSEEN.has(header) && !header.startsWith('x-stainless-'));
  return {
    method,
    path: name,
    query: [...new URLSearchParams(query)].map((pair) => pair.join('=')).sort(),
    headers: Object.fromEntries(told.map(([header, value]) => [header, boundless(value)])),
    body,
  };
}

/** A header without the boundary of a form, which is made at random. */
function boundless(value) {
  return value.startsWith('multipart/') ? value.split(';')[0] : value;
}
