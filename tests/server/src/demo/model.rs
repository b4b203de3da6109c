//! Makes up the demo model's message.

use serde_json::{Map, Value, json};

use super::{check::Prompt, tool_input};

/// Longer texts of the user are not repeated whole.
const LONGEST_QUOTE: usize = 200;

/// The whole message that answers `prompt`.
pub(super) fn reply(prompt: &Prompt<'_>) -> Value {
    let last = last_user_turn(prompt.messages);
    let results = tool_results(last);
    let tool = prompt.tool.filter(|_| results.is_empty());
    let said = spoken(last);
    let text = match tool {
        Some(tool) => format!("I will ask the tool {} for that.", name_of(tool)),
        None if results.is_empty() => echo(&said, prompt.messages.len()),
        None => report(&results),
    };
    let spoken = Spoken::new(&text, prompt);
    let id = fingerprint(prompt.body);
    let mut content = vec![json!({"type": "text", "text": spoken.text})];
    let mut stop_reason = spoken.stop_reason;
    let mut output_tokens = count_words(&spoken.text);
    if let Some(tool) = tool.filter(|_| stop_reason == "end_turn") {
        let input = tool_input::from_schema(tool.get("input_schema").unwrap_or(&Value::Null), &said);
        output_tokens += count_words(&input.to_string());
        content
            .push(json!({"type": "tool_use", "id": format!("toolu_demo_{id}"), "name": name_of(tool), "input": input}));
        stop_reason = "tool_use";
    }
    json!({
        "id": format!("msg_demo_{id}"),
        "type": "message",
        "role": "assistant",
        "model": prompt.model,
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": spoken.stop_sequence,
        "stop_details": null,
        "usage": {
            "input_tokens": input_tokens(prompt),
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "output_tokens": output_tokens,
            "service_tier": "standard",
        },
    })
}

/// The words of `text`, each with the white space in front of it; white space at the end goes with the last word.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut in_word) = (0, false);
    for (at, character) in text.char_indices() {
        if character.is_whitespace() && in_word && !text[at..].trim().is_empty() {
            words.push(&text[start..at]);
            start = at;
        }
        in_word = !character.is_whitespace();
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// What is left of a text once stop sequences and `max_tokens` have cut it.
struct Spoken {
    text: String,
    stop_reason: &'static str,
    stop_sequence: Option<String>,
}

impl Spoken {
    fn new(text: &str, prompt: &Prompt<'_>) -> Self {
        let found = prompt.stop_sequences.iter().filter_map(|sequence| Some((text.find(sequence)?, *sequence)));
        let first = found.min_by_key(|(at, _)| *at);
        let until_stop = first.map_or(text, |(at, _)| &text[..at]);
        let limit = usize::try_from(prompt.max_tokens).unwrap_or(usize::MAX);
        let words = words(until_stop);
        if words.len() > limit {
            return Self { text: words[..limit].concat(), stop_reason: "max_tokens", stop_sequence: None };
        }
        let stop_sequence = first.map(|(_, sequence)| sequence.to_owned());
        let stop_reason = if stop_sequence.is_some() { "stop_sequence" } else { "end_turn" };
        Self { text: until_stop.to_owned(), stop_reason, stop_sequence }
    }
}

fn last_user_turn(messages: &[Value]) -> &Value {
    let last = messages.iter().rev().find(|message| message["role"] == "user");
    last.map_or(&Value::Null, |message| &message["content"])
}

fn echo(said: &str, messages: usize) -> String {
    if said.trim().is_empty() {
        return "I received your message, though it has no text that I could repeat.".to_owned();
    }
    let words = words(said.trim());
    let quote = words[..words.len().min(LONGEST_QUOTE)].concat();
    let dots = if words.len() > LONGEST_QUOTE { " …" } else { "" };
    let turns = if messages > 1 { format!(" Our talk now has {messages} messages.") } else { String::new() };
    format!(
        "You said: \u{201c}{quote}{dots}\u{201d}. I am the demo model. I only repeat what I hear, \
         but I do it one word at a time, as a real model would.{turns}"
    )
}

fn report(results: &[String]) -> String {
    let quotes: Vec<String> = results.iter().map(|result| format!("\u{201c}{}\u{201d}", result.trim())).collect();
    format!("The tool answered {}. Thank you, that is all I wanted to know.", quotes.join(" and "))
}

/// The text of each tool result in a turn.
fn tool_results(content: &Value) -> Vec<String> {
    let blocks = content.as_array().map_or(&[][..], Vec::as_slice);
    let results = blocks.iter().filter(|block| block["type"] == "tool_result");
    results.map(|block| spoken(&block["content"])).collect()
}

/// The text of a string or of a list of blocks.
fn spoken(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(blocks) => {
            let texts: Vec<&str> = blocks.iter().filter_map(|block| block["text"].as_str()).collect();
            texts.join(" ")
        }
        _ => String::new(),
    }
}

