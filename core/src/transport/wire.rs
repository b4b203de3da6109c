//! A TCP connection that counts what passes, and on which an answer outlives a broken request.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::socket::Socket;

/// How many bytes of the beginning are kept, for the error about a server that speaks something else.
const FIRST: usize = 32;

/// What has passed over one connection, shared by everybody who asks.
#[derive(Debug, Default)]
pub(super) struct Meter {
    read: AtomicU64,
    answers: AtomicU32,
    first: OnceLock<Vec<u8>>,
    /// Whether something could not be written.
    has_lost: AtomicBool,
    is_encrypted: bool,
}

impl Meter {
    pub(super) fn new(is_encrypted: bool) -> Arc<Self> {
        Arc::new(Self { is_encrypted, ..Self::default() })
    }

    /// How many bytes have come.
    pub(super) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// How many answers have begun.
    pub(super) fn answers(&self) -> u32 {
        self.answers.load(Ordering::Relaxed)
    }

    pub(super) fn answered(&self) {
        self.answers.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether something could not be written, although it was taken for done.
    pub(super) fn has_lost(&self) -> bool {
        self.has_lost.load(Ordering::Relaxed)
    }

    /// The first bytes that came, as the network saw them.
    pub(super) fn first(&self) -> &[u8] {
        self.first.get().map_or(&[], Vec::as_slice)
    }

    /// The same, if that is what HTTP saw too.
    pub(super) fn first_plain(&self) -> Option<&[u8]> {
        self.first.get().filter(|first| !self.is_encrypted && !first.is_empty()).map(Vec::as_slice)
    }

    fn came(&self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            self.first.get_or_init(|| bytes.iter().take(FIRST).copied().collect());
        }
    }
}

/// A connection.
///
/// A server may answer and close while the request is still being sent. Its answer is then waiting to be read, but the
/// write fails first. So a write that fails for that reason is taken for done, and reading decides: it gives the answer,
/// and where there is none, the failure of the write.
pub(super) struct Wire<S = Socket> {
    stream: S,
    meter: Arc<Meter>,
    broken: Option<io::ErrorKind>,
}

impl<S> Wire<S> {
    pub(super) fn new(stream: S, meter: Arc<Meter>) -> Self {
        Self { stream, meter, broken: None }
    }

    fn written(&mut self, wrote: io::Result<usize>, all: usize) -> io::Result<usize> {
        use io::ErrorKind as K;
        match wrote {
            Err(error) if matches!(error.kind(), K::BrokenPipe | K::ConnectionReset | K::ConnectionAborted) => {
                self.broken = Some(error.kind());
                self.meter.has_lost.store(true, Ordering::Relaxed);
                Ok(all)
            }
            other => other,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        let read = std::task::ready!(Pin::new(&mut this.stream).poll_read(cx, buffer));
        let came = buffer.filled().get(before..).unwrap_or_default();
        this.meter.came(came);
        match this.broken {
            Some(kind) if came.is_empty() && buffer.remaining() > 0 => Poll::Ready(Err(kind.into())),
            _ => Poll::Ready(read),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.broken.is_some() {
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut this.stream).poll_write(cx, bytes).map(|wrote| this.written(wrote, bytes.len()))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let all = slices.iter().map(|slice| slice.len()).sum();
        if this.broken.is_some() {
            return Poll::Ready(Ok(all));
        }
        Pin::new(&mut this.stream).poll_write_vectored(cx, slices).map(|wrote| this.written(wrote, all))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// A peer that has answered and gone: writing breaks, reading gives what is left.
    struct Gone(&'static [u8]);

    impl AsyncRead for Gone {
        fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            buffer.put_slice(std::mem::take(&mut self.0));
            Poll::Ready(Ok(()))
        }
    }

    impl AsyncWrite for Gone {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
            Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn an_answer_is_read_although_the_request_could_not_be_written_and_then_the_failure_comes() {
        let meter = Meter::new(false);
        let mut wire = Wire::new(Gone(b"HTTP/1.1 413"), meter.clone());
        wire.write_all(b"a body").await.unwrap();
        let mut answer = [0; 12];
        wire.read_exact(&mut answer).await.unwrap();
        assert_eq!((&answer, meter.first(), meter.read()), (b"HTTP/1.1 413", b"HTTP/1.1 413".as_slice(), 12));
        let error = wire.read(&mut answer).await.unwrap_err();
        assert!(error.kind() == io::ErrorKind::BrokenPipe && meter.has_lost());
    }
}
