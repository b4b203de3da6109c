// Compiled, never run: structured outputs and tools as a program in TypeScript writes them, and what must be refused.
import Anthropic from 'tidings';
import { betaTool } from 'tidings/helpers/beta/json-schema';
import { betaStandardSchemaOutputFormat } from 'tidings/helpers/beta/standard-schema';
import { betaZodOutputFormat, betaZodTool } from 'tidings/helpers/beta/zod';
import { jsonSchemaOutputFormat } from 'tidings/helpers/json-schema';
import { zodOutputFormat } from 'tidings/helpers/zod';
import type { ParsedMessage } from 'tidings/lib/parser';
import { BetaToolRunner, type BetaToolRunnerParams } from 'tidings/lib/tools/BetaToolRunner';
import type { BetaRunnableTool, BetaToolRunContext } from 'tidings/lib/tools/BetaRunnableTool';
import { ToolError } from 'tidings/lib/tools/ToolError';
import * as z3 from 'zod/v3';
import * as z from 'zod/v4';

const client = new Anthropic();
const params = { model: 'claude-opus-4-6', max_tokens: 16, messages: [{ role: 'user' as const, content: 'Hi' }] };

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

const person = z.object({ name: z.string(), age: z.number().default(1), words: z.string().transform((text) => text.length) });
type Person = { name: string; age: number; words: number };

export async function zodFormats(): Promise<string> {
  const format = zodOutputFormat(person);
  const message = await client.messages.parse({ ...params, output_config: { format, effort: 'low' } });
  same<typeof message.parsed_output, Person | null>(true);
  const [block] = message.content;
  if (block?.type === 'text') same<typeof block.parsed_output, Person | null>(true);
  for (const block of message.content) block.type.trim();
  await client.messages.create({ ...params, messages: [...params.messages, { role: 'assistant', content: message.content }] });
  const beta = await client.beta.messages.parse({ ...params, betas: ['b'], output_config: { format: betaZodOutputFormat(person) } });
  same<typeof beta.parsed_output, Person | null>(true);
  const both: ParsedMessage<Person>[] = [message, beta];
  const { data } = await client.messages.parse({ ...params, output_config: { format } }).withResponse();
  const plain: Anthropic.Message = data;
  return both.length + plain.id + (message._request_id ?? '');
}

export async function jsonFormats(): Promise<unknown> {
  const format = jsonSchemaOutputFormat({
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1 }, ages: { type: 'array', items: { type: 'integer' } }, kind: { enum: ['a', 'b'] },
      maybe: { anyOf: [{ type: 'number' }, { type: 'null' }] }, other: { $ref: '#/$defs/other' },
      all: { allOf: [{ type: 'object', properties: { x: { const: 1 } }, required: ['x'], additionalProperties: false }] },
    },
    required: ['name', 'kind'],
    additionalProperties: false,
  });
  const { parsed_output: value } = await client.messages.parse({ ...params, output_config: { format } });
  if (!value) return null;
  same<typeof value.name, string>(true);
  same<typeof value.kind, 'a' | 'b'>(true);
  same<typeof value.other, unknown>(true);
  value.ages?.[0]?.toFixed();
  value.maybe?.toFixed();
  same<1 | undefined, typeof value.all extends infer All ? (All extends { x: infer X } ? X : undefined) : never>(true);
  // @ts-expect-error no such property
  value.nobody;
  const open = jsonSchemaOutputFormat({ type: 'object', properties: { a: { type: 'boolean' } } }).parse('{}');
  const more: unknown = open['more'];
  const dictionary = jsonSchemaOutputFormat({ type: 'object', additionalProperties: { type: 'number' } }).parse('{}');
  return [more, open.a === true, dictionary['any']?.toFixed()];
}

