// Runs one of the programs in test/programs, or a few lines, as a process of its own.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** What the lines of a program begin with. */
const PRELUDE = `
import { Client } from 'tidings';
const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const client = new Client();
const { messages } = client;
`;

/** A program under way: its output so far, and the promise of how it ended. */
export function start(name, { baseURL, flags = [], env = {} }) {
  const path = fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
  return startFile(path, { flags, env: { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: baseURL, ...env } });
}

/** The same for lines of a module, which have a client, its messages and params. */
export function startLines(lines, { baseURL, flags = [], env = {} }) {
  const code = ['--input-type=module', '--eval', PRELUDE + lines];
  return spawned([...flags, ...code], { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: baseURL, ...env });
}

/** The same for any file. */
export function startFile(path, { flags = [], args = [], env = {} }) {
  return spawned([...flags, path, ...args], env);
}

function spawned(args, env) {
  const child = spawn(process.execPath, args, {
    cwd: PACKAGE, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const program = { child, stdout: '', stderr: '' };
  child.stdout.on('data', (piece) => (program.stdout += piece));
  child.stderr.on('data', (piece) => (program.stderr += piece));
  program.ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout: program.stdout, stderr: program.stderr }));
  });
  return program;
}
