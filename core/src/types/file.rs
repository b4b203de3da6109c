//! Files.

use super::record::{request, response};

request! {
    /// The query of a list of files.
    pub struct FileListParams {
        optional {
            /// Only files with these ids, at most 100; not together with `limit` or `page`.
            ids: Vec<String>,
            /// How many files a page has, 1 to 1000; 20 unless said otherwise.
            limit: i64,
        }
        nullable {
            /// Begins at the page that an earlier answer named in `next_page`.
            page: String,
        }
    }
}

response! {
    /// What is known of a file.
    pub struct FileMetadata("file") {
        required {
            /// The file's id, which blocks of messages name it by.
            id: String,
        }
        defaulted {
            /// Its name; `unnamed` where it was uploaded without one.
            filename: String,
            /// Its media type.
            mime_type: String,
            /// Its size in bytes.
            size_bytes: u64,
            /// When it was uploaded or made (RFC 3339).
            created_at: String,
        }
        optional {
            /// Whether its content can be downloaded; only files that tools or skills made can.
            downloadable: bool,
        }
        nullable {
            /// When it will be removed (RFC 3339); `None` for never.
            expires_at: String,
        }
    }

    /// A file that is no more.
    pub struct DeletedFile("file_deleted") {
        required {
            /// The id that the file had.
            id: String,
        }
    }
}
