//! The one file with `unsafe`: what pyo3 has no safe word for.

use std::ptr;

use pyo3::{
    exceptions::PyTypeError,
    ffi,
    prelude::*,
    types::{PyTuple, PyType},
};

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
