// What the newest official TypeScript package has and Tidings lacks: parameters, fields, members of unions, words, names.
//
// Walks the official types from the methods down, beside core/schema/messages.json. Objects are matched by their `type`,
// fields by name, words by value. Whatever is missing has to be explained, one line each, in explained.json; a line there
// that explains nothing has to go. What only Tidings has is told and is no fault.
//
// node tests/parity/node.mjs FOLDER: the folder in which the official package is installed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Official } from './node_official.mjs';
import * as ours from './node_ours.mjs';
import { portable } from './node_portable.mjs';

/** The methods; the definition that has their parameters, and those that they answer with. */
const METHODS = {
  'messages.create': ['MessageParams', 'Message', 'RawMessageStreamEvent'],
  'messages.stream': ['MessageParams'],
  'messages.countTokens': ['CountTokensParams', 'MessageTokensCount'],
  'messages.batches.create': ['BatchCreateParams', 'MessageBatch'],
  'messages.batches.retrieve': [undefined, 'MessageBatch'],
  'messages.batches.list': ['BatchListParams', 'MessageBatch'],
  'messages.batches.delete': [undefined, 'DeletedMessageBatch'],
  'messages.batches.cancel': [undefined, 'MessageBatch'],
  'messages.batches.results': [undefined, 'MessageBatchIndividualResponse'],
  'models.retrieve': [undefined, 'ModelInfo'],
  'models.list': ['ModelListParams', 'ModelInfo'],
  'files.list': ['FileListParams', 'FileMetadata'],
  'files.delete': [undefined, 'DeletedFile'],
  'files.download': [undefined],
  'files.retrieveMetadata': [undefined, 'FileMetadata'],
  'files.upload': [undefined, 'FileMetadata'],
};

/** What is received in other ways. */
const OTHERS = ['ErrorResponse', 'ErrorType'];

/** What was found on the way through both. */
class Comparison {
  missing = new Map();
  added = new Set();
  #official;
  #reached = new Set();
  #matched = new Set();
  #seen = new Map();

  constructor(official) {
    this.#official = official;
  }

