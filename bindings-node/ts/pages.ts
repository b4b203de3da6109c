/** Lists that come in pages. How one page leads to the next is the core's to say. */
import type { CallRequest } from './call.js';
import { errorFrom } from './error-from.js';
import { AnthropicError } from './errors.js';
import type { Read, Source } from './exchange.js';
import { native, type Pager, WHOLE } from './native.js';
import type { FinalRequestOptions } from './options.js';
import { APIPromise } from './promise.js';
import { queryList } from './query.js';
import { misfit, readObject, withIds } from './read.js';
import { requestOf } from './request.js';
import type { Session } from './session.js';
import { capture, place, type Trace } from './trace.js';
import { isFields } from './values.js';

/** How the page behind another is asked for. */
export type PageRequestOptions = FinalRequestOptions;

/** A class of pages. */
export type PageClass<P> = new (session: any, response: any, body: any, options: any) => P;

/** One page of a list. Iterating over it goes through its items and those of all pages behind it. */
export abstract class AbstractPage<Item> implements AsyncIterable<Item> {
  readonly #session: Session;
  /** What was asked for. */
  protected declare options: PageRequestOptions;

  /** For the library. */
  constructor(session: Session, _response: unknown, _body: unknown, options: PageRequestOptions) {
    this.#session = session;
    hide(this, 'options', options);
  }

  /** How the page behind this one is asked for; `null` on the last. */
  abstract nextPageRequestOptions(): PageRequestOptions | null;

  /** The items of this page. */
  abstract getPaginatedItems(): Item[];

  /** Whether there is a page behind this one. */
  hasNextPage(): boolean {
    return this.getPaginatedItems().length > 0 && this.nextPageRequestOptions() !== null;
  }

  /** Fetches the page behind this one. Rejects with an {@link AnthropicError} on the last. */
  async getNextPage(): Promise<this> {
    const trace = capture(this.getNextPage);
    const options = this.nextPageRequestOptions();
    if (options === null) throw new AnthropicError('this is the last page; hasNextPage() says so beforehand');
    const page = await listOf(this.#session, this.constructor as PageClass<this>, () => options, trace);
    this.follow(page as this);
    return page as this;
  }

  /** This page and all pages behind it, each fetched when it is needed. */
  async *iterPages(): AsyncGenerator<this> {
    for (let page: this | undefined = this; page; page = page.hasNextPage() ? await page.getNextPage() : undefined) yield page;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for await (const page of this.iterPages()) yield* page.getPaginatedItems();
  }

  /** Told of the page that was fetched behind this one. */
  protected follow(_page: this): void {}
}

/** A page whose next one the core knows how to ask for. */
abstract class KnownPage<Item> extends AbstractPage<Item> {
  declare data: Item[];
  readonly #place: Record<string, unknown>;
  #pager: Pager | undefined;
  #step: { name: string; value: string } | null | undefined;

  /** The parameter that takes the token of a page. */
  protected get cursor(): string {
    return 'page';
  }

  constructor(session: Session, response: unknown, body: object, options: PageRequestOptions, defaults: object) {
    super(session, response, body, options);
    const fields = isFields(body) ? body : {};
    // What this version does not know is there too, unless a method has its name.
    for (const name in fields) if (!(name in this)) (this as Record<string, unknown>)[name] = fields[name];
    for (const [name, value] of Object.entries(defaults)) (this as Record<string, unknown>)[name] = fields[name] || value;
    const { has_more, first_id, last_id, next_page } = fields;
    this.#place = { has_more, first_id, last_id, next_page };
  }

  getPaginatedItems(): Item[] {
    return this.data;
  }

  override hasNextPage(): boolean {
    return this.nextPageRequestOptions() !== null;
  }

  /** Throws an `APIResponseValidationError` when the server leads in a circle. */
  nextPageRequestOptions(): PageRequestOptions | null {
    const step = (this.#step === undefined ? (this.#step = this.#find()) : this.#step);
    if (step === null) return null;
    const name = step.name === 'page' ? this.cursor : step.name;
    return { ...this.options, query: { ...this.options.query, [name]: step.value } };
  }

  #find(): { name: string; value: string } | null {
    const { path, query } = this.options;
    this.#pager ??= new native.Pager(path, queryList('query', query));
    // Of the items it only matters whether there are any.
    const step = this.#pager.next(JSON.stringify({ data: this.data.length > 0 ? [null] : [], ...this.#place }));
    if (step !== null && 'kind' in step) throw errorFrom(step, capture(this.nextPageRequestOptions));
    return step;
  }

