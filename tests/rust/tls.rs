//! TLS over loopback, with certificates made here: whom the client trusts, who it is, which HTTP is agreed on.

use std::process::Command;

use rcgen::date_time_ymd;
use tidings::{Client, Error, ErrorKind, Reason, Sent};
use tidings_test_server::Authority;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::{
    peer::{MESSAGE, Peer, answer, answer_all, builder, linger, reset, take_request},
    server::hello,
};

/// A server that answers with a message over whatever HTTP was agreed on.
pub(crate) async fn serve(acceptor: TlsAcceptor) -> Peer {
    Peer::start(move |_, stream| {
        let acceptor = acceptor.clone();
        async move {
            // A client that does not like the certificate leaves.
            let Ok(stream) = acceptor.accept(stream).await else { return };
            if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                http2(stream).await;
            } else {
                answer_all(stream).await;
            }
        }
    })
    .await
}

async fn http2(stream: TlsStream<tokio::net::TcpStream>) {
    let service = hyper::service::service_fn(|request: hyper::Request<hyper::body::Incoming>| async move {
        assert_eq!(request.version(), hyper::Version::HTTP_2);
        let body = hyper::Response::builder().header("content-type", "application/json").header("x-http", "2");
        body.body(Whole(Some(MESSAGE.into())))
    });
    let executor = hyper_util::rt::TokioExecutor::new();
    let io = hyper_util::rt::TokioIo::new(stream);
    // The client's leaving is how it ends.
    let _ = hyper::server::conn::http2::Builder::new(executor).serve_connection(io, service).await;
}

/// A body in one piece.
struct Whole(Option<bytes::Bytes>);

impl http_body::Body for Whole {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Ready(self.0.take().map(|bytes| Ok(http_body::Frame::data(bytes))))
    }
}

fn url(peer: &Peer, name: &str) -> String {
    format!("https://{name}:{}", peer.address.port())
}

fn client(peer: &Peer, trusted: &Authority) -> Client {
    builder(&url(peer, "localhost")).max_retries(2).ca_bundle(trusted.pem()).build().unwrap()
}

