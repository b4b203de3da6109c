// Section 1.7: the raw verbs, for what has no method.
import { CALL, error, message, ok, page, text, textStream } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, read } from '../plain.mjs';
import { PAGES } from './models.mjs';

const example = examples('verbs');

example('posting to a path', { script: message() }, async ({ client }) => client.post('/v1/messages', { body: CALL }));

example('every verb', { script: ok({ any: ['thing'] }) }, async ({ client }) => {
  const options = { headers: { 'x-mine': '1' }, query: { q: ['a', 'b'], n: 1 } };
  return [
    await client.get('/v1/a?x=1', options),
    await client.post('/v1/a', { ...options, body: { b: 1 } }),
    await client.put('/v1/a', { ...options, body: { b: 1 } }),
    await client.patch('/v1/a', { ...options, body: { b: 1 } }),
    await client.delete('/v1/a', options),
    await client.delete('/v1/a', { ...options, body: { b: 1 } }),
  ];
});

example('no options', { script: ok([{ id: 'a' }]) }, async ({ client }) =>
  [await client.get('/v1/things'), await client.post('/v1/things')]);

example('a promise of options', { script: ok({}) }, async ({ client }) => {
  await client.post('/v1/things', Promise.resolve({ body: { a: 1 } }));
});

example('the ids of a plain object', { script: ok({ any: 1 }) }, async ({ client }) => (await client.get('/v1/things'))._request_id);

example('answers of every kind of JSON', {
  script: [ok(5), ok('text'), text('null', 'application/json'), ok(true), ok([])],
}, async ({ client }) => {
  const told = [];
  for (let i = 0; i < 5; i += 1) told.push(await client.get('/v1/things'));
  return told;
});

example('text of a path', { script: text('plain words', 'text/plain') }, async ({ client }) => client.get('/v1/things'));

example('a kind of JSON with a name of its own', { script: text('{"a": 1}', 'application/problem+json') }, async ({ client }) =>
  client.get('/v1/things'));

example('JSON without a content type', { script: { body: '{"a": 1}', headers: { 'content-type': null } } }, async ({ client }) =>
  client.get('/v1/things'));

example('nothing comes back', { script: { status: 204, headers: { 'request-id': 'req_1' } } }, async ({ client }) =>
  client.delete('/v1/things/1'));

example('an empty body comes back', { script: text('', 'application/json') }, async ({ client }) => client.delete('/v1/things/1'));

example('bytes are posted', { script: ok({}) }, async ({ client }) => {
  await client.post('/v1/raw', { body: new Uint8Array([104, 105]), headers: { 'content-type': 'application/octet-stream' } });
});

example('text is posted', { script: ok({}) }, async ({ client }) => {
  await client.post('/v1/raw', { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
});

example('text is posted as JSON', { script: ok({}) }, async ({ client }) => {
  await client.post('/v1/raw', { body: '{"a":1}' });
});

example('lists are posted', { script: ok({}) }, async ({ client }) => {
  await client.post('/v1/raw', { body: [{ a: 1 }, 2] });
});

example('a stream of a verb', { script: textStream() }, async ({ client }) =>
  (await read(await client.post('/v1/messages', { body: { ...CALL, stream: true }, stream: true }))).found);

example('the answer behind a verb', { script: ok({ id: 'thing_1' }) }, async ({ client }) => {
  const { data, response, request_id } = await client.get('/v1/things/1').withResponse();
  const raw = await client.get('/v1/things/1').asResponse();
  return [data, response.status, request_id, await raw.json()];
});

example('retries of a verb', { script: error(500, 'api_error') }, async ({ client }) =>
  caught(client.get('/v1/things', { maxRetries: 1 })));

example('the timeout of a verb', { script: { no_answer: 'hang' } }, async ({ client }) =>
  caught(client.get('/v1/things', { maxRetries: 0, timeout: 200 })));

example('the signal of a verb', { script: { no_answer: 'hang' } }, async ({ client }) =>
  caught(client.get('/v1/things', { signal: AbortSignal.timeout(50) })));

example('a path that does not exist', { script: error(404, 'not_found_error') }, async ({ client }) => caught(client.get('/v1/nothing')));

example('a whole URL of the same server', { script: ok({ ok: true }) }, async ({ client, url }) => client.get(`${url}/v1/whole`));

example('a list of a path', { script: PAGES }, async ({ client, load }) => {
  const { Page } = await load('/pagination');
  return (await read(client.getAPIList('/v1/models', Page, { query: { limit: 2 } }), (item) => item.id)).found;
});

example('a list of a path by its token', {
  script: [page([{ id: 'a' }], { next_page: 'p2' }), page([{ id: 'b' }], { next_page: null })],
}, async ({ client, load }) => {
  const { PageCursor, TokenPage } = await load('/pagination');
  return [
    (await read(client.getAPIList('/v1/things', PageCursor), (item) => item.id)).found,
    (await client.getAPIList('/v1/things', TokenPage)).nextPageRequestOptions()?.query ?? null,
  ];
});

example('a list by a token', {
  script: [page([{ id: 'a' }], { has_more: true, next_page: 'p2' }), page([{ id: 'b' }], { has_more: false, next_page: null })],
}, async ({ client, load }) => {
  const { TokenPage } = await load('/pagination');
  return (await read(client.getAPIList('/v1/things', TokenPage), (item) => item.id)).found;
});

example('request', { script: ok({ a: 1 }) }, async ({ client }) =>
  client.request({ method: 'post', path: '/v1/things', body: { b: 1 }, query: { q: '1' }, headers: { 'x-mine': '1' } }));

example('the URL of a path', async ({ client, url }) => [
  client.buildURL('/v1/a', { q: 'x y', list: ['a', 'b'] }).replace(url, ''), client.buildURL('/v1/a?z=1', null).replace(url, ''),
]);
