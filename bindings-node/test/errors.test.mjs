// Errors: the table from kinds to classes, what an error carries, and where its stack points.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import * as codeClasses from '../dist/error-codes.js';
import { errorFrom } from '../dist/error-from.js';
import { ERROR_CLASSES } from '../dist/errors.js';
import * as tidings from 'tidings';
import { classNamed } from './support/classes.mjs';
import { cut } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const samples = createRequire(import.meta.url)('../tidings.node').errorSamples();
// A CommonJS module seen from here has a few names more.
const codes = Object.fromEntries(Object.entries(codeClasses).filter(([name]) => name.endsWith('Error')));
const server = await startServer();
const client = (run, options) => new tidings.Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0, ...options });

/** The error of a plain call that is answered like this. */
async function errorOf(answer, options) {
  const run = await server.script(answer);
  return client(run, options).messages.create(PARAMS).then(() => assert.fail('no error'), (error) => error);
}

describe('the table of classes', () => {
  it('has a class for every kind of the core, and no other kinds', () => {
    const kinds = new Set(samples.map(({ record }) => record.kind));
    assert.deepEqual(Object.keys(ERROR_CLASSES).sort(), [...kinds].sort());
  });

  it('has a class for every known code, and no others', () => {
    const named = samples.map(({ record }) => record.className).filter((name) => name in codes);
    assert.deepEqual(Object.keys(codes).sort(), named.sort());
  });

  for (const { parentClass, record } of samples) {
    it(`makes a ${record.className} of ${record.errorCode ?? record.kind}`, () => {
      const error = errorFrom({ ...record, attempts: 2, causes: ['a', 'b'] }, { stack: 'Error\n    at here' });
      const { constructor } = error;
      assert.ok(error instanceof tidings.AnthropicError && error instanceof Error);
      assert.equal(error.name, classNamed(record.className));
      assert.equal(tidings[error.name], constructor);
      if (classNamed(record.className) !== classNamed(parentClass)) {
        assert.equal(Object.getPrototypeOf(constructor), tidings[classNamed(parentClass)]);
      }
      assert.equal(error.kind, record.kind);
      assert.equal(error.errorCode ?? undefined, record.errorCode);
      assert.equal(error.attempts, 2);
      assert.equal(error.cause.message, 'a');
      assert.equal(error.cause.cause.message, 'b');
      assert.equal(error.stack, `${error.name}: ${record.message}\n    at here`);
    });
  }

  it('keeps the tree of the official package', () => {
    const parents = {
      APIError: 'AnthropicError', APIConnectionError: 'APIError', APIConnectionTimeoutError: 'APIConnectionError',
      APIUserAbortError: 'APIError', RateLimitError: 'APIError', OverloadedError: 'InternalServerError',
      ServiceUnavailableError: 'InternalServerError', GatewayTimeoutError: 'InternalServerError',
      InternalServerError: 'APIError', NotImplementedError: 'InternalServerError', StreamTruncatedError: 'APIConnectionError', ClosedError: 'APIError',
      LimitExceededError: 'APIResponseValidationError', StreamMalformedError: 'APIResponseValidationError',
    };
    for (const [child, parent] of Object.entries(parents)) {
      assert.equal(Object.getPrototypeOf(tidings[child]), tidings[parent], child);
      if (tidings.Anthropic[child]) assert.equal(tidings.Anthropic[child], tidings[child]);
    }
  });
});

