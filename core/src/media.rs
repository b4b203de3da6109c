//! What a file is, found from its content and not from its name.

use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    error::{Error, ErrorKind},
    types::{
        Base64ImageSourceParam, Base64PDFSourceParam, DocumentBlockParam, DocumentSourceParam, FileDocumentSourceParam,
        FileImageSourceParam, ImageBlockParam, ImageSourceParam, PlainTextSourceParam, URLImageSourceParam,
        URLPDFSourceParam,
    },
};

const AN_IMAGE: &str = "an image that the API takes: JPEG, PNG, GIF or WebP";
const PLAIN_TEXT: &str = "text/plain";
const A_DOCUMENT: &str = "a document that the API takes: PDF or UTF-8 text";

impl ImageBlockParam {
    /// An image in the request itself, from its bytes. The format is found from the content.
    ///
    /// ```
    /// use tidings::{ContentBlockParam, MessageParams, types::ImageBlockParam};
    /// let gif = ImageBlockParam::from_bytes(b"GIF89a...")?;
    /// let question = [gif.into(), ContentBlockParam::text("What is this?")];
    /// let params = MessageParams::new("claude-opus-4-6", 1024).user(question);
    /// # Ok::<(), tidings::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] when it is no JPEG, PNG, GIF or WebP.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Ok(Self::of_type(image_type(bytes)?, bytes))
    }

    /// An image in the request itself, from a file, which is read at once. The name of the file does not matter.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] when the file cannot be read, or is no JPEG, PNG, GIF or WebP; it names the file.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let (bytes, media_type) = read_as(path.as_ref(), image_type)?;
        Ok(Self::of_type(media_type, &bytes))
    }

    fn of_type(media_type: &str, bytes: &[u8]) -> Self {
        Self::new(ImageSourceParam::Base64(Base64ImageSourceParam::new(media_type, STANDARD.encode(bytes))))
    }

    /// An image that the API fetches from the web.
    #[must_use]
    pub fn from_url(url: impl Into<String>) -> Self {
        Self::new(ImageSourceParam::Url(URLImageSourceParam::new(url)))
    }

    /// An image that was uploaded with the Files API.
    #[must_use]
    pub fn from_file_id(file_id: impl Into<String>) -> Self {
        Self::new(ImageSourceParam::File(FileImageSourceParam::new(file_id)))
    }
}

impl DocumentBlockParam {
    /// A PDF or a UTF-8 text in the request itself, from its bytes. Which of the two is found from the content.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] when it is neither.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Ok(Self::of_type(document_type(bytes)?, bytes))
    }

    /// A PDF or a UTF-8 text in the request itself, from a file, which is read at once. The file's name becomes the title.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] when the file cannot be read, or is neither; it names the file.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let (bytes, media_type) = read_as(path, document_type)?;
        let document = Self::of_type(media_type, &bytes);
        Ok(match path.file_name() {
            Some(name) => document.title(name.to_string_lossy()),
            None => document,
        })
    }

    fn of_type(media_type: &str, bytes: &[u8]) -> Self {
        Self::new(match std::str::from_utf8(bytes) {
            Ok(text) if media_type == PLAIN_TEXT => DocumentSourceParam::Text(PlainTextSourceParam::new(text)),
            _ => DocumentSourceParam::Base64(Base64PDFSourceParam::new(STANDARD.encode(bytes))),
        })
    }

    /// A PDF that the API fetches from the web.
    #[must_use]
    pub fn from_url(url: impl Into<String>) -> Self {
        Self::new(DocumentSourceParam::Url(URLPDFSourceParam::new(url)))
    }

    /// A document that was uploaded with the Files API.
    #[must_use]
    pub fn from_file_id(file_id: impl Into<String>) -> Self {
        Self::new(DocumentSourceParam::File(FileDocumentSourceParam::new(file_id)))
    }
}

/// The media type of an image, for hosts that write its block themselves.
///
/// # Errors
/// [`ErrorKind::Validation`] when it is no JPEG, PNG, GIF or WebP.
pub fn image_type(bytes: &[u8]) -> Result<&'static str, Error> {
    let media = Media::of(bytes).filter(|media| media.is_image());
    media.map(Media::as_str).ok_or_else(|| refused(bytes, AN_IMAGE))
}

/// The media type of a document, for hosts that write its block themselves.
///
/// # Errors
/// [`ErrorKind::Validation`] when it is neither a PDF nor UTF-8 text, or empty.
pub fn document_type(bytes: &[u8]) -> Result<&'static str, Error> {
    let media = Media::of(bytes).filter(|media| !media.is_image() && !bytes.is_empty());
    media.map(Media::as_str).ok_or_else(|| refused(bytes, A_DOCUMENT))
}

/// What is in a file, with its media type as `of_bytes` finds it.
///
/// # Errors
/// [`ErrorKind::Validation`] when the file cannot be read, or `of_bytes` refuses it; it names the file.
pub fn read_as(
    path: &Path,
    of_bytes: fn(&[u8]) -> Result<&'static str, Error>,
) -> Result<(Vec<u8>, &'static str), Error> {
    let bytes = read(path)?;
    let media_type = of_bytes(&bytes).map_err(|error| of(path, &error))?;
    Ok((bytes, media_type))
}

