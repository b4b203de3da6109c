// Section 1.4: answers of a type, and the schemas that ask for them.
import { block, CALL, end, error, events, message, start, textBlock, textDeltas, toolUse } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, plain } from '../plain.mjs';

const example = examples('structured');
const AUTHOR = { type: 'object', properties: { name: { type: 'string' }, born: { type: 'integer' } }, required: ['name'] };
const BOOK = '{"title": "Dune", "authors": [{"name": "Herbert", "born": 1920}], "mood": "bad", "pages": 412}';
const STREAM = events([start(), block(0, textBlock(''), textDeltas('{"name": "Her', 'bert", "born"', ': 1920}')), end()]);

/** The format of a book by zod. */
async function bookOf({ load, other }) {
  const { zodOutputFormat } = await load('/helpers/zod');
  const { z } = await other('zod');
  return zodOutputFormat(z.object({
    title: z.string().min(1).describe('As on the cover'),
    authors: z.array(z.object({ name: z.string(), born: z.number().int().nullable().optional() })).min(1).max(9),
    mood: z.enum(['good', 'bad']).default('good'),
    pages: z.number().int().min(1).max(5000),
  }));
}

async function authorOf({ load }, options) {
  const { jsonSchemaOutputFormat } = await load('/helpers/json-schema');
  return jsonSchemaOutputFormat(AUTHOR, options);
}

example('an answer by zod', { script: message([textBlock(BOOK)]) }, async (given) => {
  const message = await given.client.messages.parse({ ...CALL, output_config: { format: await bookOf(given) } });
  return [message.parsed_output.authors[0].born, message.parsed_output.mood, message, message._request_id];
});

example('an answer by a schema', { script: message([textBlock('{"name": "Herbert"}')]) }, async (given) => {
  const message = await given.client.messages.parse({ ...CALL, output_config: { format: await authorOf(given) } });
  return [message.parsed_output.name, message];
});

example('a schema as it is', { script: message([textBlock('{"name": "Herbert"}')]) }, async (given) => {
  const message = await given.client.messages.parse({ ...CALL, output_config: { format: await authorOf(given, { transform: false }) } });
  return message.parsed_output;
});

example('a schema is not changed', async (given) => {
  const before = structuredClone(AUTHOR);
  await authorOf(given);
  return JSON.stringify(before) === JSON.stringify(AUTHOR);
});

example('a schema of no object', async ({ load }) => {
  const { jsonSchemaOutputFormat } = await load('/helpers/json-schema');
  return (await caught(() => jsonSchemaOutputFormat({ type: 'array', items: { type: 'string' } }))) instanceof Error;
});

example('the keys of a parsed answer', { script: message([textBlock(BOOK)]) }, async (given) => {
  const message = await given.client.messages.parse({ ...CALL, output_config: { format: await bookOf(given) } });
  return [Object.keys(message), Object.keys(message.content[0]), message.content[0].parsed_output?.title ?? null,
    JSON.parse(JSON.stringify(message))];
});

example('a format beside other settings', { script: message([textBlock(BOOK)]) }, async (given) => {
  const { parsed_output } = await given.client.messages.parse({ ...CALL, output_config: { effort: 'low', format: await bookOf(given) } });
  return parsed_output.title;
});

example('a format given to create', { script: message([textBlock(BOOK)]) }, async (given) =>
  given.client.messages.create({ ...CALL, output_config: { format: await bookOf(given) } }));

example('a format by hand', { script: message([textBlock('{"a": 1}')]) }, async ({ client }) => {
  const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'], additionalProperties: false };
  return client.messages.parse({ ...CALL, output_config: { format: { type: 'json_schema', schema } } });
});

example('parse without a format', { script: message([textBlock(BOOK)]) }, async ({ client }) => client.messages.parse(CALL));

example('an answer without text', { script: message([toolUse('f', {})], { stop_reason: 'tool_use' }) }, async (given) =>
  given.client.messages.parse({ ...CALL, output_config: { format: await bookOf(given) } }));

