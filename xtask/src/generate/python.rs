//! The Python face: the classes of answers, the typed dicts of requests, words and unions, and the methods that take them.

mod annotation;
mod answers;
mod choices;
mod index;
mod messages;
mod module;
mod names;
mod params;
mod roles;
mod text;

use super::Generated;
use super::schema::Schema;

/// The files of the Python face.
pub(crate) fn files(schema: &Schema) -> Vec<Generated> {
    let (answers, choices, params) = (answers::module(schema), choices::module(schema), params::module(schema));
    let index = index::text(&answers, &choices, &params);
    let written = [
        ("bindings-python/python/tidings/types/__init__.py", index),
        ("bindings-python/python/tidings/types/_answers.py", answers::text(schema, &answers, &choices)),
        ("bindings-python/python/tidings/types/_choices.py", choices::text(&choices, &answers)),
        ("bindings-python/python/tidings/types/_params.py", params::text(&params, &answers, &choices)),
        ("bindings-python/python/tidings/_messages.py", messages::text(schema, &[&params, &answers, &choices])),
    ];
    written.into_iter().map(|(path, text)| Generated { path, text }).collect()
}
