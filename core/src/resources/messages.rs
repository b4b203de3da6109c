//! `POST /v1/messages` and its small sister that counts.

use futures_core::future::BoxFuture;

use super::call::{ApiCall, to_json};
use crate::{
    client::Client,
    error::{Error, ErrorKind},
    request::{CallOptions, Endpoint, Request},
    stream::MessageStream,
    types::{CountTokensParams, Message, MessageParams, MessageTokensCount},
};

/// Creates messages, whole or as a stream.
#[derive(Debug, Clone)]
pub struct Messages<'a> {
    client: &'a Client,
    options: CallOptions,
}

impl<'a> Messages<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client, options: CallOptions::default() }
    }

    /// The same with options for the calls made from it.
    #[must_use]
    pub fn with(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Creates a message and waits for the whole of it.
    ///
    /// One that would take long to write is fetched as a stream and given back whole, see
    /// [`ClientBuilder::stream_long_calls`](crate::ClientBuilder::stream_long_calls).
    pub fn create(&self, params: &MessageParams) -> ApiCall<Message> {
        ApiCall::json(self.client, self.request(params, false))
    }

    /// Creates a message and gives it as it is written.
    pub fn stream(&self, params: &MessageParams) -> StreamCall {
        StreamCall { client: self.client.clone(), request: self.request(params, true) }
    }

    /// Counts the input tokens that creating a message would cost, which is free. Takes the parameters of a message too, of
    /// which it sends what counts.
    pub fn count_tokens(&self, params: impl Into<CountTokensParams>) -> ApiCall<MessageTokensCount> {
        let body = to_json(&params.into());
        ApiCall::json(
            self.client,
            body.map(|body| Request::post(Endpoint::COUNT_TOKENS, body).with(self.options.clone())),
        )
    }

    fn request(&self, params: &MessageParams, stream: bool) -> Result<Request, Error> {
        let body = params.to_json(stream).map_err(|e| not_json(&e))?;
        Ok(Request::messages(body).with(self.options.clone()))
    }
}

/// A call for a stream that is sent when it is awaited. Dropping the future cancels it.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct StreamCall {
    client: Client,
    request: Result<Request, Error>,
}

impl StreamCall {
    /// Options of this call, in place of any it has.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.request = self.request.map(|request| request.with(options));
        self
    }

    /// The request as it would be sent, its body asking for a stream.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] when it cannot be right as it stands.
    pub fn into_request(self) -> Result<Request, Error> {
        self.request
    }
}

impl IntoFuture for StreamCall {
    type Output = Result<MessageStream, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.client.open(&self.request?).await.map(MessageStream::new) })
    }
}

fn not_json(error: &serde_json::Error) -> Error {
    Error::new(ErrorKind::Validation, format!("the request is not JSON: {error}"))
}
