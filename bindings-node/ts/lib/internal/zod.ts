/** What is needed of zod: no more of its types than that, so that programs without it compile too. */
import { ConfigError } from '../../errors.js';
import type { JSONSchema } from '../transform-json-schema.js';
import { isObject } from './run-tool.js';
import type { Issue } from './output-error.js';

/** A schema of zod 4, from whatever copy of it. */
export interface ZodSchema {
  /** Told apart by this from schemas of zod 3, which cannot say their JSON Schema. */
  readonly _zod: { readonly output: unknown };
  parse(value: unknown): unknown;
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: Error & { issues: readonly Issue[] } };
}

/** The type of the values that come out of a schema. */
export type ZodOutput<Schema extends ZodSchema> = Schema['_zod']['output'];

/** The JSON Schema of a schema. Parts that are used more than once are said once, as `$defs`. */
export function schemaOfZod(schema: ZodSchema): JSONSchema {
  if (!isObject(schema) || !('_zod' in schema)) {
    throw new ConfigError('this is no schema of zod 4: import z from "zod/v4", or from "zod" of version 4');
  }
  return load().toJSONSchema(schema, { reused: 'ref' });
}

function load(): { toJSONSchema(schema: unknown, options: { reused: 'ref' }): JSONSchema } {
  try {
    return require('zod/v4');
  } catch (cause) {
    throw new ConfigError('this needs zod 4, or zod 3.25 or newer: npm install zod', {}, cause);
  }
}
