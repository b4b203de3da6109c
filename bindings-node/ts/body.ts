/** The body of a request. */
import { ValidationError } from './errors.js';
import { isFields, nameOf } from './values.js';

/** The JSON of a request, its extra fields merged in. Throws {@link ValidationError} where there can be none. */
export function requestBody(params: unknown, stream: boolean, extra: object | undefined): string {
  if (!isFields(params)) {
    throw new ValidationError(`the parameters must be an object, such as { model, max_tokens, messages }, not ${nameOf(params)}`);
  }
  const fields: Record<string, unknown> = { ...params, ...extra };
  for (const [name, value] of Object.entries(fields)) {
    // JSON would make null of it, and the server would use its default.
    if (typeof value === 'number' && !Number.isFinite(value)) throw new ValidationError(`${name}: found ${value}, which JSON cannot hold`);
  }
  if (stream) fields.stream = true;
  if (Array.isArray(fields.messages)) fields.messages = fields.messages.map(turn);
  try {
    return JSON.stringify(fields);
  } catch (cause) {
    const why = String(cause instanceof Error ? cause.message : cause).split('\n')[0];
    throw new ValidationError(`the parameters cannot be written as JSON: ${why}`, {}, cause);
  }
}

/** An answer that goes back as a turn: the API takes its role and content and refuses the rest. */
function turn(message: unknown): unknown {
  if (!isFields(message) || message.type !== 'message') return message;
  return { role: message.role, content: message.content };
}
