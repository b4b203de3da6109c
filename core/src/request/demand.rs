//! What a request will ask of the server's rate limits, read from its body.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The model that a body names, and the most tokens that it asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Demand {
    /// Empty when it names none.
    pub(crate) model: String,
    pub(crate) max_tokens: Option<u64>,
}

impl Demand {
    /// Reads a JSON object as far as it has to: bodies of many megabytes usually name both near their beginning.
    /// A body that is something else demands nothing that is known.
    pub(crate) fn of(body: &[u8]) -> Self {
        let mut demand = Self::default();
        let mut json = serde_json::Deserializer::from_slice(body);
        // To end early is an error to the reader; what had been found by then counts.
        let _ = json.deserialize_map(Reading(&mut demand));
        demand
    }
}

struct Reading<'a>(&'a mut Demand);

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut found = (false, false);
        while found != (true, true) {
            let Some(Name(name)) = fields.next_key()? else { return Ok(()) };
            match &*name {
                "model" => {
                    found.0 = true;
                    self.0.model = fields.next_value::<Lenient<String>>()?.0.unwrap_or_default();
                }
                "max_tokens" => {
                    found.1 = true;
                    self.0.max_tokens = fields.next_value::<Lenient<u64>>()?.0;
                }
                _ => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// A value that may be of another type than it should be.
struct Lenient<T>(Option<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = <&RawValue>::deserialize(deserializer)?;
        Ok(Self(serde_json::from_str(value.get()).ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_and_the_most_tokens_are_found_wherever_they_stand() {
        let expected = Demand { model: "m".to_owned(), max_tokens: Some(9) };
        for body in [
            r#"{"model":"m","max_tokens":9,"messages":[{"model":"inner"}]}"#,
            r#"{"messages":[{"model":"inner","max_tokens":1}],"max_tokens":9,"stream":true,"model":"m"}"#,
            r#"{"model":"m","max_tokens":9, and the rest is not even JSON"#,
        ] {
            assert_eq!(Demand::of(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_demanded() {
        for body in ["", "[]", "{}", r#"{"model":7,"max_tokens":"many"}"#, r#"{"model":null"#] {
            assert_eq!(Demand::of(body.as_bytes()), Demand::default(), "{body}");
        }
        assert_eq!(Demand::of(br#"{"max_tokens":-1,"model":"m"}"#).model, "m");
    }
}
