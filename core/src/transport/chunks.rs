//! Bytes on their way out: the body of a request, opened for one attempt, and readers as streams of chunks.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::{
    io::{AsyncRead, ReadBuf},
    task::{JoinHandle, spawn_blocking},
};

use super::Body;

/// How much is read from a file or reader at once, in bytes.
const PIECE: usize = 64 << 10;

/// The body of a request, opened for one attempt.
pub(crate) enum Outgoing {
    /// No body, and so no content type and no length.
    Empty,
    /// All of it in memory.
    Bytes(Bytes),
    /// Chunks, and how many bytes they are in all where that is known.
    Stream(Option<u64>, Body),
}

/// Chunks of an asynchronous reader.
pub(crate) struct AsyncChunks<R>(pub(crate) R);

impl<R: AsyncRead + Unpin> Stream for AsyncChunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut space = vec![0; PIECE];
        let mut buffer = ReadBuf::new(&mut space);
        if let Err(error) = ready!(Pin::new(&mut self.0).poll_read(cx, &mut buffer)) {
            return Poll::Ready(Some(Err(error)));
        }
        let length = buffer.filled().len();
        space.truncate(length);
        Poll::Ready((length > 0).then(|| Ok(space.into())))
    }
}

/// Chunks of a reader that blocks, such as a file; read on the threads that the runtime keeps for that.
pub(crate) enum BlockingChunks<R> {
    Idle(R),
    Reading(JoinHandle<(R, io::Result<Vec<u8>>)>),
    Done,
}

impl<R: io::Read + Send + Unpin + 'static> Stream for BlockingChunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut *self, Self::Done) {
                Self::Done => return Poll::Ready(None),
                Self::Idle(reader) => *self = Self::Reading(spawn_blocking(move || read_piece(reader))),
                Self::Reading(mut task) => {
                    let Poll::Ready(read) = Pin::new(&mut task).poll(cx) else {
                        *self = Self::Reading(task);
                        return Poll::Pending;
                    };
                    return Poll::Ready(match read {
                        Ok((reader, Ok(piece))) => (!piece.is_empty()).then(|| {
                            *self = Self::Idle(reader);
                            Ok(piece.into())
                        }),
                        Ok((_, Err(error))) => Some(Err(error)),
                        Err(lost) => Some(Err(io::Error::other(lost))),
                    });
                }
            }
        }
    }
}

fn read_piece<R: io::Read>(mut reader: R) -> (R, io::Result<Vec<u8>>) {
    let mut piece = Vec::with_capacity(PIECE);
    let read = io::Read::read_to_end(&mut io::Read::take(&mut reader, PIECE as u64), &mut piece);
    (reader, read.map(|_| piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn gather(mut chunks: impl Stream<Item = io::Result<Bytes>> + Unpin) -> Vec<u8> {
        let mut all = Vec::new();
        while let Some(chunk) = std::future::poll_fn(|cx| Pin::new(&mut chunks).poll_next(cx)).await {
            all.extend_from_slice(&chunk.unwrap());
        }
        all
    }

    #[tokio::test]
    async fn readers_of_both_kinds_come_whole_and_in_order() {
        let data: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        assert_eq!(gather(BlockingChunks::Idle(io::Cursor::new(data.clone()))).await, data);
        assert_eq!(gather(AsyncChunks(io::Cursor::new(data.clone()))).await, data);
        assert!(gather(AsyncChunks(tokio::io::empty())).await.is_empty());
    }
}
