//! The results of a batch: one line of JSON each, in any order, perhaps gigabytes of them.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};
use url::Url;

use super::{
    call::ApiCall,
    jsonl::{LONGEST, Line, Lines},
};
use crate::{
    error::{Error, ErrorKind},
    request::{CallOptions, Request, ResponseHead, address, is_same_origin},
    retry::ByteStream,
    surrogates, tolerant,
    types::{MessageBatch, MessageBatchIndividualResponse, ProcessingStatus},
};

/// A call for the results of a batch, sent when it is awaited: first for the batch, then for where its results are.
///
/// A batch that has none yet is [`ErrorKind::Conflict`], which names how far it is.
///
/// The address that the batch names is only followed within the origin of the base URL. For any other, and for what is no
/// address, the API's own path for results is asked instead, so that no credential and no header leaves that origin.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct ResultsCall {
    batch: ApiCall<MessageBatch>,
    /// The path where the API has the results of this batch.
    own: Result<String, Error>,
    options: CallOptions,
}

impl ResultsCall {
    pub(super) fn new(batch: ApiCall<MessageBatch>, own: Result<String, Error>) -> Self {
        Self { batch, own, options: CallOptions::default() }
    }

    /// Options of both requests. Limits and retries hold for each.
    pub fn options(self, options: CallOptions) -> Self {
        Self { batch: self.batch.options(options.clone()), options, ..self }
    }

    async fn send(self) -> Result<BatchResults, Error> {
        let own = self.own?;
        let client = self.batch.client.clone();
        let (batch, answer) = self.batch.with_response().await?;
        let request = request_for(&batch, own, &client.config().base_url)
            .map_err(|e| e.with_headers(answer.head.headers).with_effort(answer.attempts, answer.elapsed))?;
        client.fetch(&request.with(self.options)).await.map(BatchResults::new)
    }
}

/// The request for the results of a batch, which stays within the origin of the base URL whatever the batch says.
pub(super) fn request_for(batch: &MessageBatch, own: String, base_url: &Url) -> Result<Request, Error> {
    let Some(url) = batch.results_url.as_deref().filter(|url| !url.is_empty()) else {
        return Err(no_results(batch));
    };
    let place = if is_same_origin(base_url, url) && address(base_url, url, &[]).is_ok() { url.to_owned() } else { own };
    Ok(Request::get(place).header("accept", "application/binary").any_answer())
}

fn no_results(batch: &MessageBatch) -> Error {
    let (id, status) = (&batch.id, batch.processing_status.as_str());
    if batch.processing_status == ProcessingStatus::Ended {
        let message = format!("the batch {id} is {status} and has no results any more; they are kept for 29 days");
        return Error::new(ErrorKind::NotFound, message);
    }
    let message = format!("the batch {id} has no results yet: its processing_status is {status}, not ended");
    Error::new(ErrorKind::Conflict, message)
}

impl IntoFuture for ResultsCall {
    type Output = Result<BatchResults, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// The results of a batch as they come: a [`Stream`].
///
/// A line that cannot be read is an error for itself, with the line in [`Error::body`]; the next call goes on with the line
/// behind it. When the connection breaks, that is the last thing there is. Dropping it closes the connection.
pub struct BatchResults {
    bytes: ByteStream,
    lines: Lines,
    number: u64,
    ended: bool,
}

impl BatchResults {
    fn new(bytes: ByteStream) -> Self {
        Self { bytes, lines: Lines::default(), number: 0, ended: false }
    }

    /// Status and headers of the answer.
    #[must_use]
    pub fn head(&self) -> &ResponseHead {
        self.bytes.head()
    }

    /// The next result; `None` behind the last. Cancel safe.
    pub async fn next(&mut self) -> Result<Option<MessageBatchIndividualResponse>, Error> {
        std::future::poll_fn(|cx| self.poll_result(cx)).await.transpose()
    }

    /// The next result as the line it came in; `None` behind the last. Cancel safe.
    pub async fn next_line(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|cx| self.poll_line(cx)).await.transpose()
    }

    fn poll_result(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<MessageBatchIndividualResponse, Error>>> {
        let Some(line) = ready!(self.poll_line(cx)?) else { return Poll::Ready(None) };
        Poll::Ready(Some(tolerant::read(&surrogates::replace_lone(&line)).map_err(|e| {
            let message = format!("line {} of the results cannot be read: {e}", self.number);
            self.bytes.describe(Error::new(ErrorKind::UnexpectedResponse, message)).with_raw(line)
        })))
    }

    fn poll_line(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            let line = match self.lines.next() {
                None if self.ended => self.lines.finish(),
                line => line,
            };
            if let Some(line) = line {
                self.number += 1;
                return Poll::Ready(Some(match line {
                    Line::Whole(line) => Ok(line),
                    Line::TooLong => Err(self.too_long()),
                }));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.bytes).poll_next(cx)) {
                Some(Ok(chunk)) => self.lines.feed(chunk),
                Some(Err(error)) => {
                    // What had come of a line is none.
                    self.lines = Lines::default();
                    self.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.ended = true,
            }
        }
    }

    fn too_long(&self) -> Error {
        let message = format!("line {} of the results is longer than {LONGEST} bytes", self.number);
        self.bytes.describe(Error::new(ErrorKind::LimitExceeded, message))
    }
}

impl Stream for BatchResults {
    type Item = Result<MessageBatchIndividualResponse, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_result(cx)
    }
}

impl fmt::Debug for BatchResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchResults").field("lines", &self.number).finish_non_exhaustive()
    }
}
