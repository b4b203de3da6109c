/** The clock of a measurement, and its report. */

export class Run {
  /** Seconds that events of paced streams were on their way. */
  delays = [];
  /** Texts of held streams that are still to come. */
  awaited = 0;
  #cpu;
  #wall;
  #before = 0;
  /** Bytes that the process had when the last text of held streams was there. */
  #open = 0;

  start() {
    this.#before = process.memoryUsage.rss();
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

  /** A piece of text of a held stream: with the last of all every stream is open, and idle. */
  held = () => {
    if (--this.awaited === 0) this.#open = process.memoryUsage.rss();
  };

  /** A short stream of the same kind, for what is made only once. */
  shortUrl(url) {
    const { origin, pathname } = new URL(url);
    const kind = pathname.split('/')[1];
    return `${origin}/${['text', 'packed', 'tool'].includes(kind) ? kind : 'text'}/10`;
  }

  report(units) {
    const line = { cpu: this.#cpu, wall: this.#wall, units, before: this.#before };
    if (this.#open > 0) line.open = this.#open;
    if (this.delays.length > 0) {
      const [sorted, last] = [this.delays.sort((a, b) => a - b), this.delays.length - 1];
      line.delays = { p50: sorted[last >> 1], p99: sorted[Math.floor((last * 99) / 100)] };
    }
    return JSON.stringify(line);
  }
}
