//! Text on its way out: always with one NUL behind it.

use std::{ffi::c_char, fmt, ptr};

/// Bytes that C can read by pointer and length, or as a string that ends with a NUL.
pub(crate) struct Text(Box<[u8]>);

impl Text {
    /// A copy of `bytes` with a NUL behind it.
    pub(crate) fn new(bytes: impl AsRef<[u8]>) -> Self {
        Self([bytes.as_ref(), &[0]].concat().into())
    }

    /// The same for text that C will only read up to a NUL: one inside it becomes a space, so that nothing is lost.
    pub(crate) fn for_c(text: &str) -> Self {
        Self::new(text.replace('\0', " "))
    }

    /// Where it starts.
    pub(crate) fn as_ptr(&self) -> *const c_char {
        self.ended().as_ptr()
    }

    /// Its bytes, without the NUL behind them.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.ended().as_bytes()
    }

    /// The same text, wherever it is kept.
    pub(crate) fn ended(&self) -> Ended<'_> {
        Ended(&self.0)
    }
}

/// Text with a NUL behind it that is kept elsewhere.
#[derive(Clone, Copy)]
pub(crate) struct Ended<'a>(&'a [u8]);

impl<'a> Ended<'a> {
    /// Of bytes of which the last is the NUL.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        debug_assert_eq!(bytes.last(), Some(&0));
        Self(bytes)
    }

    /// Where it starts.
    pub(crate) fn as_ptr(self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    /// Its bytes, without the NUL behind them.
    pub(crate) fn as_bytes(self) -> &'a [u8] {
        &self.0[..self.0.len() - 1]
    }
}

impl fmt::Debug for Text {
    /// Shows how long it is, never what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({} bytes)", self.as_bytes().len())
    }
}

/// Where the text starts, or NULL for none.
pub(crate) fn pointer(text: Option<&Text>) -> *const c_char {
    text.map_or(ptr::null(), Text::as_ptr)
}

#[cfg(test)]
mod tests {
    use std::mem::size_of_val;

    use super::*;

    #[test]
    fn text_ends_with_one_nul_that_does_not_count() {
        let text = Text::new("ab");
        assert_eq!((&*text.0, text.as_bytes()), (&b"ab\0"[..], &b"ab"[..]));
        assert_eq!(size_of_val(&*Text::new("").0), 1);
    }

    #[test]
    fn a_nul_inside_does_not_hide_the_rest() {
        assert_eq!(Text::for_c("a\0b").as_bytes(), b"a b");
    }

    #[test]
    fn debug_output_hides_what_it_says() {
        assert_eq!(format!("{:?}", Text::new("prompt")), "(6 bytes)");
    }
}
