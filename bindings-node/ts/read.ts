/** How answers are read. */
import type { Head } from './batch.js';
import type { CallRequest } from './call.js';
import { APIResponseValidationError } from './errors.js';
import type { Answer } from './exchange.js';
import type { Session } from './session.js';
import { place, type Trace } from './trace.js';
import { isFields } from './values.js';

/** The object that an answer is, with the ids of its request. */
export function readObject<T>(answer: Answer, _session: Session, request: CallRequest): T {
  if (answer.json !== undefined) return withIds(JSON.parse(answer.json), answer.head);
  // A copy of an answer that was asked for as it came: the core has not looked at it.
  const value = valueOf(textOf(answer.body) || request.more?.withoutContent);
  if (!isFields(value)) throw misfit(answer, 'the answer is not a JSON object', request.trace);
  return withIds(value as T, answer.head);
}

function valueOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The events of an answer. */
export function readStream<T>(answer: Answer): T {
  return answer.stream as T;
}

/** The answer itself. */
export function readResponse(answer: Answer): Response {
  return answer.response!;
}

/** What an answer of any kind holds: JSON where it says that it is that, else text; nothing without content. */
export function readAny(answer: Answer, _session: Session, request: CallRequest): unknown {
  if (answer.stream) return answer.stream;
  if (answer.head.status === 204) return null;
  const type = mediaTypeOf(answer.head);
  const text = textOf(answer.body);
  if (!type.includes('application/json') && !type.endsWith('+json')) return text;
  if (text === '') return undefined;
  try {
    return withIds(JSON.parse(text), answer.head);
  } catch {
    // The engine's own words would show a piece of the answer.
    throw misfit(answer, 'the answer says that it is JSON, but it cannot be read as that', request.trace);
  }
}

/** The ids stand beside the fields, where no JSON and no comparison sees them. */
export function withIds<T>(value: T, head: Head): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.defineProperties(value, {
    _request_id: { value: head.requestId ?? null, enumerable: false },
    _workspace_id: { value: head.workspaceId ?? null, enumerable: false },
  });
}

function mediaTypeOf(head: Head): string {
  const type = head.headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  return type.split(';')[0]!.trim().toLowerCase();
}

function textOf(body: Uint8Array | undefined): string {
  return body === undefined ? '' : new TextDecoder().decode(body);
}

/** The error for an answer that is not what was asked for. */
export function misfit({ head, json, body }: Answer, message: string, trace: Trace): APIResponseValidationError {
  const { status, headers, requestId, workspaceId, attempts, elapsed } = head;
  const ids = { ...(requestId === undefined ? {} : { requestId }), ...(workspaceId === undefined ? {} : { workspaceId }) };
  const facts = { ...ids, status, headers: headers.flat(), body: json ?? textOf(body), attempts, elapsed };
  const certain = { kind: 'unexpected_response', sent: 'full' as const, mayHaveRun: true };
  return place(new APIResponseValidationError(`${status}: ${message}`, { ...facts, ...certain }), trace);
}
