//! Tokens from a provider, over real sockets.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use serde_json::json;
use tidings::{Token, blocking};

use crate::server::{Run, hello};

/// A server that refuses the first request and streams its answer to the second.
fn refusing_once() -> Run {
    let refusal = json!({"type": "error", "error": {"type": "authentication_error", "message": "expired"}});
    Run::script(json!([{"status": 401, "json": refusal}, {"fixture": "01_text"}]))
}

/// The tokens that the server saw.
async fn tokens(run: &Run) -> Vec<String> {
    run.log().await.iter().map(|request| request.headers["authorization"].clone()).collect()
}

#[tokio::test]
async fn a_stream_that_is_refused_with_an_old_token_comes_with_a_new_one() {
    let (run, count) = (refusing_once(), Arc::new(AtomicUsize::new(0)));
    let provider = {
        let count = count.clone();
        move || {
            let number = count.fetch_add(1, Ordering::SeqCst);
            async move { Ok(Token::new(format!("token-{number}"))) }
        }
    };
    let client = run.builder().credentials(provider).max_retries(0).build().unwrap();
    let stream = client.messages().stream(&hello()).await.unwrap();
    assert!(!stream.final_message().await.unwrap().text().is_empty());
    assert_eq!(tokens(&run).await, ["Bearer token-0", "Bearer token-1"]);
}

#[test]
fn a_blocking_client_takes_tokens_from_a_function_that_blocks() {
    let (run, count) = (refusing_once(), Arc::new(AtomicUsize::new(0)));
    let function = {
        let count = count.clone();
        move || Ok(Token::new(format!("token-{}", count.fetch_add(1, Ordering::SeqCst))))
    };
    let client = blocking::Client::from(run.builder().blocking_credentials(function).build().unwrap());
    assert!(!client.stream(&hello()).unwrap().final_message().unwrap().text().is_empty());
    assert_eq!(count.load(Ordering::SeqCst), 2);
}
