//! Groups of options as the Python half hands them over, checked there for their types.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use pyo3::{exceptions::PyValueError, prelude::*};
use tidings::{CallOptions, ClientBuilder, Error, ErrorKind};

/// The attributes of a `tidings.Timeout`, in seconds: `None` is not said, infinity is no limit.
#[derive(Clone, Copy, FromPyObject)]
pub(crate) struct Limits {
    connect: Option<f64>,
    write: Option<f64>,
    head: Option<f64>,
    idle: Option<f64>,
    total: Option<f64>,
}

impl Limits {
    pub(crate) fn of_client(self, mut builder: ClientBuilder) -> PyResult<ClientBuilder> {
        builder = with(builder, seconds("timeout.connect", self.connect)?, ClientBuilder::connect_timeout);
        builder = with(builder, seconds("timeout.write", self.write)?, ClientBuilder::write_timeout);
        builder = with(builder, seconds("timeout.head", self.head)?, ClientBuilder::head_timeout);
        builder = with(builder, seconds("timeout.idle", self.idle)?, ClientBuilder::idle_timeout);
        Ok(with(builder, seconds("timeout.total", self.total)?, ClientBuilder::total_timeout))
    }

    pub(crate) fn of_call(self, mut options: CallOptions) -> PyResult<CallOptions> {
        if self.connect.is_some() {
            let message = "timeout.connect belongs to the client: connections are shared by all its calls";
            return Err(PyValueError::new_err(message));
        }
        options = with(options, seconds("timeout.write", self.write)?, CallOptions::write_timeout);
        options = with(options, seconds("timeout.head", self.head)?, CallOptions::head_timeout);
        options = with(options, seconds("timeout.idle", self.idle)?, CallOptions::idle_timeout);
        Ok(with(options, seconds("timeout.total", self.total)?, CallOptions::total_timeout))
    }
}

/// When to try again, a dict; times in seconds.
#[derive(Clone, Copy, FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct RetryRules {
    max_retries: Option<u32>,
    max_retry_after: Option<f64>,
    throttle_patience: Option<f64>,
    retry_ambiguous: Option<bool>,
    retry_on_timeout: Option<bool>,
}

impl RetryRules {
    pub(crate) fn of_client(self, mut builder: ClientBuilder) -> PyResult<ClientBuilder> {
        builder = with(builder, self.max_retries, ClientBuilder::max_retries);
        builder = with(builder, seconds("max_retry_after", self.max_retry_after)?, ClientBuilder::max_retry_after);
        builder =
            with(builder, seconds("throttle_patience", self.throttle_patience)?, ClientBuilder::throttle_patience);
        builder = with(builder, self.retry_ambiguous, ClientBuilder::retry_ambiguous);
        Ok(with(builder, self.retry_on_timeout, ClientBuilder::retry_on_timeout))
    }

    pub(crate) fn of_call(self, mut options: CallOptions) -> PyResult<CallOptions> {
        options = with(options, self.max_retries, CallOptions::max_retries);
        options = with(options, seconds("max_retry_after", self.max_retry_after)?, CallOptions::max_retry_after);
        options = with(options, seconds("throttle_patience", self.throttle_patience)?, CallOptions::throttle_patience);
        options = with(options, self.retry_ambiguous, CallOptions::retry_ambiguous);
        Ok(with(options, self.retry_on_timeout, CallOptions::retry_on_timeout))
    }
}

/// The way to the server, a dict. Of certificates it holds their PEM, or the path of a file of them.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Network {
    proxy: Option<String>,
    trust_env: Option<bool>,
    ca_pem: Option<Vec<u8>>,
    ca_file: Option<PathBuf>,
    client_cert: Option<(Vec<u8>, String)>,
    http2: Option<bool>,
    local_address: Option<String>,
    max_connections: Option<usize>,
}

impl Network {
    /// # Errors
    /// [`ErrorKind::Config`] when the local address is none; the rest is checked when the client is built.
    pub(crate) fn of_client(self, mut builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        builder = with(builder, self.proxy, ClientBuilder::proxy);
        builder = with(builder, self.trust_env, ClientBuilder::trust_env);
        builder = with(builder, self.ca_pem, ClientBuilder::ca_bundle);
        builder = with(builder, self.ca_file, ClientBuilder::ca_bundle_file);
        builder = with(builder, self.client_cert, |builder, (chain, key)| builder.client_certificate(chain, key));
        builder = with(builder, self.http2, ClientBuilder::http2);
        builder = with(builder, address(self.local_address.as_deref())?, ClientBuilder::local_address);
        Ok(with(builder, self.max_connections, ClientBuilder::max_connections))
    }
}

/// Applies an option that was given.
pub(crate) fn with<B, T>(builder: B, value: Option<T>, set: impl FnOnce(B, T) -> B) -> B {
    match value {
        Some(value) => set(builder, value),
        None => builder,
    }
}

fn seconds(name: &str, seconds: Option<f64>) -> PyResult<Option<Duration>> {
    let Some(seconds) = seconds else { return Ok(None) };
    if seconds.is_nan() || seconds < 0.0 {
        return Err(PyValueError::new_err(format!("{name} must be a number of seconds, not {seconds}")));
    }
    Ok(Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)))
}

fn address(text: Option<&str>) -> Result<Option<IpAddr>, Error> {
    let wrong = |_| Error::new(ErrorKind::Config, "local_address must be an IP address, such as 192.0.2.1");
    text.map(|text| text.trim().parse().map_err(wrong)).transpose()
}
