// Compiled, never run: what programs for the official package write. The step `parity-node` compiles this file against
// that package too, with the name in the first import changed and nothing else.
import Anthropic from 'tidings';

const client = new Anthropic({ apiKey: 'key', maxRetries: 1 });

// Requests of all kinds.
const weather: Anthropic.Tool = {
  name: 'weather',
  description: 'The weather at a place',
  input_schema: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'], additionalProperties: false },
  strict: true,
  cache_control: { type: 'ephemeral', ttl: '1h' },
};
const schema: Anthropic.Tool.InputSchema = { type: 'object' };
const tools: Anthropic.ToolUnion[] = [
  weather,
  { name: 'now', input_schema: schema },
  { type: 'bash_20250124', name: 'bash' },
  { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool', max_characters: 10_000 },
  { type: 'memory_20250818', name: 'memory' },
  { type: 'code_execution_20250825', name: 'code_execution' },
  {
    type: 'web_search_20250305', name: 'web_search', max_uses: 3, allowed_domains: ['example.com'],
    user_location: { type: 'approximate', city: 'Bern', country: 'CH' },
  },
  { type: 'web_fetch_20250910', name: 'web_fetch', citations: { enabled: true }, max_content_tokens: 5000 },
  { type: 'tool_search_tool_bm25', name: 'tool_search_tool_bm25' },
  { type: 'computer_toolset_20260801', configs: { screenshot: { enabled: true }, zoom: { defer_loading: null } } },
  { type: 'browser_toolset_20260801' },
];
const turns: Anthropic.MessageParam[] = [
  { role: 'user', content: 'Hello' },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Look', cache_control: { type: 'ephemeral' } },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGk=' } },
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'text' }, title: null, citations: { enabled: true } },
      { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'part' }] } },
      { type: 'search_result', source: 'a', title: 'b', content: [{ type: 'text', text: 'c' }] },
      { type: 'container_upload', file_id: 'file_1' },
    ],
  },
  { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'weather', input: { place: 'Bern' } }] },
  {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: 'toolu_1', is_error: false, content: [{ type: 'text', text: 'sunny' }] },
      { type: 'tool_result', tool_use_id: 'toolu_2', content: 'none' },
    ],
  },
];
const thinking: Anthropic.ThinkingConfigParam = { type: 'enabled', budget_tokens: 1024 };
const format: Anthropic.JSONOutputFormat = { type: 'json_schema', schema: { type: 'object' } };
const choices: Anthropic.Messages.ToolChoice[] = [
  { type: 'auto', disable_parallel_tool_use: true }, { type: 'any' }, { type: 'tool', name: 'weather' }, { type: 'none' },
];
const params: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'claude-opus-4-6',
  max_tokens: 1024,
  messages: turns,
  system: [{ type: 'text', text: 'Be brief', cache_control: { type: 'ephemeral' } }],
  tools,
  tool_choice: { type: 'auto' },
  thinking,
  output_config: { effort: 'high', format },
  metadata: { user_id: 'u' },
  stop_sequences: ['END'],
  service_tier: 'auto',
  container: { id: null, skills: [{ type: 'custom', skill_id: 's' }] },
};

// A model may come from anywhere.
export async function anyModel(model: string, extra?: { max_tokens?: number }): Promise<Anthropic.Message> {
  const known: Anthropic.Model = model;
  return client.messages.create({ ...params, model: known, ...extra, tool_choice: choices[0]! });
}

// A loop of tools: answers go back as they came.
export async function loop(messages: Anthropic.MessageParam[]): Promise<string> {
  for (;;) {
    const message = await client.messages.create({ ...params, messages });
    const id: string | null | undefined = message._request_id;
    const reason: Anthropic.StopReason | null = message.stop_reason;
    messages.push({ role: message.role, content: message.content });
    messages.push(message);
    if (reason !== 'tool_use') return `${id} ${textOf(message.content)}`;
    const results: Anthropic.ToolResultBlockParam[] = message.content
      .filter((block): block is Anthropic.ToolUseBlock => block.type === 'tool_use')
      .map((block) => ({ type: 'tool_result', tool_use_id: block.id, content: run(block.name, block.input) }));
    messages.push({ role: 'user', content: results });
  }
}

function run(name: string, input: unknown): string {
  return `${name} ${(input as { place: string }).place}`;
}

function textOf(content: Anthropic.ContentBlock[]): string {
  const sent: Anthropic.ContentBlockParam[] = content;
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('') + sent.length;
}

// Every kind of block narrows by its type.
export function describe(block: Anthropic.ContentBlock): string {
  switch (block.type) {
    case 'text':
      return (block.citations ?? []).map(cited).join() + block.text.trim();
    case 'thinking':
      return block.thinking + block.signature;
    case 'redacted_thinking':
      return block.data;
    case 'tool_use':
      return block.name;
    case 'server_tool_use':
      return block.name === 'web_search' ? block.id : block.name;
    case 'web_search_tool_result':
      return Array.isArray(block.content) ? block.content.map((result) => result.url).join() : block.content.error_code;
    case 'web_fetch_tool_result':
      return block.content.type === 'web_fetch_result' ? block.content.url : block.content.error_code;
    case 'code_execution_tool_result':
      return block.content.type === 'code_execution_result' ? block.content.stdout : block.content.type;
    case 'bash_code_execution_tool_result':
    case 'text_editor_code_execution_tool_result':
    case 'tool_search_tool_result':
      return block.tool_use_id;
    case 'container_upload':
      return block.file_id;
    default:
      return block satisfies never;
  }
}

