//! The client that is measured.

use serde_json::Value;
use tidings::{
    Client, ContentBlockParam, Event, Message, MessageParam, MessageParams, MessageStream,
    types::Base64ImageSourceParam, types::RawContentBlockDelta,
};
use tidings_bench::{Answer, Ask, KEY, MAX_TOKENS, MODEL, Peer, Turn};

/// The most that are open at a time in any measurement; a client has 1,000 otherwise.
const CONNECTIONS: usize = 20_000;

struct Tidings(Client);

impl Peer for Tidings {
    fn new(url: &str) -> Self {
        let client = Client::builder().api_key(KEY).base_url(url).max_connections(CONNECTIONS).build();
        Self(client.expect("a client"))
    }

    async fn create(&self, ask: &Ask) -> Answer {
        answer(&self.0.messages().create(&params(ask)).await.expect("an answer"), 0)
    }

    async fn stream(&self, mut seen: impl FnMut(&str)) -> Answer {
        let (mut stream, mut events) = (self.open().await, 0);
        while let Some(event) = stream.next_event().await.expect("an event") {
            events += 1;
            if let Event::ContentBlockDelta(event) = &event
                && let RawContentBlockDelta::Text(delta) = &event.delta
            {
                seen(&delta.text);
            }
        }
        answer(&stream.final_message().await.expect("a whole message"), events)
    }

    async fn text(&self, mut seen: impl FnMut(&str)) -> Answer {
        let mut stream = self.open().await;
        while let Some(text) = stream.next_text().await.expect("a piece of text") {
            seen(&text);
        }
        answer(&stream.final_message().await.expect("a whole message"), 0)
    }

    async fn fold(&self) -> Answer {
        answer(&self.open().await.final_message().await.expect("a whole message"), 0)
    }

    async fn tool(&self) -> Value {
        let message = self.open().await.final_message().await.expect("a whole message");
        message.tool_uses().next().expect("a call of the tool").input.clone()
    }
}

impl Tidings {
    async fn open(&self) -> MessageStream {
        self.0.messages().stream(&params(&Ask::Small)).await.expect("a stream")
    }
}

fn params(ask: &Ask) -> MessageParams {
    let params = MessageParams::new(MODEL, i64::from(MAX_TOKENS));
    match ask {
        Ask::Small => params.user(Ask::QUESTION),
        Ask::Long(turns) => turns.iter().fold(params, |params, Turn { is_user, text }| {
            let content = [ContentBlockParam::text(text)];
            let message = if *is_user { MessageParam::user(content) } else { MessageParam::assistant(content) };
            params.message(message.role, message.content)
        }),
        Ask::Images(images) => {
            let image = |data: &String| ContentBlockParam::image(Base64ImageSourceParam::new("image/png", data));
            params.user(images.iter().map(image).collect::<Vec<_>>())
        }
    }
}

fn answer(message: &Message, events: usize) -> Answer {
    Answer {
        text: message.text(),
        events,
        stop_reason: message.stop_reason.as_ref().map_or("", |reason| reason.as_str()).to_owned(),
        output_tokens: message.usage.output_tokens,
    }
}

fn main() {
    tidings_bench::run::<Tidings>();
}