  /** The walk goes on from the page that was fetched first; it knows which pages there were. */
  protected override follow(page: this): void {
    page.#pager = this.#pager;
    this.#pager = undefined;
  }
}

/** A page of a list that is walked by the ids of its first and last items. */
export class Page<Item> extends KnownPage<Item> {
  declare has_more: boolean;
  declare first_id: string | null;
  declare last_id: string | null;

  /** For the library. */
  constructor(session: Session, response: unknown, body: object, options: PageRequestOptions) {
    super(session, response, body, options, { data: [], has_more: false, first_id: null, last_id: null });
  }
}

/** A page of a list that is walked by tokens, given as `page`. */
export class PageCursor<Item> extends KnownPage<Item> {
  declare next_page: string | null;

  /** For the library. */
  constructor(session: Session, response: unknown, body: object, options: PageRequestOptions) {
    super(session, response, body, options, { data: [], next_page: null });
  }
}

/** A page of a list that is walked by tokens, given as `page_token`. */
export class TokenPage<Item> extends KnownPage<Item> {
  declare has_more: boolean;
  declare next_page: string | null;

  protected override get cursor(): string {
    return 'page_token';
  }

  /** For the library. */
  constructor(session: Session, response: unknown, body: object, options: PageRequestOptions) {
    super(session, response, body, options, { data: [], has_more: false, next_page: null });
  }
}

/** A page of a list that is walked by tokens, which says where the page before it is too. */
export class BidirectionalPageCursor<Item> extends KnownPage<Item> {
  declare next_page: string | null;
  declare prev_page: string | null;

  /** For the library. */
  constructor(session: Session, response: unknown, body: object, options: PageRequestOptions) {
    super(session, response, body, options, { data: [], next_page: null, prev_page: null });
  }
}

/** A page of a report, walked by tokens. */
export class ReportPageCursor<Item> extends KnownPage<Item> {
  declare next_page: string | null;
  declare has_more: boolean;
  declare data_refreshed_at: string | null;

  /** For the library. */
  constructor(session: Session, response: unknown, body: object, options: PageRequestOptions) {
    super(session, response, body, options, { data: [], next_page: null, has_more: false, data_refreshed_at: null });
  }
}

/** A list on its way: awaiting it gives the first page, `for await` the items of all pages. */
export class PagePromise<P extends AbstractPage<Item>, Item = ReturnType<P['getPaginatedItems']>[number]>
  extends APIPromise<P>
  implements AsyncIterable<Item>
{
  /** For the library. */
  constructor(session: Session, source: Source, read: Read<P>) {
    super(session, source, read);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    yield* (await this) as unknown as P;
  }
}

/** Asks for a page of this class. What is wrong with what is asked for is told by the promise. */
export function listOf<P extends AbstractPage<any>>(
  session: Session, Page: PageClass<P>, make: () => FinalRequestOptions | Promise<FinalRequestOptions>, trace: Trace,
): PagePromise<P> {
  let options: FinalRequestOptions;
  const request = (made: FinalRequestOptions): CallRequest => {
    options = made;
    const { method, path, query, ...rest } = options;
    return requestOf({ method: method.toUpperCase(), path, mode: WHOLE, query }, rest, trace);
  };
  const read: Read<P> = (answer, of, asked) => {
    const body = readObject<{ data?: unknown }>(answer, of, asked);
    if (!Array.isArray(body.data)) throw misfit(answer, 'the answer is not a page: it has no list of data', trace);
    return withIds(new Page(session, undefined, body, options), answer.head);
  };
  let source: Source;
  try {
    const made = make();
    source = made instanceof Promise ? made.then(request) : request(made);
  } catch (error) {
    source = Promise.reject(place(error, trace));
  }
  return new PagePromise<P>(session, source, read);
}

function hide(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: false, configurable: true, writable: true });
}
