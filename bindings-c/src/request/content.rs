//! Images, documents and other blocks of the user's next turn.

use std::{
    ffi::{c_char, c_void},
    path::Path,
};

use base64::{display::Base64Display, engine::general_purpose::STANDARD};
use serde::{Serialize, Serializer};
use tidings::{Error, host};

use super::{
    Request,
    body::Body,
    change_body,
    json::{parse, raw},
    refused,
};
use crate::{boundary::Misuse, ffi, result::ResultCode};

/// Adds an image to the user's next turn: it goes in front of the text that tidings_request_add_user_text adds next, or
/// makes a turn of its own if another one follows or none.
///
/// `media_type` is "image/jpeg", "image/png", "image/gif" or "image/webp"; with NULL it is found from the bytes. All is
/// copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the bytes are no such image.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_image_bytes(
    request: *mut Request,
    media_type: *const c_char,
    bytes: *const c_void,
    len: usize,
) -> ResultCode {
    change_body(request, |body| {
        let bytes = ffi::bytes(bytes, len, "bytes")?;
        let media_type = given_or_found(ffi::optional_c_text(media_type, "media_type")?, bytes, host::image_type)?;
        add(body, "image", Source::base64(media_type, bytes), None)
    })
}

/// Adds an image from a file, which is read at once; its name does not matter. As tidings_request_add_image_bytes.
///
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the file cannot be read or is no JPEG, PNG,
/// GIF or WebP.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_image_file(request: *mut Request, path: *const c_char) -> ResultCode {
    change_body(request, |body| {
        let path = Path::new(ffi::c_text(path, "path")?);
        let (bytes, media_type) = host::read_as(path, host::image_type).map_err(|error| refused(&error))?;
        add(body, "image", Source::base64(media_type, &bytes), None)
    })
}

/// Adds an image that the API fetches from the web. As tidings_request_add_image_bytes.
///
/// `url` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_image_url(request: *mut Request, url: *const c_char) -> ResultCode {
    change_body(request, |body| add(body, "image", Source::url(ffi::c_text(url, "url")?), None))
}

/// Adds an image that was uploaded before, by its id. As tidings_request_add_image_bytes.
///
/// `file_id` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_image_id(request: *mut Request, file_id: *const c_char) -> ResultCode {
    change_body(request, |body| add(body, "image", Source::file(ffi::c_text(file_id, "file_id")?), None))
}

/// Adds a document to the user's next turn, which waits as an image does, see tidings_request_add_image_bytes.
///
/// `media_type` is "application/pdf" or "text/plain"; with NULL it is found from the bytes. `title` may be NULL. All is
/// copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the bytes are no such document.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_document_bytes(
    request: *mut Request,
    media_type: *const c_char,
    bytes: *const c_void,
    len: usize,
    title: *const c_char,
) -> ResultCode {
    change_body(request, |body| {
        let (bytes, title) = (ffi::bytes(bytes, len, "bytes")?, ffi::optional_c_text(title, "title")?);
        let media_type = given_or_found(ffi::optional_c_text(media_type, "media_type")?, bytes, host::document_type)?;
        add(body, "document", Source::document(media_type, bytes)?, title)
    })
}

/// Adds a document, a PDF or a text, from a file, which is read at once. As tidings_request_add_document_bytes.
///
/// `title` may be NULL: the file's name is the title then. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8,
/// TIDINGS_VALIDATION if the file cannot be read or is neither a PDF nor a text.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_document_file(
    request: *mut Request,
    path: *const c_char,
    title: *const c_char,
) -> ResultCode {
    change_body(request, |body| {
        let (path, title) = (Path::new(ffi::c_text(path, "path")?), ffi::optional_c_text(title, "title")?);
        let (bytes, media_type) = host::read_as(path, host::document_type).map_err(|error| refused(&error))?;
        let title = title.or_else(|| path.file_name().and_then(|name| name.to_str()));
        add(body, "document", Source::document(media_type, &bytes)?, title)
    })
}

