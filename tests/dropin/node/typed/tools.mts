// Tools: asked for by hand, in a loop that runs them, and answers of a type.
import Anthropic from 'tidings';
import { betaTool } from 'tidings/helpers/beta/json-schema';
import { betaZodTool } from 'tidings/helpers/beta/zod';
import { jsonSchemaOutputFormat } from 'tidings/helpers/json-schema';
import { zodOutputFormat } from 'tidings/helpers/zod';
import type { Tool, ToolResultBlockParam, ToolUseBlock } from 'tidings/resources/messages';
import { z } from 'zod';

const client = new Anthropic();
const weather: Tool = {
  name: 'get_weather',
  description: 'The weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

async function run(call: ToolUseBlock): Promise<ToolResultBlockParam> {
  const { city } = call.input as { city?: string };
  return city ? { type: 'tool_result', tool_use_id: call.id, content: `Sunny in ${city}` } : { type: 'tool_result',
    tool_use_id: call.id, is_error: true };
}

export async function byHand(question: string): Promise<Anthropic.Message> {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: question }];
  for (;;) {
    const message = await client.messages.create({ model: 'claude-opus-4-6', max_tokens: 1024, messages, tools: [weather],
      tool_choice: { type: 'auto' } });
    messages.push({ role: 'assistant', content: message.content });
    if (message.stop_reason !== 'tool_use') return message;
    const calls = message.content.filter((block): block is ToolUseBlock => block.type === 'tool_use');
    messages.push({ role: 'user', content: await Promise.all(calls.map(run)) });
  }
}

export async function byRunner(): Promise<string> {
  const runner = client.beta.messages.toolRunner({
    model: 'claude-opus-4-6',
    max_tokens: 1024,
    max_iterations: 5,
    messages: [{ role: 'user', content: 'Add 2 and 3, then look at the weather.' }],
    tools: [
      betaZodTool({
        name: 'add', description: 'Adds', inputSchema: z.object({ a: z.number(), b: z.number() }), run: ({ a, b }) => String(a + b),
      }),
      betaTool({
        name: 'get_weather',
        description: 'The weather',
        inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
        run: ({ city }) => [{ type: 'text', text: city.toUpperCase() }],
      }),
    ],
  });
  for await (const message of runner) console.log(message.stop_reason);
  const final: Anthropic.Beta.BetaMessage = await runner.done();
  return final.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

const Book = z.object({ title: z.string(), pages: z.number(), tags: z.array(z.string()) });

export async function ofAType(): Promise<[string, number]> {
  const message = await client.messages.parse({
    model: 'claude-opus-4-6', max_tokens: 64, messages: [{ role: 'user', content: 'A book' }],
    output_config: { format: zodOutputFormat(Book) },
  });
  const book: z.infer<typeof Book> | null = message.parsed_output;
  return [book?.title ?? 'none', (book?.pages ?? 0) + message.usage.output_tokens];
}

export async function ofASchema(): Promise<string> {
  const format = jsonSchemaOutputFormat({
    type: 'object', properties: { name: { type: 'string' }, born: { type: 'integer' } }, required: ['name'], additionalProperties: false,
  } as const);
  const stream = client.messages.stream({ model: 'm', max_tokens: 64, messages: [], output_config: { format } });
  const { parsed_output } = await stream.finalMessage();
  return parsed_output ? parsed_output.name.trim() : '';
}
