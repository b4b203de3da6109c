//! Another client of this API that is in the registry, `anthropic-ai-sdk`, used as its documentation shows. What it leaves to
//! its users, putting the pieces of a stream together, is done here.

use std::pin::pin;

use anthropic_ai_sdk::{
    client::AnthropicClient,
    types::message::{
        ContentBlock, ContentBlockDelta, CreateMessageParams, CreateMessageResponse, Message, MessageClient,
        MessageError, RequiredMessageParams, Role, StopReason, StreamEvent,
    },
};
use futures_util::StreamExt;
use serde_json::Value;
use tidings_bench::{Answer, Ask, KEY, MAX_TOKENS, MODEL, Peer};

struct Sdk(AnthropicClient);

impl Peer for Sdk {
    fn new(url: &str) -> Self {
        let http = reqwest::Client::builder().tcp_nodelay(true).no_proxy().build().expect("a client of HTTP");
        let client = AnthropicClient::builder(KEY, "2023-06-01").with_api_base_url(format!("{url}/v1"));
        Self(client.with_http_client(http).build::<MessageError>().expect("a client"))
    }

    async fn create(&self, ask: &Ask) -> Answer {
        let CreateMessageResponse { content, stop_reason, usage, .. } =
            self.0.create_message(Some(&params(ask))).await.expect("an answer");
        let text =
            content.iter().map(|block| if let ContentBlock::Text { text } = block { text } else { "" }).collect();
        Answer { text, events: 0, stop_reason: word(stop_reason), output_tokens: usage.output_tokens.into() }
    }

    async fn stream(&self, mut seen: impl FnMut(&str)) -> Answer {
        let mut answer = Answer::default();
        self.events(|event| {
            answer.events += 1;
            match event {
                StreamEvent::ContentBlockDelta { delta: ContentBlockDelta::TextDelta { text }, .. } => {
                    seen(&text);
                    answer.text.push_str(&text);
                }
                StreamEvent::MessageDelta { delta, usage } => {
                    answer.stop_reason = word(delta.stop_reason);
                    answer.output_tokens = usage.expect("the usage").output_tokens.into();
                }
                _ => {}
            }
        })
        .await;
        answer
    }

    async fn tool(&self) -> Value {
        let mut json = String::new();
        self.events(|event| {
            if let StreamEvent::ContentBlockDelta {
                delta: ContentBlockDelta::InputJsonDelta { partial_json }, ..
            } = event
            {
                json.push_str(&partial_json);
            }
        })
        .await;
        serde_json::from_str(&json).expect("the tool's input")
    }
}

impl Sdk {
    async fn events(&self, mut take: impl FnMut(StreamEvent)) {
        let params = params(&Ask::Small).with_stream(true);
        let mut events = pin!(self.0.create_message_streaming(&params).await.expect("a stream"));
        while let Some(event) = events.next().await {
            take(event.expect("an event"));
        }
    }
}

fn params(ask: &Ask) -> CreateMessageParams {
    let messages = match ask {
        Ask::Small => vec![Message::new_text(Role::User, Ask::QUESTION)],
        Ask::Long(turns) => {
            let role = |is_user| if is_user { Role::User } else { Role::Assistant };
            let blocks = |text: &String| vec![ContentBlock::text(text)];
            turns.iter().map(|turn| Message::new_blocks(role(turn.is_user), blocks(&turn.text))).collect()
        }
        Ask::Images(images) => {
            let image = |data| ContentBlock::image("base64", "image/png", data);
            vec![Message::new_blocks(Role::User, images.iter().map(image).collect())]
        }
    };
    CreateMessageParams::new(RequiredMessageParams { model: MODEL.to_owned(), messages, max_tokens: MAX_TOKENS })
}

fn word(reason: Option<StopReason>) -> String {
    let word = serde_json::to_value(reason).expect("JSON");
    word.as_str().expect("a stop reason").to_owned()
}

fn main() {
    tidings_bench::run::<Sdk>();
}
