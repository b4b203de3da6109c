// Values that nobody means to pass, answers that nobody means to give: each is told by an error that says what was wrong.
import assert from 'node:assert/strict';
import { createReadStream, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { APIResponseValidationError, Client, ConfigError, Stream, StreamMalformedError, ValidationError } from 'tidings';
import { betaStandardSchemaOutputFormat } from 'tidings/helpers/beta/standard-schema';
import { zodOutputFormat } from 'tidings/helpers/zod';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const folder = mkdtempSync(join(tmpdir(), 'tidings-odd-'));
after(() => rmSync(folder, { recursive: true }));

async function against(...answers) {
  const run = await server.script(...answers);
  return { run, client: new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }) };
}

/** Whether it is an error of this class with this message. */
const says = (ErrorClass, message) => (error) => {
  assert.ok(error instanceof ErrorClass, inspect(error));
  assert.match(error.message, message);
  return true;
};
/** The name and content of the file that was sent. */
async function sent(run) {
  const [{ body }] = await run.requests();
  return [body.parts[0].filename, body.parts[0].content];
}
const FILE = { json: { id: 'file_1', type: 'file' } };

describe('parameters and options', () => {
  it('may be frozen', async () => {
    const { client, run } = await against({ status: 400, json: {} });
    await assert.rejects(client.messages.create(Object.freeze({ ...PARAMS, stream: true })), { status: 400 });
    assert.equal((await run.requests())[0].body.stream, true);
  });

  it('are refused by name', async () => {
    const { client, run } = await against(FILE);
    const wrong = [
      [() => client.get('/any', { query: { since: new Date(NaN) } }), ConfigError, /value of since is a date that is none/],
      [() => client.get('/any', { headers: { 'x-own': 5 } }), ConfigError, /^headers: the value of header x-own .*, not of type Number$/],
      [() => client.post('/any', { body: () => 1 }), ValidationError, /^the body must be .*, not a function$/],
      [() => client.messages.create(PARAMS, { body: Symbol('s') }), ValidationError, /^the body must be .*, not of type Symbol$/],
      [() => client.beta.models.list({ betas: ['a', 5] }), ValidationError, /^betas must be a list of names, and one is of type Number$/],
      [() => client.beta.models.list({ betas: [undefined] }), ValidationError, /^betas must be a list of names, and one is undefined$/],
      [() => client.files.upload({ file: { path: 'a.txt', name: 5 } }), ValidationError, /^file\.name must be a string, not of type Number$/],
    ];
    for (const [call, ErrorClass, message] of wrong) await assert.rejects(call(), says(ErrorClass, message));
    assert.deepEqual(await run.requests(), []);
  });

  it('may throw anything when they are read, and other calls go on', async () => {
    const { client } = await against({ json: { input_tokens: 1 } });
    for (const thrown of ['text', null, undefined]) {
      const params = { ...PARAMS, get user_profile_id() { throw thrown; } };
      const failing = client.messages.countTokens(Object.defineProperties({}, Object.getOwnPropertyDescriptors(params)));
      const [{ status, reason }] = await Promise.allSettled([failing]);
      assert.deepEqual([status, reason], ['rejected', thrown]);
    }
    assert.equal((await client.messages.countTokens(PARAMS)).input_tokens, 1);
  });

  it('show no key that was taken for a path', () => {
    for (const key of ['MC4CAQAwBQYDK2VwBCIEISECRET/SECRET+ABCDEFGHIJKLMNOPQRSTUVWXYZab', 'MC4CAQ\nSECRET']) {
      const make = () => new Client({ apiKey: 'k', clientCert: key });
      assert.throws(make, (error) => says(ConfigError, /^clientCert: this is no PEM/)(error) && !inspect(error).includes('SECRET'));
    }
  });
});

describe('a file', () => {
  it('whose stream throws rejects with the very thing that was thrown', async () => {
    const { client, run } = await against(FILE);
    const mine = new Error('mine');
    const { stack } = mine;
    for (const thrown of ['text', null, Object.freeze(new Error('frozen')), mine]) {
      const file = (async function* () {
        yield 'a';
        throw thrown;
      })();
      const [{ reason }] = await Promise.allSettled([client.files.upload({ file })]);
      assert.equal(reason, thrown);
    }
    assert.equal(mine.stack, stack);
    assert.deepEqual(await run.requests(), []);
  });

  it('may be of a library that has a class of its own for it', async () => {
    const { client, run } = await against(FILE);
    await client.files.upload({ file: { name: 'n.txt', arrayBuffer: async () => new TextEncoder().encode('foreign').buffer } });
    assert.deepEqual(await sent(run), ['n.txt', 'foreign']);
  });

  it('has the name of its path where it is given an empty one', async () => {
    const { client, run } = await against(FILE);
    writeFileSync(join(folder, 'a.txt'), 'content');
    await client.files.upload({ file: { path: join(folder, 'a.txt'), name: '' } });
    assert.deepEqual(await sent(run), ['a.txt', 'content']);
  });

  it('is read from its stream where it is no longer at its path', { skip: process.platform === 'win32' }, async () => {
    const { client, run } = await against(FILE);
    const path = join(folder, 'gone.txt');
    writeFileSync(path, 'old content');
    const file = createReadStream(path);
    await once(file, 'open');
    unlinkSync(path);
    writeFileSync(path, 'another file');
    await client.files.upload({ file });
    assert.deepEqual(await sent(run), ['gone.txt', 'old content']);
  });
});

