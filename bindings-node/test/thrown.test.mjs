// What the caller's own code throws, or makes of errors, and what comes of it.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { BadRequestError, Client, ValidationError } from 'tidings';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const client = new Client({ apiKey: 'k', baseURL: server.url });
const thrower = (name, thrown) => Object.defineProperty({}, name, { enumerable: true, get() { throw thrown; } });

const CALLS = {
  'a message': (thrown) => client.messages.create(thrower('model', thrown)),
  'a stream': (thrown) => client.messages.stream(thrower('model', thrown)).done(),
  'a count': (thrown) => client.messages.countTokens(thrower('model', thrown)),
  'options': (thrown) => client.messages.create(PARAMS, thrower('timeout', thrown)),
  'a list': (thrown) => client.models.list(thrower('limit', thrown)),
};

describe('what a getter throws', () => {
  for (const [name, call] of Object.entries(CALLS)) {
    it(`comes back as it is: ${name}`, async () => {
      for (const thrown of [Object.freeze(new Error('mine')), new RangeError('mine'), 'a text']) {
        const stack = thrown?.stack;
        const caught = await call(thrown).then(() => assert.fail('it was sent'), (error) => error);
        assert.equal(caught, thrown);
        assert.equal(caught?.stack, stack);
      }
    });
  }
});

describe('errors of a program that makes stacks its own way', () => {
  const { stackTraceLimit } = Error;
  after(() => {
    Error.prepareStackTrace = undefined;
    Error.stackTraceLimit = stackTraceLimit;
  });

  for (const [way, set] of [
    ['as objects', () => { Error.prepareStackTrace = (_, sites) => ({ sites }); }],
    ['as lists', () => { Error.prepareStackTrace = (_, sites) => sites; }],
    ['not at all', () => { Error.prepareStackTrace = undefined; Error.stackTraceLimit = 0; }],
  ]) {
    it(`are told all the same: ${way}`, async () => {
      set();
      const refused = await server.script({ status: 400, json: { type: 'error', error: { type: 'invalid_request_error', message: 'No.' } } });
      const calls = [
        client.messages.create(5).catch((error) => error),
        new Client({ apiKey: 'k', baseURL: refused.baseURL }).messages.create(PARAMS).catch((error) => error),
      ];
      const [wrong, answered] = await Promise.all(calls);
      Error.prepareStackTrace = undefined;
      assert.ok(wrong instanceof ValidationError);
      assert.ok(answered instanceof BadRequestError);
      assert.match(answered.stack, /^BadRequestError: 400/);
    });
  }
});
