//! The look at a request's body before it is sent: it never panics, quotes no prompt, and passes what the types can say.

#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use tidings::{Endpoint, fuzzing::validate, types::MessageParams};
use tidings_fuzz::json;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"{") {
        check(bytes);
    } else if let Ok(text) = written(&mut Unstructured::new(bytes)) {
        check(text.as_bytes());
    }
});

fn written(u: &mut Unstructured<'_>) -> Result<String> {
    let definition = u.choose(&["MessageParams", "CountTokensParams", "BatchCreateParams"])?;
    Ok(json::write(&json::value(u, definition)?))
}

fn check(body: &[u8]) {
    for endpoint in [Endpoint::CreateMessage, Endpoint::CountTokens, Endpoint::CreateBatch] {
        let Err(error) = validate(endpoint, body) else { continue };
        let shown = format!("{error} {error:?}");
        // Keys are quoted, and so are single words; a prompt is neither.
        assert!(!shown.contains(&format!("say {}", json::PROMPT)), "{shown}");
    }
    if validate(Endpoint::CreateMessage, body).is_ok()
        && let Ok(whole) = tidings::fuzzing::tolerant(body)
        // A number that no type here can hold is for the server to judge.
        && (whole["max_tokens"].is_i64() || whole["max_tokens"].as_f64().is_none_or(|most| most < 9e15))
    {
        serde_json::from_value::<MessageParams>(whole).expect("what passes can be read");
    }
}
