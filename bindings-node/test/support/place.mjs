// The place of one entry of the fault table: where its calls go, and what was seen there.
import { setTimeout as pause } from 'node:timers/promises';
import { callOptions, clientOptions } from './table.mjs';

export class Place {
  #server;
  #path;

  /** Has the server make the place of an entry. */
  static async make(server, name) {
    return new Place(server, await server.ask('POST', `/faults/${name}?language=node`));
  }

  constructor(server, entry) {
    this.#server = server;
    this.#path = `/faults/${entry.id}`;
    this.entry = entry;
    entry.request.messages[0].content += 'x'.repeat(entry.prompt_bytes);
  }

  get clientOptions() {
    return clientOptions(this.entry.client);
  }

  get callOptions() {
    return callOptions(this.entry.options);
  }

  /** Makes the calls that come before the one that counts. */
  async warmUp(messages) {
    const { calls, pause_ms } = this.entry.warm_up ?? { calls: 0, pause_ms: 0 };
    for (let i = 0; i < calls; i++) await messages.create(this.entry.request);
    await pause(pause_ms);
  }

  log() {
    return this.#server.ask('GET', `${this.#path}/log`);
  }

  end() {
    return this.#server.ask('DELETE', this.#path);
  }
}
