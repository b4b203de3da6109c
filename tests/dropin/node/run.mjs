// The same programs with the newest official package and with Tidings, against one server, and what they differ in.
//
// node run.mjs FOLDER [-k WORD] [--show] [--official] [--write-docs]: the official package and zod are installed in FOLDER.
//
// Every difference has to be explained by a row of explained.json, and every pattern there has to explain something. The rows
// are the table of differences of docs/node.md, which `--write-docs` writes and a run compares.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { differences, explain, explanations, shown } from './compare.mjs';
import { lacking, writeDocs } from './docs.mjs';
import { EXAMPLES, play } from './harness.mjs';
import { installOurs, OFFICIAL, open, OURS } from './packages.mjs';
import { nameErrors } from './plain.mjs';
import { startServer } from './server.mjs';

// Programs of the examples may leave what they will; nothing of it ends the run.
for (const kind of ['unhandledRejection', 'uncaughtException']) process.on(kind, () => {});

async function main() {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      k: { type: 'string', short: 'k', default: '' },
      show: { type: 'boolean', default: false },
      official: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
    },
  });
  if (options['write-docs']) return writeDocs(explanations());
  const folder = resolve(positionals[0]);
  const sections = new URL('examples/', import.meta.url);
  for (const file of readdirSync(sections).sort()) await import(new URL(file, sections));
  const chosen = EXAMPLES.filter(({ name }) => name.includes(options.k));
  const official = await open(folder, OFFICIAL);
  nameErrors(await official.load(), await official.load('/error'), await official.load('/resources'));
  const server = await startServer();
  const failures = options.official
    ? await officialOnly(chosen, official, server, options)
    : await both(chosen, official, await ours(folder), server, options);
  for (const line of failures) process.stdout.write(`${line}\n`);
  process.exit(failures.length > 0 ? 1 : 0);
}

async function ours(folder) {
  installOurs(folder);
  return open(folder, OURS);
}

/** The examples that do not even run with the official package. */
async function officialOnly(chosen, official, server, options) {
  const failures = [];
  for (const example of chosen) {
    const outcome = await play(example, official, server);
    if (outcome.broke) failures.push(`${example.name} broke: ${outcome.broke.stack}`);
    else if (options.show) process.stdout.write(`${example.name}: ${told(outcome)}\n`);
  }
  process.stdout.write(`${chosen.length} examples with ${OFFICIAL} ${official.version}\n`);
  return failures;
}

/** What is wrong: differences that are not explained, explanations of nothing, docs that lack some. */
async function both(chosen, official, tidings, server, options) {
  const rows = explanations();
  const failures = [];
  for (const example of chosen) failures.push(...(await one(example, official, tidings, server, rows, options.show)));
  const explained = rows.flatMap(({ found }) => [...found.values()]).reduce((sum, times) => sum + times, 0);
  process.stdout.write(
    `${chosen.length} examples with ${OFFICIAL} ${official.version} and ${OURS} ${tidings.version}; ${explained} explained differences\n`,
  );
  if (options.k) return failures;
  const idle = rows.flatMap(({ matches, found }) => matches.filter((pattern) => !found.has(pattern)));
  return [...failures, ...idle.map((pattern) => `explained.json explains what is not different: ${pattern}`), ...lacking(rows)];
}

/** What is wrong with one example. */
async function one(example, official, tidings, server, rows, show) {
  const theirs = await play(example, official, server);
  if (theirs.broke) return [`${example.name} is no example, it breaks with the official package: ${theirs.broke.stack}`];
  const ours = await play(example, tidings, server);
  if (show) process.stdout.write(`${example.name}: ${told(theirs)}\n${ours.broke ? `    ${ours.broke.stack}\n` : ''}`);
  // What it sent until it broke says nothing more.
  const found = ours.broke
    ? [`${example.name} result: ${shown(theirs.result)} -> broke with ${ours.broke}`]
    : ['result', 'printed', 'unhandled', 'requests'].flatMap((part) => differences(theirs[part], ours[part], `${example.name} ${part}`));
  return found.filter((line) => !explain(line, rows)).map((line) => `different: ${line}`);
}

const told = (outcome) => JSON.stringify(outcome);

await main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(2);
});
