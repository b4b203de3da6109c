//! The incremental decoder.

use std::ops::Range;

use bytes::{Bytes, BytesMut};

use super::line::{self, BOM, Line};

/// The longest line that is kept, in bytes. Comments and unknown fields may be longer: they are never kept.
const MAX_LINE: usize = 16 << 20;
/// The longest event, in bytes of its joined data.
const MAX_EVENT: usize = 32 << 20;
/// The longest data of an event that is not read line by line.
pub(crate) const MAX_USUAL: usize = 1 << 20;
/// A line is known for what it is within this many bytes: a byte order mark, the longest field name, a colon.
const UNDECIDED: usize = 16;

/// One event of the stream. All three parts are valid UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The event's name; empty when the stream gave none.
    pub event: Bytes,
    /// The data lines, joined by line feeds. A slice of the received bytes where one chunk held the whole line.
    pub data: Bytes,
    /// The last event id in force.
    pub id: Bytes,
}

/// An event was longer than the decoder keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an event of the stream has {what} of more than {limit} bytes")]
pub struct TooLong {
    /// What was too long.
    pub what: &'static str,
    /// The bound, in bytes.
    pub limit: usize,
}

/// Decodes an event stream from chunks cut anywhere, after the rules of the HTML standard.
///
/// Every byte is looked at once, however the stream is cut. A frame's data is a slice of the chunk it came in; only lines
/// that cross chunks are copied. An event without its closing blank line is never given out.
///
/// ```
/// # use tidings::sse::Decoder;
/// let mut decoder = Decoder::default();
/// let mut frames = Vec::new();
/// decoder.feed(&"event: ping\r\nda".into(), &mut frames)?;
/// decoder.feed(&"ta: {}\r\n\r\n".into(), &mut frames)?;
/// assert_eq!(frames[0].data, "{}");
/// # Ok::<(), tidings::sse::TooLong>(())
/// ```
#[derive(Debug, Default)]
pub struct Decoder {
    /// The start of a line whose end has not arrived.
    carry: BytesMut,
    /// Inside a line that is not kept.
    skipping: bool,
    /// The last byte was a CR: a LF that follows belongs to the same line end.
    after_cr: bool,
    past_first_line: bool,
    event: Bytes,
    data: Data,
    id: Bytes,
    last_event_id: Bytes,
    retry: Option<u64>,
}

impl Decoder {
    /// Takes the next bytes of the stream and appends the events they complete to `frames`.
    ///
    /// # Errors
    /// [`TooLong`] when a line or an event exceeds its bound; the decoder is of no use afterwards.
    pub fn feed(&mut self, chunk: &Bytes, frames: &mut Vec<Frame>) -> Result<(), TooLong> {
        let mut at = 0;
        while let Some(frame) = self.next(chunk, &mut at)? {
            frames.push(frame);
        }
        Ok(())
    }

    /// Goes on in `chunk` from `at`, as far as the next event that it completes; `None` at the end of the chunk.
    pub(crate) fn next(&mut self, chunk: &Bytes, at: &mut usize) -> Result<Option<Frame>, TooLong> {
        while *at < chunk.len() {
            if std::mem::take(&mut self.after_cr) && chunk[*at] == b'\n' {
                *at += 1;
                continue;
            }
            if let Some((frame, length)) = self.usual(chunk, *at) {
                *at += length;
                return Ok(Some(frame));
            }
            let Some(length) = memchr::memchr2(b'\r', b'\n', &chunk[*at..]) else {
                let start = &chunk[*at..];
                *at = chunk.len();
                return self.keep(start).map(|()| None);
            };
            self.after_cr = chunk[*at + length] == b'\r';
            let line = *at..*at + length;
            *at += length + 1;
            let whole = if self.past_first_line && !self.skipping && self.carry.is_empty() {
                // Nearly every line: it needs no slice of its own.
                self.line(chunk, line)?
            } else {
                let line = self.finish_line(chunk.slice(line));
                line.map_or(Ok(None), |line| self.line(&line, 0..line.len()))?
            };
            if whole.is_some() {
                return Ok(whole);
            }
        }
        Ok(None)
    }

    /// Whether nothing of an event has come yet, so that the next byte begins a line, which begins an event.
    pub(crate) fn is_between_events(&self) -> bool {
        self.past_first_line
            && !self.skipping
            && !self.after_cr
            && self.carry.is_empty()
            && self.event.is_empty()
            && matches!(self.data, Data::None)
    }

