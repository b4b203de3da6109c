//! The inside of a string, unescaped as it comes.

/// A string under way: what it says so far, and the escape that is still open.
#[derive(Debug, Default)]
pub(super) struct Text {
    so_far: String,
    escape: Escape,
    /// The first half of a character whose other half may follow.
    high: Option<u16>,
}

#[derive(Debug, Default, Clone, Copy)]
enum Escape {
    #[default]
    None,
    Backslash,
    Unicode {
        digits: u8,
        unit: u16,
    },
}

/// How much of a piece belonged to the string.
#[derive(Debug)]
pub(super) struct Fed {
    pub(super) bytes: usize,
    pub(super) closed: bool,
}

/// Where in the piece the string went wrong, and what was expected there.
pub(super) type Wrong = (usize, &'static str);

impl Text {
    /// Takes what belongs to the string from the beginning of `piece`.
    pub(super) fn feed(&mut self, piece: &str) -> Result<Fed, Wrong> {
        let mut at = 0;
        while let Some(&byte) = piece.as_bytes().get(at) {
            match self.escape {
                Escape::None => {
                    let plain = plain_bytes(&piece.as_bytes()[at..]);
                    if plain > 0 {
                        self.give_up_half();
                        self.so_far.push_str(&piece[at..at + plain]);
                        at += plain;
                        continue;
                    }
                    match byte {
                        b'"' => {
                            self.give_up_half();
                            return Ok(Fed { bytes: at + 1, closed: true });
                        }
                        b'\\' => self.escape = Escape::Backslash,
                        _ => return Err((at, "an escape instead of a raw control character")),
                    }
                }
                Escape::Backslash => self.after_backslash(byte).ok_or((at, "one of \"\\/bfnrtu after a backslash"))?,
                Escape::Unicode { digits, unit } => {
                    let digit = char::from(byte).to_digit(16).and_then(|digit| u16::try_from(digit).ok());
                    let unit = unit << 4 | digit.ok_or((at, "four hexadecimal digits"))?;
                    self.escape = Escape::Unicode { digits: digits + 1, unit };
                    if digits == 3 {
                        self.escape = Escape::None;
                        self.unit(unit);
                    }
                }
            }
            at += 1;
        }
        Ok(Fed { bytes: at, closed: false })
    }

    /// Gives away what the string says, and keeps only the open escape.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.so_far)
    }

    /// Forgets what the string says, but not the open escape.
    pub(super) fn forget(&mut self) {
        self.so_far.clear();
    }

    /// How many bytes at the end of what was fed are not in the text yet.
    pub(super) fn pending(&self) -> usize {
        let escape = match self.escape {
            Escape::None => 0,
            Escape::Backslash => 1,
            Escape::Unicode { digits, .. } => 2 + usize::from(digits),
        };
        escape + self.high.map_or(0, |_| 6)
    }

    fn after_backslash(&mut self, byte: u8) -> Option<()> {
        let character = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.escape = Escape::Unicode { digits: 0, unit: 0 };
                return Some(());
            }
            _ => return None,
        };
        self.give_up_half();
        self.so_far.push(character);
        self.escape = Escape::None;
        Some(())
    }

    fn unit(&mut self, unit: u16) {
        if let (Some(high), 0xDC00..=0xDFFF) = (self.high, unit) {
            self.high = None;
            self.so_far.extend(char::decode_utf16([high, unit]).flatten());
            return;
        }
        self.give_up_half();
        match unit {
            0xD800..=0xDBFF => self.high = Some(unit),
            _ => self.so_far.push(char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }

    /// No other half came.
    fn give_up_half(&mut self) {
        if self.high.take().is_some() {
            self.so_far.push(char::REPLACEMENT_CHARACTER);
        }
    }
}

fn plain_bytes(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F)).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_joined_and_single_ones_replaced_wherever_the_text_is_cut() {
        for (text, expected) in [
            (r#"\ud83d\ude00""#, "😀"),
            (r#"\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
            (r#"\ud83d\ud83d""#, "\u{FFFD}\u{FFFD}"),
            (r#"\ude00\ud83dx""#, "\u{FFFD}\u{FFFD}x"),
            (r#"\ud83d\n\u00e9""#, "\u{FFFD}\né"),
            (r#"\"\\\/\b\f\t\r""#, "\"\\/\u{8}\u{C}\t\r"),
        ] {
            for cut in 0..text.len() {
                let mut string = Text::default();
                assert!(!string.feed(&text[..cut]).unwrap().closed);
                assert!(string.pending() <= cut);
                assert!(string.feed(&text[cut..]).unwrap().closed);
                assert_eq!((&*string.take(), string.pending()), (expected, 0), "{text} cut at {cut}");
            }
        }
    }

    #[test]
    fn two_equal_halves_in_a_row_are_two_lost_characters() {
        let mut string = Text::default();
        string.feed(r"\ud83d\ud83d").unwrap();
        assert_eq!((&*string.take(), string.pending()), ("\u{FFFD}", 6));
    }
}
