//! What HTTP makes of answers, with and without joining: the two must not differ.

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

use bytes::Bytes;
use http_body::Body as _;
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::timeout,
};

use super::Joining;
use crate::transport::failure::MAX_HEAD;

/// More than any exchange takes.
const MAX_POLLS: u32 = 100_000;

/// What is asked for, and the reads in which the answer comes; an empty one lets the others have their turn first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Exchange {
    /// Whether only the head is asked for.
    pub(crate) is_head: bool,
    /// The answer, as it is cut.
    pub(crate) reads: Vec<Vec<u8>>,
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
    /// What came behind it.
    pub(crate) trailers: String,
    /// Why it ended, if not as it should.
    pub(crate) broken: Option<String>,
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { interim, head, trailers, broken, .. } = self;
        write!(f, "{interim} {head} {:?} {trailers} {broken:?}", self.body.escape_ascii().to_string())
    }
}

/// Sends the requests one after the other over one connection, up to the first that fails. Gives what became of each, and in
/// how many pieces the bodies came. Wants a runtime whose clock stands still.
pub(crate) async fn exchange(exchanges: &[Exchange], joins: bool) -> (Vec<Outcome>, usize) {
    let answers = exchanges.iter().map(|exchange| exchange.reads.iter().cloned().collect()).collect();
    let script = Script { answers, now: VecDeque::new(), reader: None };
    if joins { over(Joining::new(script), exchanges).await } else { over(script, exchanges).await }
}

async fn over(io: impl AsyncRead + AsyncWrite + Unpin + Send, exchanges: &[Exchange]) -> (Vec<Outcome>, usize) {
    let mut builder = http1::Builder::new();
    builder.max_buf_size(MAX_HEAD);
    let Ok((mut sender, connection)) = builder.handshake::<_, String>(TokioIo::new(io)).await else {
        return Default::default();
    };
    let requests = async {
        let (mut outcomes, mut pieces) = (Vec::new(), 0);
        for exchange in exchanges {
            let mut outcome = Outcome::default();
            let asked = ask(&mut sender, exchange.is_head, &mut outcome, &mut pieces);
            // Nothing but a wait for ever lets the clock go on.
            let asked = timeout(Duration::from_secs(1), asked).await;
            outcome.broken = asked.unwrap_or_else(|_| Err("waits".to_owned())).err();
            let is_over = outcome.broken.is_some();
            outcomes.push(outcome);
            if is_over {
                break;
            }
        }
        (outcomes, pieces)
    };
    let (mut requests, mut connection) = (Box::pin(requests), Some(Box::pin(connection)));
    let mut polls = 0;
    std::future::poll_fn(|cx| {
        // A connection that has ended is dropped, as its task would be: whoever waits for it learns it from that.
        if connection.as_mut().is_some_and(|connection| connection.as_mut().poll(cx).is_ready()) {
            connection = None;
        }
        polls += 1;
        if polls > MAX_POLLS {
            let broken = Some("never comes to rest".to_owned());
            return Poll::Ready((vec![Outcome { broken, ..Outcome::default() }], 0));
        }
        requests.as_mut().poll(cx)
    })
    .await
}

async fn ask(
    sender: &mut http1::SendRequest<String>,
    is_head: bool,
    outcome: &mut Outcome,
    pieces: &mut usize,
) -> Result<(), String> {
    sender.ready().await.map_err(|e| why(&e))?;
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
    let answer = answer.map_err(|e| why(&e))?;
    outcome.head = format!("{} {:?} {:?}", answer.status(), answer.version(), answer.headers());
    let mut body = answer.into_body();
    while let Some(frame) = next(&mut body).await {
        match frame.map_err(|e| why(&e))?.into_data() {
            Ok(data) => {
                *pieces += 1;
                outcome.body.extend_from_slice(&data);
            }
            Err(trailers) => outcome.trailers = format!("{:?}", trailers.trailers_ref()),
        }
    }
    Ok(())
}

async fn next(body: &mut Incoming) -> Option<Result<http_body::Frame<Bytes>, hyper::Error>> {
    std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await
}

fn why(error: &hyper::Error) -> String {
    format!("{error:?}")
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
