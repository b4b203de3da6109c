/** The classes of errors, under the name that programs import them by. */
export * from './error-codes.js';
export * from './errors.js';
