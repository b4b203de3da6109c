// Formats of structured outputs and tools, declared with the official package and with Tidings.

const run = () => '';
const standard = { version: 1, vendor: 'mine', validate: (value) => ({ value }) };
const DUMB = { '~standard': standard };
const SAYS = { '~standard': { ...standard, jsonSchema: { input: () => ({ type: 'object', x: 1 }) } } };
const about = { name: 'n', description: 'd', run };

const standardHelpers = (load) => load('helpers/beta/standard-schema');
const jsonFormat = (schema, options) => (load) => load('helpers/json-schema').jsonSchemaOutputFormat(schema, options);
const zodFormat = (make) => (load, z) => load('helpers/zod').zodOutputFormat(make(z));
const zodTool = (make) => (load, z) => load('helpers/beta/zod').betaZodTool({ ...about, inputSchema: make(z), strict: true });
const tool = (inputSchema) => (load) => load('helpers/beta/json-schema').betaTool({ ...about, inputSchema, close: run });
const standardTool = (options) => (load) => standardHelpers(load).betaStandardSchemaTool({ ...about, ...options });
const standardFormat = (schema, options) => (load) => standardHelpers(load).betaStandardSchemaOutputFormat(schema, options);

/** Formats and tools by name; each is made with what a package loads and its zod. */
export const DECLARED = {
  'a schema': jsonFormat({ type: 'object', properties: { a: { type: 'string', minLength: 1 } } }),
  'a schema as it is': jsonFormat({ type: 'object', minProperties: 1 }, { transform: false }),
  'a schema of a string': jsonFormat({ type: 'string' }),
  'no schema': jsonFormat({}),
  'an object of zod': zodFormat((z) => z.object({ a: z.number().min(3).describe('Some'), b: z.array(z.string()).optional() })),
  'zod, used twice': zodFormat((z) => ((part) => z.object({ a: part, b: part }))(z.object({ q: z.string().min(1) }))),
  'zod, in itself': zodFormat((z) => {
    const node = z.object({ x: z.string(), get parts() { return z.array(node); } });
    return node;
  }),
  'zod of many kinds': zodFormat((z) => z.object({
    a: z.union([z.literal('a'), z.literal(1)]), b: z.nullable(z.string()), c: z.enum(['x', 'y']), d: z.iso.datetime(), e: z.url(),
    f: z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })]), g: z.uuid(), h: z.int(),
    i: z.record(z.string(), z.number()), j: z.email(), k: z.string().default('x'),
  })),
  'zod of anything': zodFormat((z) => z.object({ a: z.any() })),
  'a string of zod': zodFormat((z) => z.string()),
  'a date of zod': zodFormat((z) => z.object({ a: z.date() })),
  'a tool': tool({ type: 'object', properties: { a: { type: 'string', minLength: 1 } } }),
  'a tool that takes a string': tool({ type: 'string' }),
  'a tool of zod': zodTool((z) => z.object({ a: z.string().min(1).default('x'), b: z.email() }).describe('O')),
  'a tool of zod that takes a string': zodTool((z) => z.string()),
  'a tool of zod that makes something else': zodTool((z) => z.object({ a: z.string().transform(Number) })),
  'a standard tool': standardTool({ inputSchema: SAYS }),
  'a standard tool with a schema': standardTool({ inputSchema: DUMB, jsonSchema: { type: 'object', minProperties: 1 } }),
  'a standard tool without': standardTool({ inputSchema: DUMB }),
  'a standard tool that takes a string': standardTool({ inputSchema: DUMB, jsonSchema: { type: 'string' } }),
  'a standard format': standardFormat(SAYS),
  'a standard format with a schema': standardFormat(DUMB, { jsonSchema: { type: 'object', minProperties: 1 } }),
  'a standard format without': standardFormat(DUMB),
};
