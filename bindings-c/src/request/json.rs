//! The JSON of a request: pieces of it, and objects that are written member by member.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::{boundary::Misuse, result::ResultCode};

/// A piece of JSON, as it was given or as it was written here.
#[derive(Clone)]
pub(crate) struct Json(Vec<u8>);

/// What is smaller than this is not copied to where it fits better.
const SMALL: usize = 1024;

impl Json {
    /// Room for a piece of about this size, which `write` puts together.
    pub(super) fn written(
        capacity: usize,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), Misuse>,
    ) -> Result<Self, Misuse> {
        let mut json = Vec::with_capacity(capacity);
        write(&mut json)?;
        Ok(Self(json))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|json| Self(json.get().into()))
    }
}

/// A piece of JSON from text.
pub(super) fn parse(json: &str, name: &str) -> Result<Json, Misuse> {
    check(json, name).map(|json| Json(json.get().into()))
}

/// Text that is JSON, as a part of something that is written.
pub(super) fn check<'a>(json: &'a str, name: &str) -> Result<&'a RawValue, Misuse> {
    serde_json::from_str(json).map_err(|e| not_json(name, "JSON", &e))
}

/// A piece of JSON from a value.
pub(super) fn raw(value: &impl Serialize) -> Result<Json, Misuse> {
    let mut json = serde_json::to_vec(value).map_err(|_| unusable())?;
    if json.len() > SMALL {
        json.shrink_to_fit();
    }
    Ok(Json(json))
}

/// Writes a string.
pub(super) fn write_text(text: &str, out: &mut Vec<u8>) -> Result<(), Misuse> {
    serde_json::to_writer(out, text).map_err(|_| unusable())
}

/// An object that is being written.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
}

impl<'a> Object<'a> {
    pub(super) fn open(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, is_empty: true }
    }

    /// Begins a member, and gives where its value is to be written.
    pub(super) fn member(&mut self, name: &str) -> Result<&mut Vec<u8>, Misuse> {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(b',');
        }
        write_text(name, self.out)?;
        self.out.push(b':');
        Ok(self.out)
    }

    pub(super) fn close(self) {
        self.out.push(b'}');
    }
}

/// Says where the JSON is at fault; never what it says, since that may be a prompt.
pub(super) fn not_json(name: &str, expected: &str, error: &serde_json::Error) -> Misuse {
    let message = format!("{name} is not {expected} (line {}, column {})", error.line(), error.column());
    Misuse::new(ResultCode::VALIDATION, message)
}

fn unusable() -> Misuse {
    Misuse::new(ResultCode::VALIDATION, "the request cannot be written as JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_written_in_their_order_with_any_name() {
        let json = Json::written(0, |out| {
            let mut object = Object::open(out);
            object.member("a")?.extend_from_slice(b"1");
            write_text("é\n", object.member("\"")?)?;
            Object::open(object.member("c")?).close();
            object.close();
            Ok(())
        });
        assert_eq!(json.unwrap().as_bytes(), r#"{"a":1,"\"":"é\n","c":{}}"#.as_bytes());
    }

    #[test]
    fn a_large_piece_takes_no_more_than_it_needs() {
        let json = raw(&"x".repeat(100_000)).unwrap();
        assert_eq!((json.0.len(), json.0.capacity()), (100_002, 100_002));
    }

    #[test]
    fn space_around_json_is_not_kept() {
        assert_eq!(parse(" [1.50, {}]\n", "json").unwrap().as_bytes(), b"[1.50, {}]");
    }
}
