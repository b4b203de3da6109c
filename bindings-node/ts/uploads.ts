/** Files on their way up: the forms in which callers have them, and `toFile`. */
import { AnthropicError } from './errors.js';
import { nameOf } from './values.js';

/** What `fs.createReadStream` gives. */
export type FsReadStream = AsyncIterable<Uint8Array> & { path: string | { toString(): string } };

/** A file as the official package takes it: a `File` or other `Blob`, the answer of a `fetch`, or `fs.createReadStream(...)`. */
export type Uploadable = File | Blob | Response | FsReadStream;

/** A file on disk, which is opened when it is sent, anew for each attempt, and never held in memory. */
export interface FilePath {
  /** Where it is. */
  path: string;
  /** What it is called; the last part of the path unless said otherwise. */
  name?: string | undefined;
  /** Its media type; told from its name unless said otherwise. */
  type?: string | undefined;
}

type Bits = string | ArrayBuffer | ArrayBufferView | Blob;

/** What {@link toFile} takes. */
export type ToFileInput = Blob | Response | ArrayBuffer | ArrayBufferView | AsyncIterable<Bits> | Iterable<never>;

/**
 * A `File` of the content, which is read now and held in memory: of bytes, a `Blob`, the answer of a `fetch`, a stream, or a
 * promise of one of these. The name is that of the content where it has one and none is given.
 */
export async function toFile(
  value: ToFileInput | PromiseLike<ToFileInput>, name?: string | null, options?: FilePropertyBag,
): Promise<File> {
  const content: unknown = await value;
  const File = fileClass();
  if (content instanceof File && !name && options === undefined) return content;
  const called = name || (content instanceof File ? content.name : baseNameOf(content)) || 'unknown_file';
  if (content instanceof Response) {
    const type = content.headers.get('content-type');
    return new File([await content.blob()], called, { ...(type ? { type } : {}), ...options });
  }
  const type = content instanceof Blob ? content.type : '';
  const lastModified = content instanceof File ? { lastModified: content.lastModified } : {};
  return new File(await bitsOf(content), called, { ...(type ? { type } : {}), ...lastModified, ...options });
}

/** The last part of the name, URL or path that a thing has. */
export function baseNameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, url, filename, path } = value as Record<string, unknown>;
  const found = [name, url, filename, path].find((text) => text !== undefined && text !== null && String(text) !== '');
  return found === undefined ? undefined : String(found).split(/[\\/]/).pop() || undefined;
}

/** What makes files, in Node 18 too. */
export function fileClass(): typeof File {
  return globalThis.File ?? (require('node:buffer') as { File: typeof File }).File;
}

/** The content of anything that has one, in pieces. */
export async function bitsOf(value: unknown): Promise<Bits[]> {
  if (typeof value === 'string' || ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Blob) return [value];
  if (isAsyncIterable(value)) {
    const bits: Bits[] = [];
    for await (const piece of value) bits.push(...(await bitsOf(piece)));
    return bits;
  }
  // Blobs and files of other libraries.
  const { arrayBuffer } = (value ?? {}) as { arrayBuffer?: () => Promise<ArrayBuffer> };
  if (typeof arrayBuffer === 'function') return [await arrayBuffer.call(value)];
  throw new AnthropicError(`a file cannot be made of a value ${nameOf(value)}`);
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof (value as { [Symbol.asyncIterator]?: unknown } | null | undefined)?.[Symbol.asyncIterator] === 'function';
}
