//! Probes of review 2. Each asserts what should happen.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::Bytes;
use tidings::{CallOptions, Client, FileUpload, Request};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::{
    certificates::Authority,
    peer::{MESSAGE, Peer, answer, answer_all, builder, linger, reset, take_request},
    server::hello,
    tls::serve,
};

struct Big {
    left: usize,
    head: Option<&'static str>,
}

impl http_body::Body for Big {
    type Data = Bytes;
    type Error = Infallible;
    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        if let Some(text) = self.head.take() {
            return Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(text.as_bytes())))));
        }
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let n = self.left.min(16 << 10);
        self.left -= n;
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from(vec![b'x'; n])))))
    }
}

struct H2 {
    peer: Peer,
    authority: Authority,
    requests: Arc<AtomicUsize>,
}

impl H2 {
    async fn start(max_streams: u32, big: usize) -> Self {
        let authority = Authority::new("ours");
        let acceptor = authority.sign("localhost").acceptor(&["h2"], None);
        let requests = Arc::new(AtomicUsize::new(0));
        let count = requests.clone();
        let peer = Peer::start(move |_, stream| {
            let (acceptor, count) = (acceptor.clone(), count.clone());
            async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                http2(stream, max_streams, big, count).await;
            }
        })
        .await;
        Self { peer, authority, requests }
    }
    fn builder(&self) -> tidings::ClientBuilder {
        builder(&format!("https://localhost:{}", self.peer.address.port())).ca_bundle(self.authority.pem())
    }
}

async fn http2(stream: TlsStream<TcpStream>, max_streams: u32, big: usize, count: Arc<AtomicUsize>) {
    let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let count = count.clone();
        async move {
            count.fetch_add(1, Ordering::SeqCst);
            let path = request.uri().path().to_owned();
            if path.contains("hold") {
                std::future::pending::<()>().await;
            }
            let body = if path.contains("big") {
                Big { left: big, head: None }
            } else {
                Big { left: 0, head: Some(MESSAGE) }
            };
            hyper::Response::builder().header("content-type", "application/json").body(body)
        }
    });
    let io = hyper_util::rt::TokioIo::new(stream);
    let r = hyper::server::conn::http2::Builder::new(hyper_util::rt::TokioExecutor::new())
        .max_concurrent_streams(max_streams)
        .serve_connection(io, service)
        .await;
    eprintln!("h2 server connection ended: {r:?}");
}

fn sockets() -> usize {
    std::fs::read_dir("/proc/self/fd")
        .unwrap()
        .filter(|e| {
            e.as_ref().is_ok_and(|e| {
                std::fs::read_link(e.path()).is_ok_and(|to| to.to_string_lossy().starts_with("socket"))
            })
        })
        .count()
}

/// A proxy for CONNECT that sends bytes on.
async fn tunnel(mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin, to: u16) {
    if take_request(&mut stream).await.is_none() {
        return;
    }
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
    let mut server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
    let _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
}

