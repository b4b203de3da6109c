//! What a fault needs around it: a place, made for one call, and the way there for a client.

use std::{io, net::IpAddr, sync::Arc, time::Duration};

use serde::Serialize;

use crate::{
    answer::{Answer, prepare_script},
    fault::Place,
    http2,
    listener::{self, BlackHole, Listening, Silent},
    runs::{LoggedRequest, Runs},
    secrets::PASSWORD,
    server::Shared,
};

/// A place that was made. Dropping it ends its listeners and their connections; what was seen is forgotten.
pub struct Ground {
    way: Way,
    run: String,
    runs: Arc<Runs>,
    held: Held,
}

/// What keeps a place as it is.
enum Held {
    Nothing,
    Listening(Listening),
    BlackHole { _hole: BlackHole },
    Silent { _address: Silent },
}

/// What a client must be told to come to a place. The environment must have no say in it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Way {
    /// The base URL.
    pub base_url: String,
    /// The certificates to trust, as PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_bundle: Option<String>,
    /// The proxy, with a name and a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// The address that connections come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_address: Option<IpAddr>,
}

/// What a place has seen.
#[derive(Clone, Debug, Serialize)]
pub struct GroundLog {
    /// The requests that it could read.
    pub requests: Vec<LoggedRequest>,
    /// How many connections there were; of the scripted server, those with a request.
    pub connections: u64,
    /// How many bytes of bodies the server could get rid of.
    pub taken: u64,
}

impl Way {
    fn to(base_url: impl Into<String>) -> Self {
        Self { base_url: base_url.into(), ..Self::default() }
    }

    fn by_tls(listening: &Listening, authority: String, path: &str) -> Self {
        let base_url = format!("https://localhost:{}{path}", listening.address.port());
        Self { ca_bundle: Some(authority), ..Self::to(base_url) }
    }
}

impl Ground {
    /// Makes a place on the runtime that this runs on. `host` is where the scripted server is.
    pub(crate) async fn make(place: &Place, script: &[Answer], host: &str, shared: &Shared) -> io::Result<Self> {
        let run = shared.next_ground();
        let mut path = String::new();
        if !script.is_empty() {
            shared.add_script(&run, prepare_script(script).map_err(io::Error::other)?);
            path = format!("/play/{run}/{run}");
        }
        let runs = Arc::clone(&shared.runs);
        let (way, held) = match place {
            Place::Server => (Way::to(format!("http://{host}{path}")), Held::Nothing),
            Place::StrangeAddress => {
                let way = Way::to(format!("http://{host}{path}"));
                (Way { local_address: Some([192, 0, 2, 7].into()), ..way }, Held::Nothing)
            }
            Place::Refused => {
                let silent = Silent::bind()?;
                (Way::to(format!("http://{}", silent.address)), Held::Silent { _address: silent })
            }
            Place::NoSuchHost => (Way::to("http://nothing.invalid"), Held::Nothing),
            Place::HttpsToHttp => (Way::to(format!("https://{host}")), Held::Nothing),
            Place::Url(url) => (Way::to(url), Held::Nothing),
            Place::BlackHole => {
                let hole = BlackHole::dig().await?;
                (Way::to(format!("http://{}", hole.address)), Held::BlackHole { _hole: hole })
            }
            Place::Tls(says) => {
                let listening = listener::repeating(says).await?;
                (Way::to(format!("https://{}", listening.address)), Held::Listening(listening))
            }
            Place::Proxy(says) => {
                let listening = listener::repeating(says).await?;
                let proxy = format!("http://user:{}@{}", PASSWORD.replace('/', "%2F"), listening.address);
                let way = Way::to("https://behind-the-proxy.invalid");
                (Way { proxy: Some(proxy), ..way }, Held::Listening(listening))
            }
            Place::Certificate(certificate) => {
                let (listening, authority) = listener::front(*certificate, host.to_owned()).await?;
                (Way::by_tls(&listening, authority, &path), Held::Listening(listening))
            }
            Place::Http2(answers) => {
                let (listening, authority) = http2::start(answers, Arc::clone(&runs), run.clone()).await?;
                (Way::by_tls(&listening, authority, ""), Held::Listening(listening))
            }
        };
        Ok(Self { way, run, runs, held })
    }

    /// The way there.
    #[must_use]
    pub fn way(&self) -> &Way {
        &self.way
    }

    /// What it has seen so far.
    #[must_use]
    pub fn log(&self) -> GroundLog {
        self.log_of(self.runs.log(&self.run))
    }

    /// What it has seen, as soon as none of its requests is open or `wait` is over.
    pub async fn finished_log(&self, wait: Duration) -> GroundLog {
        self.log_of(self.runs.finished_log(&self.run, wait).await)
    }

    /// What it is called.
    pub(crate) fn id(&self) -> &str {
        &self.run
    }

    fn log_of(&self, requests: Vec<LoggedRequest>) -> GroundLog {
        let mut connections: Vec<u64> = requests.iter().map(|request| request.connection).collect();
        connections.sort_unstable();
        connections.dedup();
        GroundLog {
            connections: match &self.held {
                Held::Listening(listening) => listening.accepted(),
                _ => connections.len() as u64,
            },
            taken: requests.iter().map(|request| request.bytes_sent).sum(),
            requests,
        }
    }
}
