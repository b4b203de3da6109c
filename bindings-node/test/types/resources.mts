// Compiled, never run: the resources besides messages, promises, pages, uploads and the types of betas.
import fs from 'node:fs';
import Anthropic, { APIPromise, type ClientOptions, PagePromise, toFile } from 'tidings';

const client = new Anthropic({ apiKey: async () => 'key', defaultQuery: { a: 'b' }, logLevel: 'off', onRetry: ({ attempt, delay }) => attempt + (delay ?? 0) });
const params: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'claude-opus-4-6', max_tokens: 16, messages: [{ role: 'user', content: 'Hi' }],
};

export async function promises(): Promise<string | null | undefined> {
  const promise: APIPromise<Anthropic.Message> = client.messages.create(params);
  const response: Response = await promise.asResponse();
  const { data, request_id, workspace_id, response: same } = await promise.withResponse();
  const text: string | null = same.headers.get('request-id');
  const answered: Anthropic.Message = data;
  for await (const event of await client.messages.create({ ...params, stream: true })) event.type.trim();
  const { data: stream } = await client.messages.create({ ...params, stream: true }).withResponse();
  for await (const event of stream) event.type.trim();
  return response.ok ? request_id : workspace_id ?? text ?? answered.id;
}

export async function lists(): Promise<string[]> {
  const ids: string[] = [];
  for await (const model of client.models.list({ limit: 5 })) ids.push(model.id);
  const listing: PagePromise<Anthropic.ModelInfosPage, Anthropic.ModelInfo> = client.models.list();
  let page: Anthropic.ModelInfosPage = await listing;
  while (page.hasNextPage()) page = await page.getNextPage();
  for await (const one of page.iterPages()) ids.push(...one.getPaginatedItems().map((model) => model.display_name));
  for await (const batch of client.messages.batches.list()) ids.push(batch.processing_status);
  const batches: Anthropic.Messages.MessageBatchesPage = await client.messages.batches.list({ limit: 1 });
  for await (const file of client.files.list({ ids: ['file_1'] })) ids.push(file.filename);
  return [...ids, ...batches.data.map((batch) => batch.id)];
}

export async function batches(): Promise<number> {
  const batch: Anthropic.Messages.MessageBatch = await client.messages.batches.create({ requests: [{ custom_id: 'a', params }] });
  await client.messages.batches.cancel(batch.id);
  const deleted = await client.messages.batches.delete(batch.id);
  let count = deleted.id.length;
  await using results = await client.messages.batches.results(batch.id);
  for await (const { custom_id, result } of results) count += result.type === 'succeeded' ? result.message.usage.output_tokens : custom_id.length;
  return count;
}

export async function files(): Promise<string> {
  const file = await client.files.upload({ file: fs.createReadStream('a.pdf'), expires_in_seconds: 60 });
  await client.files.upload({ file: await toFile(Buffer.from('text'), 'a.txt', { type: 'text/plain' }) });
  await client.files.upload({ file: new Blob(['text']) });
  await client.files.upload({ file: new Uint8Array(4) });
  await client.files.upload({ file: { path: 'a.pdf', type: 'application/pdf' } });
  await client.files.upload({ file: await fetch('https://example.com/a.pdf') });
  const content: ArrayBuffer = await (await client.files.download(file.id)).arrayBuffer();
  const metadata: Anthropic.FileMetadata = await client.files.retrieveMetadata(file.id);
  await client.files.delete(metadata.id, {}, { maxRetries: 0 });
  return `${content.byteLength}`;
}

export async function betas(): Promise<Anthropic.Beta.BetaMessage> {
  const turn: Anthropic.Beta.Messages.BetaMessageParam = { role: 'user', content: 'Hi' };
  const tool: Anthropic.Beta.BetaTool = { name: 'now', input_schema: { type: 'object' } };
  await client.beta.messages.countTokens({ model: 'm', messages: [turn], betas: ['token-counting-2024-11-01'] });
  for await (const model of client.beta.models.list({ betas: ['a'] })) model.id.trim();
  return client.beta.messages.create({ ...params, messages: [turn], tools: [tool], betas: ['context-1m-2025-08-07'], context_management: { edits: [] } });
}

export async function workspaces(): Promise<number> {
  const about = { workspace_id: 'ws_1', user_profile_id: 'up_1' };
  const message = await client.messages.create({ ...params, ...about });
  await client.messages.batches.create({ requests: [], ...about });
  await client.messages.batches.retrieve('b', { workspace_id: 'ws_1' });
  await client.models.list({ limit: 1, workspace_id: 'ws_1' });
  await client.files.list({ workspace_id: 'ws_1' });
  client.messages.stream({ ...params, workspace_id: 'ws_1' }).abort();
  const { input_tokens } = await client.messages.countTokens({ model: 'm', messages: [], ...about });
  return input_tokens + message.usage.output_tokens;
}

export async function verbs(): Promise<number> {
  const found = await client.get<{ count: number }>('/v1/things', { query: { a: [1, 2] } });
  await client.post('/v1/things', { body: { a: 1 }, headers: [['x-a', 'b']], maxRetries: 1, signal: AbortSignal.timeout(5) });
  return found.count;
}

export function copies(options: ClientOptions): Anthropic {
  using other = client.withOptions({ ...options, timeout: 5, maxRetries: 0 });
  other.apiKey = 'k';
  other.baseURL = 'https://example.com';
  const credentials = async () => ({ token: 't', expiresAt: 0 });
  return new Anthropic({ credentials, onRequest: null, openTelemetry: false, middleware: [], dangerouslyAllowBrowser: true });
}

// @ts-expect-error an id is a string
client.models.retrieve(5);
// @ts-expect-error there is no such parameter
client.models.list({ limits: 5 });
// @ts-expect-error a file is no number
client.files.upload({ file: 5 });
// @ts-expect-error there is no such level
new Anthropic({ logLevel: 'loud' });
// @ts-expect-error a batch needs its requests
client.messages.batches.create({});
// @ts-expect-error betas are a list
client.beta.messages.create({ ...params, betas: 'a' });
// @ts-expect-error there is no middleware
new Anthropic({ middleware: [() => {}] });
