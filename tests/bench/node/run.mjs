/** The clock of a measurement, and its report. */
import { readFileSync } from 'node:fs';

export class Run {
  /** Seconds that events of paced streams were on their way. */
  delays = [];
  #cpu;
  #wall;
  #before = 0;

  start() {
    this.#before = peak();
    this.#wall = performance.now();
    this.#cpu = process.cpuUsage();
  }

  stop() {
    const { user, system } = process.cpuUsage(this.#cpu);
    this.#cpu = (user + system) / 1e6;
    this.#wall = (performance.now() - this.#wall) / 1000;
  }

  /** A piece of text of a paced stream: the server's clock when it was sent. */
  delayed(text) {
    this.delays.push(Number(process.hrtime.bigint() - BigInt(text.trim())) / 1e9);
  }

  /** A short stream of the same kind, for what is made only once. */
  shortUrl(url) {
    const { origin, pathname } = new URL(url);
    const kind = pathname.split('/')[1];
    return `${origin}/${['text', 'packed', 'tool'].includes(kind) ? kind : 'text'}/10`;
  }

  report(units) {
    const line = { cpu: this.#cpu, wall: this.#wall, units, peak: peak(), before: this.#before };
    if (this.delays.length > 0) {
      const [sorted, last] = [this.delays.sort((a, b) => a - b), this.delays.length - 1];
      line.delays = { p50: sorted[last >> 1], p99: sorted[Math.floor((last * 99) / 100)] };
    }
    return JSON.stringify(line);
  }
}

/** The most memory that the process has had so far, in bytes. That of getrusage counts what the process was before, too. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]) * 1024;
}
