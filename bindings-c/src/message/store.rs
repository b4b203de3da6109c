//! What a message hands out, in one piece of memory.

use std::fmt;

use crate::{
    once::Once,
    text::{Ended, Text},
};

/// The JSON of a message, and behind it the texts that were read from it: each with a NUL behind it, as C wants it.
pub(super) struct Store(Vec<u8>);

/// Where something is in the store.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    start: usize,
    len: usize,
}

/// A part of the JSON. Since other JSON is behind it and no NUL, it is copied when it is asked for.
#[derive(Debug)]
pub(super) struct Part {
    place: Place,
    copy: Once<Text>,
}

impl Store {
    /// With room for the texts: most of a message is text.
    pub(super) fn new(json: &[u8]) -> Self {
        let mut store = Vec::with_capacity(2 * json.len() + 128);
        store.extend_from_slice(json);
        store.push(0);
        Self(store)
    }

    /// Adds what a JSON string says. `None` for any other value, and for a string that no text can hold.
    pub(super) fn add(&mut self, json: &[u8]) -> Option<Place> {
        self.add_with(json, 0)
    }

    /// The same for what is handed out without its length: a NUL inside becomes a space, so that nothing is lost.
    pub(super) fn add_name(&mut self, json: &[u8]) -> Option<Place> {
        self.add_with(json, b' ')
    }

    fn add_with(&mut self, json: &[u8], nul: u8) -> Option<Place> {
        match json {
            [b'"', plain @ .., b'"'] if !plain.contains(&b'\\') => Some(self.put(plain, nul)),
            [b'"', ..] => serde_json::from_slice::<String>(json).ok().map(|text| self.put(text.as_bytes(), nul)),
            _ => None,
        }
    }

    /// Adds a text that is handed out without its length.
    pub(super) fn put_name(&mut self, name: &str) -> Place {
        self.put(name.as_bytes(), b' ')
    }

    fn put(&mut self, text: &[u8], nul: u8) -> Place {
        let start = self.0.len();
        self.0.extend_from_slice(text);
        if nul != 0 {
            self.0[start..].iter_mut().filter(|byte| **byte == 0).for_each(|byte| *byte = nul);
        }
        self.close(start)
    }

    /// Adds what is at these places, joined.
    pub(super) fn join(&mut self, places: impl Iterator<Item = Place>) -> Place {
        let start = self.0.len();
        for Place { start, len } in places {
            self.0.extend_from_within(start..start + len);
        }
        self.close(start)
    }

    fn close(&mut self, start: usize) -> Place {
        let len = self.0.len() - start;
        self.0.push(0);
        Place { start, len }
    }

    /// A text of the store.
    pub(super) fn text(&self, place: Place) -> Ended<'_> {
        Ended::new(&self.0[place.start..=place.start + place.len])
    }

    /// A part of the JSON.
    pub(super) fn part<'a>(&'a self, part: &'a Part) -> Ended<'a> {
        part.copy.get(|| Text::new(self.json(part))).ended()
    }

    /// The same, without a NUL behind it.
    pub(super) fn json(&self, part: &Part) -> &[u8] {
        &self.0[part.place.start..][..part.place.len]
    }
}

impl fmt::Debug for Store {
    /// Shows how large it is, never what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({} bytes)", self.0.len())
    }
}

impl Place {
    /// Of the first bytes that were put in.
    pub(super) fn first(len: usize) -> Self {
        Self { start: 0, len }
    }
}

impl Part {
    /// The part of the JSON that ends at this position.
    pub(super) fn before(end: usize, json: &[u8]) -> Self {
        Self { place: Place { start: end - json.len(), len: json.len() }, copy: Once::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_kind_have_their_nul() {
        let mut store = Store::new(b"{}");
        let json = Place::first(2);
        let places = [r#""plain""#, r#""a\u0000\n""#, r#""""#].map(|json| store.add(json.as_bytes()).unwrap());
        let joined = store.join(places.into_iter());
        let name = store.add_name(br#""a\u0000b""#).unwrap();
        let all = [json, places[0], places[1], places[2], joined, name];
        let expected = [&b"{}"[..], b"plain", b"a\0\n", b"", b"plaina\0\n", b"a b"];
        assert_eq!(all.map(|place| store.text(place).as_bytes()), expected);
    }

    #[test]
    fn what_is_no_text_is_not_added() {
        let mut store = Store::new(b"");
        for json in ["null", "7", "{}", r#""\ud83d""#, r#"["a"]"#] {
            assert!(store.add(json.as_bytes()).is_none(), "{json}");
        }
    }

    #[test]
    fn a_part_is_copied_once_and_has_its_nul() {
        let store = Store::new(br#"{"a":[1]}"#);
        let part = Part::before(8, b"[1]");
        assert_eq!((store.json(&part), store.part(&part).as_bytes()), (&b"[1]"[..], &b"[1]"[..]));
        assert_eq!(store.part(&part).as_ptr(), store.part(&part).as_ptr());
    }

    #[test]
    fn debug_output_hides_what_it_says() {
        assert_eq!(format!("{:?}", Store::new(b"prompt")), "(7 bytes)");
    }
}
