//! The table of calls in `tests/resources`: one row is a call, the requests that it must send, what the server answers, and
//! what the caller must get.
//!
//! The runners of all languages read the same rows, as with [`scenarios`](crate::scenarios). In a script, `{base_url}` stands
//! for the base URL of the run.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    answer::{Answer, prepare_script},
    scenario::{CallOptions, ClientOptions, ERROR_KINDS, TableError, read_rows},
};

/// One row of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceRow {
    /// Unique over this table and the scenarios; letters, digits and underscores.
    pub name: String,
    /// The rule that the row proves, in one sentence.
    pub why: String,
    /// What is called.
    pub call: ResourceCall,
    /// What the server answers, request by request; the last answer repeats.
    #[serde(default)]
    pub script: Vec<Answer>,
    /// The requests that the server must see, all of them in order.
    pub sent: Vec<SentRequest>,
    /// What must come of it.
    pub expect: ResourceExpect,
}

/// What is called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceCall {
    /// Resource and method, such as `models.retrieve`; with `.all` behind a list, the items of all its pages.
    pub method: String,
    /// The arguments by name.
    #[serde(default)]
    pub args: Map<String, Value>,
    /// How the client is built.
    #[serde(default)]
    pub client: ClientOptions,
    /// Options of the call.
    #[serde(default)]
    pub options: CallOptions,
    /// Whether long calls are streamed; the default when absent.
    pub stream_long_calls: Option<bool>,
}

/// What a request must have looked like; what is absent is not looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentRequest {
    /// The HTTP method.
    pub method: String,
    /// Path and query below the base URL.
    pub path: String,
    /// Header values by lower-case name; null is a header that must be absent.
    #[serde(default)]
    pub headers: BTreeMap<String, Option<String>>,
    /// The whole body: JSON, a form as `{"parts": [...]}`, or the empty string for none.
    pub body: Option<Value>,
}

/// What must come of a call: one of the two.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum ResourceExpect {
    /// What the call gives, as JSON: an object, the items of a list or of results in their order (a line that cannot be read
    /// is `{"error": kind, "raw": line}`), or the text of a download.
    Result(Value),
    /// The error that must end it.
    Error(ResourceError),
}

/// The error that must end a call; what is absent is not looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceError {
    /// One of [`ERROR_KINDS`].
    pub kind: String,
    /// A part of the error as people see it.
    pub contains: Option<String>,
    /// Requests made in all.
    pub attempts: Option<u32>,
    /// The joined text of the partial message.
    pub partial_text: Option<String>,
}

/// Reads all rows of the table in `folder`.
///
/// # Errors
///
/// Fails on a file that is not a list of rows, an unknown key, a name that is taken, an unknown error kind, and a script that
/// cannot be played or is missing where requests are expected.
pub fn resource_rows(folder: impl AsRef<Path>) -> Result<Vec<ResourceRow>, TableError> {
    read_rows(folder.as_ref(), |row: &ResourceRow| &row.name, check)
}

fn check(row: &ResourceRow) -> Result<(), String> {
    if row.name.is_empty() || !row.name.bytes().all(|b| b == b'_' || b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Err("a name is made of lower-case letters, digits and underscores".into());
    }
    match &row.expect {
        ResourceExpect::Error(error) if !ERROR_KINDS.contains(&error.kind.as_str()) => {
            return Err(format!("there is no error kind {:?}", error.kind));
        }
        _ => {}
    }
    if row.script.is_empty() && row.sent.is_empty() {
        return Ok(());
    }
    prepare_script(&row.script).map(drop).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(rest: &str) -> Result<(), String> {
        let json = format!(r#"{{"name": "a", "why": "b", "call": {{"method": "models.list"}}, {rest}}}"#);
        check(&serde_json::from_str(&json).map_err(|error| error.to_string())?)
    }

    #[test]
    fn a_row_that_sends_something_needs_an_answer() {
        let sent = r#""sent": [{"method": "GET", "path": "/"}], "expect": {"result": 1}"#;
        assert!(row(sent).is_err());
        assert!(row(&format!(r#"{sent}, "script": [{{"status": 500}}]"#)).is_ok());
        assert!(row(r#""sent": [], "expect": {"error": {"kind": "validation"}}"#).is_ok());
    }

    #[test]
    fn misspelt_keys_and_kinds_are_refused() {
        assert!(row(r#""sent": [], "expect": {"resul": 1}"#).is_err());
        assert!(row(r#""sent": [], "expect": {"error": {"kind": "oops"}}"#).unwrap_err().contains("oops"));
    }
}
