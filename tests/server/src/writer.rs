//! Plays an answer on a connection, piece by piece.

use std::{io, time::Duration};

use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::{
    answer::{Framing, NoAnswer},
    plan::{Ending, Piece},
    reply::Reply,
    runs::{Entry, Outcome},
};

/// Plays `reply` to its end and says how it ended; `Complete`, `Cut` or `Reset`.
///
/// Never returns when the script says to hang: the caller watches for the client's end meanwhile.
///
/// # Errors
///
/// Fails when the client has closed the connection.
pub(crate) async fn play<W: AsyncWrite + Unpin>(
    writer: &mut W,
    reply: &Reply,
    log: Option<&Entry>,
) -> io::Result<Outcome> {
    pause(reply.delay).await;
    match reply.no_answer {
        Some(NoAnswer::Cut) => return Ok(Outcome::Cut),
        Some(NoAnswer::Reset) => return Ok(Outcome::Reset),
        Some(NoAnswer::Hang) => return hang(log).await,
        None => {}
    }
    if let Some(raw) = &reply.raw {
        return match raw.play(writer, reply.schedule.ending(), log).await? {
            Some(outcome) => Ok(outcome),
            None => hang(log).await,
        };
    }
    let mut out = Output { writer, log, waiting: reply.head(), sent: 0 };
    // A client of a stream must see the head at once; elsewhere one packet less is worth more.
    if reply.framing != Framing::Length || reply.schedule.starts_with_pause() {
        out.flush(0).await?;
    }
    if reply.has_body() {
        write_body(&mut out, reply).await?;
    }
    out.flush(0).await?;
    match reply.schedule.ending() {
        Ending::Whole | Ending::Clean(_) => Ok(Outcome::Complete),
        Ending::Cut(_) => Ok(Outcome::Cut),
        Ending::Reset(_) => Ok(Outcome::Reset),
        Ending::Hang(_) => hang(log).await,
    }
}

async fn write_body<W: AsyncWrite + Unpin>(out: &mut Output<'_, W>, reply: &Reply) -> io::Result<()> {
    let total = reply.body.len();
    let is_chunked = reply.framing == Framing::Chunked;
    let ends_whole = matches!(reply.schedule.ending(), Ending::Whole | Ending::Clean(_));
    let last_pause = reply.schedule.last_pause(total);
    let mut pieces = reply.schedule.pieces(total).peekable();
    while let Some(piece) = pieces.next() {
        pause(piece.pause).await;
        out.add(reply, &piece, is_chunked);
        // The end mark travels with the last piece: a client that leaves as soon as it has all bytes has the end too.
        if is_chunked && ends_whole && last_pause.is_zero() && pieces.peek().is_none() {
            out.waiting.extend_from_slice(LAST_CHUNK);
        }
        out.flush(piece.bytes.end - piece.bytes.start).await?;
    }
    pause(last_pause).await;
    if is_chunked && ends_whole && !(last_pause.is_zero() && reply.schedule.promised(total) > 0) {
        out.waiting.extend_from_slice(LAST_CHUNK);
    }
    Ok(())
}

const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// Bytes on their way to the socket.
struct Output<'a, W> {
    writer: &'a mut W,
    log: Option<&'a Entry>,
    waiting: Vec<u8>,
    sent: u64,
}

impl<W: AsyncWrite + Unpin> Output<'_, W> {
    fn add(&mut self, reply: &Reply, piece: &Piece, is_chunked: bool) {
        if is_chunked {
            self.waiting.extend_from_slice(format!("{:x}\r\n", piece.promised).as_bytes());
        }
        reply.body.copy(piece.bytes.clone(), &mut self.waiting);
        if is_chunked && piece.bytes.end - piece.bytes.start == piece.promised {
            self.waiting.extend_from_slice(b"\r\n");
        }
    }

    /// Writes what waits, of which `body` bytes belong to the body, and keeps the log up to date on the way: a test
    /// of back-pressure looks at a write that is stuck.
    async fn flush(&mut self, body: u64) -> io::Result<()> {
        let mut written = 0;
        while written < self.waiting.len() {
            let step = self.writer.write(&self.waiting[written..]).await?;
            if step == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            written += step;
            self.note(self.sent + body.min(written as u64));
        }
        self.sent += body;
        self.note(self.sent);
        self.waiting.clear();
        Ok(())
    }

    fn note(&self, sent: u64) {
        if let Some(log) = self.log {
            log.sent(sent);
        }
    }
}

async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

async fn hang<T>(log: Option<&Entry>) -> T {
    if let Some(log) = log {
        log.hangs();
    }
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Answer, prepare_script};

    async fn played(json: &str) -> (String, Outcome) {
        let answer: Answer = serde_json::from_str(json).unwrap();
        let replies = prepare_script(&[answer]).unwrap();
        let mut out = Vec::new();
        let outcome = play(&mut out, &replies[0], None).await.unwrap();
        let text = String::from_utf8(out).unwrap();
        let (_, body) = text.split_once("\r\n\r\n").unwrap_or_default();
        (body.to_owned(), outcome)
    }

    #[tokio::test]
    async fn each_piece_is_a_chunk_and_the_body_ends_with_an_empty_one() {
        let (body, outcome) = played(r#"{"body": "abcde", "framing": "chunked", "delivery": {"split_at": [2]}}"#).await;
        assert_eq!(body, "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
        assert_eq!(outcome, Outcome::Complete);
    }

    #[tokio::test]
    async fn an_empty_chunked_body_is_only_its_end() {
        assert_eq!(played(r#"{"body": "", "framing": "chunked"}"#).await.0, "0\r\n\r\n");
    }

    #[tokio::test]
    async fn a_pause_at_the_end_comes_before_the_end_mark() {
        let json = r#"{"body": "ab", "framing": "chunked", "delivery": {"pauses": [{"at": 2, "ms": 1}]}}"#;
        assert_eq!(played(json).await.0, "2\r\nab\r\n0\r\n\r\n");
    }

    #[tokio::test]
    async fn a_cut_body_breaks_off_inside_its_chunk() {
        let (body, outcome) = played(r#"{"body": "abcde", "framing": "chunked", "delivery": {"cut_at": 3}}"#).await;
        assert_eq!(body, "5\r\nabc");
        assert_eq!(outcome, Outcome::Cut);
    }

    #[tokio::test]
    async fn a_clean_end_is_framed_like_a_whole_body() {
        let (body, outcome) =
            played(r#"{"body": "abcde", "framing": "chunked", "delivery": {"end_cleanly_at": 3}}"#).await;
        assert_eq!(body, "3\r\nabc\r\n0\r\n\r\n");
        assert_eq!(outcome, Outcome::Complete);
    }

    #[tokio::test]
    async fn no_answer_writes_nothing() {
        assert_eq!(played(r#"{"no_answer": "reset"}"#).await, (String::new(), Outcome::Reset));
    }
}
