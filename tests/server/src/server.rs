//! The server: a thread of its own that listens on loopback.

use std::{
    collections::HashMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread::JoinHandle,
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpSocket},
    sync::oneshot,
};

use crate::{
    answer::{Answer, AnswerError, prepare_script},
    connection,
    fault::Place,
    faults::Faults,
    ground::Ground,
    limits::{LimitCounters, LimitedServers, Limits},
    reply::Reply,
    resource::resource_rows,
    runs::{LoggedRequest, Runs},
    scenario::scenarios,
};

/// How many connections may wait to be accepted: tests of load open hundreds in one moment.
const BACKLOG: u32 = 4096;

/// How a [`Server`] is started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The port on 127.0.0.1; 0 is any free one.
    pub port: u16,
    /// The folder of a scenario table whose scripts are played under `/play/{name}/{run}`.
    pub scenarios: Option<PathBuf>,
    /// The folder of a table of resource calls whose scripts are played in the same way.
    pub resources: Option<PathBuf>,
    /// The folder of the table of faults whose entries are played under `/faults/{name}`.
    pub faults: Option<PathBuf>,
    /// How long the demo model waits before each word of a stream.
    pub word_delay: Duration,
}

/// A running server. Dropping it ends all its connections and frees its port.
pub struct Server {
    url: String,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server on a thread of its own, with its own runtime; callable from inside another runtime.
    ///
    /// # Errors
    ///
    /// Fails when the port is taken or the scenario table is not valid.
    pub fn start(options: Options) -> io::Result<Self> {
        let Options { port, scenarios: table, resources, faults, word_delay } = options;
        let faults = faults.map(|folder| Faults::read(&folder)).transpose().map_err(io::Error::other)?;
        let shared = Arc::new(Shared::new(word_delay, faults.unwrap_or_default()));
        if let Some(folder) = table {
            shared.add_table(&folder)?;
        }
        if let Some(folder) = resources {
            shared.add_resources(&folder)?;
        }
        let (stop, stopped) = oneshot::channel();
        let (report, listening) = mpsc::channel();
        let thread = std::thread::Builder::new().name("tidings-test-server".into()).spawn({
            let shared = Arc::clone(&shared);
            move || run(port, &shared, stopped, &report)
        })?;
        let address = listening.recv().map_err(|_| io::Error::other("the server's thread ended at once"))??;
        Ok(Self { url: format!("http://{address}"), shared, stop: Some(stop), thread: Some(thread) })
    }

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Adds a script under `name`, or replaces it.
    ///
    /// # Errors
    ///
    /// Fails when the script is empty or one of its answers cannot be played.
    pub fn add_script(&self, name: &str, script: &[Answer]) -> Result<(), AnswerError> {
        self.shared.add_script(name, prepare_script(script)?);
        Ok(())
    }

    /// Makes the place of a fault, with a script for this server where it needs one, on the runtime that this is called in.
    ///
    /// # Errors
    ///
    /// Fails when a listener cannot be opened or the script cannot be played.
    pub async fn ground(&self, place: &Place, script: &[Answer]) -> io::Result<Ground> {
        let host = self.url.trim_start_matches("http://");
        Ground::make(place, script, host, &self.shared).await
    }

    /// Sets the limits of `/limited/{name}`: its bucket is full again, its counters are zero.
    pub fn set_limits(&self, name: &str, limits: Limits) {
        self.shared.limited.set(name, limits);
    }

    /// What the server under `/limited/{name}` has done so far; `None` when it has no limits.
    #[must_use]
    pub fn limit_counters(&self, name: &str) -> Option<LimitCounters> {
        Some(self.shared.limited.get(name)?.counters())
    }

    /// What the server has seen of a run until now.
    #[must_use]
    pub fn log(&self, run: &str) -> Vec<LoggedRequest> {
        self.shared.runs.log(run)
    }

    /// What the server saw of a run, as soon as none of its requests is open or `wait` is over.
    ///
    /// Must be called in a tokio runtime with a timer. Cancel safe.
    pub async fn finished_log(&self, run: &str, wait: Duration) -> Vec<LoggedRequest> {
        self.shared.runs.finished_log(run, wait).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both are only missing or dead when the thread has ended already.
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What all connections have in common.
pub(crate) struct Shared {
    pub(crate) runs: Arc<Runs>,
    pub(crate) limited: LimitedServers,
    pub(crate) faults: Faults,
    pub(crate) word_delay: Duration,
    scripts: Mutex<HashMap<String, Arc<Vec<Reply>>>>,
    request_ids: AtomicU64,
    grounds: AtomicU64,
}

impl Shared {
    fn new(word_delay: Duration, faults: Faults) -> Self {
        Self {
            runs: Arc::new(Runs::new()),
            limited: LimitedServers::default(),
            faults,
            word_delay,
            scripts: Mutex::default(),
            request_ids: AtomicU64::new(0),
            grounds: AtomicU64::new(0),
        }
    }

    pub(crate) fn script(&self, name: &str) -> Option<Arc<Vec<Reply>>> {
        self.scripts().get(name).cloned()
    }

    pub(crate) fn add_script(&self, name: &str, replies: Vec<Reply>) {
        self.scripts().insert(name.to_owned(), Arc::new(replies));
    }

    fn add_table(&self, folder: &Path) -> io::Result<()> {
        for scenario in scenarios(folder).map_err(io::Error::other)? {
            self.add_script(&scenario.name, prepare_script(&scenario.script).map_err(io::Error::other)?);
        }
        Ok(())
    }

    fn add_resources(&self, folder: &Path) -> io::Result<()> {
        for row in resource_rows(folder).map_err(io::Error::other)?.iter().filter(|row| !row.script.is_empty()) {
            self.add_script(&row.name, prepare_script(&row.script).map_err(io::Error::other)?);
        }
        Ok(())
    }

    pub(crate) fn next_request_id(&self) -> String {
        format!("req_demo_{:06}", self.request_ids.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// The name of the next place of a fault, and of the script and the run there.
    pub(crate) fn next_ground(&self) -> String {
        format!("fault_{}", self.grounds.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn scripts(&self) -> MutexGuard<'_, HashMap<String, Arc<Vec<Reply>>>> {
        self.scripts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The life of the server's thread.
fn run(port: u16, shared: &Arc<Shared>, stopped: oneshot::Receiver<()>, report: &mpsc::Sender<io::Result<SocketAddr>>) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        // If nobody listens for the report any more, nobody needs it.
        Err(error) => return drop(report.send(Err(error))),
    };
    runtime.block_on(async {
        match listen(port) {
            Ok((listener, address)) => {
                let _ = report.send(Ok(address));
                accept(&listener, shared, stopped).await;
            }
            Err(error) => drop(report.send(Err(error))),
        }
    });
}

fn listen(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind((Ipv4Addr::LOCALHOST, port).into())?;
    let listener = socket.listen(BACKLOG)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

async fn accept(listener: &TcpListener, shared: &Arc<Shared>, mut stopped: oneshot::Receiver<()>) {
    for number in 1.. {
        let accepted = tokio::select! {
            _ = &mut stopped => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => drop(tokio::spawn(connection::serve(stream, number, Arc::clone(shared)))),
            // Out of file descriptors, most likely: connections that end will give some back.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}
