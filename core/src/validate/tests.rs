use http::{HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::*;
use crate::types::{
    ContentBlock, ContentBlockParam, DocumentSourceParam, ImageSourceParam, MessageParams, ToolUnionParam,
    shape::{Bound, Need, Shaped},
};

const RULES: Rules = Rules { shape: MessageParams::shape, max_bytes: 1 << 20 };

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}

fn old_version() -> HeaderMap {
    headers(&[("anthropic-version", "2023-06-01")])
}

fn problem(body: &[u8], headers: &HeaderMap) -> String {
    check(RULES, body, headers).err().map_or_else(String::new, |error| error.to_string())
}

/// A good request with these parameters laid over it; the word ABSENT takes one away.
fn with(changes: &Value) -> Vec<u8> {
    let mut body = json!({"model": "m", "max_tokens": 10, "messages": [{"role": "user", "content": "SECRET PROMPT"}]});
    for (name, value) in changes.as_object().cloned().unwrap_or_default() {
        if value == "ABSENT" {
            body.as_object_mut().unwrap().remove(&name);
        } else {
            body[name] = value;
        }
    }
    serde_json::to_vec(&body).unwrap()
}

fn user(content: &Value) -> Value {
    json!({"messages": [{"role": "user", "content": content}]})
}

#[test]
fn what_is_certainly_wrong_is_named_with_what_was_found_and_what_is_accepted() {
    let image = |media_type: &str, data: &str| {
        user(&json!([{"type": "image", "source": {"type": "base64", "media_type": media_type, "data": data}}]))
    };
    for (changes, expected) in [
        (json!({"model": "ABSENT"}), "model: missing, expected a string"),
        (json!({"model": 5}), "model: found a number, expected a string"),
        (json!({"model": null}), "model: found null, expected a string"),
        (json!({"max_tokens": "ABSENT"}), "max_tokens: missing, expected a whole number"),
        (json!({"max_tokens": 0}), "max_tokens: found 0, expected at least 1"),
        (json!({"max_tokens": 1.5}), "max_tokens: found 1.5, expected a whole number"),
        (json!({"max_tokens": "10"}), "max_tokens: found a string, expected a whole number"),
        (json!({"messages": "ABSENT"}), "messages: missing, expected an array"),
        (json!({"messages": []}), "messages: found 0 items, expected 1 to 100000"),
        (json!({"messages": ["hi"]}), "messages[0]: found a string, expected an object"),
        (
            json!({"messages": [{"role": "robot", "content": "x"}]}),
            "messages[0].role: found \"robot\", expected user, assistant",
        ),
        (
            json!({"messages": [{"role": "my SECRET", "content": "x"}]}),
            "messages[0].role: found another string, expected user",
        ),
        (json!({"temperature": -1e-300}), "temperature: found -1e-300, expected 0 to 1"),
        (json!({"messages": [{"content": "x"}]}), "messages[0].role: missing, expected a string"),
        (json!({"messages": [{"role": "user"}]}), "messages[0].content: missing, expected a string or an array"),
        (user(&json!(7)), "messages[0].content: found a number, expected a string or an array"),
        (
            user(&json!([{"type": "text", "text": ["SECRET"]}])),
            "messages[0].content[0].text: found an array, expected a string",
        ),
        (user(&json!([{"text": 5, "type": "text"}])), "messages[0].content[0].text: found a number, expected a string"),
        (json!({"temperature": 1.01}), "temperature: found 1.01, expected 0 to 1"),
        (json!({"top_p": -1}), "top_p: found -1, expected 0 to 1"),
        (json!({"temperature": "hot"}), "temperature: found a string, expected a number"),
        (json!({"stop_sequences": ["ok", ""]}), "stop_sequences[1]: found an empty string"),
        (json!({"stop_sequences": "END"}), "stop_sequences: found a string, expected an array"),
        (json!({"system": {"text": "SECRET"}}), "system: found an object, expected a string or an array"),
        (json!({"stream": "yes"}), "stream: found a string, expected true or false"),
        (json!({"tools": {}}), "tools: found an object, expected an array"),
        (
            image("image/bmp", "QUJD"),
            "messages[0].content[0].source.media_type: found \"image/bmp\", expected image/jpeg",
        ),
        (
            image("image/png", "SECRET!"),
            "messages[0].content[0].source.data: found characters that base64 does not have",
        ),
        (image("image/png", "QUJDR"), "messages[0].content[0].source.data: found base64 that is cut short"),
        (image("image/png", "QUI=="), "messages[0].content[0].source.data: found base64 that is cut short"),
        (image("image/png", "data:image/png;base64,QUJD"), "messages[0].content[0].source.data: found a data URL"),
    ] {
        let found = problem(&with(&changes), &old_version());
        assert!(found.contains(&format!("not sent: {expected}")), "{expected}\n{found}");
        assert!(!found.contains("SECRET"), "{found}");
    }
}

