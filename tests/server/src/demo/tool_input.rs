//! Makes up a tool's input from its schema.

use serde_json::{Map, Value, json};

/// Schemas can refer to themselves; nothing is made up below this depth.
const DEEPEST: usize = 8;
const LONGEST_STRING: usize = 12;

/// An input that fits `schema`: its required properties, with the user's words as strings.
pub(super) fn from_schema(schema: &Value, said: &str) -> Value {
    let words = super::model::words(said.trim());
    let said = words[..words.len().min(LONGEST_STRING)].concat();
    match (Maker { root: schema, said: &said }).value(schema, 0) {
        object @ Value::Object(_) => object,
        _ => json!({}),
    }
}

struct Maker<'a> {
    root: &'a Value,
    said: &'a str,
}

impl Maker<'_> {
    fn value(&self, schema: &Value, depth: usize) -> Value {
        if depth > DEEPEST {
            return Value::Null;
        }
        if let Some(target) = schema["$ref"].as_str().and_then(|path| self.root.pointer(path.strip_prefix('#')?)) {
            return self.value(target, depth + 1);
        }
        let fixed = schema.get("const").or_else(|| schema["enum"].get(0)).or_else(|| schema.get("default"));
        if let Some(value) = fixed {
            return value.clone();
        }
        for choice in ["anyOf", "oneOf", "allOf"] {
            if let Some(first) = schema[choice].get(0) {
                return self.value(first, depth + 1);
            }
        }
        match kind(schema) {
            "string" => self.said.into(),
            "integer" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
            "number" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1.5)),
            "boolean" => true.into(),
            "array" => self.array(schema, depth),
            "object" => self.object(schema, depth),
            _ => Value::Null,
        }
    }

    fn array(&self, schema: &Value, depth: usize) -> Value {
        let length = schema["minItems"].as_u64().unwrap_or(1).clamp(1, 16);
        (0..length).map(|_| self.value(&schema["items"], depth + 1)).collect()
    }

    fn object(&self, schema: &Value, depth: usize) -> Value {
        let names = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
        let mut object = Map::new();
        for name in names.iter().filter_map(Value::as_str) {
            object.insert(name.to_owned(), self.value(&schema["properties"][name], depth + 1));
        }
        Value::Object(object)
    }
}

/// The type of a schema: the first that is not null where there are several.
fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(kind) => kind,
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("null"),
        _ if schema.get("properties").is_some() => "object",
        _ => "string",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_gets_a_value_of_its_own() {
        let schema = json!({
            "type": "object",
            "properties": {
                "text": {"type": "string"}, "count": {"type": "integer", "minimum": 3}, "part": {"type": "number"},
                "flag": {"type": "boolean"}, "unit": {"enum": ["c", "f"]}, "maybe": {"type": ["null", "string"]},
                "list": {"type": "array", "minItems": 2, "items": {"type": "integer"}},
                "place": {"$ref": "#/$defs/place"}, "extra": {"type": "string"},
            },
            "required": ["text", "count", "part", "flag", "unit", "maybe", "list", "place"],
            "$defs": {"place": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}},
        });
        let expected = json!({
            "text": "Hi there", "count": 3, "part": 1.5, "flag": true, "unit": "c", "maybe": "Hi there",
            "list": [1, 1], "place": {"name": "Hi there"},
        });
        assert_eq!(from_schema(&schema, " Hi there "), expected);
    }

    #[test]
    fn a_schema_that_contains_itself_comes_to_an_end() {
        let schema = json!({"type": "object", "properties": {"again": {"$ref": "#"}}, "required": ["again"]});
        assert!(from_schema(&schema, "x")["again"]["again"].is_object());
    }

    #[test]
    fn a_tool_without_a_schema_gets_an_empty_input() {
        assert_eq!(from_schema(&Value::Null, "x"), json!({}));
    }
}
