//! JSON made to a definition of the schema, mostly: here and there something that does not belong.

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../core/schema/messages.json")).expect("the schema is JSON")
});

/// The deepest level at which fields that may be left out are still made.
const DEEP: usize = 6;

/// A word that stands in prompts only, in a text that is no single word.
pub const PROMPT: &str = "hunter2";

/// JSON that no [`Value`] can say. Each stands for a character of the private use area, see [`write`].
const RAW: [&str; 8] =
    ["1e400", r#""\ud83d""#, "-0", "10.0", r#"{"a":1,"a":2}"#, "123456789012345678901234567890", "1e-400", "[[[]]]"];
const FIRST_RAW: u32 = 0xE000;

/// A value after the definition of this name.
pub fn value(u: &mut Unstructured<'_>, definition: &str) -> Result<Value> {
    generate(u, &SCHEMA["$defs"][definition], 0)
}

/// The value as JSON text, with what no value can say in its places.
pub fn write(value: &Value) -> String {
    let mut text = value.to_string();
    for (place, raw) in (FIRST_RAW..).zip(RAW) {
        if let Some(mark) = char::from_u32(place) {
            text = text.replace(&format!("\"{mark}\""), raw);
        }
    }
    text
}

/// Text: empty, short, or of a kind that has made trouble before.
pub fn text(u: &mut Unstructured<'_>) -> Result<String> {
    const ODD: [&str; 12] = [
        "",
        "a",
        "\"",
        "\\",
        "\n",
        "é",
        "😀",
        "\u{0}",
        "\u{FFFD}",
        "say hunter2 now",
        "2026-11-24T10:00:00Z",
        "iVBORw0=",
    ];
    if u.ratio(2, 3)? {
        return Ok((*u.choose(&ODD)?).to_owned());
    }
    Ok(u.arbitrary::<&str>()?.chars().take(24).collect())
}

/// Any JSON at all.
pub fn anything(u: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    let kinds = if depth > DEEP { 6 } else { 8 };
    Ok(match u.int_in_range(0..=kinds)? {
        0 => Value::Null,
        1 => u.arbitrary::<bool>()?.into(),
        2 => number(u)?,
        3 | 4 => text(u)?.into(),
        5 | 6 => {
            let mark = u.int_in_range(FIRST_RAW..=FIRST_RAW + 7)?;
            char::from_u32(mark).map(String::from).into()
        }
        7 => (0..u.int_in_range(0..=3)?).map(|_| anything(u, depth + 1)).collect::<Result<Vec<_>>>()?.into(),
        _ => {
            let fields = (0..u.int_in_range(0..=3)?).map(|_| Ok((key(u)?, anything(u, depth + 1)?)));
            Value::Object(fields.collect::<Result<_>>()?)
        }
    })
}

fn key(u: &mut Unstructured<'_>) -> Result<String> {
    Ok((*u.choose(&["type", "id", "text", "content", "input", "error", "new", "", "é"])?).to_owned())
}

fn number(u: &mut Unstructured<'_>) -> Result<Value> {
    const ODD: [i64; 8] = [0, 1, -1, 2, 1024, 1 << 53, i64::MAX, i64::MIN];
    Ok(match u.int_in_range(0..=4)? {
        0 => u.arbitrary::<u64>()?.into(),
        1 => json!(u.arbitrary::<f64>()?),
        2 => json!(0.5),
        _ => (*u.choose(&ODD)?).into(),
    })
}

fn generate(u: &mut Unstructured<'_>, node: &Value, depth: usize) -> Result<Value> {
    if u.is_empty() {
        return Ok(json!({}));
    }
    if u.ratio(1, 24)? {
        return anything(u, depth);
    }
    if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
        return generate(u, SCHEMA.pointer(&reference[1..]).unwrap_or(&Value::Null), depth + 1);
    }
    if let Some(constant) = node.get("const") {
        return Ok(constant.clone());
    }
    if let Some(choices) = node.get("anyOf").and_then(Value::as_array) {
        let choice = u.choose(choices)?;
        return generate(u, choice, depth);
    }
    match node.get("type").and_then(Value::as_str) {
        Some("object") => object(u, node, depth),
        Some("array") => {
            let most = if depth > DEEP { 1 } else { 3 };
            (0..u.int_in_range(0..=most)?).map(|_| generate(u, &node["items"], depth + 1)).collect()
        }
        Some("string") => text(u).map(Value::from),
        Some("integer") => Ok(u.int_in_range(0..=5000)?.into()),
        Some("number") => number(u),
        Some("boolean") => u.arbitrary::<bool>().map(Value::from),
        Some("null") => Ok(Value::Null),
        _ => anything(u, depth + 1),
    }
}

fn object(u: &mut Unstructured<'_>, node: &Value, depth: usize) -> Result<Value> {
    let mut fields = Map::new();
    let required = |name: &str| node["required"].as_array().is_some_and(|list| list.iter().any(|known| known == name));
    for (name, property) in node["properties"].as_object().into_iter().flatten() {
        let wanted = if required(name) { u.ratio(31, 32)? } else { depth < DEEP && u.ratio(1, 3)? };
        if wanted {
            fields.insert(name.clone(), generate(u, property, depth + 1)?);
        }
    }
    if u.ratio(1, 16)? {
        fields.insert(key(u)?, anything(u, depth + 1)?);
    }
    Ok(Value::Object(fields))
}

/// The value with whole numbers written without a fraction, as the types write them.
pub fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            let whole =
                number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0);
            #[expect(clippy::cast_possible_truncation, reason = "whole numbers up to 2^53 are exact in both")]
            whole.map_or(Value::Number(number), |whole| (whole as i64).into())
        }
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, plain(value))).collect(),
        other => other,
    }
}
