//! What happened on the way of a call, as the records that hooks are called with.

use pyo3::{
    prelude::*,
    types::{PyDict, PyList},
};
use tidings::{AttemptRecord, ErrorKind, host::Moment};

/// The moments, by the names of the options that take a hook for them.
const MOMENTS: [(&str, Moment); 4] = [
    ("on_request", Moment::Request),
    ("on_response", Moment::Response),
    ("on_retry", Moment::Retry),
    ("on_error", Moment::Error),
];

/// The moments that these names stand for; others stand for nothing.
pub(crate) fn moments(names: Vec<String>) -> Vec<Moment> {
    let of = |wanted: String| MOMENTS.iter().find(|(name, _)| *name == wanted).map(|&(_, moment)| moment);
    names.into_iter().filter_map(of).collect()
}

/// The name of each moment and the fields of its record; times in seconds.
pub(crate) fn to_list(py: Python<'_>, told: Vec<(Moment, Box<AttemptRecord>)>) -> PyResult<Bound<'_, PyList>> {
    let list = PyList::empty(py);
    for (moment, record) in told {
        let name = MOMENTS.iter().find(|(_, known)| *known == moment).map_or("", |(name, _)| name);
        list.append((name, to_dict(py, &record)?))?;
    }
    Ok(list)
}

fn to_dict<'py>(py: Python<'py>, record: &AttemptRecord) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("method", record.method.as_str())?;
    dict.set_item("path", &record.path)?;
    dict.set_item("model", &record.model)?;
    dict.set_item("attempt", record.attempt)?;
    dict.set_item("status", record.status)?;
    dict.set_item("request_id", &record.request_id)?;
    dict.set_item("took", record.took.as_secs_f64())?;
    dict.set_item("elapsed", record.elapsed.as_secs_f64())?;
    dict.set_item("kind", record.kind.map(ErrorKind::name))?;
    dict.set_item("delay", record.delay.map(|delay| delay.as_secs_f64()))?;
    Ok(dict)
}
