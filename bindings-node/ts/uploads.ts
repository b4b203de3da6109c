/** Files on their way up: the forms in which callers have them, and `toFile`. */
import type { FileOptions, PlatformFile } from './builtin.js';
import { baseNameOf, type Bits, bitsOf, fileClass } from './content.js';

/** What `fs.createReadStream` gives. */
export type FsReadStream = AsyncIterable<Uint8Array> & { path: string | { toString(): string } };

/** A file as the official package takes it: a `File` or other `Blob`, the answer of a `fetch`, or `fs.createReadStream(...)`. */
export type Uploadable = PlatformFile | Blob | Response | FsReadStream;

/** A file on disk, which is opened when it is sent, anew for each attempt, and never held in memory. */
export interface FilePath {
  /** Where it is. */
  path: string;
  /** What it is called; the last part of the path unless said otherwise. */
  name?: string | undefined;
  /** Its media type; told from its name unless said otherwise. */
  type?: string | undefined;
}

/** What {@link toFile} takes. */
export type ToFileInput = Blob | Response | ArrayBuffer | ArrayBufferView | AsyncIterable<Bits>;

/**
 * A `File` of the content, which is read now and held in memory: of bytes, a `Blob`, the answer of a `fetch`, a stream, or a
 * promise of one of these. The name is that of the content where it has one and none is given.
 */
export async function toFile(
  value: ToFileInput | PromiseLike<ToFileInput>, name?: string | null, options?: FileOptions,
): Promise<PlatformFile> {
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
