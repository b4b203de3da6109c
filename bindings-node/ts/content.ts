/** The content of whatever callers have: bytes, blobs, streams. */
import type { FileOptions, PlatformFile } from './builtin.js';
import { AnthropicError, APIUserAbortError } from './errors.js';
import { nameOf } from './values.js';

/** A piece of content. */
export type Bits = string | ArrayBuffer | ArrayBufferView | Blob;

/** The last part of the name, URL or path that a thing has. */
export function baseNameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, url, filename, path } = value as Record<string, unknown>;
  const found = [name, url, filename, path].find((text) => text !== undefined && text !== null && String(text) !== '');
  return found === undefined ? undefined : String(found).split(/[\\/]/).pop() || undefined;
}

/** What makes files. */
type FileClass = new (bits: Bits[], name: string, options?: FileOptions) => PlatformFile;

/** What makes files, in Node 18 too, where it is no global. */
export function fileClass(): FileClass {
  return ((globalThis as { File?: unknown }).File ?? require('node:buffer').File) as FileClass;
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

/**
 * What is read of a source, until the signal fires: then it rejects at once, and the source is closed as far as it lets itself be.
 */
export async function unlessAborted<T>(reading: Promise<T>, signal: AbortSignal | null | undefined, source: unknown): Promise<T> {
  if (!signal) return reading;
  let stop!: () => void;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      close(source);
      reject(new APIUserAbortError(undefined, {}, signal.reason));
    };
  });
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([reading, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Ends a stream or generator that nobody reads any more. */
function close(source: unknown): void {
  const { destroy, return: leave } = (source ?? {}) as { destroy?: () => void; return?: () => PromiseLike<unknown> };
  if (typeof destroy === 'function') destroy.call(source);
  // It waits for what is under way; what comes of it is nobody's.
  else if (typeof leave === 'function') void Promise.resolve(leave.call(source)).catch(() => {});
}

/** The content as bytes. */
export async function bytesOf(value: unknown): Promise<Uint8Array> {
  const bits = await bitsOf(value);
  const [only] = bits;
  if (bits.length === 1 && only instanceof Uint8Array) return only;
  const parts = await Promise.all(bits.map(async (bit) => {
    if (typeof bit === 'string') return Buffer.from(bit);
    if (bit instanceof Blob) return new Uint8Array(await bit.arrayBuffer());
    return bit instanceof ArrayBuffer ? new Uint8Array(bit) : new Uint8Array(bit.buffer, bit.byteOffset, bit.byteLength);
  }));
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
