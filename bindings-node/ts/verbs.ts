/** Calls of any path of the API, for what no method is there. */
import type { CallRequest } from './call.js';
import { jsonBody, jsonOf } from './body.js';
import { bytesOf, isAsyncIterable, unlessAborted } from './content.js';
import { ConfigError } from './errors.js';
import type { Source } from './exchange.js';
import { hasHeader, headerList, type NativeHeader } from './headers.js';
import { type Body, RAW, STREAM } from './native.js';
import type { FinalRequestOptions } from './options.js';
import { APIPromise } from './promise.js';
import { queryList } from './query.js';
import { readAny } from './read.js';
import { requestOf } from './request.js';
import type { Session } from './session.js';
import { place, type Trace } from './trace.js';
import { isFields, nameOf } from './values.js';

const BINARY = 'application/octet-stream';
const URL_ENCODED = 'application/x-www-form-urlencoded';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Makes the call that is described, when it is described. */
export function ask<T>(session: Session, described: FinalRequestOptions | PromiseLike<FinalRequestOptions>, trace: Trace): APIPromise<T> {
  const ready = typeof (described as PromiseLike<unknown> | null)?.then === 'function';
  const placed = (error: unknown): never => {
    throw place(error, trace);
  };
  let source: Source;
  try {
    const make = (options: FinalRequestOptions) => requestFor(options, trace);
    const made = ready ? Promise.resolve(described).then(make) : make(described as FinalRequestOptions);
    source = made instanceof Promise ? made.catch(placed) : made;
  } catch (error) {
    source = Promise.reject(place(error, trace));
  }
  return new APIPromise<T>(session, source, readAny as () => never);
}

function requestFor(described: FinalRequestOptions, trace: Trace): CallRequest | Promise<CallRequest> {
  if (!isFields(described)) throw new ConfigError(`the options must be an object, not ${nameOf(described)}`);
  const { method, path, body, query, ...options } = described;
  const verb = String(method).toUpperCase();
  if (!METHODS.includes(verb)) throw new ConfigError(`method must be one of ${METHODS.join(', ').toLowerCase()}`);
  if (typeof path !== 'string') throw new ConfigError(`path must be a string, not ${nameOf(path)}`);
  const said = headerList('headers', options.headers);
  const finish = (content: Content): CallRequest => {
    const headers = content.type !== undefined && !hasHeader(said, 'content-type') ? [{ name: 'content-type', value: content.type }] : [];
    return requestOf({ method: verb, path, mode: options.stream ? STREAM : RAW, body: content.body, query, headers }, options, trace);
  };
  const content = contentOf(body, options.extraBody, said);
  return content instanceof Promise ? unlessAborted(content, options.signal, body).then(finish) : finish(content);
}

/** What is sent, and its media type where that is not told elsewhere. */
interface Content {
  body?: Body | undefined;
  type?: string | undefined;
}

function contentOf(body: unknown, extra: object | undefined, headers: NativeHeader[]): Content | Promise<Content> {
  if (extra !== undefined) return { body: jsonBody(body ?? {}, extra) };
  // As in the official package: what is false is no body.
  if (!body) return {};
  if (body instanceof ArrayBuffer) return { body: new Uint8Array(body), type: BINARY };
  if (ArrayBuffer.isView(body)) return { body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength), type: BINARY };
  if (typeof body === 'string' && hasHeader(headers, 'content-type')) return { body: Buffer.from(body) };
  if (body instanceof URLSearchParams) return { body: Buffer.from(body.toString()), type: `${URL_ENCODED};charset=UTF-8` };
  if (body instanceof FormData) return fieldsOf(body);
  if (body instanceof Blob || isAsyncIterable(body) || isIterator(body)) return collected(body);
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  if (isFields(body) && type === URL_ENCODED) return { body: Buffer.from(urlEncoded(body)) };
  return { body: jsonOf(body) };
}

async function fieldsOf(form: FormData): Promise<Content> {
  const { formDataFields } = require('./forms.js') as typeof import('./forms.js');
  return { body: await formDataFields(form) };
}

/** What can be read only once is read first: it may have to be sent again. */
async function collected(body: Blob | AsyncIterable<unknown> | Iterable<unknown>): Promise<Content> {
  if (body instanceof Blob) return { body: await bytesOf(body), type: body.type || BINARY };
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(await bytesOf(piece));
  return { body: Buffer.concat(pieces), type: BINARY };
}

function isIterator(value: unknown): value is Iterable<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Symbol.iterator in value && typeof (value as { next?: unknown }).next === 'function';
}

function urlEncoded(fields: object): string {
  const pairs = queryList('body', fields).flatMap(([name, value]) => {
    return typeof value === 'string' ? [[name, value]] : value.map((item) => [`${name}[]`, item]);
  });
  return pairs.map((pair) => pair.map((text) => encodeURIComponent(text!)).join('=')).join('&');
}
