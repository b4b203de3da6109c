//! The scenario table: what a client is asked to do, what the server answers, and what must come of it.
//!
//! One table serves every language, so a rule holds everywhere or the same row fails everywhere.

use std::{
    collections::{BTreeMap, HashSet},
    io,
    net::IpAddr,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

use crate::answer::{Answer, AnswerError, prepare_script};

/// The names of all error kinds that a row may expect, as the client's core spells them.
pub const ERROR_KINDS: &[&str] = &[
    "config",
    "validation",
    "connect",
    "timeout",
    "transport",
    "bad_request",
    "authentication",
    "billing",
    "permission_denied",
    "not_found",
    "request_timeout",
    "conflict",
    "precondition_failed",
    "request_too_large",
    "unprocessable",
    "rate_limited",
    "api_status",
    "headers_too_large",
    "client_closed",
    "internal_server",
    "not_implemented",
    "unavailable",
    "gateway_timeout",
    "overloaded",
    "redirect",
    "unexpected_response",
    "limit_exceeded",
    "stream_truncated",
    "stream_malformed",
    "stream_error",
    "cancelled",
    "closed",
    "forked",
    "panic",
];

/// One row of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Unique over the whole table; letters, digits and underscores.
    pub name: String,
    /// The rule that the row proves, in one sentence.
    pub why: String,
    /// What the server answers, request by request; the last answer repeats.
    pub script: Vec<Answer>,
    /// What the client is asked to do.
    #[serde(default)]
    pub call: Call,
    /// What must come of it.
    pub expect: Expect,
}

/// What the client is asked to do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Call {
    /// Whether the answer is asked for whole or as a stream.
    pub mode: Mode,
    /// How the client is built.
    pub client: ClientOptions,
    /// Options of this one call.
    pub options: CallOptions,
    /// The request, or [`Call::default_request`] when absent. Runners add `stream` themselves.
    pub request: Option<Value>,
}

impl Call {
    /// The request of a row that names none.
    #[must_use]
    pub fn default_request() -> Value {
        serde_json::json!({
            "model": "test-model",
            "max_tokens": 64,
            "messages": [{"role": "user", "content": "Hello"}],
        })
    }

    /// The row's request, or the default one.
    #[must_use]
    pub fn request(&self) -> Value {
        self.request.clone().unwrap_or_else(Self::default_request)
    }
}

/// Whether the answer is asked for whole or as a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One JSON answer.
    #[default]
    Create,
    /// A stream of events.
    Stream,
}

/// How the client is built. The base URL is the runner's: `/play/{name}/{run}` of the server.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClientOptions {
    /// The API key; `test-key` when neither this nor `auth_token` is there.
    pub api_key: Option<String>,
    /// A bearer token instead of a key.
    pub auth_token: Option<String>,
    /// The header that carries the key; `authorization` sends it as a bearer token.
    pub api_key_header: Option<String>,
    /// Retries after the first attempt; 2 when absent.
    pub max_retries: Option<u32>,
    /// Another `anthropic-version` than the default one.
    pub anthropic_version: Option<String>,
    /// Headers of every request.
    pub default_headers: BTreeMap<String, String>,
    /// Time limits.
    pub timeout: Option<Timeout>,
    /// Whether requests are checked before they are sent; yes when absent.
    pub validation: Option<bool>,
    /// Whether a whole message that would take long is fetched as a stream; yes when absent.
    pub stream_long_calls: Option<bool>,
    /// The longest wait in seconds that the server may ask for.
    pub max_retry_after: Option<f64>,
    /// The longest time in seconds that a call spends waiting on refusals in all.
    pub throttle_patience: Option<f64>,
    /// Whether a request that may have run is tried again; yes when absent.
    pub retry_ambiguous: Option<bool>,
    /// Whether a request that was sent whole and got no answer in time is tried again; no when absent.
    pub retry_on_timeout: Option<bool>,
    /// Whether calls wait for their turn under pressure; yes when absent.
    pub pressure: Option<bool>,
    /// The most calls that are under way at once; no limit when absent.
    pub max_in_flight: Option<usize>,
    /// How many requests may be under way at once.
    pub max_connections: Option<usize>,
    /// The proxy for every request.
    pub proxy: Option<String>,
    /// Whether the environment may name proxies; yes when absent.
    pub trust_env: Option<bool>,
    /// Whether HTTP/2 is offered; yes when absent.
    pub http2: Option<bool>,
    /// The address that connections come from.
    pub local_address: Option<IpAddr>,
}

