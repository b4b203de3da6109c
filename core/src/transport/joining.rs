//! Chunks of HTTP/1.1 that came together, joined to one.
//!
//! A server sends each event of a stream as a chunk of its own, and what reads HTTP gives one chunk at a time, each with two
//! switches of tasks. Joined here, where they are bytes, the chunks of one read cost as much as one. Only the sizes between
//! them go: what the body is, and where it ends, stays to be found out by what reads HTTP. Where anything is not as expected,
//! all that follows on the connection passes as it came.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use self::run::{MAX_DIGITS, Run};

mod run;

/// The most bytes that are worth reading at once.
const MOST: usize = 32 << 10;
/// The most bytes of a head that comes in pieces.
const MAX_HEAD: usize = 64 << 10;

/// A connection over which HTTP/1.1 is spoken.
pub(super) struct Joining<S> {
    stream: S,
    place: Place,
    /// An error that came behind bytes which are given out first.
    broken: Option<io::Error>,
}

/// Where in the answers the next byte belongs.
#[derive(Debug, PartialEq)]
enum Place {
    /// In a head, or in front of one, after these bytes of it.
    Head(Vec<u8>),
    /// In a body, or a chunk and the end of its line: so many bytes are left.
    Body(u64),
    Chunk(u64),
    /// In the line with a chunk's size: what it says so far, in so many digits, and whether its end has begun.
    Size {
        value: u64,
        digits: usize,
        is_ending: bool,
    },
    /// Behind the last chunk, where trailers could be; so many bytes of the empty line have come.
    End(usize),
    /// Anywhere: nothing is known any more.
    Unknown,
}

const SIZE: Place = Place::Size { value: 0, digits: 0, is_ending: false };

impl<S> Joining<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, place: Place::Head(Vec::new()), broken: None }
    }
}

impl<S: AsyncRead + Unpin> Joining<S> {
    /// Reads once, and says whether there may be more, because all the room was filled.
    fn read(&mut self, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<bool>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        let has_more = buffer.remaining() == 0;
        if let Some(came) = buffer.filled_mut().get_mut(before..) {
            let left = self.place.pass(came);
            buffer.set_filled(before + left);
        }
        Poll::Ready(Ok(has_more))
    }
}

impl Place {
    /// Goes on behind `bytes`, and joins the chunks in them. Gives how many bytes are left, at the beginning of `bytes`.
    fn pass(&mut self, bytes: &mut [u8]) -> usize {
        let (mut at, mut kept) = (0, 0);
        while at < bytes.len() {
            if *self == SIZE
                && let Some(run) = Run::at(bytes, at)
            {
                kept = run.join(bytes, kept);
                at = run.end();
                continue;
            }
            let step = self.step(&bytes[at..]);
            if kept < at {
                bytes.copy_within(at..at + step, kept);
            }
            at += step;
            kept += step;
        }
        kept
    }

    /// Goes on behind some of the bytes, and gives how many: all of them, or as many as are of one kind.
    fn step(&mut self, bytes: &[u8]) -> usize {
        let Some(&byte) = bytes.first() else { return 0 };
        match self {
            Self::Unknown => return bytes.len(),
            Self::Head(begun) => {
                let begun = std::mem::take(begun);
                return self.step_in_head(begun, bytes);
            }
            Self::Body(left) | Self::Chunk(left) => {
                let step = bytes.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= step as u64;
                if *left == 0 {
                    *self = if matches!(self, Self::Body(_)) { Self::Head(Vec::new()) } else { SIZE };
                }
                return step;
            }
            Self::Size { value, digits, is_ending } => {
                *self = match (digit(byte), byte, *is_ending) {
                    (Some(digit), _, false) if *digits < MAX_DIGITS => {
                        Self::Size { value: *value * 16 + digit, digits: *digits + 1, is_ending: false }
                    }
                    (_, b'\r', false) if *digits > 0 => Self::Size { value: *value, digits: *digits, is_ending: true },
                    (_, b'\n', true) if *value == 0 => Self::End(0),
                    (_, b'\n', true) => Self::Chunk(*value + 2),
                    _ => Self::Unknown,
                };
            }
            Self::End(0) if byte == b'\r' => *self = Self::End(1),
            Self::End(1) if byte == b'\n' => *self = Self::Head(Vec::new()),
            Self::End(_) => *self = Self::Unknown,
        }
        1
    }

