//! A server of HTTP/2 behind TLS, frame by frame: it answers each request with the frames that it was told.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde::Deserialize;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::{
    certificate::Authority,
    listener::Listening,
    runs::{Entry, Outcome, Runs},
};

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

/// Status 200 in HPACK.
const STATUS_200: u8 = 0x88;
const MESSAGE: &str = r#"{"type":"message","content":[{"type":"text","text":"Fine now."}]}"#;

/// How often the frames of a flood are in one write.
const FLOOD: usize = 1000;

/// What a server of HTTP/2 sends when a request has arrived.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrameAnswer {
    /// What is sent once.
    pub frames: Vec<Frame>,
    /// What is sent after that, over and over, until the client has gone.
    pub for_ever: Vec<Frame>,
    /// Whether the connection ends behind them.
    pub closes: bool,
}

/// A frame, on the stream of the request where it belongs to one.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// Status 200 and this content type.
    Head(String),
    /// The beginning of such a head.
    HeadBegins,
    /// More of a head that has begun: 8 KiB of headers, and not its end.
    HeadGoesOn,
    /// Bytes of the body.
    Data(String),
    /// The last bytes of the body.
    LastData(String),
    /// The head and the body of a good message.
    Message,
    /// The stream is reset with this code.
    Reset(u32),
    /// GOAWAY, by which this request was taken.
    GoawayBehindIt,
    /// GOAWAY, by which it was not.
    GoawayBeforeIt,
    /// PING.
    Ping,
    /// Empty SETTINGS.
    Settings,
}

impl Frame {
    fn bytes(&self, stream: u32) -> Vec<u8> {
        match self {
            Self::Head(content_type) => head(stream, content_type),
            Self::HeadBegins => frame(HEADERS, 0, stream, &[STATUS_200]),
            // A header by the name of x, with a value of as many bytes as the length in front of it says.
            Self::HeadGoesOn => {
                frame(CONTINUATION, 0, stream, &[&[0x00, 0x01, b'x', 0x7f, 0xe1, 0x3e][..], &[b'a'; 8160]].concat())
            }
            Self::Data(text) => frame(DATA, 0, stream, text.as_bytes()),
            Self::LastData(text) => frame(DATA, END_STREAM, stream, text.as_bytes()),
            Self::Message => {
                [head(stream, "application/json"), frame(DATA, END_STREAM, stream, MESSAGE.as_bytes())].concat()
            }
            Self::Reset(code) => frame(RST_STREAM, 0, stream, &code.to_be_bytes()),
            Self::GoawayBehindIt => goaway(stream),
            Self::GoawayBeforeIt => goaway(0),
            Self::Ping => frame(PING, 0, 0, &[7; 8]),
            Self::Settings => frame(SETTINGS, 0, 0, &[]),
        }
    }
}

/// Starts the server and gives the PEM of the authority to trust. The last of the answers repeats; requests are counted
/// over all connections and written down in `run`, with their bodies but without their heads.
pub(crate) async fn start(answers: &[FrameAnswer], runs: Arc<Runs>, run: String) -> io::Result<(Listening, String)> {
    let authority = Authority::new("ours");
    let acceptor = authority.sign("localhost").acceptor(&["h2"], None);
    let server = Arc::new(Server { answers: answers.to_vec(), taken: AtomicUsize::new(0), runs, run });
    let listening = Listening::start(move |number, stream| {
        let (acceptor, server) = (acceptor.clone(), Arc::clone(&server));
        async move {
            // The client's leaving is how it ends.
            let _ = server.serve(acceptor, stream, number).await;
        }
    });
    Ok((listening.await?, authority.pem()))
}

struct Server {
    answers: Vec<FrameAnswer>,
    /// How many requests there have been.
    taken: AtomicUsize,
    runs: Arc<Runs>,
    run: String,
}

impl Server {
    async fn serve(&self, acceptor: TlsAcceptor, stream: TcpStream, connection: u64) -> io::Result<()> {
        let mut tls = acceptor.accept(stream).await?;
        tls.read_exact(&mut [0; 24]).await?;
        tls.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
        let mut body = Vec::new();
        loop {
            let read = read_frame(&mut tls).await?;
            match read.kind {
                SETTINGS if read.flags & ACK == 0 => tls.write_all(&frame(SETTINGS, ACK, 0, &[])).await?,
                DATA => body.extend(read.payload),
                _ => {}
            }
            if matches!(read.kind, HEADERS | DATA) && read.flags & END_STREAM != 0 {
                let log = self.runs.begin_bare(&self.run, &std::mem::take(&mut body), connection);
                let answer = &self.answers[self.taken.fetch_add(1, Ordering::SeqCst).min(self.answers.len() - 1)];
                let sent = send(answer, &mut tls, read.stream, &log).await;
                log.end(if sent.is_ok() { Outcome::Complete } else { Outcome::ClientClosed });
                sent?;
                if answer.closes {
                    return tls.shutdown().await;
                }
            }
            tls.flush().await?;
        }
    }
}

async fn send(answer: &FrameAnswer, tls: &mut TlsStream<TcpStream>, stream: u32, log: &Entry) -> io::Result<()> {
    let bytes = |frames: &[Frame]| frames.iter().flat_map(|frame| frame.bytes(stream)).collect::<Vec<u8>>();
    let (once, flood) = (bytes(&answer.frames), bytes(&answer.for_ever).repeat(FLOOD));
    tls.write_all(&once).await?;
    let mut sent = once.len() as u64;
    log.sent(sent);
    while !flood.is_empty() {
        tls.write_all(&flood).await?;
        sent += flood.len() as u64;
        log.sent(sent);
    }
    Ok(())
}

/// A frame of the client.
struct Read {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

async fn read_frame(tls: &mut TlsStream<TcpStream>) -> io::Result<Read> {
    let mut head = [0; 9];
    tls.read_exact(&mut head).await?;
    let [a, b, c, kind, flags, stream @ ..] = head;
    let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
    tls.read_exact(&mut payload).await?;
    Ok(Read { kind, flags, stream: u32::from_be_bytes(stream) & 0x7fff_ffff, payload })
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// Status 200 and a content type, in the simplest form of HPACK.
fn head(stream: u32, content_type: &str) -> Vec<u8> {
    let length = u8::try_from(content_type.len()).unwrap_or(u8::MAX);
    frame(HEADERS, END_HEADERS, stream, &[&[STATUS_200, 0x0f, 0x10, length], content_type.as_bytes()].concat())
}

fn goaway(last_stream: u32) -> Vec<u8> {
    frame(GOAWAY, 0, 0, &[last_stream.to_be_bytes(), 0_u32.to_be_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_has_its_length_kind_flags_and_stream_in_front() {
        assert_eq!(Frame::LastData("ab".into()).bytes(3), [0, 0, 2, DATA, END_STREAM, 0, 0, 0, 3, b'a', b'b']);
        assert_eq!(Frame::Reset(7).bytes(5), [0, 0, 4, RST_STREAM, 0, 0, 0, 0, 5, 0, 0, 0, 7]);
    }

    #[test]
    fn goaway_says_whether_the_request_was_taken() {
        assert_eq!(Frame::GoawayBehindIt.bytes(3)[9..13], [0, 0, 0, 3]);
        assert_eq!(Frame::GoawayBeforeIt.bytes(3)[9..13], [0, 0, 0, 0]);
    }
}
