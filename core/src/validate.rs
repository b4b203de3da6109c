//! What is certainly wrong with a request, found before it is sent.
//!
//! Only what cannot be right is a problem: a required parameter that is missing, a value of the wrong JSON type, a bound that the API
//! states (see [`Bound`](crate::types::shape::Bound)). Parameters and kinds that this version does not know pass. What is quoted is no
//! prompt: keys, numbers where a number belongs, and single words.

mod checker;
mod found;
mod problem;
mod written;

use http::HeaderMap;

use self::{
    checker::Checker,
    problem::{Path, Problems},
};
use crate::{
    config::{BETA, VERSION},
    error::{Error, ErrorKind},
    request::Endpoint,
    types::{
        BatchCreateParams, CountTokensParams, MessageParams,
        shape::{Shape, Shaped},
    },
};

/// What a body is checked against.
#[derive(Clone, Copy)]
struct Rules {
    shape: fn() -> Shape,
    /// The most bytes that the API takes.
    max_bytes: usize,
}

impl Rules {
    fn of(endpoint: Endpoint) -> Option<Self> {
        let (shape, megabytes): (fn() -> Shape, usize) = match endpoint {
            Endpoint::CreateMessage => (MessageParams::shape, 32),
            Endpoint::CountTokens => (CountTokensParams::shape, 32),
            Endpoint::CreateBatch => (BatchCreateParams::shape, 256),
            Endpoint::Other => return None,
        };
        Some(Self { shape, max_bytes: megabytes << 20 })
    }
}

/// Where the conversation may hold messages of the role `system`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SystemMessages {
    Nowhere,
    NotFirst,
    Anywhere,
}

impl SystemMessages {
    /// What the version of the API and its betas allow.
    fn allowed_by(headers: &HeaderMap) -> Self {
        let version = headers.get(VERSION).and_then(|version| version.to_str().ok());
        match version {
            Some("2026-10-21") => Self::NotFirst,
            // A beta may have allowed them before the version did.
            Some("2023-06-01") if !headers.contains_key(BETA) => Self::Nowhere,
            _ => Self::Anywhere,
        }
    }
}

/// Checks the body that goes to an endpoint with these headers.
///
/// # Errors
/// [`ErrorKind::Validation`], whose message lists every problem: where, what was found, what is accepted.
pub(crate) fn body(endpoint: Endpoint, body: &[u8], headers: &HeaderMap) -> Result<(), Error> {
    Rules::of(endpoint).map_or(Ok(()), |rules| check(rules, body, headers))
}

fn check(rules: Rules, body: &[u8], headers: &HeaderMap) -> Result<(), Error> {
    let problems = Problems::default();
    if body.len() > rules.max_bytes {
        problems.add(&Path::Root, format_args!("found {} bytes, expected at most {}", body.len(), rules.max_bytes));
    } else {
        let root = Checker::root((rules.shape)(), SystemMessages::allowed_by(headers), &problems);
        if root.read(body).is_none() {
            problems.add(&Path::Root, format_args!("not JSON ({})", written::why_not_json(body)));
        }
    }
    match problems.report() {
        None => Ok(()),
        Some(report) => Err(Error::new(ErrorKind::Validation, report)),
    }
}

#[cfg(test)]
mod tests;