/// Options of one call.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallOptions {
    /// Retries of this call.
    pub max_retries: Option<u32>,
    /// Headers of this call.
    pub extra_headers: BTreeMap<String, String>,
    /// Time limits of this call.
    pub timeout: Option<Timeout>,
    /// Whether this request is checked before it is sent.
    pub validation: Option<bool>,
    /// Whether this message, if it would take long, is fetched as a stream.
    pub stream_long_calls: Option<bool>,
    /// The longest wait in seconds that the server may ask for.
    pub max_retry_after: Option<f64>,
    /// The longest time in seconds that this call spends waiting on refusals in all.
    pub throttle_patience: Option<f64>,
    /// Whether this request is tried again though it may have run.
    pub retry_ambiguous: Option<bool>,
    /// Whether this request is tried again though it was sent whole and got no answer in time.
    pub retry_on_timeout: Option<bool>,
}

/// Time limits in seconds; an absent one keeps the client's default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timeout {
    /// Until the connection stands.
    pub connect: Option<f64>,
    /// Until the head of the answer.
    pub head: Option<f64>,
    /// Without progress while the request is sent.
    pub write: Option<f64>,
    /// Without a single byte of the body.
    pub idle: Option<f64>,
    /// For the whole call, retries included.
    pub total: Option<f64>,
}

/// What must come of a call; what is absent is not looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expect {
    /// The whole message; an absent `stop_details` counts as null.
    pub message: Option<Value>,
    /// The whole message of this stream fixture.
    pub message_fixture: Option<String>,
    /// The joined text of the message, and of all text deltas of a stream.
    pub text: Option<String>,
    /// The types of the events handed out; a `ping` never is.
    pub events: Option<Vec<String>>,
    /// The error that must end the call.
    pub error: Option<ExpectedError>,
    /// How many requests the server saw.
    pub requests: Option<usize>,
    /// What the last request looked like.
    pub sent: Option<Sent>,
    /// How many connections the requests came on.
    pub connections: Option<u64>,
    /// How many bytes the server could get rid of before the client had enough; what waits in the kernel counts too.
    pub at_most_taken: Option<u64>,
}

/// The error that must end a call; what is absent is not looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedError {
    /// One of [`ERROR_KINDS`].
    pub kind: String,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The `type` inside the error body.
    pub r#type: Option<String>,
    /// `error.details.error_code` of the body.
    pub error_code: Option<String>,
    /// `error.details` of the body.
    pub details: Option<Value>,
    /// `error.message` of the body, which an answer that is no JSON has not: null.
    #[serde(default, deserialize_with = "present")]
    pub api_message: Option<Value>,
    /// The workspace of the `anthropic-workspace-id` header.
    pub workspace_id: Option<String>,
    /// The body, byte for byte.
    pub raw_body: Option<String>,
    /// The class, in languages that have classes, by its name in the core.
    pub class: Option<String>,
    /// A part of the message.
    pub message_contains: Option<String>,
    /// Parts of the message, in whatever order.
    #[serde(default)]
    pub message_lists: Vec<String>,
    /// The request's id, from the header or the body.
    pub request_id: Option<String>,
    /// The server's hint in seconds.
    pub retry_after: Option<f64>,
    /// Requests made in all, retries included.
    pub attempts: Option<u32>,
    /// The joined text of the partial message.
    pub partial_text: Option<String>,
    /// The whole partial message, as this stream fixture's expectation has it.
    pub partial_fixture: Option<String>,
    /// The finer word under the kind, such as `refused` or `idle_limit`.
    pub reason: Option<String>,
    /// How much of the request had left: `none`, `partial` or `full`.
    pub sent: Option<String>,
    /// Whether the request may have run.
    pub may_have_run: Option<bool>,
    /// Whether sending it again can help.
    pub retryable: Option<bool>,
    /// True where whatever the server hinted at is no hint.
    #[serde(default)]
    pub hint_ignored: bool,
    /// Parts that the message must not have.
    #[serde(default)]
    pub message_lacks: Vec<String>,
}

/// What a request must have looked like; what is absent is not looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sent {
    /// The HTTP method.
    pub method: Option<String>,
    /// Path and query below the base URL.
    pub path: Option<String>,
    /// Header values by lower-case name; null is a header that must be absent.
    pub headers: BTreeMap<String, Option<String>>,
    /// Fields of the body that must be there with exactly these values; null is a field that must be absent.
    pub body: Option<serde_json::Map<String, Value>>,
}

