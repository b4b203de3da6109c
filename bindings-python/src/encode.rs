//! Python objects to JSON, in one pass.

use pyo3::{
    exceptions::PyTypeError,
    intern,
    prelude::*,
    sync::critical_section::with_critical_section,
    types::{
        PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyIterator, PyList, PyMapping, PyMemoryView, PyString,
        PyTuple,
    },
};
use tidings::{Error, ErrorKind};

use crate::{
    error::{self, Answer},
    escape,
    facade::Facade,
    lazy::Lazy,
};

/// Deeper than any request that is meant, and shallow enough for a thread's stack.
const MAX_DEPTH: usize = 256;

/// The JSON of mappings, iterables, strings, numbers, booleans, `None`, response objects, and objects that have `to_dict` or
/// `model_dump`.
///
/// # Errors
/// `TypeError` for values that have no JSON form, `ValidationError`, which is a `ValueError`, for cycles, NaN and lone
/// surrogates; both name the place (`messages[3].content`) and never show the value. Whatever the caller's own objects raise
/// passes through.
pub(crate) fn to_json(value: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    let mut encoder = Encoder { out: Vec::with_capacity(1024), open: Vec::new() };
    match encoder.value(value) {
        Ok(()) => Ok(encoder.out),
        Err(fault) => Err(fault.into_exception(value.py())),
    }
}

struct Encoder<'py> {
    out: Vec<u8>,
    /// The containers around the value, outermost first.
    open: Vec<Bound<'py, PyAny>>,
}

/// Why a value cannot be encoded, and, built up on the way out, where it is.
struct Fault {
    why: Why,
    path: Vec<Step>,
}

enum Why {
    Type(String),
    Value(String),
    Raised(PyErr),
}

enum Step {
    Key(String),
    Index(usize),
}

type Encoded = Result<(), Fault>;
type Pairs<'py> = Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>;

impl<'py> Encoder<'py> {
    fn value(&mut self, value: &Bound<'py, PyAny>) -> Encoded {
        if let Ok(text) = value.cast::<PyString>() {
            self.string(text)
        } else if value.is_none() {
            self.raw(b"null");
            Ok(())
        } else if let Ok(flag) = value.cast::<PyBool>() {
            self.raw(if flag.is_true() { b"true" } else { b"false" });
            Ok(())
        } else if let Ok(number) = value.cast::<PyInt>() {
            self.integer(number)
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.float(number.value())
        } else {
            self.container(value)
        }
    }

    fn container(&mut self, value: &Bound<'py, PyAny>) -> Encoded {
        if self.open.iter().any(|outer| outer.is(value)) {
            return Err(Why::Value("the value contains itself".to_owned()).into());
        }
        if self.open.len() == MAX_DEPTH {
            return Err(Why::Value(format!("the value is nested more than {MAX_DEPTH} levels deep")).into());
        }
        self.open.push(value.clone());
        let encoded = self.contents(value);
        self.open.pop();
        encoded
    }

    fn contents(&mut self, value: &Bound<'py, PyAny>) -> Encoded {
        if let Ok(dict) = value.cast_exact::<PyDict>() {
            self.object(pairs(dict))
        } else if let Ok(list) = value.cast::<PyList>() {
            self.array(list.iter().map(Ok))
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.array(tuple.iter().map(Ok))
        } else if value.is_instance_of::<PyDict>() {
            // A subclass may have an order of its own, as `OrderedDict` has.
            self.object(pairs_of_mapping(value.cast::<PyMapping>().map_err(PyErr::from)?)?)
        } else if value.is_instance(Facade::get(value.py())?.model.bind(value.py()))? {
            self.model(value)
        } else {
            self.foreign(value)
        }
    }

    /// A response object: its fields, or those that its class names.
    fn model(&mut self, value: &Bound<'py, PyAny>) -> Encoded {
        let py = value.py();
        let names = value.getattr(intern!(py, "_sent"))?;
        let fields = if names.is_none() {
            match value.cast::<Lazy>() {
                Ok(lazy) => Lazy::_read(lazy)?,
                Err(_) => value.getattr(intern!(py, "__dict__"))?.cast_into::<PyDict>().map_err(PyErr::from)?,
            }
        } else {
            let fields = PyDict::new(py);
            for name in names.try_iter()? {
                let name = name?.cast_into::<PyString>().map_err(PyErr::from)?;
                fields.set_item(&name, value.getattr(&name)?)?;
            }
            fields
        };
        self.object(pairs(&fields))
    }

