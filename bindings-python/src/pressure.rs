//! The pressure on a client as plain Python objects.

use pyo3::{
    prelude::*,
    types::{PyDict, PyList},
};
use tidings::{PressureBucket, PressureState};

/// A dict for each state, with the fields that `tidings.types.PressureState` names; times in seconds.
pub(crate) fn to_list<'py>(py: Python<'py>, states: &[PressureState]) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for state in states {
        list.append(to_dict(py, state)?)?;
    }
    Ok(list)
}

fn to_dict<'py>(py: Python<'py>, state: &PressureState) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("origin", &*state.origin)?;
    dict.set_item("model", &*state.model)?;
    dict.set_item("in_flight", state.in_flight)?;
    dict.set_item("waiting", state.waiting)?;
    dict.set_item("limit", state.limit)?;
    dict.set_item("rate", state.rate)?;
    let buckets: Vec<_> = state.buckets.iter().map(|bucket| bucket_to_dict(py, bucket)).collect::<PyResult<_>>()?;
    dict.set_item("buckets", buckets)?;
    dict.set_item("gate", state.gate.map(|gate| gate.as_secs_f64()))?;
    dict.set_item("refusals", state.refusals)?;
    dict.set_item("waited", state.waited.as_secs_f64())?;
    Ok(dict)
}

fn bucket_to_dict<'py>(py: Python<'py>, bucket: &PressureBucket) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("name", bucket.name)?;
    dict.set_item("limit", bucket.limit)?;
    dict.set_item("level", bucket.level)?;
    dict.set_item("share", bucket.share)?;
    Ok(dict)
}
