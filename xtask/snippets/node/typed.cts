// A program in TypeScript, as a CommonJS module.
import Anthropic, { APIError } from 'tidings';
import tidings = require('tidings');
import { Messages } from 'tidings/resources/messages';

const client: Anthropic = new tidings.Anthropic();
const params: Anthropic.MessageStreamParams = {
  model: 'tidings-demo', max_tokens: 200, messages: [{ role: 'user', content: 'Hello' }],
};

async function main(): Promise<void> {
  const text: string = await client.messages.stream(params).finalText();
  if (!text || !(client.messages instanceof Messages)) throw new Error('no text');
  const error: unknown = await client.messages.create({ ...params, max_tokens: 0 }, { validation: false }).catch((error: unknown) => error);
  if (!(error instanceof APIError) || error.status !== 400) throw new Error('not refused');
}

void main();
