// Values of either package as plain data that can be compared and printed.

/** Entries that must be there; more of them are no difference. */
export class Least {
  constructor(entries) {
    this.entries = entries;
  }

  toJSON() {
    return this.entries;
  }
}

/** What an error of the API says of itself, where it says it. */
const ERROR_FIELDS = ['status', 'requestID', 'workspaceID', 'type', 'errorCode', 'apiMessage', 'details', 'error'];

/** Names of classes of errors that programs can name: set by whoever knows the official package. */
let publicErrors = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError', 'DOMException']);

/** Makes the classes of errors that these modules export known, under their own names. */
export function nameErrors(...modules) {
  const classes = modules.flatMap((module) => Object.values(module)).filter(isErrorClass);
  publicErrors = new Set([...publicErrors, ...classes.map((kind) => kind.name)]);
}

const isErrorClass = (value) => typeof value === 'function' && value.prototype instanceof Error;

/** A value as null, booleans, numbers, strings, arrays and objects; what JSON cannot tell has a mark in parentheses. */
export function plain(value) {
  if (value === undefined) return '(undefined)';
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (Object.is(value, -0)) return '(-0)';
  if (typeof value === 'number') return Number.isFinite(value) ? value : `(${value})`;
  if (typeof value === 'bigint' || typeof value === 'symbol') return `(${typeof value}) ${String(value)}`;
  if (typeof value === 'function') return isClass(value) ? { '(class)': value.name } : '(function)';
  if (value instanceof Error) return errorOf(value);
  if (value instanceof Date) return { '(date)': value.toISOString() };
  if (ArrayBuffer.isView(value)) return { '(bytes)': Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1') };
  if (value instanceof ArrayBuffer) return { '(bytes)': Buffer.from(value).toString('latin1') };
  if (value instanceof Least) return new Least(entriesOf(value.entries));
  if (value instanceof Map) return entriesOf(Object.fromEntries(value));
  if (Array.isArray(value) || value instanceof Set) return [...value].map(plain);
  const kind = Object.getPrototypeOf(value)?.constructor?.name ?? 'Object';
  if (kind !== 'Object') return { '(object of class)': kind };
  return { ...entriesOf(value), ...hidden(value) };
}

function entriesOf(value) {
  const known = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(known.map(([name, item]) => [name, plain(item)]));
}

/** The ids that an answer has beside what came, where no loop over its keys finds them. */
function hidden(value) {
  const names = ['_request_id', '_workspace_id'].filter((name) => Object.hasOwn(value, name) && !Object.keys(value).includes(name));
  return names.length === 0 ? {} : { '(hidden)': Object.fromEntries(names.map((name) => [name, plain(value[name])])) };
}

function isClass(value) {
  return /^class\b/.test(Function.prototype.toString.call(value)) || isErrorClass(value);
}

/** An error as a handler sees it: which `instanceof` finds it, and the fields that are read of it. */
function errorOf(error) {
  const kinds = kindsOf(error);
  const told = { '(thrown)': kinds[0], 'instance of': Object.fromEntries(kinds.map((kind) => [kind, true])), '(words)': error.message };
  if (error.name !== error.constructor.name) told.name = error.name;
  if (kinds.includes('APIError')) {
    for (const field of ERROR_FIELDS) told[field] = error[field];
    told.headers = error.headers?.get?.('request-id') ?? undefined;
  }
  told.cause = error.cause === undefined ? undefined : true;
  const { 'instance of': found, ...rest } = told;
  return { ...entriesOf(rest), 'instance of': new Least(found) };
}

function kindsOf(error) {
  const kinds = [];
  for (let kind = Object.getPrototypeOf(error); kind; kind = Object.getPrototypeOf(kind)) {
    const { name } = kind.constructor;
    if (publicErrors.has(name)) kinds.push(name);
  }
  return kinds;
}

/** The error that a call or a promise ends with. */
export async function caught(call) {
  try {
    return ['nothing was thrown', await (typeof call === 'function' ? call() : call)];
  } catch (error) {
    return error;
  }
}

/** Everything that an iterable gives, each as it is in the moment in which it comes. */
export async function seen(iterable) {
  const found = [];
  for await (const item of iterable) found.push(plain(item));
  return found;
}

/** What becomes of a loop that may fail, over what may have to be awaited: what it was given, and how it ended. */
export async function read(iterable, of = (item) => item.type) {
  const found = [];
  const ended = await caught(async () => {
    for await (const item of await iterable) found.push(of(item));
    return 'ended';
  });
  return { found, ended };
}
