//! The one file with `unsafe`: what pyo3 has no safe word for.

use std::ptr;

use pyo3::{
    exceptions::PyTypeError,
    ffi,
    impl_::pymethods::tp_new_impl,
    prelude::*,
    types::{PyTuple, PyType},
};

use crate::lazy::Lazy;

/// A new object of a class of the package, without what its `__init__` would do: what `cls.__new__(cls)` gives, several
/// times as fast.
///
/// # Errors
/// What `__new__` raises.
pub(crate) fn blank<'py>(class: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyAny>> {
    let py = class.py();
    let none = PyTuple::empty(py);
    let class: *mut ffi::PyTypeObject = class.as_type_ptr();
    // SAFETY: the slot of a live type is read; `Py_tp_new` holds null or a `newfunc`.
    let slot = unsafe { ffi::PyType_GetSlot(class, ffi::Py_tp_new) };
    if slot.is_null() {
        return Err(PyTypeError::new_err("the class cannot be instantiated"));
    }
    // SAFETY: the interpreter defines this slot as a `newfunc`.
    let new: ffi::newfunc = unsafe { std::mem::transmute::<*mut std::ffi::c_void, ffi::newfunc>(slot) };
    // SAFETY: the class and the tuple are alive, no keywords are allowed to be null, and the interpreter is attached, as
    // `py` shows. The result is null, with an exception set, or a new reference.
    unsafe { Bound::from_owned_ptr_or_err(py, new(class, none.as_ptr(), ptr::null_mut())) }
}

/// The number of the interpreter that this thread is in; no other of this process ever has the same.
pub(crate) fn interpreter(_attached: Python<'_>) -> i64 {
    // SAFETY: an attached thread has a current interpreter, and both functions only read.
    unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) }
}

/// A class below [`Lazy`]: one whose objects begin with the contents of a `Lazy`.
pub(crate) struct LazyClass(Py<PyType>);

impl LazyClass {
    /// # Errors
    /// `TypeError` for any other class.
    pub(crate) fn new(class: &Bound<'_, PyType>) -> PyResult<Self> {
        if class.is_subclass_of::<Lazy>()? {
            return Ok(Self(class.clone().unbind()));
        }
        Err(PyTypeError::new_err("the class is not lazy"))
    }

    /// A new object of this class with these contents, without what its `__init__` would do.
    ///
    /// # Errors
    /// Only those of an interpreter that is out of memory.
    pub(crate) fn object<'py>(&self, py: Python<'py>, contents: Lazy) -> PyResult<Bound<'py, PyAny>> {
        let contents = PyClassInitializer::from(contents);
        let class = self.0.bind(py).as_type_ptr();
        // What `#[new]` of the class does, without a call through the interpreter for each of a stream's events. pyo3 has it
        // for its macros only.
        // SAFETY: the class is below `Lazy`: `new` has seen to it, and a class keeps its bases in the native part.
        let object = unsafe { tp_new_impl::<_, Lazy>(py, contents, class) }?;
        // SAFETY: it is a new reference to an object that was just made.
        Ok(unsafe { Bound::from_owned_ptr(py, object) })
    }
}
