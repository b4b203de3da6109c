/** Queries as callers write them, and as the addon takes them. */
import { ConfigError } from './errors.js';
import type { Parameter } from './native.js';
import { isFields, nameOf } from './values.js';

/**
 * The parameters that an object stands for: lists as `name[]=a&name[]=b`, objects in lists and objects as `name[key]=value`,
 * dates as in JSON. What is `null` or `undefined` is left out.
 */
export function queryList(option: string, given: object | null | undefined): Parameter[] {
  const list: Parameter[] = [];
  if (given === undefined || given === null) return list;
  if (given instanceof URLSearchParams) return [...given.entries()];
  if (!isFields(given)) throw new ConfigError(`${option} must be an object of names and values, not ${nameOf(given)}`);
  for (const [name, value] of Object.entries(given)) add(list, option, name, value);
  return list;
}

function add(list: Parameter[], option: string, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    const items: unknown[] = value.filter((item) => item !== undefined && item !== null);
    const texts = items.filter((item) => !isFields(item) && !Array.isArray(item)).map((item) => text(option, name, item));
    // The core refuses a list of nothing: without it a choice of none would be one of all.
    if (texts.length > 0 || items.length === 0) list.push([name, texts]);
    for (const item of items) if (isFields(item) || Array.isArray(item)) add(list, option, `${name}[]`, item);
  } else if (isFields(value)) {
    for (const [key, item] of Object.entries(value)) add(list, option, `${name}[${key}]`, item);
  } else {
    list.push([name, text(option, name, value)]);
  }
}

function text(option: string, name: string, value: unknown): string {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new ConfigError(`${option}: the value of ${name} is a date that is none`);
    return value.toISOString();
  }
  if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value);
  throw new ConfigError(`${option}: the value of ${name} must be text, a number, a list or an object, not ${nameOf(value)}`);
}
