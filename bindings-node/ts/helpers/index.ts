/** Everything of the helpers, for programs that do not mind loading it all; zod is loaded when it is used. */
export * from './beta/json-schema.js';
export * from './beta/standard-schema.js';
export * from './beta/zod.js';
export * from './json-schema.js';
export * from './zod.js';
export { ToolError } from '../lib/tools.js';
export { transformJSONSchema } from '../lib/transform-json-schema.js';
