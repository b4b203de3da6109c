/** Tools and structured outputs by a JSON Schema, for `client.beta`. */
import type { FromSchema, ObjectSchema } from '../../lib/from-schema.js';
import { toolOf } from '../../lib/internal/run-tool.js';
import type { BetaRunnableTool, ToolDescription } from '../../lib/tools.js';

export { jsonSchemaOutputFormat as betaJSONSchemaOutputFormat } from '../json-schema.js';

/**
 * Makes a tool of a function and the JSON Schema of its argument, for `client.beta.messages.toolRunner` and wherever tools
 * are given.
 *
 * ```ts
 * const weather = betaTool({
 *   name: 'get_weather',
 *   description: 'The weather of a city.',
 *   inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
 *   run: ({ city }) => `rain in ${city}`,
 * });
 * ```
 *
 * The schema is sent as it is. What the model writes is not checked against it, unless the tool is `strict`, which the API
 * holds it to; the type of the argument is told as far as `jsonSchemaOutputFormat` tells it. Other fields of a tool's
 * definition, such as `cache_control`, can be given too. Throws a `ConfigError` for the schema of something else than an
 * object.
 */
export function betaTool<const Schema extends ObjectSchema>(
  options: ToolDescription<FromSchema<Schema>> & { inputSchema: Schema },
): BetaRunnableTool<FromSchema<Schema>> {
  const { inputSchema, ...description } = options;
  return toolOf(description, inputSchema, (content) => content as FromSchema<Schema>);
}
