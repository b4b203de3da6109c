/** Server-sent events of a `Response` that was made elsewhere. Those of the API are read by the core. */
import {
  type AnthropicError, type APIError, ConfigError, ERROR_CLASSES, StreamError, StreamMalformedError, StreamTruncatedError,
} from './errors.js';
import { pulled } from './readable.js';

/** One event of a stream, as it came. */
export interface ServerSentEvent {
  /** Its name; null where it has none. */
  event: string | null;
  /** Its lines of data, joined by line breaks. */
  data: string;
  /** All of its lines, those included that say nothing. */
  raw: string[];
}

/** Cuts text into events by the WHATWG rules. */
export class EventDecoder {
  #rest = '';
  /** Whether a carriage return came last, which may be half of a line break. Looking at `#rest` itself would join it each time. */
  #halfBreak = false;
  #isFirst = true;
  #event: string | null = null;
  #data: string[] = [];
  #raw: string[] = [];

  /** The events that are finished by this text. */
  push(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    if (text === '') return events;
    const more = this.#halfBreak ? `\r${text}` : text;
    this.#halfBreak = more.endsWith('\r');
    const lines = (this.#halfBreak ? more.slice(0, -1) : more).split(/\r\n|\n|\r/);
    lines[0] = this.#rest + lines[0];
    this.#rest = lines.pop()!;
    for (const line of lines) this.#take(line, events);
    return events;
  }

  /** The event whose blank line was a single carriage return, at the very end. One that is not finished is dropped. */
  finish(): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    if (this.#halfBreak && this.#rest === '') this.#take('', events);
    this.#rest = '';
    return events;
  }

  #take(line: string, events: ServerSentEvent[]): void {
    const text = this.#isFirst && line.startsWith('\ufeff') ? line.slice(1) : line;
    this.#isFirst = false;
    if (text !== '') return this.#field(text);
    if (this.#event !== null || this.#data.length > 0) {
      events.push({ event: this.#event, data: this.#data.join('\n'), raw: this.#raw });
    }
    this.#event = null;
    this.#data = [];
    this.#raw = [];
  }

  #field(line: string): void {
    this.#raw.push(line);
    const [, name, value = ''] = /^(event|data)(?:$|: ?([^]*))/.exec(line) ?? [];
    if (name === 'event') this.#event = value;
    else if (name === 'data') this.#data.push(value);
  }
}

/** The events of a response, as they come. Consumes its body. */
export function rawEvents(response: Response, controller: AbortController): AsyncIterableIterator<ServerSentEvent> {
  const { body } = response;
  if (!body) throw new ConfigError('the response has no body to read events from');
  const reader = body.getReader();
  const text = new TextDecoder('utf-8', { ignoreBOM: true });
  const decoder = new EventDecoder();
  let over = false;
  const read = async (): Promise<ServerSentEvent[] | undefined> => {
    if (over) return undefined;
    const { done, value } = await reader.read();
    if (!done) return decoder.push(text.decode(value, { stream: true }));
    over = true;
    return [...decoder.push(text.decode()), ...decoder.finish()];
  };
  return pulled(read, () => void reader.cancel().catch(() => {}), controller);
}

/** What the events of a response say. An `error` event fails, and so does a message that ends before it is complete. */
export function sseItems<Item>(response: Response, controller: AbortController): AsyncIterableIterator<Item> {
  const events = rawEvents(response, controller);
  const reader = new ItemReader(response.headers);
  const read = async (): Promise<Item[] | undefined> => {
    const { done, value } = await events.next();
    if (done) return reader.end();
    const item = reader.read(value);
    return item === undefined ? [] : [item as Item];
  };
  return pulled(read, () => void events.return?.(), controller);
}

/** What is looked at of an event. */
interface Looked {
  type?: unknown;
  delta?: { stop_reason?: unknown };
  error?: { type?: unknown; message?: unknown };
}

/** Reads the JSON of events, and keeps whether a message is under way. */
class ItemReader {
  readonly #headers: Headers;
  #open = false;

  constructor(headers: Headers) {
    this.#headers = headers;
  }

  /** The event's value; `undefined` for one that says nothing to programs. */
  read({ event, data }: ServerSentEvent): object | undefined {
    if (data === '' || event === 'ping') return undefined;
    if (event === 'error') throw this.#failure(data);
    // Some gateways end like this.
    if (data === '[DONE]') return undefined;
    const item = this.#parse(data);
    if (item.type === undefined && event !== null) item.type = event;
    if (item.type === 'ping') return undefined;
    if (item.type === 'error') throw this.#failure(data);
    if (item.type === 'message_start') this.#open = true;
    if (item.type === 'message_stop' || (item.delta?.stop_reason ?? null) !== null) this.#open = false;
    return item;
  }

  end(): undefined {
    if (this.#open) throw new StreamTruncatedError('the stream ended before its message was complete', { kind: 'stream_truncated' });
  }

  #parse(data: string): Looked {
    let item: unknown;
    try {
      item = JSON.parse(data);
    } catch {
      // The engine's own words would show a piece of the event.
    }
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) return item;
    throw new StreamMalformedError('an event of the stream is not an object of JSON', { kind: 'stream_malformed', body: data });
  }

  #failure(data: string): AnthropicError {
    let said: Looked['error'];
    try {
      said = (JSON.parse(data) as Looked).error;
    } catch {
      // A proxy wrote it: the text is all there is.
    }
    const errorType = typeof said?.type === 'string' ? said.type : undefined;
    const apiMessage = typeof said?.message === 'string' ? said.message : undefined;
    const kind = KINDS.get(errorType ?? '');
    const requestId = this.#headers.get('request-id');
    const workspaceId = this.#headers.get('anthropic-workspace-id');
    const facts = {
      kind: kind ?? 'stream_error', status: 200, body: data, sent: 'full', mayHaveRun: true,
      ...(errorType !== undefined && { errorType }), ...(apiMessage !== undefined && { apiMessage }),
      ...(requestId !== null && { requestId }), ...(workspaceId !== null && { workspaceId }), headers: [...this.#headers].flat(),
    } as const;
    const ErrorClass = kind ? (ERROR_CLASSES[kind] as typeof APIError) : StreamError;
    return new ErrorClass(`the stream reported an error: ${errorType ?? 'of no type'}: ${apiMessage ?? data.slice(0, 200)}`, facts);
  }
}

/** The kind of each type of error, as the core has it. */
const KINDS = new Map<string, keyof typeof ERROR_CLASSES>([
  ['invalid_request_error', 'bad_request'], ['authentication_error', 'authentication'], ['billing_error', 'billing'],
  ['permission_error', 'permission_denied'], ['not_found_error', 'not_found'], ['conflict_error', 'conflict'],
  ['request_too_large', 'request_too_large'], ['rate_limit_error', 'rate_limited'], ['rate_limit_exceeded', 'rate_limited'],
  ['timeout_error', 'gateway_timeout'], ['api_error', 'internal_server'], ['overloaded_error', 'overloaded'],
]);
