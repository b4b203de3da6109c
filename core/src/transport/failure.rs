//! What a failure below the HTTP status was: the causes of our HTTP/1.1, hyper, h2, rustls and the system, put into our words.

use std::{
    error::Error as StdError,
    fmt, io,
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    connection::{Cause, Connection},
    http1::Broken,
    wire::Meter,
};
use crate::error::{Error, ErrorKind, Reason, Sent};

/// The most that the head of an answer may have, in bytes.
pub(super) const MAX_HEAD: usize = 128 << 10;
/// How many headers it may have.
pub(super) const MAX_HEADERS: usize = 100;

/// One of our errors on its way through HTTP's code, which hands out only references; taken out at the other end.
pub(crate) struct Failed(Mutex<Option<Error>>);

impl Failed {
    pub(super) fn new(error: Error) -> Self {
        Self(Mutex::new(Some(error)))
    }

    fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl StdError for Failed {}

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Failed")
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request could not be sent")
    }
}

/// What is known about a request beside the error itself.
pub(super) struct Scene {
    sent: Sent,
    meter: Option<Arc<Meter>>,
    /// What the connection had brought before this request.
    read_before: u64,
    /// How many requests it had answered before this one.
    answers_before: u32,
}

impl Scene {
    /// Nothing has left yet.
    pub(super) fn before_all() -> Self {
        Self { sent: Sent::None, meter: None, read_before: 0, answers_before: 0 }
    }

    /// A request that is about to leave over this connection.
    pub(super) fn on(connection: &Connection) -> Self {
        let meter = &connection.meter;
        let (read_before, answers_before) = (meter.read(), meter.answers());
        Self { meter: Some(meter.clone()), read_before, answers_before, ..Self::before_all() }
    }

    /// So much of it had left in the end.
    pub(super) fn sent(self, sent: Sent) -> Self {
        // What could not be written was taken for done, so that an early answer can be read.
        let is_lost = sent == Sent::Full && self.meter.as_ref().is_some_and(|meter| meter.has_lost());
        Self { sent: if is_lost { Sent::Partial } else { sent }, ..self }
    }

    fn is_dead_connection(&self) -> bool {
        self.answers_before > 0 && self.meter.as_ref().is_some_and(|meter| meter.read() == self.read_before)
    }
}

/// A request that got no head of an answer.
pub(super) fn before_head(error: Cause, scene: &Scene) -> Error {
    if let Some(own) = find::<Failed>(&*error).and_then(Failed::take) {
        return own.with_sent(Sent::Partial);
    }
    let cause = root_cause(&*error);
    let broke = |reason, sent| {
        let message = format!("the connection broke before an answer came: {cause}");
        let broke = Error::new(ErrorKind::Transport, message).with_reason(reason).with_sent(sent);
        if scene.is_dead_connection() { broke.on_dead_connection() } else { broke }
    };
    let found = if let Some(tls) = find::<rustls::Error>(&*error) {
        handshake(tls, "").with_sent(scene.sent)
    } else if let Some(h2) = find::<h2::Error>(&*error) {
        let (reason, is_unprocessed) = by_h2(h2);
        broke(reason, if is_unprocessed { Sent::None } else { scene.sent })
    } else if let Some(io) = find::<io::Error>(&*error) {
        by_io(io).map_or_else(|| broke(Reason::Closed, scene.sent), |reason| broke(reason, scene.sent))
    } else {
        match (find::<Broken>(&*error), find::<hyper::Error>(&*error)) {
            (Some(Broken::TooLarge), _) => head_too_large(scene),
            (Some(Broken::Invalid(_)), _) => no_http(&cause, scene),
            (_, Some(hyper)) if hyper.is_canceled() => broke(Reason::Closed, Sent::None),
            _ => broke(Reason::Closed, scene.sent),
        }
    };
    found.with_source(error)
}

/// An answer whose body broke.
pub(super) fn in_body(error: Cause) -> Error {
    let reason = match (find::<h2::Error>(&*error), find::<io::Error>(&*error), find::<Broken>(&*error)) {
        (Some(h2), ..) => by_h2(h2).0,
        (_, Some(io), _) => by_io(io).unwrap_or(Reason::Closed),
        (.., Some(Broken::Invalid(_) | Broken::TooLarge)) => Reason::Protocol,
        _ => Reason::Closed,
    };
    let message = format!("the connection broke inside the answer: {}", root_cause(&*error));
    Error::new(ErrorKind::Transport, message).with_reason(reason).with_sent(Sent::Full).with_source(error)
}

/// A connection that could not be opened; `to` says to what.
pub(super) fn connecting(error: Box<dyn StdError + Send + Sync>, to: &str) -> Error {
    let io = find::<io::Error>(&*error);
    let reason = match io {
        Some(io) if is_resource(io) => Some(Reason::Resource),
        _ if find::<super::connect::LookupError>(&*error).is_some() => Some(Reason::Dns),
        Some(io) if io.kind() == io::ErrorKind::TimedOut => Some(Reason::ConnectLimit),
        Some(io) => by_io(io),
        None => None,
    };
    let message = match reason {
        Some(Reason::Dns) => format!("the name of {to} was not found: {}", root_cause(&*error)),
        Some(Reason::Resource) => {
            format!("no connection to {to}, this machine ran out of them: {}", root_cause(&*error))
        }
        _ => format!("no connection to {to}: {}", root_cause(&*error)),
    };
    let kind = if reason == Some(Reason::ConnectLimit) { ErrorKind::Timeout } else { ErrorKind::Connect };
    let failed = Error::new(kind, message).with_source(error);
    match reason {
        Some(reason) => failed.with_reason(reason),
        None => failed,
    }
}

