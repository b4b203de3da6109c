// Section 1.4: counting tokens.
import { CALL, error, ok } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught } from '../plain.mjs';

const example = examples('counting');
const { model, messages } = CALL;

example('the tokens of a request', { script: ok({ input_tokens: 2095 }) }, async ({ client }) => {
  const count = await client.messages.countTokens({ model, messages });
  return [count, count.input_tokens, count._request_id];
});

example('everything that counts', { script: ok({ input_tokens: 9 }) }, async ({ client }) =>
  client.messages.countTokens(
    {
      model, messages,
      system: [{ type: 'text', text: 'Short.' }],
      thinking: { type: 'disabled' },
      tool_choice: { type: 'none' },
      tools: [{ name: 'f', description: 'd', input_schema: { type: 'object' } }],
      output_config: { effort: 'low' },
      workspace_id: 'wrkspc_2',
      user_profile_id: 'up_1',
    },
    { headers: { 'x-mine': '1' }, query: { q: '1' }, timeout: 5000, maxRetries: 1 },
  ));

example('the tokens of a request of beta', {
  script: ok({ input_tokens: 2095, context_management: { original_input_tokens: 3 } }),
}, async ({ client }) =>
  client.beta.messages.countTokens({ model, messages, betas: ['a', 'b'] }));

example('the tokens of a request of beta without betas', { script: ok({ input_tokens: 1 }) }, async ({ client }) =>
  client.beta.messages.countTokens({ model, messages }));

example('the answer behind a count', { script: ok({ input_tokens: 1 }) }, async ({ client }) => {
  const { data, response, request_id } = await client.messages.countTokens({ model, messages }).withResponse();
  return [data, response.status, request_id];
});

example('a model that does not exist', { script: error(404, 'not_found_error', { message: 'model: claude-0' }) }, async ({ client }) =>
  caught(client.messages.countTokens({ model: 'claude-0', messages })));