example('an answer of two texts', { script: message([textBlock('{"name": "A"}'), textBlock('{"name": "B"}')]) }, async (given) =>
  given.client.messages.parse({ ...CALL, output_config: { format: await authorOf(given) } }));

example('values that are false', { script: message([textBlock('0')]) }, async (given) => {
  const { zodOutputFormat } = await given.load('/helpers/zod');
  const { z } = await given.other('zod');
  const message = await given.client.messages.parse({ ...CALL, output_config: { format: zodOutputFormat(z.number()) } });
  return [message.parsed_output, message.content[0].parsed_output];
});

example('an answer that is no JSON', { script: message([textBlock('not json')]) }, async (given) => {
  const byZod = await caught(given.client.messages.parse({ ...CALL, output_config: { format: await bookOf(given) } }));
  const bySchema = await caught(given.client.messages.parse({ ...CALL, output_config: { format: await authorOf(given) } }));
  return [byZod, bySchema].map((error) => [error instanceof given.Anthropic.AnthropicError, error instanceof given.Anthropic.APIError]);
});

example('an answer that does not fit', { script: message([textBlock('{"title": 5}')]) }, async (given) => {
  const error = await caught(given.client.messages.parse({ ...CALL, output_config: { format: await bookOf(given) } }));
  return [error instanceof given.Anthropic.AnthropicError, ['title', 'authors', 'pages'].map((name) => error.message.includes(name))];
});

example('what zod makes of a value', { script: message([textBlock('{"n": " 5 "}')]) }, async ({ client, load, other }) => {
  const { zodOutputFormat } = await load('/helpers/zod');
  const { z } = await other('zod');
  const format = zodOutputFormat(z.object({ n: z.string() }).strict());
  return [(await client.messages.parse({ ...CALL, output_config: { format } })).parsed_output, format.type, typeof format.parse];
});

example('the format by itself', async (given) => {
  const format = await bookOf(given);
  const error = await caught(() => format.parse('nonsense'));
  return [Object.keys(format), format.parse(BOOK), error instanceof given.Anthropic.AnthropicError];
});

example('a parsed answer is put back', { script: message([textBlock(BOOK)]) }, async (given) => {
  const first = await given.client.messages.parse({ ...CALL, output_config: { format: await bookOf(given) } });
  await given.client.messages.create({ ...CALL, messages: [...CALL.messages, { role: 'assistant', content: first.content }] });
});

example('a format that is refused', { script: error(400, 'invalid_request_error', { message: 'schema too deep' }) }, async (given) =>
  caught(given.client.messages.parse({ ...CALL, output_config: { format: await bookOf(given) } })));

example('a parsed answer with its response', { script: message([textBlock(BOOK)]) }, async (given) => {
  const promise = given.client.messages.parse({ ...CALL, output_config: { format: await bookOf(given) } });
  return [typeof promise.then, (await promise).parsed_output.title];
});

// Streams.

example('a stream of a type', { script: STREAM }, async (given) => {
  const stream = given.client.messages.stream({ ...CALL, output_config: { format: await authorOf(given) } });
  const told = [];
  for (const name of ['text', 'contentBlock', 'message', 'finalMessage']) stream.on(name,
    (...args) => told.push([name, ...args.map(plain)]));
  const message = await stream.finalMessage();
  return [message.parsed_output, message, told];
});

example('a stream of a type by zod', {
  script: events([start(), block(0, textBlock(''), textDeltas(BOOK)), end()]),
}, async (given) => (await given.client.messages.stream({ ...CALL,
  output_config: { format: await bookOf(given) } }).finalMessage()).parsed_output);

example('a stream that does not fit', {
  script: events([start(), block(0, textBlock(''), textDeltas('not json')), end()]),
}, async (given) => {
  const stream = given.client.messages.stream({ ...CALL, output_config: { format: await authorOf(given) } });
  const told = [];
  stream.on('text', () => told.push('text')).on('error', () => told.push('error')).on('end', () => told.push('end'));
  const error = await caught(stream.finalMessage());
  return [error instanceof given.Anthropic.AnthropicError, told];
});

