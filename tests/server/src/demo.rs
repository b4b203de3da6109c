//! The demo model: answers any valid request, always in the same way, so that everything can be tried without a key.

mod check;
mod events;
mod model;
mod tool_input;

use std::time::Duration;

use serde_json::Value;

use crate::{reply::Reply, request::Request};

/// The answer of the demo model to `POST /v1/messages`.
pub(crate) fn answer(request: &Request, request_id: &str, word_delay: Duration) -> Reply {
    if !has_credential(request) {
        let message = "an API key or a bearer token is required; the demo model takes any";
        return Reply::error(401, "authentication_error", message, request_id);
    }
    let invalid = |why: &str| Reply::error(400, "invalid_request_error", why, request_id);
    let body: Value = match serde_json::from_slice(&request.body) {
        Ok(body) => body,
        Err(error) => return invalid(&format!("The request body is not valid JSON: {error}")),
    };
    let prompt = match check::check(&body) {
        Ok(prompt) => prompt,
        Err(why) => return invalid(&why),
    };
    let message = model::reply(&prompt);
    let reply = if prompt.stream { events::stream(&message, word_delay) } else { Reply::json(200, &message) };
    reply.with_header("request-id", request_id)
}

fn has_credential(request: &Request) -> bool {
    let header = |name: &str| request.headers.get(name).map(|value| value.trim());
    let token = header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    header("x-api-key").or(token).is_some_and(|credential| !credential.is_empty())
}
