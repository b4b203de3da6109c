//! Faults of HTTP/2, frame by frame, from a server behind TLS.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tidings::{ClientBuilder, ErrorKind, Reason, Sent};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::{
    certificates::Authority,
    faults_witness as witness,
    server::{BUSY, hello},
};

/// No call takes longer, however busy the machine is: whoever is not done by then hangs.
const PATIENCE: Duration = Duration::from_secs(60);

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;

const START: &str = "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"content\":[],\"usage\":{}}}\n\n\
    data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n\
    data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Half\"}}\n\n";
const REST: &str = "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" and half\"}}\n\n\
    data: {\"type\":\"message_stop\"}\n\n";
const MESSAGE: &str = r#"{"type":"message","content":[{"type":"text","text":"Fine now."}]}"#;

/// What the server sends when a request has arrived: some bytes, and then perhaps others without end.
#[derive(Clone, Default)]
struct Answer {
    once: Vec<u8>,
    for_ever: Vec<u8>,
    closes: bool,
}

/// A name, and what the server sends on a stream.
type Flood = (&'static str, fn(u32) -> Answer);

/// A server that answers each request with frames.
struct Peer {
    address: SocketAddr,
    authority: Authority,
    connections: Arc<AtomicUsize>,
}

impl Peer {
    /// `answer` is given the number of the request over all connections, from 0, and its stream.
    async fn start(answer: impl Fn(usize, u32) -> Answer + Send + Sync + 'static) -> Self {
        witness::begin();
        let authority = Authority::new("ours");
        let acceptor = authority.sign("localhost").acceptor(&["h2"], None);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let peer = Self { address: listener.local_addr().unwrap(), authority, connections: Arc::default() };
        let (connections, requests, answer) =
            (peer.connections.clone(), Arc::new(AtomicUsize::new(0)), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let (acceptor, requests, answer) = (acceptor.clone(), requests.clone(), answer.clone());
                tokio::spawn(async move {
                    // The client's leaving is how it ends.
                    let _ =
                        serve(acceptor, stream, |stream| answer(requests.fetch_add(1, Ordering::SeqCst), stream)).await;
                });
            }
        });
        peer
    }

    fn builder(&self) -> ClientBuilder {
        let url = format!("https://localhost:{}", self.address.port());
        let builder = tidings::Client::builder().base_url(url).api_key("k").trust_env(false).connect_timeout(BUSY);
        builder.ca_bundle(self.authority.pem())
    }
}

async fn serve(acceptor: TlsAcceptor, stream: TcpStream, answer: impl Fn(u32) -> Answer) -> std::io::Result<()> {
    let mut tls = acceptor.accept(stream).await?;
    tls.read_exact(&mut [0; 24]).await?;
    tls.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    loop {
        let (kind, flags, stream) = read_frame(&mut tls).await?;
        match kind {
            SETTINGS if flags & ACK == 0 => tls.write_all(&frame(SETTINGS, ACK, 0, &[])).await?,
            HEADERS | DATA if flags & END_STREAM != 0 => {
                let answer = answer(stream);
                tls.write_all(&answer.once).await?;
                while !answer.for_ever.is_empty() {
                    tls.write_all(&answer.for_ever).await?;
                }
                if answer.closes {
                    return tls.shutdown().await;
                }
            }
            _ => {}
        }
        tls.flush().await?;
    }
}

