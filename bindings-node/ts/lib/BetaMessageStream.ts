/** The stream helper of `client.beta`, which is the same class. */
export { MessageStream as BetaMessageStream, type MessageStreamEvents } from '../message-stream.js';