/// A TLS handshake that failed; `first` is what the server said in the clear.
pub(super) fn securing(error: io::Error, first: &[u8]) -> Error {
    match find::<rustls::Error>(&error) {
        Some(_) if first.starts_with(b"HTTP/") => {
            let message = "the server speaks plain HTTP on this port: the URL wants http:// or another port";
            Error::new(ErrorKind::Connect, message).with_reason(Reason::Tls).permanent()
        }
        Some(tls) => handshake(tls, " (in the handshake)"),
        None => Error::new(ErrorKind::Connect, format!("the TLS handshake broke: {}", root_cause(&error)))
            .with_reason(Reason::Tls),
    }
    .with_source(error)
}

fn handshake(error: &rustls::Error, at: &str) -> Error {
    use rustls::{AlertDescription as Alert, Error as Tls};
    let connect = |reason, message: String| Error::new(ErrorKind::Connect, message).with_reason(reason);
    match error {
        Tls::InvalidCertificate(_) => {
            connect(Reason::Certificate, format!("the server's certificate is not to be trusted: {error}")).permanent()
        }
        Tls::AlertReceived(
            Alert::CertificateRequired
            | Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateExpired
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::AccessDenied,
        ) => connect(Reason::Certificate, format!("the server wants another client certificate: {error}")).permanent(),
        Tls::PeerIncompatible(_)
        | Tls::NoApplicationProtocol
        | Tls::AlertReceived(
            Alert::ProtocolVersion
            | Alert::HandshakeFailure
            | Alert::InsufficientSecurity
            | Alert::NoApplicationProtocol
            | Alert::UnrecognisedName,
        ) => {
            let message = format!("no TLS that both sides speak (protocol version 1.2 or 1.3 is needed): {error}");
            connect(Reason::Tls, message).permanent()
        }
        _ => connect(Reason::Tls, format!("TLS failed{at}: {error}")),
    }
}

fn head_too_large(scene: &Scene) -> Error {
    let message = format!("the head of the answer is larger than {MAX_HEAD} bytes or has over {MAX_HEADERS} headers");
    Error::new(ErrorKind::LimitExceeded, message).with_reason(Reason::HeadSize).with_sent(scene.sent).permanent()
}

fn no_http(cause: &str, scene: &Scene) -> Error {
    let first = scene.meter.as_ref().filter(|_| scene.answers_before == 0).and_then(|meter| meter.first_plain());
    let began = first.filter(|first| !first.starts_with(b"HTTP/")).map_or_else(String::new, |first| {
        let hex: Vec<_> = first.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("; it began with {}", hex.join(" "))
    });
    Error::new(ErrorKind::Transport, format!("the answer is no valid HTTP: {cause}{began}"))
        .with_reason(Reason::Protocol)
        .with_sent(scene.sent)
        .permanent()
}

/// Why, and whether the server says that it has not looked at the request.
fn by_h2(error: &h2::Error) -> (Reason, bool) {
    let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    // Only the streams that the server has not looked at end with its farewell, whatever its reason.
    let is_going = error.is_go_away() && error.is_remote();
    let reason = match error.get_io().map(|io| by_io(io).unwrap_or(Reason::Closed)) {
        Some(reason) => reason,
        None if is_going => Reason::Closed,
        None if error.is_reset() && error.is_remote() => Reason::Reset,
        None => Reason::Protocol,
    };
    (reason, is_refused || is_going)
}

fn by_io(error: &io::Error) -> Option<Reason> {
    use io::ErrorKind as K;
    Some(match error.kind() {
        _ if is_resource(error) => Reason::Resource,
        K::ConnectionRefused => Reason::Refused,
        K::HostUnreachable | K::NetworkUnreachable | K::NetworkDown => Reason::Unreachable,
        K::ConnectionReset | K::ConnectionAborted | K::BrokenPipe => Reason::Reset,
        K::UnexpectedEof | K::NotConnected => Reason::Closed,
        K::InvalidData | K::InvalidInput => Reason::Protocol,
        _ => return None,
    })
}

/// Whether it is this machine that has nothing left to connect with.
fn is_resource(error: &io::Error) -> bool {
    #[cfg(unix)]
    if [rustix::io::Errno::MFILE, rustix::io::Errno::NFILE, rustix::io::Errno::NOBUFS]
        .iter()
        .any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
    {
        return true;
    }
    error.kind() == io::ErrorKind::AddrNotAvailable
}

/// The first cause of this type. An I/O error hides what it wraps from `source`.
fn find<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        cause = deeper(error);
    }
    None
}

fn deeper<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped.map_or_else(|| error.source(), |wrapped| Some(wrapped))
}

fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let mut cause = error;
    while let Some(next) = deeper(cause) {
        cause = next;
    }
    cause.to_string()
}
