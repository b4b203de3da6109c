/** Tools and structured outputs by a schema of any library that follows Standard Schema, such as Valibot or ArkType. */
import { readJSON } from '../../lib/internal/output-error.js';
import { toolOf } from '../../lib/internal/run-tool.js';
import type { AutoParseableOutputFormat } from '../../lib/parse.js';
import { parseWithStandardSchema, standardSchemaToJSONSchema, type StandardSchemaV1 } from '../../lib/standard-schema.js';
import type { BetaRunnableTool, ToolDescription } from '../../lib/tools.js';
import { type JSONSchema, transformJSONSchema } from '../../lib/transform-json-schema.js';

/**
 * Makes the `format` of `output_config` of a Standard Schema.
 *
 * `jsonSchema` is what is sent; it can be left out where the schema says it itself (Standard JSON Schema, as zod 4.2 does).
 * What comes is checked and made by the schema, which must be able to do so at once. Throws a `ConfigError` where there is
 * no JSON Schema, or none that structured outputs can take.
 */
export function betaStandardSchemaOutputFormat<Schema extends StandardSchemaV1>(
  schema: Schema,
  options?: { jsonSchema?: JSONSchema | undefined },
): AutoParseableOutputFormat<StandardSchemaV1.InferOutput<Schema>> {
  return {
    type: 'json_schema',
    schema: transformJSONSchema(standardSchemaToJSONSchema(schema, options?.jsonSchema)),
    parse: (content) => parseWithStandardSchema(schema, readJSON(content)),
  };
}

/**
 * Makes a tool of a function and a Standard Schema for its argument, as {@link betaStandardSchemaOutputFormat} makes a
 * format: `jsonSchema` is sent as it is, and what the model writes is checked and made by the schema.
 */
export function betaStandardSchemaTool<Schema extends StandardSchemaV1>(
  options: ToolDescription<StandardSchemaV1.InferOutput<Schema>> & {
    inputSchema: Schema;
    jsonSchema?: JSONSchema | undefined;
  },
): BetaRunnableTool<StandardSchemaV1.InferOutput<Schema>> {
  const { inputSchema, jsonSchema, ...description } = options;
  const schema = standardSchemaToJSONSchema(inputSchema, jsonSchema);
  return toolOf(description, schema, (content) => parseWithStandardSchema(inputSchema, content));
}
