//! What arrives while a message is streamed.

use std::{
    ffi::{CStr, c_char, c_void},
    ptr,
};

use tidings::host::EventRef;

use crate::boundary::enter;

mod delta;

use self::delta::Delta;

/// The kind of an event. Numbers are never reused; a later version may add some.
/// cbindgen:prefix-with-name=false
/// cbindgen:rename-all=prefix:TIDINGS_EVENT_
#[expect(non_camel_case_types, reason = "the names of the header, less their prefix")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum EventKind {
    /// A kind this version does not know; the data says what it is.
    UNKNOWN = 0,
    /// The message begins; it has no content yet.
    MESSAGE_START = 1,
    /// A block begins.
    CONTENT_BLOCK_START = 2,
    /// A block grows.
    CONTENT_BLOCK_DELTA = 3,
    /// A block is finished.
    CONTENT_BLOCK_STOP = 4,
    /// Stop reason and usage.
    MESSAGE_DELTA = 5,
    /// The message is complete.
    MESSAGE_STOP = 6,
}

impl EventKind {
    const ALL: &[(Self, &CStr)] = &[
        (Self::UNKNOWN, c""),
        (Self::MESSAGE_START, c"message_start"),
        (Self::CONTENT_BLOCK_START, c"content_block_start"),
        (Self::CONTENT_BLOCK_DELTA, c"content_block_delta"),
        (Self::CONTENT_BLOCK_STOP, c"content_block_stop"),
        (Self::MESSAGE_DELTA, c"message_delta"),
        (Self::MESSAGE_STOP, c"message_stop"),
    ];

    fn from_number(number: u32) -> Option<(Self, &'static CStr)> {
        Self::ALL.iter().copied().find(|(kind, _)| *kind as u32 == number)
    }
}

impl From<tidings::EventKind> for EventKind {
    fn from(kind: tidings::EventKind) -> Self {
        Self::from_number(kind as u32).map_or(Self::UNKNOWN, |(kind, _)| kind)
    }
}

/// What the delta of a block adds. Numbers are never reused; a later version may add some.
/// cbindgen:prefix-with-name=false
/// cbindgen:rename-all=prefix:TIDINGS_DELTA_
#[expect(non_camel_case_types, reason = "the names of the header, less their prefix")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum DeltaKind {
    /// The event is no delta of a block.
    NONE = 0,
    /// Text of the answer.
    TEXT = 1,
    /// Reasoning of a thinking block.
    THINKING = 2,
    /// JSON of a tool's input, a piece of it.
    INPUT_JSON = 3,
    /// The signature of a thinking block.
    SIGNATURE = 4,
    /// A citation of a text block, as JSON.
    CITATIONS = 5,
    /// A delta that this version does not know; the data says what it is.
    OTHER = 6,
}

/// One event of a stream. All texts are borrowed, in UTF-8, with a NUL behind them that their length does not count.
///
/// The library fills it and never reads it. It keeps its size and its fields: what a later version adds takes the place of
/// `reserved`.
#[derive(Debug)]
#[repr(C)]
pub struct Event {
    /// What kind of event it is.
    pub kind: EventKind,
    /// The index of the block that the event is about; UINT32_MAX if it is about none.
    pub index: u32,
    /// The event as JSON; never NULL in an event that was handed out.
    pub data: *const c_char,
    /// The length of `data` in bytes.
    pub data_len: usize,
    /// The text that the event adds to a text block; NULL for every other event.
    pub text: *const c_char,
    /// The length of `text` in bytes.
    pub text_len: usize,
    /// What the event adds to a block, whatever `delta_kind` it is of; NULL if it adds nothing that is known.
    pub delta: *const c_char,
    /// The length of `delta` in bytes.
    pub delta_len: usize,
    /// What kind of addition `delta` is.
    pub delta_kind: DeltaKind,
    /// NULL.
    pub reserved: [*const c_void; 4],
}

impl Event {
    /// What an event is while there is none.
    pub(crate) const NONE: Self = Self {
        kind: EventKind::UNKNOWN,
        index: u32::MAX,
        data: ptr::null(),
        data_len: 0,
        text: ptr::null(),
        text_len: 0,
        delta: ptr::null(),
        delta_len: 0,
        delta_kind: DeltaKind::NONE,
        reserved: [ptr::null(); 4],
    };

    /// An event whose texts lie in `buffer`, and are good until that is changed.
    #[inline]
    pub(crate) fn write(event: EventRef<'_>, buffer: &mut Vec<u8>) -> Self {
        let Delta { index, kind, adds } = Delta::of(event);
        let data_len = event.data.len();
        // The received bytes have no NUL behind them, and a C program will print a text with %s one day.
        buffer.clear();
        buffer.reserve(data_len + adds.as_ref().map_or(0, |adds| adds.len()) + 2);
        buffer.extend_from_slice(event.data);
        buffer.push(0);
        if let Some(adds) = &adds {
            buffer.extend_from_slice(adds);
            buffer.push(0);
        }
        let delta_len = adds.as_ref().map_or(0, |adds| adds.len());
        let delta = adds.map_or(ptr::null(), |_| buffer[data_len + 1..].as_ptr().cast());
        let (text, text_len) = if event.text().is_some() { (delta, delta_len) } else { (ptr::null(), 0) };
        Self {
            kind: event.kind.into(),
            index: index.and_then(|index| u32::try_from(index).ok()).unwrap_or(u32::MAX),
            data: buffer.as_ptr().cast(),
            data_len,
            text,
            text_len,
            delta,
            delta_len,
            delta_kind: kind,
            ..Self::NONE
        }
    }
}

/// The API's name for a kind of event, such as "message_start"; empty for TIDINGS_EVENT_UNKNOWN and any other number.
///
/// The text is static. Any thread. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_event_kind_name(kind: u32) -> *const c_char {
    enter(|| Ok(EventKind::from_number(kind).map_or(c"", |(_, name)| name).as_ptr()))
}

#[cfg(test)]
mod tests {
    use tidings::{EventKind as Core, PieceKind, host::PieceRef};

    use super::*;

    #[test]
    fn kinds_have_the_numbers_and_names_of_the_core() {
        for (kind, name) in EventKind::ALL {
            let core = Core::from_name(name.to_str().unwrap());
            assert_eq!((core as u32, EventKind::from(core)), (*kind as u32, *kind));
        }
    }

    #[test]
    fn both_texts_end_with_a_nul() {
        let piece = PieceRef { index: 0, kind: PieceKind::Text, text: b"hi", fits: true };
        let event = EventRef { kind: Core::ContentBlockDelta, data: b"{}", piece: Some(piece) };
        let mut buffer = Vec::new();
        let written = Event::write(event, &mut buffer);
        assert_eq!((buffer.as_slice(), written.data_len, written.text_len), (&b"{}\0hi\0"[..], 2, 2));
        assert_eq!(written.text, buffer[3..].as_ptr().cast());
        assert_eq!((written.delta, written.delta_len, written.delta_kind), (written.text, 2, DeltaKind::TEXT));
        assert_eq!(written.index, 0);
    }

    #[test]
    fn an_event_without_text_has_none() {
        let event = EventRef { kind: Core::MessageStop, data: b"{}", piece: None };
        let written = Event::write(event, &mut Vec::new());
        assert!(written.text.is_null() && written.delta.is_null());
        assert_eq!((written.index, written.delta_kind), (u32::MAX, DeltaKind::NONE));
    }
}
