/** The stream helper, under the name that programs import it by. */
export { MessageStream, type MessageStreamEvents } from '../message-stream.js';
