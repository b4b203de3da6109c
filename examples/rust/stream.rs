//! An answer as it is written.
//!
//! `cargo run --bin stream -- "Why is the sky blue?"`

#![expect(clippy::print_stdout, reason = "a program talks on stdout")]

use std::io::Write;

use tidings::{Client, Error, MessageParams};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let prompt = std::env::args().nth(1).unwrap_or_else(|| "Say hello.".to_owned());
    let model = std::env::var("TIDINGS_MODEL").unwrap_or_else(|_| "claude-opus-4-6".to_owned());

    let client = Client::from_env()?;
    let mut stream = client.messages().stream(&MessageParams::new(model, 256).user(prompt)).await?;
    while let Some(text) = stream.next_text().await? {
        print!("{text}");
        let _ = std::io::stdout().flush();
    }

    // The pieces have been folded on the way: the whole message is there when the text is.
    let message = stream.final_message().await?;
    let reason = message.stop_reason.as_ref().map_or("none", |reason| reason.as_str());
    let usage = &message.usage;
    println!("\n-- stop_reason: {reason}, usage: {} in, {} out", usage.input_tokens, usage.output_tokens);
    Ok(())
}
