//! The real small model on loopback.

use tidings::{Client, MessageParams};

#[tokio::test]
async fn the_small_model_answers_whole_and_as_a_stream() {
    let (Ok(url), Ok(model)) = (std::env::var("TIDINGS_MODEL_URL"), std::env::var("TIDINGS_MODEL")) else {
        let reason =
            std::env::var("TIDINGS_MODEL_SKIPPED").unwrap_or_else(|_| "TIDINGS_MODEL_URL is not set".to_owned());
        eprintln!("skipped: {reason}");
        return;
    };
    let client = Client::builder().base_url(url).api_key("any").build().unwrap();
    let params = MessageParams::new(model, 24).user("Say hello.").temperature(0.0);

    let whole = client.messages().create(&params).await.unwrap();
    assert!(!whole.text().is_empty() && whole.stop_reason.is_some() && whole.usage.output_tokens > 0, "{whole:?}");

    let mut stream = client.messages().stream(&params).await.unwrap();
    let mut text = String::new();
    while let Some(piece) = stream.next_text().await.unwrap() {
        text.push_str(&piece);
    }
    let message = stream.final_message().await.unwrap();
    assert_eq!(text, message.text());
    assert!(!text.is_empty() && message.stop_reason.is_some() && message.usage.output_tokens > 0, "{message:?}");
}
