//! The options of a client and of a call, as TypeScript hands them over: checked for type, all times in milliseconds.

use std::{net::IpAddr, sync::Arc, time::Duration};

use napi_derive::napi;
use tidings::{CallOptions as CoreCallOptions, Client, ClientBuilder, Error, ErrorKind, host};

use crate::{
    bridge::Line,
    request::{self, Parameter},
    told,
};

/// What the client says it is.
const USER_AGENT: &str = concat!("tidings-node/", env!("CARGO_PKG_VERSION"));

/// The options of a client; what is absent comes from the environment or the core's defaults.
#[napi(object, object_to_js = false)]
pub struct ClientOptions {
    /// The API key.
    pub api_key: Option<String>,
    /// A bearer token.
    pub auth_token: Option<String>,
    /// Which header carries the key.
    pub api_key_header: Option<String>,
    /// Where the API is.
    pub base_url: Option<String>,
    /// The version of the API.
    pub anthropic_version: Option<String>,
    /// Time limits.
    pub timeout: Timeout,
    /// When to try again.
    pub retries: RetryRules,
    /// Whether calls wait for their turn.
    pub pressure: Option<bool>,
    /// The most calls under way at once.
    pub max_in_flight: Option<u32>,
    /// The way to the server.
    pub network: Network,
    /// Whether requests are checked before they are sent.
    pub validation: Option<bool>,
    /// Whether long calls are streamed.
    pub stream_long_calls: Option<bool>,
    /// Headers of every request.
    pub headers: Vec<Header>,
    /// The query of every request.
    pub query: Vec<Parameter>,
    /// What it has in common with the client that it is made from.
    pub lends: Option<Lends>,
    /// The moments that its calls are to tell of.
    pub tells: Vec<String>,
    /// The provider that is asked for tokens.
    pub asks: Option<u32>,
}

/// What a client has in common with the one it was made from.
#[napi(object, object_to_js = false)]
#[derive(Clone, Copy)]
pub struct Lends {
    /// The connections.
    pub connections: bool,
    /// The credential.
    pub credential: bool,
    /// What is known of the pressure on the server.
    pub pressure: bool,
}

/// The options of a call; what is absent is as the client has it.
#[napi(object, object_to_js = false)]
pub struct CallOptions {
    /// Time limits.
    pub timeout: Timeout,
    /// When to try again.
    pub retries: RetryRules,
    /// Whether this request is checked before it is sent.
    pub validation: Option<bool>,
    /// Whether this call is streamed if it is long.
    pub stream_long_calls: Option<bool>,
    /// Headers of this call.
    pub headers: Vec<Header>,
}

/// When to try again, and how long to wait for that.
#[napi(object, object_to_js = false)]
pub struct RetryRules {
    /// How often to try again.
    pub max_retries: Option<u32>,
    /// The longest wait that the server may ask for.
    pub max_retry_after: Option<f64>,
    /// The longest time spent waiting on refusals in all.
    pub throttle_patience: Option<f64>,
    /// Whether what may have run is tried again.
    pub retry_ambiguous: Option<bool>,
    /// Whether what was sent whole and got no answer in time is tried again.
    pub retry_on_timeout: Option<bool>,
}

/// The way to the server.
#[napi(object, object_to_js = false)]
pub struct Network {
    /// The URL of the proxy.
    pub proxy: Option<String>,
    /// Whether the environment may name proxies.
    pub trust_env: Option<bool>,
    /// Certificates to trust, in PEM.
    pub ca_pem: Option<String>,
    /// A file of them.
    pub ca_file: Option<String>,
    /// The client's certificate.
    pub client_cert: Option<ClientCert>,
    /// Whether HTTP/2 is offered.
    pub http2: Option<bool>,
    /// Where connections come from.
    pub local_address: Option<String>,
    /// The most requests under way at once.
    pub max_connections: Option<u32>,
}

/// A certificate with its key, both in PEM.
#[napi(object, object_to_js = false)]
pub struct ClientCert {
    /// The chain, the client's own certificate first.
    pub cert: String,
    /// The private key.
    pub key: String,
}

/// Time limits in milliseconds; infinity is no limit.
#[napi(object, object_to_js = false)]
pub struct Timeout {
    /// Until the connection stands; for a client only.
    pub connect: Option<f64>,
    /// Without a byte of the request being taken.
    pub write: Option<f64>,
    /// Until the head of the answer.
    pub head: Option<f64>,
    /// Without a byte.
    pub idle: Option<f64>,
    /// The whole call.
    pub total: Option<f64>,
}

/// A header to set, or to leave out where there is no value.
#[napi(object, object_to_js = false)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Option<String>,
}

