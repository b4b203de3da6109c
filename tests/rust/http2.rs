//! Many calls over one connection of HTTP/2: they do not hold each other up, and what never left is known to.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http_body::Frame;
use tidings::{CallOptions, ClientBuilder, Request, Sent};
use tidings_test_server::Authority;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_rustls::server::TlsStream;

use crate::{
    peer::{MESSAGE, Peer, builder},
    server::hello,
};

/// Longer than any busy machine needs.
const LONG: Duration = Duration::from_secs(30);

/// A server that answers at once, with much at `/v1/big`, and only when it is told to at `/v1/hold`.
struct Server {
    peer: Peer,
    authority: Authority,
    held: Arc<AtomicUsize>,
    go: Arc<Semaphore>,
}

impl Server {
    /// One that takes so many streams of a connection at once.
    async fn start(streams: u32) -> Self {
        let authority = Authority::new("ours");
        let acceptor = authority.sign("localhost").acceptor(&["h2"], None);
        let (held, go) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
        let (count, wait) = (held.clone(), go.clone());
        let peer = Peer::start(move |_, stream| {
            let (acceptor, count, wait) = (acceptor.clone(), count.clone(), wait.clone());
            async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                serve(stream, streams, count, wait).await;
            }
        })
        .await;
        Self { peer, authority, held, go }
    }

    fn builder(&self) -> ClientBuilder {
        builder(&format!("https://localhost:{}", self.peer.address.port())).ca_bundle(self.authority.pem())
    }

    /// Waits until so many calls are held.
    async fn holds(&self, calls: usize) {
        while self.held.load(Ordering::SeqCst) < calls {
            sleep(Duration::from_millis(5)).await;
        }
    }
}

async fn serve(stream: TlsStream<TcpStream>, streams: u32, held: Arc<AtomicUsize>, go: Arc<Semaphore>) {
    let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let (held, go) = (held.clone(), go.clone());
        async move {
            if request.uri().path().contains("hold") {
                held.fetch_add(1, Ordering::SeqCst);
                go.acquire().await.unwrap().forget();
            }
            let pieces = if request.uri().path().contains("big") { 2000 } else { 0 };
            let text = if pieces == 0 { Some(MESSAGE) } else { None };
            hyper::Response::builder().header("content-type", "application/json").body(Pieces(pieces, text))
        }
    });
    let io = hyper_util::rt::TokioIo::new(stream);
    let mut server = hyper::server::conn::http2::Builder::new(hyper_util::rt::TokioExecutor::new());
    // The client's leaving is how it ends.
    let _ = server.max_concurrent_streams(streams).serve_connection(io, service).await;
}

/// A body of a text and so many pieces.
struct Pieces(usize, Option<&'static str>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(text) = self.1.take() {
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(text.as_bytes())))));
        }
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b'x'; 4 << 10])))))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_nobody_reads_do_not_hold_up_other_calls() {
    let server = Server::start(100).await;
    let client = server.builder().build().unwrap();
    client.messages().create(&hello()).await.unwrap();
    let mut unread = Vec::new();
    for _ in 0..12 {
        unread.push(client.fetch(&Request::get("/v1/big").any_answer()).await.unwrap());
    }
    sleep(Duration::from_millis(300)).await;
    timeout(LONG, client.messages().create(&hello())).await.expect("it is answered").unwrap();
    assert_eq!(server.peer.connections(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_waits_for_a_stream_without_limit_and_has_not_left_meanwhile() {
    let server = Server::start(2).await;
    let client = server.builder().write_timeout(Duration::from_millis(300)).head_timeout(LONG).build().unwrap();
    client.messages().create(&hello()).await.unwrap();
    let holders: Vec<_> = (0..2)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&Request::post("/v1/hold", "{}")).await.map(|_| ()) })
        })
        .collect();
    server.holds(2).await;
    let brief = CallOptions::new().total_timeout(Duration::from_millis(300));
    for body in [2, 3 << 20] {
        let request = Request::post("/v1/x", vec![b'x'; body]).with(brief.clone());
        let error = client.send(&request).await.unwrap_err();
        assert_eq!((error.sent(), error.may_have_run()), (Sent::None, false), "{body} {error:?}");
    }
    let waiting: Vec<_> = [2, 3 << 20]
        .map(|body| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&Request::post("/v1/x", vec![b'x'; body])).await.map(|_| ()) })
        })
        .into();
    sleep(Duration::from_millis(900)).await;
    assert!(waiting.iter().all(|call| !call.is_finished()), "they wait");
    server.go.add_permits(2);
    for call in waiting.into_iter().chain(holders) {
        timeout(LONG, call).await.expect("it is answered").unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_calls_than_a_connection_has_streams_go_over_another_one() {
    let server = Server::start(100).await;
    let client = server.builder().build().unwrap();
    client.messages().create(&hello()).await.unwrap();
    let calls: Vec<_> = (0..120)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&Request::post("/v1/hold", "{}")).await.map(|_| ()) })
        })
        .collect();
    timeout(LONG, server.holds(120)).await.expect("all of them are under way");
    server.go.add_permits(120);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    // All were given back, so the first connection is enough again.
    let before = server.peer.connections();
    assert!(before >= 2, "{before}");
    client.messages().create(&hello()).await.unwrap();
    assert_eq!(server.peer.connections(), before);
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// Says farewell to the first request with this last stream and reason, and closes.
async fn farewell(last: u32, reason: u32, stream: &mut TlsStream<TcpStream>) -> std::io::Result<()> {
    stream.read_exact(&mut [0; 24]).await?;
    stream.write_all(&frame(4, 0, 0, &[])).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let [a, b, c, kind, ..] = head;
        stream.read_exact(&mut vec![0; u32::from_be_bytes([0, a, b, c]) as usize]).await?;
        if kind == 1 {
            let payload = [last.to_be_bytes(), reason.to_be_bytes()].concat();
            stream.write_all(&frame(7, 0, 0, &payload)).await?;
            stream.flush().await?;
            return stream.shutdown().await;
        }
    }
}

#[tokio::test]
async fn what_a_farewell_leaves_out_never_ran_whatever_its_reason() {
    // 11 is ENHANCE_YOUR_CALM; the stream of the only request is 1.
    for (last, reason, may_have_run) in [(0, 0, false), (0, 11, false), (1, 0, true), (1, 11, true)] {
        let authority = Authority::new("ours");
        let acceptor = authority.sign("localhost").acceptor(&["h2"], None);
        let peer = Peer::start(move |_, stream| {
            let acceptor = acceptor.clone();
            async move {
                let mut stream = acceptor.accept(stream).await.unwrap();
                // Whoever has seen enough may have left.
                let _ = farewell(last, reason, &mut stream).await;
                let _ = stream.read(&mut [0; 100]).await;
            }
        })
        .await;
        let url = format!("https://localhost:{}", peer.address.port());
        let client = builder(&url).ca_bundle(authority.pem()).build().unwrap();
        let error = timeout(LONG, client.messages().create(&hello())).await.unwrap().unwrap_err();
        assert_eq!(error.may_have_run(), may_have_run, "{last} {reason} {error:?}");
    }
}
