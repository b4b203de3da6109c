//! Requests: written as JSON, looked over before they are sent, their headers.

use http::HeaderMap;
use tidings::{
    Client, Content, ContentBlockParam, Endpoint, MessageParams, Request,
    fuzzing::{ClientHeaders, validate},
    types::ImageBlockParam,
};

use crate::{
    harness::{Failure, Work},
    samples,
};

/// A client that knows where to send, and sends nothing.
pub(crate) fn client() -> Result<Client, Failure> {
    Ok(Client::builder().base_url("http://127.0.0.1:9").api_key("any-key-will-do").build()?)
}

/// A short question.
pub(crate) fn small() -> MessageParams {
    MessageParams::new("claude-opus-4-6", 1024).user("What is the capital of France?")
}

/// A conversation of so many turns, each a text of about so many bytes.
pub(crate) fn conversation(turns: usize, length: usize) -> MessageParams {
    let params = MessageParams::new("claude-opus-4-6", 1024);
    (0..turns).fold(params, |params, turn| {
        let text = samples::text(length);
        if turn % 2 == 0 { params.user(text) } else { params.assistant(text) }
    })
}

/// Images with so many bytes each.
fn pictures(count: usize, length: usize) -> Vec<Vec<u8>> {
    let picture = |number: usize| {
        let bytes = (0..length).map(|place| u8::try_from((place * 31 + number) % 251).unwrap_or_default());
        b"GIF89a".iter().copied().chain(bytes).collect()
    };
    (0..count).map(picture).collect()
}

/// A question about images.
pub(crate) fn with_images(count: usize, length: usize) -> Result<MessageParams, Failure> {
    Ok(MessageParams::new("claude-opus-4-6", 1024).user(blocks(&pictures(count, length))?))
}

fn blocks(pictures: &[Vec<u8>]) -> Result<Content, tidings::Error> {
    let blocks: Result<Vec<ContentBlockParam>, _> =
        pictures.iter().map(|picture| ImageBlockParam::from_bytes(picture).map(Into::into)).collect();
    blocks.map(Into::into)
}

/// Images put into a request: their format found, their bytes in base64.
pub(crate) fn encode(count: usize, length: usize) -> (Work, usize) {
    let pictures = pictures(count, length);
    let work = move || match blocks(&pictures)? {
        Content::Blocks(blocks) => Ok(blocks.len()),
        _ => Ok(0),
    };
    (Box::new(work), count)
}

/// Parameters written as the body of a request.
pub(crate) fn write(params: MessageParams) -> Result<(Work, usize), Failure> {
    let (client, expected) = (client()?, serde_json::to_vec(&params)?.len());
    let work = move || Ok(body(&client.messages().create(&params).into_request()?)?.len());
    Ok((Box::new(work), expected))
}

/// The body of a request looked over.
pub(crate) fn check(params: &MessageParams) -> Result<(Work, usize), Failure> {
    let body = body(&client()?.messages().create(params).into_request()?)?;
    let spoilt = String::from_utf8(body.to_vec())?.replacen("\"max_tokens\":1024", "\"max_tokens\":false", 1);
    if validate(Endpoint::CreateMessage, spoilt.as_bytes()).is_ok() {
        return Err("a request that is wrong was found to be right".into());
    }
    let expected = body.len();
    let work = move || Ok(validate(Endpoint::CreateMessage, &body).map(|()| body.len())?);
    Ok((Box::new(work), expected))
}

fn body(request: &Request) -> Result<bytes::Bytes, Failure> {
    Ok(request.body().ok_or("the request has no body")?.clone())
}

/// The headers of one attempt, `own` of them set for this call alone.
pub(crate) fn headers(own: usize) -> Result<(Work, usize), Failure> {
    let mut all = HeaderMap::new();
    for name in ["accept", "accept-encoding", "anthropic-version", "user-agent", "content-type", "x-api-key"] {
        all.insert(name, "any value will do".parse()?);
    }
    let names: Vec<String> = (0..own).map(|number| format!("x-of-this-call-{number}")).collect();
    let lines = all.len() + own;
    let all = ClientHeaders::new(all);
    let work = move || {
        let entries = names.iter().map(|name| (name.clone(), Some("a value".to_owned())));
        Ok(all.attempt(entries)?.iter().filter(|byte| **byte == b'\n').count())
    };
    // With the line that says what is asked for, the host, the length and the empty line at the end.
    Ok((Box::new(work), lines + 4))
}