    /// An event that the caller has read itself, and gone behind, was whole.
    #[inline]
    pub(crate) fn passed_one(&mut self) {
        // Asked first: to compare two empty texts costs some processors more than all the rest.
        let are_empty = self.last_event_id.is_empty() && self.id.is_empty();
        if !are_empty && self.last_event_id != self.id {
            self.last_event_id = self.id.clone();
        }
    }

    /// The event that nearly all of an answer consists of, if that is what comes next, whole; and its length with its blank
    /// line. Told by its first bytes, it is spared the reading of its lines one by one.
    fn usual(&mut self, chunk: &Bytes, at: usize) -> Option<(Frame, usize)> {
        if !self.is_between_events() {
            return None;
        }
        let data = chunk[at..].strip_prefix(line::USUAL_START.0)?.strip_prefix(line::USUAL_START.1)?;
        let length = memchr::memchr2(b'\r', b'\n', data).filter(|length| *length <= MAX_USUAL)?;
        if data.get(length..length + 2)? != b"\n\n" {
            return None;
        }
        let start = chunk.len() - data.len();
        let data = line::valid_utf8(chunk.slice(start..start + length));
        self.passed_one();
        let frame = Frame { event: Bytes::from_static(line::USUAL), data, id: self.id.clone() };
        Some((frame, start - at + length + 2))
    }

    /// The reconnection time the stream last asked for, in milliseconds. Kept for raw access; it never causes a reconnection.
    #[must_use]
    pub fn retry(&self) -> Option<u64> {
        self.retry
    }

    /// The last event id that a blank line has put in force.
    #[must_use]
    pub fn last_event_id(&self) -> &Bytes {
        &self.last_event_id
    }

    /// Keeps the start of a line, unless it can only be ignored.
    fn keep(&mut self, start: &[u8]) -> Result<(), TooLong> {
        if self.skipping {
            return Ok(());
        }
        let undecided = self.carry.len() < UNDECIDED;
        self.carry.extend_from_slice(start);
        if undecided && line::is_ignorable(self.after_mark(&self.carry)) {
            self.carry.clear();
            self.skipping = true;
        }
        if self.carry.len() > MAX_LINE {
            return Err(TooLong { what: "a line", limit: MAX_LINE });
        }
        Ok(())
    }

    /// What follows the byte order mark, if this is the first line; nothing while the mark itself is still arriving.
    fn after_mark<'a>(&self, start: &'a [u8]) -> &'a [u8] {
        if self.past_first_line {
            return start;
        }
        if BOM.starts_with(start) {
            return &[];
        }
        start.strip_prefix(BOM).unwrap_or(start)
    }

    /// Joins the end of a line with what was kept of it; `None` for a line that was skipped.
    fn finish_line(&mut self, end: Bytes) -> Option<Bytes> {
        if std::mem::take(&mut self.skipping) {
            self.past_first_line = true;
            return None;
        }
        let mut line = end;
        if !self.carry.is_empty() {
            self.carry.extend_from_slice(&line);
            line = self.carry.split().freeze();
        }
        if !std::mem::replace(&mut self.past_first_line, true) && line.starts_with(BOM) {
            line = line.slice(BOM.len()..);
        }
        Some(line)
    }

    /// Takes a line; gives the event that it completes.
    fn line(&mut self, source: &Bytes, line: Range<usize>) -> Result<Option<Frame>, TooLong> {
        let length = line.len();
        let kept = Line::parse(source, line);
        if length > MAX_LINE && kept != Line::Ignored {
            return Err(TooLong { what: "a line", limit: MAX_LINE });
        }
        match kept {
            Line::Blank => return Ok(self.dispatch()),
            Line::Data(value) => self.data.push(value)?,
            Line::Event(name) => self.event = name,
            Line::Id(id) => self.id = id,
            Line::Retry(ms) => self.retry = Some(ms),
            Line::Ignored => {}
        }
        Ok(None)
    }

    fn dispatch(&mut self) -> Option<Frame> {
        self.last_event_id = self.id.clone();
        let event = std::mem::take(&mut self.event);
        let data = std::mem::take(&mut self.data).join()?;
        Some(Frame { event, data, id: self.id.clone() })
    }
}

/// The data lines of the event under way. One line, the usual case, stays a slice.
#[derive(Debug, Default)]
enum Data {
    #[default]
    None,
    One(Bytes),
    Many(BytesMut),
}

