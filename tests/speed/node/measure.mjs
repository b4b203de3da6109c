/**
 * CPU time, memory and time to load of Tidings beside the official package, in one run on loopback; prints a table.
 *
 *     node measure.mjs FOLDER [CASE]...
 *
 * FOLDER is where both packages and undici are installed. `QUICK=1` takes less of everything, for a look. Each measurement is a
 * process of its own. Both of a row take turns within a round, so that a ratio is of two runs of the same moment; what is shown
 * is the median of the rounds, and the least and the greatest ratio. Every result is checked by the program that made it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, realpathSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { CASES } from './cases.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const OURS = 'tidings';
const IS_QUICK = !['', '0', undefined].includes(process.env.QUICK?.trim());
const ROUNDS = Number(process.env.ROUNDS ?? (IS_QUICK ? 2 : 5));
/** Milliseconds that one measurement may take, on a machine that is busy. */
const LIMIT = 300_000;
const READ_BY_CLIENTS = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_CUSTOM_HEADERS'];

const [given, ...names] = process.argv.slice(2);
if (!given) fail('usage: node measure.mjs FOLDER [CASE]...');
const folder = realpathSync(given);
const unknown = names.find((name) => !CASES.some((entry) => entry.name === name));
if (unknown) fail(`there is no case named ${unknown}. The cases are: ${CASES.map(({ name }) => name).join(', ')}`);

const results = CASES.filter(({ name }) => names.length === 0 || names.includes(name)).map((entry) => ({ entry, costs: new Map() }));
const server = spawn('python3', ['-B', join(HERE, '../server.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
try {
  const [url] = await once(createInterface(server.stdout), 'line');
  for (let round = 0; round < ROUNDS; round++) {
    for (const result of results) measure(result, url, round);
  }
} finally {
  server.stdin.end();
  // What was measured before something failed is not lost.
  console.log(table(results.filter(({ costs }) => costs.size === 2)));
}

/** One round of one case. Who begins changes from round to round. */
function measure({ entry, costs }, url, round) {
  const both = [entry.other, OURS];
  for (const name of round % 2 === 0 ? both : both.toReversed()) {
    const report = run(entry, name, url);
    const cost = entry.measures === 'memory' ? report.memory : report[entry.measures] / report.units;
    costs.set(name, [...(costs.get(name) ?? []), cost]);
  }
  const [other, ours] = both.map((name) => costs.get(name).at(-1));
  console.error(`${entry.name}: ${shown(entry, other)}, ${shown(entry, ours)}, ${(other / ours).toFixed(1)} times`);
}

function run(entry, name, url) {
  const amount = String(IS_QUICK ? entry.quick : entry.amount);
  const isLoad = entry.program === 'load';
  const line = isLoad
    ? ['--input-type=module', '-', name, entry.how]
    : [join(HERE, 'program.mjs'), folder, name, entry.program, amount, url, entry.path ?? ''];
  const env = { ...process.env, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
  for (const variable of READ_BY_CLIENTS) delete env[variable];
  const input = isLoad ? readFileSync(join(HERE, 'load.mjs')) : '';
  const done = spawnSync(process.execPath, line, { cwd: folder, env, input, timeout: LIMIT, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${entry.name} with ${name} failed:\n${done.error ?? done.stderr}`);
  return JSON.parse(done.stdout);
}

function table(results) {
  const head = `CPU time of the client's process on Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores.`;
  const columns = '| what | the other | Tidings | ratio | spread | wanted | reached |';
  return [head, '', columns, '| --- | --: | --: | --: | --: | --: | --- |', ...results.map(rowOf)].join('\n');
}

function rowOf({ entry, costs }) {
  const [others, ours] = [costs.get(entry.other), costs.get(OURS)];
  const ratios = others.map((cost, round) => cost / ours[round]).sort((a, b) => a - b);
  const ratio = median(ratios);
  const spread = `${ratios[0].toFixed(1)} to ${ratios.at(-1).toFixed(1)}`;
  const wanted = entry.wanted ?? '';
  const reached = entry.wanted === undefined ? '' : ratio >= entry.wanted ? 'yes' : '**no**';
  const costsShown = [others, ours].map((list) => shown(entry, median(list))).join(' | ');
  return `| ${entry.words} | ${costsShown} | ${ratio.toFixed(1)} | ${spread} | ${wanted} | ${reached} |`;
}

function shown({ measures }, cost) {
  if (measures === 'memory') return `${(cost / 1e6).toFixed(0)} MB`;
  if (cost >= 1e-3) return `${(cost * 1e3).toFixed(1)} ms`;
  return cost >= 1e-4 ? `${(cost * 1e6).toFixed(0)} µs` : `${(cost * 1e6).toFixed(1)} µs`;
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
