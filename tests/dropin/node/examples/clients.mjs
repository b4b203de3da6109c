// Section 1.1: the client, its options, copies of it, and the environment.
import { inspect } from 'node:util';
import { CALL, error, message, ok } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught } from '../plain.mjs';

const example = examples('clients');

example('a client from the environment', async ({ Anthropic }) => (await new Anthropic().messages.create(CALL)).id);

example('a client with options', { env: { ANTHROPIC_BASE_URL: 'http://nowhere.invalid' } }, async ({ Anthropic, url }) => {
  const client = new Anthropic({ apiKey: 'sk-mine', baseURL: url, timeout: 20_000, maxRetries: 1 });
  return (await client.messages.create(CALL)).id;
});

example('names of the class', async ({ Anthropic, sdk }) => [
  sdk.Anthropic === Anthropic, Anthropic.Anthropic !== undefined, new Anthropic() instanceof sdk.BaseAnthropic, Anthropic.name,
    typeof Anthropic,
]);

example('without new', async ({ Anthropic }) => caught(() => Anthropic()));

example('a token', async ({ Anthropic }) => {
  const client = new Anthropic({ authToken: 'token-1' });
  await client.messages.create(CALL);
  return [client.apiKey, client.authToken];
});

example('a token of the environment', { env: { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: 'token-2' } }, async ({ Anthropic }) => {
  const client = new Anthropic();
  await client.messages.create(CALL);
  return [client.apiKey, client.authToken];
});

example('a key and a token of the environment', { env: { ANTHROPIC_AUTH_TOKEN: 'token-2' } }, async ({ Anthropic }) => {
  const client = new Anthropic();
  await client.messages.create(CALL);
  return client.apiKey;
});

example('a key and a token together', async ({ Anthropic }) => caught(() => new Anthropic({ apiKey: 'a', authToken: 'b' })));

example('a key that is given hides the environment', { env: { ANTHROPIC_AUTH_TOKEN: 'token-2' } }, async ({ Anthropic }) => {
  const client = new Anthropic({ apiKey: 'sk-mine' });
  await client.messages.create(CALL);
  return client.authToken;
});

example('a key that is null', async ({ Anthropic }) => {
  const client = new Anthropic({ apiKey: null, authToken: 'token-1' });
  await client.messages.create(CALL);
  return [client.apiKey, client.authToken];
});

example('a key that is blank', { env: { ANTHROPIC_API_KEY: '  ' } }, async ({ Anthropic }) => {
  const client = new Anthropic();
  return [client.apiKey, (await caught(client.messages.create(CALL))) instanceof Error];
});

example('a key of blanks around', { env: { ANTHROPIC_API_KEY: ' sk-padded ' } }, async ({ Anthropic }) => {
  await new Anthropic().messages.create(CALL);
});

example('a key by a function', async ({ Anthropic }) => {
  let calls = 0;
  const client = new Anthropic({ apiKey: async () => `sk-${(calls += 1)}` });
  await client.messages.create(CALL);
  await client.messages.create(CALL);
  return calls;
});

example('a key by a function that fails', async ({ Anthropic }) => {
  const client = new Anthropic({ maxRetries: 0, apiKey: () => Promise.reject(new Error('no key today')) });
  const error = await caught(client.messages.create(CALL));
  return [error instanceof Anthropic.AnthropicError, error.message.includes('no key today') || error.cause?.message === 'no key today'];
});

example('there is no credential', { env: { ANTHROPIC_API_KEY: '' } }, async ({ Anthropic }) =>
  caught(new Anthropic().messages.create(CALL)));

example('a credential by a header alone', { env: { ANTHROPIC_API_KEY: '' } }, async ({ Anthropic }) => {
  await new Anthropic({ defaultHeaders: { authorization: 'Bearer mine' } }).messages.create(CALL);
});

example('a provider of tokens', { script: ok({}) }, async ({ Anthropic }) => {
  let calls = 0;
  const client = new Anthropic({ credentials: async () => ({ token: `token-${(calls += 1)}`, expiresAt: null }) });
  await client.get('/v1/a');
  await client.get('/v1/b');
  return calls;
});

example('a provider is asked again after a 401', { script: [error(401, 'authentication_error'), message()] }, async ({ Anthropic }) => {
  let calls = 0;
  const client = new Anthropic({ credentials: async () => ({ token: `token-${(calls += 1)}`, expiresAt: null }) });
  return [(await client.messages.create(CALL)).id, calls];
});

example('headers of the environment', {
  env: { ANTHROPIC_CUSTOM_HEADERS: 'X-One: 1\nX-Two:  two: 2 \nnonsense' },
}, async ({ Anthropic }) => {
  await new Anthropic({ defaultHeaders: { 'x-three': '3' } }).messages.create(CALL);
});

