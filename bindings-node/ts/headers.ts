/** Headers as callers write them, and as the addon takes them. */
import { ConfigError } from './errors.js';
import { isFields, nameOf } from './values.js';

/** The value of a header; `null` leaves out one that would be sent by default, `undefined` says nothing. */
export type HeaderValue = string | null | undefined;

/** Headers to send: a `Headers`, pairs, or an object of names and values. Names in any case. */
export type HeadersLike =
  | Headers
  | readonly (readonly [string, HeaderValue])[]
  | readonly HeaderValue[][]
  | Record<string, HeaderValue | readonly HeaderValue[]>;

/** A header for the addon; without a value it is left out. */
export interface NativeHeader {
  name: string;
  value?: string;
}

const NONE: NativeHeader[] = [];

/** The headers that `given` stands for. Messages name the option `option` and never show a value: it may be a secret. */
export function headerList(option: string, given: HeadersLike | null | undefined): NativeHeader[] {
  if (given === undefined || given === null) return NONE;
  const list: NativeHeader[] = [];
  for (const [name, value] of pairs(option, given)) {
    if (typeof name !== 'string') throw new ConfigError(`${option}: the name of a header must be a string, not ${nameOf(name)}`);
    for (const one of Array.isArray(value) ? value : [value]) add(option, list, name, one);
  }
  return list;
}

/** What `added` says beside `list`, and in place of what that says of the same names. */
export function mergedHeaders(list: NativeHeader[], added: NativeHeader[]): NativeHeader[] {
  if (list.length === 0 || added.length === 0) return list.length === 0 ? added : list;
  const names = new Set(added.map((header) => header.name.toLowerCase()));
  return [...list.filter((header) => !names.has(header.name.toLowerCase())), ...added];
}

/** Whether one of them sets this header, whose name is given in small letters. */
export function hasHeader(list: NativeHeader[], name: string): boolean {
  return list.some((header) => header.value !== undefined && header.name.toLowerCase() === name);
}

function pairs(option: string, given: HeadersLike): Iterable<readonly [unknown, unknown]> {
  if (given instanceof Headers) return given.entries();
  if (Array.isArray(given) && given.every((pair) => Array.isArray(pair))) return given as [unknown, unknown][];
  if (isFields(given)) return Object.entries(given);
  throw new ConfigError(`${option} must be Headers, pairs, or an object of names and values, not ${nameOf(given)}`);
}

/** Values that are said of one name again are sent together, in one line. */
function add(option: string, list: NativeHeader[], name: string, value: unknown): void {
  if (value === undefined) return;
  if (value !== null && typeof value !== 'string') {
    throw new ConfigError(`${option}: the value of header ${name} must be a string or null, not ${nameOf(value)}`);
  }
  const at = list.findIndex((header) => header.name.toLowerCase() === name.toLowerCase());
  const before = list[at]?.value;
  const header = value === null ? { name } : { name, value: before === undefined ? value : `${before}, ${value}` };
  if (at < 0) list.push(header);
  else list[at] = header;
}

/** The headers that a method sends and those of the options of its call, which win, as they can be options again. */
export function headersWith(own: NativeHeader[], given: HeadersLike | null | undefined): HeadersLike {
  return mergedHeaders(own, headerList('headers', given)).map(({ name, value }): [string, string | null] => [name, value ?? null]);
}
