/** The stream helper of `client.beta`, under the official package's name for its module: there is one for both. */
export { MessageStream as BetaMessageStream, type MessageStreamEvents } from '../message-stream.js';
