/** What is measured, how much of it, and what is asked for. */

/**
 * One row of the table.
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {string} words what the row says of it
 * @property {string} program its name in `program.mjs`, or `load` for `load.mjs`
 * @property {number} amount how many units a run makes
 * @property {number} quick the same with `QUICK=1`
 * @property {number} [wanted] how many times cheaper than the other it is to be
 * @property {'cpu' | 'wall' | 'memory'} measures
 * @property {string} other what it is compared with
 */

const OFFICIAL = '@anthropic-ai/sdk';

/** @type {Case[]} */
export const CASES = [
  load('require', 'cpu', '`require`, CPU'),
  load('require', 'wall', '`require`, time'),
  load('import', 'cpu', '`import`, CPU'),
  load('import', 'wall', '`import`, time'),
  load('client', 'cpu', '`import` and the first client, CPU'),
  load('client', 'memory', 'memory of the process after that'),
  row('construct', 'making a client', 200, 50),
  row('create', '`create`, a call', 1_000, 200, 10),
  { ...row('create', '`create`, beside undici\'s `request`', 1_000, 200, 1), name: 'create-undici', other: 'undici' },
  { ...row('create', '`create`, beside `fetch`', 1_000, 200), name: 'create-fetch', other: 'fetch' },
  { ...row('create', '`create`, beside a bare socket', 1_000, 200), name: 'create-socket', other: 'socket' },
  { ...row('together', '`create`, 16 at a time, a call', 1_600, 320), name: 'together' },
  { ...row('together', 'the same beside undici\'s `request`', 1_600, 320), name: 'together-undici', other: 'undici' },
  ...streams('raw', 'raw stream', 'an event'),
  ...streams('listener', 'helper with a `text` listener', 'a delta'),
  ...streams('iteration', 'helper with `for await`', 'an event'),
  row('tool', '160 KB of tool input in pieces of 20 bytes with an `inputJson` listener, a stream', 8_000, 8_000, 20),
  row('paced', '200 streams of paced events at a time, an event', 40, 15, 2),
  row('large', 'request of 2,000 messages, 2.4 MB, a call', 20, 5),
  { ...row('memory', 'peak memory of 1,000 open streams', 1_000, 1_000), measures: 'memory' },
];

function row(program, words, amount, quick, wanted) {
  return { name: program, words, program, amount, quick, wanted, measures: 'cpu', other: OFFICIAL };
}

function load(how, measures, words) {
  return { name: `${how}-${measures}`, words, program: 'load', how, amount: 1, quick: 1, wanted: 1, measures, other: OFFICIAL };
}

/** A stream long enough for V8 to have compiled everything, a short one, and both with eight events to a chunk of HTTP. */
function streams(program, words, unit) {
  return [
    { ...row(program, `${words}, 5,000 events, ${unit}`, 5_000, 5_000, 6), path: 'text' },
    { ...row(program, `${words}, 100,000 events, ${unit}`, 100_000, 20_000, 4), name: `${program}-long`, path: 'text' },
    { ...row(program, `the same 5,000, eight to a chunk`, 5_000, 5_000, 6), name: `${program}-packed`, path: 'packed' },
    { ...row(program, `the same 100,000, eight to a chunk`, 100_000, 20_000, 4), name: `${program}-packed-long`, path: 'packed' },
  ];
}