example('a stream of a type that was cut off', {
  script: events([start(), block(0, textBlock(''), textDeltas('{"name": "Her')), end('max_tokens')]),
}, async (given) => {
  const stream = given.client.messages.stream({ ...CALL, output_config: { format: await authorOf(given) } });
  return (await caught(stream.finalMessage())) instanceof Error;
});

// The face of beta.

example('beta by zod', { script: message([textBlock(BOOK)]) }, async ({ client, load, other }) => {
  const { betaZodOutputFormat } = await load('/helpers/beta/zod');
  const { z } = await other('zod');
  const format = betaZodOutputFormat(z.object({ title: z.string() }));
  return client.beta.messages.parse({ ...CALL, output_config: { format }, betas: ['one'] });
});

example('beta by a schema', { script: message([textBlock('{"name": "Herbert"}')]) }, async ({ client, load }) => {
  const { betaJSONSchemaOutputFormat } = await load('/helpers/beta/json-schema');
  return client.beta.messages.parse({ ...CALL, output_config: { format: betaJSONSchemaOutputFormat(AUTHOR) } });
});

example('beta by a standard schema', { script: message([textBlock('{"name": "Herbert"}')]) }, async ({ client, load, other }) => {
  const { betaStandardSchemaOutputFormat } = await load('/helpers/beta/standard-schema');
  const { z } = await other('zod');
  const format = betaStandardSchemaOutputFormat(z.object({ name: z.string() }), { jsonSchema: AUTHOR });
  return client.beta.messages.parse({ ...CALL, output_config: { format } });
});

example('a stream of beta of a type', { script: STREAM }, async ({ client, load }) => {
  const { betaJSONSchemaOutputFormat } = await load('/helpers/beta/json-schema');
  const stream = client.beta.messages.stream({ ...CALL, output_config: { format: betaJSONSchemaOutputFormat(AUTHOR) } });
  return (await stream.finalMessage()).parsed_output;
});

// Schemas.

const SCHEMAS = {
  'more properties': { type: 'object', properties: {}, additionalProperties: true, title: 'T', required: [] },
  'one of': { oneOf: [{ type: 'string' }, { type: 'integer', minimum: 3 }], description: 'Either' },
  'any of': { anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 3 }] },
  formats: { type: 'object', properties: { d: { type: 'string', format: 'date' }, r: { type: 'string', format: 'regex' } } },
  definitions: { $defs: { A: { type: 'object', properties: { x: { $ref: '#/$defs/A' } } } }, $ref: '#/$defs/A' },
  words: { type: 'string', enum: ['a', 'b'], default: 'a', pattern: 'a|b' },
  constants: { type: 'object', properties: { k: { const: 'x', type: 'string' } }, minProperties: 1 },
  'all of': { allOf: [{ type: 'object', properties: { a: { type: 'boolean' } } }], $schema: 'x' },
  arrays: { type: 'array', items: { type: 'string', minLength: 2 }, minItems: 1, uniqueItems: true },
};

for (const [name, schema] of Object.entries(SCHEMAS)) {
  example(`the schema of ${name}`, async ({ load }) => {
    const { jsonSchemaOutputFormat } = await load('/helpers/json-schema');
    const { schema: made } = jsonSchemaOutputFormat({ type: 'object', properties: { value: schema }, required: ['value'] });
    return JSON.stringify(made);
  });
}

example('the schemas of zod', async ({ load, other }) => {
  const { zodOutputFormat } = await load('/helpers/zod');
  const { z } = await other('zod');
  const kinds = {
    text: z.string().email(), number: z.number().positive().max(10), list: z.array(z.boolean()).length(2),
    choice: z.union([z.string(), z.null()]),
    record: z.record(z.string(), z.number()), literal: z.literal('x'), date: z.iso.datetime(),
  };
  return Object.entries(kinds).map(([name, kind]) => [name, JSON.stringify(zodOutputFormat(z.object({ kind })).schema)]);
});