describe('an answer', () => {
  it('that was asked for as it came and is not what was promised is told as such', async () => {
    const { client } = await against({ headers: { 'content-type': 'text/html' }, body: '<html>SECRET' });
    const promise = client.messages.create(PARAMS);
    const response = await promise.asResponse();
    await assert.rejects(promise, (error) => says(APIResponseValidationError, /not a JSON object/)(error) && !inspect(error).includes('SECRET'));
    assert.equal(await response.text(), '<html>SECRET');
  });

  it('without content stands for the same where it was asked for as it came', async () => {
    const { client } = await against({ status: 204 });
    const promise = client.messages.batches.delete('batch_1');
    assert.equal((await promise.asResponse()).status, 204);
    assert.deepEqual(await promise, { id: 'batch_1', type: 'message_batch_deleted' });
  });

  it('whose body was read cannot be read again, and says so', async () => {
    const { client } = await against({ json: { input_tokens: 1 } });
    const promise = client.messages.countTokens(PARAMS);
    await (await promise.asResponse()).text();
    await assert.rejects(promise, says(ConfigError, /body of the answer has been read/));
  });

  it('that is no JSON though it says so is not shown by its error', async () => {
    const { client } = await against({ headers: { 'content-type': 'application/json' }, body: 'SECRET' });
    await assert.rejects(client.get('/any'), (error) => {
      return says(APIResponseValidationError, /says that it is JSON/)(error) && !inspect(error).includes('SECRET') && error.rawBody === 'SECRET';
    });
  });

  it('that was fetched elsewhere is not shown by the error of a broken event', async () => {
    const stream = Stream.fromSSEResponse(new Response('event: message_start\ndata: {SECRET\n\n'), new AbortController());
    await assert.rejects(stream[Symbol.asyncIterator]().next(), (error) => {
      return error instanceof StreamMalformedError && !inspect(error).includes('SECRET') && error.rawBody === '{SECRET';
    });
  });

  it('that is a page has the id of its request', async () => {
    const page = { data: [], has_more: false };
    const { client } = await against({ headers: { 'request-id': 'req_01Test' }, json: page });
    const list = await client.models.list();
    assert.equal(list._request_id, 'req_01Test');
    assert.ok(!Object.keys(list).includes('_request_id'));
  });

  it('may have headers in any writing', async () => {
    const odd = createServer((_, response) => {
      response.socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\nconnection: close\r\nx-place: \u6771\u4eac\r\n\r\n{}');
    });
    odd.listen(0, '127.0.0.1');
    await once(odd, 'listening');
    after(() => odd.close());
    const client = new Client({ apiKey: 'k', baseURL: `http://127.0.0.1:${odd.address().port}`, maxRetries: 0 });
    await assert.rejects(client.get('/any'), (error) => {
      return Buffer.from(error.headers.get('x-place'), 'latin1').toString() === '\u6771\u4eac';
    });
  });
});

describe('a schema', () => {
  it('that is none is refused', () => {
    for (const none of [undefined, null, 'text', {}]) {
      assert.throws(() => zodOutputFormat(none), says(ConfigError, /no schema of zod 4/));
      assert.throws(() => betaStandardSchemaOutputFormat(none), says(ConfigError, /Standard Schema/));
    }
  });

  it('that checks asynchronously is refused, by whatever promise', () => {
    const schema = { '~standard': { version: 1, vendor: 'own', validate: () => ({ then: () => {} }) } };
    const format = betaStandardSchemaOutputFormat(schema, { jsonSchema: { type: 'object' } });
    assert.throws(() => format.parse('{}'), says(ConfigError, /asynchronously/));
  });
});

describe('a tool', () => {
  it('and its conversation are looked at when the runner is made or changed', () => {
    const make = (params) => new Client({ apiKey: 'k' }).beta.messages.toolRunner(params);
    assert.throws(() => make(undefined), says(ValidationError, /^the parameters of a tool runner must be an object, not undefined$/));
    assert.throws(() => make({ ...PARAMS, messages: undefined }), says(ValidationError, /^messages must be a list .* not undefined$/));
    assert.throws(() => make({ ...PARAMS, tools: [null] }), says(ValidationError, /^tools must be a list of tools/));
    const runner = make({ ...PARAMS, tools: [] });
    assert.throws(() => runner.setMessagesParams((params) => void params.messages.pop()), says(ValidationError, /not undefined$/));
  });

  it('may throw an object that has no text', async () => {
    const say = (content, stop_reason) => ({ json: { id: 'msg_1', type: 'message', role: 'assistant', content, stop_reason } });
    const call = { type: 'tool_use', id: 'toolu_1', name: 'odd', input: {} };
    const { client, run } = await against(say([call], 'tool_use'), say([], 'end_turn'));
    const fail = () => {
      throw Object.create(null);
    };
    const tool = { name: 'odd', input_schema: { type: 'object' }, run: fail };
    await client.beta.messages.toolRunner({ ...PARAMS, tools: [tool] });
    const [result] = (await run.requests())[1].body.messages.at(-1).content;
    assert.deepEqual([result.is_error, result.content], [true, 'Error: the tool failed']);
  });
});