/// Kind, reason and whether another try is of use; and that nothing left.
async fn failure(client: &Client) -> (ErrorKind, Option<Reason>, bool, Error) {
    let error = client.messages().create(&hello()).await.unwrap_err();
    assert_eq!((error.sent(), error.may_have_run()), (Sent::None, false), "{error:?}");
    (error.kind(), error.reason(), error.is_retryable(), error)
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_and_others_are_not() {
    let authority = Authority::new("ours");
    let peer = serve(authority.sign("localhost").acceptor(&[], None)).await;
    assert_eq!(client(&peer, &authority).messages().create(&hello()).await.unwrap().text(), "Hi");
    let platform = builder(&url(&peer, "localhost")).build().unwrap();
    for client in [client(&peer, &Authority::new("theirs")), platform] {
        let (kind, reason, is_retryable, error) = failure(&client).await;
        assert_eq!((kind, reason, is_retryable), (ErrorKind::Connect, Some(Reason::Certificate), false), "{error:?}");
        assert!(error.message().contains("UnknownIssuer") && error.attempts() == 1, "{error}");
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_or_another_time_is_refused_at_once() {
    let authority = Authority::new("ours");
    let expired = authority.sign_with("localhost", |params| params.not_after = date_time_ymd(2020, 1, 1));
    for (pair, why) in [(authority.sign("elsewhere.example"), "not valid for name"), (expired, "expired")] {
        let peer = serve(pair.acceptor(&[], None)).await;
        let (kind, reason, is_retryable, error) = failure(&client(&peer, &authority)).await;
        assert_eq!((kind, reason, is_retryable), (ErrorKind::Connect, Some(Reason::Certificate), false), "{error:?}");
        assert!(error.message().contains(why) && error.attempts() == 1, "{error}");
    }
}

#[tokio::test]
async fn http2_is_spoken_where_both_sides_want_it() {
    let authority = Authority::new("ours");
    let pair = authority.sign("localhost");
    for (protocols, wants, is_http2) in [
        (&["h2", "http/1.1"][..], true, true),
        (&["h2", "http/1.1"], false, false),
        (&["http/1.1"], true, false),
        (&[], true, false),
    ] {
        let peer = serve(pair.acceptor(protocols, None)).await;
        let client = builder(&url(&peer, "localhost")).ca_bundle(authority.pem()).http2(wants).build().unwrap();
        for _ in 0..2 {
            let (_, answer) = client.messages().create(&hello()).with_response().await.unwrap();
            assert_eq!(answer.head.headers.contains_key("x-http"), is_http2, "{protocols:?} {wants}");
        }
        assert_eq!(peer.connections(), 1);
    }
}

#[tokio::test]
async fn a_client_shows_its_certificate_to_a_server_that_wants_one() {
    let (servers, clients) = (Authority::new("servers"), Authority::new("clients"));
    let acceptor = servers.sign("localhost").acceptor(&[], Some(&clients));
    let peer = serve(acceptor).await;
    let with = |authority: &Authority| {
        let own = authority.sign("me.example");
        let builder = builder(&url(&peer, "localhost")).ca_bundle(servers.pem());
        builder.client_certificate(own.certificate.pem(), own.key.serialize_pem()).build().unwrap()
    };
    assert_eq!(with(&clients).messages().create(&hello()).await.unwrap().text(), "Hi");
    for refused in [client(&peer, &servers), with(&servers)] {
        let error = refused.messages().create(&hello()).await.unwrap_err();
        assert!(!error.is_retryable() || error.kind() == ErrorKind::Transport, "{error:?}");
        assert!(matches!(error.reason(), Some(Reason::Certificate | Reason::Reset)), "{error:?}");
    }
    let own = clients.sign("me.example");
    let mixed = client_with(&peer, own.certificate.pem(), clients.sign("me.example").key.serialize_pem());
    let error = mixed.messages().create(&hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Config, false), "{error:?}");
}

fn client_with(peer: &Peer, chain: String, key: String) -> Client {
    builder(&url(peer, "localhost")).client_certificate(chain, key).build().unwrap()
}

#[tokio::test]
async fn a_port_that_speaks_plain_http_is_named_and_garbage_is_tried_again() {
    let authority = Authority::new("ours");
    for (said, is_retryable, word) in [
        ("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", false, "plain HTTP"),
        ("SSH-2.0-OpenSSH_9.2p1\r\n", true, "TLS failed"),
    ] {
        let peer = Peer::start(move |_, mut stream| async move {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(said.as_bytes()).await;
            linger(stream).await;
        })
        .await;
        let (kind, reason, retryable, error) = failure(&client(&peer, &authority)).await;
        assert_eq!((kind, reason, retryable), (ErrorKind::Connect, Some(Reason::Tls), is_retryable), "{error:?}");
        assert!(error.message().contains(word), "{error}");
        assert_eq!(error.attempts(), if is_retryable { 3 } else { 1 });
    }
    let resets = Peer::start(|_, stream| async move { reset(stream) }).await;
    let (kind, reason, is_retryable, error) = failure(&client(&resets, &authority)).await;
    assert_eq!((kind, reason, is_retryable), (ErrorKind::Connect, Some(Reason::Tls), true), "{error:?}");
}

#[tokio::test]
async fn an_old_protocol_version_is_refused_at_once() {
    // The alert `protocol_version`, which is how a server of another time answers.
    let peer = Peer::start(|_, mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(&[21, 3, 1, 0, 2, 2, 70]).await;
        linger(stream).await;
    })
    .await;
    let (kind, reason, is_retryable, error) = failure(&client(&peer, &Authority::new("ours"))).await;
    assert_eq!((kind, reason, is_retryable), (ErrorKind::Connect, Some(Reason::Tls), false), "{error:?}");
    assert!(error.message().contains("protocol version"), "{error}");
}

#[tokio::test]
async fn the_environment_says_whom_to_trust() {
    let authority = Authority::new("ours");
    let peer = serve(authority.sign("localhost").acceptor(&[], None)).await;
    let folder = std::env::temp_dir().join(format!("tidings-roots-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("roots.pem");
    std::fs::write(&file, authority.pem()).unwrap();
    for (name, value) in [("SSL_CERT_FILE", &file), ("SSL_CERT_DIR", &folder)] {
        // The environment of a process is everybody's, so this goes to a process of its own.
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "tls::a_child_trusts_what_its_environment_says", "--ignored", "--nocapture"]);
        child.env(name, value).env("TIDINGS_TEST_URL", url(&peer, "localhost"));
        let child = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
        assert!(child.status.success(), "{name}: {}", String::from_utf8_lossy(&child.stdout));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
#[ignore = "a part of `the_environment_says_whom_to_trust`"]
async fn a_child_trusts_what_its_environment_says() {
    let url = std::env::var("TIDINGS_TEST_URL").unwrap();
    let trusting = Client::builder().base_url(&url).api_key("k").no_proxy().max_retries(0).build().unwrap();
    trusting.messages().create(&hello()).await.unwrap();
    let distrusting = builder(&url).ca_bundle(Authority::new("theirs").pem()).build().unwrap();
    assert_eq!(distrusting.messages().create(&hello()).await.unwrap_err().reason(), Some(Reason::Certificate));
}

#[tokio::test]
async fn an_answer_may_end_with_the_connection_only_if_that_was_said_in_tls() {
    let authority = Authority::new("ours");
    let acceptor = authority.sign("localhost").acceptor(&[], None);
    let peer = Peer::start(move |_, stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(mut stream) = acceptor.accept(stream).await else { return };
            take_request(&mut stream).await;
            let whole = answer(MESSAGE);
            stream.write_all(&whole[..whole.len() - 10]).await.unwrap();
            stream.flush().await.unwrap();
            // Without the alert that says that this is the end.
            linger(stream.into_inner().0).await;
        }
    })
    .await;
    let client = builder(&url(&peer, "localhost")).ca_bundle(authority.pem()).build().unwrap();
    let error = client.messages().create(&hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::Transport, Some(Reason::Closed)), "{error:?}");
}

