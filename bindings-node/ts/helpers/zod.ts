/** Structured outputs by a schema of zod, which is loaded when a format is made. */
import type { AutoParseableOutputFormat } from '../lib/parse.js';
import { readJSON, outputError } from '../lib/internal/output-error.js';
import { schemaOfZod, type ZodOutput, type ZodSchema } from '../lib/internal/zod.js';
import { transformJSONSchema } from '../lib/transform-json-schema.js';

/**
 * Makes the `format` of `output_config` of a schema of zod 4 (`zod`, or `zod/v4` of zod 3.25).
 *
 * ```ts
 * const format = zodOutputFormat(z.object({ name: z.string() }));
 * const message = await client.messages.parse({ ..., output_config: { format } });
 * message.parsed_output?.name;
 * ```
 *
 * `messages.parse` and `messages.stream` then give what came, checked and made by the schema, as `parsed_output`. What zod
 * can check and structured outputs cannot is told to the model in descriptions. Throws zod's error for a schema that JSON
 * Schema has no words for, and a `ConfigError` where zod is not there.
 */
export function zodOutputFormat<Schema extends ZodSchema>(zodObject: Schema): AutoParseableOutputFormat<ZodOutput<Schema>> {
  return {
    type: 'json_schema',
    schema: transformJSONSchema(schemaOfZod(zodObject)),
    parse(content) {
      const result = zodObject.safeParse(readJSON(content));
      if (result.success) return result.data;
      throw outputError(result.error.issues, result.error);
    },
  };
}
