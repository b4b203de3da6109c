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

/** Gives `error` the stack of the place where its call began. What the caller's own code threw, as a getter may, stays as it is. */
export function place<E>(error: E, trace: Trace): E {
  if (!(error instanceof AnthropicError)) return error;
  // A program may have stacks made its own way (`Error.prepareStackTrace`), or none.
  const { stack } = trace;
  const frames = typeof stack === 'string' ? stack.split('\n').slice(1) : [];
  error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  return error;
}