function cited(citation: Anthropic.TextCitation): string {
  return citation.type === 'char_location' ? `${citation.start_char_index}` : citation.cited_text;
}

// Events as they are on the wire, of both kinds of stream.
export async function events(): Promise<number> {
  const stream = await client.messages.create({ ...params, stream: true });
  let tokens = 0;
  for await (const event of stream) tokens += tokensOf(event);
  for await (const event of client.messages.stream(params)) tokens += tokensOf(event);
  return tokens;
}

function tokensOf(event: Anthropic.RawMessageStreamEvent): number {
  if (event.type === 'message_start') return event.message.usage.input_tokens + (event.message.usage.cache_read_input_tokens ?? 0);
  if (event.type === 'message_delta') return event.delta.stop_reason === 'refusal' ? 0 : event.usage.output_tokens;
  if (event.type === 'content_block_delta') return delta(event.delta).length;
  return 0;
}

function delta(delta: Anthropic.RawContentBlockDelta): string {
  switch (delta.type) {
    case 'text_delta':
      return delta.text;
    case 'input_json_delta':
      return delta.partial_json;
    case 'citations_delta':
      return delta.citation.cited_text;
    case 'thinking_delta':
      return delta.thinking;
    case 'signature_delta':
      return delta.signature;
    default:
      return delta satisfies never;
  }
}

export async function helper(): Promise<Anthropic.Usage> {
  const stream = client.messages.stream(params).on('text', (text) => text.toUpperCase());
  const message: Anthropic.Message = await stream.finalMessage();
  return message.usage;
}

export function isOverloaded(error: unknown): boolean {
  return error instanceof Anthropic.APIError && error.status === 529;
}
export type Request = Anthropic.Messages.MessageCreateParams | Anthropic.MessageCreateParamsStreaming;
export const counted: Anthropic.MessageCountTokensParams = { model: 'claude-opus-4-6', messages: turns, tools };

// Types of what is not a message, by the names that programs use.
export const request: Anthropic.Messages.BatchCreateParams.Request = { custom_id: 'a', params };
export const batch: Anthropic.Messages.BatchCreateParams = { requests: [request] };
export function modelOf(model: Anthropic.ModelInfo, file: Anthropic.FileMetadata): string {
  return `${model.id} ${model.capabilities?.thinking.types.adaptive.supported} ${model.max_tokens ?? 0} ${file.filename}`;
}
export function resultOf({ custom_id, result }: Anthropic.Messages.MessageBatchIndividualResponse): string {
  switch (result.type) {
    case 'succeeded':
      return textOf(result.message.content);
    case 'errored':
      return result.error.error.message;
    case 'canceled':
    case 'expired':
      return custom_id;
    default:
      return result satisfies never;
  }
}

// A double of an answer, as tests write them.
export const usage: Anthropic.Messages.MessageDeltaUsage = {
  output_tokens: 1, input_tokens: null, cache_creation_input_tokens: null, cache_read_input_tokens: null,
  output_tokens_details: null, server_tool_use: null,
};
export const ending: Anthropic.RawMessageDeltaEvent.Delta = {
  container: null, stop_details: null, stop_reason: 'end_turn', stop_sequence: null,
};
export const answer: Anthropic.Message = {
  id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-4-6', stop_reason: 'end_turn', stop_sequence: null,
  stop_details: null, container: null, diagnostics: null,
  content: [
    { type: 'text', text: 'Hi', citations: null },
    { type: 'tool_use', id: 'toolu_1', name: 'now', input: {}, caller: { type: 'direct' } },
  ],
  usage: {
    input_tokens: 1, output_tokens: 1, cache_creation: null, cache_creation_input_tokens: null, cache_read_input_tokens: null,
    inference_geo: null, output_tokens_details: null, server_tool_use: null, service_tier: 'standard', speed: null,
  },
};

// What is wrong is refused.
// @ts-expect-error max_tokens is missing
client.messages.create({ model: 'm', messages: turns });
// @ts-expect-error there is no such role
client.messages.create({ ...params, messages: [{ role: 'tool', content: '' }] });
// @ts-expect-error a block needs its own fields
client.messages.create({ ...params, messages: [{ role: 'user', content: [{ type: 'text' }] }] });
// @ts-expect-error there is no such media type
client.messages.create({ ...params, messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'base64', media_type: 'image/bmp', data: '' } }] }] });
// @ts-expect-error a tool needs a schema of an object
client.messages.create({ ...params, tools: [{ name: 'a', input_schema: { type: 'array' } }] });
// @ts-expect-error there is no such choice
client.messages.create({ ...params, tool_choice: { type: 'all' } });
// @ts-expect-error there is no such effort
client.messages.create({ ...params, output_config: { effort: 'huge' } });
// @ts-expect-error it is a number
client.messages.create({ ...params, max_tokens: '1' });
// @ts-expect-error the null of the one is not the null of the other
client.messages.create({ ...params, stop_sequences: null });

// Second names, and names that are a class as values and the object of an answer as types.
export function busy(error: unknown, found: Anthropic.WebSearchToolResultError): Anthropic.WebSearchToolResultErrorObject | undefined {
  return error instanceof Anthropic.OverloadedError || error instanceof Anthropic.RateLimitError ? undefined : found;
}
export const kindOf = (told: Anthropic.RateLimitError): 'rate_limit_error' => told.type;
