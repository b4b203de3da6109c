/** Where the few warnings go that the package has: the option `logger`, else the console. */

/** How much is told, from nothing to everything. */
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug';

type LogFunction = (message: string, ...rest: unknown[]) => void;

/** What takes the lines: the console is one, as are the loggers of most libraries. */
export interface Logger {
  error: LogFunction;
  warn: LogFunction;
  info: LogFunction;
  debug: LogFunction;
}

export const LEVELS: readonly LogLevel[] = ['off', 'error', 'warn', 'info', 'debug'];

/** Writes a line, if the level lets it pass. */
export function log(logger: Logger, level: LogLevel, kind: Exclude<LogLevel, 'off'>, message: string, ...rest: unknown[]): void {
  if (LEVELS.indexOf(kind) > LEVELS.indexOf(level)) return;
  try {
    logger[kind](message, ...rest);
  } catch {
    // A logger that throws must not hurt the call.
  }
}