impl Data {
    fn push(&mut self, value: Bytes) -> Result<(), TooLong> {
        *self = match std::mem::take(self) {
            Self::None => Self::One(value),
            Self::One(first) => Self::Many(append(BytesMut::from(first), &value)),
            Self::Many(joined) => Self::Many(append(joined, &value)),
        };
        match self {
            Self::Many(joined) if joined.len() > MAX_EVENT => Err(TooLong { what: "data", limit: MAX_EVENT }),
            _ => Ok(()),
        }
    }

    fn join(self) -> Option<Bytes> {
        match self {
            Self::None => None,
            Self::One(line) => Some(line),
            Self::Many(joined) => Some(joined.freeze()),
        }
    }
}

fn append(mut joined: BytesMut, line: &Bytes) -> BytesMut {
    joined.extend_from_slice(b"\n");
    joined.extend_from_slice(line);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(chunks: &[&[u8]]) -> Vec<Frame> {
        let (mut decoder, mut frames) = (Decoder::default(), Vec::new());
        for chunk in chunks {
            decoder.feed(&Bytes::copy_from_slice(chunk), &mut frames).unwrap();
        }
        frames
    }

    #[test]
    fn data_within_one_chunk_is_a_slice_of_that_chunk() {
        let chunk = Bytes::from_static(b"data: {\"a\":1}\n\n");
        let mut frames = Vec::new();
        Decoder::default().feed(&chunk, &mut frames).unwrap();
        assert_eq!(frames[0].data.as_ptr(), chunk[6..].as_ptr());
    }

    // Without the space behind the colon none of them is read at a glance.
    #[test]
    fn the_usual_events_come_out_as_if_they_were_read_line_by_line() {
        const STREAM: &str = "id: 1\nevent: content_block_delta\ndata: {\"a\":\"\u{e9}\"}\n\n\
            event: content_block_delta\ndata: {}\n\nevent: content_block_delta\ndata: a\ndata: b\n\n\
            event: content_block_delta\ndata: c\r\rdata: d\n\ndata: e\nevent: content_block_delta\ndata: f\n\n\
            id: 2\n\nevent: content_block_delta\ndata: \n\nevent: content_block_delta\ndata: g\n\n";
        let by_line: Vec<_> = decode(&[b": \n", STREAM.replace("data: ", "data:").as_bytes()]);
        assert_eq!(by_line.len(), 8);
        for cut in 0..STREAM.len() {
            let (start, end) = STREAM.as_bytes().split_at(cut);
            assert_eq!(decode(&[start, end]), by_line, "cut at {cut}");
        }
    }

    #[test]
    fn a_bare_cr_ends_the_event_at_once() {
        assert_eq!(decode(&[b"data: x\r\r"]).len(), 1);
    }

    #[test]
    fn a_cr_lf_cut_in_the_middle_is_one_line_end() {
        let frames = decode(&[b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n"]);
        assert_eq!(frames.len(), 1);
        assert_eq!(frames[0].data, "a\nb");
    }

    #[test]
    fn a_byte_order_mark_is_dropped_once_however_it_is_cut() {
        let frames = decode(&[b"\xEF", b"\xBB", b"\xBFdata: x\n\n\xEF\xBB\xBFdata: y\n\n"]);
        assert_eq!(frames.len(), 1);
    }

    #[test]
    fn an_endless_comment_takes_no_memory() {
        let mut decoder = Decoder::default();
        for _ in 0..1000 {
            decoder.feed(&Bytes::from_static(b":aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), &mut Vec::new()).unwrap();
        }
        assert_eq!(decoder.carry.len(), 0);
    }

    #[test]
    #[cfg_attr(miri, ignore = "too many bytes to interpret")]
    fn a_comment_in_one_chunk_may_be_of_any_length() {
        let chunk = Bytes::from([b":".as_slice(), &vec![b'x'; MAX_LINE + 1], b"\ndata: y\n\n"].concat());
        let mut frames = Vec::new();
        Decoder::default().feed(&chunk, &mut frames).unwrap();
        assert_eq!(frames.len(), 1);
    }

    #[test]
    #[cfg_attr(miri, ignore = "too many bytes to interpret")]
    fn a_line_beyond_the_bound_is_refused() {
        let mut decoder = Decoder::default();
        let chunk = Bytes::from(vec![b'x'; MAX_LINE]);
        decoder.feed(&Bytes::from_static(b"data:"), &mut Vec::new()).unwrap();
        assert_eq!(decoder.feed(&chunk, &mut Vec::new()), Err(TooLong { what: "a line", limit: MAX_LINE }));
    }
}