/// Why a table is not valid.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The folder or one of its files cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read {
        /// The folder or file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// A file is not an array of rows.
    #[error("{} is not a list of scenarios: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        source: serde_json::Error,
    },
    /// A row cannot be meant as it stands.
    #[error("scenario {name:?}: {why}")]
    Row {
        /// The row's name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
}

/// Reads all rows of the table in `folder`: every `*.json` in it, in the order of the file names.
///
/// # Errors
///
/// Fails on a file that is not a list of rows, an unknown key, a name that is taken, an unknown error kind, a script
/// that cannot be played, and a row that expects nothing.
pub fn scenarios(folder: impl AsRef<Path>) -> Result<Vec<Scenario>, TableError> {
    read_rows(folder.as_ref(), |row: &Scenario| &row.name, check)
}

/// Reads every row of a table, each of which must pass the check and have a name of its own.
pub(crate) fn read_rows<R: DeserializeOwned>(
    folder: &Path,
    name: fn(&R) -> &String,
    check: fn(&R) -> Result<(), String>,
) -> Result<Vec<R>, TableError> {
    let mut rows: Vec<R> = Vec::new();
    for path in json_files(folder)? {
        let text = std::fs::read(&path).map_err(|source| TableError::Read { path: path.clone(), source })?;
        rows.extend(serde_json::from_slice::<Vec<R>>(&text).map_err(|source| TableError::Json { path, source })?);
    }
    let mut names = HashSet::new();
    for row in &rows {
        let why = match check(row) {
            Ok(()) if names.insert(name(row)) => continue,
            Ok(()) => "the name is taken by another row".to_owned(),
            Err(why) => why,
        };
        return Err(TableError::Row { name: name(row).clone(), why });
    }
    Ok(rows)
}

/// Tells null, which is expected, from what is absent and not looked at.
fn present<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(value).map(Some)
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, TableError> {
    let unreadable = |source| TableError::Read { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn check(row: &Scenario) -> Result<(), String> {
    if row.name.is_empty() || !row.name.bytes().all(|b| b == b'_' || b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Err("a name is made of lower-case letters, digits and underscores".into());
    }
    if row.call.client.api_key.is_some() && row.call.client.auth_token.is_some() {
        return Err("a client has an api_key or an auth_token, not both".into());
    }
    prepare_script(&row.script).map_err(|error: AnswerError| error.to_string())?;
    check_expectation(&row.expect)
}

pub(crate) fn check_expectation(expect: &Expect) -> Result<(), String> {
    let has_message = expect.message.is_some() || expect.message_fixture.is_some() || expect.text.is_some();
    match &expect.error {
        Some(error) if !ERROR_KINDS.contains(&error.kind.as_str()) => {
            Err(format!("there is no error kind {:?}", error.kind))
        }
        Some(_) if has_message => Err("a call ends with a message or with an error, not with both".into()),
        None if !has_message => Err("the row must expect a message or an error".into()),
        _ => fixtures_of(expect).try_for_each(|name| match crate::expected_json(name) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!("the fixture {name:?} cannot be read: {error}")),
        }),
    }
}

fn fixtures_of(expect: &Expect) -> impl Iterator<Item = &str> {
    let partial = expect.error.as_ref().and_then(|error| error.partial_fixture.as_deref());
    expect.message_fixture.as_deref().into_iter().chain(partial)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(json: &str) -> Result<(), String> {
        let row = serde_json::from_str(json).map_err(|error: serde_json::Error| error.to_string())?;
        check(&row)
    }

    const START: &str = r#""name": "a", "why": "b", "script": [{"status": 500}]"#;

    #[test]
    fn a_misspelt_expectation_is_refused() {
        let error = row(&format!(r#"{{{START}, "expect": {{"eror": {{"kind": "connect"}}}}}}"#)).unwrap_err();
        assert!(error.contains("eror"), "{error}");
    }

    #[test]
    fn an_unknown_error_kind_is_refused() {
        let error = row(&format!(r#"{{{START}, "expect": {{"error": {{"kind": "oops"}}}}}}"#)).unwrap_err();
        assert!(error.contains("oops"), "{error}");
    }

    #[test]
    fn a_row_that_expects_nothing_is_refused() {
        assert!(row(&format!(r#"{{{START}, "expect": {{"requests": 1}}}}"#)).is_err());
    }

    #[test]
    fn a_null_header_is_one_that_must_be_absent() {
        let sent: Sent = serde_json::from_str(r#"{"headers": {"x-api-key": null, "accept": "a"}}"#).unwrap();
        assert_eq!(sent.headers["x-api-key"], None);
        assert_eq!(sent.headers["accept"].as_deref(), Some("a"));
    }
}
