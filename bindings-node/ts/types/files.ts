/** The types of `client.files`, for `Anthropic.Files`. */
export type {
  DeletedFile, FileDeleteParams, FileDownloadParams, FileListParams, FileMetadata, FileRetrieveMetadataParams,
} from '../types.js';
export type { FileMetadataPageCursor, FileUploadParams } from '../resources/files.js';
