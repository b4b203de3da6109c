import { AnthropicError } from './errors.js';

/** The place where a call began, kept so that an error which arrives later points there. */
export interface Trace {
  stack?: string;
}

/** Remembers the caller of `below`. Cheap: the text is only made when an error needs it. */
export function capture(below: Function): Trace {
  const trace: Trace = {};
  Error.captureStackTrace(trace, below);
  return trace;
}

/**
 * Gives `error` the stack of the place where its call began. What a program's own code has thrown stays as it is: its stack says
 * more, and it may be anything.
 */
export function place<E>(error: E, trace: Trace): E {
  if (!(error instanceof AnthropicError)) return error;
  const frames = trace.stack?.slice(trace.stack.indexOf('\n') + 1) ?? '';
  error.stack = `${error.name}: ${error.message}\n${frames}`;
  return error;
}
