// What is left, dropped or aborted closes its connection, and nothing waits for what does not come.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, describe, it } from 'node:test';
import { APIUserAbortError, Client } from 'tidings';
import './support/server.mjs';
import { START } from './support/answers.mjs';

/** A server that answers each request by a function, and says when its answer was closed. */
async function against(answer, options = {}) {
  const closed = [];
  const server = createServer((request, response) => {
    closed.push(once(response, 'close'));
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseURL = `http://127.0.0.1:${server.address().port}`;
  return { client: new Client({ apiKey: 'k', baseURL, maxRetries: 0, ...options }), closed };
}

const PARAMS = { model: 'test-model', max_tokens: 5, messages: [{ role: 'user', content: 'Hi' }] };

/** Two lines of results, and an answer that then goes on for ever. */
function results(request, response) {
  if (!request.url.endsWith('/results')) {
    response.setHeader('content-type', 'application/json');
    const url = `http://${request.headers.host}/v1/messages/batches/b/results`;
    return response.end(JSON.stringify({ id: 'b', processing_status: 'ended', results_url: url }));
  }
  response.write('{"custom_id":"a"}\n{"custom_id":"b"}\n');
}

describe('the results of a batch', () => {
  const ways = {
    'when their loop is left': async (lines) => {
      for await (const _ of lines) break;
    },
    'when they are closed': async (lines) => {
      await lines.next();
      lines.close();
      assert.deepEqual(await lines.next(), { done: true, value: undefined });
    },
    'when they are closed unread': async (lines) => lines.close(),
    'when their scope ends': async (lines) => lines[Symbol.asyncDispose](),
    'when their controller is aborted': async (lines) => {
      lines.controller.abort();
      await assert.rejects(lines.next(), APIUserAbortError);
    },
  };
  for (const [when, leave] of Object.entries(ways)) {
    it(`close their connection ${when}`, async () => {
      const { client, closed } = await against(results);
      const lines = await client.messages.batches.results('b');
      await leave(lines);
      await closed[1];
    });
  }

  it('tell whoever waits for a line that they were closed', async () => {
    const { client } = await against(results);
    const lines = await client.messages.batches.results('b');
    await lines.next();
    await lines.next();
    const waiting = lines.next();
    lines.close();
    assert.deepEqual(await waiting, { done: true, value: undefined });
  });
});

describe('an answer as it comes', () => {
  it('comes though hooks are told of a failed attempt before it', async () => {
    let tries = 0;
    const answer = (_, response) => {
      tries += 1;
      response.statusCode = tries === 1 ? 500 : 200;
      response.end('content');
    };
    const seen = [];
    const note = (told) => seen.push(told);
    const { client } = await against(answer, { maxRetries: 1, onRequest: note, onResponse: note, onRetry: note });
    const response = await client.files.download('file_1');
    assert.equal(await response.text(), 'content');
    assert.equal(tries, 2);
    assert.ok(seen.length > 0);
  });

  it('closes its connection when it was made of an unread stream and is cancelled', async () => {
    const answer = (_, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write(`event: ${START.event}\ndata: ${JSON.stringify(START.data)}\n\n`);
    };
    const { client, closed } = await against(answer);
    const promise = client.messages.create({ ...PARAMS, stream: true });
    await promise;
    const response = await promise.asResponse();
    await response.body.cancel();
    await closed[0];
  });
});

describe('a file that is read before it is sent', () => {
  it('is read no longer than until the signal fires', async () => {
    const { client, closed } = await against(() => {});
    const controller = new AbortController();
    let left = false;
    let go;
    async function* slow() {
      try {
        yield 'a';
        await new Promise((resolve) => (go = resolve));
        yield 'b';
      } finally {
        left = true;
      }
    }
    const uploading = client.files.upload({ file: slow() }, { signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await assert.rejects(uploading, (error) => error instanceof APIUserAbortError && error.cause.message === 'enough');
    go();
    await new Promise(setImmediate);
    assert.deepEqual([left, closed.length], [true, 0]);
  });

  it('is not read at all where the signal has fired, in the body of any call either', async () => {
    const { client, closed } = await against(() => {});
    const never = () => (async function* () { await new Promise(() => {}); })();
    const signal = AbortSignal.abort();
    await assert.rejects(client.files.upload({ file: never() }, { signal }), APIUserAbortError);
    await assert.rejects(client.post('/any', { body: never(), signal }), APIUserAbortError);
    assert.equal(closed.length, 0);
  });
});