#[tokio::test]
async fn r2_a_wrong_certificate_behind_a_proxy_is_told_as_what_it_is() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let peer = serve(theirs.sign("localhost").acceptor(&["h2", "http/1.1"], None)).await;
    let to = peer.address.port();
    let proxy = Peer::start(move |_, stream| tunnel(stream, to)).await;
    let client = builder(&format!("https://localhost:{to}")).ca_bundle(ours.pem()).proxy(proxy.url()).build().unwrap();
    let error = client.messages().create(&hello()).await.unwrap_err();
    eprintln!("PROXY TLS: {error}\n{error:?}");
    assert_eq!(error.reason(), Some(tidings::Reason::Certificate));
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_h2_unread_streams_do_not_block_others() {
    for unread in [1, 2, 3, 4] {
        let server = H2::start(100, 8 << 20).await;
        let client = server.builder().http2(true).build().unwrap();
        client.messages().create(&hello()).await.unwrap();
        let mut held = Vec::new();
        for _ in 0..unread {
            held.push(client.fetch(&Request::get("/v1/big").any_answer()).await.unwrap());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        let began = Instant::now();
        let call = client.messages().create(&hello()).options(CallOptions::new().total_timeout(Duration::from_secs(3)));
        let result = call.await;
        eprintln!(
            "H2 WINDOW unread={unread} connections={} after {:?}: {:?}",
            server.peer.connections(),
            began.elapsed(),
            result.as_ref().map(|m| m.text()).map_err(|e| e.to_string())
        );
        assert!(result.is_ok(), "{unread} unread");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_h2_calls_beyond_the_servers_streams() {
    let server = H2::start(2, 0).await;
    let client = server.builder().write_timeout(Duration::from_secs(2)).head_timeout(Duration::from_secs(2)).build().unwrap();
    client.messages().create(&hello()).await.unwrap();
    let patient = CallOptions::new().head_timeout(Duration::MAX);
    let holders: Vec<_> = (0..2)
        .map(|_| {
            let (client, patient) = (client.clone(), patient.clone());
            tokio::spawn(async move { client.send(&Request::post("/v1/hold", "{}").with(patient)).await.map(|_| ()) })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = server.requests.load(Ordering::SeqCst);
    let began = Instant::now();
    let result = client.messages().create(&hello()).await;
    let large = client.send(&Request::post("/v1/x", vec![b'x'; 3 << 20])).await;
    eprintln!(
        "H2 STREAMS connections={} seen by server {} -> {} after {:?}\n small: {:?}\n large: {:?}",
        server.peer.connections(),
        before,
        server.requests.load(Ordering::SeqCst),
        began.elapsed(),
        result.as_ref().map(|m| m.text()),
        large.as_ref().map(|m| m.attempts),
    );
    holders.iter().for_each(|h| h.abort());
    if let Err(error) = &result {
        eprintln!("  small: sent {:?} may_have_run {}", error.sent(), error.may_have_run());
        assert!(!error.may_have_run(), "never left the machine");
    }
    assert!(result.is_ok());
}

/// Gives a little, then is silent for long, then the rest.
struct Slow(u32, Pin<Box<tokio::time::Sleep>>);
impl tokio::io::AsyncRead for Slow {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut tokio::io::ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        match self.0 {
            0 => buf.put_slice(b"some"),
            1 => {
                std::task::ready!(self.1.as_mut().poll(cx));
                buf.put_slice(b"rest");
            }
            _ => {}
        }
        self.0 += 1;
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn r2_a_slow_reader_of_the_caller_is_not_the_servers_stall() {
    let peer = Peer::start(|_, mut stream| async move {
        let mut all = vec![0; 1 << 16];
        let mut got = Vec::new();
        while !String::from_utf8_lossy(&got).contains("\r\n0\r\n\r\n") {
            let n = stream.read(&mut all).await.unwrap();
            if n == 0 { return; }
            got.extend_from_slice(&all[..n]);
        }
        let _ = stream.write_all(&answer("{\"id\":\"file_1\",\"type\":\"file\"}")).await;
        linger(stream).await;
    })
    .await;
    let client = peer.builder().write_timeout(Duration::from_millis(500)).build().unwrap();
    let reader = Slow(0, Box::pin(tokio::time::sleep(Duration::from_millis(1500))));
    let upload = FileUpload::from_async_reader("a.txt", reader, None);
    let request = client.files().upload(upload).into_request().unwrap();
    let result = client.send(&request).await;
    eprintln!("SLOW READER: {result:?}");
    assert!(result.is_ok());
}

#[tokio::test]
async fn r2_headers_of_the_caller_cannot_change_the_framing() {
    for headers in [
        vec![("content-length", "3")],
        vec![("content-length", "300")],
        vec![("transfer-encoding", "chunked")],
        vec![("transfer-encoding", "chunked"), ("content-length", "3")],
        vec![("transfer-encoding", "gzip")],
        vec![("transfer-encoding", "identity")],
        vec![("connection", "close, x-api-key")],
        vec![("host", "evil.example")],
        vec![("host", "a b/c")],
        vec![("expect", "100-continue")],
        vec![("upgrade", "h2c"), ("connection", "upgrade")],
        vec![("proxy-authorization", "Basic U0VDUkVU")],
    ] {
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        let peer = Peer::start(move |_, mut stream| {
            let tell = tell.clone();
            async move {
                let mut all = vec![0; 1 << 16];
                let mut got = Vec::new();
                while let Ok(Ok(n)) = tokio::time::timeout(Duration::from_millis(300), stream.read(&mut all)).await {
                    if n == 0 { break; }
                    got.extend_from_slice(&all[..n]);
                }
                let _ = tell.send(String::from_utf8_lossy(&got).into_owned());
                let _ = stream.write_all(&answer("{}")).await;
                linger(stream).await;
            }
        })
        .await;
        let client = peer.builder().build().unwrap();
        let mut request = Request::post("/v1/x", "{\"a\":12345}");
        for (n, v) in &headers {
            request = request.header(*n, *v);
        }
        let result = client.send(&request).await;
        let seen = tokio::time::timeout(Duration::from_secs(1), told.recv()).await.ok().flatten().unwrap_or_default();
        let seen: Vec<_> = seen.split("\r\n").filter(|l| !l.starts_with("user-agent") && !l.starts_with("accept") && !l.starts_with("anthropic")).map(str::to_owned).collect();
        eprintln!("FRAMING {headers:?} -> {seen:?} => {:?}", result.map(|r| r.head.status).map_err(|e| format!("{e:?} {:?}", e.sent())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_an_answer_with_more_behind_it_poisons_no_other() {
    let evil = MESSAGE.replace("Hi", "EVIL");
    for delay in [0, 5] {
        let mut poisoned = 0;
        for _ in 0..50 {
            let evil = evil.clone();
            let peer = Peer::start(move |_, mut stream| {
                let evil = evil.clone();
                async move {
                    while take_request(&mut stream).await.is_some() {
                        let first = answer(MESSAGE);
                        let second = answer(&evil);
                        if delay == 0 {
                            let _ = stream.write_all(&[first, second].concat()).await;
                        } else {
                            let _ = stream.write_all(&first).await;
                            tokio::time::sleep(Duration::from_millis(delay)).await;
                            let _ = stream.write_all(&second).await;
                        }
                    }
                }
            })
            .await;
            let client = peer.client();
            for _ in 0..5 {
                if let Ok(m) = client.messages().create(&hello()).await {
                    if m.text() == "EVIL" { poisoned += 1; }
                }
            }
        }
        eprintln!("POISON delay={delay} poisoned={poisoned} of 250");
        if delay == 0 { assert_eq!(poisoned, 0); }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_an_early_answer_ends_the_upload() {
    let open = Arc::new(AtomicUsize::new(0));
    let gauge = open.clone();
    let peer = Peer::start(move |_, mut stream| {
        let gauge = gauge.clone();
        async move {
            gauge.fetch_add(1, Ordering::SeqCst);
            let _ = stream.read(&mut [0; 1000]).await;
            stream.write_all(b"HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
            // Reads no more, and does not close.
            tokio::time::sleep(Duration::from_secs(8)).await;
            let mut rest = 0;
            let mut all = vec![0; 1 << 20];
            while let Ok(n) = stream.read(&mut all).await { if n == 0 { break; } rest += n; }
            eprintln!("EARLY: server then read {rest} bytes more");
            gauge.fetch_sub(1, Ordering::SeqCst);
        }
    })
    .await;
    let client = peer.builder().max_connections(2).build().unwrap();
    let before = sockets();
    for _ in 0..5 {
        let error = client.send(&Request::post("/v1/x", vec![b'x'; 30 << 20])).await.unwrap_err();
        assert_eq!(error.status(), Some(413));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let after = sockets();
    eprintln!("EARLY: sockets {before} -> {after} one second after 5 calls; rss {}", rss());
    tokio::time::sleep(Duration::from_secs(10)).await;
    eprintln!("EARLY: sockets after 11 s {}, open at server {}", sockets(), open.load(Ordering::SeqCst));
    assert!(after <= before + 7, "the client's sockets are still open");
}

fn rss() -> String {
    std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmRSS")).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn r2_the_clients_certificate_is_not_shown_to_the_proxy() {
    let (ours, clients) = (Authority::new("ours"), Authority::new("clients"));
    let peer = serve(ours.sign("localhost").acceptor(&["http/1.1"], Some(&clients))).await;
    let to = peer.address.port();
    let acceptor = ours.sign("localhost").acceptor(&[], Some(&clients));
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let proxy = Peer::start(move |_, stream| {
        let (acceptor, tell): (TlsAcceptor, _) = (acceptor.clone(), tell.clone());
        async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let _ = tell.send(stream.get_ref().1.peer_certificates().map_or(0, <[_]>::len));
            tunnel(stream, to).await;
        }
    })
    .await;
    let pair = clients.sign("client");
    let client = builder(&format!("https://localhost:{to}"))
        .ca_bundle(ours.pem())
        .client_certificate(pair.certificate.pem(), pair.key.serialize_pem())
        .proxy(format!("https://localhost:{}", proxy.address.port()))
        .build()
        .unwrap();
    let result = client.messages().create(&hello()).await;
    let shown = told.recv().await;
    eprintln!("CLIENT CERT at proxy: {shown:?}; call {:?}", result.map(|m| m.text()));
    assert_eq!(shown, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_cancelled_calls_leave_nothing() {
    let closed = Arc::new(AtomicUsize::new(0));
    let count = closed.clone();
    let peer = Peer::start(move |_, mut stream| {
        let count = count.clone();
        async move {
            if take_request(&mut stream).await.is_some() {
                let _ = stream.read(&mut [0; 10]).await;
                count.fetch_add(1, Ordering::SeqCst);
            }
        }
    })
    .await;
    let client = peer.builder().max_connections(20).build().unwrap();
    let before = sockets();
    for round in 0..20 {
        let calls: Vec<_> = (0..50)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.messages().create(&hello()).await.map(|_| ()) })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(u64::from(round % 4u32) * 7)).await;
        calls.iter().for_each(|c| c.abort());
        for c in calls { let _ = c.await; }
    }
    let began = Instant::now();
    while sockets() > before && began.elapsed() < Duration::from_secs(5) { tokio::time::sleep(Duration::from_millis(2)).await; }
    eprintln!("CANCEL h1: sockets {before} -> {} after {:?}; tasks alive {}; rss {}", sockets(), began.elapsed(), tokio::runtime::Handle::current().metrics().num_alive_tasks(), rss());
    // Permits are all there: 20 at once.
    let server2 = H2::start(100, 0).await;
    let client = server2.builder().max_connections(50).build().unwrap();
    client.messages().create(&hello()).await.unwrap();
    let before = sockets();
    for round in 0..20 {
        let calls: Vec<_> = (0..50)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.send(&Request::post("/v1/hold", "{}")).await.map(|_| ()).map_err(|e| format!("{e:?}")) })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(5 + u64::from(round % 4u32) * 7)).await;
        calls.iter().for_each(|c| c.abort());
        let mut errors = std::collections::BTreeMap::new();
        for c in calls { if let Ok(Err(e)) = c.await { *errors.entry(e).or_insert(0) += 1; } }
        if !errors.is_empty() { eprintln!("CANCEL h2 round {round}: {errors:?}"); }
    }
    let last = client.messages().create(&hello()).await;
    eprintln!("CANCEL h2: sockets {before} -> {}; connections {}; next call {:?}; tasks {}", sockets(), server2.peer.connections(), last.as_ref().map(|m| m.text()), tokio::runtime::Handle::current().metrics().num_alive_tasks());
    assert!(last.is_ok());
}

#[tokio::test]
async fn r2_a_cut_request_is_not_full() {
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..20 {
        let peer = Peer::start(|_, mut stream| async move {
            let _ = stream.read(&mut [0; 1000]).await;
            reset(stream);
        })
        .await;
        let error = peer.client().send(&Request::post("/v1/x", vec![b'x'; 30 << 20])).await.unwrap_err();
        *seen.entry(format!("{:?} {:?}", error.sent(), error.reason())).or_insert(0) += 1;
    }
    eprintln!("CUT: {seen:?}");
    assert!(!seen.keys().any(|k| k.starts_with("Full")));
}

#[tokio::test]
async fn r2_ipv6_and_407() {
    let listener = tokio::net::TcpListener::bind("[::1]:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { loop { let (s, _) = listener.accept().await.unwrap(); tokio::spawn(answer_all(s)); } });
    let r = builder(&format!("http://[::1]:{port}")).build().unwrap().messages().create(&hello()).await;
    eprintln!("IPV6: {:?}", r.map(|m| m.text()));
    let r = builder(&format!("http://localhost:{port}")).build().unwrap().messages().create(&hello()).await;
    eprintln!("localhost (only ::1): {:?}", r.map(|m| m.text()));
    let r = builder("http://example.invalid").proxy(format!("http://u:SECRET@[::1]:{port}")).build().unwrap().messages().create(&hello()).await;
    eprintln!("IPV6 proxy: {:?}", r.map(|m| m.text()));
    let peer = Peer::saying("HTTP/1.1 407 No\r\ncontent-length: 2\r\n\r\n{}").await;
    let e = peer.client().messages().create(&hello()).await.unwrap_err();
    eprintln!("407 direct: {e} sent {:?} may_have_run {}", e.sent(), e.may_have_run());
}

#[tokio::test]
#[ignore = "run by hand with SSL_CERT_DIR"]
async fn r2_env() {
    let peer = serve(Authority::new("theirs").sign("localhost").acceptor(&["h2", "http/1.1"], None)).await;
    let client = Client::builder().base_url(format!("https://localhost:{}", peer.address.port())).api_key("k").max_retries(2).build().unwrap();
    let began = Instant::now();
    let e = client.messages().create(&hello()).await.unwrap_err();
    eprintln!("ENV after {:?}: {e}\n{e:?}", began.elapsed());
}

#[tokio::test]
async fn r2_odd_hosts() {
    for url in ["https://foo_bar.localhost:1", "https://127.0.0.1.:1", "https://localhost.:1", "https://a..b:1", "https://-a.localhost:1", "http://localhost:0"] {
        match builder(url).max_retries(1).build() {
            Err(e) => eprintln!("HOST {url}: build: {e}"),
            Ok(c) => { let e = c.messages().create(&hello()).await.unwrap_err(); eprintln!("HOST {url}: {e} retryable {} attempts {}", e.is_retryable(), e.attempts()); }
        }
    }
}

#[tokio::test]
async fn r2_a_reader_of_another_length_than_promised() {
    for (promised, real) in [(100_u64, 8_usize), (8, 100)] {
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        let peer = Peer::start(move |_, mut stream| {
            let tell = tell.clone();
            async move {
                let got = take_request(&mut stream).await;
                let _ = tell.send(got.map(|g| g.contains("--\r\n")));
                let _ = stream.write_all(&answer("{\"id\":\"file_1\",\"type\":\"file\"}")).await;
                linger(stream).await;
            }
        })
        .await;
        let client = peer.builder().write_timeout(Duration::from_secs(2)).head_timeout(Duration::from_secs(2)).build().unwrap();
        let upload = FileUpload::from_async_reader("a.txt", std::io::Cursor::new(vec![b'x'; real]), Some(promised));
        let request = client.files().upload(upload).into_request().unwrap();
        let result = client.send(&request).await;
        eprintln!("LENGTH promised {promised} real {real}: server saw whole request: {:?}; {:?}", told.recv().await, result.map(|r| r.head.status).map_err(|e| format!("{e:?} run {} retry {}", e.may_have_run(), e.is_retryable())));
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}
fn status(code: &str, stream: u32, end: bool) -> Vec<u8> {
    frame(1, 4 | u8::from(end), stream, &[&[0x08, 3], code.as_bytes()].concat())
}
async fn read_frame(tls: &mut TlsStream<TcpStream>) -> std::io::Result<(u8, u8, u32)> {
    let mut head = [0; 9];
    tls.read_exact(&mut head).await?;
    let [a, b, c, kind, flags, stream @ ..] = head;
    tls.read_exact(&mut vec![0; u32::from_be_bytes([0, a, b, c]) as usize]).await?;
    Ok((kind, flags, u32::from_be_bytes(stream) & 0x7fff_ffff))
}
/// `answer` for each HEADERS frame: bytes, bytes without end, closes.
async fn frames(answer: impl Fn(u32) -> (Vec<u8>, Vec<u8>, bool) + Send + Sync + Clone + 'static) -> (Peer, Authority) {
    let authority = Authority::new("ours");
    let acceptor = authority.sign("localhost").acceptor(&["h2"], None);
    let peer = Peer::start(move |_, stream| {
        let (acceptor, answer) = (acceptor.clone(), answer.clone());
        async move {
            let Ok(mut tls) = acceptor.accept(stream).await else { return };
            let run = async {
                tls.read_exact(&mut [0; 24]).await?;
                tls.write_all(&frame(4, 0, 0, &[])).await?;
                loop {
                    let (kind, flags, stream) = read_frame(&mut tls).await?;
                    if kind == 4 && flags & 1 == 0 { tls.write_all(&frame(4, 1, 0, &[])).await?; }
                    if kind == 1 {
                        let (once, ever, closes) = answer(stream);
                        tls.write_all(&once).await?;
                        while !ever.is_empty() { tls.write_all(&ever).await?; }
                        if closes { tls.flush().await?; return tls.shutdown().await; }
                    }
                    tls.flush().await?;
                }
            };
            let _: std::io::Result<()> = run.await;
        }
    })
    .await;
    (peer, authority)
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_h2_frames() {
    let small = || Request::post("/v1/x", "{}");
    let large = || Request::post("/v1/x", vec![b'x'; 3 << 20]);
    let goaway = |last: u32| frame(7, 0, 0, &[last.to_be_bytes(), 0_u32.to_be_bytes()].concat());
    for (name, request) in [("103 flood", small()), ("goaway takes it, then close", small()), ("goaway max, close", small()), ("goaway last=id, error 11, close", small()), ("goaway last=0 error 11", small()), ("early 413", large()), ("early 413 then RST NO_ERROR", large()), ("early 413 then RST CANCEL", large())] {
        let (peer, authority) = frames(move |stream| match name {
            "103 flood" => (vec![], status("103", stream, false).repeat(100), false),
            "goaway takes it, then close" => (goaway(stream), vec![], true),
            "goaway max, close" => (goaway(0x7fff_ffff), vec![], true),
            "goaway last=id, error 11, close" => (frame(7, 0, 0, &[stream.to_be_bytes(), 11_u32.to_be_bytes()].concat()), vec![], true),
            "goaway last=0 error 11" => (frame(7, 0, 0, &[0_u32.to_be_bytes(), 11_u32.to_be_bytes()].concat()), vec![], true),
            "early 413" => (status("413", stream, true), vec![], false),
            "early 413 then RST NO_ERROR" => ([status("413", stream, true), frame(3, 0, stream, &[0; 4])].concat(), vec![], false),
            _ => ([status("413", stream, true), frame(3, 0, stream, &8_u32.to_be_bytes())].concat(), vec![], false),
        })
        .await;
        let client = builder(&format!("https://localhost:{}", peer.address.port())).ca_bundle(authority.pem()).head_timeout(Duration::from_secs(3)).write_timeout(Duration::from_secs(3)).build().unwrap();
        let began = Instant::now();
        let result = client.send(&request).await;
        match result {
            Ok(r) => eprintln!("H2 {name}: {}", r.head.status),
            Err(e) => eprintln!("H2 {name}: {e} | kind {:?} reason {:?} sent {:?} run {} retry {} after {:?}; {}", e.kind(), e.reason(), e.sent(), e.may_have_run(), e.is_retryable(), began.elapsed(), rss()),
        }
    }
}

fn threads() -> String {
    std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("Threads")).unwrap_or_default().to_owned()
}
fn process_cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<_> = stat.rsplit(')').next().unwrap().split_whitespace().map(str::to_owned).collect();
    (fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()) * 10
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_herd() {
    let peer = serve(Authority::new("theirs").sign("localhost").acceptor(&["h2", "http/1.1"], None)).await;
    for count in [1, 300] {
        // Not the shared configuration, so that nothing is cached: each client builds its own.
        let pair = Authority::new("c").sign("client");
        let client = builder(&format!("https://localhost:{}", peer.address.port())).client_certificate(pair.certificate.pem(), pair.key.serialize_pem()).build().unwrap();
        let (began, cpu) = (Instant::now(), process_cpu());
        let calls: Vec<_> = (0..count).map(|_| { let client = client.clone(); tokio::spawn(async move { client.messages().create(&hello()).await.map(|_| ()).map_err(|e| format!("{:?} {:?}", e.kind(), e.reason())) }) }).collect();
        let mut seen = std::collections::BTreeMap::new();
        for call in calls { *seen.entry(format!("{:?}", call.await.unwrap())).or_insert(0) += 1; }
        eprintln!("HERD {count}: {:?}, cpu {} ms, {}, {}; {seen:?}", began.elapsed(), process_cpu() - cpu, threads(), rss());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_stampede() {
    let server = H2::start(1000, 0).await;
    let client = server.builder().build().unwrap();
    let before = sockets();
    for round in 0..3 {
        let calls: Vec<_> = (0..100).map(|_| { let client = client.clone(); tokio::spawn(async move { client.messages().create(&hello()).await.map(|_| ()).map_err(|e| format!("{e:?}")) }) }).collect();
        let mut bad = 0;
        for call in calls { if let Err(e) = call.await.unwrap() { bad += 1; eprintln!("{e}"); } }
        eprintln!("STAMPEDE round {round}: connections {} errors {bad} sockets {before} -> {}", server.peer.connections(), sockets());
    }
}

struct Counted(Arc<AtomicUsize>);
impl tokio::io::AsyncRead for Counted {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut tokio::io::ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let n = buf.remaining().min(1 << 16);
        buf.put_slice(&vec![b'x'; n]);
        self.0.fetch_add(n, Ordering::SeqCst);
        Poll::Ready(Ok(()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_an_upload_ends_with_its_call() {
    let peer = Peer::start(|_, mut stream| async move {
        let _ = stream.read(&mut [0; 1000]).await;
        stream.write_all(b"HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
        let mut some = vec![0; 1 << 20];
        while stream.read(&mut some).await.is_ok_and(|n| n > 0) { tokio::time::sleep(Duration::from_millis(20)).await; }
    })
    .await;
    let taken = Arc::new(AtomicUsize::new(0));
    let client = peer.client();
    // A reader without end.
    let request = client.files().upload(FileUpload::from_async_reader("a.txt", Counted(taken.clone()), None)).into_request().unwrap();
    let error = client.send(&request).await.unwrap_err();
    drop(request);
    let at_end = taken.load(Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let later = taken.load(Ordering::SeqCst);
    drop(client);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let dropped = taken.load(Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(1)).await;
    eprintln!("UPLOAD {:?}: read {at_end} when the call ended, {later} 2 s later, {dropped} 1 s after the client was dropped, then {}", error.status(), taken.load(Ordering::SeqCst));
    assert!(later < at_end + (8 << 20), "the caller's reader is read on after its call has ended");
}

#[tokio::test]
async fn r2_a_proxy_that_echoes() {
    let proxy = Peer::start(|_, mut stream| async move {
        let request = take_request(&mut stream).await.unwrap_or_default();
        let _ = stream.write_all(format!("HTTP/1.1 403 No\r\ncontent-length: {}\r\n\r\n{request}", request.len()).as_bytes()).await;
        linger(stream).await;
    })
    .await;
    let e = builder("https://host.example").proxy(format!("http://me:hunter2@127.0.0.1:{}", proxy.address.port())).build().unwrap().messages().create(&hello()).await.unwrap_err();
    eprintln!("ECHO: {e}");
    let server = H2::start(100, 0).await;
    let r = server.builder().build().unwrap().send(&Request::post("/v1/x", "{\"a\":12345}").header("content-length", "3")).await;
    eprintln!("H2 content-length 3: {:?}", r.map(|r| r.head.status).map_err(|e| format!("{e:?}")));
}
