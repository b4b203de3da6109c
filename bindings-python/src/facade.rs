//! The Python half of the package, as far as the native half uses it.
//!
//! The native half runs no Python code of the package, it only makes objects and sets their attributes. Before Python 3.14
//! the interpreter ends daemon threads by unwinding them wherever Python code runs, and Rust aborts the process when such
//! an unwinding comes through its frames.

use std::collections::HashMap;

use pyo3::{
    exceptions::PyValueError,
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyTuple, PyType},
};
use tidings::EventKind;

use crate::{ffi::LazyClass, plan::Made};

/// `SIGINT`; any signal would do.
const SOME_SIGNAL: i32 = 2;

/// Classes and functions of the package and of the interpreter.
pub(crate) struct Facade {
    /// The base of all response objects.
    pub(crate) model: Py<PyAny>,
    /// The class of an object whose kind nobody knows.
    pub(crate) unknown_model: Made,
    /// The class of an event, by the number of its kind; the first is that of kinds this version does not know.
    events: Vec<EventClass>,
    /// The class of an event of the stream helper, by its `type`.
    helper_events: HashMap<String, EventClass>,
    /// The class of what follows from a delta, by the number of its kind of piece.
    pub(crate) grown: Vec<LazyClass>,
    /// The class of a delta, by the number of its kind of piece.
    pub(crate) deltas: Vec<LazyClass>,
    /// The class of an exception, by the name that the core's table has for it.
    errors: Py<PyDict>,
    /// `_signal.signal`.
    set_handler: Py<PyAny>,
}

impl Facade {
    /// Looked up once, by the first client; a process has one interpreter.
    pub(crate) fn get(py: Python<'_>) -> PyResult<&'static Self> {
        static FACADE: PyOnceLock<Facade> = PyOnceLock::new();
        FACADE.get_or_try_init(py, || {
            let answers = py.import("tidings.types._answers")?;
            let events: Vec<Bound<'_, PyType>> = answers.getattr("EVENT_CLASSES")?.extract()?;
            let helper_events: HashMap<String, Bound<'_, PyType>> =
                answers.getattr("HELPER_EVENT_CLASSES")?.extract()?;
            Ok(Self {
                model: py.import("tidings._models")?.getattr("BaseModel")?.unbind(),
                unknown_model: class(&py.import("tidings._models")?, "UnknownModel")?,
                events: events.into_iter().map(EventClass::new).collect::<PyResult<_>>()?,
                helper_events: helper_events
                    .into_iter()
                    .map(|(name, class)| Ok((name, EventClass::new(class)?)))
                    .collect::<PyResult<_>>()?,
                grown: lazy_classes(&answers.getattr("GROWN_CLASSES")?)?,
                deltas: lazy_classes(&answers.getattr("DELTA_CLASSES")?)?,
                errors: error_classes(py)?.unbind(),
                set_handler: py.import("_signal")?.getattr("signal")?.unbind(),
            })
        })
    }

    /// The class of events of this kind.
    pub(crate) fn event(&self, kind: EventKind) -> &EventClass {
        self.events.get(kind as usize).unwrap_or(&self.events[0])
    }

    /// The class of the stream helper's events of this `type`.
    pub(crate) fn helper_event(&self, name: &str) -> &EventClass {
        self.helper_events.get(name).unwrap_or(&self.events[0])
    }

    /// An exception of the class with this name, without what its `__init__` would do.
    pub(crate) fn error<'py>(&self, py: Python<'py>, class: &str, text: &str) -> PyResult<Bound<'py, PyAny>> {
        let errors = self.errors.bind(py);
        let class = match errors.get_item(class)? {
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

/// A class of events.
pub(crate) struct EventClass {
    /// To make one with all its fields.
    pub(crate) made: Made,
    /// To make one without.
    pub(crate) lazy: LazyClass,
}

impl EventClass {
    fn new(class: Bound<'_, PyType>) -> PyResult<Self> {
        Ok(Self { lazy: LazyClass::new(&class)?, made: Made::new(class) })
    }
}

fn lazy_classes(classes: &Bound<'_, PyAny>) -> PyResult<Vec<LazyClass>> {
    classes.extract::<Vec<Bound<'_, PyType>>>()?.iter().map(LazyClass::new).collect()
}

fn class(module: &Bound<'_, PyModule>, name: &str) -> PyResult<Made> {
    Ok(Made::new(module.getattr(name)?.cast_into::<PyType>()?))
}

/// The classes of all exceptions by their names.
fn error_classes(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let classes: Bound<'_, PyDict> = py.import("tidings._errors")?.getattr("CLASSES")?.cast_into()?;
    let classes = classes.copy()?;
    classes.update(py.import("tidings._error_codes")?.getattr("CLASSES")?.cast::<PyDict>()?.as_mapping())?;
    Ok(classes)
}
