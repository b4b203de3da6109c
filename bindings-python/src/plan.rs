//! Objects of the package's classes, made of dicts.
//!
//! A class says in `_nested` which of its fields hold objects of which classes. That is read once a class, so that no Python
//! code runs when an answer is made.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use pyo3::{
    exceptions::PyTypeError,
    intern,
    prelude::*,
    types::{PyDict, PyList, PyString, PyType},
};

use crate::{facade::Facade, ffi};

/// A class and what its fields hold.
pub(crate) struct Made {
    class: Py<PyType>,
    nested: OnceLock<Arc<Nested>>,
}

/// The fields that hold objects.
type Nested = Vec<(Py<PyString>, Maker)>;

/// Classes by their place in memory.
type Known = HashMap<usize, (Py<PyType>, Arc<Nested>)>;

/// What makes an object of a dict.
enum Maker {
    /// One class.
    One(Made),
    /// The class that the dict's `type` names.
    ByType(HashMap<String, Made>),
    /// The values of the dict become objects.
    Values(Box<Self>),
}

impl Made {
    pub(crate) fn new(class: Bound<'_, PyType>) -> Self {
        Self { class: class.unbind(), nested: OnceLock::new() }
    }

    /// An object of this class, which takes the dict over as its fields.
    ///
    /// # Errors
    /// Only those of an interpreter that is out of memory.
    pub(crate) fn build<'py>(&self, fields: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
        self.make_nested(fields)?;
        let py = fields.py();
        let object = ffi::blank(self.class.bind(py))?;
        object.setattr(intern!(py, "__dict__"), fields)?;
        Ok(object)
    }

    /// Makes objects of the dicts in these fields, and of those in their lists; whatever else is there stays.
    pub(crate) fn make_nested(&self, fields: &Bound<'_, PyDict>) -> PyResult<()> {
        for (name, maker) in self.nested(fields.py())?.iter() {
            let Some(value) = fields.get_item(name)? else { continue };
            if let Some(made) = maker.objects_of(&value)? {
                fields.set_item(name, made)?;
            }
        }
        Ok(())
    }

    fn nested(&self, py: Python<'_>) -> PyResult<&Arc<Nested>> {
        if let Some(nested) = self.nested.get() {
            return Ok(nested);
        }
        let nested = nested_of(self.class.bind(py))?;
        Ok(self.nested.get_or_init(|| nested))
    }
}

impl Maker {
    /// Objects where the value is a dict or a list with dicts; `None` where it stays as it is.
    fn objects_of<'py>(&self, value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        if let Ok(dict) = value.cast_exact::<PyDict>() {
            return self.object_of(dict).map(Some);
        }
        let Ok(list) = value.cast_exact::<PyList>() else { return Ok(None) };
        for (place, item) in list.iter().enumerate() {
            if let Ok(dict) = item.cast_exact::<PyDict>() {
                list.set_item(place, self.object_of(dict)?)?;
            }
        }
        Ok(None)
    }

    fn object_of<'py>(&self, dict: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
        let py = dict.py();
        match self {
            Self::One(made) => made.build(dict),
            Self::ByType(classes) => {
                let named = dict.get_item(intern!(py, "type"))?;
                let named = named.as_ref().and_then(|name| name.cast::<PyString>().ok()?.to_str().ok());
                match named.and_then(|name| classes.get(name)) {
                    Some(made) => made.build(dict),
                    None => Facade::get(py)?.unknown_model.build(dict),
                }
            }
            Self::Values(maker) => {
                for (key, value) in dict.iter() {
                    if let Ok(inner) = value.cast_exact::<PyDict>() {
                        dict.set_item(key, maker.object_of(inner)?)?;
                    }
                }
                Ok(dict.clone().into_any())
            }
        }
    }

    /// Reads what a class has written in `_nested`: a class, a dict of classes by `type`, or one of these in a list for the
    /// values of a dict.
    fn read(written: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(class) = written.cast::<PyType>() {
            return Ok(Self::One(Made::new(class.clone())));
        }
        if let Ok(classes) = written.cast::<PyDict>() {
            let class = |(name, class): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
                Ok((name.extract::<String>()?, Made::new(class.cast_into::<PyType>()?)))
            };
            return classes.iter().map(class).collect::<PyResult<_>>().map(Self::ByType);
        }
        match written.cast::<PyList>().ok().map(|list| list.get_item(0)) {
            Some(inner) => Ok(Self::Values(Box::new(Self::read(&inner?)?))),
            None => Err(PyTypeError::new_err("_nested holds classes, dicts of classes, and lists of one of these")),
        }
    }
}

/// An object of any class of the package.
pub(crate) fn build<'py>(class: &Bound<'py, PyType>, fields: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
    let nested = OnceLock::from(nested_of(class)?);
    Made { class: class.clone().unbind(), nested }.build(fields)
}

/// What the fields of a class hold; read once a class.
fn nested_of(class: &Bound<'_, PyType>) -> PyResult<Arc<Nested>> {
    // Classes are kept alive, or another could come to lie at the same place.
    static KNOWN: Mutex<Option<Known>> = Mutex::new(None);
    let place = class.as_ptr() as usize;
    let known = KNOWN
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ref()
        .and_then(|known| known.get(&place).map(|(_, nested)| nested.clone()));
    if let Some(nested) = known {
        return Ok(nested);
    }
    let written = class.getattr(intern!(class.py(), "_nested"))?.cast_into::<PyDict>()?;
    let read = |(name, maker): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        Ok((name.cast_into::<PyString>()?.unbind(), Maker::read(&maker)?))
    };
    let nested = Arc::new(written.iter().map(read).collect::<PyResult<Nested>>()?);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.get_or_insert_default().insert(place, (class.clone().unbind(), nested.clone()));
    Ok(nested)
}
