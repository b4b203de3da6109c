//! A text that mostly is short.

use std::fmt;

/// How many bytes are held without memory of their own: most pieces of a stream are shorter.
const INLINE: usize = 46;

/// A text of its own: a slice would keep alive all that the socket brought with it.
pub(crate) enum Short {
    Inline { length: u8, bytes: [u8; INLINE] },
    Long(Box<[u8]>),
}

impl Short {
    pub(crate) fn new(text: &[u8]) -> Self {
        let mut bytes = [0; INLINE];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text);
                Self::Inline { length, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Inline { length, bytes } => &bytes[..usize::from(*length)],
            Self::Long(bytes) => bytes,
        }
    }
}

impl Clone for Short {
    fn clone(&self) -> Self {
        Self::new(self.as_bytes())
    }
}

impl fmt::Debug for Short {
    /// Shows the size, never the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Short({} bytes)", self.as_bytes().len())
    }
}
