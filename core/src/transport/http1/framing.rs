//! Where the body of an answer ends, and which of the bytes that come are the body's.

use http::{Response, StatusCode, Version, header};

use super::{Broken, head::words};

/// The most that may be said beside the chunks of one body, in bytes: extensions, and trailers.
const MAX_BESIDE: usize = 16 << 10;
/// The most trailers.
const MAX_TRAILERS: usize = 100;

/// How the end of a body is told, and what is left up to it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// So many bytes are left.
    Length(u64),
    Chunked {
        place: Place,
        /// How many bytes of extensions have come.
        beside: usize,
    },
    /// The connection ends with it.
    Close,
}

/// Where among the chunks the next byte belongs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the size of a chunk: what it is so far; `None` in front of its first digit.
    Size(Option<u64>),
    /// Behind it, where blanks may be, and in an extension.
    Blank(u64),
    Extension(u64),
    /// In front of the last byte of the line with the size.
    SizeEnd(u64),
    /// In a chunk: so many bytes are left.
    Data(u64),
    /// Behind it, where its line ends.
    DataEnd,
    DataEnded,
    /// Behind the last chunk: what came of the trailers and the empty line.
    Trailers(Vec<u8>),
}

const SIZE: Place = Place::Size(None);

impl Framing {
    /// What the head of an answer says.
    pub(super) fn of(answer: &Response<()>, is_head: bool) -> Result<Self, Broken> {
        let (status, headers) = (answer.status(), answer.headers());
        let is_bodiless = [StatusCode::SWITCHING_PROTOCOLS, StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED];
        if is_head || is_bodiless.contains(&status) {
            return Ok(Self::Length(0));
        }
        if headers.contains_key(header::TRANSFER_ENCODING) {
            if answer.version() == Version::HTTP_10 {
                return Err(Broken::Invalid("HTTP/1.0 has no transfer-encoding"));
            }
            let last = words(headers.get_all(header::TRANSFER_ENCODING).iter()).last();
            let is_chunked = last.is_some_and(|last| last.eq_ignore_ascii_case(b"chunked"));
            return Ok(if is_chunked { Self::Chunked { place: SIZE, beside: 0 } } else { Self::Close });
        }
        let mut length = None;
        for said in words(headers.get_all(header::CONTENT_LENGTH).iter()) {
            let said = number(said).ok_or(Broken::Invalid("the content-length is no number"))?;
            if length.replace(said).is_some_and(|before| before != said) {
                return Err(Broken::Invalid("there are two lengths, which differ"));
            }
        }
        Ok(length.map_or(Self::Close, Self::Length))
    }

    /// Whether the body has come to its end.
    pub(super) fn is_over(&self) -> bool {
        matches!(self, Self::Length(0))
    }

    /// The connection has ended, and the body if it may.
    pub(super) fn close(&mut self) -> Result<(), Broken> {
        if *self != Self::Close {
            return Err(Broken::Closed);
        }
        *self = Self::Length(0);
        Ok(())
    }

    /// Puts the body's part of `bytes` to `body`, up to what is not as it should be. Gives how many bytes were the body's
    /// or said beside it: fewer than there are only at its end.
    pub(super) fn take(&mut self, bytes: &[u8], body: &mut Vec<u8>) -> Result<usize, Broken> {
        match self {
            Self::Length(left) => {
                let step = bytes.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= step as u64;
                body.extend_from_slice(&bytes[..step]);
                Ok(step)
            }
            Self::Close => {
                body.extend_from_slice(bytes);
                Ok(bytes.len())
            }
            Self::Chunked { place, beside } => {
                body.reserve(bytes.len());
                let mut at = 0;
                while at < bytes.len() {
                    at += whole_chunks(place, &bytes[at..], body);
                    at += place.step(&bytes[at..], body, beside)?;
                    if place.is_end() {
                        *self = Self::Length(0);
                        break;
                    }
                }
                Ok(at)
            }
        }
    }
}