example('headers of the client before those of the environment', {
  env: { ANTHROPIC_CUSTOM_HEADERS: 'X-One: 1' },
}, async ({ Anthropic }) => {
  await new Anthropic({ defaultHeaders: { 'X-One': 'client' } }).messages.create(CALL);
});

example('headers and query of a client', async ({ Anthropic }) => {
  const client = new Anthropic({ defaultHeaders: { 'X-Mine': '1', 'X-Gone': null }, defaultQuery: { a: '1', b: 'x', c: undefined } });
  await client.messages.create(CALL, { query: { a: '2' } });
});

example('headers of a client as an object of fetch', async ({ Anthropic }) => {
  await new Anthropic({ defaultHeaders: new Headers({ 'x-mine': '1' }) }).messages.create(CALL);
});

example('the version of the API of a client', async ({ Anthropic }) => {
  await new Anthropic({ defaultHeaders: { 'anthropic-version': '2023-06-01' } }).messages.create(CALL);
});

example('a client without the header of its version', async ({ Anthropic }) => {
  await new Anthropic({ defaultHeaders: { 'x-mine': null } }).messages.create(CALL);
});

example('the attributes of a client', async ({ Anthropic, url }) => {
  const client = new Anthropic({ apiKey: 'sk-mine', maxRetries: 5, timeout: 12_500 });
  return [client.apiKey, client.authToken, client.baseURL.replace(url, ''), client.maxRetries, client.timeout];
});

example('the defaults of a client', async ({ Anthropic }) => {
  const client = new Anthropic();
  return [client.maxRetries, client.timeout, Anthropic.DEFAULT_TIMEOUT];
});

example('the default URL', { env: { ANTHROPIC_BASE_URL: '' } }, async ({ Anthropic }) =>
  [new Anthropic().baseURL, new Anthropic({ baseURL: null }).baseURL]);

example('a base URL that is undefined', async ({ Anthropic, url }) => new Anthropic({ baseURL: undefined }).baseURL === url);

example('a base URL with a slash', async ({ Anthropic, url }) => (await new Anthropic({ baseURL: `${url}/` }).messages.create(CALL)).id);

example('attributes are set later', async ({ Anthropic, url }) => {
  const client = new Anthropic({ baseURL: 'http://nowhere.invalid', maxRetries: 0 });
  client.baseURL = url;
  client.timeout = 3000;
  client.maxRetries = 1;
  client.apiKey = 'sk-later';
  return [(await client.messages.create(CALL)).id, client.timeout, client.maxRetries, client.apiKey];
});

example('a timeout that is no number of milliseconds', async ({ Anthropic }) =>
  (await caught(async () => new Anthropic({ timeout: -1 }).messages.create(CALL))) instanceof Error);

example('retries that are no number', async ({ Anthropic }) =>
  (await caught(async () => new Anthropic({ maxRetries: 'many' }).messages.create(CALL))) instanceof Error);

example('a copy with other options', async ({ Anthropic }) => {
  const client = new Anthropic({ defaultHeaders: { 'x-a': '1' }, defaultQuery: { q: '1' }, maxRetries: 3 });
  const other = client.withOptions({ maxRetries: 7, timeout: 3000 });
  await other.messages.create(CALL);
  return [client.maxRetries, other.maxRetries, other.timeout, other instanceof Anthropic];
});

example('a copy with other headers and another query', async ({ Anthropic }) => {
  const client = new Anthropic({ defaultHeaders: { 'x-a': '1' }, defaultQuery: { q: '1' } });
  await client.withOptions({ defaultHeaders: { 'x-b': '2' }, defaultQuery: { r: '2' } }).messages.create(CALL);
});

example('a copy with another key', async ({ Anthropic }) => {
  const client = new Anthropic({ apiKey: 'one' });
  const other = client.withOptions({ apiKey: 'two' });
  await other.messages.create(CALL);
  await client.messages.create(CALL);
  return [client.apiKey, other.apiKey];
});

example('a copy with a token', async ({ Anthropic }) => {
  const other = new Anthropic({ apiKey: 'one' }).withOptions({ authToken: 'two' });
  await other.messages.create(CALL);
  return [other.apiKey, other.authToken];
});

example('a copy with another URL', async ({ Anthropic, url }) => {
  const client = new Anthropic({ baseURL: 'http://nowhere.invalid' });
  return (await client.withOptions({ baseURL: url }).messages.create(CALL)).id;
});

example('a copy of a client that was changed', async ({ Anthropic }) => {
  const client = new Anthropic({ maxRetries: 1 });
  client.maxRetries = 4;
  client.timeout = 5000;
  const other = client.withOptions({});
  return [other.maxRetries, other.timeout];
});

