// The scripted server, for as long as the run lasts.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const inTree = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const SCENARIOS = process.env.TIDINGS_SCENARIOS ?? inTree('tests/scenarios');
const PROGRAM = process.env.TIDINGS_TEST_SERVER ?? inTree('target/debug/tidings-test-server');

/** Starts the server; it ends with this process. */
export async function startServer() {
  const program = spawn(PROGRAM, ['--exit-with-stdin', '--scenarios', SCENARIOS], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [url] = await once(createInterface(program.stdout), 'line');
  program.unref();
  program.stdin.unref();
  program.stdout.unref();
  return new Server(url);
}

class Server {
  #url;

  constructor(url) {
    this.#url = url;
  }

  /** A run of these answers, request by request; the last one repeats. */
  async script(answers) {
    const name = `own_${randomUUID().replaceAll('-', '')}`;
    const put = await fetch(`${this.#url}/scripts/${name}`, { method: 'PUT', body: JSON.stringify(answers) });
    if (!put.ok) throw new Error(`the server refused the script: ${await put.text()}`);
    return new Run(this.#url, name);
  }
}

class Run {
  #server;
  #id = randomUUID();

  constructor(server, name) {
    this.#server = server;
    /** What clients of this run have as their base URL. */
    this.url = `${server}/play/${name}/${this.#id}`;
  }

  /** The requests that came, as soon as none is open, and after a second in any case. */
  async requests() {
    const response = await fetch(`${this.#server}/log/${this.#id}?wait_ms=1000`);
    return (await response.json()).requests;
  }
}
