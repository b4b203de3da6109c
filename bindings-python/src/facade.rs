//! The Python half of the package, as far as the native half uses it.
//!
//! The native half runs no Python code of the package, it only makes objects and sets their attributes. Before Python 3.14
//! the interpreter ends daemon threads by unwinding them wherever Python code runs, and Rust aborts the process when such
//! an unwinding comes through its frames.

use pyo3::{
    exceptions::PyValueError,
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyTuple},
};

/// `SIGINT`; any signal would do.
const SOME_SIGNAL: i32 = 2;

/// Classes and functions of the package and of the interpreter.
pub(crate) struct Facade {
    /// The base of all response objects.
    pub(crate) model: Py<PyAny>,
    /// The class of an event, by the number of its kind.
    events: Vec<Py<PyAny>>,
    /// The class of an exception, by the number of its kind.
    errors: Py<PyDict>,
    /// `object.__new__`.
    new_object: Py<PyAny>,
    /// `_signal.signal`.
    set_handler: Py<PyAny>,
}

impl Facade {
    /// Looked up once, by the first client; a process has one interpreter.
    pub(crate) fn get(py: Python<'_>) -> PyResult<&'static Self> {
        static FACADE: PyOnceLock<Facade> = PyOnceLock::new();
        FACADE.get_or_try_init(py, || {
            Ok(Self {
                model: py.import("tidings._models")?.getattr("Model")?.unbind(),
                events: py.import("tidings._events")?.getattr("EVENT_CLASSES")?.extract()?,
                errors: py.import("tidings._errors")?.getattr("BY_KIND")?.extract()?,
                new_object: py.import("builtins")?.getattr("object")?.getattr("__new__")?.unbind(),
                set_handler: py.import("_signal")?.getattr("signal")?.unbind(),
            })
        })
    }

    /// An event of this kind; its class knows what to do with the JSON.
    pub(crate) fn event<'py>(&self, kind: usize, json: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = json.py();
        // The first class is that of kinds this version does not know.
        let event = self.new_object.bind(py).call1((&self.events[if kind < self.events.len() { kind } else { 0 }],))?;
        event.setattr(intern!(py, "_json"), json)?;
        Ok(event)
    }

    /// An exception of this kind, without what its `__init__` would do.
    pub(crate) fn error<'py>(&self, py: Python<'py>, kind: u32, text: &str) -> PyResult<Bound<'py, PyAny>> {
        let errors = self.errors.bind(py);
        let class = match errors.get_item(kind)? {
            Some(class) => class,
            None => py.import("tidings")?.getattr("APIError")?,
        };
        let text = PyTuple::new(py, [text])?;
        let error = class.call_method1(intern!(py, "__new__"), (&class,))?;
        error.setattr(intern!(py, "args"), text)?;
        Ok(error)
    }

    /// Whether this thread is the one that the interpreter tells of signals.
    pub(crate) fn hears_signals(&self, py: Python<'_>) -> bool {
        // Only that thread may set handlers; another gets a ValueError before the handler is looked at. None is no handler,
        // so nothing is ever set. Unlike a thread's id kept somewhere this holds in a fork's child too.
        let refused = self.set_handler.call1(py, (SOME_SIGNAL, py.None()));
        !refused.is_err_and(|error| error.is_instance_of::<PyValueError>(py))
    }
}
