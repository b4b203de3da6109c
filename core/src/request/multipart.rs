//! A form of several parts (`multipart/form-data`, RFC 7578), which can be sent more than once.
//!
//! Our own, because a part that is a file has to be opened anew for every attempt and the length of the whole be known
//! before; the encoding itself is two lines of text around each part.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use super::content::{Content, Source};
use crate::{
    error::{Error, ErrorKind},
    transport::{Body, Outgoing},
};

/// A form: its parts in order, and the boundary between them.
#[derive(Clone, Debug)]
pub(crate) struct Multipart {
    boundary: String,
    parts: Vec<Part>,
}

/// One part of a form.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The name of the field.
    pub(crate) name: String,
    /// The name of the file, for a part that is one.
    pub(crate) filename: Option<String>,
    /// The media type, for a part that is a file.
    pub(crate) media_type: Option<String>,
    /// What is in it.
    pub(crate) content: Content,
}

impl Multipart {
    /// A form whose boundary is drawn from `random`; 128 bits, so that no content holds it.
    pub(crate) fn new(parts: Vec<Part>, random: &mut fastrand::Rng) -> Self {
        Self { boundary: format!("tidings-{:032x}", random.u128(..)), parts }
    }

    /// The value of the `content-type` header.
    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// Whether a part can no longer be sent, because it can be read only once.
    pub(crate) fn is_spent(&self) -> bool {
        self.parts.iter().any(|part| part.content.is_spent())
    }

    /// Opens every part for one attempt.
    pub(crate) async fn open(&self) -> Result<Outgoing, Error> {
        let mut sources = VecDeque::new();
        for part in &self.parts {
            sources.push_back(Source::text(format!("--{}\r\n{}\r\n", self.boundary, part.head())));
            sources.push_back(part.content.open().await?);
            sources.push_back(Source::text("\r\n".to_owned()));
        }
        sources.push_back(Source::text(format!("--{}--\r\n", self.boundary)));
        let length = sources.iter().map(|source| source.length).sum();
        Ok(Outgoing::Stream(length, Body::new(Encoder { sources, given: 0 })))
    }
}

impl Part {
    /// A plain field.
    pub(crate) fn field(name: &str, value: String) -> Self {
        Self { name: name.to_owned(), filename: None, media_type: None, content: Content::Bytes(value.into()) }
    }

    fn head(&self) -> String {
        let quote = |name: &str, value: &str| format!("; {name}=\"{}\"", quoted(value));
        let filename = self.filename.as_ref().map(|filename| quote("filename", filename)).unwrap_or_default();
        let head = format!("content-disposition: form-data{}{filename}\r\n", quote("name", &self.name));
        match &self.media_type {
            Some(media_type) => format!("{head}content-type: {}\r\n", media_type.replace(['\r', '\n'], " ")),
            None => head,
        }
    }
}

/// What ends a quoted name, or its line, is percent-encoded, as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The bytes of all sources, one after the other, each held to the length it promised.
struct Encoder {
    sources: VecDeque<Source>,
    given: u64,
}

impl Stream for Encoder {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { sources, given } = &mut *self;
        loop {
            let Some(source) = sources.front_mut() else { return Poll::Ready(None) };
            match std::task::ready!(source.poll(cx)) {
                Some(Ok(chunk)) => {
                    *given += chunk.len() as u64;
                    if source.length.is_some_and(|length| *given > length) {
                        return Poll::Ready(Some(Err(changed("longer"))));
                    }
                    return Poll::Ready(Some(Ok(chunk)));
                }
                Some(Err(e)) => {
                    let message = format!("file: the content cannot be read: {e}");
                    return Poll::Ready(Some(Err(Error::new(ErrorKind::Validation, message).with_source(e))));
                }
                None if source.length.is_some_and(|length| *given < length) => {
                    return Poll::Ready(Some(Err(changed("shorter"))));
                }
                None => {
                    *given = 0;
                    sources.pop_front();
                }
            }
        }
    }
}

fn changed(how: &str) -> Error {
    Error::new(ErrorKind::Validation, format!("file: the content is {how} than its length said"))
}

#[cfg(test)]
mod tests {
    use std::{fs, io};

