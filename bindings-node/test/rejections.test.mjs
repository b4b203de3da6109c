// Whatever way a call fails, and whatever is done with it: nothing of it becomes an unhandled rejection or an uncaught exception.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answer, cut, hanging, START } from './support/answers.mjs';
import { start } from './support/program.mjs';
import { startServer } from './support/server.mjs';

const server = await startServer();
const FAILURE = { type: 'error', error: { type: 'overloaded_error', message: 'Not now.' } };
const BAD_JSON = { ...answer([START]), body: `${answer([START]).body}event: content_block_start\ndata: {"type":\n\n` };

/** Ways to fail: what the server does, and the environment of the program. */
const WAYS = {
  'a stream that breaks off': [cut('a', 'b')],
  'a stream that ends early': [answer([START])],
  'an error in a stream': [answer([START, { event: 'error', data: FAILURE }])],
  'an error as the first event': [answer([{ event: 'error', data: FAILURE }])],
  'a stream that is no JSON': [BAD_JSON],
  'a stream that falls silent': [hanging('a'), { OPTIONS: '{"timeout":{"idle":100,"head":100}}' }],
  'a refusal': [{ status: 529, json: FAILURE }],
  'a bad request': [{ status: 400, json: { type: 'error', error: { type: 'invalid_request_error', message: 'No.' } } }],
  'a web page': [{ headers: { 'content-type': 'text/html' }, body: '<h1>Hello</h1>' }],
  'no answer': [{ no_answer: 'reset' }],
  'no answer in time': [{ no_answer: 'hang' }, { OPTIONS: '{"timeout":{"head":100}}' }],
  'no connection': [{ status: 500 }, { OPTIONS: '{"baseURL":"http://127.0.0.1:1"}' }],
  'a signal': [hanging('a'), { SIGNAL: '50' }],
  'a signal that has fired already': [hanging('a'), { SIGNAL: '0' }],
  'a wrong parameter': [{ status: 500 }, { WRONG: '{"max_tokens":0}' }],
  'a closed client': [{ status: 500 }, { CLOSED: '1' }],
  'no credential': [{ status: 500 }, { ANTHROPIC_API_KEY: '' }],
};

describe('nothing is left unheard of', { concurrency: 4 }, () => {
  for (const [way, [reply, env = {}]] of Object.entries(WAYS)) {
    it(way, async () => {
      const { baseURL } = await server.script(reply);
      const { code, stdout, stderr } = await start('fails-in-every-way.mjs', { baseURL, flags: ['--expose-gc'], env }).ended;
      assert.deepEqual([code, stdout, stderr], [0, 'nothing was left unheard\n', '']);
    });
  }
});
