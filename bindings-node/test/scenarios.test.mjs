// The scenario table that every language runs, row by row.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Client } from 'tidings';
import { PARAMS, SCENARIOS, startServer } from './support/server.mjs';
import { callOptions, check, checkRequests, clientOptions, waysOf } from './support/table.mjs';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const tables = readdirSync(SCENARIOS).filter((name) => name.endsWith('.json')).sort();
const server = await startServer();

for (const table of tables) {
  describe(table, { concurrency: 8 }, () => {
    for (const row of readJson(join(SCENARIOS, table))) {
      for (const way of waysOf(row.call?.mode)) it(`${row.name} (${way.name}): ${row.why}`, () => run(row, way));
    }
  });
}

async function run({ name, call = {}, expect }, way) {
  const played = server.play(name);
  const client = new Client(clientOptions({ base_url: played.baseURL, ...call.client }));
  const outcome = await way(client.messages, call.request ?? PARAMS, callOptions(call.options ?? {}));
  check(outcome, expect);
  checkRequests(await played.requests(), expect);
}
