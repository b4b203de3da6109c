//! The real small model on loopback, through C and C++.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::env;

use common::probe::Way;
use serde_json::json;
use tidings_test_server::Mode;

#[test]
fn the_small_model_answers_whole_and_as_a_stream() {
    let (Ok(url), Ok(model)) = (env::var("TIDINGS_MODEL_URL"), env::var("TIDINGS_MODEL")) else {
        let reason = env::var("TIDINGS_MODEL_SKIPPED").unwrap_or_else(|_| "TIDINGS_MODEL_URL is not set".to_owned());
        eprintln!("skipped: {reason}");
        return;
    };
    let options = [format!("base_url={url}"), "api_key=any".to_owned()];
    let prompt = json!({"role": "user", "content": "Say hello."});
    let request = json!({"model": model, "max_tokens": 24, "temperature": 0, "messages": [prompt]}).to_string();
    for (way, mode) in [
        (Way::Pull, Mode::Create),
        (Way::Pull, Mode::Stream),
        (Way::Callback, Mode::Stream),
        (Way::Cpp, Mode::Create),
        (Way::Cpp, Mode::Stream),
    ] {
        let outcome = way.call(mode, &options, &request);
        let end = &outcome.end;
        let text = end["text"].as_str().unwrap_or_else(|| panic!("{way:?} {mode:?}: {end}"));
        assert!(!text.is_empty(), "{end}");
        assert!(end["stop_reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{end}");
        assert!(end["output_tokens"].as_u64().is_some_and(|tokens| tokens > 0), "{end}");
        assert!(mode == Mode::Create || outcome.streamed_text() == text, "{outcome:?}");
    }
}
