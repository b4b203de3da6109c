/** The bodies of requests. */
import { ValidationError } from './errors.js';
import { isFields, nameOf } from './values.js';

/**
 * The JSON of parameters, extra fields merged in. Throws {@link ValidationError} where there can be none.
 *
 * `left` are the names of parameters that travel elsewhere, `stream` adds what asks for a stream.
 */
export function jsonBody(params: unknown, extra?: object, left?: readonly string[], stream = false): string {
  if (!isFields(params)) {
    throw new ValidationError(`the parameters must be an object, such as { model, max_tokens, messages }, not ${nameOf(params)}`);
  }
  // What most calls are given is sent as it is.
  let fields = params;
  if (extra !== undefined || (stream && params.stream !== true)) fields = { ...params, ...extra };
  // Never into the caller's own object, which may be frozen.
  if (fields !== params && stream) fields.stream = true;
  if (left) for (const name of left) if (name in fields) fields = without(fields, name);
  for (const name in fields) {
    const value = fields[name];
    // JSON would make null of it, and the server would use its default.
    if (typeof value === 'number' && !Number.isFinite(value)) throw new ValidationError(`${name}: found ${value}, which JSON cannot hold`);
  }
  const { messages } = fields;
  if (Array.isArray(messages) && messages.some(isAnswer)) fields = { ...fields, messages: messages.map(turn) };
  return jsonOf(fields);
}

/** Any value as JSON. Throws {@link ValidationError} where that cannot be. */
export function jsonOf(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    const why = String(cause instanceof Error ? cause.message : cause).split('\n')[0];
    throw new ValidationError(`the parameters cannot be written as JSON: ${why}`, {}, cause);
  }
  if (text === undefined) throw new ValidationError(`the body must be a value that JSON can hold, not ${nameOf(value)}`);
  return text;
}

function without(fields: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _, ...rest } = fields;
  return rest;
}

/** An answer that goes back as a turn: the API takes its role and content and refuses the rest. */
function turn(message: unknown): unknown {
  return isAnswer(message) ? { role: message.role, content: message.content } : message;
}

function isAnswer(message: unknown): message is { role: unknown; content: unknown } {
  return (message as { type?: unknown } | null | undefined)?.type === 'message';
}
