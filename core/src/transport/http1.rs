//! HTTP/1.1 over one connection: a request, and then its answer.
//!
//! Nothing here is a task. Who waits for an answer reads it from the socket, straight into one space on the stack; what is
//! kept of a read is the body's bytes alone. So an open stream holds its socket and a few words, and a call meets little code
//! on its way. `docs/c-speed.md` says what both cost when a library did this; `oracle.rs` compares it with that library.

use std::{
    mem::MaybeUninit,
    pin::Pin,
    task::{Context, Poll, Waker, ready},
};

use bytes::Bytes;
use http::{Response, StatusCode};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

pub(super) use self::{
    broken::Broken,
    head::{Length, Way, written},
};
use self::{framing::Framing, head::Head, upload::Upload};
use super::{connect::Stream, progress::Progress, sending::Sending};

mod broken;
mod framing;
mod head;
mod upload;

/// How much is read at once, in bytes.
const READ: usize = 16 << 10;

/// A connection, for one request at a time.
pub(super) struct Http1<S = Box<dyn Stream>> {
    stream: S,
    /// Whether an answer is under way, or the connection is of no use any more.
    is_taken: bool,
}

/// An answer whose head is there, and the rest of its request.
pub(super) struct Incoming {
    framing: Framing,
    /// What came of the body with the head.
    first: Bytes,
    /// What is wrong behind what was given out.
    broken: Option<Broken>,
    /// Nearly always all of the request has been sent before.
    upload: Option<Box<Upload>>,
    /// Whether the connection can be used again behind the answer.
    is_kept: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Http1<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, is_taken: false }
    }

    /// Whether the answer before is over, with nothing against another request.
    pub(super) fn is_free(&self) -> bool {
        !self.is_taken
    }

    /// The same, and the server has neither closed nor said what nobody asked for, as far as is known.
    pub(super) fn is_ready(&mut self) -> bool {
        let (mut byte, mut cx) = ([0], Context::from_waker(Waker::noop()));
        self.is_free() && Pin::new(&mut self.stream).poll_read(&mut cx, &mut ReadBuf::new(&mut byte)).is_pending()
    }

    /// Sends a request, whose head is [`written`], and waits for the head of its answer; `is_head` where that is all of it.
    /// Dropped before, it leaves the connection taken.
    // No `async fn`, whose future holds twice what it is given.
    pub(super) fn send(
        &mut self,
        head: Vec<u8>,
        body: Sending,
        is_head: bool,
    ) -> impl Future<Output = Result<Response<Incoming>, Broken>> + Unpin {
        self.is_taken = true;
        let progress = body.progress().clone();
        let mut asking = Asking { upload: Some(Upload::new(head, body)), begun: Vec::new(), is_head, progress };
        std::future::poll_fn(move |cx| asking.poll(&mut self.stream, cx))
    }
}

/// A request without the head of its answer.
struct Asking {
    upload: Option<Upload>,
    /// What came of the head so far.
    begun: Vec<u8>,
    is_head: bool,
    progress: Progress,
}

impl Asking {
    fn poll<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut S,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Response<Incoming>, Broken>> {
        if let Some(upload) = &mut self.upload
            && upload.poll(stream, cx)?.is_ready()
        {
            self.upload = None;
        }
        let mut space = [MaybeUninit::uninit(); READ];
        loop {
            let mut buffer = ReadBuf::uninit(&mut space);
            ready!(Pin::new(&mut *stream).poll_read(cx, &mut buffer))?;
            let came = buffer.filled();
            if came.is_empty() {
                return Poll::Ready(Err(Broken::Closed));
            }
            if let Some(answer) = self.read(came)? {
                return Poll::Ready(Ok(answer));
            }
        }
    }

    /// Goes on behind `came`; gives the answer once its head is there.
    fn read(&mut self, came: &[u8]) -> Result<Option<Response<Incoming>>, Broken> {
        let mut begun = std::mem::take(&mut self.begun);
        let before = begun.len();
        // Usually all of it is there at once.
        let mut bytes = if before == 0 {
            came
        } else {
            begun.extend_from_slice(came);
            // Read again only when its end may have come, so that a head which trickles in costs no more than its length.
            if !head::may_end(&begun[before.saturating_sub(3)..]) {
                self.begun = begun;
                return if self.begun.len() > head::MAX { Err(Broken::TooLarge) } else { Ok(None) };
            }
            &begun[..]
        };
        while let Some(head) = Head::read(bytes)? {
            let behind = &bytes[head.length..];
            if !head.is_interim() {
                return self.begin(head, behind).map(Some);
            }
            self.progress.interim_answer();
            bytes = behind;
        }
        self.begun = bytes.to_vec();
        Ok(None)
    }

    fn begin(&mut self, head: Head, behind: &[u8]) -> Result<Response<Incoming>, Broken> {
        let framing = Framing::of(&head.answer, self.is_head)?;
        let is_kept = head.is_kept && head.answer.status() != StatusCode::SWITCHING_PROTOCOLS;
        let upload = self.upload.take().map(Box::new);
        let mut incoming = Incoming { framing, first: Bytes::new(), broken: None, upload, is_kept };
        if !behind.is_empty() {
            incoming.first = incoming.take(behind);
        }
        Ok(head.answer.map(|()| incoming))
    }
}

impl Incoming {
    /// The next bytes of the body; `None` at its end. What is left of the request goes on being sent meanwhile.
    pub(super) fn poll_chunk<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        connection: &mut Http1<S>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Broken>>> {
        if !self.first.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.first))));
        }
        if let Some(broken) = self.broken.take() {
            return Poll::Ready(Some(Err(broken)));
        }
        if let Some(upload) = &mut self.upload {
            match upload.poll(&mut connection.stream, cx) {
                Ok(Poll::Ready(())) => self.upload = None,
                Ok(Poll::Pending) => {}
                Err(broken) => return Poll::Ready(Some(Err(broken))),
            }
        }
        while !self.framing.is_over() {
            match ready!(self.poll_read(&mut connection.stream, cx)) {
                Ok(chunk) if chunk.is_empty() => {}
                read => return Poll::Ready(Some(read)),
            }
        }
        // Where some of the request is left, the server has not asked for it and may read it as another.
        connection.is_taken = !self.is_kept || self.upload.is_some();
        Poll::Ready(None)
    }

    fn poll_read<S: AsyncRead + Unpin>(&mut self, stream: &mut S, cx: &mut Context<'_>) -> Poll<Result<Bytes, Broken>> {
        let mut space = [MaybeUninit::uninit(); READ];
        let mut buffer = ReadBuf::uninit(&mut space);
        ready!(Pin::new(stream).poll_read(cx, &mut buffer))?;
        let came = buffer.filled();
        if came.is_empty() {
            self.is_kept = false;
            return Poll::Ready(self.framing.close().map(|()| Bytes::new()));
        }
        let chunk = self.take(came);
        match self.broken.take_if(|_| chunk.is_empty()) {
            Some(broken) => Poll::Ready(Err(broken)),
            None => Poll::Ready(Ok(chunk)),
        }
    }

    /// The body's part of what came.
    fn take(&mut self, came: &[u8]) -> Bytes {
        let mut body = Vec::new();
        match self.framing.take(came, &mut body) {
            Ok(used) => self.is_kept &= used == came.len(),
            Err(broken) => self.broken = Some(broken),
        }
        body.into()
    }
}

#[cfg(any(test, fuzzing))]
pub(super) mod oracle;
#[cfg(test)]
mod tests;