  /** All methods, answers and names. */
  run() {
    for (const [path, [parameters, ...answers]] of Object.entries(METHODS)) this.#method(path, parameters, answers);
    for (const name of OTHERS) this.#answer(name, this.#official.type(name), [name]);
    const has = ours.names();
    for (const name of this.#reached) if (!has(name)) this.#lack(`name ${name}`, '');
    for (const name of ours.unmatched(this.#matched)) this.added.add(name);
    return this;
  }

  get types() {
    return this.#reached.size;
  }

  #method(path, parameters, answers) {
    const official = this.#official.method(path);
    this.#matched.add(ours.definition(parameters));
    const known = ours.definition(parameters)?.properties ?? {};
    for (const fields of official.parameters.map((record) => this.#official.fields(record))) {
      for (const [name, type] of fields) {
        if (name in known) this.#value(`${path}: ${name}`, type, known[name]);
        else this.#lack(`parameter ${path}: ${name}`, '');
      }
      for (const name of Object.keys(known)) if (!fields.has(name)) this.added.add(`${path}: ${name}`);
    }
    // A download answers with bytes, the stream helper with itself.
    if (answers.length > 0) for (const answer of official.answers) this.#answer(path, answer, answers);
  }

  #answer(path, type, names) {
    const known = names.filter((name) => ours.definition(name));
    if (known.length === 0) return this.#lack(`definition ${names.join(', ')}`, path);
    this.#value(path, type, { anyOf: known.map((name) => ours.definition(name)) });
  }

  /** One value: its words, objects, items and entries. */
  #value(path, type, node) {
    for (const name of this.#official.names(type)) this.#reached.add(name);
    if (ours.takesAnything(node)) return;
    const theirs = this.#official.shapes(type);
    const [words, kinds, items, values] = [ours.words(node), ours.kinds(node), ours.items(node), ours.values(node)];
    for (const word of theirs.words) if (!words.includes(word)) this.#lack(`word ${path}: ${word}`, path);
    for (const kind of theirs.kinds) if (!kinds.has(kind)) this.#lack(`kind ${path}: ${kind}`, path);
    for (const record of theirs.records) this.#record(path, record, node);
    // A single word is the mark of an object, which says nothing of the others.
    const more = theirs.words.length > 1 ? words.filter((word) => !theirs.words.includes(word)) : [];
    for (const word of more) this.added.add(`${path}: ${word}`);
    for (const item of theirs.items) {
      if (items.length > 0) this.#value(path, item, { anyOf: items });
      else this.#lack(`kind ${path}: array`, path);
    }
    for (const value of theirs.values) {
      if (values.length > 0) this.#value(path, value, { anyOf: values });
      else if (ours.records(node).length === 0) this.#lack(`kind ${path}: object`, path);
    }
  }

  /** One object: found among ours by its `type`, then compared field by field. */
  #record(path, record, node) {
    const names = this.#official.names(record);
    const [name = path] = names;
    for (const known of names) this.#reached.add(known);
    const fields = this.#official.fields(record);
    const match = this.#match(record, fields, node);
    // Where any keys are taken, so are these.
    if (!match && ours.records(node).length === 0 && ours.values(node).length > 0) return;
    if (!match) return this.#lack(`member ${name}`, path);
    this.#matched.add(match);
    const seen = this.#seen.get(match) ?? new Set();
    if (seen.has(record)) return;
    this.#seen.set(match, seen.add(record));
    for (const [field, type] of fields) {
      if (field in match.properties) this.#value(`${name}.${field}`, type, match.properties[field]);
      else this.#lack(`field ${name}.${field}`, path);
    }
    for (const field of Object.keys(match.properties)) if (!fields.has(field)) this.added.add(`${name}.${field}`);
  }

  /** Ours that has its `type`, and of several the one with the most fields in common. */
  #match(record, fields, node) {
    const tags = this.#official.tags(record);
    const fits = (one) => {
      const known = ours.tags(one);
      return tags.length === 0 || known.length === 0 || tags.some((tag) => known.includes(tag));
    };
    const common = (one) => Object.keys(one.properties).filter((field) => fields.has(field)).length;
    return ours.records(node).filter(fits).sort((one, other) => common(other) - common(one))[0];
  }

  #lack(what, path) {
    if (!this.missing.has(what)) this.missing.set(what, path);
  }
}

/** Whether a text is what a pattern with `*` describes. */
function matches(pattern, text) {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

function report(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/@anthropic-ai/sdk/package.json'), 'utf8'));
  const explained = Object.keys(JSON.parse(readFileSync(new URL('explained.json', import.meta.url), 'utf8')).node);
  const comparison = new Comparison(new Official(folder)).run();
  const missing = [...comparison.missing.keys()];
  const unexplained = missing.filter((what) => !explained.some((pattern) => matches(pattern, what)));
  const stale = explained.filter((pattern) => !missing.some((what) => matches(pattern, what)));
  const problems = portable(folder);
  console.log(`@anthropic-ai/sdk ${version}: ${comparison.types} types, ${missing.length - unexplained.length} explained differences`);
  if (comparison.added.size > 0) console.log(`only here: ${[...comparison.added].sort().join(', ')}`);
  for (const what of unexplained) {
    const place = comparison.missing.get(what);
    console.log(`missing: ${what}${place ? ` (in ${place})` : ''}`);
  }
  for (const pattern of stale) console.log(`explained.json explains what is not missing: ${pattern}`);
  for (const problem of problems) console.log(`test/types/portable.mts does not compile against it: ${problem}`);
  if (unexplained.length + stale.length > 0) {
    console.log('Declare what is missing in core/src/types and run `make generate`, or explain it in tests/parity/explained.json.');
  }
  return unexplained.length + stale.length + problems.length > 0 ? 1 : 0;
}

process.exitCode = report(process.argv[2]);
