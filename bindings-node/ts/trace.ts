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

/** Gives `error` the stack of the place where its call began. */
export function place<E extends Error>(error: E, trace: Trace): E {
  const frames = trace.stack?.slice(trace.stack.indexOf('\n') + 1) ?? '';
  error.stack = `${error.name}: ${error.message}\n${frames}`;
  return error;
}
