//! What is handed out of a stream, as Python objects.

use bytes::Bytes;
use pyo3::{prelude::*, types::PyDict};
use tidings::StreamEvent;

use crate::{
    decode,
    facade::{EventClass, Facade},
    following::Derived,
    inbox::Item,
    lazy::Lazy,
    seed::Seed,
    short::Short,
};

/// The object of an event or of what follows from one.
pub(crate) fn object_of(py: Python<'_>, item: Item) -> PyResult<Bound<'_, PyAny>> {
    let facade = Facade::get(py)?;
    match item {
        Item::Event(event) => event_of(py, facade.event(event.kind), &event),
        Item::Derived(Derived::Grown(grown)) => Lazy::plant(py, &facade.grown[grown.kind as usize], Seed::Grown(grown)),
        Item::Derived(Derived::Stop(of)) => Lazy::plant(py, &facade.helper_event("message_stop").lazy, Seed::Stop(of)),
        Item::Derived(Derived::Json { name, json, is_odd }) => {
            let class = facade.helper_event(name);
            if is_odd { read(py, class, json) } else { unread(py, class, json) }
        }
    }
}

fn event_of<'py>(py: Python<'py>, class: &'static EventClass, event: &StreamEvent) -> PyResult<Bound<'py, PyAny>> {
    if let Some(piece) = event.piece.as_ref().filter(|piece| piece.is_all) {
        let text = Short::new(event.added().unwrap_or_default());
        let seed = Seed::Delta { kind: piece.kind, index: piece.index, text, delta: None };
        return Lazy::plant(py, &class.lazy, seed);
    }
    read(py, class, event.data.clone())
}

/// An event with all its fields: of those that nobody knows an object can only tell when they are there.
fn read<'py>(py: Python<'py>, class: &'static EventClass, json: Bytes) -> PyResult<Bound<'py, PyAny>> {
    match decode::event(py, &json).and_then(|fields| class.made.build(fields.cast::<PyDict>()?)) {
        Ok(object) => Ok(object),
        // Whoever looks at it learns why, and the stream goes on.
        Err(_) => unread(py, class, json),
    }
}

fn unread<'py>(py: Python<'py>, class: &'static EventClass, json: Bytes) -> PyResult<Bound<'py, PyAny>> {
    Lazy::plant(py, &class.lazy, Seed::Json { class: &class.made, json })
}
