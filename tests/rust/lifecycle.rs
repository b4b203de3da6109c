//! Leaving early, waiting, sharing: what happens to the connection and to the runtime.

use std::time::Duration;

use serde_json::json;
use tidings::{ErrorKind, Message, MessageParams};
use tidings_test_server::Outcome;
use tokio::time::timeout;

use crate::{
    peer::nobody,
    server::{Run, demo, hello},
};

/// A stream that falls silent in its middle and stays open until the client leaves.
fn silent() -> Run {
    Run::script(json!([{"fixture": "01_text", "delivery": {"hang_at": 900}}]))
}

#[tokio::test]
async fn dropping_a_stream_closes_its_connection_at_once() {
    let run = silent();
    let mut stream = run.client().messages().stream(&hello()).await.unwrap();
    assert!(stream.next_text().await.unwrap().is_some());
    drop(stream);
    assert_eq!(run.log().await[0].outcome, Outcome::ClientClosed);
}

#[tokio::test]
async fn dropping_a_call_that_waits_for_its_answer_closes_its_connection_at_once() {
    let run = Run::script(json!([{"no_answer": "hang"}]));
    let client = run.client();
    assert!(timeout(Duration::from_millis(200), client.messages().create(&hello())).await.is_err());
    assert_eq!(run.log().await[0].outcome, Outcome::ClientClosed);
}

#[tokio::test]
async fn a_finished_stream_leaves_its_connection_for_the_next_call() {
    let run = Run::of("stream_01_text");
    let client = run.client();
    for _ in 0..3 {
        client.messages().stream(&hello()).await.unwrap().final_message().await.unwrap();
        // The end of the answer is read in the background; the next call may only come once it has been.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let connections: Vec<_> = run.log().await.iter().map(|request| request.connection).collect();
    assert_eq!(connections, [connections[0]; 3]);
}

#[tokio::test]
async fn many_streams_share_one_client() {
    let run = Run::of("stream_03_tool_use");
    let client = run.client();
    let streams: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.messages().stream(&hello()).await?.final_message().await })
        })
        .collect();
    for stream in streams {
        let message: Message = stream.await.unwrap().unwrap();
        assert_eq!(message.tool_uses().count(), 2);
    }
}

#[tokio::test]
async fn without_a_credential_the_first_call_says_which_are_missing() {
    if std::env::var_os("ANTHROPIC_API_KEY").is_some() || std::env::var_os("ANTHROPIC_AUTH_TOKEN").is_some() {
        eprintln!("not tested: the environment holds a credential");
        return;
    }
    let run = Run::of("create_text");
    let error = run.builder().build().unwrap().messages().create(&hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Authentication, 0));
    assert!(error.message().contains("ANTHROPIC_API_KEY"));
    assert!(run.log_now().is_empty());
}

#[tokio::test]
async fn a_stream_that_broke_never_gives_its_part_as_the_whole() {
    let run = Run::of("stream_15_eof_truncated");
    let mut stream = run.client().messages().stream(&hello()).await.unwrap();
    while let Ok(Some(_)) = stream.next_text().await {}
    let error = stream.final_message().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StreamTruncated);
    assert!(error.partial_message().is_some() && error.may_have_run());
}

#[tokio::test]
async fn time_that_the_reader_takes_is_not_silence_of_the_server() {
    let run = Run::script(json!([{"fixture": "01_text", "delivery": {"pause_ms": 60}}]));
    let client = run.builder().api_key("k").idle_timeout(Duration::from_millis(300)).build().unwrap();
    let mut stream = client.messages().stream(&hello()).await.unwrap();
    while stream.next_event().await.unwrap().is_some() {
        // Blocks the whole runtime, as a careless reader does.
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_millis(400));
    assert!(stream.final_message().await.is_ok());
}

#[tokio::test]
async fn what_came_of_a_broken_error_body_is_kept() {
    let run = Run::script(json!([{"status": 400, "body": "half an explanation", "delivery": {"cut_at": 15}}]));
    let error = run.client().messages().create(&hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::BadRequest, "half an explana"));
}

#[tokio::test]
async fn nobody_listening_is_a_connect_error_after_all_tries() {
    let (_socket, nobody) = nobody();
    let client =
        tidings::Client::builder().api_key("k").base_url(format!("http://{nobody}")).max_retries(1).build().unwrap();
    let error = client.messages().create(&hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 2));
    assert!(!error.may_have_run());
}

#[tokio::test]
async fn a_tool_loop_with_the_demo_model_ends_in_text() {
    let client = demo();
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let params = MessageParams::new("demo", 200).user("Paris").tool("get_weather", "The weather of a city", schema);
    let answer = client.messages().create(&params).await.unwrap();
    assert_eq!(answer.stop_reason.as_ref().unwrap(), &"tool_use");
    let call = answer.tool_uses().next().unwrap().clone();
    let result = tidings::ContentBlockParam::tool_result(&call.id, "22 degrees");
    let params = params.assistant(answer.content).user(vec![result]);
    let answer = client.messages().create(&params).await.unwrap();
    assert!(answer.text().contains("22 degrees"), "{}", answer.text());
}

#[tokio::test]
async fn no_error_shows_the_key_or_the_prompt() {
    let run = Run::of("status_400");
    let client = run.builder().api_key("sk-hidden").build().unwrap();
    let params = MessageParams::new("m", 8).user("PROMPT-MARKER");
    let error = client.messages().create(&params).await.unwrap_err();
    let mut shown = format!("{error} {error:?} {client:?}");
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        shown = format!("{shown} {error} {error:?}");
        cause = error.source();
    }
    assert!(!shown.contains("sk-hidden") && !shown.contains("PROMPT-MARKER"), "{shown}");
}
