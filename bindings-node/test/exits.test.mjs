// The end of a process, with whatever is under way: quietly, soon, and not before. Each many times, in processes of their own.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cut, hanging, whole } from './support/answers.mjs';
import { startLines } from './support/program.mjs';
import { startServer } from './support/server.mjs';

// How often each; what goes wrong at an end goes wrong rarely.
const TIMES = Number(process.env.TIDINGS_EXITS ?? 4);
/** A process that has nothing left to do is gone long before this, however busy the machine is. */
const SOON = 10_000;

const server = await startServer();

const WHOLE = { json: { type: 'message', content: [] } };
const SLOW = { ...WHOLE, delay_ms: 400 };
const PACED = { ...whole('Hel', 'lo'), delivery: { split_at: [200, 700], pause_ms: 150 } };
const FLOOD = whole(...Array(3000).fill('x'.repeat(200)));
const REFUSED = { status: 429, headers: { 'retry-after': '30' }, json: {} };
const REFUSED_ONCE = [{ status: 429, headers: { 'retry-after-ms': '400' }, json: {} }, WHOLE];

const first = 'const stream = await messages.create({ ...params, stream: true });\nawait stream[Symbol.asyncIterator]().next();\n';
const atText = (line) => `for await (const text of messages.stream(params).textStream()) { ${line} }\n`;

/** Programs that end by themselves: their lines, what the server does, and what they print. */
const ENDS = {
  'nothing was called': ['', [WHOLE], ''],
  'a call was answered': ['await messages.create(params);', [WHOLE], ''],
  'calls were answered at once': ['await Promise.all(Array.from({ length: 20 }, () => messages.create(params)));', [WHOLE], ''],
  'a call failed': ["await messages.create(params, { maxRetries: 0 }).catch((error) => console.log(error.kind));", [{ no_answer: 'cut' }], 'transport\n'],
  'the client was closed before': ['await messages.create(params); client.close();', [WHOLE], ''],
  'a loop was left': [atText('break;'), [hanging('a')], ''],
  'a stream is open that nobody reads': [first, [hanging('a')], ''],
  'fifty streams are open that nobody reads': ['for (let i = 0; i < 50; i++) messages.stream(params);', [hanging('a')], ''],
  'a stream has listeners of its ends only': ["messages.stream(params).on('end', () => {}).on('error', () => {});", [hanging('a')], ''],
  'a stream with listeners was aborted': [
    "const stream = messages.stream(params).on('text', () => stream.abort()).on('end', () => console.log('end'));", [hanging('a')], 'end\n',
  ],
  'a signal fired': [
    'await messages.create(params, { signal: AbortSignal.timeout(100) }).catch((error) => console.log(error.name));',
    [{ no_answer: 'hang' }], 'APIUserAbortError\n',
  ],
  'a signal that would fire in an hour': ['await messages.create(params, { signal: AbortSignal.timeout(3_600_000) });', [WHOLE], ''],
};

/** Programs that must not end too early. */
const LIVES = {
  'the answer has come': ['messages.create(params).then(() => console.log("answered"));', [SLOW], 'answered\n'],
  'a refused call was tried again': ['messages.create(params).then(() => console.log("answered"));', REFUSED_ONCE, 'answered\n'],
  'a loop is done': [`${atText('process.stdout.write(text);')}console.log();`, [PACED], 'Hello\n'],
  'listeners have heard all': [
    "messages.stream(params).on('text', (text) => process.stdout.write(text)).on('end', () => console.log(' end'));", [PACED], 'Hello end\n',
  ],
  'a message that is awaited is there': ['messages.stream(params).finalText().then(console.log);', [PACED], 'Hello\n'],
  'a message whose client was closed is there': ['messages.create(params).then(() => console.log("answered"));\nclient.close();', [SLOW], 'answered\n'],
  'a timer is due, beside a stream': [
    `setTimeout(() => console.log('timer'), 300);\n${first}`, [hanging('a')], 'timer\n',
  ],
  'one of two calls is there': [
    "const controller = new AbortController();\nmessages.create(params, { signal: controller.signal }).catch((error) => console.log(error.name));\n"
      + 'setTimeout(() => messages.create(params).then(() => console.log("answered")), 300);\nsetTimeout(() => controller.abort(), 100);',
    [{ no_answer: 'hang' }, SLOW], 'APIUserAbortError\nanswered\n',
  ],
};

