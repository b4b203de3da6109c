// What Tidings and the official Node package make of the same schemas, formats, tools and answers.
//
// Schemas have to be equal to the order of their keys; requests, values and messages to the value. Where Tidings is meant to
// differ, `TOLD` says how, and the difference must still be there.
//
// node tests/parity/node_structured.mjs FOLDER: the folder in which the official package and zod are installed. Tidings is
// taken from bindings-node, which has to be built.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DECLARED } from './node_declared.mjs';
import { ScriptedServer } from './node_scripted.mjs';
import { runs } from './node_structured_runs.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What Tidings does otherwise, by the name of the case: why, and whether that is still so. */
export const TOLD = {
  'schema keywords that are null say nothing': 'the official package fails where it reads one',
  'beta of parse': 'which betas are asked for is for the caller to say',
  ...told(['stream no format'], 'the message is what the server said, where nothing was asked for', ' with beta'),
  ...told(['stream a format that only says'], 'the text is read as `parse` reads it', ' with beta'),
  ...told(['turns one block', 'turns number', 'turns null'], 'what a tool gives is made what the API takes, or the model is told'),
  ...told(['turns a list as input'], 'the input of a tool is an object: the model is told, and shown its words in one'),
  ...told(['turns no request allowed'], 'a limit of 0 allows none, as in the other languages'),
};

function told(names, why, variant = ' streamed') {
  return Object.fromEntries(names.flatMap((name) => [[name, why], [`${name}${variant}`, why]]));
}

/** One of the packages: its modules, its zod, and its clients. */
export function face(load, zod, Anthropic) {
  return { load, zod, client: (baseURL) => new Anthropic({ baseURL, apiKey: 'k', maxRetries: 0 }), Anthropic };
}

/** What both packages did, case by case. */
class Comparison {
  count = 0;
  #faults = [];
  #left = new Map(Object.entries(TOLD));

  /** Both have to be equal, or told to be different; the order of keys counts where it is `ordered`. */
  case(name, theirs, ours, { ordered = false } = {}) {
    this.count += 1;
    const [first, second] = [theirs, ours].map((value) => JSON.stringify(ordered ? value : sorted(value), undefined, 0));
    if ((first !== second) === Object.hasOwn(TOLD, name)) this.#left.delete(name);
    else this.#faults.push(first === second ? `${name}: no difference any more` : `${name}\n    theirs ${first}\n    ours   ${second}`);
  }

  /** What is wrong, with what was told and never compared. */
  get faults() {
    return [...this.#faults, ...[...this.#left.keys()].map((name) => `${name}: told, and there is no such difference`)];
  }
}

/** Compares everything; gives what was found. */
export async function compare(official, tidings) {
  const comparison = new Comparison();
  const both = [official, tidings];
  pinned(comparison, both);
  random(comparison, both);
  declared(comparison, both);
  const server = await new ScriptedServer().start();
  for (const [name, answers, program] of runs()) {
    const [theirs, ours] = [await outcome(server, official, answers, program), await outcome(server, tidings, answers, program)];
    // The one header that differs has a case of its own.
    if (name.startsWith('parse ')) for (const request of [...theirs[1], ...ours[1]]) request[2] = null;
    comparison.case(name, theirs, ours);
  }
  server.stop();
  return comparison;
}

/** What a program gives and sends; of a refusal, that it was one. */
async function outcome(server, face, answers, program) {
  server.script(answers);
  let given;
  try {
    given = await program(face, face.client(server.url));
  } catch (error) {
    given = error instanceof face.Anthropic.APIError && error.status ? `refused: ${error.constructor.name}` : 'refused';
  }
  return [given ?? null, server.requests];
}

function pinned(comparison, both) {
  for (const { name, schema } of JSON.parse(readFileSync(join(ROOT, 'tests/schemas/transform.json'), 'utf8'))) {
    comparison.case(`schema ${name}`, ...both.map((face) => transformed(face, schema)), { ordered: true });
  }
}

function transformed(face, schema) {
  return attempt(() => face.load('lib/transform-json-schema').transformJSONSchema(structuredClone(schema)));
}

function attempt(act) {
  try {
    return act();
  } catch {
    return 'refused';
  }
}

/** Schemas that are made at random, with keywords that fit and keywords that do not. */
function random(comparison, both) {
  const chance = dice(5);
  for (let number = 0; number < 3000; number++) {
    const schema = anySchema(chance, 3);
    comparison.case(`random ${number} ${JSON.stringify(schema)}`, ...both.map((face) => transformed(face, schema)), { ordered: true });
  }
}

function anySchema(chance, depth) {
  const pick = (...list) => list[chance(list.length)];
  const inner = () => anySchema(chance, depth - 1);
  const several = () => Array.from({ length: chance(3) }, inner);
  const named = () => Object.fromEntries(['a', 'b', 'c'].slice(chance(4)).map((name) => [name, inner()]));
  const keywords = {
    title: () => 'T',
    description: () => pick('', 'D.'),
    enum: () => pick([], ['a', 1], [null], [{ a: 1 }]),
    const: () => pick('a', null, 1.5, [1]),
    format: () => pick('date', 'uuid', 'path'),
    minItems: () => pick(0, 1, 2),
    maxLength: () => 5,
    default: () => pick(null, 'x', { a: [true] }),
    required: () => pick(['a'], []),
    additionalProperties: () => pick(true, { type: 'string' }),
    $ref: () => '#/$defs/A',
    $schema: () => 'x',
    ...(depth > 0 ? { items: inner, anyOf: several, oneOf: several, allOf: several, properties: named, $defs: named } : {}),
  };
  const names = Object.keys(keywords).filter(() => chance(4) === 0).filter((name) => name !== '$ref' || chance(3) === 0);
  const schema = Object.fromEntries(names.map((name) => [name, keywords[name]()]));
  if (chance(10) < 9 && !schema.$ref) schema.type = pick('object', 'array', 'string', 'integer', 'number', 'boolean', 'null');
  return schema;
}

/** The same throws in every run. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Formats and tools as they are sent. */
function declared(comparison, both) {
  for (const [name, make] of Object.entries(DECLARED)) {
    comparison.case(`declared ${name}`, ...both.map((face) => attempt(() => make(face.load, face.zod))), { ordered: true });
  }
}

/** The value with its keys in order. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => [name, sorted(part)]));
}

async function main(folder) {
  const official = createRequire(resolve(folder, 'index.js'));
  const own = createRequire(join(ROOT, 'bindings-node/index.js'));
  const comparison = await compare(
    face((name) => official(`@anthropic-ai/sdk/${name}`), official('zod/v4'), official('@anthropic-ai/sdk').default),
    face((name) => own(`./dist/${name}.js`), own('zod/v4'), own('./dist/index.js').default),
  );
  const { count, faults } = comparison;
  for (const fault of faults) console.log(`  ${fault}`);
  const version = JSON.parse(readFileSync(join(folder, 'node_modules/@anthropic-ai/sdk/package.json'), 'utf8')).version;
  console.log(`structured outputs and tools beside @anthropic-ai/sdk ${version}: ${count} cases, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]);
