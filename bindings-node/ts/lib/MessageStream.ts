/** The stream helper, under the official package's name for its module. */
export { MessageStream, type MessageStreamEvents } from '../message-stream.js';
