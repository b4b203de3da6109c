/** What resources have in common. */
import type { CallRequest } from './call.js';
import type { Source } from './exchange.js';
import { headersWith } from './headers.js';
import { WHOLE } from './native.js';
import type { RequestOptions } from './options.js';
import { type AbstractPage, listOf, type PageClass, type PagePromise } from './pages.js';
import { APIPromise } from './promise.js';
import { readObject } from './read.js';
import { type Asked, remaining, requestOf, travelling } from './request.js';
import { Session } from './session.js';
import { place, type Trace } from './trace.js';

/** Methods that belong together, of one client. */
export abstract class APIResource {
  protected declare readonly _client: Session;

  /** Clients have theirs; a program that makes one gives the client. */
  constructor(client: object) {
    Object.defineProperty(this, '_client', { value: Session.of(client), enumerable: false });
  }
}

/** What makes a request, or what is wrong with it: it is told by the promise. */
export function sourceOf(trace: Trace, make: () => CallRequest): Source {
  try {
    return make();
  } catch (error) {
    return Promise.reject(place(error, trace));
  }
}

/** Asks for an object. `params` are those of the method that do not travel in the path. */
export function objectOf<T>(
  session: Session, make: () => Omit<Asked, 'mode' | 'headers'>, params: object | null | undefined,
  options: RequestOptions | undefined, trace: Trace, beta: boolean,
): APIPromise<T> {
  return new APIPromise<T>(session, sourceOf(trace, () => {
    return requestOf({ ...make(), mode: WHOLE, headers: travelling(params, beta) }, options, trace);
  }), readObject<never>);
}

/** Asks for a list, whose first page is of this class. */
export function pageOf<P extends AbstractPage<any>>(
  session: Session, Page: PageClass<P>, path: string, params: object | null | undefined, options: RequestOptions | undefined,
  trace: Trace, beta: boolean,
): PagePromise<P> {
  return listOf(session, Page, () => {
    const headers = headersWith(travelling(params, beta), options?.headers);
    return { method: 'get', path, query: remaining(params, beta), ...options, headers };
  }, trace);
}
