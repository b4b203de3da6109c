//! The body of a request as HTTP takes it: piece by piece, so that it is known how far it has come.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Body, Failed, Outgoing, Phase, Progress, http1::Length, leash::Leash};
use crate::error::{Error, ErrorKind, Reason};

/// How much is handed over at once, in bytes.
const PIECE: usize = 64 << 10;

/// The body of one attempt. Its length, where it is known, is what keeps it from being sent chunked.
pub(super) struct Sending {
    left: Left,
    progress: Progress,
    leash: Arc<Leash>,
}

enum Left {
    Bytes(Bytes),
    Stream(Option<u64>, Body),
}

impl Sending {
    pub(super) fn new(body: Outgoing, progress: Progress, leash: Arc<Leash>) -> Self {
        let left = match body {
            Outgoing::Empty => Left::Bytes(Bytes::new()),
            Outgoing::Bytes(bytes) => Left::Bytes(bytes),
            Outgoing::Stream(length, chunks) => Left::Stream(length, chunks),
        };
        let sending = Self { left, progress, leash };
        if sending.is_whole() {
            sending.leash.whole();
        }
        sending
    }

    /// Whether nothing of it is left, where that is known before the end.
    pub(super) fn is_whole(&self) -> bool {
        match &self.left {
            Left::Bytes(bytes) => bytes.is_empty(),
            Left::Stream(length, _) => length.is_some_and(|length| self.progress.now().bytes >= length),
        }
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// How HTTP/1.1 tells its end.
    pub(super) fn length(&self) -> Length {
        match &self.left {
            _ if self.is_whole() => Length::None,
            Left::Bytes(bytes) => Length::Known(bytes.len() as u64),
            Left::Stream(length, _) => length.map_or(Length::Chunked, Length::Known),
        }
    }

    /// The next piece of it; `None` at its end.
    pub(super) fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failed>>> {
        let piece = match &mut self.left {
            Left::Bytes(bytes) if bytes.is_empty() => None,
            Left::Bytes(bytes) => Some(Ok(bytes.split_to(bytes.len().min(PIECE)))),
            Left::Stream(_, chunks) => match chunks.poll_chunk(cx) {
                Poll::Ready(piece) => piece,
                Poll::Pending => {
                    self.progress.reading();
                    return Poll::Pending;
                }
            },
        };
        // HTTP does not ask for more than the length that was promised.
        let is_last = match (&piece, &self.left) {
            (None, _) => true,
            (_, Left::Bytes(bytes)) => bytes.is_empty(),
            (Some(Ok(piece)), Left::Stream(length, _)) => {
                let bytes = self.progress.now().bytes + piece.len() as u64;
                length.is_some_and(|length| bytes >= length)
            }
            (Some(Err(_)), Left::Stream(..)) => self.is_whole(),
        };
        match &piece {
            Some(Ok(piece)) => self.progress.handed_over(piece.len(), is_last),
            _ if is_last => self.progress.reach(Phase::Sent),
            _ => {}
        }
        if is_last {
            self.leash.whole();
        }
        Poll::Ready(piece.map(|piece| piece.map_err(Failed::new)))
    }
}

/// For HTTP/2, where the sending goes on in the connection's task and has to be told when the answer is over.
impl http_body::Body for Sending {
    type Data = Bytes;
    type Error = Failed;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Failed>>> {
        let this = self.get_mut();
        if this.leash.is_over(cx) {
            let over =
                Error::new(ErrorKind::Transport, "the answer ended before the request").with_reason(Reason::Closed);
            return Poll::Ready(Some(Err(Failed::new(over))));
        }
        this.poll_piece(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.is_whole()
    }

    fn size_hint(&self) -> SizeHint {
        match &self.left {
            Left::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Left::Stream(length, _) => length.map_or_else(SizeHint::default, SizeHint::with_exact),
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body::Body as _;

    use super::*;

    #[tokio::test]
    async fn a_large_body_leaves_in_slices_and_tells_how_far_it_is() {
        let progress = Progress::default();
        let whole = Bytes::from(vec![7; PIECE + 10]);
        let mut body = Sending::new(Outgoing::Bytes(whole.clone()), progress.clone(), Leash::new(None));
        assert_eq!(body.size_hint().exact(), Some(whole.len() as u64));
        let mut seen = Vec::new();
        while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            let piece = frame.unwrap().into_data().unwrap();
            assert!(whole.as_ptr_range().contains(&piece.as_ptr()), "no copy");
            seen.push((piece.len(), progress.now().phase));
        }
        assert_eq!(seen, [(PIECE, Phase::Sending), (10, Phase::Sent)]);
        assert_eq!(progress.now().bytes, whole.len() as u64);
    }
}
