//! Message batches.

use super::{
    error_response::ErrorResponse,
    message::Message,
    params::MessageParams,
    record::{request, response},
    union::union,
    words::words,
};

request! {
    /// The body of a request for a batch.
    ///
    /// ```
    /// use tidings::{MessageParams, types::{BatchCreateParams, BatchRequest}};
    /// let hello = MessageParams::new("claude-opus-4-6", 64).user("Hello");
    /// let params = BatchCreateParams::new(vec![BatchRequest::new("first", hello)]);
    /// # assert_eq!(serde_json::to_value(&params)?["requests"][0]["custom_id"], "first");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct BatchCreateParams {
        required {
            /// The messages to create, 1 to 100,000 of them and 256 MB in all.
            requests: Vec<BatchRequest> where Items(1, 100_000),
        }
    }

    /// The query of a list of batches.
    pub struct BatchListParams {
        optional {
            /// Begins behind the batch with this id.
            after_id: String,
            /// Begins in front of the batch with this id, and goes on towards newer ones.
            before_id: String,
            /// How many batches a page has, 1 to 1000; 20 unless said otherwise.
            limit: i64,
        }
    }

    /// One message of a batch.
    pub struct BatchRequest {
        required {
            /// Your name for it, which its result carries: 1 to 64 letters, digits, `-` and `_`, unlike every other in the batch.
            custom_id: String,
            /// The message to create. It cannot be streamed.
            params: MessageParams,
        }
    }
}

response! {
    /// A batch of messages. It ends within 24 hours; its results are kept for 29 days.
    pub struct MessageBatch("message_batch") {
        required {
            /// The batch's id.
            id: String,
            /// How far it is.
            processing_status: ProcessingStatus,
        }
        defaulted {
            /// How many of its requests are where.
            request_counts: MessageBatchRequestCounts,
            /// When it was created (RFC 3339).
            created_at: String,
            /// When what is not done by then is given up (RFC 3339).
            expires_at: String,
        }
        nullable {
            /// When all of it was done with (RFC 3339).
            ended_at: String,
            /// When cancelling it was asked for (RFC 3339).
            cancel_initiated_at: String,
            /// When its results were removed (RFC 3339).
            archived_at: String,
            /// Where its results are; `None` until it has ended.
            results_url: String,
        }
    }

    /// How many requests of a batch are where. All but `processing` stay 0 until the whole batch has ended.
    pub struct MessageBatchRequestCounts {
        defaulted {
            /// Not done with yet.
            processing: u64,
            /// Done well.
            succeeded: u64,
            /// Failed, the request itself or the server.
            errored: u64,
            /// Given up because the batch was cancelled.
            canceled: u64,
            /// Given up because the batch expired.
            expired: u64,
        }
    }

    /// A batch that is no more.
    pub struct DeletedMessageBatch("message_batch_deleted") {
        required {
            /// The id that the batch had.
            id: String,
        }
    }

    /// What came of one request of a batch.
    pub struct MessageBatchIndividualResponse {
        required {
            /// The request's name in the batch. Results come in any order, so go by it.
            custom_id: String,
            /// What came of it.
            result: MessageBatchResult,
        }
    }

    /// The message was created.
    pub struct MessageBatchSucceededResult("succeeded") {
        required {
            /// The message.
            message: Message,
        }
    }

    /// The request failed and was not billed.
    pub struct MessageBatchErroredResult("errored") {
        required {
            /// Why, as the API would have answered it.
            error: ErrorResponse,
        }
    }

    /// The batch was cancelled before this request was sent to the model.
    pub struct MessageBatchCanceledResult("canceled") {}

    /// The batch expired before this request was sent to the model.
    pub struct MessageBatchExpiredResult("expired") {}
}

union! {
    /// What came of one request of a batch.
    pub enum MessageBatchResult {
        /// The message was created.
        Succeeded(MessageBatchSucceededResult),
        /// The request failed.
        Errored(MessageBatchErroredResult),
        /// The batch was cancelled first.
        Canceled(MessageBatchCanceledResult),
        /// The batch expired first.
        Expired(MessageBatchExpiredResult),
    }
}

words! {
    /// How far a batch is.
    pub enum ProcessingStatus {
        /// It is being worked on.
        InProgress = "in_progress",
        /// It was cancelled; what is with the model is still finished.
        Canceling = "canceling",
        /// All of it is done with, and the results are there.
        Ended = "ended",
    }
}

impl MessageBatchResult {
    /// The message, if it was created.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        match self {
            Self::Succeeded(result) => Some(&result.message),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_of_a_kind_that_is_not_known_yet_survives() {
        let line = r#"{"custom_id":"a","result":{"type":"postponed","until":"tomorrow"},"new":1}"#;
        let read: MessageBatchIndividualResponse = serde_json::from_str(line).unwrap();
        assert!(matches!(read.result, MessageBatchResult::Unknown(_)) && read.result.message().is_none());
        assert_eq!(serde_json::to_string(&read).unwrap(), line);
    }
}
