// What is lost with the official package and what comes of the same with Tidings: the same few lines with both, against one server.
//
// node tests/parity/node_losses.mjs FOLDER: the folder in which the official package is installed. What comes with Tidings is
// compared with what has to come; what comes with the official package is told, since it is free to get better.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { answer, BLOCK, cut, hanging, START, text, whole } from '../../bindings-node/test/support/answers.mjs';
import { installOurs, OFFICIAL, OURS } from '../dropin/node/packages.mjs';
import { startServer } from '../dropin/node/server.mjs';

/** Whoever waits for longer than this waits for ever. Long: our own limit must have passed on the busiest machine. */
const PATIENCE = 15_000;
const KEY = 'sk-shown-to-nobody';

const ERROR = { type: 'error', error: { type: 'overloaded_error', message: 'Not now.' } };
const BEGUN = [START, BLOCK, text('a'), text('b')];
const LONG = { json: { type: 'message', content: [{ type: 'text', text: 'x'.repeat(1000) }] }, delivery: { cut_at: 500 } };

/** Programs: what happens, the lines, what the server answers, and what has to come with Tidings. */
const LOSSES = [
  {
    what: 'an error event, while the loop over the helper is busy',
    lines: 'for await (const event of client.messages.stream(params)) await pause(50);',
    answers: answer([...BEGUN, { event: 'error', data: ERROR }]),
    gives: 'throws OverloadedError',
  },
  {
    what: 'a connection that breaks, while the loop over the helper is busy',
    lines: 'for await (const event of client.messages.stream(params)) await pause(50);',
    answers: cut('a', 'b'),
    gives: 'throws APIConnectionError',
  },
  {
    what: 'a raw stream whose connection breaks',
    lines: 'for await (const event of await client.messages.create(streamed)) void event;',
    answers: cut('a'),
    gives: 'throws APIConnectionError',
  },
  {
    what: 'a raw stream that ends before its message does',
    lines: 'for await (const event of await client.messages.create(streamed)) void event;',
    answers: answer(BEGUN),
    gives: 'throws StreamTruncatedError',
  },
  {
    what: 'a whole answer that breaks off in its body',
    lines: 'await client.messages.create(params);',
    answers: LONG,
    gives: 'throws APIConnectionError',
  },
  {
    what: 'an event that is no JSON',
    lines: 'for await (const event of await client.messages.create(streamed)) void event;',
    answers: { ...answer(BEGUN), body: `${answer(BEGUN).body}event: content_block_delta\ndata: {"type":\n\n` },
    gives: 'throws StreamMalformedError',
  },
  {
    what: 'a stream that falls silent',
    lines: 'for await (const event of await client.messages.create(streamed)) void event;',
    answers: hanging('a'),
    gives: 'throws APIConnectionTimeoutError',
  },
  {
    what: 'a raw stream that is aborted',
    lines: `const stream = await client.messages.create(streamed);
      for await (const event of stream) stream.controller.abort();`,
    answers: hanging('a'),
    gives: 'throws APIUserAbortError',
  },
  {
    what: 'a stream of the helper that fails and is looked at by nobody',
    lines: "client.messages.stream(params).on('text', () => {}); await pause(500);",
    answers: cut('a'),
    gives: 'ends as if all were well',
  },
  {
    what: 'a client that is printed',
    lines: `console.log(client); ended = printed.includes('${KEY}') ? 'shows the key' : 'shows no key';`,
    answers: whole('a'),
    gives: 'shows no key',
  },
];

/** The program of a loss: the last line that it prints says how it ended. */
const program = (name, lines) => `
  import Anthropic from '${name}';
  import { setTimeout as pause } from 'node:timers/promises';
  const say = process.stdout.write.bind(process.stdout);
  let [printed, ended] = ['', 'ends as if all were well'];
  process.stdout.write = (piece) => (printed += piece, true);
  const params = { model: 'test-model', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
  const streamed = { ...params, stream: true };
  const client = new Anthropic({ apiKey: '${KEY}', baseURL: process.env.PLACE, maxRetries: 0, timeout: 1000 });
  process.on('unhandledRejection', (error) => (ended = 'is ended by an unhandled rejection: ' + error.constructor.name));
  try {
    ${lines}
  } catch (error) {
    ended = 'throws ' + error.constructor.name + (error instanceof Anthropic.AnthropicError ? '' : ', an error that is none of the package');
  }
  say(ended + '\\n');
  process.exit(0);
`;

async function play(folder, name, { lines, answers }, server) {
  const { url } = await server.script([answers]);
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program(name, lines)], {
    cwd: folder, env: { ...process.env, PLACE: url, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [printed, complaint] = ['', ''];
  child.stdout.on('data', (piece) => (printed += piece));
  child.stderr.on('data', (piece) => (complaint += piece));
  const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  const signal = await new Promise((done) => child.on('close', (code, signal) => done(signal)));
  clearTimeout(patience);
  if (signal === null) return printed.trim() || `says nothing but ${complaint}`;
  return `still waits after ${PATIENCE / 1000} s`;
}

async function main(folder) {
  installOurs(folder);
  const server = await startServer();
  const told = await Promise.all(LOSSES.map(async (loss) => ({
    ...loss, official: await play(folder, OFFICIAL, loss, server), ours: await play(folder, OURS, loss, server),
  })));
  for (const { what, official, ours } of told) console.log(`${what}\n  official: ${official}\n  Tidings:  ${ours}`);
  const wrong = told.filter(({ ours, gives }) => ours !== gives);
  for (const { what, gives } of wrong) console.log(`With Tidings ${what} should have come out so: ${gives}`);
  return wrong.length > 0 ? 1 : 0;
}

process.exit(await main(resolve(process.argv[2])));
