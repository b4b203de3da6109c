//! A request of the core, put together from what the Python half hands over.

use std::path::PathBuf;

use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    pybacked::PyBackedStr,
    types::PyBytes,
};
use tidings::{CallOptions, FileUpload, FormField, QueryValue, Request, host};

use crate::{
    encode,
    error::{self, Answer},
    options::{Limits, RetryRules, with},
};

/// A header and its value; without a value the header is removed.
pub(crate) type Header = (String, Option<String>);

/// The value of a query parameter: text, or a list of texts.
#[derive(FromPyObject)]
pub(crate) enum Value {
    One(String),
    Many(Vec<String>),
}

/// One field of a form: its name, the name and the media type of a file, and what is in it.
#[derive(FromPyObject)]
pub(crate) struct Field(String, Option<String>, Option<String>, Source);

/// Where the content of a field comes from.
#[derive(FromPyObject)]
enum Source {
    Text(String),
    Bytes(Vec<u8>),
    Path((PathBuf,)),
}

/// What is sent besides the head.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Payload<'py> {
    /// An object that becomes JSON.
    json: Option<Bound<'py, PyAny>>,
    /// Bytes that are sent as they are.
    content: Option<Bound<'py, PyBytes>>,
    form: Option<Vec<Field>>,
    /// What an answer without content stands for, as JSON.
    without_content: Option<Vec<u8>>,
}

/// How an answer is wanted, by the numbers that the Python half uses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A JSON object.
    Whole,
    /// Whatever JSON it is, or nothing.
    Any,
    /// Whatever comes with a status of success.
    Raw,
    /// Events.
    Stream,
    /// Bytes as they come.
    Bytes,
}

impl Mode {
    pub(crate) const WHOLE: u8 = 0;
    pub(crate) const ANY: u8 = 1;
    pub(crate) const RAW: u8 = 2;
    pub(crate) const STREAM: u8 = 3;
    pub(crate) const BYTES: u8 = 4;

    /// How the core's pump is to read it.
    pub(crate) fn of_host(self) -> host::Mode {
        match self {
            Self::Whole | Self::Any | Self::Raw => host::Mode::Whole,
            Self::Stream => host::Mode::Stream,
            Self::Bytes => host::Mode::Bytes,
        }
    }
}

impl From<Value> for QueryValue {
    fn from(value: Value) -> Self {
        match value {
            Value::One(text) => Self::One(text),
            Value::Many(texts) => Self::Many(texts),
        }
    }
}

impl FromPyObject<'_, '_> for Mode {
    type Error = PyErr;

    fn extract(number: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(match number.extract::<u8>()? {
            Self::WHOLE => Self::Whole,
            Self::ANY => Self::Any,
            Self::RAW => Self::Raw,
            Self::STREAM => Self::Stream,
            Self::BYTES => Self::Bytes,
            other => return Err(PyValueError::new_err(format!("{other} is no mode"))),
        })
    }
}

/// A request as the Python half describes it: the attributes of a `tidings._requests.Request`.
#[derive(FromPyObject)]
pub(crate) struct Asked<'py> {
    verb: PyBackedStr,
    path: PyBackedStr,
    payload: Payload<'py>,
    query: Vec<(String, Value)>,
    headers: Vec<Header>,
    limits: Option<Limits>,
    retries: Option<RetryRules>,
    validation: Option<bool>,
    stream_long_calls: Option<bool>,
}

impl Asked<'_> {
    /// The request of the core.
    ///
    /// # Errors
    /// Whatever [`encode::to_json`] finds wrong with the body, and [`with_query`] with the query; `TypeError` for a method that
    /// is none, `ValueError` for a limit that is none.
    pub(crate) fn into_core(self, py: Python<'_>, mode: Mode) -> PyResult<Request> {
        let mut options = headers(self.headers);
        if let Some(limits) = self.limits {
            options = limits.of_call(options)?;
        }
        if let Some(retries) = self.retries {
            options = retries.of_call(options)?;
        }
        options = with(options, self.validation, CallOptions::validation);
        options = with(options, self.stream_long_calls, CallOptions::stream_long_calls);
        let method =
            self.verb.parse().map_err(|_| PyTypeError::new_err("method must be the name of an HTTP method"))?;
        let request = with_query(py, Request::new(method, &*self.path), self.query)?.with(options);
        let request = self.payload.onto(request)?;
        Ok(match mode {
            Mode::Any => request.any_answer(),
            Mode::Raw => request.raw_answer(),
            Mode::Whole | Mode::Stream | Mode::Bytes => request,
        })
    }
}

impl Payload<'_> {
    fn onto(self, mut request: Request) -> PyResult<Request> {
        if let Some(object) = self.json {
            request = request.json(encode::to_json(&object)?);
        } else if let Some(content) = self.content {
            request = request.json(content.as_bytes().to_vec());
        } else if let Some(fields) = self.form {
            request = request.form(fields.into_iter().map(Field::into_core));
        }
        Ok(match self.without_content {
            Some(stands_for) => request.without_content(stands_for),
            None => request,
        })
    }
}

/// The same request with these query parameters.
///
/// # Errors
/// A `ValidationError` for a list without items.
pub(crate) fn with_query(py: Python<'_>, request: Request, query: Vec<(String, Value)>) -> PyResult<Request> {
    let add = |request: Request, (name, value): (String, Value)| request.try_query(&name, QueryValue::from(value));
    query.into_iter().try_fold(request, add).map_err(|failure| error::to_exception(py, &failure, Answer::default()))
}

/// Options of a call that set and remove these headers.
pub(crate) fn headers(headers: Vec<Header>) -> CallOptions {
    headers.into_iter().fold(CallOptions::new(), |options, (name, value)| match value {
        Some(value) => options.header(name, value),
        None => options.without_header(name),
    })
}

impl Field {
    fn into_core(self) -> (String, FormField) {
        let Self(name, filename, media_type, source) = self;
        let upload = match source {
            Source::Text(text) if filename.is_none() => return (name, FormField::Text(text)),
            Source::Text(text) => FileUpload::from_bytes("", text),
            Source::Bytes(bytes) => FileUpload::from_bytes("", bytes),
            Source::Path((path,)) => FileUpload::from_path(path),
        };
        let upload = if let Some(filename) = filename { upload.filename(filename) } else { upload };
        (name, FormField::File(if let Some(media_type) = media_type { upload.media_type(media_type) } else { upload }))
    }
}
