// Every line behind a mark is wrong: both packages refuse exactly these.
import Anthropic, { toFile } from 'tidings';
import { zodOutputFormat } from 'tidings/helpers/zod';
import { betaZodTool } from 'tidings/helpers/beta/zod';
import { z } from 'zod';

const client = new Anthropic();
const params: Anthropic.MessageCreateParamsNonStreaming = { model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] };
const message = await client.messages.create(params);
const stream = client.messages.stream(params);

// Options of the client.
// wrong: there is no such option
new Anthropic({ colour: 'red' });
// wrong: a number of milliseconds
new Anthropic({ timeout: 'long' });
// wrong: a number
new Anthropic({ maxRetries: '2' });
// wrong: a key is text
new Anthropic({ apiKey: 5 });
// wrong: there is no such level
new Anthropic({ logLevel: 'loud' });
// wrong: there is no such option
client.withOptions({ retries: 3 });

// Parameters.
// wrong: max_tokens is missing
client.messages.create({ model: 'm', messages: [] });
// wrong: the model is missing
client.messages.create({ max_tokens: 1, messages: [] });
// wrong: a number
client.messages.create({ ...params, max_tokens: '1' });
// wrong: there is no such role
client.messages.create({ ...params, messages: [{ role: 'robot', content: 'Hi' }] });
// wrong: the content is missing
client.messages.create({ ...params, messages: [{ role: 'user' }] });
// wrong: there is no such block
client.messages.create({ ...params, messages: [{ role: 'user', content: [{ type: 'smell', smell: 'roses' }] }] });
// wrong: a block of text has text
client.messages.create({ ...params, messages: [{ role: 'user', content: [{ type: 'text' }] }] });
// wrong: there is no such source
client.messages.create({ ...params, messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'path', path: 'a' } }] }] });
// wrong: a tool has a schema
client.messages.create({ ...params, tools: [{ name: 'f' }] });
// wrong: a choice of one tool names it
client.messages.create({ ...params, tool_choice: { type: 'tool' } });
// wrong: sequences are a list
client.messages.create({ ...params, stop_sequences: 'END' });
// wrong: there is no such parameter
client.messages.create({ ...params, colour: 'red' });
// wrong: text or blocks
client.messages.create({ ...params, system: 5 });
// wrong: tokens of thinking are a number
client.messages.create({ ...params, thinking: { type: 'enabled', budget_tokens: 'many' } });

// Options of a call.
// wrong: there is no such option
client.messages.create(params, { retries: 3 });
// wrong: a signal, not its controller
client.messages.create(params, { signal: new AbortController() });
// wrong: a number of milliseconds
client.messages.create(params, { timeout: '5s' });

// Answers.
// wrong: not every block has text
message.content[0]?.text;
// wrong: there is no such field
message.text;
// wrong: there is no such reason
message.stop_reason === 'bored';
// wrong: a number
message.usage.output_tokens.trim();
// wrong: a message is no stream
for await (const event of message) void event;
// wrong: the promise is not awaited
client.messages.create(params).content;

// Streams.
// wrong: there is no such event
stream.on('words', () => undefined);
// wrong: the text is text
stream.on('text', (delta: number) => delta);
// wrong: a promise of a message
const text: string = await stream.finalMessage();
// wrong: of a raw stream there is no final message
(await client.messages.create({ ...params, stream: true })).finalMessage();
// wrong: not every event has a delta
for await (const event of stream) event.delta;

// Resources.
// wrong: the id is missing
client.messages.batches.retrieve();
// wrong: a request has an id
client.messages.batches.create({ requests: [{ params }] });
// wrong: a batch is no stream
client.messages.batches.create({ requests: [{ custom_id: 'a', params: { ...params, max_tokens: 'x' } }] });
// wrong: a number
client.models.list({ limit: 'all' });
// wrong: there is no such field
(await client.models.retrieve('a')).size;
// wrong: the file is missing
client.files.upload({});
// wrong: no file is made of a number
toFile(5, 'a');
// wrong: there is no such method
client.messages.send(params);

// Structured answers and tools.
// wrong: the type says what there is
(await client.messages.parse({ ...params, output_config: { format: zodOutputFormat(z.object({ a: z.string() })) } })).parsed_output?.b;
// wrong: the type says what it is
betaZodTool({ name: 'f', description: 'F', inputSchema: z.object({ a: z.string() }), run: ({ a }) => a.toFixed() });
// wrong: a tool runs
betaZodTool({ name: 'f', description: 'F', inputSchema: z.object({ a: z.string() }) });

// Errors.
// wrong: there is no such class
Anthropic.TooTiredError;
// wrong: there is no such field
new Anthropic.APIUserAbortError().colour;

export { text };