impl ClientOptions {
    pub(crate) fn build(self, lender: Option<&Client>, line: &Arc<Line>) -> Result<Client, Error> {
        let mut builder = Client::builder().user_agent(USER_AGENT);
        macro_rules! set {
            ($($method:ident: $value:expr;)+) => {$(if let Some(value) = $value { builder = builder.$method(value); })+};
        }
        set! {
            api_key: self.api_key;
            auth_token: self.auth_token;
            api_key_header: self.api_key_header;
            base_url: self.base_url;
            anthropic_version: self.anthropic_version;
            max_retries: self.retries.max_retries;
            max_retry_after: duration("maxRetryAfter", self.retries.max_retry_after)?;
            throttle_patience: duration("throttlePatience", self.retries.throttle_patience)?;
            retry_ambiguous: self.retries.retry_ambiguous;
            retry_on_timeout: self.retries.retry_on_timeout;
            pressure: self.pressure;
            max_in_flight: self.max_in_flight.map(size);
            proxy: self.network.proxy;
            trust_env: self.network.trust_env;
            ca_bundle: self.network.ca_pem;
            ca_bundle_file: self.network.ca_file;
            http2: self.network.http2;
            local_address: address(self.network.local_address.as_deref())?;
            max_connections: self.network.max_connections.map(size);
            validation: self.validation;
            stream_long_calls: self.stream_long_calls;
            connect_timeout: duration("timeout.connect", self.timeout.connect)?;
            write_timeout: duration("timeout.write", self.timeout.write)?;
            head_timeout: duration("timeout.head", self.timeout.head)?;
            idle_timeout: duration("timeout.idle", self.timeout.idle)?;
            total_timeout: duration("timeout.total", self.timeout.total)?;
        }
        if let Some(ClientCert { cert, key }) = self.network.client_cert {
            builder = builder.client_certificate(cert, key);
        }
        for Header { name, value } in self.headers {
            builder = match value {
                Some(value) => builder.default_header(name, value),
                None => builder.without_default_header(name),
            };
        }
        for (name, value) in self.query.into_iter().filter_map(request::pair) {
            builder = builder.default_query(&name, value);
        }
        if let Some(provider) = self.asks {
            builder = builder.credentials(line.counter.open(provider, line));
        }
        builder = host::tell(builder, &told::moments(&self.tells));
        if let (Some(lender), Some(lends)) = (lender, self.lends) {
            builder = lends.borrow(builder, lender);
        }
        builder.build()
    }
}

impl Lends {
    fn borrow(self, builder: ClientBuilder, lender: &Client) -> ClientBuilder {
        let builder = if self.connections { builder.connections_of(lender) } else { builder };
        let builder = if self.credential { builder.credential_of(lender) } else { builder };
        if self.pressure { builder.pressure_of(lender) } else { builder }
    }
}

impl CallOptions {
    pub(crate) fn build(self) -> Result<CoreCallOptions, Error> {
        let mut options = CoreCallOptions::new();
        macro_rules! set {
            ($($method:ident: $value:expr;)+) => {$(if let Some(value) = $value { options = options.$method(value); })+};
        }
        set! {
            max_retries: self.retries.max_retries;
            max_retry_after: duration("maxRetryAfter", self.retries.max_retry_after)?;
            throttle_patience: duration("throttlePatience", self.retries.throttle_patience)?;
            retry_ambiguous: self.retries.retry_ambiguous;
            retry_on_timeout: self.retries.retry_on_timeout;
            validation: self.validation;
            stream_long_calls: self.stream_long_calls;
            write_timeout: duration("timeout.write", self.timeout.write)?;
            head_timeout: duration("timeout.head", self.timeout.head)?;
            idle_timeout: duration("timeout.idle", self.timeout.idle)?;
            total_timeout: duration("timeout.total", self.timeout.total)?;
        }
        for Header { name, value } in self.headers {
            options = match value {
                Some(value) => options.header(name, value),
                None => options.without_header(name),
            };
        }
        Ok(options)
    }
}

fn duration(name: &str, milliseconds: Option<f64>) -> Result<Option<Duration>, Error> {
    let Some(milliseconds) = milliseconds else { return Ok(None) };
    if milliseconds.is_nan() || milliseconds < 0.0 {
        let message = format!("{name} must be a number of milliseconds that is not negative, not {milliseconds}");
        return Err(Error::new(ErrorKind::Config, message));
    }
    // What no duration can hold is as good as infinity, which the core takes for no limit.
    Ok(Some(Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or(Duration::MAX)))
}

fn address(text: Option<&str>) -> Result<Option<IpAddr>, Error> {
    let wrong = |_| Error::new(ErrorKind::Config, "localAddress must be an IP address, such as 192.0.2.1");
    text.map(|text| text.trim().parse().map_err(wrong)).transpose()
}

fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
