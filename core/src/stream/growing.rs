//! A text while many short pieces are added to it.

/// A piece that is longer is added by itself.
const SHORT: usize = 32;
/// How many bytes of short pieces are gathered.
const ROOM: usize = 1024;

/// The text of a block while pieces are added that follow each other.
///
/// Short ones are gathered first, each copied with what happens to be behind it, since to copy as many bytes as they have
/// takes several times as long; so is finding out for each that it is UTF-8.
pub(super) struct Growing<'a> {
    text: &'a mut String,
    /// Bytes of all events of the message so far, and the most that there may be.
    size: &'a mut usize,
    most: usize,
    gathered: [u8; ROOM],
    length: usize,
}

impl<'a> Growing<'a> {
    pub(super) fn new(text: &'a mut String, size: &'a mut usize, most: usize) -> Self {
        Self { text, size, most, gathered: [0; ROOM], length: 0 }
    }

    /// Whether an event of any length that a chunk can hold may be added.
    pub(super) fn has_room(&self) -> bool {
        *self.size < self.most / 2
    }

    /// Adds the first `length` bytes, which are valid UTF-8, of an event of `size` bytes.
    #[inline]
    pub(super) fn add(&mut self, bytes: &[u8], length: usize, size: usize) {
        *self.size += size;
        let place = self.gathered.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut::<SHORT>);
        match (place, bytes.first_chunk()) {
            (Some(place), Some(piece)) if length <= SHORT => {
                *place = *piece;
                self.length += length;
            }
            _ => self.add_slowly(bytes, length),
        }
    }

    /// Where there is no room, or the piece is a long one.
    #[inline(never)]
    fn add_slowly(&mut self, bytes: &[u8], length: usize) {
        self.flush();
        push(self.text, bytes.get(..length).unwrap_or_default());
    }

    fn flush(&mut self) {
        push(self.text, self.gathered.get(..self.length).unwrap_or_default());
        self.length = 0;
    }
}

impl Drop for Growing<'_> {
    fn drop(&mut self) {
        self.flush();
    }
}

fn push(text: &mut String, piece: &[u8]) {
    match std::str::from_utf8(piece) {
        Ok(piece) => text.push_str(piece),
        // A mistake of ours, which must not cost more than what it spoils.
        Err(_) => text.push_str(&String::from_utf8_lossy(piece)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_length_are_added_in_order() {
        let words = "\u{e9}ine kurze und eine lange Reihe von W\u{f6}rtern, ".repeat(40);
        for piece in [1, 7, SHORT - 1, SHORT, SHORT + 1, ROOM + 5] {
            let (mut text, mut size, mut expected) = ("so far: ".to_owned(), 3, "so far: ".to_owned());
            let mut growing = Growing::new(&mut text, &mut size, 1 << 20);
            let mut rest = words.as_str();
            while !rest.is_empty() {
                let length = (piece..rest.len()).find(|length| rest.is_char_boundary(*length)).unwrap_or(rest.len());
                let (added, behind) = rest.split_at(length);
                growing.add(rest.as_bytes(), added.len(), 100);
                expected.push_str(added);
                rest = behind;
            }
            drop(growing);
            assert_eq!(text, expected, "{piece}");
            assert!(size > 100 && size % 100 == 3);
        }
    }

    #[test]
    fn there_is_no_room_near_the_limit() {
        let (mut text, mut size) = (String::new(), 0);
        let mut growing = Growing::new(&mut text, &mut size, 100);
        assert!(growing.has_room());
        growing.add(b"ab", 2, 60);
        assert!(!growing.has_room());
    }
}
