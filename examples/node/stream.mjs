// Prints an answer while it is written.
//
//   node stream.mjs "Tell me a story."
//
// The key comes from ANTHROPIC_API_KEY, the address from ANTHROPIC_BASE_URL (without one: the public API).
import { Client } from 'tidings';

const client = new Client();

// The request leaves here; the loop below sets the pace. Leaving the loop early would end the request.
const stream = client.messages.stream({
  model: process.env.TIDINGS_MODEL ?? 'claude-opus-4-6',
  max_tokens: 1024,
  messages: [{ role: 'user', content: process.argv[2] ?? 'Tell me a very short story.' }],
});

for await (const text of stream.textStream()) process.stdout.write(text);

// The pieces put together, with everything that is not text: why it ended, and what it cost.
const { stop_reason, usage } = await stream.finalMessage();
console.log(`\n-- stop_reason: ${stop_reason}, usage: ${usage.input_tokens} in, ${usage.output_tokens} out`);
