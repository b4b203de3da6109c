//! What a request will ask of the server's rate limits, read from its body.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::Request;

/// The model that a body names, and the most tokens that it asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Demand<'a> {
    /// Empty when it names none.
    pub(crate) model: Cow<'a, str>,
    pub(crate) max_tokens: Option<u64>,
}

impl<'a> Demand<'a> {
    /// Nothing that is known, where it has no body of JSON.
    pub(crate) fn of_body(request: &'a Request) -> Self {
        request.body().map(|body| Self::of(body)).unwrap_or_default()
    }

    /// Reads a JSON object as far as it has to: bodies of many megabytes usually name both near their beginning.
    /// A body that is something else demands nothing that is known.
    pub(crate) fn of(body: &'a [u8]) -> Self {
        if let Some(demand) = Plain(body).demand() {
            return demand;
        }
        let mut demand = Self::default();
        let mut json = serde_json::Deserializer::from_slice(body);
        // To end early is an error to the reader; what had been found by then counts.
        let _ = json.deserialize_map(Reading(&mut demand));
        demand
    }
}

/// What is left of a body that is read for the members with which nearly all begin: both, written plainly, without an escape.
/// A tenth of what it costs to read them as any JSON. Whatever is written otherwise is `None`.
struct Plain<'a>(&'a [u8]);

impl<'a> Plain<'a> {
    fn demand(mut self) -> Option<Demand<'a>> {
        let (mut model, mut max_tokens) = (None, None);
        self.sign(b'{')?;
        loop {
            let name = self.text()?;
            self.sign(b':')?;
            match name {
                "model" => model = Some(self.text()?),
                "max_tokens" => max_tokens = Some(self.number()?),
                _ => return None,
            }
            if let (Some(model), Some(_)) = (model, max_tokens) {
                return Some(Demand { model: model.into(), max_tokens });
            }
            self.sign(b',')?;
        }
    }

    fn sign(&mut self, sign: u8) -> Option<()> {
        let (first, rest) = self.0.trim_ascii_start().split_first()?;
        self.0 = rest;
        (*first == sign).then_some(())
    }

    fn text(&mut self) -> Option<&'a str> {
        self.sign(b'"')?;
        let end = self.0.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
        let (text, rest) = self.0.split_at(end);
        self.0 = rest.strip_prefix(b"\"")?;
        str::from_utf8(text).ok()
    }

    fn number(&mut self) -> Option<u64> {
        let number = self.0.trim_ascii_start();
        let end = number.iter().position(|byte| !byte.is_ascii_digit())?;
        let (digits, rest) = number.split_at(end);
        self.0 = rest;
        let is_whole =
            matches!(rest.trim_ascii_start().first(), Some(b',' | b'}')) && (end == 1 || !digits.starts_with(b"0"));
        str::from_utf8(digits).ok().filter(|_| is_whole)?.parse().ok()
    }
}

struct Reading<'d, 'a>(&'d mut Demand<'a>);

impl<'a> Visitor<'a> for Reading<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut found = (false, false);
        while found != (true, true) {
            let Some(Name(name)) = fields.next_key()? else { return Ok(()) };
            match &*name {
                "model" => {
                    found.0 = true;
                    self.0.model = text(fields.next_value()?);
                }
                "max_tokens" => {
                    found.1 = true;
                    self.0.max_tokens = fields.next_value::<&RawValue>()?.get().parse().ok();
                }
                _ => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// The text that a value is, empty if it is none.
fn text(value: &RawValue) -> Cow<'_, str> {
    let quoted = value.get().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match quoted {
        None => Cow::default(),
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        Some(_) => serde_json::from_str(value.get()).map(Cow::Owned).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_and_the_most_tokens_are_found_wherever_they_stand() {
        let expected = Demand { model: "m".into(), max_tokens: Some(9) };
        for body in [
            r#"{"model":"m","max_tokens":9,"messages":[{"model":"inner"}]}"#,
            r#"{"messages":[{"model":"inner","max_tokens":1}],"max_tokens":9,"stream":true,"model":"m"}"#,
            r#"{"model":"m","max_tokens":9, and the rest is not even JSON"#,
            "{\n \"max_tokens\" : 1 , \"max_tokens\" : 9 ,\t\"model\" : \"m\" }",
            r#" { "max\u005ftokens" : 9 , "model" : "\u006d" } "#,
        ] {
            assert_eq!(Demand::of(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_demanded() {
        for body in [
            "",
            "[]",
            "{}",
            r#"{"model":7,"max_tokens":"many"}"#,
            r#"{"model":null"#,
            r#"{"max_tokens":9.0}"#,
            r#"{"max_tokens":}"#,
            "{\"model\":\"m\n\"",
        ] {
            assert_eq!(Demand::of(body.as_bytes()), Demand::default(), "{body}");
        }
        assert_eq!(Demand::of(br#"{"max_tokens":-1,"model":"m"}"#).model, "m");
    }
}
