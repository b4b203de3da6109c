//! Objects whose fields are made when they are looked at.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use pyo3::{
    PyTraverseError, PyVisit,
    exceptions::PyAttributeError,
    intern,
    prelude::*,
    types::{PyDict, PyString, PyTuple, PyType},
};

use crate::{
    ffi::LazyClass,
    seed::{Found, Part, Seed},
};

/// The native part of events and deltas: what they are made of, until somebody asks for all of their fields.
#[pyclass(frozen, subclass, module = "tidings._native")]
pub(crate) struct Lazy {
    // Never held while objects are made.
    seed: Mutex<Option<Seed>>,
}

#[pymethods]
impl Lazy {
    #[new]
    #[pyo3(signature = (*_arguments, **_fields))]
    fn new(_arguments: &Bound<'_, PyTuple>, _fields: Option<&Bound<'_, PyDict>>) -> Self {
        Self { seed: Mutex::new(None) }
    }

    /// Puts all fields into the object's `__dict__`, and gives that.
    pub(crate) fn _read<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let py = slf.py();
        let fields = slf.get().share(py).map(|seed| seed.fields(py)).transpose()?;
        let present = slf.getattr(intern!(py, "__dict__"))?.cast_into::<PyDict>()?;
        if let Some(fields) = fields {
            // What was set or kept before wins, at the place that the field has.
            fields.update(present.as_mapping())?;
            present.clear();
            present.update(fields.as_mapping())?;
            drop(slf.get().seed().take());
        }
        Ok(present)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // Whoever holds the lock runs no collection that could find this object to be garbage.
        let seed = match self.seed.try_lock() {
            Ok(seed) => seed,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(()),
        };
        match &*seed {
            Some(Seed::Delta { delta, .. }) => visit.call(delta),
            _ => Ok(()),
        }
    }

    fn __clear__(&self) {
        drop(self.seed().take());
    }
}

impl Lazy {
    /// An object of this class, made of `seed`.
    ///
    /// # Errors
    /// Only those of an interpreter that is out of memory.
    pub(crate) fn plant<'py>(py: Python<'py>, class: &LazyClass, seed: Seed) -> PyResult<Bound<'py, PyAny>> {
        class.object(py, Self { seed: Mutex::new(Some(seed)) })
    }

    /// A field that is made without a collection, which may run anybody's code; `None` for all others.
    fn glance<'py>(&self, py: Python<'py>, part: Part) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.seed().as_ref().map_or(Ok(None), |seed| seed.glance(py, part))
    }

    fn share(&self, py: Python<'_>) -> Option<Seed> {
        self.seed().as_ref().map(|seed| seed.share(py))
    }

    /// Keeps a delta that was made, unless another thread was faster.
    fn keep_delta<'py>(&self, made: Bound<'py, PyAny>) -> Bound<'py, PyAny> {
        match self.seed().as_mut() {
            Some(Seed::Delta { delta: Some(delta), .. }) => delta.bind(made.py()).clone(),
            Some(Seed::Delta { delta, .. }) => {
                *delta = Some(made.clone().unbind());
                made
            }
            _ => made,
        }
    }

    fn seed(&self) -> MutexGuard<'_, Option<Seed>> {
        self.seed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A field of a lazy class, found when the object itself has none of this name.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Field {
    name: Py<PyString>,
    part: Part,
    /// What the field is when it did not come.
    default: Option<Py<PyAny>>,
}

#[pymethods]
impl Field {
    #[new]
    #[pyo3(signature = (name, *default))]
    fn new(name: Bound<'_, PyString>, default: &Bound<'_, PyTuple>) -> PyResult<Self> {
        let default = default.iter().next().map(Bound::unbind);
        Ok(Self { part: Part::named(name.to_str()?), name: name.unbind(), default })
    }

    fn __get__<'py>(
        &self,
        object: Option<&Bound<'py, PyAny>>,
        class: Option<&Bound<'py, PyAny>>,
        py: Python<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let Some(object) = object else {
            return Err(self.missing(py, class));
        };
        let lazy = object.cast::<Lazy>()?;
        if let Some(value) = lazy.get().glance(py, self.part)? {
            return Ok(value);
        }
        let found = match lazy.get().share(py) {
            Some(seed) => seed.part(py, self.part)?,
            None => Found::Nothing,
        };
        let name = self.name.bind(py);
        let value = match found {
            Found::Value(value) => Some(value),
            Found::Delta(value) => Some(lazy.get().keep_delta(value)),
            Found::Keep(value) => {
                object.setattr(name, &value)?;
                Some(value)
            }
            Found::Unread => Lazy::_read(lazy)?.get_item(name)?,
            Found::Nothing => None,
        };
        match value.or_else(|| self.default.as_ref().map(|default| default.bind(py).clone())) {
            Some(value) => Ok(value),
            None => Err(self.missing(py, Some(object.get_type().as_any()))),
        }
    }
}

impl Field {
    fn missing(&self, py: Python<'_>, class: Option<&Bound<'_, PyAny>>) -> PyErr {
        let class = class.and_then(|class| class.cast::<PyType>().ok()?.name().ok());
        let class = class.map_or_else(|| "object".to_owned(), |name| name.to_string());
        PyAttributeError::new_err(format!("'{class}' object has no attribute '{}'", self.name.bind(py)))
    }
}
