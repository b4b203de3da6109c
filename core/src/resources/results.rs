//! The results of a batch: one line of JSON each, in any order, perhaps gigabytes of them.

use std::{
    borrow::Cow,
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
    lines: ResultLines,
    ended: bool,
}

/// Results cut into their lines: sans-IO, for programs that read the bytes themselves.
#[derive(Debug, Default)]
pub struct ResultLines {
    lines: Lines,
    number: u64,
}

impl ResultLines {
    /// Takes the next chunk; all lines of the last one have been taken.
    pub fn feed(&mut self, chunk: Bytes) {
        self.lines.feed(chunk);
    }

    /// The next line that has come whole; [`ErrorKind::LimitExceeded`] in the place of one that is longer than is kept.
    pub fn next_line(&mut self) -> Option<Result<Bytes, Error>> {
        self.lines.next().map(|line| self.counted(line))
    }

    /// The line that the end of the bytes ends, if there is one.
    pub fn finish(&mut self) -> Option<Result<Bytes, Error>> {
        self.lines.finish().map(|line| self.counted(line))
    }

    /// Forgets what has come of a line.
    pub fn forget(&mut self) {
        self.lines = Lines::default();
    }

    /// A line as readers of JSON bear it: half characters, which servers that cut text send, are replaced.
    #[must_use]
    pub fn readable(line: &[u8]) -> Cow<'_, [u8]> {
        surrogates::replace_lone(line)
    }

    /// The error for the line that was given last, when it cannot be read.
    #[must_use]
    pub fn unreadable(&self, line: Bytes, why: &str) -> Error {
        let message = format!("line {} of the results cannot be read: {why}", self.number);
        Error::new(ErrorKind::UnexpectedResponse, message).with_raw(line)
    }

    fn counted(&mut self, line: Line) -> Result<Bytes, Error> {
        self.number += 1;
        match line {
            Line::Whole(line) => Ok(line),
            Line::TooLong => {
                let message = format!("line {} of the results is longer than {LONGEST} bytes", self.number);
                Err(Error::new(ErrorKind::LimitExceeded, message))
            }
        }
    }
}

impl BatchResults {
    fn new(bytes: ByteStream) -> Self {
        Self { bytes, lines: ResultLines::default(), ended: false }
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
        let read = tolerant::read(&ResultLines::readable(&line));
        Poll::Ready(Some(read.map_err(|e| self.bytes.describe(self.lines.unreadable(line.clone(), &e.to_string())))))
    }

    fn poll_line(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            let line = match self.lines.next_line() {
                None if self.ended => self.lines.finish(),
                line => line,
            };
            if let Some(line) = line {
                return Poll::Ready(Some(line.map_err(|error| self.bytes.describe(error))));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.bytes).poll_next(cx)) {
                Some(Ok(chunk)) => self.lines.feed(chunk),
                Some(Err(error)) => {
                    // What had come of a line is none.
                    self.lines.forget();
                    self.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.ended = true,
            }
        }
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
        f.debug_struct("BatchResults").field("lines", &self.lines.number).finish_non_exhaustive()
    }
}
