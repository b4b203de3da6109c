// Section 1.7: answers behind the objects: `withResponse` and `asResponse`.
import { CALL, error, message, messageBody, ok, text, textBlock, textStream } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, plain, read } from '../plain.mjs';

const example = examples('raw');
const HEADERS = { 'X-Mine': '1', 'anthropic-ratelimit-requests-remaining': '7' };

example('an object and its answer', { script: ok(messageBody([textBlock('Hi')]), HEADERS) }, async ({ client }) => {
  const { data, response, request_id, workspace_id } = await client.messages.create(CALL).withResponse();
  return [data, response.status, response.headers.get('x-mine'), request_id, workspace_id];
});

example('everything of an answer', { script: ok(messageBody([textBlock('Hi')]), HEADERS) }, async ({ client, url }) => {
  const { response } = await client.messages.create(CALL).withResponse();
  return {
    class: response instanceof Response, status: response.status, statusText: response.statusText, ok: response.ok,
    url: response.url.replace(url, ''), redirected: response.redirected, type: response.type, bodyUsed: response.bodyUsed,
    remaining: response.headers.get('anthropic-ratelimit-requests-remaining'), none: response.headers.get('none'),
    has: response.headers.has('X-MINE'), content: response.headers.get('content-type'),
  };
});

example('the headers of an answer one by one', { script: ok(messageBody([textBlock('Hi')]), HEADERS) }, async ({ client }) => {
  const response = await client.messages.create(CALL).asResponse();
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)));
  await response.text();
  return headers;
});

example('the body as JSON', async ({ client }) => (await client.messages.create(CALL).asResponse()).json());

example('the body as text', { script: ok({ b: 1, a: 'ü' }) }, async ({ client }) => {
  const response = await client.messages.create(CALL).asResponse();
  return [await response.text(), response.bodyUsed];
});

example('the body as bytes', { script: text('{"a":  1}', 'application/json') }, async ({ client }) =>
  new Uint8Array(await (await client.messages.create(CALL).asResponse()).arrayBuffer()));

example('the body is not read', async ({ client }) => {
  const response = await client.messages.create(CALL).asResponse();
  await response.body?.cancel();
  return [response.status, response.headers.get('request-id')];
});

example('the answer in the first moment, the object later', async ({ client }) => {
  const promise = client.messages.create(CALL);
  const response = await promise.asResponse();
  return [response.status, response.bodyUsed, (await promise).id];
});

example('the object first, the answer later', async ({ client }) => {
  const promise = client.messages.create(CALL);
  const message = await promise;
  const response = await promise.asResponse();
  const again = await promise.withResponse();
  return [message.id, response.status, again.data === message];
});

example('both at once', async ({ client }) => {
  const promise = client.messages.create(CALL);
  const [response, { data }] = await Promise.all([promise.asResponse(), promise.withResponse()]);
  return [response.status, data.id];
});

example('an answer that is an error', { script: error(400, 'invalid_request_error') }, async ({ Anthropic }) => {
  const client = new Anthropic({ maxRetries: 0 });
  return [await caught(client.messages.create(CALL).asResponse()), await caught(client.messages.create(CALL).withResponse())];
});

example('an answer after a retry', { script: [error(500, 'api_error'), message()] }, async ({ client }) => {
  const { data, response } = await client.messages.create(CALL).withResponse();
  return [data.id, response.status];
});

example('an answer that is no JSON', { script: text('just text', 'text/plain') }, async ({ client }) =>
  (await client.messages.create(CALL).asResponse()).text());

example('an answer that is broken JSON', { script: text('{broken', 'application/json') }, async ({ client }) =>
  (await client.messages.create(CALL).asResponse()).text());

example('the lines of a stream', { script: textStream(['Hi']) }, async ({ client }) => {
  const response = await client.messages.create({ ...CALL, stream: true }).asResponse();
  const decoder = new TextDecoder();
  let told = '';
  for await (const piece of response.body) told += decoder.decode(piece, { stream: true });
  return told;
});

example('a stream that is left by its bytes', { script: { ...textStream(), delivery: { pause_ms: 10 } } }, async ({ client }) => {
  const response = await client.messages.create({ ...CALL, stream: true }).asResponse();
  const reader = response.body.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value).startsWith('event: message_start');
});

example('a stream and its answer', { script: textStream() }, async ({ client }) => {
  const { data, response } = await client.messages.create({ ...CALL, stream: true }).withResponse();
  return [response.headers.get('content-type'), (await read(data)).found];
});

example('the answers of other calls', { script: ok({ id: 'x', input_tokens: 3 }) }, async ({ client }) => {
  const told = [];
  const { model, messages } = CALL;
  const calls = [() => client.models.retrieve('a'), () => client.messages.countTokens({ model, messages }),
    () => client.files.retrieveMetadata('f')];
  for (const call of calls) {
    const { data, response } = await call().withResponse();
    told.push([plain(data), response.status]);
  }
  return told;
});

example('an answer of beta', async ({ client }) => {
  const { data, request_id } = await client.beta.messages.create({ ...CALL, betas: ['one'] }).withResponse();
  return [data.id, request_id];
});

example('an aborted answer', { script: { no_answer: 'hang' } }, async ({ client }) => {
  const signal = AbortSignal.timeout(50);
  return [await caught(client.messages.create(CALL, { signal }).asResponse())];
});

example('the promise is chained', async ({ client }) => {
  const told = [];
  const id = await client.messages.create(CALL).then((message) => message.id).finally(() => told.push('finally'));
  return [id, told];
});

example('promises in company', async ({ client }) => {
  const calls = [client.messages.create(CALL), client.messages.create(CALL)];
  const settled = await Promise.allSettled(calls);
  const first = await Promise.race([client.messages.create(CALL)]);
  return [settled.map(({ status, value }) => [status, value.id]), first.id];
});