/// The kinds of content that the API takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Media {
    Jpeg,
    Png,
    Gif,
    Webp,
    Pdf,
    /// UTF-8 text.
    Text,
}

impl Media {
    /// The kind of these bytes; `None` when the API takes nothing of their kind.
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ if is_pdf(bytes) => Some(Self::Pdf),
            // No text holds a NUL; escapes that colour a log may well be in one.
            _ if std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')) => Some(Self::Text),
            _ => None,
        }
    }

    /// The media type as the API spells it.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Text => PLAIN_TEXT,
        }
    }

    /// Whether it is a picture.
    const fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif | Self::Webp)
    }
}

/// Some writers put a byte order mark or a line end before the mark of a PDF, and readers take that.
fn is_pdf(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start().starts_with(b"%PDF-")
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|reason| {
        let message = format!("the file {} cannot be read: {reason}", path.display());
        Error::new(ErrorKind::Validation, message).with_source(reason)
    })
}

/// The same error, with the file that it is about.
fn of(path: &Path, error: &Error) -> Error {
    Error::new(ErrorKind::Validation, format!("the file {}: {}", path.display(), error.message()))
}

/// The error for bytes of a kind that does not fit. Of an unknown kind the first four are shown, which say what it is and no more.
fn refused(bytes: &[u8], expected: &str) -> Error {
    let found = match Media::of(bytes) {
        _ if bytes.is_empty() => "nothing".to_owned(),
        Some(media) => media.as_str().to_owned(),
        None => {
            let start: Vec<String> = bytes.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            format!("an unknown kind of file that begins with the bytes {}", start.join(" "))
        }
    };
    Error::new(ErrorKind::Validation, format!("found {found}, expected {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_known_by_how_its_bytes_begin() {
        for (bytes, media) in [
            (&b"\xFF\xD8\xFF\xE0\0\x10JFIF"[..], Some(Media::Jpeg)),
            (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", Some(Media::Png)),
            (b"GIF89a\x01\0", Some(Media::Gif)),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Some(Media::Webp)),
            (b"RIFF\x24\0\0\0WAVEfmt ", None),
            (b"%PDF-1.7\n", Some(Media::Pdf)),
            ("Größe\r\n\tund mehr".as_bytes(), Some(Media::Text)),
            (b"", Some(Media::Text)),
            (b"\xEF\xBB\xBF\n%PDF-1.4", Some(Media::Pdf)),
            (b"\x1B[31mred\x1B[0m", Some(Media::Text)),
            (b"BM\0\0", None),
            (b"\xFF\xFE", None),
        ] {
            assert_eq!(Media::of(bytes), media, "{bytes:?}");
        }
    }

    #[test]
    fn blocks_are_made_of_bytes() {
        let json = |block: Result<_, Error>| serde_json::to_value(block.unwrap()).unwrap();
        let image = json(ImageBlockParam::from_bytes(b"GIF89a\x01\0").map(crate::ContentBlockParam::from));
        assert_eq!(
            image["source"],
            serde_json::json!({"type": "base64", "media_type": "image/gif", "data": "R0lGODlhAQA="})
        );
        let text = json(DocumentBlockParam::from_bytes("Größe".as_bytes()).map(crate::ContentBlockParam::from));
        assert_eq!(text["source"], serde_json::json!({"type": "text", "media_type": "text/plain", "data": "Größe"}));
        let pdf = json(DocumentBlockParam::from_bytes(b"%PDF-1.7").map(crate::ContentBlockParam::from));
        assert_eq!(pdf["source"]["media_type"], "application/pdf");
        assert!(DocumentBlockParam::from_bytes(b"").is_err() && ImageBlockParam::from_bytes(b"some text").is_err());
    }

    #[test]
    fn blocks_are_made_of_files_whatever_their_name() {
        let folder = std::env::temp_dir().join(format!("tidings-media-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("photo.txt");
        std::fs::write(&path, b"\x89PNG\r\n\x1A\n").unwrap();
        let image = serde_json::to_value(ImageBlockParam::from_path(&path).unwrap()).unwrap();
        assert_eq!(image["source"]["media_type"], "image/png");
        let refused = DocumentBlockParam::from_path(&path).unwrap_err().to_string();
        assert!(refused.contains("photo.txt: found image/png, expected a document"), "{refused}");
        std::fs::write(&path, b"plain").unwrap();
        assert_eq!(DocumentBlockParam::from_path(&path).unwrap().title.as_deref(), Some("photo.txt"));
        std::fs::remove_dir_all(&folder).unwrap();
        let missing = ImageBlockParam::from_path(&path).unwrap_err();
        assert!(missing.to_string().contains("photo.txt cannot be read"), "{missing}");
    }

    #[test]
    fn a_refusal_says_what_was_found() {
        let error = refused(b"BM\0\x02\x03", "an image");
        assert!(error.to_string().contains("begins with the bytes 42 4d 00 02, expected an image"), "{error}");
        assert!(refused(b"", "an image").to_string().contains("found nothing"));
        assert!(refused(b"%PDF-1", "an image").to_string().contains("found application/pdf"));
    }
}
