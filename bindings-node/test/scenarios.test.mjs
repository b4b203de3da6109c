// The scenario table that every language runs, row by row.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AnthropicError, Client } from 'tidings';
import { classNamed } from './support/classes.mjs';
import { PARAMS, SCENARIOS, startServer, STREAMS } from './support/server.mjs';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const tables = readdirSync(SCENARIOS).filter((name) => name.endsWith('.json')).sort();
const server = await startServer();

for (const table of tables) {
  describe(table, { concurrency: 8 }, () => {
    for (const row of readJson(join(SCENARIOS, table))) {
      const ways = row.call?.mode === 'stream' ? [helper, raw] : [create];
      for (const way of ways) it(`${row.name} (${way.name}): ${row.why}`, () => run(row, way));
    }
  });
}

async function run({ name, call = {}, expect }, way) {
  const played = server.play(name);
  const client = new Client(clientOptions(call.client ?? {}, played.baseURL));
  const outcome = await way(client.messages, call.request ?? PARAMS, callOptions(call.options ?? {}));
  if (expect.error) checkError(outcome.error, expect.error);
  else if (outcome.error) throw outcome.error;
  if (expect.message) assert.deepEqual(normal(outcome.message), normal(expect.message));
  if (expect.message_fixture && outcome.message) {
    assert.deepEqual(normal(outcome.message), normal(fixture(expect.message_fixture)));
  }
  if (expect.text !== undefined) assert.equal(outcome.text, expect.text);
  if (expect.events) assert.deepEqual(outcome.events, expect.events);
  await checkServer(played, expect);
}

async function create(messages, params, options) {
  try {
    const message = await messages.create(params, options);
    return { message, text: textOf(message) };
  } catch (error) {
    return { error };
  }
}

/** All ways to read the helper at once: they must agree. */
async function helper(messages, params, options) {
  const [events, heard, pieces] = [[], [], []];
  const stream = messages.stream(params, options).on('streamEvent', (event) => heard.push(event.type));
  const texts = (async () => {
    for await (const piece of stream.textStream()) pieces.push(piece);
  })();
  texts.catch(() => {});
  let message, error;
  try {
    for await (const event of stream) events.push(event.type);
    message = await stream.finalMessage();
  } catch (caught) {
    error = caught;
    await assert.rejects(stream.finalMessage(), (again) => again === error);
    await assert.rejects(texts, (again) => again === error);
  }
  assert.deepEqual(heard, events);
  return { message, error, events, text: pieces.join('') };
}

async function raw(messages, params, options) {
  const events = [];
  let [text, error] = [''];
  try {
    for await (const event of await messages.create({ ...params, stream: true }, options)) {
      events.push(event.type);
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    }
  } catch (caught) {
    error = caught;
  }
  return { error, events, text };
}

function checkError(error, expected) {
  assert.ok(error, `an error of kind ${expected.kind} was expected`);
  assert.ok(error instanceof AnthropicError, String(error));
  assert.equal(error.kind, expected.kind);
  if (expected.reason !== undefined) assert.equal(error.reason ?? null, expected.reason);
  if (expected.sent !== undefined) assert.equal(error.sent, expected.sent);
  if (expected.may_have_run !== undefined) assert.equal(error.mayHaveRun, expected.may_have_run);
  if (expected.status !== undefined) assert.equal(error.status, expected.status);
  if (expected.type !== undefined) assert.equal(error.type, expected.type);
  if (expected.error_code !== undefined) assert.equal(error.errorCode, expected.error_code);
  if (expected.details !== undefined) assert.deepEqual(error.details, expected.details);
  if (expected.api_message !== undefined) assert.equal(error.apiMessage ?? null, expected.api_message);
  if (expected.workspace_id !== undefined) assert.equal(error.workspaceID, expected.workspace_id);
  if (expected.raw_body !== undefined) assert.equal(error.rawBody, expected.raw_body);
  if (expected.class !== undefined) assert.equal(error.name, classNamed(expected.class));
  if (expected.message_contains) assert.ok(error.message.includes(expected.message_contains), error.message);
  for (const part of expected.message_lists ?? []) assert.ok(error.message.includes(part), `${error.message} lacks ${part}`);
  if (expected.request_id !== undefined) assert.equal(error.requestID, expected.request_id);
  if (expected.retry_after !== undefined) assert.equal(error.retryAfter, expected.retry_after * 1000);
  if (expected.attempts !== undefined) assert.equal(error.attempts, expected.attempts);
  if (expected.partial_text !== undefined) assert.equal(textOf(error.partialMessage), expected.partial_text);
  if (expected.partial_fixture) {
    assert.deepEqual(normal(error.partialMessage ?? null), normal(fixture(expected.partial_fixture).partial_message));
  }
}

async function checkServer(played, { requests, sent }) {
  const seen = await played.requests();
  if (requests !== undefined) assert.equal(seen.length, requests);
  if (!sent) return;
  const last = seen.at(-1);
  if (sent.method) assert.equal(last.method, sent.method);
  if (sent.path) assert.equal(last.path, sent.path);
  for (const [name, value] of Object.entries(sent.headers ?? {})) assert.equal(last.headers[name] ?? null, value, name);
  for (const [name, value] of Object.entries(sent.body ?? {})) assert.deepEqual(last.body[name] ?? null, value, name);
}

function clientOptions(row, baseURL) {
  return {
    baseURL,
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
    http2: row.http2,
    localAddress: row.local_address,
    defaultHeaders: row.default_headers,
    timeout: milliseconds(row.timeout),
    validation: row.validation,
    streamLongCalls: row.stream_long_calls,
  };
}

function callOptions(row) {
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

const fixture = (name) => readJson(join(STREAMS, `${name}.json`));
const normal = (message) => message && { ...message, stop_details: message.stop_details ?? null };
const textOf = (message) => message?.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
