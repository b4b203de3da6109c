//! What an object is made of that nobody has looked into.

use std::sync::Arc;

use bytes::Bytes;
use pyo3::{
    IntoPyObjectExt as _, intern,
    prelude::*,
    types::{PyDict, PyString},
};
use tidings::PieceKind;

use crate::{decode, facade::Facade, following::Following, lazy::Lazy, plan::Made, short::Short};

/// The fields of an event or a delta, before they are.
pub(crate) enum Seed {
    /// A `content_block_delta` that only adds.
    Delta { kind: PieceKind, index: usize, text: Short, delta: Option<Py<PyAny>> },
    /// The delta of such an event.
    Piece { kind: PieceKind, text: Short },
    /// What the stream helper derives from such an event: the bytes of the block's text that it added.
    Grown(Grown),
    /// An event of the class that it is kept with, as it came or as the core wrote it.
    Json { class: &'static Made, json: Bytes },
    /// A `message_stop` with nothing but its type, and the message that it ends.
    Stop(Arc<Following>),
}

/// Where in a block's text an event added what.
#[derive(Clone)]
pub(crate) struct Grown {
    pub(crate) kind: PieceKind,
    pub(crate) of: Arc<Following>,
    pub(crate) index: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A field that can be had without making all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Index,
    Delta,
    Added(PieceKind),
    Snapshot,
    Other,
}

impl Part {
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "index" => Self::Index,
            "delta" => Self::Delta,
            "text" => Self::Added(PieceKind::Text),
            "thinking" => Self::Added(PieceKind::Thinking),
            "partial_json" => Self::Added(PieceKind::InputJson),
            "snapshot" => Self::Snapshot,
            _ => Self::Other,
        }
    }
}

/// What a seed has under the name of a field.
pub(crate) enum Found<'py> {
    /// Its value, made anew each time.
    Value(Bound<'py, PyAny>),
    /// Its value, to be kept: it took work, or may be changed by who gets it.
    Keep(Bound<'py, PyAny>),
    /// The delta of an event, to be kept natively.
    Delta(Bound<'py, PyAny>),
    /// All fields have to be made to tell.
    Unread,
    /// There is no such field.
    Nothing,
}

impl Seed {
    /// The same again. To make objects of it, so that nothing is locked meanwhile: a collection may run anybody's code.
    pub(crate) fn share(&self, py: Python<'_>) -> Self {
        match self {
            Self::Delta { kind, index, text, delta } => Self::Delta {
                kind: *kind,
                index: *index,
                text: text.clone(),
                delta: delta.as_ref().map(|delta| delta.clone_ref(py)),
            },
            Self::Piece { kind, text } => Self::Piece { kind: *kind, text: text.clone() },
            Self::Grown(grown) => Self::Grown(grown.clone()),
            Self::Json { class, json } => Self::Json { class, json: json.clone() },
            Self::Stop(of) => Self::Stop(of.clone()),
        }
    }

    /// A field that is a text or there already, which is all that loops over streams look at.
    pub(crate) fn glance<'py>(&self, py: Python<'py>, part: Part) -> PyResult<Option<Bound<'py, PyAny>>> {
        match (self, part) {
            (Self::Delta { delta: Some(delta), .. }, Part::Delta) => Ok(Some(delta.bind(py).clone())),
            (Self::Piece { kind, text }, Part::Added(wanted)) if *kind == wanted => string(py, text).map(Some),
            (Self::Grown(grown), Part::Added(wanted)) if grown.kind == wanted => grown.added(py).map(Some),
            _ => Ok(None),
        }
    }

    /// One field.
    pub(crate) fn part<'py>(&self, py: Python<'py>, part: Part) -> PyResult<Found<'py>> {
        Ok(match (self, part) {
            (Self::Delta { index, .. }, Part::Index) => Found::Value(index.into_bound_py_any(py)?),
            (Self::Delta { kind, text, .. }, Part::Delta) => Found::Delta(delta_of(py, *kind, text)?),
            (Self::Grown(grown), Part::Snapshot) => match grown.kind {
                PieceKind::InputJson => Found::Keep(grown.snapshot(py)?),
                _ => Found::Value(grown.snapshot(py)?),
            },
            (Self::Json { .. } | Self::Stop(_), _) => Found::Unread,
            _ => Found::Nothing,
        })
    }

    /// All fields, in the order in which the API sends them.
    pub(crate) fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let fields = PyDict::new(py);
        let kind = intern!(py, "type");
        match self {
            Self::Delta { kind: of, index, text, delta } => {
                fields.set_item(kind, intern!(py, "content_block_delta"))?;
                fields.set_item(intern!(py, "index"), *index)?;
                let made = delta.as_ref().map(|delta| delta.bind(py).clone());
                fields.set_item(intern!(py, "delta"), made.map_or_else(|| delta_of(py, *of, text), Ok)?)?;
            }
            Self::Piece { kind: of, text } => {
                fields.set_item(kind, of.delta())?;
                fields.set_item(of.field(), string(py, text)?)?;
            }
            Self::Grown(grown) => {
                fields.set_item(kind, grown.name())?;
                fields.set_item(grown.kind.field(), grown.added(py)?)?;
                fields.set_item(intern!(py, "snapshot"), grown.snapshot(py)?)?;
            }
            Self::Json { class, json } => {
                let decoded = decode::event(py, json)?.cast_into::<PyDict>()?;
                class.make_nested(&decoded)?;
                return Ok(decoded);
            }
            Self::Stop(of) => {
                fields.set_item(kind, intern!(py, "message_stop"))?;
                let json = of.message_json().unwrap_or_default();
                let message = decode::event(py, &json)?.cast_into::<PyDict>()?;
                fields.set_item(intern!(py, "message"), message)?;
                Facade::get(py)?.helper_event("message_stop").made.make_nested(&fields)?;
            }
        }
        Ok(fields)
    }
}

impl Grown {
    /// The `type` of the event.
    fn name(&self) -> &'static str {
        match self.kind {
            PieceKind::Text => "text",
            PieceKind::Thinking => "thinking",
            PieceKind::InputJson => "input_json",
        }
    }

    fn added<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.of.with_text(self.kind, self.index, |text| {
            Ok(PyString::new(py, text.get(self.start..self.end).unwrap_or_default()).into_any())
        })
    }

    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        if self.kind == PieceKind::InputJson {
            return self.of.input(py, self.index, self.end);
        }
        self.of.with_text(self.kind, self.index, |text| {
            Ok(PyString::new(py, text.get(..self.end).unwrap_or_default()).into_any())
        })
    }
}

fn delta_of<'py>(py: Python<'py>, kind: PieceKind, text: &Short) -> PyResult<Bound<'py, PyAny>> {
    let class = &Facade::get(py)?.deltas[kind as usize];
    Lazy::plant(py, class, Seed::Piece { kind, text: text.clone() })
}

fn string<'py>(py: Python<'py>, text: &Short) -> PyResult<Bound<'py, PyAny>> {
    Ok(PyString::from_bytes(py, text.as_bytes())?.into_any())
}