    /// Values of classes that are not ours and not Python's own containers.
    fn foreign(&mut self, value: &Bound<'py, PyAny>) -> Encoded {
        if let Some(method) = method(value, "to_dict")? {
            self.value(&method.call0()?)
        } else if let Some(method) = method(value, "model_dump")? {
            let mode = PyDict::new(value.py());
            mode.set_item("mode", "json")?;
            self.value(&method.call((), Some(&mode))?)
        } else if let Ok(mapping) = value.cast::<PyMapping>() {
            self.object(pairs_of_mapping(mapping)?)
        } else {
            self.array(items(value)?)
        }
    }

    fn object(&mut self, pairs: Pairs<'py>) -> Encoded {
        self.out.push(b'{');
        for (index, (key, value)) in pairs.into_iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            let Ok(key) = key.cast::<PyString>() else {
                return Err(Why::Type(format!("a key is of type {}; JSON keys are strings", class_name(&key))).into());
            };
            self.string(key)?;
            self.out.push(b':');
            self.value(&value).map_err(|fault| fault.inside(Step::Key(key.to_string())))?;
        }
        self.out.push(b'}');
        Ok(())
    }

    fn array(&mut self, items: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>) -> Encoded {
        self.out.push(b'[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            self.value(&item?).map_err(|fault| fault.inside(Step::Index(index)))?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn string(&mut self, text: &Bound<'py, PyString>) -> Encoded {
        let Ok(text) = text.to_cow() else {
            return Err(Why::Value("the text has a lone surrogate, which UTF-8 cannot carry".to_owned()).into());
        };
        escape::string(&mut self.out, &text);
        Ok(())
    }

    fn integer(&mut self, number: &Bound<'py, PyInt>) -> Encoded {
        if let Ok(small) = number.extract::<i64>() {
            return self.scalar(&small);
        }
        // `__index__` gives a plain int of a subclass, whose own text may be anything.
        let digits = number.call_method0("__index__")?.repr()?;
        self.raw(digits.to_cow()?.as_bytes());
        Ok(())
    }

    fn float(&mut self, number: f64) -> Encoded {
        if !number.is_finite() {
            return Err(Why::Value("NaN and infinity have no JSON form".to_owned()).into());
        }
        self.scalar(&number)
    }

    fn scalar<T: serde::Serialize>(&mut self, value: &T) -> Encoded {
        serde_json::to_writer(&mut self.out, value).map_err(|error| Why::Value(error.to_string()).into())
    }

    fn raw(&mut self, json: &[u8]) {
        self.out.extend_from_slice(json);
    }
}

/// The members of a dict, taken at once: what their encoding calls may change the dict.
fn pairs<'py>(dict: &Bound<'py, PyDict>) -> Pairs<'py> {
    with_critical_section(dict, || dict.iter().collect())
}

fn pairs_of_mapping<'py>(mapping: &Bound<'py, PyMapping>) -> PyResult<Pairs<'py>> {
    mapping.items()?.iter().map(|item| item.extract()).collect()
}

/// A method of an object; classes, whose methods want an object first, have none.
fn method<'py>(value: &Bound<'py, PyAny>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    if value.is_instance_of::<pyo3::types::PyType>() { Ok(None) } else { value.getattr_opt(name) }
}

/// Iterates over anything that is meant as a list: not bytes, whose numbers nobody means, and not files.
fn items<'py>(value: &Bound<'py, PyAny>) -> Result<Bound<'py, PyIterator>, Fault> {
    let bytes = value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || value.is_instance_of::<PyMemoryView>();
    if bytes {
        return Err(Why::Type("bytes have no JSON form; send base64 text instead".to_owned()).into());
    }
    match value.try_iter() {
        Ok(items) if !value.hasattr("read")? => Ok(items),
        _ => Err(Why::Type(format!("a value of type {} has no JSON form", class_name(value))).into()),
    }
}

fn class_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "unknown".to_owned(), |name| name.to_string())
}

impl Fault {
    fn inside(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }

    fn into_exception(self, py: Python<'_>) -> PyErr {
        let place = place(&self.path);
        match self.why {
            Why::Type(why) => PyTypeError::new_err(format!("{place}: {why}")),
            Why::Value(why) => {
                let failure = Error::new(ErrorKind::Validation, format!("{place}: {why}"));
                error::to_exception(py, &failure, Answer::default())
            }
            Why::Raised(error) => error,
        }
    }
}

/// A path from the inside out, written from the outside in: `messages[3].content`.
fn place(path: &[Step]) -> String {
    let mut place = String::new();
    for step in path.iter().rev() {
        match step {
            Step::Key(key) if place.is_empty() => place.push_str(key),
            Step::Key(key) => place.extend([".", key]),
            Step::Index(index) => place.extend(["[", &index.to_string(), "]"]),
        }
    }
    if place.is_empty() { "the request".to_owned() } else { place }
}

impl From<Why> for Fault {
    fn from(why: Why) -> Self {
        Self { why, path: Vec::new() }
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Why::Raised(error).into()
    }
}
