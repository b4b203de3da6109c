//! A request on its way out.

use std::{
    io::IoSlice,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{Buf as _, Bytes};
use tokio::io::AsyncWrite;

use super::{Broken, Length};
use crate::{
    error::{Error, ErrorKind, Reason},
    transport::{failure::Failed, sending::Sending},
};

const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// Up to so many bytes of a body leave with the head, as one piece: to copy them costs less than to send two.
pub(super) const JOINED: usize = 4 << 10;

/// What is left of a request.
pub(super) struct Upload {
    /// What goes next: the head or the size of a chunk, of which so much is gone, a piece of the body, and the end of the chunk.
    before: Vec<u8>,
    gone: usize,
    piece: Bytes,
    behind: &'static [u8],
    body: Option<Sending>,
    length: Length,
}

impl Upload {
    pub(super) fn new(head: Vec<u8>, body: Sending) -> Self {
        let length = body.length();
        let body = Some(body).filter(|_| length != Length::None);
        Self { before: head, gone: 0, piece: Bytes::new(), behind: b"", body, length }
    }

    /// Sends what the connection takes and the body has; ready once that was all. What goes wrong with the connection is
    /// told by reading, see [`Wire`](crate::transport::wire::Wire).
    pub(super) fn poll<S: AsyncWrite + Unpin>(
        &mut self,
        stream: &mut S,
        cx: &mut Context<'_>,
    ) -> Result<Poll<()>, Broken> {
        loop {
            let has_more = self.poll_piece(cx)?;
            match self.poll_write(stream, cx)? {
                Poll::Ready(()) if has_more.is_pending() || self.body.is_none() => {
                    let flushed = Pin::new(&mut *stream).poll_flush(cx)?;
                    return Ok(if has_more.is_pending() { Poll::Pending } else { flushed });
                }
                Poll::Ready(()) => {}
                Poll::Pending => return Ok(Poll::Pending),
            }
        }
    }

    /// Has something of the body in its place, if there is any and the place is free.
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Result<Poll<()>, Broken> {
        let Some(body) = self.body.as_mut().filter(|_| self.piece.is_empty() && self.behind.is_empty()) else {
            return Ok(Poll::Ready(()));
        };
        let piece = match body.poll_piece(cx) {
            Poll::Pending => return Ok(Poll::Pending),
            Poll::Ready(piece) => piece.transpose().map_err(Broken::Body)?,
        };
        match (&mut self.length, piece) {
            (Length::Known(left), Some(mut piece)) => {
                piece.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= piece.len() as u64;
                if piece.len() <= JOINED {
                    self.before.extend_from_slice(&piece);
                } else {
                    self.piece = piece;
                }
                if *left == 0 {
                    self.body = None;
                }
            }
            (Length::Known(_), None) => return Err(Broken::Body(Failed::new(too_short()))),
            // A chunk without bytes would be the last.
            (_, Some(piece)) if piece.is_empty() => {}
            (_, Some(piece)) => {
                self.before.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
                (self.piece, self.behind) = (piece, b"\r\n");
            }
            (_, None) => (self.behind, self.body) = (LAST_CHUNK, None),
        }
        Ok(Poll::Ready(()))
    }

    fn poll_write<S: AsyncWrite + Unpin>(&mut self, stream: &mut S, cx: &mut Context<'_>) -> Result<Poll<()>, Broken> {
        loop {
            let before = &self.before[self.gone..];
            let stream = Pin::new(&mut *stream);
            let wrote = if !self.piece.is_empty() || !self.behind.is_empty() {
                let slices = [IoSlice::new(before), IoSlice::new(&self.piece), IoSlice::new(self.behind)];
                stream.poll_write_vectored(cx, &slices)?
            } else if before.is_empty() {
                return Ok(Poll::Ready(()));
            } else {
                stream.poll_write(cx, before)?
            };
            match wrote {
                Poll::Ready(0) => return Err(Broken::Closed),
                Poll::Ready(wrote) => self.wrote(wrote),
                Poll::Pending => return Ok(Poll::Pending),
            }
        }
    }

    fn wrote(&mut self, mut bytes: usize) {
        let step = bytes.min(self.before.len() - self.gone);
        self.gone += step;
        bytes -= step;
        if self.gone == self.before.len() {
            self.before.clear();
            self.gone = 0;
        }
        let step = bytes.min(self.piece.len());
        self.piece.advance(step);
        self.behind = &self.behind[bytes - step..];
    }
}

fn too_short() -> Error {
    let message = "the body of the request ended before the length that was given for it";
    Error::new(ErrorKind::Transport, message).with_reason(Reason::Closed)
}