export async function withoutFormats(): Promise<void> {
  const broad: Anthropic.MessageCreateParamsNonStreaming = params;
  const message = await client.messages.parse(broad);
  same<typeof message.parsed_output, null>(true);
  const stream = client.messages.stream({ ...params, output_config: { format: zodOutputFormat(z.array(z.string())) } });
  stream.on('finalMessage', (final) => final.parsed_output?.[0]?.trim());
  const final = await stream.finalMessage();
  same<typeof final.parsed_output, string[] | null>(true);
  const standard = await client.messages.parse({
    ...params, output_config: { format: betaStandardSchemaOutputFormat(z.object({ a: z.string() })) },
  });
  same<typeof standard.parsed_output, { a: string } | null>(true);
}

const weather = betaTool({
  name: 'weather', description: 'The weather.', cache_control: { type: 'ephemeral' },
  inputSchema: { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } }, required: ['city'] },
  run({ city, days }, context?: BetaToolRunContext) {
    if (context?.signal?.aborted) throw new ToolError([{ type: 'text', text: 'too late' }]);
    return days === undefined ? city.trim() : [{ type: 'text', text: days.toFixed() }];
  },
});
const count = betaZodTool({ name: 'count', description: 'Counts.', inputSchema: person, run: async ({ words }) => words.toFixed() });
const bash: BetaRunnableTool<{ command?: string }> = {
  type: 'bash_20250124', name: 'bash', parse: (input) => input as { command?: string }, run: ({ command }) => command ?? '',
};

export async function runners(): Promise<string> {
  const tools = [weather, count, bash, { name: 'raw', input_schema: { type: 'object' as const } }];
  const runner = client.beta.messages.toolRunner({ ...params, tools, max_iterations: 3, betas: ['b'] }, { timeout: 1000 });
  same<typeof runner, BetaToolRunner<false>>(true);
  for await (const message of runner) {
    const response: Anthropic.MessageParam | null = await runner.generateToolResponse();
    if (response) runner.pushMessages({ role: message.role, content: message.content }, response);
  }
  runner.setMessagesParams((last) => ({ ...last, max_tokens: last.max_tokens + 1 }));
  runner.setMessagesParams({ ...runner.params, tools: [] });
  runner.setRequestOptions({ headers: { 'x-own': '1' } });
  const streams = client.beta.messages.toolRunner({ ...params, tools: [weather], stream: true, thread: false });
  for await (const stream of streams) stream.on('text', (delta) => delta.trim());
  const either = client.beta.messages.toolRunner({ ...params, tools: [weather], stream: Math.random() < 0.5 } as BetaToolRunnerParams);
  for await (const said of either) if ('finalMessage' in said) await said.done();
  const last: Anthropic.Message = await streams;
  return last.id + (await runner.runUntilDone()).id + (await runner.done()).id;
}

// @ts-expect-error the schema of an object is needed
jsonSchemaOutputFormat({ type: 'string' });
// @ts-expect-error no such type
jsonSchemaOutputFormat({ type: 'object', properties: { a: { type: 'text' } } });
// @ts-expect-error a schema of zod 3
zodOutputFormat(z3.object({}));
// @ts-expect-error no schema
zodOutputFormat({ type: 'object' });
// @ts-expect-error a tool has a description
betaTool({ name: 'n', inputSchema: { type: 'object' }, run: () => '' });
// @ts-expect-error no such argument
betaTool({ name: 'n', description: 'd', inputSchema: { type: 'object', properties: {}, additionalProperties: false }, run: ({ a }) => a });
// @ts-expect-error a number is no result
betaTool({ name: 'n', description: 'd', inputSchema: { type: 'object' }, run: () => 5 });
// @ts-expect-error no such field of a tool
betaTool({ name: 'n', description: 'd', inputSchema: { type: 'object' }, run: () => '', bogus: 1 });
// @ts-expect-error city is a text
betaZodTool({ name: 'n', description: 'd', inputSchema: z.object({ city: z.string() }), run: ({ city }) => city.toFixed() });
// @ts-expect-error tools are missing
client.beta.messages.toolRunner(params);
// @ts-expect-error no such type of max_iterations
client.beta.messages.toolRunner({ ...params, tools: [weather], max_iterations: '3' });
// @ts-expect-error there are no threads
client.beta.messages.toolRunner({ ...params, tools: [weather], thread: { type: 'create' } });
// @ts-expect-error parse gives whole messages
client.messages.parse({ ...params, stream: true });
