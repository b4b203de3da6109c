// Lists that come in pages: awaited, iterated over, walked.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AnthropicError, APIResponseValidationError, Client, PagePromise } from 'tidings';
import { AbstractPage, Page, PageCursor, TokenPage } from 'tidings/pagination';
import { startServer } from './support/server.mjs';

const server = await startServer();
const page = (ids, more, rest = {}) => ({
  json: { data: ids.map((id) => ({ id })), has_more: more, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null, ...rest },
});

async function against(...answers) {
  const run = await server.script(...answers);
  return { run, client: new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }) };
}

const queries = async (run) => (await run.requests()).map(({ path }) => path.split('?')[1] ?? '');

describe('a list', () => {
  it('gives the items of all pages when it is iterated over', async () => {
    const { client, run } = await against(page(['a', 'b'], true), page(['c'], true), page([], false));
    const list = client.models.list({ limit: 2 });
    assert.ok(list instanceof PagePromise);
    const ids = [];
    for await (const model of list) ids.push(model.id);
    assert.deepEqual(ids, ['a', 'b', 'c']);
    assert.deepEqual(await queries(run), ['limit=2', 'limit=2&after_id=b', 'limit=2&after_id=c']);
  });

  it('asks for no page that is not wanted', async () => {
    const { client, run } = await against(page(['a', 'b'], true));
    for await (const model of client.models.list()) if (model.id === 'a') break;
    assert.equal((await run.requests()).length, 1);
  });

  it('gives its first page when it is awaited', async () => {
    const { client, run } = await against(page(['a'], true, { brand_new: 1 }), page(['b'], false));
    const first = await client.models.list({ after_id: 'z' }, { headers: { 'x-own': 'yes' } });
    assert.ok(first instanceof Page);
    assert.deepEqual({ ...first }, { data: [{ id: 'a' }], has_more: true, first_id: 'a', last_id: 'a', brand_new: 1 });
    assert.equal(first.hasNextPage(), true);
    assert.deepEqual(first.nextPageRequestOptions().query, { after_id: 'a' });
    const second = await first.getNextPage();
    assert.deepEqual([second.getPaginatedItems(), second.hasNextPage()], [[{ id: 'b' }], false]);
    assert.deepEqual((await run.requests()).map(({ headers }) => headers['x-own']), ['yes', 'yes']);
  });

  it('can be walked by its pages, and from one page more than once', async () => {
    const { client } = await against(page(['a'], true), page(['b'], true), page(['c'], false), page(['b'], true));
    const first = await client.models.list();
    const pages = [];
    for await (const one of first.iterPages()) pages.push(one.data[0].id);
    assert.deepEqual(pages, ['a', 'b', 'c']);
    const again = await first.getNextPage();
    assert.deepEqual([again.data[0].id, again.hasNextPage()], ['b', true]);
  });

  it('goes back where it began in front of something', async () => {
    const { client, run } = await against(page(['c', 'd'], true), page(['a', 'b'], false));
    const ids = [];
    for await (const model of client.models.list({ before_id: 'e' })) ids.push(model.id);
    assert.deepEqual(ids, ['c', 'd', 'a', 'b']);
    assert.deepEqual(await queries(run), ['before_id=e', 'before_id=c']);
  });

  it('of tokens asks for the next by its token', async () => {
    const { client, run } = await against({ json: { data: [{ id: 'a' }], next_page: 'p2' } }, { json: { data: [{ id: 'b' }], next_page: null } });
    const files = [];
    for await (const file of client.files.list()) files.push(file.id);
    assert.deepEqual(files, ['a', 'b']);
    assert.deepEqual(await queries(run), ['', 'page=p2']);
  });

  it('that leads in a circle is an error, not a walk for ever', async () => {
    const { client } = await against(page(['a'], true));
    const walk = async () => {
      for await (const model of client.models.list()) model.id.trim();
    };
    await assert.rejects(walk(), (error) => error instanceof APIResponseValidationError && /pages\.test\.mjs|iterPages/.test(error.stack));
  });

  it('that is none is an error', async () => {
    const { client } = await against({ json: { items: [] } });
    const error = await client.models.list().catch((error) => error);
    assert.ok(error instanceof APIResponseValidationError, error);
    assert.match(error.message, /no list of data/);
    assert.equal(error.rawBody, '{"items":[]}');
    assert.match(error.stack, /pages\.test\.mjs/);
  });

  it('gives its answer too', async () => {
    const { client } = await against({ ...page(['a'], false), headers: { 'request-id': 'req_1' } });
    const { data, response, request_id } = await client.models.list().withResponse();
    assert.deepEqual([data.data.length, response.status, request_id], [1, 200, 'req_1']);
  });

  it('has no page behind its last', async () => {
    const { client } = await against(page(['a'], false));
    const last = await client.models.list();
    await assert.rejects(last.getNextPage(), (error) => error instanceof AnthropicError && /last page/.test(error.message));
  });

  it('can be stopped between its pages by a signal', async () => {
    const { client } = await against(page(['a'], true));
    const controller = new AbortController();
    const walk = async () => {
      for await (const _ of client.models.list({}, { signal: controller.signal })) controller.abort();
    };
    await assert.rejects(walk(), { name: 'APIUserAbortError' });
  });
});

describe('a list of any path', () => {
  for (const [Kind, answers, expected] of [
    [Page, [page(['a'], true), page(['b'], false)], ['x=1', 'x=1&after_id=a']],
    [PageCursor, [{ json: { data: [{ id: 'a' }], next_page: 'n' } }, { json: { data: [{ id: 'b' }] } }], ['x=1', 'x=1&page=n']],
    [TokenPage, [{ json: { data: [{ id: 'a' }], has_more: true, next_page: 'n' } }, { json: { data: [{ id: 'b' }], has_more: false } }], ['x=1', 'x=1&page_token=n']],
  ]) {
    it(`is walked as a ${Kind.name}`, async () => {
      const { client, run } = await against(...answers);
      const ids = [];
      for await (const item of client.getAPIList('/v1/things', Kind, { query: { x: 1 } })) ids.push(item.id);
      assert.deepEqual(ids, ['a', 'b']);
      assert.deepEqual(await queries(run), expected);
    });
  }

  it("is walked as a program's own class of pages says", async () => {
    class Numbered extends AbstractPage {
      constructor(client, response, body, options) {
        super(client, response, body, options);
        Object.assign(this, body);
      }

      getPaginatedItems() {
        return this.data;
      }

      nextPageRequestOptions() {
        return this.next ? { ...this.options, query: { ...this.options.query, n: this.next } } : null;
      }
    }
    const { client, run } = await against({ json: { data: [1], next: 2 } }, { json: { data: [2] } });
    const items = [];
    for await (const item of client.getAPIList('/v1/things', Numbered)) items.push(item);
    assert.deepEqual(items, [1, 2]);
    assert.deepEqual(await queries(run), ['', 'n=2']);
  });
});
