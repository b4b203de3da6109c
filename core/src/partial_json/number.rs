//! The grammar of a number, one byte after the other.

use serde_json::{Number, Value};

/// How far a number has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Minus,
    Zero,
    Digits,
    Point,
    Fraction,
    Exponent,
    ExponentSign,
    ExponentDigits,
}

/// What one more byte means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Goes(Progress),
    /// The number ended before this byte.
    Ends,
    Wrong(&'static str),
}

impl Progress {
    /// `None` when no number begins with this byte.
    pub(super) fn begin(byte: u8) -> Option<Self> {
        match byte {
            b'-' => Some(Self::Minus),
            b'0' => Some(Self::Zero),
            b'1'..=b'9' => Some(Self::Digits),
            _ => None,
        }
    }

    pub(super) fn step(self, byte: u8) -> Step {
        Step::Goes(match (self, byte) {
            (Self::Minus, b'0') => Self::Zero,
            (Self::Minus | Self::Digits, b'0'..=b'9') => Self::Digits,
            (Self::Zero, b'0'..=b'9') => return Step::Wrong("a number without a leading zero"),
            (Self::Zero | Self::Digits, b'.') => Self::Point,
            (Self::Point | Self::Fraction, b'0'..=b'9') => Self::Fraction,
            (Self::Zero | Self::Digits | Self::Fraction, b'e' | b'E') => Self::Exponent,
            (Self::Exponent, b'+' | b'-') => Self::ExponentSign,
            (Self::Exponent | Self::ExponentSign | Self::ExponentDigits, b'0'..=b'9') => Self::ExponentDigits,
            _ if self.is_whole() => return Step::Ends,
            _ => return Step::Wrong("a digit"),
        })
    }

    /// Whether it is a number as it stands.
    pub(super) fn is_whole(self) -> bool {
        matches!(self, Self::Zero | Self::Digits | Self::Fraction | Self::ExponentDigits)
    }
}

/// The value of a whole number; null for one that is larger than a double can say.
pub(super) fn read(text: &str) -> Value {
    serde_json::from_str::<Number>(text).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Result<bool, &'static str> {
        let (first, rest) = text.as_bytes().split_first().unwrap();
        let mut progress = Progress::begin(*first).unwrap();
        for &byte in rest {
            match progress.step(byte) {
                Step::Goes(next) => progress = next,
                Step::Ends => return Ok(true),
                Step::Wrong(expected) => return Err(expected),
            }
        }
        Ok(progress.is_whole())
    }

    #[test]
    fn a_number_is_whole_where_it_may_end() {
        for text in ["0", "-0", "10", "1.5", "-0.25", "1e5", "1E+05", "0e0", "12,", "0]", "1.5 ", "1e5}"] {
            assert_eq!(run(text), Ok(true), "{text}");
        }
        for text in ["-", "1.", "0.", "1e", "1e+", "-1.5E-"] {
            assert_eq!(run(text), Ok(false), "{text}");
        }
    }

    #[test]
    fn a_number_is_read_as_the_double_next_to_it() {
        // Without serde_json's `float_roundtrip` this one is read as its neighbour.
        let text = "4.2445986925192806e246";
        assert_eq!(read(text).as_f64(), Some(text.parse().unwrap()));
    }

    #[test]
    fn what_no_number_goes_on_with_is_refused() {
        for text in ["01", "-01", "--", "1.e", "1..", "1e+-", "-a", "1ex"] {
            assert!(run(text).is_err(), "{text}");
        }
    }
}