/// Takes the chunks at the beginning of `bytes` that are there whole and say nothing but their size. Gives where they end.
fn whole_chunks(place: &Place, bytes: &[u8], body: &mut Vec<u8>) -> usize {
    let mut at = 0;
    if *place == SIZE {
        while let Some((from, to)) = whole_chunk(&bytes[at..]) {
            body.extend_from_slice(&bytes[at + from..at + to]);
            at += to + 2;
        }
    }
    at
}

fn whole_chunk(bytes: &[u8]) -> Option<(usize, usize)> {
    const DIGITS: usize = 8;
    let (mut size, mut digits) = (0_usize, 0);
    while let Some(digit) = bytes.get(digits).copied().and_then(digit).filter(|_| digits < DIGITS) {
        size = size << 4 | usize::from(digit);
        digits += 1;
    }
    let from = digits + 2;
    let to = from.checked_add(size)?;
    let ends_line = |at: usize| bytes.get(at..).and_then(<[u8]>::first_chunk) == Some(b"\r\n");
    (size > 0 && ends_line(digits) && ends_line(to)).then_some((from, to))
}

impl Place {
    fn is_end(&self) -> bool {
        matches!(self, Self::Trailers(trailers) if trailers == b"\r\n" || trailers.ends_with(b"\r\n\r\n"))
    }

    /// Goes on behind some of the bytes, and gives how many.
    fn step(&mut self, bytes: &[u8], body: &mut Vec<u8>, beside: &mut usize) -> Result<usize, Broken> {
        let Some(&byte) = bytes.first() else { return Ok(0) };
        *self = match (&mut *self, byte) {
            (Self::Data(left), _) => {
                let step = bytes.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                body.extend_from_slice(&bytes[..step]);
                *left -= step as u64;
                if *left == 0 {
                    *self = Self::DataEnd;
                }
                return Ok(step);
            }
            (Self::Trailers(trailers), _) => {
                trailers.push(byte);
                if byte != b'\n' && trailers.iter().nth_back(1) == Some(&b'\r') {
                    return Err(Broken::Invalid("a line behind the last chunk does not end as lines do"));
                }
                if trailers.ends_with(b"\r\n\r\n") {
                    let lines = trailers.windows(2).filter(|end| end == b"\r\n").count() - 1;
                    // A bare newline makes two of one line: what is between is not what it seems.
                    let mut space = [httparse::EMPTY_HEADER; MAX_TRAILERS];
                    httparse::parse_headers(trailers, space.get_mut(..lines).ok_or(Broken::TooLarge)?)?;
                }
                return if trailers.len() > MAX_BESIDE { Err(Broken::TooLarge) } else { Ok(1) };
            }
            (Self::Size(size), _) if let Some(digit) = digit(byte) => {
                let size = size.unwrap_or(0).checked_mul(16);
                let size = size.ok_or(Broken::Invalid("the size of a chunk is larger than any"))?;
                Self::Size(Some(size | u64::from(digit)))
            }
            (Self::Size(None), _) => return Err(Broken::Invalid("a chunk has no size")),
            (Self::Size(Some(size)) | Self::Blank(size), b' ' | b'\t') => Self::Blank(*size),
            (Self::Size(Some(size)) | Self::Blank(size), b';') => Self::Extension(*size),
            (Self::Size(Some(size)) | Self::Blank(size) | Self::Extension(size), b'\r') => Self::SizeEnd(*size),
            (Self::Extension(_), b'\n') => return Err(Broken::Invalid("a line of a chunk does not end as lines do")),
            (Self::Extension(size), _) => {
                *beside += 1;
                if *beside >= MAX_BESIDE {
                    return Err(Broken::TooLarge);
                }
                Self::Extension(*size)
            }
            (Self::SizeEnd(0), b'\n') => Self::Trailers(Vec::new()),
            (Self::SizeEnd(size), b'\n') => Self::Data(*size),
            (Self::DataEnd, b'\r') => Self::DataEnded,
            (Self::DataEnded, b'\n') => SIZE,
            (Self::Size(..) | Self::Blank(_), _) => return Err(Broken::Invalid("the size of a chunk is no number")),
            _ => return Err(Broken::Invalid("a chunk does not end where it should")),
        };
        Ok(1)
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// A number of digits alone.
fn number(digits: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(digits).ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}
