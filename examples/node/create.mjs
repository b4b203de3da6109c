// Asks one question and prints the whole answer.
//
//   node create.mjs "Why is the sky blue?"
//
// The key comes from ANTHROPIC_API_KEY, the address from ANTHROPIC_BASE_URL (without one: the public API).
import { APIError, Client } from 'tidings';

const client = new Client();
const question = process.argv[2] ?? 'Why is the sky blue? One sentence, please.';

try {
  const message = await client.messages.create({
    model: process.env.TIDINGS_MODEL ?? 'claude-opus-4-6',
    max_tokens: 1024,
    messages: [{ role: 'user', content: question }],
  });
  // An answer is a list of blocks: texts, tool calls and others.
  for (const block of message.content) {
    if (block.type === 'text') console.log(block.text);
  }
  console.log(`-- stop_reason: ${message.stop_reason}, usage: ${message.usage.input_tokens} in, ${message.usage.output_tokens} out`);
} catch (error) {
  // Whatever the server or the network did wrong; `error.message` says what it was and what to do about it.
  if (!(error instanceof APIError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
