//! Checks a request as the API does, and names the field that is wrong.

use serde_json::{Map, Value};

/// A valid request.
pub(super) struct Prompt<'a> {
    /// The request itself.
    pub(super) body: &'a Map<String, Value>,
    pub(super) model: &'a str,
    pub(super) max_tokens: u64,
    pub(super) stream: bool,
    pub(super) messages: &'a [Value],
    pub(super) stop_sequences: Vec<&'a str>,
    /// The tool that is to be called, if one may be.
    pub(super) tool: Option<&'a Map<String, Value>>,
}

type Checked<T> = Result<T, String>;

const KNOWN: &[&str] = &[
    "billing_policy",
    "cache_control",
    "compaction",
    "container",
    "context_management",
    "diagnostics",
    "fallback_credit_token",
    "fallbacks",
    "inference_geo",
    "max_tokens",
    "mcp_servers",
    "messages",
    "metadata",
    "model",
    "output_config",
    "service_tier",
    "speed",
    "stop_sequences",
    "stream",
    "system",
    "temperature",
    "thinking",
    "thread",
    "tool_choice",
    "tools",
    "top_k",
    "top_p",
    "user_profile_id",
];

/// Checks `body`.
///
/// # Errors
///
/// Fails with a sentence that begins with the path of the wrong field.
pub(super) fn check(body: &Value) -> Checked<Prompt<'_>> {
    let body = object(body, "body")?;
    if let Some(unknown) = body.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(format!("{unknown}: Extra inputs are not permitted"));
    }
    let model = text(required(body, "", "model")?, "model")?;
    let max_tokens = at_least_one(required(body, "", "max_tokens")?, "max_tokens")?;
    let messages = list(required(body, "", "messages")?, "messages")?;
    check_messages(messages)?;
    if let Some(system) = given(body, "system") {
        check_content(system, "system")?;
    }
    for name in ["temperature", "top_p"] {
        given(body, name).map_or(Ok(()), |value| from_zero_to_one(value, name))?;
    }
    let stream = given(body, "stream").map_or(Ok(false), |value| boolean(value, "stream"))?;
    for name in ["metadata", "thinking", "output_config"] {
        given(body, name).map_or(Ok(()), |value| object(value, name).map(drop))?;
    }
    Ok(Prompt { body, model, max_tokens, stream, messages, stop_sequences: stop_sequences(body)?, tool: tool(body)? })
}

fn check_messages(messages: &[Value]) -> Checked<()> {
    if messages.is_empty() {
        return Err("messages: at least one message is required".into());
    }
    for (index, message) in messages.iter().enumerate() {
        let path = format!("messages.{index}");
        let message = object(message, &path)?;
        let role = text(required(message, &path, "role")?, &format!("{path}.role"))?;
        if !["user", "assistant", "system"].contains(&role) {
            return Err(format!("{path}.role: Input should be 'user', 'assistant' or 'system'"));
        }
        if index == 0 && role == "system" {
            return Err(format!("{path}.role: the first message must not be of role 'system'"));
        }
        check_content(required(message, &path, "content")?, &format!("{path}.content"))?;
    }
    Ok(())
}

/// A string, or a list of blocks that each have a type.
fn check_content(content: &Value, path: &str) -> Checked<()> {
    let blocks = match content {
        Value::String(_) => return Ok(()),
        Value::Array(blocks) => blocks,
        _ => return Err(format!("{path}: Input should be a valid string or a valid list")),
    };
    for (index, block) in blocks.iter().enumerate() {
        let path = format!("{path}.{index}");
        let block = object(block, &path)?;
        let kind = text(required(block, &path, "type")?, &format!("{path}.type"))?;
        let own_field = match kind {
            "text" => "text",
            "tool_result" => "tool_use_id",
            "tool_use" => "name",
            "image" | "document" => "source",
            _ => continue,
        };
        let value = required(block, &path, own_field)?;
        if own_field != "source" {
            text(value, &format!("{path}.{own_field}"))?;
        }
    }
    Ok(())
}

fn stop_sequences(body: &Map<String, Value>) -> Checked<Vec<&str>> {
    let Some(value) = given(body, "stop_sequences") else {
        return Ok(Vec::new());
    };
    let mut sequences = Vec::new();
    for (index, value) in list(value, "stop_sequences")?.iter().enumerate() {
        let path = format!("stop_sequences.{index}");
        let sequence = text(value, &path)?;
        if sequence.trim().is_empty() {
            return Err(format!("{path}: each stop sequence must contain non-whitespace"));
        }
        sequences.push(sequence);
    }
    Ok(sequences)
}

/// The tool that the request asks for, or lets the model choose.
fn tool(body: &Map<String, Value>) -> Checked<Option<&Map<String, Value>>> {
    let mut tools = Vec::new();
    let offered = given(body, "tools").map_or(Ok(&[][..]), |value| list(value, "tools"))?;
    for (index, tool) in offered.iter().enumerate() {
        tools.push(check_tool(tool, &format!("tools.{index}"))?);
    }
    let Some(choice) = given(body, "tool_choice") else {
        return Ok(tools.first().copied());
    };
    if tools.is_empty() {
        return Err("tool_choice: may only be specified while providing tools".into());
    }
    let choice = object(choice, "tool_choice")?;
    match text(required(choice, "tool_choice", "type")?, "tool_choice.type")? {
        "none" => Ok(None),
        "auto" | "any" => Ok(tools.first().copied()),
        "tool" => {
            let name = text(required(choice, "tool_choice", "name")?, "tool_choice.name")?;
            let named = tools.into_iter().find(|tool| tool.get("name").and_then(Value::as_str) == Some(name));
            named.map(Some).ok_or_else(|| format!("tool_choice.name: Tool '{name}' not found in provided tools"))
        }
        _ => Err("tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'".into()),
    }
}

