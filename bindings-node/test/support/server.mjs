// Starts the scripted server for a test file, and asks it what it has seen.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

// Nobody's real key, and no proxy between the tests and loopback.
for (const name of ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_CUSTOM_HEADERS']) {
  delete process.env[name];
}
process.env.NO_PROXY = process.env.no_proxy = '127.0.0.1,localhost';

const inTree = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
export const SCENARIOS = process.env.TIDINGS_SCENARIOS ?? inTree('tests/scenarios');
export const RESOURCES = process.env.TIDINGS_RESOURCES ?? inTree('tests/resources');
export const FAULTS = process.env.TIDINGS_FAULTS ?? inTree('tests/faults');
export const STREAMS = process.env.TIDINGS_STREAMS ?? inTree('tests/streams');
const PROGRAM = process.env.TIDINGS_TEST_SERVER ?? inTree('target/debug/tidings-test-server');

export const PARAMS = { model: 'test-model', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };

// A test that hangs must fail its file rather than stop the whole run.
const LIMIT = 180_000;
setTimeout(() => {
  console.error(`the test file was not done after ${LIMIT / 1000} s`);
  process.exit(1);
}, LIMIT).unref();

/** The server, for as long as the test file runs. Its root is the demo model. */
export async function startServer(...options) {
  if (!existsSync(PROGRAM)) throw new Error(`no server at ${PROGRAM}: run cargo build -p tidings-test-server`);
  const program = spawn(PROGRAM, ['--exit-with-stdin', '--scenarios', SCENARIOS, '--resources', RESOURCES, ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  after(() => program.stdin.end());
  const [url] = await once(createInterface(program.stdout), 'line');
  return new Server(url);
}

class Server {
  constructor(url) {
    this.url = url;
  }

  /** A run of a scenario of the table: where its client sends requests, and what came of them. */
  play(name) {
    return new Run(this.url, name);
  }

  /** Asks the server for something else that it knows of; nothing where it answers with nothing. */
  async ask(method, path) {
    const response = await fetch(this.url + path, { method });
    const text = await response.text();
    if (!response.ok) throw new Error(`the server refused ${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** A run of a script of the test's own. */
  async script(...answers) {
    const name = `own_${randomUUID().replaceAll('-', '')}`;
    const put = await fetch(`${this.url}/scripts/${name}`, { method: 'PUT', body: JSON.stringify(answers) });
    if (!put.ok) throw new Error(`the server refused the script: ${await put.text()}`);
    return new Run(this.url, name);
  }
}

class Run {
  #url;
  #run = randomUUID();

  constructor(url, name) {
    this.#url = url;
    this.baseURL = `${url}/play/${name}/${this.#run}`;
  }

  /** The requests that the server saw; waits until none is open, for at most `wait` milliseconds. */
  async requests(wait = 5000) {
    const response = await fetch(`${this.#url}/log/${this.#run}?wait_ms=${wait}`);
    return (await response.json()).requests;
  }

  /** Waits until the server has seen a request. */
  async begun() {
    for (;;) {
      if ((await this.requests(0)).length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
