/** What kind of value a caller passed. */

/** Whether it is an object of named fields; a list, a `Map`, a promise or a function is not. */
export function isFields(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** What it is, in a word for a message. Never shows the value, which may be a secret. */
export function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return 'a function';
  return `of type ${Object.prototype.toString.call(value).slice(8, -1)}`;
}
