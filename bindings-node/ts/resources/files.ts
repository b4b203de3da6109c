/** Files to be used in messages. */
import type { CallRequest } from '../call.js';
import { unlessAborted } from '../content.js';
import { ValidationError } from '../errors.js';
import { fileForm, isFile, noFile } from '../forms.js';
import { BYTES, WHOLE } from '../native.js';
import type { RequestOptions } from '../options.js';
import { PageCursor, type PagePromise } from '../pages.js';
import { APIPromise } from '../promise.js';
import { readObject, readResponse } from '../read.js';
import { pathOf, remaining, requestOf, travelling } from '../request.js';
import { APIResource, objectOf, pageOf, sourceOf } from '../resource.js';
import { capture, place } from '../trace.js';
import type {
  DeletedFile, FileDeleteParams, FileDownloadParams, FileListParams, FileMetadata, FileRetrieveMetadataParams, WorkspaceParams,
} from '../types.js';
import type { FilePath, Uploadable } from '../uploads.js';

export * from '../error-codes.js';
export type {
  DeletedFile, FileDeleteParams, FileDownloadParams, FileListParams, FileMetadata, FileRetrieveMetadataParams,
} from '../types.js';

/** A page of a list of files. */
export type FileMetadataPageCursor = PageCursor<FileMetadata>;

/** What is uploaded. */
export interface FileUploadParams {
  /**
   * The file: what the official package takes, bytes, or `{ path, name?, type? }`. Of a path, and of `fs.createReadStream`
   * without options, nothing is kept in memory: the file is opened anew for each attempt. Everything else is read first.
   */
  file: Uploadable | FilePath | Uint8Array | ArrayBuffer | AsyncIterable<Uint8Array> | PromiseLike<Uploadable>;
  /** After how long the file is deleted; never unless said otherwise. */
  expires_in_seconds?: number | null | undefined;
  /** The workspace to act for, where the credential may choose one. */
  workspace_id?: string | undefined;
}

/** `client.files`. */
export class Files extends APIResource {
  /** Whether `betas` travel as a header. */
  protected get beta(): boolean {
    return false;
  }

  /** Uploads a file, at most 500 MB. */
  upload(params: FileUploadParams, options?: RequestOptions): APIPromise<FileMetadata> {
    const trace = capture(this.upload);
    const request = async (): Promise<CallRequest> => {
      try {
        const headers = travelling(params, this.beta);
        if (!isFile(params?.file)) throw new ValidationError(noFile('file', params?.file));
        const form = fileForm({ ...remaining(params, this.beta), ...options?.extraBody });
        const body = await unlessAborted(form, options?.signal, params.file);
        return requestOf({ method: 'POST', path: '/v1/files', mode: WHOLE, body, headers }, options, trace);
      } catch (error) {
        throw place(error, trace);
      }
    };
    return new APIPromise(this._client, request(), readObject<never>);
  }

  /** Lists all files, the newest first. Iterating walks through all pages. */
  list(params?: FileListParams & WorkspaceParams | null, options?: RequestOptions): PagePromise<FileMetadataPageCursor, FileMetadata> {
    return pageOf(this._client, PageCursor<FileMetadata>, '/v1/files', params, options, capture(this.list), this.beta);
  }

  /** Deletes a file. */
  delete(fileID: string, params?: FileDeleteParams | null, options?: RequestOptions): APIPromise<DeletedFile> {
    const make = () => ({
      method: 'DELETE',
      path: pathOf('/v1/files/', 'fileID', fileID),
      withoutContent: JSON.stringify({ id: fileID, type: 'file_deleted' }),
    });
    return objectOf(this._client, make, params, options, capture(this.delete), this.beta);
  }

  /**
   * Gives the content of a file that a tool or a skill made; others cannot be downloaded. It is read as the `Response` is
   * read: cancel its body, or read it to its end.
   */
  download(fileID: string, params?: FileDownloadParams | null, options?: RequestOptions): APIPromise<Response> {
    const trace = capture(this.download);
    const source = sourceOf(trace, () => {
      const headers = [{ name: 'accept', value: 'application/binary' }, ...travelling(params, this.beta)];
      return requestOf({ method: 'GET', path: pathOf('/v1/files/', 'fileID', fileID, '/content'), mode: BYTES, headers }, options, trace);
    });
    return new APIPromise<Response>(this._client, source, readResponse as () => never);
  }

  /** Gives what is known of a file. */
  retrieveMetadata(fileID: string, params?: FileRetrieveMetadataParams | null, options?: RequestOptions): APIPromise<FileMetadata> {
    const make = () => ({ method: 'GET', path: pathOf('/v1/files/', 'fileID', fileID) });
    return objectOf(this._client, make, params, options, capture(this.retrieveMetadata), this.beta);
  }
}
