/** Messages with betas, and batches of them. */
export { Batches } from './batches.js';
export { Messages } from './messages.js';
export type { MessageBatchesPage } from '../../messages/batches.js';
export type * from '../../../types/betas.js';
export { BetaToolRunner } from '../../../lib/tool-runner.js';
export { ToolError } from '../../../lib/tools.js';
