// The package as CommonJS, and beside its ES module.
const assert = require('node:assert/strict');
const { it } = require('node:test');
const tidings = require('tidings');

it('require() gives the same names as import', async () => {
  const { default: byImport, ...names } = await import('tidings');
  assert.equal(tidings.default, tidings.Client);
  assert.equal(tidings.Anthropic, tidings.Client);
  assert.equal(byImport, tidings.Client);
  const { default: _, ...required } = tidings;
  assert.deepEqual(Object.keys(names).sort(), Object.keys(required).sort());
  for (const name of Object.keys(names)) assert.equal(names[name], tidings[name], name);
});

it('a message can be created and streamed, and errors have their class', async () => {
  const { PARAMS, startServer } = await import('./support/server.mjs');
  const server = await startServer();
  const client = new tidings.Client({ apiKey: 'k', baseURL: server.url });
  const message = await client.messages.create(PARAMS);
  let text = '';
  for await (const piece of client.messages.stream(PARAMS).textStream()) text += piece;
  assert.ok(text.length > 0);
  assert.equal(message.content[0].text, text);
  const wrong = client.messages.create({ ...PARAMS, max_tokens: 0 }, { validation: false });
  await assert.rejects(wrong, (error) => error instanceof tidings.BadRequestError && error.status === 400);
});

it('both forms are one: an error of a client that was required is one of the classes that were imported', async () => {
  const { APIError, BadRequestError } = await import('tidings');
  const { PARAMS, startServer } = await import('./support/server.mjs');
  const server = await startServer();
  const client = new tidings.Client({ apiKey: 'k', baseURL: server.url });
  const error = await client.messages.create({ ...PARAMS, max_tokens: 0 }, { validation: false }).catch((error) => error);
  assert.ok(error instanceof APIError && error instanceof BadRequestError);
});

it('both forms work in one program', async () => {
  const { PARAMS, startServer } = await import('./support/server.mjs');
  const { Client } = await import('tidings');
  const server = await startServer();
  const clients = [new Client({ apiKey: 'k', baseURL: server.url }), new tidings.Client({ apiKey: 'k', baseURL: server.url })];
  const texts = await Promise.all(clients.map((client) => client.messages.stream(PARAMS).finalText()));
  assert.equal(texts[0], texts[1]);
});

it('what require() gives makes a client by itself, as programs for the official package have it', () => {
  class Own extends tidings {
    own = true;
  }
  for (const client of [new tidings({ apiKey: 'k' }), new Own({ apiKey: 'k' })]) {
    assert.ok(client instanceof tidings.Client && client instanceof tidings);
    assert.equal(typeof client.messages.create, 'function');
  }
  assert.ok(new Own({ apiKey: 'k' }).own);
  assert.ok(!(new tidings.Client({ apiKey: 'k' }) instanceof Own));
});
