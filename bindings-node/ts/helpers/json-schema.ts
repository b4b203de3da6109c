/** Structured outputs and tools by a JSON Schema. */
import { ConfigError } from '../errors.js';
import type { FromSchema, ObjectSchema } from '../lib/from-schema.js';
import { readJSON } from '../lib/internal/output-error.js';
import type { AutoParseableOutputFormat } from '../lib/parse.js';
import { transformJSONSchema } from '../lib/transform-json-schema.js';

/**
 * Makes the `format` of `output_config` of a JSON Schema of an object.
 *
 * ```ts
 * const format = jsonSchemaOutputFormat({ type: 'object', properties: { name: { type: 'string' } }, required: ['name'] });
 * const message = await client.messages.parse({ ..., output_config: { format } });
 * message.parsed_output?.name;
 * ```
 *
 * `messages.parse` and `messages.stream` then give what came as `parsed_output`; it is JSON, and not checked against the
 * schema. The schema is sent as {@link transformJSONSchema} makes it, or with `transform: false` as it is; the given object
 * is never changed. Its type is told as far as `type`, `properties`, `required`, `items`, `enum`, `const` and lists of
 * alternatives tell it, else it is `unknown`. Throws a `ConfigError` for a schema that structured outputs cannot take.
 */
export function jsonSchemaOutputFormat<const Schema extends ObjectSchema>(
  jsonSchema: Schema,
  options?: { transform?: boolean | undefined },
): AutoParseableOutputFormat<FromSchema<Schema>> {
  if (jsonSchema?.type !== 'object') {
    throw new ConfigError(`a format needs the JSON Schema of an object, not of ${jsonSchema?.type}`);
  }
  const schema = options?.transform === false ? { ...jsonSchema } : transformJSONSchema(jsonSchema);
  return { type: 'json_schema', schema, parse: (content) => readJSON(content) as FromSchema<Schema> };
}
