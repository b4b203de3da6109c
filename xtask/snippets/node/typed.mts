// A program in TypeScript, as an ES module: compiled by the oldest compiler and by today's, and run.
import Anthropic, { APIError, Client, type ClientOptions } from 'tidings';
import { check } from './checks.mjs';
import * as tidings from 'tidings';

const options: ClientOptions = { maxRetries: 1 };
const client: Anthropic = new Client(options);
const params: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'tidings-demo', max_tokens: 200, messages: [{ role: 'user', content: 'Hello' }],
};

export async function texts(): Promise<string[]> {
  const message: Anthropic.Message = await client.messages.create(params);
  return message.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
}

export function status(error: unknown): number | undefined {
  return error instanceof APIError ? error.status : undefined;
}

if (!(await texts()).join('')) throw new Error('no text');
await check(tidings, 'TypeScript');
