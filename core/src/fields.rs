//! The fields of a JSON object, their values unread.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The fields of an object in their order, repeated ones too, the values unread.
pub(crate) struct Fields<'a>(pub(crate) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// The value of a field; of one that is repeated, the last.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// The same, but null is as good as nothing.
    pub(crate) fn some(&self, name: &str) -> Option<&'a RawValue> {
        self.get(name).filter(|value| value.get() != "null")
    }

    /// Every field, of one that is repeated the last.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        let is_last = |place: usize, name: &str| self.0[place + 1..].iter().all(|(later, _)| later != name);
        self.0
            .iter()
            .enumerate()
            .filter(move |(place, (name, _))| is_last(*place, name))
            .map(|(_, (name, value))| (&**name, *value))
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
    use super::*;

    #[test]
    fn of_a_repeated_field_the_last_counts() {
        let fields: Fields<'_> = serde_json::from_str(r#"{"a": 1, "b": null, "a": [1e400], "\u0063": 2}"#).unwrap();
        let all: Vec<_> = fields.iter().map(|(name, value)| (name, value.get())).collect();
        assert_eq!(all, [("b", "null"), ("a", "[1e400]"), ("c", "2")]);
        assert_eq!(fields.get("a").map(RawValue::get), Some("[1e400]"));
        assert!(fields.get("b").is_some() && fields.some("b").is_none() && fields.get("d").is_none());
    }
}