    use super::*;
    use crate::transport::BlockingChunks;

    async fn encoded(form: &Multipart) -> (Option<u64>, Result<String, Error>) {
        let Outgoing::Stream(length, mut body) = form.open().await.unwrap() else { unreachable!() };
        let mut all = Vec::new();
        while let Some(chunk) = body.chunk().await {
            match chunk {
                Ok(chunk) => all.extend_from_slice(&chunk),
                Err(error) => return (length, Err(error)),
            }
        }
        (length, Ok(String::from_utf8(all).unwrap()))
    }

    fn form(content: Content) -> Multipart {
        let file = Part {
            name: "file".into(),
            filename: Some("a \"b\"\r\n.txt".into()),
            media_type: Some("text/plain".into()),
            content,
        };
        Multipart::new(vec![Part::field("expires_in_seconds", "3600".into()), file], &mut fastrand::Rng::with_seed(7))
    }

    #[tokio::test]
    async fn a_form_is_encoded_as_the_standard_says_and_its_length_is_known_before() {
        let form = form(Content::Bytes(Bytes::from_static(b"hello")));
        let (length, text) = encoded(&form).await;
        let text = text.unwrap();
        let boundary = form.content_type().split_once("boundary=").unwrap().1.to_owned();
        let expected = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"expires_in_seconds\"\r\n\r\n3600\r\n\
             --{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a %22b%22%0D%0A.txt\"\r\n\
             content-type: text/plain\r\n\r\nhello\r\n--{boundary}--\r\n"
        );
        assert_eq!((text.as_str(), length), (expected.as_str(), Some(text.len() as u64)));
        assert_eq!(encoded(&form).await.1.unwrap(), expected, "the second time");
    }

    #[tokio::test]
    async fn a_reader_is_sent_once_and_is_not_spent_before_its_turn() {
        let reader = || BlockingChunks::Idle(io::Cursor::new(b"once".to_vec()));
        let form = form(Content::once(reader(), None));
        drop(form.open().await.unwrap());
        assert!(!form.is_spent());
        let (length, text) = encoded(&form).await;
        assert!(length.is_none() && text.unwrap().contains("\r\n\r\nonce\r\n"));
        assert!(form.is_spent() && encoded(&form).await.1.is_err());
    }

    #[tokio::test]
    async fn a_reader_of_another_length_than_it_was_said_to_have_is_an_error() {
        for said in [3, 5] {
            let chunks = BlockingChunks::Idle(io::Cursor::new(b"four".to_vec()));
            let error = encoded(&form(Content::once(chunks, Some(said)))).await.1.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Validation);
        }
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_is_named() {
        let error = form(Content::path("/no/such/file".into())).open().await.err().unwrap();
        assert!(error.message().contains("/no/such/file"), "{error}");
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_file_that_seems_empty_is_read_to_its_end_every_time() {
        let content = fs::read_to_string("/proc/version").unwrap();
        let form = form(Content::path("/proc/version".into()));
        for _ in 0..2 {
            let (length, text) = encoded(&form).await;
            let text = text.unwrap();
            assert!(text.contains(&format!("\r\n\r\n{content}\r\n--")), "{text}");
            assert_eq!(length, Some(text.len() as u64));
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_pipe_is_sent_whole_and_only_once() {
        for size in [5, 200_000] {
            let path = std::env::temp_dir().join(format!("tidings-pipe-{size}-{}", std::process::id()));
            assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
            let content = "x".repeat(size);
            let form = form(Content::path(path.clone()));
            let writer = std::thread::spawn({
                let (path, content) = (path.clone(), content.clone());
                move || fs::write(path, content)
            });
            assert!(!form.is_spent());
            let (length, text) = encoded(&form).await;
            let text = text.unwrap();
            writer.join().unwrap().unwrap();
            assert!(text.contains(&format!("\r\n\r\n{content}\r\n--")), "{size}");
            assert_eq!(length, (size == 5).then_some(text.len() as u64));
            assert!(form.is_spent());
            let error = form.open().await.err().unwrap();
            assert!(error.message().contains("only once"), "{error}");
            fs::remove_file(path).unwrap();
        }
    }
}
