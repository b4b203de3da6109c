//! Finding a part of a JSON document by its pointer (RFC 6901): one walk, in which nothing else is built.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The part at `pointer`; of members with the same name it is the last.
pub(super) fn find<'a>(json: &'a str, pointer: &str) -> Option<&'a RawValue> {
    let steps: Vec<String> = match pointer.strip_prefix('/') {
        Some(steps) => steps.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect(),
        None if pointer.is_empty() => Vec::new(),
        None => return None,
    };
    Walk(&steps).deserialize(&mut serde_json::Deserializer::from_str(json)).ok()?
}

/// The steps that are left.
struct Walk<'p>(&'p [String]);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        match self.0 {
            [] => serde::Deserialize::deserialize(json).map(Some),
            [step, rest @ ..] => json.deserialize_any(Step { step, rest: Walk(rest) }),
        }
    }
}

/// Into an object or an array.
struct Step<'p> {
    step: &'p str,
    rest: Walk<'p>,
}

macro_rules! nothing_inside {
    ($($visit:ident($value:ty))+) => {$(
        fn $visit<E>(self, _: $value) -> Result<Self::Value, E> {
            Ok(None)
        }
    )+};
}

impl<'de> Visitor<'de> for Step<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(is_it) = map.next_key_seed(Name(self.step))? {
            if is_it {
                found = map.next_value_seed(Walk(self.rest.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let (mut found, mut number) = (None, 0);
        // As the RFC has it: "01" and "+1" are no numbers of an element.
        let wanted = self.step.parse::<usize>().ok().filter(|wanted| wanted.to_string() == self.step);
        loop {
            if Some(number) == wanted {
                let Some(part) = items.next_element_seed(Walk(self.rest.0))? else { return Ok(found) };
                found = part;
            } else if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(found);
            }
            number += 1;
        }
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    nothing_inside! { visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) }
}

/// Whether a member's name is this one.
struct Name<'p>(&'p str);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<bool, D::Error> {
        name.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(json: &'a str, pointer: &str) -> Option<&'a str> {
        find(json, pointer).map(RawValue::get)
    }

    #[test]
    fn a_part_is_found_by_its_pointer() {
        let json = r#"{"a":{"b":[10,{"c":"x"}]},"m~n":1,"a/b":2,"":3,"a~1b":4}"#;
        for (pointer, part) in [
            ("", json),
            ("/a/b/0", "10"),
            ("/a/b/1/c", r#""x""#),
            ("/m~0n", "1"),
            ("/a~1b", "2"),
            ("/", "3"),
            ("/a~01b", "4"),
        ] {
            assert_eq!(found(json, pointer), Some(part), "{pointer}");
        }
        for pointer in ["a", "/x", "/a/b/2", "/a/b/01", "/a/b/+1", "/a/b/-", "/a/b/1/c/d", "/m~0n/0"] {
            assert_eq!(found(json, pointer), None, "{pointer}");
        }
    }

    #[test]
    fn of_members_with_one_name_the_last_counts() {
        assert_eq!(found(r#"{"a":{"b":1},"a":{"b":2}}"#, "/a/b"), Some("2"));
        assert_eq!(found(r#"{"a":{"b":1},"a":3}"#, "/a/b"), None);
    }

    #[test]
    fn names_with_escapes_are_read() {
        assert_eq!(found(r#"{"\u00fc\n":1}"#, "/ü\n"), Some("1"));
    }
}
