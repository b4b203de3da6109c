// What the tables that every language runs have in common here: options in this language's names, and comparing what came.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnthropicError } from 'tidings';
import { classNamed } from './classes.mjs';
import { STREAMS } from './server.mjs';

/** The ways to make a call of this mode, each by its name. */
export const waysOf = (mode) => (mode === 'stream' ? [helper, raw] : [create]);

async function create(messages, params, options) {
  try {
    const message = await messages.create(params, options);
    return { message, text: textOf(message) };
  } catch (error) {
    return { error };
  }
}

/** All ways to read the helper at once: they must agree. */
async function helper(messages, params, options, seen = () => {}) {
  const [events, heard, pieces] = [[], [], []];
  const stream = messages.stream(params, options).on('streamEvent', (event) => heard.push(event.type));
  const texts = (async () => {
    for await (const piece of stream.textStream()) pieces.push(piece);
  })();
  texts.catch(() => {});
  let message, error;
  try {
    for await (const event of stream) {
      events.push(event.type);
      seen(stream);
    }
    message = await stream.finalMessage();
  } catch (caught) {
    if (!(caught instanceof AnthropicError)) throw caught;
    error = caught;
    await assert.rejects(stream.finalMessage(), (again) => again === error);
    await assert.rejects(texts, (again) => again === error);
  }
  assert.deepEqual(heard, events);
  return { message, error, events, text: pieces.join('') };
}

async function raw(messages, params, options, seen = () => {}) {
  const events = [];
  let [text, error] = [''];
  try {
    const stream = await messages.create({ ...params, stream: true }, options);
    for await (const event of stream) {
      events.push(event.type);
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
      seen(stream);
    }
  } catch (caught) {
    if (!(caught instanceof AnthropicError)) throw caught;
    error = caught;
  }
  return { error, events, text };
}

/** Compares what came of a call with what a row expects of it. */
export function check(outcome, expect) {
  if (expect.error) checkError(outcome.error, expect.error);
  else if (outcome.error) throw outcome.error;
  if (expect.message) assert.deepEqual(normal(outcome.message), normal(expect.message));
  if (expect.message_fixture && outcome.message) {
    assert.deepEqual(normal(outcome.message), normal(fixture(expect.message_fixture)));
  }
  if (expect.text !== undefined) assert.equal(outcome.text, expect.text);
  if (expect.events) assert.deepEqual(outcome.events, expect.events);
}

function checkError(error, expected) {
  assert.ok(error, `an error of kind ${expected.kind} was expected`);
  assert.ok(error instanceof AnthropicError, String(error));
  assert.equal(error.kind, expected.kind, error.message);
  for (const [name, value] of Object.entries(facts(error))) {
    if (expected[name] !== undefined) assert.deepEqual(value, expected[name], `${name} of ${error.message}`);
  }
  for (const part of [expected.message_contains ?? '', ...(expected.message_lists ?? [])]) {
    assert.ok(error.message.includes(part), `${error.message} lacks ${part}`);
  }
  for (const part of expected.message_lacks ?? []) assert.ok(!error.message.includes(part), `${error.message} has ${part}`);
  if (expected.class !== undefined) assert.equal(error.name, classNamed(expected.class));
  if (expected.retry_after !== undefined) assert.equal(error.retryAfter, expected.retry_after * 1000);
  if (expected.hint_ignored) assert.equal(error.retryAfter, undefined);
  if (expected.partial_fixture) {
    assert.deepEqual(normal(error.partialMessage ?? null), normal(fixture(expected.partial_fixture).partial_message));
  }
}

/** The facts of an error under the names of the tables; what is not there is null in them. */
function facts(error) {
  return {
    reason: error.reason ?? null,
    sent: error.sent,
    may_have_run: error.mayHaveRun,
    retryable: error.isRetryable,
    attempts: error.attempts,
    status: error.status ?? null,
    type: error.type ?? null,
    error_code: error.errorCode ?? null,
    details: error.details ?? null,
    api_message: error.apiMessage ?? null,
    workspace_id: error.workspaceID ?? null,
    request_id: error.requestID ?? null,
    raw_body: error.rawBody ?? null,
    partial_text: error.partialMessage && textOf(error.partialMessage),
  };
}

/** Compares what the server has seen. */
export function checkRequests(seen, { requests, sent }) {
  if (requests !== undefined) assert.equal(seen.length, requests);
  if (!sent) return;
  const last = seen.at(-1);
  if (sent.method) assert.equal(last.method, sent.method);
  if (sent.path) assert.equal(last.path, sent.path);
  for (const [name, value] of Object.entries(sent.headers ?? {})) assert.equal(last.headers[name] ?? null, value, name);
  for (const [name, value] of Object.entries(sent.body ?? {})) assert.deepEqual(last.body[name] ?? null, value, name);
}

/** The options of a client as a table writes them, under the names of this language. */
export function clientOptions(row) {
  return {
    baseURL: row.base_url,
    apiKey: row.auth_token === undefined ? (row.api_key ?? 'test-key') : undefined,
    authToken: row.auth_token,
    apiKeyHeader: row.api_key_header,
    anthropicVersion: row.anthropic_version,
    ...retries(row),
    pressure: row.pressure,
    maxInFlight: row.max_in_flight,
    maxConnections: row.max_connections,
    proxy: row.proxy,
    trustEnv: row.trust_env,
    caBundle: row.ca_bundle,
    http2: row.http2,
    localAddress: row.local_address,
    defaultHeaders: row.default_headers,
    timeout: milliseconds(row.timeout),
    validation: row.validation,
    streamLongCalls: row.stream_long_calls,
  };
}

/** The options of a call. */
export function callOptions(row) {
  return {
    headers: row.extra_headers,
    ...retries(row),
    timeout: milliseconds(row.timeout),
    validation: row.validation,
    streamLongCalls: row.stream_long_calls,
  };
}

function retries(row) {
  return {
    maxRetries: row.max_retries,
    maxRetryAfter: row.max_retry_after === undefined ? undefined : row.max_retry_after * 1000,
    throttlePatience: row.throttle_patience === undefined ? undefined : row.throttle_patience * 1000,
    retryAmbiguous: row.retry_ambiguous,
    retryOnTimeout: row.retry_on_timeout,
  };
}

function milliseconds(timeout) {
  return timeout && Object.fromEntries(Object.entries(timeout).map(([part, seconds]) => [part, seconds * 1000]));
}

const fixture = (name) => JSON.parse(readFileSync(join(STREAMS, `${name}.json`), 'utf8'));
const normal = (message) => message && { ...message, stop_details: message.stop_details ?? null };
const textOf = (message) => message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
