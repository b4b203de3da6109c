//! What a careful programmer writes on reqwest: one client that keeps its connections, types for the JSON that borrow where
//! they can, and the event stream cut by hand. It neither tries again nor checks what it sends.

use std::borrow::Cow;

use memchr::memchr;
use reqwest::{
    Client, Response,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tidings_bench::{Answer, Ask, KEY, MAX_TOKENS, MODEL, Peer};

struct Plain {
    client: Client,
    url: String,
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    messages: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<bool>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'a str,
    content: Content<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Text(&'a str),
    Blocks(Vec<Block<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block<'a> {
    Text { text: &'a str },
    Image { source: Source<'a> },
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Source<'a> {
    Base64 { media_type: &'a str, data: &'a str },
}

#[derive(Deserialize)]
struct Whole<'a> {
    #[serde(borrow)]
    content: Vec<Text<'a>>,
    #[serde(borrow)]
    stop_reason: Cow<'a, str>,
    usage: Usage,
}

#[derive(Deserialize)]
struct Text<'a> {
    #[serde(borrow, default)]
    text: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Usage {
    output_tokens: u64,
}

/// Any event: what is not in it is `None`. An enum told apart by `type` would be read twice.
#[derive(Deserialize)]
struct Event<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    delta: Option<Delta<'a>>,
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Delta<'a> {
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    partial_json: Option<Cow<'a, str>>,
    #[serde(borrow)]
    stop_reason: Option<Cow<'a, str>>,
}

impl Peer for Plain {
    fn new(url: &str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("x-api-key", HeaderValue::from_static(KEY));
        headers.insert("anthropic-version", HeaderValue::from_static("2023-06-01"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let client = Client::builder().default_headers(headers).tcp_nodelay(true).no_proxy().build();
        Self { client: client.expect("a client"), url: format!("{url}/v1/messages") }
    }

    async fn create(&self, ask: &Ask) -> Answer {
        let bytes = self.send(&body(ask, None)).await.bytes().await.expect("a whole answer");
        let whole: Whole<'_> = serde_json::from_slice(&bytes).expect("a message");
        Answer {
            text: whole.content.iter().map(|block| block.text.as_ref()).collect(),
            events: 0,
            stop_reason: whole.stop_reason.into_owned(),
            output_tokens: whole.usage.output_tokens,
        }
    }

    async fn stream(&self, mut seen: impl FnMut(&str)) -> Answer {
        let mut answer = Answer::default();
        self.events(|event| {
            answer.events += 1;
            if let Some(text) = event.delta.as_ref().and_then(|delta| delta.text.as_deref()) {
                seen(text);
                answer.text.push_str(text);
            }
            if event.kind == "message_delta" {
                answer.stop_reason = event.delta.and_then(|delta| delta.stop_reason).expect("a reason").into_owned();
                answer.output_tokens = event.usage.expect("the usage").output_tokens;
            }
        })
        .await;
        answer
    }

    async fn tool(&self) -> Value {
        let mut json = String::new();
        self.events(|event| {
            if let Some(piece) = event.delta.as_ref().and_then(|delta| delta.partial_json.as_deref()) {
                json.push_str(piece);
            }
        })
        .await;
        serde_json::from_str(&json).expect("the tool's input")
    }
}

impl Plain {
    async fn send(&self, body: &Body<'_>) -> Response {
        let json = serde_json::to_vec(body).expect("JSON");
        let response = self.client.post(&self.url).body(json).send().await.expect("an answer");
        response.error_for_status().expect("status 200")
    }

    /// Reads a stream to its end. Only a line that is not whole yet is copied.
    async fn events(&self, mut take: impl FnMut(Event<'_>)) {
        let mut response = self.send(&body(&Ask::Small, Some(true))).await;
        let (mut begun, mut is_over) = (Vec::new(), false);
        let mut line = |line: &[u8]| {
            if let Some(data) = line.strip_prefix(b"data:") {
                let event: Event<'_> = serde_json::from_slice(data.trim_ascii()).expect("an event");
                is_over |= event.kind == "message_stop";
                take(event);
            }
        };
        while let Some(chunk) = response.chunk().await.expect("a chunk") {
            let mut rest = &chunk[..];
            while let Some(end) = memchr(b'\n', rest) {
                if begun.is_empty() {
                    line(&rest[..end]);
                } else {
                    begun.extend_from_slice(&rest[..end]);
                    line(&begun);
                    begun.clear();
                }
                rest = &rest[end + 1..];
            }
            begun.extend_from_slice(rest);
        }
        assert!(is_over, "the stream ended before the message");
    }
}

fn body(ask: &Ask, stream: Option<bool>) -> Body<'_> {
    let user = |content| Message { role: "user", content };
    let messages = match ask {
        Ask::Small => vec![user(Content::Text(Ask::QUESTION))],
        Ask::Long(turns) => {
            let role = |is_user| if is_user { "user" } else { "assistant" };
            let blocks = |text| Content::Blocks(vec![Block::Text { text }]);
            turns.iter().map(|turn| Message { role: role(turn.is_user), content: blocks(&turn.text) }).collect()
        }
        Ask::Images(images) => {
            let image = |data| Block::Image { source: Source::Base64 { media_type: "image/png", data } };
            vec![user(Content::Blocks(images.iter().map(|data| image(data)).collect()))]
        }
    };
    Body { model: MODEL, max_tokens: MAX_TOKENS, messages, stream }
}

fn main() {
    tidings_bench::run::<Plain>();
}
