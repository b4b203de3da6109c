// The real small model, a server that nobody on this project wrote.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client } from 'tidings';

const { TIDINGS_MODEL_URL: baseURL, TIDINGS_MODEL: model, TIDINGS_MODEL_SKIPPED: reason } = process.env;
const skip = baseURL ? false : `no real model: ${reason ?? 'TIDINGS_MODEL_URL is not set'}`;
if (skip) console.log(skip);

describe('the real small model', () => {
  // Temperature 0 and a sober question: where this model begins with an emoji, its server forgets `message_start`.
  const question = { role: 'user', content: 'What is a river?' };
  const params = { model, max_tokens: 48, temperature: 0, messages: [question] };
  const client = () => new Client({ apiKey: 'any-key', baseURL });

  function assertMessage(message) {
    assert.equal(message.role, 'assistant');
    assert.ok(['end_turn', 'max_tokens'].includes(message.stop_reason), message.stop_reason);
    assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
    assert.ok(message.content[0].text.length > 0);
  }

  it('streams text, and its pieces make the final message', { skip }, async () => {
    const stream = client().messages.stream(params);
    let text = '';
    for await (const piece of stream.textStream()) text += piece;
    const message = await stream.finalMessage();
    assertMessage(message);
    assert.equal(message.content[0].text, text);
  });

  it('gives a whole message', { skip }, async () => {
    assertMessage(await client().messages.create(params));
  });

  it('calls a tool, its input put together from pieces', { skip }, async () => {
    const message = await client().messages.stream({
      model, max_tokens: 128, temperature: 0, tool_choice: { type: 'any' },
      tools: [{
        name: 'get_weather', description: 'The weather at a place.',
        input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      }],
      messages: [
        { role: 'user', content: 'What is the weather in Paris?' },
        { role: 'assistant', content: '<tool_call>' },
      ],
    }).finalMessage();
    const call = message.content.find((block) => block.type === 'tool_use');
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof call.input.city, 'string');
  });
});
