/** Requests: from what a method was called with to what the addon takes. */
import { jsonBody, jsonOf } from './body.js';
import type { CallRequest } from './call.js';
import { ValidationError } from './errors.js';
import type { NativeHeader } from './headers.js';
import { type Body, type Mode, type NativeMore, STREAM } from './native.js';
import { callOptions, type RequestOptions } from './options.js';
import { queryList } from './query.js';
import { place, type Trace } from './trace.js';
import { isFields, nameOf } from './values.js';

/** What a method asks for. The options of the call win over it. */
export interface Asked {
  method: string;
  path: string;
  /** How the answer is read. */
  mode: Mode;
  /** The body, ready to be sent. */
  body?: Body | undefined;
  query?: object | null | undefined;
  headers?: NativeHeader[] | undefined;
  /** What an answer without content stands for, as JSON. */
  withoutContent?: string | undefined;
}

const NO_HEADERS: NativeHeader[] = [];

/** Parameters that travel as headers, and their names there. */
const TRAVELS = { user_profile_id: 'anthropic-user-profile-id', workspace_id: 'anthropic-workspace-id' } as const;
const TRAVELLERS = ['user_profile_id', 'workspace_id'];
const BETA_TRAVELLERS = [...TRAVELLERS, 'betas'];

/** The request for a message, or with `mode` {@link STREAM} for its events. Throws at the caller what is wrong with it. */
export function messageRequest(
  params: object, options: RequestOptions | undefined, mode: Mode, trace: Trace, path = '/v1/messages', beta = false,
): CallRequest {
  try {
    const stream = mode === STREAM;
    const headers = travelling(params, beta);
    const left = headers === NO_HEADERS ? undefined : beta ? BETA_TRAVELLERS : TRAVELLERS;
    if (options === undefined && headers === NO_HEADERS) {
      return { method: 'POST', path, body: jsonBody(params, undefined, left, stream), mode, trace };
    }
    const body = options?.body === undefined ? jsonBody(params, options?.extraBody, left, stream) : undefined;
    return request({ method: 'POST', path, mode, body, headers }, options, trace);
  } catch (error) {
    throw place(error, trace);
  }
}

/** The JSON of parameters that travel in the body. */
export function bodyOf(params: object, options: RequestOptions | undefined, beta: boolean): string | undefined {
  if (options?.body !== undefined) return undefined;
  return jsonBody(params, options?.extraBody, beta ? BETA_TRAVELLERS : TRAVELLERS);
}

/** The request that a method asks for, with the options of its call. Throws at the caller what is wrong with it. */
export function requestOf(asked: Asked, options: RequestOptions | undefined, trace: Trace): CallRequest {
  try {
    return request(asked, options, trace);
  } catch (error) {
    throw place(error, trace);
  }
}

/** What parameters say that travels as headers; always the same list where they say nothing. */
export function travelling(params: object | null | undefined, beta: boolean): NativeHeader[] {
  const given = params as Record<string, unknown> | null | undefined;
  if (given === undefined || given === null) return NO_HEADERS;
  if (given.workspace_id === undefined && given.user_profile_id === undefined && (!beta || given.betas === undefined)) return NO_HEADERS;
  const headers: NativeHeader[] = [];
  for (const [name, header] of Object.entries(TRAVELS)) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw new ValidationError(`${name} must be a string, not ${nameOf(value)}`);
    headers.push({ name: header, value });
  }
  const betas = beta ? given.betas : undefined;
  if (betas !== undefined && betas !== null) {
    if (!Array.isArray(betas)) throw new ValidationError(`betas must be a list of names, not ${nameOf(betas)}`);
    const other = betas.find((name) => typeof name !== 'string');
    if (other !== undefined || betas.includes(undefined)) throw new ValidationError(`betas must be a list of names, and one is ${nameOf(other)}`);
    if (betas.length > 0) headers.push({ name: 'anthropic-beta', value: betas.join(',') });
  }
  return headers;
}

/** The parameters that do not travel as headers; `undefined` where none is left. */
export function remaining(params: object | null | undefined, beta: boolean): Record<string, unknown> | undefined {
  if (params === undefined || params === null) return undefined;
  if (!isFields(params)) throw new ValidationError(`the parameters must be an object, not ${nameOf(params)}`);
  const rest = { ...params };
  for (const name of beta ? BETA_TRAVELLERS : TRAVELLERS) delete rest[name];
  return Object.keys(rest).length === 0 ? undefined : rest;
}

/**
 * A path with an id in it, percent-encoded. An id that is empty or would climb out of its place is refused: the path would
 * lead elsewhere.
 */
export function pathOf(before: string, name: string, id: unknown, behind = ''): string {
  if (typeof id !== 'string') throw new ValidationError(`${name} must be a string, not ${nameOf(id)}`);
  if (id.trim() === '') throw new ValidationError(`${name}: the value is empty, so the path would lead elsewhere; give an id`);
  if (climbs(id)) throw new ValidationError(`${name}: the value would climb out of its place in the path; \`.\` and \`..\` are no ids`);
  // Half a character cannot be encoded; what may stand in a path as it is stays readable.
  const encoded = id.replace(/[\ud800-\udfff]/gu, '\ufffd').replace(/[^A-Za-z0-9\-._~!$&'()*,=:@]+/g, encodeURIComponent);
  return `${before}${encoded}${behind}`;
}

/** Whether a server could read a part of the text as `.` or `..`. */
function climbs(text: string): boolean {
  const read = text.toLowerCase().replaceAll('%2e', '.').replaceAll('%2f', '/').replaceAll('%5c', '/').replaceAll('\\', '/');
  return read.split('/').some((part) => /^\.\.?$/.test(part.split(';')[0]!));
}

function request(asked: Asked, options: RequestOptions | undefined, trace: Trace): CallRequest {
  const { method, path, mode, withoutContent } = asked;
  const more: NativeMore = { options: callOptions(options, asked.headers ?? NO_HEADERS), withoutContent };
  const query = options?.query === undefined ? asked.query : options.query;
  if (query !== undefined && query !== null) more.query = queryList(options?.query === undefined ? 'the parameters' : 'query', query);
  const body = options?.body === undefined ? asked.body : jsonOf(options.body);
  return { method, path, body, mode, more, signal: options?.signal, trace };
}
