// Section 1.6: models, and pages by the example of them.
import { error, ok, page } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, read, seen } from '../plain.mjs';

const example = examples('models');

export const model = (id, fields) => ({ id, type: 'model', display_name: id.toUpperCase(), created_at: '2026-02-19T00:00:00Z', ...fields });
export const PAGES = [
  page([model('a'), model('b')], { has_more: true, first_id: 'a', last_id: 'b' }),
  page([model('c'), model('d')], { has_more: true, first_id: 'c', last_id: 'd' }),
  page([model('e')], { has_more: false, first_id: 'e', last_id: 'e' }),
];
const idsOf = async (items) => (await read(items, (item) => item.id)).found;

example('a model', {
  script: ok(model('claude-opus-4-6', { max_input_tokens: 200000, max_tokens: 64000, capabilities: { batch: { supported: true } } })),
}, async ({ client }) => {
  const model = await client.models.retrieve('claude-opus-4-6');
  return [model, model.display_name, model._request_id];
});

example('a model of beta', { script: ok(model('claude-opus-4-6')) }, async ({ client }) =>
  client.beta.models.retrieve('claude-opus-4-6', { betas: ['one'] }));

example('ids are encoded', { script: ok(model('x')) }, async ({ client }) => {
  for (const id of ['a/b c?d#e', 'ü', 'a%20b']) await client.models.retrieve(id);
});

example('an id that is empty or a step up', { script: ok(model('x')) }, async ({ client }) => {
  const told = [];
  for (const id of ['', '.', '..', undefined, null]) told.push((await caught(() => client.models.retrieve(id))) instanceof Error);
  return told;
});

example('a model that does not exist', { script: error(404, 'not_found_error', { message: 'model: claude-0' }) }, async ({ client }) =>
  caught(client.models.retrieve('claude-0')));

example('all models', { script: PAGES }, async ({ client }) => idsOf(client.models.list({ limit: 2 })));

example('all models of a page that was awaited', { script: PAGES }, async ({ client }) => idsOf(await client.models.list()));

example('one page', { script: PAGES }, async ({ client }) => {
  const page = await client.models.list();
  return {
    data: page.data, more: page.has_more, first: page.first_id, last: page.last_id, next: page.hasNextPage(),
    items: page.getPaginatedItems().length, same: page.getPaginatedItems() === page.data,
  };
});

example('page by page', { script: PAGES }, async ({ client }) => {
  let page = await client.models.list({ limit: 2 });
  const told = [page.data.map(({ id }) => id)];
  while (page.hasNextPage()) {
    page = await page.getNextPage();
    told.push(page.data.map(({ id }) => id));
  }
  return told;
});

example('the pages themselves', { script: PAGES }, async ({ client }) =>
  (await read((await client.models.list()).iterPages(), (page) => page.data.length)).found);

example('there is no next page', { script: PAGES[2] }, async ({ client }) => {
  const page = await client.models.list();
  return [page.hasNextPage(), page.nextPageRequestOptions()?.query];
});

example('the query of the next page', { script: PAGES[0] }, async ({ client }) =>
  (await client.models.list({ limit: 2 })).nextPageRequestOptions().query);

example('a next page that cannot be', { script: page([], { has_more: false, first_id: null, last_id: null }) }, async ({ client }) => {
  const page = await client.models.list();
  return [page.hasNextPage(), await caught(page.getNextPage())];
});

example('a page of nothing', { script: page([], { has_more: false, first_id: null, last_id: null }) }, async ({ client }) => [
  await idsOf(client.models.list()), (await client.models.list()).data,
]);

example('a page that says nothing', { script: ok({}) }, async ({ client }) => {
  const page = await client.models.list();
  return [page.data, page.has_more, page.first_id, page.last_id, page.hasNextPage()];
});

example('a page that has more and no last', { script: page([model('a')], { has_more: true }) }, async ({ client }) =>
  idsOf(client.models.list()));

example('a page that does not say whether there is more', {
  script: [page([model('a')], { last_id: 'a' }), page([], { last_id: null })],
}, async ({ client }) => idsOf(client.models.list()));

example('backwards', {
  script: [page([model('b')], { has_more: true, first_id: 'b', last_id: 'b' }),
    page([model('a')], { has_more: false, first_id: 'a', last_id: 'a' })],
}, async ({ client }) => idsOf(client.models.list({ before_id: 'c', limit: 1 })));

example('fields of the future of a page', { script: page([model('a')], { has_more: false, moon: 1 }) }, async ({ client }) => {
  const page = await client.models.list();
  return [page.moon ?? null, Object.keys(page).includes('data')];
});

example('stopping in between', { script: PAGES }, async ({ client }) => {
  for await (const model of client.models.list()) if (model.id === 'c') return model.id;
});

example('a page that failed once', { script: [PAGES[0], error(500, 'api_error'), ...PAGES.slice(1)] }, async ({ client }) =>
  idsOf(client.models.list()));

example('a page that failed', { script: [PAGES[0], error(404, 'not_found_error', { message: 'gone' })] }, async ({ client }) =>
  read(client.models.list(), (item) => item.id));

example('a first page that failed', { script: error(404, 'not_found_error') }, async ({ client }) => [
  await caught(client.models.list()), (await read(client.models.list(), (item) => item.id)).ended,
]);

example('headers and queries of all pages', { script: PAGES }, async ({ client }) =>
  (await idsOf(client.models.list({ limit: 2 }, { headers: { 'x-mine': '1' }, query: { q: '1' } }))).length);

example('a list of beta', { script: PAGES }, async ({ client }) => idsOf(client.beta.models.list({ limit: 2, betas: ['one'] })));

example('options without parameters', { script: PAGES[2] }, async ({ client }) =>
  idsOf(client.models.list(undefined, { headers: { 'x-mine': '1' } })));

example('the answer behind a page', { script: PAGES }, async ({ client }) => {
  const { data, response, request_id } = await client.models.list().withResponse();
  return [data.data.length, response.status, request_id, await idsOf(data)];
});

example('the bytes of a page', { script: PAGES }, async ({ client }) => (await client.models.list().asResponse()).json());

example('the classes of pages', { script: PAGES }, async ({ client, load, sdk }) => {
  const { Page, PagePromise, AbstractPage } = await load('/pagination');
  const promise = client.models.list();
  const page = await promise;
  return [
    promise instanceof Promise, promise instanceof sdk.PagePromise, promise instanceof PagePromise, page instanceof Page,
    page instanceof AbstractPage, (await page.getNextPage()) instanceof Page,
  ];
});

example('a page as JSON', { script: PAGES }, async ({ client }) => {
  const page = await client.models.list();
  return JSON.parse(JSON.stringify(page.data));
});

example('items in an array', { script: PAGES }, async ({ client }) => seen(client.models.list()));
