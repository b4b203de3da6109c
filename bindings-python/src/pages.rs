//! Walking the pages of a list, as the core does.

use pyo3::prelude::*;
use tidings::Request;

use crate::{
    error,
    request::{self, Value},
};

/// Where a walk over the pages of a list is. It never changes: a step gives another one.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Pager(tidings::Pager);

#[pymethods]
impl Pager {
    /// The walk that begins with this request.
    #[new]
    fn new(py: Python<'_>, path: &str, query: Vec<(String, Value)>) -> PyResult<Self> {
        Ok(Self(tidings::Pager::new(request::with_query(py, Request::get(path), query)?)))
    }

    /// The walk at the page behind the one whose JSON this is, with the query parameter that asks for that page and its value;
    /// `None` when it was the last.
    fn next(&self, py: Python<'_>, page: &[u8]) -> PyResult<Option<(Self, &'static str, String)>> {
        let mut pager = self.0.clone();
        let step = pager
            .next_parameter(page)
            .map_err(|failure| error::to_exception(py, &failure, error::Answer::default()))?;
        Ok(step.map(|(name, value)| (Self(pager), name, value)))
    }
}
