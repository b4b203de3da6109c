/** Tools and structured outputs by a schema of zod, for `client.beta`. */
import { toolOf } from '../../lib/internal/run-tool.js';
import { schemaOfZod, type ZodOutput, type ZodSchema } from '../../lib/internal/zod.js';
import type { BetaRunnableTool, ToolDescription } from '../../lib/tools.js';

export { zodOutputFormat as betaZodOutputFormat } from '../zod.js';

/**
 * Makes a tool of a function and a schema of zod 4 for its argument.
 *
 * ```ts
 * const weather = betaZodTool({
 *   name: 'get_weather',
 *   description: 'The weather of a city.',
 *   inputSchema: z.object({ city: z.string() }),
 *   run: ({ city }) => `rain in ${city}`,
 * });
 * ```
 *
 * What the model writes is checked, and made into what `run` takes, by the schema; the model is told what does not fit.
 * Throws zod's error for a schema that JSON Schema has no words for, and a `ConfigError` where it is not one of an object
 * or zod is not there.
 */
export function betaZodTool<Schema extends ZodSchema>(
  options: ToolDescription<ZodOutput<Schema>> & { inputSchema: Schema },
): BetaRunnableTool<ZodOutput<Schema>> {
  const { inputSchema, ...description } = options;
  return toolOf(description, schemaOfZod(inputSchema), (content) => inputSchema.parse(content));
}
