// Batches, models, files, pages and the raw verbs.
import Anthropic from 'tidings';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { APIPromise, PagePromise } from 'tidings';
import { Page } from 'tidings/pagination';
import type { MessageBatch, MessageBatchIndividualResponse } from 'tidings/resources/messages/batches';
import { toFile, type Uploadable } from 'tidings/uploads';

const client = new Anthropic();

export async function batch(questions: string[]): Promise<Map<string, string>> {
  const requests: Anthropic.Messages.BatchCreateParams.Request[] = questions.map((content, i) => ({
    custom_id: `question-${i}`,
    params: { model: 'claude-opus-4-6', max_tokens: 100, messages: [{ role: 'user', content }] },
  }));
  let batch: MessageBatch = await client.messages.batches.create({ requests });
  while (batch.processing_status !== 'ended') batch = await client.messages.batches.retrieve(batch.id);
  const answers = new Map<string, string>();
  for await (const entry of await client.messages.batches.results(batch.id)) answers.set(entry.custom_id, told(entry));
  await client.messages.batches.delete(batch.id);
  return answers;
}

function told({ result }: MessageBatchIndividualResponse): string {
  if (result.type === 'succeeded') return result.message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  return result.type === 'errored' ? result.error.error.message : result.type;
}

export async function models(): Promise<string[]> {
  const ids: string[] = [];
  for await (const model of client.models.list({ limit: 20 })) ids.push(model.id);
  let page = await client.models.list();
  while (page.hasNextPage()) page = await page.getNextPage();
  for await (const one of page.iterPages()) ids.push(...one.getPaginatedItems().map(({ display_name }) => display_name));
  const model: Anthropic.ModelInfo = await client.models.retrieve(ids[0] ?? 'none');
  return [...ids, model.created_at];
}

export async function files(path: string): Promise<number> {
  const forms: Uploadable[] = [await toFile(Buffer.from('a'), 'a.txt'), createReadStream(path), await toFile(new Blob(['b']), 'b.txt')];
  const sent: Anthropic.FileMetadata[] = [];
  for (const file of forms) sent.push(await client.files.upload({ file }));
  const response: Response = await client.files.download(sent[0]?.id ?? '');
  if (response.body) await pipeline(Readable.fromWeb(response.body), createWriteStream('copy'));
  const bytes = await (await client.files.download('file_1')).arrayBuffer();
  for await (const { id, size_bytes } of client.files.list()) console.log(id, size_bytes);
  await client.files.delete('file_1');
  return bytes.byteLength;
}

interface Thing {
  id: string;
  size?: number;
}

export async function verbs(): Promise<number> {
  const made = await client.post<Thing>('/v1/things', { body: { size: 3 }, headers: { 'x-mine': '1' }, query: { q: '1' }, maxRetries: 1 });
  const again: APIPromise<Thing> = client.get(`/v1/things/${made.id}`);
  const { data, response } = await again.withResponse();
  await client.delete<void>('/v1/things/1');
  const things: PagePromise<Page<Thing>, Thing> = client.getAPIList('/v1/things', Page<Thing>);
  let size = (data.size ?? 0) + response.status;
  for await (const thing of things) size += thing.size ?? 0;
  return size;
}

export async function beta(): Promise<string | null> {
  const message: Anthropic.Beta.BetaMessage = await client.beta.messages.create({
    model: 'claude-opus-4-6', max_tokens: 16, messages: [{ role: 'user', content: 'Hi' }], betas: ['one-2025-01-01'],
    mcp_servers: [{ type: 'url', url: 'https://mcp.invalid', name: 'tools' }],
  });
  const counted = await client.beta.messages.countTokens({ model: 'm', messages: [], betas: ['one'] });
  await client.beta.files.upload({ file: await toFile(Buffer.from('a'), 'a.txt'), betas: ['files-api-2025-04-14'] });
  console.log(counted.input_tokens);
  return message.stop_reason;
}
