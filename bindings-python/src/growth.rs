//! The input of a tool as Python objects that grow while it arrives.

use std::mem;

use pyo3::{
    IntoPyObjectExt as _,
    exceptions::PyRuntimeError,
    prelude::*,
    types::{PyDict, PyInt, PyList, PyString},
};
use tidings::partial_json::Growth;

/// The value so far. What is finished of it is made once, and shared by all that are shown it.
#[derive(Default)]
pub(crate) struct Tree {
    root: Option<Py<PyAny>>,
    /// The containers that are open, outermost first.
    open: Vec<Open>,
    /// The key of the value that comes next.
    key: Option<Py<PyString>>,
    shown: Option<Shown>,
    /// What has been shown of an unfinished string.
    text: String,
    /// Why it could not be built: an interpreter without memory.
    failure: Option<PyErr>,
}

struct Open {
    container: Container,
    /// Its key in the container around, if that is a dict.
    key: Option<Py<PyString>>,
}

enum Container {
    Dict(Py<PyDict>),
    List(Py<PyList>),
}

/// A last value that may still change or go.
struct Shown {
    key: Option<Py<PyString>>,
    /// What stood under the same key before.
    displaced: Option<Py<PyAny>>,
}

impl Tree {
    /// The value so far: containers that are still open, and the outermost, are copies, so that it stays as it is.
    ///
    /// # Errors
    /// Only those of an interpreter that is out of memory.
    pub(crate) fn snapshot<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let mut inner: Option<(Bound<'py, PyAny>, &Open)> = None;
        for open in self.open.iter().rev() {
            let copy = match &open.container {
                Container::Dict(dict) => {
                    let copy = dict.bind(py).copy()?;
                    if let Some((value, Open { key: Some(key), .. })) = &inner {
                        copy.set_item(key, value)?;
                    }
                    copy.into_any()
                }
                Container::List(list) => {
                    let list = list.bind(py);
                    let copy = list.get_slice(0, list.len());
                    if let Some((value, _)) = &inner {
                        copy.set_item(copy.len() - 1, value)?;
                    }
                    copy.into_any()
                }
            };
            inner = Some((copy, open));
        }
        match (inner, &self.root) {
            (Some((outermost, _)), _) => Ok(Some(outermost)),
            (None, Some(root)) => copy_of(root.bind(py)).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// Does this with the interpreter; after a failure nothing.
    fn attach(&mut self, work: impl FnOnce(&mut Self, Python<'_>) -> PyResult<()>) {
        if self.failure.is_none() {
            self.failure = Python::attach(|py| work(self, py)).err();
        }
    }

    /// Puts a value at the end; gives what stood under its key before.
    fn put(&mut self, value: Bound<'_, PyAny>) -> PyResult<Option<Py<PyAny>>> {
        let py = value.py();
        match self.open.last().map(|open| &open.container) {
            None => self.root = Some(value.unbind()),
            Some(Container::List(list)) => list.bind(py).append(value)?,
            Some(Container::Dict(dict)) => {
                let key = self.key.take().ok_or_else(|| PyRuntimeError::new_err("a value without a key"))?;
                let dict = dict.bind(py);
                let displaced = dict.get_item(&key)?;
                dict.set_item(key, value)?;
                return Ok(displaced.map(Bound::unbind));
            }
        }
        Ok(None)
    }

    /// Shows a value in the place of the one that was shown before.
    fn show(&mut self, value: Bound<'_, PyAny>) -> PyResult<()> {
        if self.shown.is_some() {
            return self.replace(value);
        }
        let key = self.key.as_ref().map(|key| key.clone_ref(value.py()));
        let displaced = self.put(value)?;
        self.shown = Some(Shown { key, displaced });
        Ok(())
    }

    fn replace(&mut self, value: Bound<'_, PyAny>) -> PyResult<()> {
        let py = value.py();
        let key = self.shown.as_ref().and_then(|shown| shown.key.as_ref());
        match (self.open.last().map(|open| &open.container), key) {
            (Some(Container::List(list)), _) => {
                let list = list.bind(py);
                list.set_item(list.len() - 1, value)
            }
            (Some(Container::Dict(dict)), Some(key)) => dict.bind(py).set_item(key, value),
            _ => {
                self.root = Some(value.unbind());
                Ok(())
            }
        }
    }

    /// The value that is shown, or else comes next, is this one.
    fn settle(&mut self, value: Bound<'_, PyAny>) -> PyResult<()> {
        if self.shown.is_some() {
            self.replace(value)?;
            self.shown = None;
            return Ok(());
        }
        self.put(value).map(drop)
    }
}

impl Growth for Tree {
    fn is_wanted(&self) -> bool {
        true
    }

    fn name(&mut self, key: String) {
        self.attach(|tree, py| {
            tree.key = Some(PyString::new(py, &key).unbind());
            Ok(())
        });
    }

    fn open(&mut self, is_object: bool) {
        self.attach(|tree, py| {
            let key = tree.key.as_ref().map(|key| key.clone_ref(py));
            let container = if is_object {
                let dict = PyDict::new(py);
                tree.put(dict.clone().into_any())?;
                Container::Dict(dict.unbind())
            } else {
                let list = PyList::empty(py);
                tree.put(list.clone().into_any())?;
                Container::List(list.unbind())
            };
            tree.open.push(Open { container, key });
            Ok(())
        });
    }

    fn close(&mut self) {
        self.open.pop();
    }

    fn word(&mut self, word: Option<bool>) {
        self.attach(|tree, py| tree.put(word.into_bound_py_any(py)?).map(drop));
    }

    fn string(&mut self, rest: String) {
        self.attach(|tree, py| {
            let shown = mem::take(&mut tree.text);
            tree.settle(PyString::new(py, &(shown + &rest)).into_any())
        });
    }

    fn number(&mut self, text: &str) {
        self.attach(|tree, py| tree.settle(number(py, text)?));
    }

    fn show_string(&mut self, more: String) {
        self.attach(|tree, py| {
            tree.text.push_str(&more);
            let text = PyString::new(py, &tree.text);
            tree.show(text.into_any())
        });
    }

    fn show_number(&mut self, text: &str) {
        self.attach(|tree, py| tree.show(number(py, text)?));
    }

    fn retract(&mut self) {
        self.attach(|tree, py| {
            let Some(Shown { key, displaced }) = tree.shown.take() else { return Ok(()) };
            match (tree.open.last().map(|open| &open.container), &key) {
                (Some(Container::List(list)), _) => {
                    let list = list.bind(py);
                    list.del_item(list.len() - 1)?;
                }
                (Some(Container::Dict(dict)), Some(key)) => match displaced {
                    Some(displaced) => dict.bind(py).set_item(key, displaced)?,
                    None => dict.bind(py).del_item(key)?,
                },
                _ => tree.root = None,
            }
            tree.key = key;
            Ok(())
        });
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}

/// An integer of any size, or a float.
fn number<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    if text.contains(['.', 'e', 'E']) {
        return text.parse::<f64>().unwrap_or_default().into_bound_py_any(py);
    }
    match text.parse::<i64>() {
        Ok(small) => small.into_bound_py_any(py),
        Err(_) => py.get_type::<PyInt>().call1((text,)),
    }
}

fn copy_of<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if let Ok(dict) = value.cast::<PyDict>() {
        return Ok(dict.copy()?.into_any());
    }
    if let Ok(list) = value.cast::<PyList>() {
        return Ok(list.get_slice(0, list.len()).into_any());
    }
    Ok(value.clone())
}
