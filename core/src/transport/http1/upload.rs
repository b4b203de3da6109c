//! A request on its way out.

use std::{
    io::IoSlice,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{Buf as _, Bytes};
use http::request::Parts;
use tokio::io::AsyncWrite;

use super::{
    Broken,
    head::{self, Length},
};
use crate::{
    error::{Error, ErrorKind, Reason},
    transport::{failure::Failed, sending::Sending},
};

const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// What is left of a request.
pub(super) struct Upload {
    /// What goes next: the head or the size of a chunk, a piece of the body, and the end of the chunk.
    before: Bytes,
    piece: Bytes,
    behind: &'static [u8],
    body: Option<Sending>,
    length: Length,
}

impl Upload {
    pub(super) fn new(parts: &Parts, body: Sending) -> Self {
        let length = body.length();
        let before = head::written(parts, length).into();
        let body = Some(body).filter(|_| length != Length::None);
        Self { before, piece: Bytes::new(), behind: b"", body, length }
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
                self.piece = piece;
                if *left == 0 {
                    self.body = None;
                }
            }
            (Length::Known(_), None) => return Err(Broken::Body(Failed::new(too_short()))),
            // A chunk without bytes would be the last.
            (_, Some(piece)) if piece.is_empty() => {}
            (_, Some(piece)) => {
                self.before = [&self.before[..], format!("{:x}\r\n", piece.len()).as_bytes()].concat().into();
                (self.piece, self.behind) = (piece, b"\r\n");
            }
            (_, None) => (self.behind, self.body) = (LAST_CHUNK, None),
        }
        Ok(Poll::Ready(()))
    }

    fn poll_write<S: AsyncWrite + Unpin>(&mut self, stream: &mut S, cx: &mut Context<'_>) -> Result<Poll<()>, Broken> {
        while !(self.before.is_empty() && self.piece.is_empty() && self.behind.is_empty()) {
            let slices = [IoSlice::new(&self.before), IoSlice::new(&self.piece), IoSlice::new(self.behind)];
            let Poll::Ready(wrote) = Pin::new(&mut *stream).poll_write_vectored(cx, &slices)? else {
                return Ok(Poll::Pending);
            };
            if wrote == 0 {
                return Err(Broken::Closed);
            }
            self.wrote(wrote);
        }
        Ok(Poll::Ready(()))
    }

    fn wrote(&mut self, mut bytes: usize) {
        for part in [&mut self.before, &mut self.piece] {
            let step = bytes.min(part.len());
            part.advance(step);
            bytes -= step;
        }
        self.behind = &self.behind[bytes..];
    }
}

fn too_short() -> Error {
    let message = "the body of the request ended before the length that was given for it";
    Error::new(ErrorKind::Transport, message).with_reason(Reason::Closed)
}
