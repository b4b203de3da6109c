/** What a program can watch of its calls: functions of its own, called when a call's promise or stream is waited for. */
import { callable } from './checks.js';
import type { Told } from './native.js';
import type { ClientOptions } from './options.js';

/** What a hook is told of an attempt: no header, no query, no body, so nothing secret. Times are in milliseconds. */
export interface AttemptRecord {
  /** The method of the request. */
  method: string;
  /** The path of the request, without its query. */
  path: string;
  /** The model that the request names, if it names one. */
  model: string | undefined;
  /** Which attempt of the call it is, counted from 1. */
  attempt: number;
  /** The HTTP status of the answer, once there is one. */
  status: number | undefined;
  /** The id to quote to the API's support, once it is known. */
  requestId: string | undefined;
  /** The time since this attempt began. */
  took: number;
  /** The time since the call began, waits between attempts included. */
  elapsed: number;
  /** What went wrong, in `onRetry` and `onError`: one word, as the `kind` of an error. */
  kind: string | undefined;
  /** The wait before the next attempt, in `onRetry`. */
  delay: number | undefined;
}

/** A function that watches. What it gives back is not waited for; what it throws goes to the client's `logger`. */
export type Hook = (record: AttemptRecord) => unknown;

/** The hooks of a client, by the names of the moments in which they are called. */
export type Hooks = Partial<Record<Told['moment'], Hook>>;

/** The functions that were given. */
export function hooksOf(options: ClientOptions): Hooks {
  const hooks: Hooks = {};
  const add = (moment: Told['moment'], hook: Hook | undefined): void => {
    if (hook) hooks[moment] = hook;
  };
  add('request', callable('onRequest', options.onRequest));
  add('response', callable('onResponse', options.onResponse));
  add('retry', callable('onRetry', options.onRetry));
  add('error', callable('onError', options.onError));
  return hooks;
}

/** Calls the hook for what is told. A hook that throws, or gives a promise that rejects, does not hurt the call. */
export function tell(hooks: Hooks, told: Told, failed: (why: unknown) => void): void {
  const { method, path, model, attempt, status, requestId, took, elapsed, kind, delay } = told;
  try {
    const given = hooks[told.moment]?.({ method, path, model, attempt, status, requestId, took, elapsed, kind, delay });
    if (typeof (given as PromiseLike<unknown> | undefined)?.then === 'function') void Promise.resolve(given).catch(failed);
  } catch (why) {
    failed(why);
  }
}
