//! Iterating over a stream without a step in Python.

use pyo3::prelude::*;

use crate::call::Call;

/// The rest of a stream, by blocking: all events, or only the pieces of text.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Lane {
    call: Py<Call>,
    is_text: bool,
}

#[pymethods]
impl Lane {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let call = self.call.get();
        let next = if self.is_text { call.next_text(py, None) } else { call.next_event(py, None) };
        next.map(|next| (!next.is_none()).then_some(next))
    }
}

impl Lane {
    pub(crate) fn new(call: Py<Call>, is_text: bool) -> Self {
        Self { call, is_text }
    }
}