    /// A request leaves. Inside of a body that means that HTTP took the answer for over, as it does with one to `HEAD`.
    fn asked(&mut self) {
        if matches!(self, Self::Body(_)) {
            *self = Self::Unknown;
        }
    }

    fn step_in_head(&mut self, mut head: Vec<u8>, bytes: &[u8]) -> usize {
        let before = head.len();
        // Usually all of it is there at once, and nothing is copied.
        let whole = if before == 0 {
            bytes
        } else {
            head.extend_from_slice(bytes);
            &head
        };
        // Read again only when its end may have come, so that a head which trickles in costs no more than its length.
        let is_there = before == 0 || memchr::memmem::find(&whole[before.saturating_sub(3)..], b"\r\n\r\n").is_some();
        match if is_there { Head::read(whole) } else { Ok(None) } {
            Ok(Some(Head { end, behind })) => {
                *self = behind;
                end - before
            }
            Ok(None) if whole.len() <= MAX_HEAD => {
                if before == 0 {
                    head.extend_from_slice(bytes);
                }
                *self = Self::Head(head);
                bytes.len()
            }
            Ok(None) | Err(Strange) => {
                *self = Self::Unknown;
                bytes.len()
            }
        }
    }
}

/// A head that is there whole.
struct Head {
    end: usize,
    /// What comes behind it.
    behind: Place,
}

/// Not quite as expected.
struct Strange;

impl Head {
    /// The head at the beginning of `bytes`; `None` where more of it is to come.
    fn read(bytes: &[u8]) -> Result<Option<Self>, Strange> {
        let (mut at, mut status, mut length, mut is_chunked) = (0, None, None, false);
        while let Some(step) = memchr::memchr(b'\n', &bytes[at..]) {
            let line = bytes[at..at + step].strip_suffix(b"\r").ok_or(Strange)?;
            at += step + 1;
            let Some(status) = status else {
                status = Some(line.strip_prefix(b"HTTP/1.1 ").and_then(|line| line.get(..3)).ok_or(Strange)?);
                continue;
            };
            if line.is_empty() {
                let behind = Self::behind(status, length, is_chunked)?;
                return Ok(Some(Self { end: at, behind }));
            }
            let (name, value) = line.split_at(memchr::memchr(b':', line).ok_or(Strange)?);
            let value = value.get(1..).unwrap_or_default().trim_ascii();
            if name.eq_ignore_ascii_case(b"content-length") {
                let given = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok()).ok_or(Strange)?;
                if length.replace(given).is_some() {
                    return Err(Strange);
                }
            } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
                if is_chunked || !value.eq_ignore_ascii_case(b"chunked") {
                    return Err(Strange);
                }
                is_chunked = true;
            }
        }
        Ok(None)
    }

    fn behind(status: &[u8], length: Option<u64>, is_chunked: bool) -> Result<Place, Strange> {
        match (status, length, is_chunked) {
            (b"101", ..) => Err(Strange),
            ([b'1', ..] | b"204" | b"304", ..) | (_, Some(0), false) => Ok(Place::Head(Vec::new())),
            (_, Some(length), false) => Ok(Place::Body(length)),
            (_, None, true) => Ok(SIZE),
            (_, None, false) | (_, Some(_), true) => Err(Strange),
        }
    }
}

fn digit(byte: u8) -> Option<u64> {
    char::from(byte).to_digit(16).map(u64::from)
}

impl<S: AsyncRead + Unpin> AsyncRead for Joining<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if let Some(error) = this.broken.take() {
            return Poll::Ready(Err(error));
        }
        let before = buffer.filled().len();
        let mut has_more = ready!(this.read(cx, buffer))?;
        // What reads HTTP makes more room only when what it had was filled, and joining has left some of it free.
        while has_more && buffer.remaining() > 0 && buffer.capacity() - before < MOST {
            has_more = match this.read(cx, buffer) {
                Poll::Ready(Ok(has_more)) => has_more,
                Poll::Ready(Err(error)) => {
                    this.broken = Some(error);
                    false
                }
                Poll::Pending => false,
            };
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Joining<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.place.asked();
        Pin::new(&mut this.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.place.asked();
        Pin::new(&mut this.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(any(test, fuzzing))]
pub(super) mod oracle;
#[cfg(test)]
mod tests;
