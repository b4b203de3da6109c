// Offers the model a tool, runs it when asked, and prints the answer that comes of it.
//
//   node tools.mjs "What is the weather in Paris?"
import { Client } from 'tidings';

const client = new Client();

// What the model is told about the tool: its input is described by a JSON Schema.
const weather = {
  name: 'get_weather',
  description: 'The weather at a place, now.',
  input_schema: {
    type: 'object',
    properties: { city: { type: 'string', description: 'The name of the city' } },
    required: ['city'],
  },
};

// The tool itself: any function of yours. This one always sees the sun.
function getWeather({ city }) {
  return `It is sunny in ${city}, 21 °C.`;
}

const messages = [{ role: 'user', content: process.argv[2] ?? 'What is the weather in Paris?' }];

for (;;) {
  const answer = await client.messages.create({
    model: process.env.TIDINGS_MODEL ?? 'claude-opus-4-6',
    max_tokens: 1024,
    tools: [weather],
    messages,
  });
  for (const block of answer.content) {
    if (block.type === 'text') console.log(block.text);
  }
  if (answer.stop_reason !== 'tool_use') break;

  // The model wants something run. Its request goes back as it came, followed by a result for each call in it.
  const results = answer.content
    .filter((block) => block.type === 'tool_use')
    .map((call) => {
      console.log(`-- ${call.name}(${JSON.stringify(call.input)})`);
      return { type: 'tool_result', tool_use_id: call.id, content: getWeather(call.input) };
    });
  messages.push({ role: 'assistant', content: answer.content }, { role: 'user', content: results });
}
