// Errors: the table from kinds to classes, what an error carries, and where its stack points.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { ERROR_CLASSES, errorFrom } from '../dist/errors.js';
import * as tidings from 'tidings';
import { cut } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const { errorKinds } = createRequire(import.meta.url)('../tidings.node');
const server = await startServer();
const client = (run, options) => new tidings.Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0, ...options });

/** The error of a plain call that is answered like this. */
async function errorOf(answer, options) {
  const run = await server.script(answer);
  return client(run, options).messages.create(PARAMS).then(() => assert.fail('no error'), (error) => error);
}

describe('the table of classes', () => {
  it('has a class for every kind of the core, and no other kinds', () => {
    assert.deepEqual(Object.keys(ERROR_CLASSES).sort(), errorKinds().sort());
  });

  for (const kind of errorKinds()) {
    it(`makes an exported class of kind ${kind}`, () => {
      const record = { kind, message: 'm', apiMessage: 'm', attempts: 2, elapsed: 1, causes: ['a', 'b'] };
      const error = errorFrom(record, { stack: 'Error\n    at here' });
      assert.ok(error instanceof tidings.AnthropicError && error instanceof Error);
      assert.equal(tidings[error.name], error.constructor);
      assert.equal(error.kind, kind);
      assert.equal(error.attempts, 2);
      assert.equal(error.cause.message, 'a');
      assert.equal(error.cause.cause.message, 'b');
      assert.equal(error.stack, `${error.name}: m\n    at here`);
    });
  }

  it('keeps the tree of the official package', () => {
    const parents = {
      APIError: 'AnthropicError', APIConnectionError: 'APIError', APIConnectionTimeoutError: 'APIConnectionError',
      APIUserAbortError: 'APIError', RateLimitError: 'APIError', OverloadedError: 'InternalServerError',
      ServiceUnavailableError: 'InternalServerError', GatewayTimeoutError: 'InternalServerError',
      InternalServerError: 'APIError', StreamTruncatedError: 'APIConnectionError', ClosedError: 'APIError',
      LimitExceededError: 'APIResponseValidationError', StreamMalformedError: 'APIResponseValidationError',
    };
    for (const [child, parent] of Object.entries(parents)) {
      assert.equal(Object.getPrototypeOf(tidings[child]), tidings[parent], child);
      if (tidings.Anthropic[child]) assert.equal(tidings.Anthropic[child], tidings[child]);
    }
  });
});

describe('an error', () => {
  it('carries status, type, request id, body and headers of the answer', async () => {
    const details = { error_code: 'too_fast' };
    const body = { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down.', details } };
    const headers = { 'request-id': 'req_01Test', 'retry-after': '7', 'x-seen': 'yes', 'set-cookie': 'a=b' };
    const error = await errorOf({ status: 429, headers, json: body });
    assert.ok(error instanceof tidings.RateLimitError);
    assert.equal(error.status, 429);
    assert.equal(error.type, 'rate_limit_error');
    assert.equal(error.requestID, 'req_01Test');
    assert.equal(error.apiMessage, 'Slow down.');
    assert.ok(error.message.includes('Slow down.') && error.message.includes('req_01Test'), error.message);
    assert.equal(error.retryAfter, 7000);
    assert.equal(error.attempts, 1);
    assert.equal(error.sent, 'full');
    assert.ok(error.elapsed > 0);
    assert.deepEqual(error.details, details);
    assert.equal(error.partialMessage, undefined);
    assert.equal(error.mayHaveRun, false);
    assert.equal(error.isRetryable, true);
    assert.deepEqual(error.error, body);
    assert.equal(error.headers.get('x-seen'), 'yes');
    assert.equal(error.headers.has('set-cookie'), false);
  });

  it('shows a body that is not JSON as text', async () => {
    const error = await errorOf({ status: 502, body: '<h1>Bad gateway</h1>' });
    assert.ok(error instanceof tidings.InternalServerError);
    assert.equal(error.error, '<h1>Bad gateway</h1>');
    assert.equal(error.mayHaveRun, true);
  });

  it('of a refused connection has the causes below it', async () => {
    const nowhere = new tidings.Client({ apiKey: 'k', baseURL: 'http://127.0.0.1:1', maxRetries: 0 });
    const error = await nowhere.messages.create(PARAMS).catch((error) => error);
    assert.ok(error instanceof tidings.APIConnectionError);
    assert.ok(error.cause instanceof Error);
    assert.equal(error.mayHaveRun, false);
  });

  it('has the stack of the caller, and its own name and message on top', async () => {
    const run = await server.script({ status: 404, body: 'no' });
    const here = client(run);
    async function callerOfCreate() {
      await here.messages.create(PARAMS);
    }
    const error = await callerOfCreate().catch((error) => error);
    const [first, second] = error.stack.split('\n');
    assert.equal(first, `NotFoundError: ${error.message}`);
    assert.match(second, /callerOfCreate/);
  });

  it('of a stream has the stack of the caller that began it', async () => {
    const run = await server.script(cut('Hel', 'lo'));
    function callerOfStream() {
      return client(run).messages.stream(PARAMS);
    }
    const error = await callerOfStream().finalMessage().catch((error) => error);
    assert.equal(error.kind, 'transport');
    assert.match(error.stack.split('\n')[1], /callerOfStream/);
    assert.equal(error.partialMessage.content[0].text, 'Hello');
  });

  it('of a time limit says which', async () => {
    const error = await errorOf({ no_answer: 'hang' }, { timeout: 50 });
    assert.ok(error instanceof tidings.APIConnectionTimeoutError);
    assert.match(error.message, /head limit of 50ms/);
  });

  it('prints without body, headers and partial message', async () => {
    const run = await server.script(cut('PARTIAL-ANSWER'));
    const broken = await client(run).messages.stream(PARAMS).finalMessage().catch((error) => error);
    const json = { note: 'BODY-NOTE', error: { details: 'DETAIL-NOTE' } };
    const refused = await errorOf({ status: 400, headers: { 'x-note': 'HEADER-NOTE' }, json });
    assert.equal(broken.partialMessage.content[0].text, 'PARTIAL-ANSWER');
    assert.equal(refused.error.note, 'BODY-NOTE');
    for (const error of [broken, refused]) {
      const shown = inspect(error, { depth: 9 }) + JSON.stringify(error) + String(error);
      assert.doesNotMatch(shown, /PARTIAL-ANSWER|HEADER-NOTE|BODY-NOTE|DETAIL-NOTE/);
    }
  });
});