describe('an error that a program makes', () => {
  const headers = new Headers({ 'request-id': 'req_1', 'x-seen': 'yes' });
  const details = { error_code: 'a_code', more: [1] };
  const body = { type: 'error', error: { type: 'rate_limit_error', message: 'slow', details } };

  it('of an answer has what the answer says', () => {
    const error = new tidings.RateLimitError(429, body, 'slow down', headers);
    assert.equal(error.message, '429 slow down');
    assert.deepEqual(
      [error.kind, error.status, error.type, error.apiMessage, error.errorCode, error.requestID, error.workspaceID],
      ['rate_limited', 429, 'rate_limit_error', 'slow', 'a_code', 'req_1', null],
    );
    assert.deepEqual([error.error, error.details], [body, details]);
    assert.equal(error.headers.get('x-seen'), 'yes');
  });

  it('of an answer without anything says so with null', () => {
    const error = new tidings.APIError(418, undefined, undefined, new Headers());
    assert.equal(error.kind, 'api_status');
    assert.deepEqual([error.type, error.apiMessage, error.errorCode, error.details, error.requestID], [null, null, null, null, null]);
    assert.equal(error.error, undefined);
  });

  it('of a call has its words and its cause', () => {
    const cause = new Error('below');
    const error = new tidings.APIConnectionError({ message: 'no route', cause });
    assert.deepEqual([error.message, error.cause, error.kind, error.requestID, error.headers], ['no route', cause, 'connect', undefined, undefined]);
    for (const kind of ['APIConnectionTimeoutError', 'APIUserAbortError']) {
      assert.equal(new tidings[kind]({ message: 'late' }).message, 'late');
      assert.ok(new tidings[kind]().message.length > 0);
    }
  });

  it('is of the class of its status', () => {
    const made = (status) => tidings.APIError.generate(status, body, undefined, headers).constructor.name;
    assert.deepEqual([400, 404, 418, 500, 529].map(made), ['BadRequestError', 'NotFoundError', 'APIError', 'InternalServerError', 'OverloadedError']);
    const cause = new Error('below');
    assert.equal(tidings.APIError.generate(undefined, cause, 'gone', undefined).cause, cause);
  });

  it('may be of a class of its own', () => {
    class Mine extends tidings.NotFoundError {}
    const error = new Mine(404, undefined, 'mine', headers);
    assert.deepEqual([error.name, error.kind, error.status], ['Mine', 'not_found', 404]);
  });
});

describe('an error', () => {
  it('carries status, type, request id, body and headers of the answer', async () => {
    const details = { error_code: 'too_fast' };
    const body = { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down.', details } };
    const headers = { 'request-id': 'req_01Test', 'anthropic-workspace-id': 'wrkspc_01', 'retry-after': '7', 'x-seen': 'yes', 'set-cookie': 'a=b' };
    const error = await errorOf({ status: 429, headers, json: body });
    assert.ok(error instanceof tidings.RateLimitError);
    assert.equal(error.status, 429);
    assert.equal(error.type, 'rate_limit_error');
    assert.equal(error.requestID, 'req_01Test');
    assert.equal(error.errorCode, 'too_fast');
    assert.equal(error.workspaceID, 'wrkspc_01');
    assert.equal(error.rawBody, JSON.stringify(body));
    assert.equal(error.apiMessage, 'Slow down.');
    assert.ok(error.message.includes('Slow down.') && error.message.includes('req_01Test'), error.message);
    assert.equal(error.retryAfter, 7000);
    assert.equal(error.attempts, 1);
    assert.equal(error.sent, 'full');
    assert.ok(error.elapsed > 0);
    assert.deepEqual(error.details, details);
    assert.equal(error.partialMessage, undefined);
    assert.equal(error.reason, undefined);
    assert.equal(error.mayHaveRun, false);
    assert.equal(error.isRetryable, true);
    assert.deepEqual(error.error, body);
    assert.equal(error.headers.get('x-seen'), 'yes');
    assert.equal(error.headers.has('set-cookie'), false);
  });

  it('of a known code has its class', async () => {
    const details = { error_code: 'thread_not_found' };
    const error = await errorOf({ status: 404, json: { error: { type: 'not_found_error', message: 'm', details } } });
    assert.ok(error instanceof tidings.ThreadNotFoundError && error instanceof tidings.NotFoundError);
    assert.equal(error.name, 'ThreadNotFoundError');
  });

  it('shows a body that is not JSON as text', async () => {
    const error = await errorOf({ status: 502, body: '<h1>Bad gateway</h1>' });
    assert.ok(error instanceof tidings.InternalServerError);
    assert.equal(error.error, '<h1>Bad gateway</h1>');
    assert.equal(error.rawBody, '<h1>Bad gateway</h1>');
    assert.equal(error.apiMessage, null);
    assert.equal(error.errorCode, null);
    assert.equal(error.requestID, null);
    assert.equal(error.mayHaveRun, true);
  });

  it('of a refused connection has the causes below it', async () => {
    const nowhere = new tidings.Client({ apiKey: 'k', baseURL: 'http://127.0.0.1:1', maxRetries: 0 });
    const error = await nowhere.messages.create(PARAMS).catch((error) => error);
    assert.ok(error instanceof tidings.APIConnectionError);
    assert.ok(error.cause instanceof Error);
    assert.equal(error.reason, 'refused');
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
    assert.equal(error.reason, 'head_limit');
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
