//! A scripted HTTP/1.1 server on loopback, and a demo model, for the tests and examples of Tidings.
//!
//! It speaks raw TCP, because a test must be able to cut, reset or silence a connection at an exact byte.
//!
//! | Request | Answer |
//! | --- | --- |
//! | any method, `/play/{name}/{run}/...` | the next [`Answer`] of script `{name}`; the last one repeats |
//! | `PUT /scripts/{name}` | takes a JSON array of [`Answer`]s as a new script |
//! | `GET /log/{run}?wait_ms=2000` | what the server saw in that run, see [`LoggedRequest`] |
//! | `POST /faults/{name}?language=python` | makes the place of an entry of the table of faults and says what is to be done there |
//! | `GET /faults/{id}/log?wait_ms=2000` | what that place saw, see [`GroundLog`] |
//! | `DELETE /faults/{id}` | ends that place |
//! | `GET /faults` | the names of all entries that are played, and the secrets that nothing may show |
//! | `POST /limited/{name}/v1/messages` | the demo model behind the limits of `{name}`: 429 and 529 as they say |
//! | `PUT /limits/{name}` | takes [`Limits`] as JSON; the bucket is full, the counters are zero |
//! | `GET /limits/{name}` | the [`LimitCounters`] |
//! | `POST /v1/messages` | the demo model: needs any credential, answers any valid request |
//!
//! Everything else is a 404 in the API's error shape. A client that closes its half of the connection counts as
//! gone: no client of the API half-closes, and only so can a test see at once that a call was cancelled.
//!
//! [`Server::start`] runs the server inside a test; the program `tidings-test-server` runs it for other languages.
//! [`scenarios`] reads the table of scenarios that every language runs, [`resource_rows`] that of calls of the resources,
//! [`faults`] that of everything that can go wrong.

mod answer;
mod certificate;
mod connection;
mod demo;
mod fault;
mod faults;
mod fixtures;
mod ground;
mod http2;
mod limits;
mod listener;
mod multipart;
mod plan;
mod raw;
mod reply;
mod request;
mod resource;
mod router;
mod runs;
mod scenario;
mod secrets;
mod server;
mod writer;

pub use answer::{Answer, AnswerError, Delivery, Framing, NoAnswer, Pause, Reads, SseEvent, Then};
pub use certificate::{Authority, Pair};
pub use fault::{
    Certificate, Elsewhere, FAULT_LANGUAGES, FAULT_ROWS, Fault, Listener, Official, Place, Unlike, WarmUp, faults,
};
pub use fixtures::{expected_json, stream_bytes};
pub use ground::{Ground, GroundLog, Way};
pub use http2::{Frame, FrameAnswer};
pub use limits::{BucketSize, LimitCounters, Limits};
pub use raw::RawPart;
pub use resource::{ResourceCall, ResourceError, ResourceExpect, ResourceRow, SentRequest, resource_rows};
pub use runs::{LoggedRequest, Outcome};
pub use scenario::{
    Call, CallOptions, ClientOptions, ERROR_KINDS, Expect, ExpectedError, Mode, Scenario, Sent, TableError, Timeout,
    scenarios,
};
pub use secrets::{KEY, PASSWORD, PROMPT, Secrets};
pub use server::{Options, Server};
