//! The schema: what goes out, what comes back, and what arrives on the way. Declared once, here.
//!
//! Types whose names end in `Param` or `Params` are sent, the others are received. All are open: fields, kinds and words that this
//! version does not know are kept and written back as they came. What is sent can be checked before it leaves (see
//! [`ErrorKind::Validation`](crate::ErrorKind::Validation)).

mod batch;
mod block_params;
mod browser_state;
mod caller_params;
mod callers;
mod citation_params;
mod citations;
mod client_tools;
mod code_result_params;
mod code_results;
mod code_tools;
mod config_params;
mod container;
mod content;
mod conversation;
mod diagnostics;
mod editor_results;
mod error_response;
mod event;
mod file;
mod helper_events;
mod json_object;
mod message;
mod model;
mod model_id;
mod params;
mod record;
mod result_params;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod schema;
mod search_results;
pub(crate) mod shape;
mod shared_words;
mod source_params;
mod stop_details;
mod tokens;
mod tool;
mod tools;
mod toolsets;
mod union;
mod usage;
mod web_fetch_tools;
mod web_results;
mod web_search_tools;
mod wire;
mod words;

pub use self::{
    batch::*,
    block_params::*,
    browser_state::*,
    caller_params::*,
    callers::*,
    citation_params::*,
    citations::*,
    client_tools::*,
    code_result_params::*,
    code_results::*,
    code_tools::*,
    config_params::*,
    container::*,
    content::*,
    conversation::*,
    diagnostics::*,
    editor_results::*,
    error_response::*,
    event::{RawContentBlockDelta as Delta, RawMessageStreamEvent as Event, *},
    file::*,
    helper_events::*,
    json_object::*,
    message::*,
    model::*,
    model_id::*,
    params::*,
    result_params::*,
    search_results::*,
    shared_words::*,
    source_params::*,
    stop_details::*,
    tokens::*,
    tools::*,
    toolsets::*,
    usage::*,
    web_fetch_tools::*,
    web_results::*,
    web_search_tools::*,
    wire::Extra,
};