/// Adds a PDF that the API fetches from the web. As tidings_request_add_document_bytes.
///
/// `url` is copied, and `title`, which may be NULL. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_document_url(
    request: *mut Request,
    url: *const c_char,
    title: *const c_char,
) -> ResultCode {
    change_body(request, |body| {
        add(body, "document", Source::url(ffi::c_text(url, "url")?), ffi::optional_c_text(title, "title")?)
    })
}

/// Adds a document that was uploaded before, by its id. As tidings_request_add_document_bytes.
///
/// `file_id` is copied, and `title`, which may be NULL. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_document_id(
    request: *mut Request,
    file_id: *const c_char,
    title: *const c_char,
) -> ResultCode {
    change_body(request, |body| {
        add(body, "document", Source::file(ffi::c_text(file_id, "file_id")?), ffi::optional_c_text(title, "title")?)
    })
}

/// Adds a text as a document, so that the answer can cite it. As tidings_request_add_document_bytes.
///
/// `text` is copied, and `title`, which may be NULL. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_document_text(
    request: *mut Request,
    text: *const c_char,
    text_len: usize,
    title: *const c_char,
) -> ResultCode {
    change_body(request, |body| {
        add(body, "document", Source::text(ffi::text(text, text_len, "text")?), ffi::optional_c_text(title, "title")?)
    })
}

/// Adds any block to the user's next turn, as the API takes it: a JSON object. It waits as an image does, see
/// tidings_request_add_image_bytes.
///
/// `json` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_content_json(
    request: *mut Request,
    json: *const c_char,
    json_len: usize,
) -> ResultCode {
    change_body(request, |body| {
        body.add_block(parse(ffi::text(json, json_len, "json")?, "json")?);
        Ok(())
    })
}

/// Where what is in a block comes from.
#[derive(Serialize)]
struct Source<'a> {
    r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_id: Option<&'a str>,
}

enum Data<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl Serialize for Data<'_> {
    /// Bytes become base64 as they are written, in one pass.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bytes(bytes) => serializer.collect_str(&Base64Display::new(bytes, &STANDARD)),
        }
    }
}

impl<'a> Source<'a> {
    fn new(kind: &'a str) -> Self {
        Self { r#type: kind, media_type: None, data: None, url: None, file_id: None }
    }

    fn base64(media_type: &'a str, bytes: &'a [u8]) -> Self {
        Self { media_type: Some(media_type), data: Some(Data::Bytes(bytes)), ..Self::new("base64") }
    }

    fn text(text: &'a str) -> Self {
        Self { media_type: Some("text/plain"), data: Some(Data::Text(text)), ..Self::new("text") }
    }

    /// A text goes as it is, everything else as base64.
    fn document(media_type: &'a str, bytes: &'a [u8]) -> Result<Self, Misuse> {
        if media_type != "text/plain" {
            return Ok(Self::base64(media_type, bytes));
        }
        let text = std::str::from_utf8(bytes);
        text.map(Self::text).map_err(|_| Misuse::new(ResultCode::INVALID_UTF8, "the document is not UTF-8 text"))
    }

    fn url(url: &'a str) -> Self {
        Self { url: Some(url), ..Self::new("url") }
    }

    fn file(id: &'a str) -> Self {
        Self { file_id: Some(id), ..Self::new("file") }
    }
}

fn add(body: &mut Body, kind: &str, source: Source<'_>, title: Option<&str>) -> Result<(), Misuse> {
    #[derive(Serialize)]
    struct Block<'a> {
        r#type: &'a str,
        source: Source<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
    }
    body.add_block(raw(&Block { r#type: kind, source, title })?);
    Ok(())
}

fn given_or_found<'a>(
    given: Option<&'a str>,
    bytes: &[u8],
    find: fn(&[u8]) -> Result<&'static str, Error>,
) -> Result<&'a str, Misuse> {
    given.map_or_else(|| find(bytes).map_err(|error| refused(&error)), Ok)
}
