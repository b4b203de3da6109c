/** The promise of an answer. */
export { APIPromise } from './promise.js';
