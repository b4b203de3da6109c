//! What we make of answers and what hyper does: the two must not differ.

use std::{
    collections::VecDeque,
    fmt,
    future::Future as _,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use http_body::Body as _;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::timeout,
};

use super::Http1;
use crate::transport::{Outgoing, Progress, failure::MAX_HEAD, leash::Leash, sending::Sending};

const BROKEN: &str = "broken";

/// What is asked for, and the reads in which the answer comes; an empty one lets the others have their turn first.
#[derive(Clone, Default)]
pub(crate) struct Exchange {
    /// Whether only the head is asked for.
    pub(crate) is_head: bool,
    /// The answer, as it is cut.
    pub(crate) reads: Vec<Vec<u8>>,
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reads: Vec<_> = self.reads.iter().map(|read| read.escape_ascii().to_string()).collect();
        write!(f, "{} {reads:?}", self.is_head)
    }
}

/// What became of one request.
#[derive(Default, PartialEq)]
pub(crate) struct Outcome {
    /// How many interim answers came before the answer.
    pub(crate) interim: u32,
    /// Status, version and headers.
    pub(crate) head: String,
    /// The whole body, however it came.
    pub(crate) body: Vec<u8>,
    /// How it ended, if not as it should.
    pub(crate) broken: Option<&'static str>,
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { interim, head, broken, .. } = self;
        write!(f, "{interim} {head} {:?} {broken:?}", self.body.escape_ascii().to_string())
    }
}

/// Sends the requests one after the other over one connection, up to the first that fails. Gives what became of each, and in
/// how many pieces the bodies came. Wants a runtime whose clock stands still.
pub(crate) async fn exchange(exchanges: &[Exchange], is_hyper: bool) -> (Vec<Outcome>, usize) {
    let answers = exchanges.iter().map(|exchange| exchange.reads.iter().cloned().collect()).collect();
    let script = Script { answers, now: VecDeque::new(), reader: None };
    if is_hyper { by_hyper(script, exchanges).await } else { by_us(script, exchanges).await }
}

async fn by_us(script: Script, exchanges: &[Exchange]) -> (Vec<Outcome>, usize) {
    let mut connection = Http1::new(script);
    ask_all(exchanges, async |is_head, outcome, pieces| ask(&mut connection, is_head, outcome, pieces).await).await
}

/// Asks for one answer after the other, up to the first that breaks.
async fn ask_all(
    exchanges: &[Exchange],
    mut ask: impl AsyncFnMut(bool, &mut Outcome, &mut usize) -> Result<(), &'static str>,
) -> (Vec<Outcome>, usize) {
    let (mut outcomes, mut pieces) = (Vec::new(), 0);
    for exchange in exchanges {
        let mut outcome = Outcome::default();
        let asked = ask(exchange.is_head, &mut outcome, &mut pieces);
        // Nothing but a wait for ever lets the clock go on.
        outcome.broken = timeout(Duration::from_secs(1), asked).await.unwrap_or(Err("waits")).err();
        let is_over = outcome.broken.is_some();
        outcomes.push(outcome);
        if is_over {
            break;
        }
    }
    (outcomes, pieces)
}

async fn ask(
    connection: &mut Http1<Script>,
    is_head: bool,
    outcome: &mut Outcome,
    pieces: &mut usize,
) -> Result<(), &'static str> {
    if !connection.is_ready() {
        return Err(BROKEN);
    }
    let progress = Progress::default();
    let body = Sending::new(Outgoing::Empty, progress.clone(), Leash::new(None));
    let answer = connection.send(b"GET / HTTP/1.1\r\n\r\n".to_vec(), body, is_head).await;
    outcome.interim = progress.interim();
    let (head, mut body) = answer.map_err(|_| BROKEN)?.into_parts();
    outcome.head = format!("{} {:?} {:?}", head.status, head.version, head.headers);
    while let Some(chunk) = std::future::poll_fn(|cx| body.poll_chunk(connection, cx)).await {
        *pieces += 1;
        outcome.body.extend_from_slice(&chunk.map_err(|_| BROKEN)?);
    }
    Ok(())
}

async fn by_hyper(script: Script, exchanges: &[Exchange]) -> (Vec<Outcome>, usize) {
    let mut builder = http1::Builder::new();
    builder.max_buf_size(MAX_HEAD);
    let Ok((mut sender, connection)) = builder.handshake::<_, String>(TokioIo::new(script)).await else {
        return Default::default();
    };
    let requests =
        ask_all(exchanges, async |is_head, outcome, pieces| ask_hyper(&mut sender, is_head, outcome, pieces).await);
    let (mut requests, mut connection) = (Box::pin(requests), Some(Box::pin(connection)));
    std::future::poll_fn(|cx| {
        // A connection that has ended is dropped, as its task would be: whoever waits for it learns it from that.
        if connection.as_mut().is_some_and(|connection| connection.as_mut().poll(cx).is_ready()) {
            connection = None;
        }
        requests.as_mut().poll(cx)
    })
    .await
}

async fn ask_hyper(
    sender: &mut http1::SendRequest<String>,
    is_head: bool,
    outcome: &mut Outcome,
    pieces: &mut usize,
) -> Result<(), &'static str> {
    sender.ready().await.map_err(|_| BROKEN)?;
    let mut request = ::http::Request::new(String::new());
    if is_head {
        *request.method_mut() = ::http::Method::HEAD;
    }
    let interim = Arc::new(AtomicU32::new(0));
    let count = interim.clone();
    hyper::ext::on_informational(&mut request, move |_| {
        count.fetch_add(1, Ordering::Relaxed);
    });
    let answer = sender.send_request(request).await;
    outcome.interim = interim.load(Ordering::Relaxed);
    let answer = answer.map_err(|_| BROKEN)?;
    outcome.head = format!("{} {:?} {:?}", answer.status(), answer.version(), answer.headers());
    let mut body = answer.into_body();
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        if let Ok(data) = frame.map_err(|_| BROKEN)?.into_data() {
            *pieces += 1;
            outcome.body.extend_from_slice(&data);
        }
    }
    Ok(())
}

/// A server that takes everything, and begins its next answer when something is written to it.
struct Script {
    answers: VecDeque<VecDeque<Vec<u8>>>,
    /// What of the answers that have begun is still to be read.
    now: VecDeque<Vec<u8>>,
    reader: Option<Waker>,
}

impl AsyncRead for Script {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match this.now.pop_front() {
            Some(read) if read.is_empty() => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Some(mut read) => {
                let rest = read.split_off(read.len().min(buffer.remaining()));
                buffer.put_slice(&read);
                if !rest.is_empty() {
                    this.now.push_front(rest);
                }
                Poll::Ready(Ok(()))
            }
            None if this.answers.is_empty() => Poll::Ready(Ok(())),
            None => {
                this.reader = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl AsyncWrite for Script {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.now.extend(this.answers.pop_front().unwrap_or_default());
        if let Some(reader) = this.reader.take() {
            reader.wake();
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
