//! One question, one answer.
//!
//! `cargo run --bin create -- "Why is the sky blue?"`

#![expect(clippy::print_stdout, reason = "a program talks on stdout")]

use tidings::{Client, Error, MessageParams};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let prompt = std::env::args().nth(1).unwrap_or_else(|| "Say hello.".to_owned());
    let model = std::env::var("TIDINGS_MODEL").unwrap_or_else(|_| "claude-opus-4-6".to_owned());

    // Key and address come from ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL.
    let client = Client::from_env()?;
    let message = client.messages().create(&MessageParams::new(model, 256).user(prompt)).await?;

    println!("{}", message.text());
    Ok(())
}
