//! Places beside the scripted server: listeners that say something else, and addresses where nobody answers.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpStream as StdStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinSet,
};

use crate::{
    answer::Then,
    certificate::Authority,
    fault::{Certificate, Listener},
};

/// How long a connection to a full queue is waited for before it counts as ignored.
const IGNORED_AFTER: Duration = Duration::from_millis(200);

/// A listener and all its connections; dropping it ends them.
pub(crate) struct Listening {
    pub(crate) address: SocketAddr,
    accepted: Arc<AtomicU64>,
    _accepting: JoinSet<()>,
}

impl Listening {
    /// Hands every connection to `serve`, with its number, counted from 1.
    pub(crate) async fn start<F, Fut>(serve: F) -> io::Result<Self>
    where
        F: Fn(u64, TcpStream) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let accepted = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&accepted);
        let mut accepting = JoinSet::new();
        accepting.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(count.fetch_add(1, Ordering::SeqCst) + 1, stream));
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, accepted, _accepting: accepting })
    }

    /// How many connections there have been.
    pub(crate) fn accepted(&self) -> u64 {
        self.accepted.load(Ordering::SeqCst)
    }
}

/// A listener that answers the first bytes of every connection in the same way.
pub(crate) async fn repeating(listener: &Listener) -> io::Result<Listening> {
    let parts = listener.says.iter().map(|part| part.bytes().map_err(io::Error::other));
    let bytes: Arc<Vec<u8>> = Arc::new(parts.collect::<io::Result<Vec<_>>>()?.concat());
    let then = listener.then;
    Listening::start(move |_, stream| answer(stream, Arc::clone(&bytes), then)).await
}

async fn answer(mut stream: TcpStream, bytes: Arc<Vec<u8>>, then: Then) {
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

/// TLS in front of the server at `behind`, and the PEM of the authority that the client is told to trust.
pub(crate) async fn front(certificate: Certificate, behind: String) -> io::Result<(Listening, String)> {
    let authority = Authority::new("ours");
    let pair = match certificate {
        Certificate::Good | Certificate::UnknownAuthority => authority.sign("localhost"),
        Certificate::WrongHost => authority.sign("elsewhere.example"),
        Certificate::Expired => {
            authority.sign_with("localhost", |params| params.not_after = rcgen::date_time_ymd(2020, 1, 1))
        }
    };
    let acceptor = pair.acceptor(&["http/1.1"], None);
    let listening = Listening::start(move |_, stream| {
        let (acceptor, behind) = (acceptor.clone(), behind.clone());
        async move {
            // A client that does not like the certificate leaves.
            let Ok(mut outside) = acceptor.accept(stream).await else { return };
            let Ok(mut inside) = TcpStream::connect(behind).await else { return };
            let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
        }
    });
    let trusted = if certificate == Certificate::UnknownAuthority { Authority::new("other") } else { authority };
    Ok((listening.await?, trusted.pem()))
}

/// An address on which nobody listens. It is bound all the same, or another place might get it.
pub(crate) struct Silent {
    pub(crate) address: SocketAddr,
    _socket: TcpSocket,
}

impl Silent {
    pub(crate) fn bind() -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
        Ok(Self { address: socket.local_addr()?, _socket: socket })
    }
}

/// An address whose queue of connections is full, so that further ones are neither taken nor refused.
pub(crate) struct BlackHole {
    pub(crate) address: SocketAddr,
    _waiting: Vec<StdStream>,
    _listener: TcpListener,
}

impl BlackHole {
    pub(crate) async fn dig() -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
        let listener = socket.listen(1)?;
        let address = listener.local_addr()?;
        let fill =
            move || std::iter::from_fn(|| StdStream::connect_timeout(&address, IGNORED_AFTER).ok()).collect::<Vec<_>>();
        let waiting = tokio::task::spawn_blocking(fill).await?;
        Ok(Self { address, _waiting: waiting, _listener: listener })
    }
}
