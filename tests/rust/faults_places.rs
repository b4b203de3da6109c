//! Where the calls of the fault table are sent to: servers, and addresses where there is none.

use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener, TcpStream as StdStream};

use tidings::{Client, ClientBuilder};
use tidings_test_server::{Fault, Listener, LoggedRequest, Place, RawPart, Then};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
};

use crate::server::{Run, address};

/// A place, for as long as a call needs it.
pub(crate) struct Ground {
    run: Option<Run>,
    base_url: Option<String>,
    proxy: Option<String>,
    /// What keeps an address as it is.
    _kept: Kept,
}

/// What must live as long as the place.
enum Kept {
    Nothing,
    Sockets(Box<dyn std::any::Any + Send>),
}

impl Ground {
    pub(crate) async fn of(row: &Fault) -> Self {
        let run = (!row.script.is_empty()).then(|| Run::answers(&row.script));
        let mut ground = Self { run, base_url: None, proxy: None, _kept: Kept::Nothing };
        ground.base_url = match &row.place {
            Place::Server | Place::StrangeAddress => None,
            Place::Refused => Some(format!("http://{}", unused())),
            Place::NoSuchHost => Some("http://nothing.invalid".to_owned()),
            Place::HttpsToHttp => Some(format!("https://{}", address())),
            Place::Url(url) => Some(url.clone()),
            Place::Tls(listener) => Some(format!("https://{}", repeating(listener).await)),
            Place::Proxy(listener) => {
                ground.proxy = Some(format!("http://{}", repeating(listener).await));
                Some("https://behind-the-proxy.invalid".to_owned())
            }
            Place::BlackHole => {
                let (address, kept) = black_hole().await;
                ground._kept = kept;
                Some(format!("http://{address}"))
            }
            Place::Certificate(_) | Place::Http2(_) => None,
        };
        ground
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        match (&self.base_url, &self.run) {
            (Some(url), _) => Client::builder().base_url(url),
            (None, Some(run)) => run.builder(),
            (None, None) => Client::builder().base_url(format!("http://{}", address())),
        }
    }

    /// What the scripted server saw.
    pub(crate) fn log(&self) -> Vec<LoggedRequest> {
        self.run.as_ref().map(Run::log_now).unwrap_or_default()
    }
}

/// An address on which nobody listens any more.
fn unused() -> SocketAddr {
    StdListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A listener that answers the first bytes of every connection in the same way.
async fn repeating(listener: &Listener) -> SocketAddr {
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = bound.local_addr().unwrap();
    let bytes: Vec<_> = listener.says.iter().map(|part| RawPart::bytes(part).unwrap()).collect();
    let (bytes, then) = (bytes.concat(), listener.then);
    tokio::spawn(async move {
        while let Ok((stream, _)) = bound.accept().await {
            tokio::spawn(answer(stream, bytes.clone(), then));
        }
    });
    address
}

async fn answer(mut stream: TcpStream, bytes: Vec<u8>, then: Then) {
    // Whatever goes wrong here, the client has gone already.
    let _ = stream.read(&mut [0; 16 * 1024]).await;
    let _ = stream.write_all(&bytes).await;
    match then {
        Then::Reset => drop(stream.set_zero_linger()),
        Then::Close => {}
        Then::HalfClose => {
            let _ = stream.shutdown().await;
            while stream.read(&mut [0; 1024]).await.is_ok_and(|read| read > 0) {}
        }
    }
}

/// An address whose queue of connections is full, so that further ones are neither taken nor refused.
async fn black_hole() -> (SocketAddr, Kept) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let fill = move || {
        let mut waiting = Vec::new();
        while let Ok(stream) = StdStream::connect_timeout(&address, std::time::Duration::from_millis(200)) {
            waiting.push(stream);
        }
        waiting
    };
    let waiting = tokio::task::spawn_blocking(fill).await.unwrap();
    (address, Kept::Sockets(Box::new((waiting, listener))))
}
