//! What a request will ask of the server's rate limits, read from its body.

use std::borrow::Cow;

use super::Request;
use crate::skim::Skim;

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
        let (mut model, mut max_tokens) = (None, None);
        Skim::new(body).object(|json, name| {
            let value = json.value()?;
            match name {
                b"model" => model = Some(text(value)),
                b"max_tokens" => max_tokens = Some(str::from_utf8(value).ok()?.parse().ok()),
                _ => {}
            }
            // With both it has gone far enough.
            (model.is_none() || max_tokens.is_none()).then_some(())
        });
        Self { model: model.unwrap_or_default(), max_tokens: max_tokens.flatten() }
    }
}

/// The text that a value is, empty if it is none.
fn text(value: &[u8]) -> Cow<'_, str> {
    let quoted = value.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
    match quoted {
        None => Cow::default(),
        Some(plain) if !plain.contains(&b'\\') => str::from_utf8(plain).map(Cow::Borrowed).unwrap_or_default(),
        Some(_) => serde_json::from_slice(value).map(Cow::Owned).unwrap_or_default(),
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
            "[\"model\",{\"model\":\"m\",\"max_tokens\":9}]",
            r#"{"max_tokens":"9","model":"m\q"}"#,
        ] {
            assert_eq!(Demand::of(body.as_bytes()), Demand::default(), "{body}");
        }
        assert_eq!(Demand::of(br#"{"max_tokens":-1,"model":"m"}"#).model, "m");
    }
}
