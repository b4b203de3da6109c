//! Which requests would take long to answer whole, and how they ask for a stream instead. Pure.

use bytes::Bytes;
use serde_json::value::RawValue;

use crate::fields::Fields;

/// A server closes a call that it has to answer whole after 600 s. At 128,000 tokens an hour, these are the most that are
/// sure to be written by then.
const MOST_TOKENS: u64 = 21_333;

/// Models that are slower, and the most they are asked for in one whole answer.
const SLOW_MODELS: [&str; 7] = [
    "claude-opus-4-20250514",
    "claude-opus-4-0",
    "claude-4-opus-20250514",
    "claude-opus-4@20250514",
    "claude-opus-4-1@20250805",
    "anthropic.claude-opus-4-20250514-v1:0",
    "anthropic.claude-opus-4-1-20250805-v1:0",
];
const MOST_TOKENS_OF_SLOW_MODELS: u64 = 8192;

/// The same request asking for a stream, if its answer would take long and it does not ask for one already.
///
/// Everything but `stream` stays as it was, to the byte. A body that cannot be read is left to the server.
pub(crate) fn as_stream(body: &[u8]) -> Option<Bytes> {
    let fields: Fields<'_> = serde_json::from_slice(body).ok()?;
    let field = |name: &str| fields.get(name).map(RawValue::get);
    if field("stream") == Some("true") || !takes_long(field("model"), field("max_tokens")?.parse().ok()?) {
        return None;
    }
    let mut streamed = Vec::with_capacity(body.len() + 16);
    streamed.push(b'{');
    for (name, value) in fields.0.iter().filter(|(name, _)| name != "stream") {
        serde_json::to_writer(&mut streamed, name).ok()?;
        streamed.push(b':');
        streamed.extend_from_slice(value.get().as_bytes());
        streamed.push(b',');
    }
    streamed.extend_from_slice(br#""stream":true}"#);
    Some(streamed.into())
}

/// Whether there is a model for which so many tokens take long. Seen from the number alone, before a body is read whole.
pub(crate) const fn may_take_long(max_tokens: u64) -> bool {
    max_tokens > MOST_TOKENS_OF_SLOW_MODELS
}

fn takes_long(model: Option<&str>, max_tokens: u64) -> bool {
    let model = model.unwrap_or_default().trim_matches('"');
    max_tokens > if SLOW_MODELS.contains(&model) { MOST_TOKENS_OF_SLOW_MODELS } else { MOST_TOKENS }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streamed(body: &str) -> Option<String> {
        as_stream(body.as_bytes()).map(|body| String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn a_long_call_asks_for_a_stream_and_the_rest_stays_to_the_byte() {
        let body = r#"{"model": "m", "max_tokens": 21334, "x": [1.10, "\u00e9"], "stream" : false }"#;
        let expected = r#"{"model":"m","max_tokens":21334,"x":[1.10, "\u00e9"],"stream":true}"#;
        assert_eq!(streamed(body).as_deref(), Some(expected));
    }

    #[test]
    fn where_long_begins_depends_on_the_model() {
        let is_long =
            |model: &str, tokens: u64| streamed(&format!(r#"{{"max_tokens":{tokens},"model":"{model}"}}"#)).is_some();
        assert!(!is_long("claude-opus-4-6", 21_333) && is_long("claude-opus-4-6", 21_334));
        for model in SLOW_MODELS {
            assert!(!is_long(model, 8192) && is_long(model, 8193), "{model}");
        }
    }

    #[test]
    fn what_streams_already_or_cannot_be_read_is_left_alone() {
        for body in [
            r#"{"max_tokens": 99999, "stream": true}"#,
            r#"{"max_tokens": "99999"}"#,
            r#"{"max_tokens": 99999"#,
            r#"{"model": "m"}"#,
            "[]",
            "",
        ] {
            assert_eq!(streamed(body), None, "{body}");
        }
    }
}
