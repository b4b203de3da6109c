// Runs one of the programs in test/programs as a process of its own.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program under way: its output so far, and the promise of how it ended. */
export function start(name, { baseURL, flags = [], env = {} }) {
  const path = fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
  return startFile(path, { flags, env: { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: baseURL, ...env } });
}

/** The same for any file. */
export function startFile(path, { flags = [], args = [], env = {} }) {
  const child = spawn(process.execPath, [...flags, path, ...args], {
    env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const program = { child, stdout: '', stderr: '' };
  child.stdout.on('data', (piece) => (program.stdout += piece));
  child.stderr.on('data', (piece) => (program.stderr += piece));
  program.ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout: program.stdout, stderr: program.stderr }));
  });
  return program;
}
