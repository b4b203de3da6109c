// A chat in a terminal, with a system prompt that is cached, pictures and documents.
import Anthropic, { toFile } from 'tidings';
import type { ContentBlock, ImageBlockParam, Message, MessageParam, TextBlockParam } from 'tidings/resources/messages';
import { readFile } from 'node:fs/promises';

interface Turn {
  question: string;
  pictures?: string[];
}

export class Chat {
  readonly #client: Anthropic;
  readonly #history: MessageParam[] = [];
  readonly #system: TextBlockParam[];
  #spent = 0;

  constructor(client: Anthropic, rules: string) {
    this.#client = client;
    this.#system = [{ type: 'text', text: rules, cache_control: { type: 'ephemeral' } }];
  }

  async ask({ question, pictures = [] }: Turn): Promise<string> {
    const images = await Promise.all(pictures.map(picture));
    this.#history.push({ role: 'user', content: [...images, { type: 'text', text: question }] });
    const answer = await this.#client.messages.create({
      model: 'claude-opus-4-6', max_tokens: 1024, system: this.#system, messages: this.#history, metadata: { user_id: 'me' },
    });
    this.#history.push({ role: 'assistant', content: answer.content });
    this.#spent += cost(answer.usage);
    return textOf(answer.content);
  }

  get spent(): number {
    return this.#spent;
  }
}

async function picture(path: string): Promise<ImageBlockParam> {
  const data = (await readFile(path)).toString('base64');
  return { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
}

function textOf(content: ContentBlock[]): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

function cost({ input_tokens, output_tokens, cache_read_input_tokens }: Anthropic.Usage): number {
  return input_tokens + 5 * output_tokens + (cache_read_input_tokens ?? 0) / 10;
}

export async function main(): Promise<number> {
  const client = new Anthropic({
    apiKey: process.env['ANTHROPIC_API_KEY'] ?? null, maxRetries: 4, timeout: 20 * 1000,
    defaultHeaders: { 'x-team': 'ants', 'x-old': null },
    defaultQuery: { trace: '1' }, baseURL: null, logLevel: 'warn',
  });
  const chat = new Chat(client.withOptions({ timeout: 60_000 }), 'Be brief.');
  console.log(await chat.ask({ question: 'What is this?', pictures: ['a.png'] }));
  await client.files.upload({ file: await toFile(Buffer.from('{}'), 'a.json', { type: 'application/json' }) });
  return chat.spent;
}

export async function count(messages: Anthropic.MessageParam[], tools: Anthropic.Tool[]): Promise<number> {
  const client = new Anthropic();
  const params: Anthropic.MessageCountTokensParams = { model: 'claude-opus-4-6', messages, tools };
  const { input_tokens } = await client.messages.countTokens(params, { headers: { 'x-mine': '1' }, timeout: 5000 });
  return input_tokens;
}

export async function answers(messages: MessageParam[]): Promise<[Message, string | null, number]> {
  const client = new Anthropic();
  const { data, response, request_id } = await client.messages
    .create({ model: 'claude-opus-4-6', max_tokens: 16, messages },
      { signal: AbortSignal.timeout(1000), maxRetries: 0, query: { q: ['a'] } })
    .withResponse();
  const raw: Response = await client.messages.create({ model: 'm', max_tokens: 1, messages }).asResponse();
  const told = await client.messages.create({ model: 'm', max_tokens: 1, messages });
  const id: string | null | undefined = told._request_id;
  return [data, request_id ?? id ?? null, response.status + raw.status];
}
