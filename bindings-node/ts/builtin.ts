/** Classes of the platform that not every version of its declarations has as globals. */
import type { File as NodeFile } from 'node:buffer';

/** The class `File`. */
export type PlatformFile = typeof globalThis extends { File: { prototype: infer F extends Blob } } ? F : NodeFile;

/** What says more about a `File`. */
export interface FileOptions {
  /** Its media type. */
  type?: string | undefined;
  /** When it was changed, in milliseconds since 1970. */
  lastModified?: number | undefined;
}

/** What the body of a `Response` may be made of. */
export type ResponseBody = ConstructorParameters<typeof Response>[0];
