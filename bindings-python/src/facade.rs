//! The Python half of the package, as far as the native half uses it.

use pyo3::{prelude::*, sync::PyOnceLock};

/// Classes and functions of `tidings._models`, `_events` and `_errors`.
pub(crate) struct Facade {
    /// The base of all response objects.
    pub(crate) model: Py<PyAny>,
    /// The class of an event, by the number of its kind.
    pub(crate) events: Vec<Py<PyAny>>,
    /// Makes an exception: `(kind, fields) -> BaseException`.
    pub(crate) make_error: Py<PyAny>,
}

impl Facade {
    /// Looked up once; a process has one interpreter.
    pub(crate) fn get(py: Python<'_>) -> PyResult<&'static Self> {
        static FACADE: PyOnceLock<Facade> = PyOnceLock::new();
        FACADE.get_or_try_init(py, || {
            Ok(Self {
                model: py.import("tidings._models")?.getattr("Model")?.unbind(),
                events: py.import("tidings._events")?.getattr("EVENT_CLASSES")?.extract()?,
                make_error: py.import("tidings._errors")?.getattr("make_error")?.unbind(),
            })
        })
    }
}
