/** Files, with betas of the API. */
import type { RequestOptions } from '../../options.js';
import type { PagePromise } from '../../pages.js';
import type { APIPromise } from '../../promise.js';
import type {
  DeletedFile, FileDeleteParams, FileDownloadParams, FileListParams, FileMetadata, FileRetrieveMetadataParams, WithBetas,
} from '../../types.js';
import { type FileMetadataPageCursor, Files as Plain, type FileUploadParams } from '../files.js';

export type { BetaDeletedFile, BetaFileMetadata, FileListParams } from '../../types/betas.js';
export type { FileMetadataPageCursor, FileUploadParams } from '../files.js';

/** `client.beta.files`: as `client.files`; `betas` go into a header. */
export class Files extends Plain {
  protected override get beta(): boolean {
    return true;
  }
}

/** The same methods, which take betas too. */
export interface Files {
  upload(params: FileUploadParams & { betas?: string[] | undefined }, options?: RequestOptions): APIPromise<FileMetadata>;
  list(params?: WithBetas<FileListParams> | null, options?: RequestOptions): PagePromise<FileMetadataPageCursor, FileMetadata>;
  delete(fileID: string, params?: WithBetas<FileDeleteParams> | null, options?: RequestOptions): APIPromise<DeletedFile>;
  download(fileID: string, params?: WithBetas<FileDownloadParams> | null, options?: RequestOptions): APIPromise<Response>;
  retrieveMetadata(
    fileID: string, params?: WithBetas<FileRetrieveMetadataParams> | null, options?: RequestOptions,
  ): APIPromise<FileMetadata>;
}
