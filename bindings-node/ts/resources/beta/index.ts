/** The resources that take betas, and their types. */
export { Beta } from './beta.js';
export { Files, type FileMetadataPageCursor, type FileUploadParams } from './files.js';
export { Models, type ModelInfosPage } from './models.js';
export { Batches, Messages, type MessageBatchesPage } from './messages/index.js';
export type * from '../../types/betas.js';
export * from '../../error-codes.js';
