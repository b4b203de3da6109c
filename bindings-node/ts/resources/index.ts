/** All resources, and the types of what they take and give. */
export { Beta, type AnthropicBeta } from './beta/beta.js';
export { Files, type FileMetadataPageCursor, type FileUploadParams } from './files.js';
export { Batches, type MessageBatchesPage } from './messages/batches.js';
export { Messages } from './messages/messages.js';
export { Models, type ModelInfosPage } from './models.js';
export type * from '../types.js';
export * from '../error-codes.js';