fn name_of(tool: &Map<String, Value>) -> &str {
    tool.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn input_tokens(prompt: &Prompt<'_>) -> usize {
    let system = prompt.body.get("system").map(spoken);
    let turns = prompt.messages.iter().map(|message| spoken(&message["content"]));
    let words: usize = system.into_iter().chain(turns).map(|text| count_words(&text)).sum();
    words.max(1)
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A short name for a request; the same whether the answer is streamed or not. FNV-1a, which is plenty for that.
fn fingerprint(body: &Map<String, Value>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for (key, value) in body.iter().filter(|(key, _)| *key != "stream") {
        for byte in key.bytes().chain(value.to_string().bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::{super::check::check, *};

    fn answer(change: &Value) -> Value {
        let mut body =
            json!({"model": "m", "max_tokens": 99, "messages": [{"role": "user", "content": "Good morning"}]});
        for (key, value) in change.as_object().unwrap() {
            body[key] = value.clone();
        }
        reply(&check(&body).unwrap())
    }

    fn tool() -> Value {
        let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
        json!([{"name": "weather", "input_schema": schema}])
    }

    #[test]
    fn words_put_together_are_the_text() {
        for text in ["", "one", " two  words ", "a\nb\tc", "  "] {
            assert_eq!(words(text).concat(), text);
        }
        assert_eq!(words("a bc  d "), ["a", " bc", "  d "]);
    }

    #[test]
    fn the_answer_repeats_what_was_said_and_is_always_the_same() {
        let message = answer(&json!({}));
        assert!(message["content"][0]["text"].as_str().unwrap().contains("Good morning"));
        assert_eq!(message["stop_reason"], "end_turn");
        assert_eq!(message, answer(&json!({"stream": true})));
    }

    #[test]
    fn max_tokens_cuts_the_words() {
        let message = answer(&json!({"max_tokens": 2}));
        assert_eq!(message["content"][0]["text"], "You said:");
        assert_eq!(message["stop_reason"], "max_tokens");
        assert_eq!(message["usage"]["output_tokens"], 2);
    }

    #[test]
    fn the_first_stop_sequence_ends_the_text() {
        let message = answer(&json!({"stop_sequences": ["model", " I am"]}));
        assert!(message["content"][0]["text"].as_str().unwrap().ends_with("morning\u{201d}."));
        assert_eq!(message["stop_reason"], "stop_sequence");
        assert_eq!(message["stop_sequence"], " I am");
    }

    #[test]
    fn a_tool_is_called_with_the_users_words() {
        let message = answer(&json!({"tools": tool()}));
        assert_eq!(message["stop_reason"], "tool_use");
        assert_eq!(message["content"][1]["name"], "weather");
        assert_eq!(message["content"][1]["input"], json!({"city": "Good morning"}));
    }

    #[test]
    fn no_tool_is_called_when_none_may_be() {
        let message = answer(&json!({"tools": tool(), "tool_choice": {"type": "none"}}));
        assert_eq!(message["stop_reason"], "end_turn");
    }

    #[test]
    fn a_tool_result_is_quoted() {
        let result =
            json!({"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "21 degrees"}]});
        let message = answer(&json!({"tools": tool(), "messages": [{"role": "user", "content": [result]}]}));
        assert!(message["content"][0]["text"].as_str().unwrap().contains("21 degrees"));
        assert_eq!(message["stop_reason"], "end_turn");
    }
}
