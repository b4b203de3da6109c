// A program in TypeScript, as an ES module: compiled by the oldest compiler and by today's, and run.
import Anthropic, { APIError, Client, toFile, type ClientOptions } from 'tidings';
import * as tidings from 'tidings';
import { APIPromise } from 'tidings/core/api-promise';
import { RateLimitError } from 'tidings/error';
import { betaTool } from 'tidings/helpers/beta/json-schema';
import { zodOutputFormat } from 'tidings/helpers/zod';
import { jsonSchemaOutputFormat } from 'tidings/helpers/json-schema';
import { MessageStream } from 'tidings/lib/MessageStream.mjs';
import { Page } from 'tidings/pagination';
import type { MessageParam } from 'tidings/resources/index.mjs';
import { Messages, type TextBlock } from 'tidings/resources/messages';
import type { MessageBatch } from 'tidings/resources/messages/batches.js';
import { Stream } from 'tidings/streaming';
import { VERSION } from 'tidings/version';
import { check } from './checks.mjs';

const options: ClientOptions = { maxRetries: 1 };
const client: Anthropic = new Client(options);
const messages: MessageParam[] = [{ role: 'user', content: 'Hello' }];
const params: Anthropic.MessageCreateParamsNonStreaming = { model: 'tidings-demo', max_tokens: 200, messages };

export async function texts(): Promise<string[]> {
  const promise: APIPromise<Anthropic.Message> = client.messages.create(params);
  const { data, response } = await promise.withResponse();
  if (!response.ok) throw new Error(`status ${response.status}`);
  return data.content.filter((block): block is TextBlock => block.type === 'text').map((block) => block.text);
}

export async function ids(batches: AsyncIterable<MessageBatch>): Promise<string[]> {
  const found = [];
  for await (const { id } of batches) found.push(id);
  return found;
}

export async function city(): Promise<string | undefined> {
  const format = jsonSchemaOutputFormat({
    type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false,
  });
  const message = await client.messages.parse({ ...params, output_config: { format } });
  return message.parsed_output?.city;
}

export function status(error: unknown): number | undefined {
  return error instanceof APIError ? error.status : undefined;
}

const same: [unknown, unknown][] = [
  [APIPromise, tidings.APIPromise], [RateLimitError, Anthropic.RateLimitError], [toFile, Anthropic.toFile],
];
if (same.some(([one, other]) => one !== other)) throw new Error('there are two copies of something');
if (!(client.messages instanceof Messages) || !(client.messages.stream(params) instanceof MessageStream)) throw new Error('not one class');
if (![Stream, Page, betaTool, zodOutputFormat].every((value) => typeof value === 'function') || !VERSION) throw new Error('not there');
if (!(await texts()).join('')) throw new Error('no text');
await check(tidings, 'TypeScript');
