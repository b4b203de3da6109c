//! `/v1/messages/batches`.

use super::{
    call::{ApiCall, to_json},
    page::Page,
    results::{ResultsCall, request_for},
};
use crate::{
    client::Client,
    error::Error,
    request::{Endpoint, Request},
    types::{BatchCreateParams, DeletedMessageBatch, MessageBatch},
};

const ONE: &str = "/v1/messages/batches/{message_batch_id}";
const RESULTS: &str = "/v1/messages/batches/{message_batch_id}/results";

/// Batches of messages.
///
/// ```no_run
/// # async fn example(client: tidings::Client) -> Result<(), tidings::Error> {
/// use tidings::{MessageParams, types::{BatchCreateParams, BatchRequest}};
///
/// let hello = MessageParams::new("claude-opus-4-6", 64).user("Hello");
/// let batch = client.batches().create(&BatchCreateParams::new(vec![BatchRequest::new("first", hello)])).await?;
/// // Later, when `processing_status` is `ended`:
/// let mut results = client.batches().results(&batch.id).await?;
/// while let Some(line) = results.next().await? {
///     eprintln!("{}: {:?}", line.custom_id, line.result.message().map(|message| message.text()));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Batches<'a> {
    client: &'a Client,
}

impl<'a> Batches<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Creates a batch. Whether each request in it is right is only found out as it is worked on.
    pub fn create(&self, params: &BatchCreateParams) -> ApiCall<MessageBatch> {
        ApiCall::json(self.client, to_json(params).map(|body| Request::post(Endpoint::BATCHES, body)))
    }

    /// One batch: how far it is.
    pub fn retrieve(&self, message_batch_id: &str) -> ApiCall<MessageBatch> {
        ApiCall::json(self.client, path(ONE, message_batch_id).map(Request::get))
    }

    /// All batches, the newest first.
    pub fn list(&self) -> ApiCall<Page<MessageBatch>> {
        ApiCall::list(self.client, Endpoint::BATCHES)
    }

    /// Cancels a batch. What is with the model is still finished, so it ends a while later.
    pub fn cancel(&self, message_batch_id: &str) -> ApiCall<MessageBatch> {
        let path = path("/v1/messages/batches/{message_batch_id}/cancel", message_batch_id);
        ApiCall::json(self.client, path.map(|path| Request::post(path, "")))
    }

    /// Deletes a batch that has ended.
    pub fn delete(&self, message_batch_id: &str) -> ApiCall<DeletedMessageBatch> {
        ApiCall::delete(self.client, path(ONE, message_batch_id), message_batch_id, "message_batch_deleted")
    }

    /// The results of a batch that has ended, read line by line.
    pub fn results(&self, message_batch_id: &str) -> ResultsCall {
        ResultsCall::new(self.retrieve(message_batch_id), path(RESULTS, message_batch_id))
    }

    /// The request for the results of a batch that was retrieved before, for programs that send it themselves. It stays
    /// within the origin of the base URL, whatever the batch says.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) when the batch has no results yet.
    pub fn results_request(&self, batch: &MessageBatch) -> Result<Request, Error> {
        request_for(batch, path(RESULTS, &batch.id)?, &self.client.config().base_url)
    }
}

fn path(template: &str, message_batch_id: &str) -> Result<String, Error> {
    Request::path(template, &[("message_batch_id", message_batch_id)])
}