/** Programs that end in the middle of something, by `process.exit(7)`. */
const LEAVES = {
  'a loop': [atText('process.exit(7);'), [hanging('a')]],
  'a loop over a stream that comes fast': [atText('process.exit(7);'), [FLOOD]],
  'a listener': ["messages.stream(params).on('text', () => process.exit(7));", [hanging('a')]],
  'a listener of a stream that comes fast': ["let n = 0; messages.stream(params).on('text', () => { if (++n === 500) process.exit(7); });", [FLOOD]],
  'a listener of the end': ["messages.stream(params).on('text', () => {}).on('end', () => process.exit(7));", [cut('a')]],
  'the wait for an answer': ['messages.create(params); setTimeout(() => process.exit(7), 100);', [{ no_answer: 'hang' }]],
  'the wait before another attempt': ['messages.create(params); setTimeout(() => process.exit(7), 200);', [REFUSED]],
  'many streams that come fast': [
    'let n = 0; for (let i = 0; i < 20; i++) messages.stream(params).on("text", () => { if (++n === 400) process.exit(7); });', [FLOOD],
  ],
  'a burst of calls': [
    'let n = 0; const call = () => messages.create(params).then(() => (++n === 50 ? process.exit(7) : call()));\nfor (let i = 0; i < 10; i++) call();', [WHOLE],
  ],
  'a handler of the exit that calls': ["process.on('exit', () => { messages.create(params); messages.stream(params); });\nprocess.exit(7);", [hanging('a')]],
  'the moment after a call was begun': ['messages.create(params); messages.stream(params); process.exit(7);', [{ no_answer: 'hang' }]],
};

/** Programs that are ended by an exception of their own. */
const FALLS = {
  'in a loop': [atText("throw new Error('mine');"), [hanging('a')]],
  'in a listener': ["messages.stream(params).on('text', () => { throw new Error('mine'); });", [hanging('a')]],
  'in a timer, beside a stream': [`setTimeout(() => { throw new Error('mine'); }, 50);\n${atText('')}`, [hanging('a')]],
  'in a timer, beside a call': ["messages.create(params); setTimeout(() => { throw new Error('mine'); }, 50);", [{ no_answer: 'hang' }]],
};

describe('a program ends by itself when', { concurrency: 4 }, () => {
  for (const [end, [lines, answers, printed]] of Object.entries(ENDS)) {
    it(end, () => often(lines, answers, { code: 0, stdout: printed, stderr: '' }));
  }
});

describe('a program does not end before', { concurrency: 4 }, () => {
  for (const [end, [lines, answers, printed]] of Object.entries(LIVES)) {
    it(end, () => often(lines, answers, { code: 0, stdout: printed, stderr: '' }));
  }
});

describe('process.exit takes effect in the middle of', { concurrency: 4 }, () => {
  for (const [end, [lines, answers]] of Object.entries(LEAVES)) {
    it(end, () => often(lines, answers, { code: 7, stdout: '', stderr: '' }));
  }
});

describe('an uncaught exception ends the program', { concurrency: 4 }, () => {
  for (const [end, [lines, answers]] of Object.entries(FALLS)) {
    it(end, () => often(lines, answers, { code: 1, stdout: '', stderr: /Error: mine/ }));
  }
});

describe('a signal', { concurrency: 4 }, () => {
  const waits = `console.log('waiting');\nmessages.create(params);\n${atText('')}`;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL']) {
    it(`${signal} ends the program, as it does without Tidings`, async () => {
      const run = await server.script(hanging('a'));
      const program = startLines(waits, run);
      await run.begun();
      program.child.kill(signal);
      assert.equal((await program.ended).signal, signal);
      await assertNothingOpen(run);
    });
  }

  it('that the program handles disturbs no call', async () => {
    const run = await server.script(SLOW);
    const lines = "process.on('SIGINT', () => console.log('handled'));\nawait messages.create(params); console.log('answered');";
    const program = startLines(lines, run);
    await run.begun();
    program.child.kill('SIGINT');
    const { code, stdout } = await program.ended;
    assert.deepEqual([code, stdout], [0, 'handled\nanswered\n']);
  });
});

/** Runs a program several times, each with a server of its own, and sees to its end and its connections. */
async function often(lines, answers, { code, stdout, stderr }) {
  for (let i = 0; i < TIMES; i++) {
    const run = await server.script(...answers);
    const began = performance.now();
    const ended = await startLines(lines, run).ended;
    assert.ok(performance.now() - began < SOON, 'its end waited for something');
    assert.deepEqual([ended.signal, ended.code, ended.stdout], [null, code, stdout], ended.stderr);
    if (stderr instanceof RegExp) assert.match(ended.stderr, stderr);
    else assert.equal(ended.stderr, stderr);
    await assertNothingOpen(run);
  }
}

/** What the server still had to say was not waited for. */
async function assertNothingOpen(run) {
  const requests = await run.requests();
  assert.deepEqual(requests.filter(({ outcome }) => outcome === 'open' || outcome === 'hang'), []);
}
