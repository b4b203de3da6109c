//! A tool loop: the model asks, the program answers, until there is text.
//!
//! `cargo run --bin tools -- "What is the weather in Paris?"`

#![expect(clippy::print_stdout, reason = "a program talks on stdout")]

use serde_json::{Value, json};
use tidings::{Client, ContentBlockParam, Error, MessageParams};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let prompt = std::env::args().nth(1).unwrap_or_else(|| "What is the weather in Paris?".to_owned());
    let model = std::env::var("TIDINGS_MODEL").unwrap_or_else(|_| "claude-opus-4-6".to_owned());
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});

    let client = Client::from_env()?;
    let mut params = MessageParams::new(model, 512).user(prompt).tool("get_weather", "The weather in a city", schema);
    loop {
        let message = client.messages().create(&params).await?;
        let results: Vec<_> =
            message.tool_uses().map(|call| ContentBlockParam::tool_result(&call.id, weather(&call.input))).collect();
        if results.is_empty() {
            println!("{}", message.text());
            return Ok(());
        }
        // The answer goes back as it came, and the results follow in the next message.
        params = params.assistant(message.content).user(results);
    }
}

fn weather(input: &Value) -> String {
    let city = input["city"].as_str().unwrap_or("nowhere");
    println!("(looking up the weather in {city})");
    format!("22 degrees and sunny in {city}")
}
