// Looks for secrets in everything that is shown, in every form that they can take.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';

const CONSOLE = ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir', 'table'];

export class Witness {
  #forms;
  /** What was written to the console, the warnings of the process, and what hooks were told. */
  lines = [];

  /** `forms` are the secrets in every form, in lower case. */
  constructor(forms) {
    this.#forms = forms;
  }

  /** Hears the console from here on, which then stays silent. */
  listen() {
    for (const name of CONSOLE) console[name] = (...shown) => this.lines.push(shown.map(text).join('\n'));
    process.on('warning', (warning) => this.lines.push(text(warning)));
  }

  /** Options of a client that have this told of every attempt. */
  hooks() {
    const hook = (name) => [name, (record) => this.lines.push(`${name}: ${text(record)}`)];
    return Object.fromEntries(['onRequest', 'onResponse', 'onRetry', 'onError'].map(hook));
  }

  /** Fails where one of these shows a secret. */
  look(...values) {
    for (const value of values) {
      const shown = text(value);
      assert.ok(!this.#finds(shown), shown.slice(0, 2000));
    }
  }

  lookAtError(error) {
    for (let cause = error; cause !== undefined && cause !== null; cause = cause.cause) {
      this.look(cause, cause.stack, cause.message, { ...cause });
    }
  }

  /** What was heard and has a secret in it. */
  leaks() {
    return this.lines.filter((line) => this.#finds(line)).map((line) => line.slice(0, 2000));
  }

  #finds(shown) {
    const lower = shown.toLowerCase();
    return this.#forms.some((form) => lower.includes(form));
  }
}

/** A value as people and programs print it. */
function text(value) {
  if (typeof value === 'string') return value;
  const whole = { depth: 9, showHidden: true, getters: true, maxArrayLength: 1000, maxStringLength: 100_000 };
  return [inspect(value), inspect(value, whole), json(value), String(value)].join('\n');
}

function json(value) {
  try {
    return JSON.stringify(value) ?? '';
  } catch (error) {
    return `no JSON: ${error.message}`;
  }
}
