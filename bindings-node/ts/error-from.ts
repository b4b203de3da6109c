/** From a record of the core to an error of its class. */
import { thrownBy } from './bridge.js';
import * as codes from './error-codes.js';
import { type AnthropicError, APIError, ERROR_CLASSES, type ErrorKind } from './errors.js';
import type { ErrorRecord } from './native.js';
import { place, type Trace } from './trace.js';

/** The error that a record stands for, with the stack of the place where its call began. */
export function errorFrom(record: ErrorRecord, trace: Trace): AnthropicError {
  const ErrorClass = classOf(record);
  const cause = thrownBy(record.thrown) ?? causeFrom(record.causes);
  return place(new ErrorClass(record.message, record, cause), trace);
}

/** The class of the error's code, if that is known, else of its kind. */
function classOf({ className, kind }: ErrorRecord): new (...facts: ConstructorParameters<typeof APIError>) => AnthropicError {
  const ofCode = (codes as Record<string, typeof APIError | undefined>)[className];
  return ofCode ?? ERROR_CLASSES[kind as ErrorKind] ?? APIError;
}

/** The causes, each the cause of the one before it. They happened elsewhere and have no stack of their own. */
function causeFrom(causes: string[]): Error | undefined {
  return causes.reduceRight<Error | undefined>((cause, message) => {
    const error = new Error(message, cause && { cause });
    error.stack = `Error: ${message}`;
    return error;
  }, undefined);
}
