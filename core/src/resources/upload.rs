//! A file on its way up.

use std::{
    io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use tokio::io::AsyncRead;

use crate::{
    random,
    request::{Content, Multipart, Part, Request},
    transport::{AsyncChunks, BlockingChunks},
};

/// What the server is told where nothing better is known.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// A file to be uploaded: from memory, from a path, or from a reader.
///
/// ```
/// use tidings::FileUpload;
/// let upload = FileUpload::from_bytes("notes.txt", "Buy milk.").media_type("text/plain").expires_in_seconds(3600);
/// let from_disk = FileUpload::from_path("report.pdf");
/// # let _ = (upload, from_disk);
/// ```
///
/// A file given by its path is opened anew for every attempt. A reader can be read only once, and so can a path that is no
/// regular file, such as a pipe: when an attempt fails after it was begun, the call is not tried again, and its error says so.
#[derive(Debug, Clone)]
pub struct FileUpload {
    filename: String,
    media_type: Option<String>,
    expires_in_seconds: Option<u64>,
    content: Content,
}

impl FileUpload {
    /// A file whose content is in memory.
    #[must_use]
    pub fn from_bytes(filename: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::new(filename.into(), Content::Bytes(content.into()))
    }

    /// A file on disk. Its name is the last part of the path. What cannot be read is an error of the call.
    #[must_use]
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let filename = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::new(filename, Content::path(path))
    }

    /// A file from a reader of tokio's kind; `length` in bytes, where it is known, saves the server from guessing.
    #[must_use]
    pub fn from_async_reader(
        filename: impl Into<String>,
        reader: impl AsyncRead + Send + Unpin + 'static,
        length: Option<u64>,
    ) -> Self {
        Self::new(filename.into(), Content::once(AsyncChunks(reader), length))
    }

    /// A file from a reader that blocks, which is read on a thread for such work.
    #[must_use]
    pub fn from_reader(
        filename: impl Into<String>,
        reader: impl io::Read + Send + Unpin + 'static,
        length: Option<u64>,
    ) -> Self {
        Self::new(filename.into(), Content::once(BlockingChunks::Idle(reader), length))
    }

    fn new(filename: String, content: Content) -> Self {
        Self { filename, media_type: None, expires_in_seconds: None, content }
    }

    /// The name of the file, 1 to 255 characters, in place of the one it has.
    #[must_use]
    pub fn filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = filename.into();
        self
    }

    /// The media type, such as `application/pdf`. Without it, the ending of the name decides.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Has the file removed after this many seconds, 3600 to 7,776,000 (90 days). Without it, it stays.
    #[must_use]
    pub fn expires_in_seconds(mut self, seconds: u64) -> Self {
        self.expires_in_seconds = Some(seconds);
        self
    }

    pub(super) fn into_form(self, random: &mut fastrand::Rng) -> Multipart {
        let expiry = self.expires_in_seconds.map(|seconds| Part::field("expires_in_seconds", seconds.to_string()));
        // The server reads the form from its beginning and wants to know this before the file.
        Multipart::new(expiry.into_iter().chain([self.into_part("file")]).collect(), random)
    }

    fn into_part(self, name: &str) -> Part {
        let media_type = self.media_type.unwrap_or_else(|| guess(&self.filename).to_owned());
        Part {
            name: name.to_owned(),
            filename: Some(self.filename),
            media_type: Some(media_type),
            content: self.content,
        }
    }
}

/// One field of a form.
#[derive(Debug, Clone)]
pub enum FormField {
    /// Plain text.
    Text(String),
    /// A file; its `expires_in_seconds` is not sent.
    File(FileUpload),
}

impl Request {
    /// The same request with a form (`multipart/form-data`) as its body, its fields in this order.
    ///
    /// ```
    /// use tidings::{FileUpload, FormField, Request};
    /// let file = FileUpload::from_bytes("SKILL.md", "# A skill");
    /// let request = Request::post("/v1/skills", "").form([("files[]".to_owned(), FormField::File(file))]);
    /// # let _ = request;
    /// ```
    #[must_use]
    pub fn form(self, fields: impl IntoIterator<Item = (String, FormField)>) -> Self {
        let part = |(name, field): (String, FormField)| match field {
            FormField::Text(value) => Part::field(&name, value),
            FormField::File(file) => file.into_part(&name),
        };
        let parts = fields.into_iter().map(part).collect();
        self.multipart(Multipart::new(parts, &mut random::generator()))
    }
}

/// The media type that goes with the ending of a name, for the kinds of file that messages take.
fn guess(filename: &str) -> &'static str {
    let ending = Path::new(filename).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "txt" | "log" => "text/plain",
        "md" => "text/markdown",
        "csv" => "text/csv",
        "html" | "htm" => "text/html",
        "json" => "application/json",
        "xml" => "application/xml",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => UNKNOWN_TYPE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_path_and_typed_after_its_name() {
        let form = FileUpload::from_path("/tmp/a/Report.PDF").into_form(&mut fastrand::Rng::with_seed(1));
        let shown = format!("{form:?}");
        assert!(shown.contains("\"Report.PDF\"") && shown.contains("application/pdf"), "{shown}");
        assert_eq!(guess("no ending"), UNKNOWN_TYPE);
    }
}