example('a copy of a copy', async ({ client }) => {
  const other = client.withOptions({ maxRetries: 4 }).withOptions({ timeout: 2000 });
  await other.messages.create(CALL);
  return [other.maxRetries, other.timeout];
});

example('options for one call', async ({ client }) =>
  (await client.withOptions({ timeout: 5000, maxRetries: 5 }).messages.create(CALL)).id);

example('a subclass of the client', async ({ Anthropic }) => {
  class Mine extends Anthropic {
    async hello() {
      return (await this.messages.create(CALL)).id;
    }
  }
  const mine = new Mine();
  return [await mine.hello(), mine instanceof Anthropic];
});

example('a client that is shown', async ({ Anthropic }) => {
  const client = new Anthropic({ apiKey: 'sk-secret', defaultHeaders: { 'x-token': 'sk-other' } });
  return [inspect(client, { depth: 9 }).includes('sk-'), JSON.stringify({ baseURL: client.baseURL }).includes('sk-')];
});

example('options that do nothing here', async ({ Anthropic }) => {
  const client = new Anthropic({ dangerouslyAllowBrowser: true, logLevel: 'off', openTelemetry: false, middleware: [] });
  return [(await client.messages.create(CALL)).id, client.logLevel];
});

example('a logger', { script: [error(500, 'api_error'), message()] }, async ({ Anthropic }) => {
  const told = [];
  const logger = Object.fromEntries(['error', 'warn', 'info', 'debug'].map((level) => [level, () => told.push(level)]));
  await new Anthropic({ logger, logLevel: 'debug' }).messages.create(CALL);
  return told.length > 0;
});

example('a level of the log of the environment', { env: { ANTHROPIC_LOG: 'warn' } }, async ({ Anthropic }) => new Anthropic().logLevel);

example('an option that does not exist', async ({ Anthropic }) => caught(() => new Anthropic({ colour: 'red' })));

example('fetch of ones own', async ({ Anthropic }) => {
  let calls = 0;
  const own = (...given) => {
    calls += 1;
    return fetch(...given);
  };
  await new Anthropic({ fetch: own }).messages.create(CALL);
  return calls;
});

example('a middleware', async ({ Anthropic }) => {
  const told = [];
  const middleware = [async (request, next) => {
    told.push(request.method);
    return next(request);
  }];
  await new Anthropic({ middleware }).messages.create(CALL);
  return told;
});

example('a log of everything', { env: { ANTHROPIC_LOG: 'debug' } }, async ({ Anthropic }) =>
  (await new Anthropic().messages.create(CALL)).id);

example('a key of webhooks', async ({ Anthropic }) => new Anthropic({ webhookKey: 'whsec_a' }).webhookKey);

example('telemetry', async ({ Anthropic }) => (await new Anthropic({ openTelemetry: { propagation: false } }).messages.create(CALL)).id);

example('a profile that does not exist', async ({ Anthropic }) =>
  (await caught(async () => new Anthropic({ profile: 'nobody' }).messages.create(CALL))) instanceof Error);

example('the resources of a client', async ({ client }) => [
  ['messages', 'models', 'files', 'beta'].map((name) => typeof client[name]), client.messages === client.messages,
  typeof client.messages.batches, ['messages', 'models', 'files'].map((name) => typeof client.beta[name]),
]);

example('the classes of resources', async ({ Anthropic, client, load }) => {
  const { Messages, Batches } = await load('/resources/messages');
  const { Models } = await load('/resources/models');
  const { Files } = await load('/resources/files');
  const { Beta } = await load('/resources/beta');
  return [
    client.messages instanceof Messages, client.messages instanceof Anthropic.Messages, client.messages.batches instanceof Batches,
    client.models instanceof Models, client.models instanceof Anthropic.Models, client.files instanceof Files, client.beta instanceof Beta,
  ];
});

example('a method that is patched on its class', async ({ Anthropic }) => {
  const { create } = Anthropic.Messages.prototype;
  const told = [];
  Anthropic.Messages.prototype.create = function patched(...given) {
    told.push(given[0].model);
    return create.apply(this, given);
  };
  try {
    return [(await new Anthropic().messages.create(CALL)).id, told];
  } finally {
    Anthropic.Messages.prototype.create = create;
  }
});

example('a method taken out of its resource', async ({ client }) => {
  const create = client.messages.create.bind(client.messages);
  return (await create(CALL)).id;
});

example('a resource that is spied on', async ({ client }) => {
  const told = [];
  const { create } = client.messages;
  client.messages.create = function spied(...given) {
    told.push(given[0].model);
    return create.apply(this, given);
  };
  await client.messages.create(CALL);
  return told;
});
