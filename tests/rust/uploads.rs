//! Bodies on their way out: they end with their call, and who is slow is not mistaken for another.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tidings::{ErrorKind, FileUpload, Request};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf},
    sync::mpsc,
    time::{sleep, timeout},
};

use crate::peer::{Peer, answer, linger};

/// An answer that comes before the request was read, on a connection that stays.
const TOO_LARGE: &[u8] = b"HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\n{}";
/// Longer than any busy machine needs.
const LONG: Duration = Duration::from_secs(20);

/// A reader without end, which counts what is taken and tells when it is dropped.
struct Endless(Arc<AtomicUsize>, mpsc::UnboundedSender<()>);

impl AsyncRead for Endless {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let length = buffer.remaining().min(1 << 16);
        buffer.put_slice(&vec![b'x'; length]);
        self.0.fetch_add(length, Ordering::SeqCst);
        Poll::Ready(Ok(()))
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        // Nobody may be left to listen.
        let _ = self.1.send(());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_ends_with_its_call() {
    let peer = Peer::start(|_, mut stream| async move {
        let _ = stream.read(&mut [0; 1000]).await;
        stream.write_all(TOO_LARGE).await.unwrap();
        let mut some = vec![0; 1 << 20];
        while stream.read(&mut some).await.is_ok_and(|read| read > 0) {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let (taken, (tell, mut dropped)) = (Arc::new(AtomicUsize::new(0)), mpsc::unbounded_channel());
    let client = peer.client();
    let upload = FileUpload::from_async_reader("a.txt", Endless(taken.clone(), tell), None);
    let request = client.files().upload(upload).into_request().unwrap();
    let error = client.send(&request).await.unwrap_err();
    assert_eq!(error.status(), Some(413), "{error:?}");
    drop(request);
    timeout(LONG, dropped.recv()).await.expect("the caller's reader is let go of");
    let at_end = taken.load(Ordering::SeqCst);
    sleep(Duration::from_millis(100)).await;
    assert_eq!(taken.load(Ordering::SeqCst), at_end);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_early_answer_ends_the_upload_to_a_server_that_reads_no_more() {
    let (tell, mut closed) = mpsc::unbounded_channel();
    let peer = Peer::start(move |_, mut stream| {
        let tell = tell.clone();
        async move {
            let _ = stream.read(&mut [0; 1000]).await;
            stream.write_all(TOO_LARGE).await.unwrap();
            // Reads no more, so it is the system that knows when the client has left.
            while !is_closed(&stream) {
                sleep(Duration::from_millis(10)).await;
            }
            let _ = tell.send(());
        }
    })
    .await;
    // A place is free again once the connection is closed.
    let client = peer.builder().max_connections(1).build().unwrap();
    for _ in 0..3 {
        let request = Request::post("/v1/x", vec![b'x'; 30 << 20]);
        let error = timeout(LONG, client.send(&request)).await.unwrap().unwrap_err();
        assert_eq!(error.status(), Some(413), "{error:?}");
        timeout(LONG, closed.recv()).await.expect("the client's connection is closed");
    }
}

/// Whether the other side has closed a connection on which much is still to be read.
fn is_closed(stream: &tokio::net::TcpStream) -> bool {
    let local = stream.local_addr().unwrap().port();
    let remote = stream.peer_addr().unwrap().port();
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let (from, to) = (format!(":{remote:04X}"), format!(":{local:04X}"));
    !table.lines().any(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        matches!(fields[..], [_, ours, theirs, "01", ..] if ours.ends_with(&from) && theirs.ends_with(&to))
    })
}

/// Gives a little, is silent for some time, then gives the rest.
struct Slow(u32, Pin<Box<tokio::time::Sleep>>);

impl AsyncRead for Slow {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        match self.0 {
            0 => buffer.put_slice(b"some"),
            1 => {
                std::task::ready!(self.1.as_mut().poll(cx));
                buffer.put_slice(b"rest");
            }
            _ => {}
        }
        self.0 += 1;
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_slow_reader_of_the_caller_is_not_the_servers_stall() {
    let peer = Peer::start(|_, mut stream| async move {
        let (mut some, mut read) = (vec![0; 1 << 16], Vec::new());
        while !String::from_utf8_lossy(&read).contains("\r\n0\r\n\r\n") {
            let length = stream.read(&mut some).await.unwrap();
            if length == 0 {
                return;
            }
            read.extend_from_slice(&some[..length]);
        }
        stream.write_all(&answer("{\"id\":\"file_1\",\"type\":\"file\"}")).await.unwrap();
        linger(stream).await;
    })
    .await;
    let client = peer.builder().write_timeout(Duration::from_millis(300)).build().unwrap();
    let reader = Slow(0, Box::pin(sleep(Duration::from_secs(1))));
    let upload = FileUpload::from_async_reader("a.txt", reader, None);
    let request = client.files().upload(upload).into_request().unwrap();
    client.send(&request).await.unwrap();
}

#[tokio::test]
async fn headers_of_the_caller_cannot_change_where_a_request_ends() {
    let peer = Peer::start(|_, stream| async move { linger(stream).await }).await;
    let client = peer.client();
    for (name, value) in [("content-length", "3"), ("Transfer-Encoding", "chunked"), ("host", "a b/c")] {
        let request = Request::post("/v1/x", "{\"a\":1}").header(name, value);
        let error = client.send(&request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.message().contains(&name.to_lowercase()), "{error}");
    }
    assert_eq!(peer.connections(), 0);
}
