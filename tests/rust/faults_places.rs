//! Where the calls of the fault table are sent to: servers, and addresses where there is none.

use std::{
    any::Any,
    net::{Ipv4Addr, SocketAddr, TcpListener as StdListener, TcpStream as StdStream},
};

use tidings::{Client, ClientBuilder};
use tidings_test_server::{Certificate, Fault, Listener, LoggedRequest, Place, RawPart, Then};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
};

use crate::{
    certificates::Authority,
    faults_witness::PASSWORD,
    server::{BUSY, Run, server_url},
};

/// A place, for as long as a call needs it.
pub(crate) struct Ground {
    run: Option<Run>,
    builder: ClientBuilder,
    /// What keeps an address as it is.
    _kept: Option<Box<dyn Any + Send>>,
}

impl Ground {
    pub(crate) async fn of(row: &Fault) -> Self {
        let run = (!row.script.is_empty()).then(|| Run::answers(&row.script));
        let path = run.as_ref().map(Run::path).unwrap_or_default();
        let base = Client::builder().trust_env(false).connect_timeout(BUSY);
        let mut kept: Option<Box<dyn Any + Send>> = None;
        let builder = match &row.place {
            Place::Server => base.base_url(format!("http://{}{path}", address())),
            Place::StrangeAddress => {
                base.base_url(format!("http://{}{path}", address())).local_address(Ipv4Addr::new(192, 0, 2, 7).into())
            }
            Place::Refused => base.base_url(format!("http://{}", unused())),
            Place::NoSuchHost => base.base_url("http://nothing.invalid"),
            Place::HttpsToHttp => base.base_url(format!("https://{}", address())),
            Place::Url(url) => base.base_url(url),
            Place::Tls(listener) => base.base_url(format!("https://{}", repeating(listener).await)),
            Place::Proxy(listener) => {
                let proxy = format!("http://user:{}@{}", PASSWORD.replace('/', "%2F"), repeating(listener).await);
                base.base_url("https://behind-the-proxy.invalid").proxy(proxy)
            }
            Place::BlackHole => {
                let (address, sockets) = black_hole().await;
                kept = Some(sockets);
                base.base_url(format!("http://{address}"))
            }
            Place::Certificate(certificate) => {
                let authority = Authority::new("ours");
                let port = front(&authority, *certificate).await.port();
                let trusted =
                    if *certificate == Certificate::UnknownAuthority { Authority::new("other") } else { authority };
                base.base_url(format!("https://localhost:{port}{path}")).ca_bundle(trusted.pem())
            }
        };
        Self { run, builder, _kept: kept }
    }

    /// A client of the place.
    pub(crate) fn builder(&self) -> ClientBuilder {
        self.builder.clone()
    }

    /// What the scripted server saw.
    pub(crate) fn log(&self) -> Vec<LoggedRequest> {
        self.run.as_ref().map(Run::log_now).unwrap_or_default()
    }
}

/// The address of the scripted server, without its scheme.
fn address() -> &'static str {
    server_url().trim_start_matches("http://")
}

/// An address on which nobody listens any more.
pub(crate) fn unused() -> SocketAddr {
    StdListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A listener that answers the first bytes of every connection in the same way.
pub(crate) async fn repeating(listener: &Listener) -> SocketAddr {
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

/// The scripted server behind TLS.
async fn front(authority: &Authority, certificate: Certificate) -> SocketAddr {
    let pair = match certificate {
        Certificate::Good | Certificate::UnknownAuthority => authority.sign("localhost"),
        Certificate::WrongHost => authority.sign("elsewhere.example"),
        Certificate::Expired => {
            authority.sign_with("localhost", |params| params.not_after = rcgen::date_time_ymd(2020, 1, 1))
        }
    };
    let acceptor = pair.acceptor(&["http/1.1"], None);
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = bound.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = bound.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that does not like the certificate leaves.
                let Ok(mut outside) = acceptor.accept(stream).await else { return };
                let Ok(mut inside) = TcpStream::connect(address()).await else { return };
                let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
            });
        }
    });
    port
}

/// An address whose queue of connections is full, so that further ones are neither taken nor refused.
async fn black_hole() -> (SocketAddr, Box<dyn Any + Send>) {
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
    (address, Box::new((waiting, listener)))
}
