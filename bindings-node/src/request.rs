//! A request of the core, put together from what TypeScript hands over.

use napi::bindgen_prelude::{Buffer, Either, Either3};
use napi_derive::napi;
use tidings::{Error, ErrorKind, FileUpload, FormField, QueryValue, Request, host};

use crate::options::CallOptions;

/// A query parameter: its name, and its value or values.
pub(crate) type Parameter = Vec<Either<String, Vec<String>>>;

/// What is sent besides the head: JSON, bytes, or a form.
pub(crate) type Body = Either3<String, Buffer, Vec<Field>>;

/// One field of a form: a text, or a file from bytes or a path.
#[napi(object, object_to_js = false)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The text, where it is none.
    pub text: Option<String>,
    /// The name of the file.
    pub filename: Option<String>,
    /// The media type of the file.
    pub media_type: Option<String>,
    /// The content of the file.
    pub bytes: Option<Buffer>,
    /// Where the file is.
    pub path: Option<String>,
}

/// What most calls do without.
#[napi(object, object_to_js = false)]
pub struct More {
    /// The query.
    pub query: Option<Vec<Parameter>>,
    /// What an answer without content stands for, as JSON.
    pub without_content: Option<String>,
    /// The options of the call.
    pub options: Option<CallOptions>,
}

/// How an answer is wanted, by the numbers that TypeScript uses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A JSON object.
    Whole,
    /// Whatever comes with a status of success.
    Raw,
    /// Events.
    Stream,
    /// Bytes as they come.
    Bytes,
}

impl Mode {
    pub(crate) fn numbered(number: u32) -> Self {
        match number {
            0 => Self::Whole,
            1 => Self::Raw,
            2 => Self::Stream,
            _ => Self::Bytes,
        }
    }

    /// How the core's pump is to read it.
    pub(crate) fn of_host(self) -> host::Mode {
        match self {
            Self::Whole | Self::Raw => host::Mode::Whole,
            Self::Stream => host::Mode::Stream,
            Self::Bytes => host::Mode::Bytes,
        }
    }
}

/// The request for `method` and `path`.
///
/// # Errors
/// For a method that is none, a query that cannot be, and options that are not usable.
pub(crate) fn build(
    method: &str,
    path: String,
    body: Option<Body>,
    mode: Mode,
    rest: Option<More>,
) -> Result<Request, Error> {
    let method =
        method.parse().map_err(|_| Error::new(ErrorKind::Config, "method must be the name of an HTTP method"))?;
    let mut request = Request::new(method, path);
    request = match body {
        Some(Either3::A(json)) => request.json(json),
        Some(Either3::B(bytes)) => request.json(bytes.to_vec()),
        Some(Either3::C(fields)) => request.form(fields.into_iter().map(Field::into_core)),
        None => request,
    };
    if let Some(More { query, without_content, options }) = rest {
        request = with_query(request, query.unwrap_or_default())?;
        if let Some(stands_for) = without_content {
            request = request.without_content(stands_for);
        }
        if let Some(options) = options {
            request = request.with(options.build()?);
        }
    }
    Ok(if mode == Mode::Raw { request.raw_answer() } else { request })
}

/// The same request with these query parameters.
///
/// # Errors
/// For a list without items.
pub(crate) fn with_query(request: Request, query: Vec<Parameter>) -> Result<Request, Error> {
    query.into_iter().try_fold(request, |request, parameter| match pair(parameter) {
        Some((name, value)) => request.try_query(&name, value),
        None => Ok(request),
    })
}

/// Name and value.
pub(crate) fn pair(parameter: Parameter) -> Option<(String, QueryValue)> {
    let mut items = parameter.into_iter();
    match (items.next()?, items.next()?) {
        (Either::A(name), Either::A(text)) => Some((name, QueryValue::One(text))),
        (Either::A(name), Either::B(texts)) => Some((name, QueryValue::Many(texts))),
        (Either::B(_), _) => None,
    }
}

impl Field {
    fn into_core(self) -> (String, FormField) {
        if let Some(text) = self.text {
            return (self.name, FormField::Text(text));
        }
        let upload = match (self.bytes, self.path) {
            (None, Some(path)) => FileUpload::from_path(path),
            (bytes, _) => FileUpload::from_bytes("", bytes.map(|bytes| bytes.to_vec()).unwrap_or_default()),
        };
        let upload = if let Some(filename) = self.filename { upload.filename(filename) } else { upload };
        (self.name, FormField::File(if let Some(kind) = self.media_type { upload.media_type(kind) } else { upload }))
    }
}
