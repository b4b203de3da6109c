//! `/v1/files`.

use super::{call::ApiCall, download::Download, page::Page, upload::FileUpload};
use crate::{
    client::Client,
    error::Error,
    random,
    request::Request,
    types::{DeletedFile, FileMetadata},
};

const PATH: &str = "/v1/files";
const ONE: &str = "/v1/files/{file_id}";

/// Files to be used in messages.
///
/// ```no_run
/// # async fn example(client: tidings::Client) -> Result<(), tidings::Error> {
/// use tidings::FileUpload;
/// let file = client.files().upload(FileUpload::from_path("report.pdf")).await?;
/// eprintln!("{} has {} bytes", file.id, file.size_bytes);
/// client.files().delete(&file.id).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Files<'a> {
    client: &'a Client,
}

impl<'a> Files<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Uploads a file, at most 500 MB.
    pub fn upload(&self, file: FileUpload) -> ApiCall<FileMetadata> {
        let form = file.into_form(&mut random::generator());
        ApiCall::json(self.client, Ok(Request::post(PATH, "").multipart(form)))
    }

    /// All files, the newest first.
    pub fn list(&self) -> ApiCall<Page<FileMetadata>> {
        ApiCall::list(self.client, PATH)
    }

    /// What is known of a file.
    pub fn retrieve_metadata(&self, file_id: &str) -> ApiCall<FileMetadata> {
        ApiCall::json(self.client, path(ONE, file_id).map(Request::get))
    }

    /// The content of a file that a tool or a skill made; others cannot be downloaded.
    pub fn download(&self, file_id: &str) -> Download {
        Download::new(self.client, path("/v1/files/{file_id}/content", file_id))
    }

    /// Deletes a file.
    pub fn delete(&self, file_id: &str) -> ApiCall<DeletedFile> {
        ApiCall::delete(self.client, path(ONE, file_id), file_id, "file_deleted")
    }
}

impl ApiCall<Page<FileMetadata>> {
    /// Only the files with these ids, 1 to 100. Not together with `limit` or `page`.
    pub fn ids<S: Into<String>>(self, ids: impl IntoIterator<Item = S>) -> Self {
        let ids: Vec<String> = ids.into_iter().map(Into::into).collect();
        self.query("ids", ids)
    }

    /// Begins at the page with this token.
    pub fn page(self, token: impl Into<String>) -> Self {
        self.query("page", token.into())
    }
}

fn path(template: &str, file_id: &str) -> Result<String, Error> {
    Request::path(template, &[("file_id", file_id)])
}
