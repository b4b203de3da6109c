//! What happened on the way of a call, as the records that hooks are called with.

use napi_derive::napi;
use tidings::{AttemptRecord, ErrorKind, host::Moment};

/// The moments, by the names that TypeScript uses.
const MOMENTS: [(&str, Moment); 4] =
    [("request", Moment::Request), ("response", Moment::Response), ("retry", Moment::Retry), ("error", Moment::Error)];

/// A moment of a call and what is known then. What is not known is absent. Times are in milliseconds.
#[napi(object, object_from_js = false)]
pub struct Told {
    /// Its name.
    pub moment: &'static str,
    /// The method of the request.
    pub method: String,
    /// The path of the request, without its query.
    pub path: String,
    /// The model that the request names.
    pub model: Option<String>,
    /// Which attempt of the call it is, counted from 1.
    pub attempt: u32,
    /// The HTTP status of the answer.
    pub status: Option<u32>,
    /// The id to quote to the API's support.
    pub request_id: Option<String>,
    /// The time since this attempt began.
    pub took: f64,
    /// The time since the call began.
    pub elapsed: f64,
    /// What went wrong.
    pub kind: Option<String>,
    /// The wait before the next attempt.
    pub delay: Option<f64>,
}

/// The moments that these names stand for; others stand for nothing.
pub(crate) fn moments(names: &[String]) -> Vec<Moment> {
    MOMENTS.iter().filter(|(name, _)| names.iter().any(|wanted| wanted == name)).map(|&(_, moment)| moment).collect()
}

impl Told {
    pub(crate) fn new(moment: Moment, record: AttemptRecord) -> Self {
        Self {
            moment: MOMENTS.iter().find(|(_, known)| *known == moment).map_or("", |(name, _)| name),
            method: record.method.to_string(),
            path: record.path,
            model: record.model,
            attempt: record.attempt,
            status: record.status.map(Into::into),
            request_id: record.request_id,
            took: record.took.as_secs_f64() * 1000.0,
            elapsed: record.elapsed.as_secs_f64() * 1000.0,
            kind: record.kind.map(ErrorKind::name).map(str::to_owned),
            delay: record.delay.map(|delay| delay.as_secs_f64() * 1000.0),
        }
    }
}
