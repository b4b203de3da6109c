//! Requests to endpoints whose body is not put together here.

use std::path::PathBuf;

use tidings::{FileUpload, FormField, Pager};

use super::refused;
use crate::boundary::Misuse;

/// A request with a body as it was given, a form, or none.
#[derive(Clone)]
pub(super) struct Other {
    pub(super) core: tidings::Request,
    form: Vec<(String, Field)>,
    is_raw: bool,
    /// How the pages of a list led to this one.
    pub(super) pager: Option<Box<Pager>>,
}

/// One field of a form.
#[derive(Clone)]
pub(super) enum Field {
    /// A text, or a file in memory.
    Ready(FormField),
    /// A file on disk, looked at anew each time the request is sent.
    Path { path: PathBuf, filename: Option<String>, media_type: Option<String> },
}

/// Where the results of a batch are.
#[derive(Clone)]
pub(crate) struct Lines {
    batch: String,
    own: String,
}

impl Other {
    /// To an endpoint that has a function of its own.
    pub(super) fn known(core: tidings::Request) -> Self {
        Self { core, form: Vec::new(), is_raw: false, pager: None }
    }

    /// To any other.
    pub(super) fn raw(core: tidings::Request) -> Self {
        Self { core: core.any_answer(), form: Vec::new(), is_raw: true, pager: None }
    }

    pub(super) fn is_raw(&self) -> bool {
        self.is_raw
    }

    pub(super) fn is_form(&self) -> bool {
        !self.form.is_empty()
    }

    pub(super) fn with_field(mut self, name: &str, field: Field) -> Self {
        self.add_field(name, field);
        self
    }

    pub(super) fn add_field(&mut self, name: &str, field: Field) {
        self.form.push((name.to_owned(), field));
    }

    /// In front of the others, in place of an earlier one of the same name.
    pub(super) fn put_text_first(&mut self, name: &str, text: String) {
        self.form.retain(|(known, _)| known != name);
        self.form.insert(0, (name.to_owned(), Field::Ready(FormField::Text(text))));
    }

    pub(super) fn prepare(&self) -> tidings::Request {
        if self.form.is_empty() {
            return self.core.clone();
        }
        self.core.clone().form(self.form.iter().map(|(name, field)| (name.clone(), field.to_core())))
    }
}

impl Field {
    /// A file in memory.
    pub(super) fn bytes(filename: &str, media_type: Option<&str>, bytes: &[u8]) -> Self {
        let upload = FileUpload::from_bytes(filename, bytes.to_vec());
        Self::Ready(FormField::File(typed(upload, media_type)))
    }

    fn to_core(&self) -> FormField {
        match self {
            Self::Ready(field) => field.clone(),
            Self::Path { path, filename, media_type } => {
                let upload = FileUpload::from_path(path);
                let upload = if let Some(filename) = filename { upload.filename(filename) } else { upload };
                FormField::File(typed(upload, media_type.as_deref()))
            }
        }
    }
}

fn typed(upload: FileUpload, media_type: Option<&str>) -> FileUpload {
    if let Some(media_type) = media_type { upload.media_type(media_type) } else { upload }
}

impl Lines {
    pub(super) fn new(batch_id: &str) -> Result<Self, Misuse> {
        let path = |template| {
            let path = tidings::Request::path(template, &[("message_batch_id", batch_id)]);
            path.map_err(|error| refused(&error))
        };
        Ok(Self {
            batch: path("/v1/messages/batches/{message_batch_id}")?,
            own: path("/v1/messages/batches/{message_batch_id}/results")?,
        })
    }

    /// The request for the batch, which says where its results are.
    pub(crate) fn batch(&self) -> tidings::Request {
        tidings::Request::get(&self.batch)
    }

    /// The request for the results where the API has them.
    pub(super) fn own(&self) -> tidings::Request {
        binary(&self.own)
    }
}

/// A request for bytes, whatever is in them.
pub(super) fn binary(path: &str) -> tidings::Request {
    tidings::Request::get(path).header("accept", "application/binary").raw_answer()
}
