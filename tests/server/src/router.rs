//! Finds the answer to a request.

use std::{sync::Arc, time::Duration};

use serde_json::json;

use crate::{
    answer::{Answer, Reads, prepare_script},
    demo,
    limits::Seat,
    reply::Reply,
    request::Request,
    runs::Entry,
    server::Shared,
};

const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// An answer, and the place in a log where its fate is written down.
pub(crate) struct Answering {
    pub(crate) reply: Reply,
    pub(crate) log: Option<Entry>,
    /// Held while the answer is being sent, where answers are limited.
    pub(crate) seat: Option<Seat>,
}

/// Finds the answer to `request`, which came on connection number `connection`.
pub(crate) async fn route(request: &Request, connection: u64, shared: &Arc<Shared>) -> Answering {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let parts: Vec<&str> = path.trim_start_matches('/').splitn(4, '/').collect();
    let reply = match (request.method.as_str(), parts.as_slice()) {
        (_, ["play", name, run, ..]) => return play(request, name, run, connection, shared),
        ("POST", ["limited", name, "v1", "messages"]) => return limited(request, name, shared),
        ("PUT", ["limits", name]) => put_limits(name, &request.body, shared),
        ("GET", ["limits", name]) => counters(name, shared),
        ("PUT", ["scripts", name]) => put_script(name, &request.body, shared),
        ("GET", ["log", run]) => log(run, query, shared).await,
        ("GET", ["faults"]) => Reply::json(200, &shared.faults.list()),
        ("POST", ["faults", name]) => begin_fault(name, query, request, shared).await,
        ("GET", ["faults", id, "log"]) => fault_log(id, query, shared).await,
        ("DELETE", ["faults", id]) if shared.faults.end(id) => Reply::no_content(),
        ("POST", ["v1", "messages"]) => demo::answer(request, &shared.next_request_id(), shared.word_delay),
        (method, _) => {
            let message = format!("there is nothing at {method} {path}");
            Reply::error(404, "not_found_error", &message, &shared.next_request_id())
        }
    };
    Answering { reply, log: None, seat: None }
}

/// Whether the answer to `request`, of which only the head is there, comes without its body.
pub(crate) fn head_is_enough(request: &Request, shared: &Shared) -> bool {
    let parts: Vec<&str> = request.target.trim_start_matches('/').splitn(4, '/').collect();
    let ["play", name, run, ..] = parts.as_slice() else { return false };
    let next = shared.runs.count(run);
    shared.script(name).is_some_and(|script| script[next.min(script.len() - 1)].reads == Reads::Head)
}

fn play(request: &Request, name: &str, run: &str, connection: u64, shared: &Arc<Shared>) -> Answering {
    let Some(script) = shared.script(name) else {
        let message = format!("there is no script named {name:?}");
        let reply = Reply::error(404, "not_found_error", &message, &shared.next_request_id());
        return Answering { reply, log: None, seat: None };
    };
    let prefix = "/play/".len() + name.len() + 1 + run.len();
    let path = request.target.get(prefix..).unwrap_or_default();
    let entry = shared.runs.begin(run, path, request, connection);
    let host = request.headers.get("host").map(String::as_str).unwrap_or_default();
    let base_url = format!("http://{host}{}", &request.target[..prefix.min(request.target.len())]);
    let reply = script[entry.index().min(script.len() - 1)].clone().with_base_url(&base_url);
    Answering { reply, log: Some(entry), seat: None }
}

/// The demo model behind limits. What it would not answer anyway takes nothing from them.
fn limited(request: &Request, name: &str, shared: &Shared) -> Answering {
    let request_id = shared.next_request_id();
    let Some(server) = shared.limited.get(name) else {
        return Answering { reply: no_limits(name, shared), log: None, seat: None };
    };
    let answer = demo::answer(request, &request_id, shared.word_delay);
    let (reply, seat) = if answer.status == 200 { server.admit(answer, &request_id) } else { (answer, None) };
    Answering { reply, log: None, seat }
}

fn put_limits(name: &str, body: &[u8], shared: &Shared) -> Reply {
    match serde_json::from_slice(body) {
        Ok(limits) => {
            shared.limited.set(name, limits);
            Reply::no_content()
        }
        Err(error) => {
            let message = format!("the limits cannot be read: {error}");
            Reply::error(400, "invalid_request_error", &message, &shared.next_request_id())
        }
    }
}

fn counters(name: &str, shared: &Shared) -> Reply {
    let server = shared.limited.get(name);
    server.map_or_else(|| no_limits(name, shared), |server| Reply::json(200, &json!(server.counters())))
}

fn no_limits(name: &str, shared: &Shared) -> Reply {
    let message = format!("there are no limits named {name:?}");
    Reply::error(404, "not_found_error", &message, &shared.next_request_id())
}

fn put_script(name: &str, body: &[u8], shared: &Shared) -> Reply {
    let refuse = |why: String| Reply::error(400, "invalid_request_error", &why, &shared.next_request_id());
    let answers: Vec<Answer> = match serde_json::from_slice(body) {
        Ok(answers) => answers,
        Err(error) => return refuse(format!("the script cannot be read: {error}")),
    };
    match prepare_script(&answers) {
        Ok(replies) => {
            shared.add_script(name, replies);
            Reply::no_content()
        }
        Err(error) => refuse(error.to_string()),
    }
}

async fn log(run: &str, query: &str, shared: &Shared) -> Reply {
    Reply::json(200, &json!({ "requests": shared.runs.finished_log(run, wait(query)).await }))
}

async fn begin_fault(name: &str, query: &str, request: &Request, shared: &Shared) -> Reply {
    let host = request.headers.get("host").map(String::as_str).unwrap_or_default();
    let language = said(query, "language").unwrap_or_default();
    match shared.faults.begin(name, language, host, shared).await {
        Some(Ok(entry)) => Reply::json(200, &entry),
        Some(Err(error)) => {
            let message = format!("the place of {name:?} cannot be made: {error}");
            Reply::error(500, "api_error", &message, &shared.next_request_id())
        }
        None => {
            let message = format!("no entry named {name:?} is played");
            Reply::error(404, "not_found_error", &message, &shared.next_request_id())
        }
    }
}

async fn fault_log(id: &str, query: &str, shared: &Shared) -> Reply {
    let Some(ground) = shared.faults.ground(id) else {
        let message = format!("there is no place {id:?}");
        return Reply::error(404, "not_found_error", &message, &shared.next_request_id());
    };
    Reply::json(200, &json!(ground.finished_log(wait(query)).await))
}

/// How long a log may wait for answers that are under way.
fn wait(query: &str) -> Duration {
    let said = said(query, "wait_ms").and_then(|value| value.parse().ok());
    said.map_or(Duration::ZERO, Duration::from_millis).min(LONGEST_WAIT)
}

/// The value of that name in a query.
fn said<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}
