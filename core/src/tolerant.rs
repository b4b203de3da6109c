//! Reading JSON that is valid though not all of it can be held: a number beyond a double, nesting deeper than the reader goes.
//! Nobody should lose an answer over one value of it.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value, value::RawValue};

/// How many levels are looked into for the value at fault; deeper ones are kept as text whole.
const LEVELS: usize = 16;

/// Reads a value. What in it cannot be held stays as its JSON text, in a string.
///
/// # Errors
/// When it is not JSON.
pub(crate) fn value(json: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(json).or_else(|error| {
        match (serde_json::from_slice::<IgnoredAny>(json), std::str::from_utf8(json)) {
            (Ok(_), Ok(text)) => Ok(piecewise(text, LEVELS)),
            _ => Err(error),
        }
    })
}

/// Reads a value of a type, in the same way.
///
/// # Errors
/// When it is not JSON, or not of that type.
pub(crate) fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, serde_json::Error> {
    // The type's own reader gives up on what cannot be held too, so the good path is not read twice.
    serde_json::from_slice(json).or_else(|_| serde_json::from_value(value(json)?))
}

fn piecewise(json: &str, levels: usize) -> Value {
    let json = json.trim();
    if let Ok(value) = serde_json::from_str(json) {
        return value;
    }
    let pieces = |levels: usize| match json.as_bytes().first()? {
        b'{' => {
            let Fields(fields) = serde_json::from_str(json).ok()?;
            let read = fields.into_iter().map(|(name, value)| (name.into_owned(), piecewise(value.get(), levels)));
            Some(Value::Object(read.collect::<Map<_, _>>()))
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            Some(Value::Array(items.into_iter().map(|item| piecewise(item.get(), levels)).collect()))
        }
        _ => None,
    };
    levels.checked_sub(1).and_then(pieces).unwrap_or_else(|| Value::String(json.to_owned()))
}

/// The fields of an object in their order, repeated ones too, the values unread.
pub(crate) struct Fields<'a>(pub(crate) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// The value of a field; of one that is repeated, the last.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| *value)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(name) = map.next_key::<Name<'de>>()? {
                    fields.push((name.0, map.next_value()?));
                }
                Ok(Fields(fields))
            }
        }

        #[derive(Deserialize)]
        struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_held_stays_as_text_and_the_rest_is_read() {
        let long = "9".repeat(400);
        let json = format!(r#"{{"a": [1, 1e400, -2], "b": {{"c": {long}}}, "d": true}}"#);
        assert_eq!(value(json.as_bytes()).unwrap(), json!({"a": [1, "1e400", -2], "b": {"c": long}, "d": true}));
    }

    #[test]
    fn nesting_is_looked_into_for_some_levels_only() {
        let deep = format!(r#"{{"a": {}{}, "b": 1}}"#, "[".repeat(100_000), "]".repeat(100_000));
        let read = value(deep.as_bytes()).unwrap();
        assert_eq!(read["b"], 1);
        let mut level = &read["a"];
        for _ in 1..LEVELS {
            level = &level[0];
        }
        assert!(level.as_str().is_some_and(|text| text.starts_with("[[[")), "text from the last level on");
    }

    #[test]
    fn the_last_of_repeated_fields_counts_and_what_is_not_json_is_an_error() {
        assert_eq!(value(br#"{"a": 1e400, "a": 2}"#).unwrap(), json!({"a": 2}));
        assert!(value(br#"{"a": 1e400"#).is_err() && read::<u8>(b"1e400").is_err());
    }
}
