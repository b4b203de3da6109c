//! Whole calls that are answered at once, without a connection, and the parts of an answer.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use tidings::{
    Error, Message,
    fuzzing::{Chunked, client_over, hand_over},
    host::Skim,
};

use crate::{
    harness::{Failure, Work},
    requests, samples, streams,
};

/// One chunk.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// A small call from its parameters to the message: all but the connection.
pub(crate) fn create() -> Result<(Work, usize), Failure> {
    let (answer, text) = samples::whole_answer(200);
    let script = move |_: &http::HeaderMap| {
        let body: Chunked = Box::pin(Once(Some(answer.clone())));
        let mut response = http::Response::new(body);
        response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
        let answered: futures_core::future::BoxFuture<'static, _> = Box::pin(std::future::ready(Ok(response)));
        answered
    };
    let client = client_over(requests::client()?, Box::new(script));
    let (params, runtime) = (requests::small(), streams::runtime()?);
    let work = move || {
        let message = runtime.block_on(async { client.messages().create(&params).await })?;
        Ok(message.text().len())
    };
    Ok((Box::new(work), text.len()))
}

/// A client built from its options.
pub(crate) fn build() -> (Work, usize) {
    (Box::new(|| Ok(requests::client()?.base_url().len())), "http://127.0.0.1:9/".len())
}

/// An answer passed over, as it is to see that it is a message.
pub(crate) fn skim(length: usize) -> (Work, usize) {
    let (answer, _) = samples::whole_answer(length);
    let expected = answer.len();
    let work = move || {
        let mut skim = Skim::new(&answer);
        let whole = skim.object(|skim, _| skim.value().map(drop)).ok_or("it is not JSON")?;
        Ok(if skim.is_at_end() { whole.len() } else { 0 })
    };
    (Box::new(work), expected)
}

/// An answer read into its type.
pub(crate) fn read(length: usize) -> (Work, usize) {
    let (answer, text) = samples::whole_answer(length);
    let work = move || Ok(serde_json::from_slice::<Message>(&answer)?.text().len());
    (Box::new(work), text.len())
}

/// Items handed over by a mailbox.
pub(crate) fn mailbox(items: usize) -> (Work, usize) {
    (Box::new(move || Ok(hand_over(items))), items)
}
