/** Forms: plain fields, and files in all the shapes in which callers have them. */
import { baseNameOf, bytesOf, fileClass, isAsyncIterable } from './content.js';
import { ValidationError } from './errors.js';
import type { FormField } from './native.js';
import type { FilePath } from './uploads.js';
import { isFields, nameOf } from './values.js';

/** The name of a file that has none: without one a server would take it for a plain field. */
const UNNAMED = 'upload';

/** The fields of a form. Plain fields come first, as servers read it from its beginning, then the files. */
export async function fileForm(values: Record<string, unknown>): Promise<FormField[]> {
  const plain: FormField[] = [];
  const files: (() => Promise<FormField>)[] = [];
  for (const [name, value] of Object.entries(values)) add(plain, files, name, value);
  const read: FormField[] = [];
  for (const file of files) read.push(await file());
  return [...plain, ...read];
}

/** The fields of a `FormData`, in its order. */
export async function formDataFields(form: FormData): Promise<FormField[]> {
  const fields: FormField[] = [];
  for (const [name, value] of form) fields.push(typeof value === 'string' ? { name, text: value } : await fileOf(name, value));
  return fields;
}

function add(plain: FormField[], files: (() => Promise<FormField>)[], name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    plain.push({ name, text: String(value) });
  } else if (Array.isArray(value)) {
    for (const item of value) add(plain, files, `${name}[]`, item);
  } else if (isFields(value) && !isPath(value) && !isContent(value) && typeof value.then !== 'function') {
    for (const [key, item] of Object.entries(value)) add(plain, files, `${name}[${key}]`, item);
  } else {
    files.push(() => fileOf(name, value));
  }
}

async function fileOf(name: string, given: unknown): Promise<FormField> {
  const value: unknown = await given;
  if (isPath(value)) {
    for (const [field, said] of Object.entries({ name: value.name, type: value.type }) as [string, unknown][]) {
      if (said !== undefined && said !== null && typeof said !== 'string') {
        throw new ValidationError(`${name}.${field} must be a string, not ${nameOf(said)}`);
      }
    }
    return onDisk(name, value.path, value.name, value.type);
  }
  const stream = wholeFileOf(value);
  if (stream !== undefined) return onDisk(name, stream, undefined, undefined);
  const { type, filename } = await aboutOf(value);
  if (!isContent(value)) throw new ValidationError(noFile(name, value));
  const bytes = await bytesOf(value);
  return { name, filename: filename || UNNAMED, ...(type ? { mediaType: type } : {}), bytes };
}

function onDisk(name: string, path: string, filename: string | undefined, type: string | undefined): FormField {
  return { name, filename: filename || baseNameOf({ path }) || UNNAMED, ...(type ? { mediaType: type } : {}), path };
}

async function aboutOf(value: unknown): Promise<{ type: string | undefined; filename: string | undefined }> {
  if (value instanceof Response) return { type: value.headers.get('content-type') ?? undefined, filename: baseNameOf(value) };
  const type = value instanceof Blob && value.type ? value.type : undefined;
  // The name of a file is one that the caller chose; that of anything else is a path.
  return { type, filename: value instanceof fileClass() ? value.name : baseNameOf(value) };
}

/** What is wrong where a file is wanted. */
export function noFile(name: string, value: unknown): string {
  return `${name} must be a file, bytes, a stream, an answer of fetch or { path }, not ${nameOf(value)}`;
}

/** Whether a value, or what it promises, can be sent as a file. */
export function isFile(value: unknown): boolean {
  return isPath(value) || isContent(value) || typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function isContent(value: unknown): boolean {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return true;
  return isAsyncIterable(value) || typeof (value as { arrayBuffer?: unknown } | null | undefined)?.arrayBuffer === 'function';
}

function isPath(value: unknown): value is FilePath {
  return isFields(value) && typeof value.path === 'string' && !isAsyncIterable(value) && !('stream' in value);
}

/** Whether an open file still lies at its path: it may have been removed or replaced since. */
function isAt(path: string, fd: number): boolean {
  const { fstatSync, statSync } = require('node:fs') as typeof import('node:fs');
  try {
    const [there, open] = [statSync(path, { bigint: true }), fstatSync(fd, { bigint: true })];
    return there.ino === open.ino && there.dev === open.dev;
  } catch {
    return false;
  }
}

/**
 * The path of a stream that gives a whole file and has given nothing yet. The file is then opened by its path, anew for each
 * attempt, and the stream is not needed.
 */
function wholeFileOf(value: unknown): string | undefined {
  const stream = value as Partial<import('node:fs').ReadStream> & { start?: unknown; end?: unknown; fd?: unknown; flags?: unknown } | null;
  if (!isAsyncIterable(value) || typeof stream?.path !== 'string' || stream.bytesRead !== 0 || stream.readableEncoding) return undefined;
  const whole = (stream.start === undefined || stream.start === 0) && (stream.end === undefined || stream.end === Infinity);
  if (!whole || stream.readableDidRead || stream.destroyed || (stream.flags ?? 'r') !== 'r') return undefined;
  if (typeof stream.fd === 'number' && !isAt(stream.path, stream.fd)) return undefined;
  // A file that is not there is an error of the upload, not of a stream that nobody listens to any more.
  stream.on?.('error', () => {});
  stream.destroy?.();
  return stream.path;
}