#[test]
fn what_is_not_certain_passes() {
    for changes in [
        json!({}),
        json!({"max_tokens": 10.0, "temperature": 0, "top_p": 1.0, "stop_sequences": ["\n\n"]}),
        json!({"temperature": null, "system": null, "tools": null}),
        json!({"a_new_parameter": [1, {"deep": null}]}),
        json!({"thinking": {"type": "enabled", "budget_tokens": 3}}),
        json!({"tools": [{"type": "a_new_tool", "name": 5}, {"name": "f", "input_schema": {"type": "object"}}]}),
        user(&json!([])),
        user(&json!("")),
        user(
            &json!([{"type": "hologram", "text": 5}, {"type": "thinking", "thinking": "a gateway's, without a signature"}]),
        ),
        user(
            &json!([{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "QUJD\nQUI="}}]),
        ),
        user(&json!([{"type": "image", "source": {"type": "url", "url": "https://example.com/a.bmp"}}])),
        user(&json!([{"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "x"}]}])),
    ] {
        assert_eq!(problem(&with(&changes), &old_version()), "", "{changes}");
    }
}

#[test]
fn all_problems_are_listed_and_very_many_are_counted() {
    let found = problem(&with(&json!({"model": 1, "max_tokens": 0, "top_p": 2})), &old_version());
    assert!(found.contains("it has 3 problems:\n- model: found a number"), "{found}");
    assert!(found.contains("\n- max_tokens: ") && found.contains("\n- top_p: "), "{found}");
    let found = problem(&with(&json!({"messages": vec![json!(1); 50]})), &old_version());
    assert!(found.contains("it has 50 problems") && found.contains("and 30 more"), "{found}");
}

#[test]
fn a_system_message_is_taken_where_the_version_takes_it() {
    let system = |place: usize| {
        let mut messages = vec![json!({"role": "user", "content": "x"}); 2];
        messages[place]["role"] = "system".into();
        with(&json!({"messages": messages}))
    };
    let new = headers(&[("anthropic-version", "2026-10-21")]);
    let beta = headers(&[("anthropic-version", "2023-06-01"), ("anthropic-beta", "x")]);
    let other = headers(&[("anthropic-version", "2027-01-01")]);
    assert!(
        problem(&system(1), &old_version())
            .contains("messages[1].role: found \"system\", expected the system prompt in")
    );
    assert_eq!(problem(&system(1), &new), "");
    assert!(problem(&system(0), &new).contains("not as the first message"));
    assert_eq!(problem(&system(1), &beta), "");
    assert_eq!(problem(&system(0), &other), "");
}

#[test]
fn a_type_is_found_wherever_it_stands_among_the_fields() {
    let body = br#"{"model":"m","max_tokens":1,"messages":[{"content":[{"text":1,"x":{"type":"image"},"type":"text"}],"role":"user"}]}"#;
    assert!(problem(body, &old_version()).contains("messages[0].content[0].text: found a number, expected a string"));
}

#[test]
fn a_body_that_is_no_json_or_no_object_or_too_large_is_refused() {
    assert!(problem(b"{\"model\": ", &old_version()).contains("the body: not JSON (EOF"));
    assert!(problem(b"[]", &old_version()).contains("the body: found an array, expected an object"));
    assert!(problem(b"{} trailing", &old_version()).contains("not JSON (trailing"));
    assert!(
        problem(&vec![b' '; (1 << 20) + 1], &old_version())
            .contains("the body: found 1048577 bytes, expected at most 1048576")
    );
}

#[test]
fn json_nested_deeper_than_can_be_read_is_not_called_wrong() {
    let deep = format!(r#"{{"model":"m","max_tokens":1,"messages":[{}{}]}}"#, "[".repeat(500), "]".repeat(500));
    let found = problem(deep.as_bytes(), &old_version());
    assert!(!found.contains("not JSON"), "{found}");
    let schema = format!(
        r#"{{"model":"m","max_tokens":1,"messages":[{{"role":"user","content":"x"}}],"new":{}{}}}"#,
        "[".repeat(500),
        "]".repeat(500)
    );
    assert_eq!(problem(schema.as_bytes(), &old_version()), "");
}

#[test]
fn what_is_behind_something_deep_is_checked_all_the_same() {
    for deep in [r#"{"type":"tool_result","content":["#, "["] {
        let close = if deep == "[" { "]" } else { "]}" };
        let content = format!("{}{}", deep.repeat(10_000), close.repeat(10_000));
        let body = format!(
            r#"{{"messages":[{{"role":"user","content":[{content}]}}],"model":"m","max_tokens":0,"system":{}{}}}"#,
            "[".repeat(500),
            "]".repeat(500)
        );
        let found = problem(body.as_bytes(), &old_version());
        assert!(found.contains("max_tokens: found 0, expected at least 1") && !found.contains("not JSON"), "{found}");
    }
}

#[test]
fn a_body_that_is_not_utf_8_is_no_json_wherever_that_is() {
    for place in [r#""new":"SECRET~""#, r#""new~":1"#, r#""system":"~""#, r#""tools":[{"~":1}]"#] {
        let mut body = br#"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"#.to_vec();
        body.extend(place.bytes().map(|byte| if byte == b'~' { 0xff } else { byte }));
        body.push(b'}');
        let found = problem(&body, &old_version());
        assert!(found.contains("not JSON (invalid unicode code point") && !found.contains("SECRET"), "{found}");
    }
}

#[test]
fn escapes_hide_nothing() {
    for (body, expected) in [
        (r#"{"\u006dodel":7,"max_tokens":1,"messages":[{"role":"user","content":"x"}]}"#, "model: found a number"),
        (r#"{"model":"m","max_tokens":1,"messages":[{"role":"\u0073ystem","content":"x"}]}"#, "found \"system\""),
        (
            r#"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"text":1,"type":"te\u0078t"}]}]}"#,
            "content[0].text: found a number",
        ),
        (
            r#"{"model":"m","max_tokens":1,"messages":[{"role":"us\ud83d","content":"x"}]}"#,
            "role: found another string",
        ),
    ] {
        let found = problem(body.as_bytes(), &old_version());
        assert!(found.contains(expected), "{expected}\n{found}");
    }
}

#[test]
fn half_a_character_is_for_the_server_to_judge() {
    let body = r#"{"model":"m","max_tokens":0,"messages":[{"role":"user","content":"a\ud83d"}]}"#;
    assert!(
        problem(body.as_bytes(), &old_version())
            .ends_with("not sent: max_tokens: found 0, expected at least 1; correct the request")
    );
}

/// The smallest value of a shape, of the variant with this number where there are several.
fn smallest(shape: Shape, variant: usize) -> Value {
    match shape {
        Shape::Anything => Value::Null,
        Shape::Text => "x".into(),
        Shape::Bool => true.into(),
        Shape::Integer | Shape::Count | Shape::Number => 1.into(),
        Shape::List(item) => json!([smallest(item(), variant)]),
        Shape::Map(_) => json!({}),
        Shape::Words(words) => words.list[0].into(),
        Shape::Either(either) => smallest(either.variants[0](), variant),
        Shape::Union(union) => smallest(union.variants[variant % union.variants.len()](), 0),
        Shape::Record(record) => {
            let mut fields: serde_json::Map<String, Value> =
                record.constants.iter().map(|(name, word)| ((*name).to_owned(), (*word).into())).collect();
            for field in record.fields.iter().filter(|field| matches!(field.need, Need::Required | Need::Defaulted)) {
                // In what was answered nothing says that data is base64.
                let is_data = field.name == "data" || field.bound == Some(Bound::Base64);
                let value = if is_data { "QUJD".into() } else { smallest((field.shape)(), variant) };
                fields.insert(field.name.to_owned(), value);
            }
            fields.into()
        }
    }
}

fn every_variant(shape: Shape) -> Vec<Value> {
    let Shape::Union(union) = shape else { panic!("a union was expected") };
    (0..union.variants.len()).map(|variant| smallest(shape, variant)).collect()
}

#[test]
fn every_kind_that_is_declared_passes_in_its_smallest_form() {
    for tool in every_variant(ToolUnionParam::shape()) {
        assert_eq!(problem(&with(&json!({"tools": [tool]})), &old_version()), "", "{tool}");
    }
    for block in every_variant(ContentBlockParam::shape()) {
        assert_eq!(problem(&with(&user(&json!([block]))), &old_version()), "", "{block}");
        let result = json!({"type": "tool_result", "tool_use_id": "t", "content": [block]});
        assert_eq!(problem(&with(&user(&json!([result]))), &old_version()), "", "{result}");
    }
    for block in every_variant(ContentBlock::shape()) {
        let turn = json!({"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [block]}]});
        assert_eq!(problem(&with(&turn), &old_version()), "", "{block}");
    }
    for source in
        every_variant(ImageSourceParam::shape()).into_iter().map(|source| json!({"type": "image", "source": source}))
    {
        assert_eq!(problem(&with(&user(&json!([source]))), &old_version()), "", "{source}");
    }
    for source in every_variant(DocumentSourceParam::shape()) {
        let document = json!({"type": "document", "source": source});
        assert_eq!(problem(&with(&user(&json!([document]))), &old_version()), "", "{document}");
    }
}
