/** Messages and batches of them. */
export { Batches, type MessageBatchesPage } from './batches.js';
export { Messages } from './messages.js';
export type * from '../../types.js';
export * from '../../error-codes.js';
