// What a process holds does not grow with the number of its calls. TIDINGS_FULL=1 makes many more of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cut, hanging, whole } from './support/answers.mjs';
import { start } from './support/program.mjs';
import { startServer } from './support/server.mjs';

const FULL = process.env.TIDINGS_FULL === '1';
/** How much more may be in use at the end than after a third of the calls, in bytes. A leak grows with their number. */
const HEAP = 500_000;
const RESIDENT = 4_000_000;
/** The young generation stays small, so that it is grown when the measuring begins. */
const FLAGS = ['--expose-gc', '--max-semi-space-size=1'];

const server = await startServer();
const ANSWER = { json: { type: 'message', content: [{ type: 'text', text: 'x'.repeat(1000) }] } };

/** What is done, by its name in the program: what it is, what the server does, and how often it is done. */
const KINDS = {
  calls: ['calls', ANSWER, 12_000, 100_000],
  signalled: ['calls with one signal', ANSWER, 12_000, 50_000],
  failed: ['calls that fail', { no_answer: 'cut' }, 6000, 50_000],
  streams: ['streams', whole('Hel', 'lo'), 6000, 50_000],
  broken: ['streams that break', cut('a'), 6000, 10_000],
  left: ['raw streams that are left in their middle', hanging('a'), 4000, 10_000],
  aborted: ['streams that are aborted in their middle', hanging('a'), 4000, 10_000],
  timed: ['streams with a signal each, which ends them', hanging('a'), 4000, 10_000],
  dropped: ['streams that are dropped in their middle', hanging('a'), 4000, 10_000],
  clients: ['clients', ANSWER, 4000, 10_000],
};

async function samplesOf(kind, answer, times) {
  const run = await server.script(answer);
  const env = { KIND: kind, TIMES: String(times), LANES: '8' };
  const { code, stdout, stderr } = await start('keeps-flat.mjs', { baseURL: run.baseURL, flags: FLAGS, env }).ended;
  // Nothing is warned of either: too many listeners, for one.
  assert.deepEqual([code, stderr], [0, '']);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

/** How much `what` grows by over the last two thirds: the slope of the straight line that fits best, times its length. */
function growth(samples, what) {
  const late = samples.slice(Math.ceil(samples.length / 3));
  const mean = (of) => late.reduce((sum, sample) => sum + of(sample), 0) / late.length;
  const [calls, value] = [mean((sample) => sample.calls), mean((sample) => sample[what])];
  const slope = mean((sample) => (sample.calls - calls) * (sample[what] - value)) / mean((sample) => (sample.calls - calls) ** 2);
  return slope * (late.at(-1).calls - late[0].calls);
}

describe('memory stays as it is over', { concurrency: 2 }, () => {
  for (const [kind, [what, answer, few, many]] of Object.entries(KINDS)) {
    const times = FULL ? many : few;
    it(`${times} ${what}`, async (test) => {
      const samples = await samplesOf(kind, answer, times);
      const [heap, resident] = [growth(samples, 'heap'), growth(samples, 'rss')];
      const [first, last] = [samples.at(Math.ceil(samples.length / 3)), samples.at(-1)];
      test.diagnostic(
        `heap ${(last.heap / 1e6).toFixed(2)} MB, grows by ${(heap / (last.calls - first.calls)).toFixed(1)} bytes a call; resident `
          + `${(last.rss / 1e6).toFixed(1)} MB, grows by ${(resident / (last.calls - first.calls)).toFixed(1)} bytes a call`,
      );
      assert.ok(heap < HEAP && resident < RESIDENT, JSON.stringify(samples));
      // However many streams wait for the garbage collector, they share one listener.
      assert.ok(samples.every(({ listeners }) => listeners <= 1), JSON.stringify(samples));
    });
  }

  it('nothing that keeps its answers', async () => {
    assert.ok(growth(await samplesOf('keeps', ANSWER, 2000), 'heap') > HEAP);
  });
});