fn check_tool<'a>(tool: &'a Value, path: &str) -> Checked<&'a Map<String, Value>> {
    let tool = object(tool, path)?;
    text(required(tool, path, "name")?, &format!("{path}.name"))?;
    // Tools that the API defines itself have a type of their own and bring no schema.
    let is_custom = matches!(given(tool, "type").and_then(Value::as_str), None | Some("custom"));
    if is_custom {
        object(required(tool, path, "input_schema")?, &format!("{path}.input_schema"))?;
    }
    Ok(tool)
}

fn required<'a>(object: &'a Map<String, Value>, path: &str, name: &str) -> Checked<&'a Value> {
    let dot = if path.is_empty() { "" } else { "." };
    object.get(name).ok_or_else(|| format!("{path}{dot}{name}: Field required"))
}

/// An optional field; null counts as absent.
fn given<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

fn object<'a>(value: &'a Value, path: &str) -> Checked<&'a Map<String, Value>> {
    value.as_object().ok_or_else(|| format!("{path}: Input should be an object"))
}

fn list<'a>(value: &'a Value, path: &str) -> Checked<&'a [Value]> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| format!("{path}: Input should be a valid list"))
}

fn text<'a>(value: &'a Value, path: &str) -> Checked<&'a str> {
    value.as_str().ok_or_else(|| format!("{path}: Input should be a valid string"))
}

fn boolean(value: &Value, path: &str) -> Checked<bool> {
    value.as_bool().ok_or_else(|| format!("{path}: Input should be a valid boolean"))
}

fn at_least_one(value: &Value, path: &str) -> Checked<u64> {
    match (value.as_u64(), value.as_i64()) {
        (Some(number @ 1..), _) => Ok(number),
        (None, None) => Err(format!("{path}: Input should be a valid integer")),
        _ => Err(format!("{path}: Input should be greater than or equal to 1")),
    }
}

fn from_zero_to_one(value: &Value, path: &str) -> Checked<()> {
    match value.as_f64() {
        None => Err(format!("{path}: Input should be a valid number")),
        Some(number) if number < 0.0 => Err(format!("{path}: Input should be greater than or equal to 0")),
        Some(number) if number > 1.0 => Err(format!("{path}: Input should be less than or equal to 1")),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(change: &Value) -> String {
        let mut body = json!({"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]});
        for (key, value) in change.as_object().unwrap() {
            body[key] = value.clone();
        }
        check(&body).err().unwrap_or_default()
    }

    #[test]
    fn a_plain_request_is_valid() {
        assert_eq!(refusal(&json!({"temperature": 0.5, "metadata": null, "system": "Be brief."})), "");
    }

    #[test]
    fn a_missing_field_is_named() {
        assert_eq!(check(&json!({"model": "m", "max_tokens": 1})).err().unwrap(), "messages: Field required");
        assert_eq!(refusal(&json!({"messages": [{"role": "user"}]})), "messages.0.content: Field required");
    }

    #[test]
    fn a_field_of_the_wrong_type_is_named() {
        assert_eq!(refusal(&json!({"max_tokens": 1.5})), "max_tokens: Input should be a valid integer");
        assert_eq!(refusal(&json!({"model": 4})), "model: Input should be a valid string");
        assert_eq!(refusal(&json!({"stream": "yes"})), "stream: Input should be a valid boolean");
        assert_eq!(refusal(&json!({"messages": "Hi"})), "messages: Input should be a valid list");
    }

    #[test]
    fn a_value_out_of_range_is_named() {
        assert_eq!(refusal(&json!({"max_tokens": 0})), "max_tokens: Input should be greater than or equal to 1");
        assert_eq!(refusal(&json!({"max_tokens": -3})), "max_tokens: Input should be greater than or equal to 1");
        assert_eq!(refusal(&json!({"temperature": 1.1})), "temperature: Input should be less than or equal to 1");
        assert_eq!(refusal(&json!({"messages": []})), "messages: at least one message is required");
    }

    #[test]
    fn an_unknown_role_block_and_field_are_named() {
        let role = refusal(&json!({"messages": [{"role": "robot", "content": "Hi"}]}));
        assert!(role.starts_with("messages.0.role: "), "{role}");
        let block = refusal(&json!({"messages": [{"role": "user", "content": [{"type": "text"}]}]}));
        assert_eq!(block, "messages.0.content.0.text: Field required");
        assert_eq!(refusal(&json!({"max_token": 3})), "max_token: Extra inputs are not permitted");
    }

    #[test]
    fn the_chosen_tool_must_be_offered() {
        let tools = json!([{"name": "a", "input_schema": {}}]);
        let refused = refusal(&json!({"tools": tools, "tool_choice": {"type": "tool", "name": "b"}}));
        assert!(refused.starts_with("tool_choice.name: "), "{refused}");
        assert!(refusal(&json!({"tool_choice": {"type": "auto"}})).starts_with("tool_choice: "));
        assert_eq!(refusal(&json!({"tools": [{"name": "a"}]})), "tools.0.input_schema: Field required");
    }
}
