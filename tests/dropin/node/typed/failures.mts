// How a program tells errors apart.
import Anthropic, { APIConnectionError, APIError, APIUserAbortError, RateLimitError } from 'tidings';
import { AnthropicError, NotFoundError } from 'tidings/error';
import { ImageDimensionsTooLargeError } from 'tidings/resources/messages';

const client = new Anthropic({ maxRetries: 0 });
const params: Anthropic.MessageCreateParams = { model: 'm', max_tokens: 1, messages: [] };

export async function told(): Promise<string> {
  try {
    await client.messages.create(params);
    return 'fine';
  } catch (error) {
    if (error instanceof APIUserAbortError) return 'stopped';
    if (error instanceof Anthropic.APIConnectionTimeoutError) return 'late';
    if (error instanceof APIConnectionError) return `no way there: ${String(error.cause)}`;
    if (error instanceof RateLimitError) return `later: ${error.headers.get('retry-after') ?? 'soon'}`;
    if (error instanceof NotFoundError) return `nothing there: ${error.requestID ?? 'unknown'}`;
    if (error instanceof Anthropic.ThreadNotFoundError) return `no thread: ${error.errorCode ?? ''}`;
    if (error instanceof ImageDimensionsTooLargeError) return `too large: ${error.message}`;
    if (error instanceof APIError) return `${error.status ?? 'no status'} ${error.type ?? 'no type'} ${error.message}`;
    if (error instanceof AnthropicError) return error.message;
    throw error;
  }
}

/** Whether it may be tried again, by the status alone. */
export function again(error: unknown): boolean {
  const status: number | undefined = error instanceof Anthropic.APIError ? error.status : undefined;
  return status === undefined || status === 429 || status >= 500;
}

export async function logged(): Promise<Anthropic.Message | undefined> {
  return client.messages.create({ ...params, stream: false }).catch((error: unknown) => {
    if (error instanceof Anthropic.APIError) console.error(error.status, error.name, error.headers?.get('request-id'), error.error);
    return undefined;
  });
}

export const made: APIError[] = [
  new Anthropic.RateLimitError(429, undefined, 'slow', new Headers()),
  new Anthropic.APIConnectionError({ message: 'no route' }),
  new Anthropic.APIUserAbortError(),
  Anthropic.APIError.generate(500, undefined, 'odd', new Headers()),
];
