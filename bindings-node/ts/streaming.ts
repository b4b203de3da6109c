/** Raw streams. */
export { Stream, type ServerSentEvent } from './stream.js';
