//! The connections to one server: those that wait for a request, and the requests that wait for one.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use http::{HeaderValue, Uri, uri::Authority};
use tokio::{
    runtime::Handle,
    sync::oneshot,
    time::{Instant, sleep},
};

use super::connection::Connection;

/// How long an idle connection is kept. Servers and the balancers in front of them close theirs after a minute, and a
/// request that meets such a close cannot be told from one that ran; so ours go first.
const IDLE: Duration = Duration::from_secs(50);

/// A server, and what leads to it.
pub(super) struct Route {
    pub(super) is_https: bool,
    authority: Authority,
    /// What HTTP/1.1 calls the server.
    pub(super) host: HeaderValue,
    /// For a proxy that sees each request, which carries its credentials then.
    pub(super) authorization: Option<HeaderValue>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The connection used last comes last, so that it is taken first.
    idle: Vec<Idle>,
    waiting: VecDeque<oneshot::Sender<Connection>>,
    /// Whether a task looks for connections that were idle too long.
    is_swept: bool,
}

struct Idle {
    connection: Connection,
    since: Instant,
}

impl Idle {
    fn new(mut connection: Connection) -> Self {
        connection.is_used = true;
        Self { connection, since: Instant::now() }
    }

    fn is_good(&mut self) -> bool {
        self.connection.is_ready() && self.since.elapsed() <= IDLE
    }
}

impl State {
    /// A connection that can be used at once. One of HTTP/2 stays here too, for others.
    fn take(&mut self) -> Option<Connection> {
        let mut rest = std::iter::from_fn(|| self.idle.pop());
        let idle = rest.find_map(|mut idle| idle.is_good().then_some(idle))?;
        let Some(shared) = idle.connection.shared() else { return Some(idle.connection) };
        self.idle.push(Idle::new(idle.connection));
        Some(shared)
    }
}

impl Route {
    /// To where `uri` is; `None` if it says no server.
    pub(super) fn to(uri: &Uri) -> Option<Self> {
        let (scheme, authority) = (uri.scheme_str()?, uri.authority()?.clone());
        let is_https = scheme == "https";
        let standard = if is_https { 443 } else { 80 };
        let host = match authority.port_u16().filter(|port| *port != standard) {
            Some(port) => HeaderValue::try_from(format!("{}:{port}", authority.host())),
            None => HeaderValue::from_str(authority.host()),
        };
        Some(Self { is_https, authority, host: host.ok()?, authorization: None, state: Mutex::default() })
    }

    pub(super) fn leads_to(&self, uri: &Uri) -> bool {
        uri.authority() == Some(&self.authority) && (uri.scheme_str() == Some("https")) == self.is_https
    }

    pub(super) fn server(&self) -> (&str, u16) {
        let standard = if self.is_https { 443 } else { 80 };
        (self.authority.host(), self.authority.port_u16().unwrap_or(standard))
    }

    /// Whether there is a connection, or somebody who may still bring one.
    pub(super) fn is_in_use(self: &Arc<Self>) -> bool {
        Arc::strong_count(self) > 1 || !self.lock().idle.is_empty()
    }

    pub(super) fn take(&self) -> Option<Connection> {
        self.lock().take()
    }

    /// The same, or a place among those who wait for one.
    pub(super) fn take_or_wait(self: &Arc<Self>) -> Result<Connection, Waiting> {
        let mut state = self.lock();
        if let Some(connection) = state.take() {
            return Ok(connection);
        }
        while state.waiting.front().is_some_and(oneshot::Sender::is_closed) {
            state.waiting.pop_front();
        }
        let (sender, receiver) = oneshot::channel();
        state.waiting.push_back(sender);
        Err(Waiting { receiver, route: self.clone() })
    }

    /// Gives what to use of a connection that was just opened. One of HTTP/2 is for everybody, and one is enough.
    pub(super) fn opened(self: &Arc<Self>, connection: Connection) -> Connection {
        let Some(shared) = connection.shared() else { return connection };
        let mut state = self.lock();
        if let Some(other) = state.take() {
            return other;
        }
        let idle = Idle::new(connection);
        for waiting in state.waiting.drain(..) {
            // Who has gone needs none.
            let _gone = idle.connection.shared().map(|shared| waiting.send(shared));
        }
        self.keep(state, idle);
        shared
    }

    /// A connection that is not needed any more, for whoever waits for one or comes. One whose answer was not read to its
    /// end is closed.
    pub(super) fn put_back(self: &Arc<Self>, connection: Connection) {
        if connection.is_http2() || !connection.is_free() {
            return;
        }
        let mut idle = Idle::new(connection);
        let mut state = self.lock();
        while let Some(waiting) = state.waiting.pop_front() {
            match waiting.send(idle.connection) {
                Ok(()) => return,
                Err(back) => idle.connection = back,
            }
        }
        self.keep(state, idle);
    }

    /// Has no request use this connection any more, which others may share.
    pub(super) fn forget(&self, connection: &Connection) {
        self.lock().idle.retain(|idle| !Arc::ptr_eq(&idle.connection.meter, &connection.meter));
    }

    fn keep(self: &Arc<Self>, mut state: MutexGuard<'_, State>, idle: Idle) {
        if !std::mem::replace(&mut state.is_swept, true) {
            self.sweep(&idle.connection.runtime);
        }
        state.idle.push(idle);
    }

    /// Closes what is idle too long, for as long as there is anything.
    fn sweep(self: &Arc<Self>, runtime: &Handle) {
        let route = Arc::downgrade(self);
        runtime.spawn(async move {
            loop {
                sleep(IDLE).await;
                let Some(route) = route.upgrade() else { return };
                let mut state = route.lock();
                state.idle.retain_mut(Idle::is_good);
                state.is_swept = !state.idle.is_empty();
                if !state.is_swept {
                    return;
                }
            }
        });
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among those who wait for a connection. What comes too late to be taken goes back.
pub(super) struct Waiting {
    receiver: oneshot::Receiver<Connection>,
    route: Arc<Route>,
}

impl Future for Waiting {
    type Output = Connection;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Connection> {
        match Pin::new(&mut self.receiver).poll(cx) {
            Poll::Ready(Ok(connection)) => Poll::Ready(connection),
            // The place is kept until something comes, so it is not lost.
            Poll::Ready(Err(_)) | Poll::Pending => Poll::Pending,
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.receiver.close();
        if let Ok(late) = self.receiver.try_recv() {
            self.route.put_back(late);
        }
    }
}
