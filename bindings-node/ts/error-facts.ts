/** What errors are made of: by the library from what the core tells, by programs, as tests do, from an answer. */
import type { ErrorRecord } from './native.js';

/** What an error knows besides its message. Filled in by the library. */
export type ErrorFacts = Partial<Omit<ErrorRecord, 'message'>>;

/** How the library makes an error. */
export type Told = [message: string, facts?: ErrorFacts, cause?: unknown];

/** How a program makes an error of an answer; `message` is what it says where the body says nothing. */
export type OfAnswer = [
  status?: number | undefined, error?: unknown, message?: string | undefined, headers?: Headers | undefined, type?: string | null | undefined,
];

/** How a program makes an error of a call that had no answer. */
export interface Words {
  /** What it says. */
  message?: string | undefined;
  /** The error below it. */
  cause?: Error | undefined;
}

/** The same as the library makes it. */
export function told(given: Told | OfAnswer): Told {
  return typeof given[0] === 'string' ? (given as Told) : ofAnswer(given as OfAnswer);
}

/** The same as the library makes it; `otherwise` is the message of an error without words. */
export function toldIn([words, facts = {}, cause]: [words?: Words | string, facts?: ErrorFacts, cause?: unknown], otherwise: string): Told {
  return typeof words === 'string' ? [words, facts, cause] : [words?.message ?? otherwise, facts, words?.cause ?? cause];
}

function ofAnswer([status, error, message, headers, type]: OfAnswer): Told {
  const body = error === undefined || typeof error === 'string' ? error : JSON.stringify(error);
  const { error: said } = fieldsOf(error);
  const { type: errorType, message: apiMessage, details } = fieldsOf(said);
  const { error_code: errorCode } = fieldsOf(details);
  const facts = {
    status,
    body,
    errorType: textOf(type ?? errorType),
    apiMessage: textOf(apiMessage),
    details: details === undefined ? undefined : JSON.stringify(details),
    errorCode: textOf(errorCode),
    requestId: headers?.get('request-id') ?? undefined,
    workspaceId: headers?.get('anthropic-workspace-id') ?? undefined,
    headers: headers && [...headers].flat(),
  };
  const words = message ?? body ?? 'an error without status and body';
  return [status === undefined ? words : `${status} ${words}`, Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined))];
}

/** The fields of a value that may have some. */
function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
