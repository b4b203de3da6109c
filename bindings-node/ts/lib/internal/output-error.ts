/** What is said of a text that is not what its format asks for. Nothing of the text itself: errors are logged. */
import { StructuredOutputError } from '../../errors.js';
import type { Message } from '../../types.js';

/** One thing that is wrong with a value, as schemas of all libraries say it. */
export interface Issue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

const SHOWN = 5;

/** The error for a value that does not fit its schema; `cause` is what the schema's own library threw. */
export function outputError(issues: readonly Issue[], cause?: unknown): StructuredOutputError {
  const lines = issues.slice(0, SHOWN).map(({ path, message }) => `\n  - ${placeOf(path)}: ${message}`);
  const rest = issues.length > SHOWN ? `\n  ... and ${issues.length - SHOWN} more` : '';
  return made(`the value does not fit its schema:${lines.join('')}${rest}`, cause);
}

/** Reads a text as JSON. Throws a `StructuredOutputError` that says where it stops being that. */
export function readJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's own words quote the text.
    const place = /at position (\d+)/.exec(String(error));
    const where = place ? `it stops being that at character ${place[1]}` : 'it ends too early, or says something else';
    throw made(`the text is not JSON (${text.length} characters): ${where}`);
  }
}

/** Puts the message whose text could not be read into the error, whoever made it. */
export function explain(error: unknown, message: Message): unknown {
  if (!(error instanceof Error) || !Object.isExtensible(error)) return error;
  put(error, 'partialMessage', message);
  if (error instanceof StructuredOutputError) {
    put(error, 'requestID', (message as { _request_id?: string })._request_id);
    const stop = message.stop_reason;
    if (stop !== 'end_turn' && stop !== null) {
      put(error, 'message', `${error.message}\nThe model stopped with stop_reason ${stop}.`);
    }
  }
  return error;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '(all of it)' : path.map(String).join('.');
}

function made(what: string, cause?: unknown): StructuredOutputError {
  return new StructuredOutputError(what, { kind: 'unexpected_response', sent: 'full', mayHaveRun: true }, cause);
}

function put(error: Error, name: string, value: unknown): void {
  Object.defineProperty(error, name, { value, configurable: true, writable: true });
}