/// Reads a frame and gives its type, flags and stream.
async fn read_frame(tls: &mut TlsStream<TcpStream>) -> std::io::Result<(u8, u8, u32)> {
    let mut head = [0; 9];
    tls.read_exact(&mut head).await?;
    let [a, b, c, kind, flags, stream @ ..] = head;
    let length = u32::from_be_bytes([0, a, b, c]);
    tls.read_exact(&mut vec![0; length as usize]).await?;
    Ok((kind, flags, u32::from_be_bytes(stream) & 0x7fff_ffff))
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// Status 200 and a content type, in the simplest form of HPACK.
fn head(stream: u32, content_type: &str) -> Vec<u8> {
    let length = u8::try_from(content_type.len()).unwrap();
    frame(HEADERS, END_HEADERS, stream, &[&[0x88, 0x0f, 0x10, length], content_type.as_bytes()].concat())
}

fn goaway(last_stream: u32) -> Vec<u8> {
    frame(GOAWAY, 0, 0, &[last_stream.to_be_bytes(), 0_u32.to_be_bytes()].concat())
}

fn reset(stream: u32, code: u32) -> Vec<u8> {
    frame(RST_STREAM, 0, stream, &code.to_be_bytes())
}

fn message(stream: u32) -> Answer {
    let once = [head(stream, "application/json"), frame(DATA, END_STREAM, stream, MESSAGE.as_bytes())].concat();
    Answer { once, ..Answer::default() }
}

/// Turns the first request away and answers the others.
fn unless_first(number: usize, stream: u32, first: Vec<u8>, closes: bool) -> Answer {
    if number == 0 { Answer { once: first, closes, ..Answer::default() } } else { message(stream) }
}

#[tokio::test]
async fn a_request_that_goaway_names_as_not_taken_is_sent_again() {
    let peer = Peer::start(|number, stream| unless_first(number, stream, goaway(0), true)).await;
    let answer = peer.builder().max_retries(1).build().unwrap().messages().create(&hello()).await.unwrap();
    assert_eq!(answer.text(), "Fine now.");
    assert_eq!(peer.connections.load(Ordering::SeqCst), 2);
    let peer = Peer::start(|number, stream| unless_first(number, stream, goaway(0), true)).await;
    let error = peer.builder().max_retries(0).build().unwrap().messages().create(&hello()).await.unwrap_err();
    assert!(!error.may_have_run() && error.is_retryable() && error.sent() == Sent::None, "{error:?}");
}

#[tokio::test]
async fn a_refused_stream_is_sent_again() {
    let refuse = |number, stream| unless_first(number, stream, reset(stream, REFUSED_STREAM), false);
    let answer = Peer::start(refuse).await.builder().max_retries(1).build().unwrap();
    assert_eq!(answer.messages().create(&hello()).await.unwrap().text(), "Fine now.");
    let client = Peer::start(refuse).await.builder().max_retries(0).build().unwrap();
    let error = client.messages().create(&hello()).await.unwrap_err();
    assert!(!error.may_have_run() && error.is_retryable() && error.sent() == Sent::None, "{error:?}");
}

#[tokio::test]
async fn a_stream_goes_on_behind_goaway() {
    let peer = Peer::start(|_, stream| Answer {
        once: [
            head(stream, "text/event-stream"),
            frame(DATA, 0, stream, START.as_bytes()),
            goaway(stream),
            frame(DATA, END_STREAM, stream, REST.as_bytes()),
        ]
        .concat(),
        ..Answer::default()
    })
    .await;
    let client = peer.builder().max_retries(0).build().unwrap();
    for connections in 1..=2 {
        let message = client.messages().stream(&hello()).await.unwrap().final_message().await.unwrap();
        assert_eq!(message.text(), "Half and half");
        assert_eq!(
            peer.connections.load(Ordering::SeqCst),
            connections,
            "no new stream on a connection that goes away"
        );
    }
}

#[tokio::test]
async fn a_stream_that_is_reset_in_its_middle_keeps_what_had_arrived() {
    let peer = Peer::start(|_, stream| Answer {
        once: [
            head(stream, "text/event-stream"),
            frame(DATA, 0, stream, START.as_bytes()),
            reset(stream, INTERNAL_ERROR),
        ]
        .concat(),
        ..Answer::default()
    })
    .await;
    let mut stream = peer.builder().build().unwrap().messages().stream(&hello()).await.unwrap();
    let error = loop {
        match stream.next_event().await {
            Ok(event) => assert!(event.is_some(), "an end is an error here"),
            Err(error) => break error,
        }
    };
    assert_eq!(
        (error.kind(), error.reason(), error.attempts()),
        (ErrorKind::Transport, Some(Reason::Reset), 1),
        "{error:?}"
    );
    let partial = String::from_utf8(error.partial_message().unwrap().to_vec()).unwrap();
    assert!(partial.contains("Half") && error.may_have_run(), "{partial}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_frames_ends_in_an_error() {
    let empty_data = |stream| Answer {
        once: head(stream, "text/event-stream"),
        for_ever: frame(DATA, 0, stream, &[]).repeat(1000),
        ..Answer::default()
    };
    let continuation = |stream| Answer {
        once: frame(HEADERS, 0, stream, &[0x88]),
        for_ever: frame(CONTINUATION, 0, stream, &[&[0x00, 0x01, b'x', 0x7f, 0xe1, 0x3e][..], &[b'a'; 8160]].concat()),
        ..Answer::default()
    };
    let resets = |stream| Answer {
        once: head(stream, "text/event-stream"),
        for_ever: reset(stream, INTERNAL_ERROR).repeat(1000),
        ..Answer::default()
    };
    let pings = |_| Answer { for_ever: frame(PING, 0, 0, &[7; 8]).repeat(1000), ..Answer::default() };
    let settings = |_| Answer { for_ever: frame(SETTINGS, 0, 0, &[]).repeat(1000), ..Answer::default() };
    let floods: [Flood; 5] = [
        ("empty data", empty_data),
        ("continuation", continuation),
        ("resets", resets),
        ("pings", pings),
        ("settings", settings),
    ];
    for (name, flood) in floods {
        let peer = Peer::start(move |_, stream| flood(stream)).await;
        let limit = Duration::from_millis(500);
        let client = peer.builder().max_retries(0).head_timeout(limit).idle_timeout(limit).total_timeout(limit * 4);
        let client = client.build().unwrap();
        let params = hello();
        let call = async { client.messages().stream(&params).await?.final_message().await };
        let result = tokio::time::timeout(PATIENCE, call).await;
        let error = result.unwrap_or_else(|_| panic!("{name}: still not done")).unwrap_err();
        let known = [ErrorKind::Transport, ErrorKind::Timeout, ErrorKind::LimitExceeded];
        assert!(known.contains(&error.kind()), "{name}: {error:?}");
    }
}
