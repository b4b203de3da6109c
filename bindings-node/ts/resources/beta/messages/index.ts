/** Messages with betas, and batches of them. */
export { Batches } from './batches.js';
export { Messages } from './messages.js';
export type { MessageBatchesPage } from '../../messages/batches.js';
export type * from '../../../types/betas.js';
