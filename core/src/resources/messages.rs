//! `POST /v1/messages`.

use crate::{
    client::Client,
    error::{Error, ErrorKind},
    request::{CallOptions, Request},
    stream::MessageStream,
    types::{Message, MessageParams},
};

/// The path that creates messages.
pub(crate) const PATH: &str = "/v1/messages";

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

    /// Creates a message and waits for the whole of it. Dropping the future cancels the request.
    pub async fn create(&self, params: &MessageParams) -> Result<Message, Error> {
        let response = self.client.send(&self.request(params, false)?).await?;
        serde_json::from_slice(&response.body).map_err(|e| {
            Error::new(ErrorKind::UnexpectedResponse, format!("the answer is not a message: {e}"))
                .with_status(response.head.status)
                .with_headers(response.head.headers)
                .with_raw(response.body)
                .with_effort(response.attempts, response.elapsed)
        })
    }

    /// Creates a message and gives it as it is written. Dropping the future or the stream closes the connection.
    pub async fn stream(&self, params: &MessageParams) -> Result<MessageStream, Error> {
        self.client.open(&self.request(params, true)?).await.map(MessageStream::new)
    }

    fn request(&self, params: &MessageParams, stream: bool) -> Result<Request, Error> {
        let body = params
            .to_json(stream)
            .map_err(|e| Error::new(ErrorKind::Validation, format!("the request is not JSON: {e}")))?;
        Ok(Request::post(PATH, body).with(self.options.clone()))
    }
}