/// A proxy for CONNECT that sends bytes on.
async fn tunnel(mut stream: impl AsyncRead + AsyncWrite + Unpin, to: u16) {
    if take_request(&mut stream).await.is_none() {
        return;
    }
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
    let mut server = tokio::net::TcpStream::connect(("127.0.0.1", to)).await.unwrap();
    // Either side may leave as it likes.
    let _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
}

#[tokio::test]
async fn a_wrong_certificate_behind_a_proxy_is_told_as_what_it_is() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let peer = serve(theirs.sign("localhost").acceptor(&["h2", "http/1.1"], None)).await;
    let to = peer.address.port();
    let proxy = Peer::start(move |_, stream| tunnel(stream, to)).await;
    let client = builder(&url(&peer, "localhost")).ca_bundle(ours.pem()).proxy(proxy.url()).build().unwrap();
    let (kind, reason, is_retryable, error) = failure(&client).await;
    assert_eq!((kind, reason, is_retryable), (ErrorKind::Connect, Some(Reason::Certificate), false), "{error:?}");
}

#[tokio::test]
async fn the_clients_certificate_is_shown_to_the_server_and_not_to_the_proxy() {
    let (ours, clients) = (Authority::new("ours"), Authority::new("clients"));
    let peer = serve(ours.sign("localhost").acceptor(&["http/1.1"], Some(&clients))).await;
    let to = peer.address.port();
    // It takes a client without a certificate as well, so that what counts is what was shown.
    let acceptor = ours.sign("localhost").acceptor_that_asks(&clients);
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let proxy = Peer::start(move |_, stream| {
        let (acceptor, tell) = (acceptor.clone(), tell.clone());
        async move {
            let stream = acceptor.accept(stream).await.unwrap();
            tell.send(stream.get_ref().1.peer_certificates().map_or(0, <[_]>::len)).unwrap();
            tunnel(stream, to).await;
        }
    })
    .await;
    let own = clients.sign("me.example");
    let client = builder(&url(&peer, "localhost"))
        .ca_bundle(ours.pem())
        .client_certificate(own.certificate.pem(), own.key.serialize_pem())
        .proxy(format!("https://localhost:{}", proxy.address.port()))
        .build()
        .unwrap();
    assert_eq!(client.messages().create(&hello()).await.unwrap().text(), "Hi");
    assert_eq!(told.recv().await, Some(0));
}
