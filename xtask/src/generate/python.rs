//! The Python face: the classes of answers, the typed dicts of requests, words and unions, and the methods that take them.

mod annotation;
mod answers;
mod choices;
mod index;
mod methods;
mod module;
mod names;
mod parameters;
mod params;
mod resources;
mod roles;
mod text;
mod views;

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
    ];
    let written = written.into_iter().map(|(path, text)| Generated { path: path.to_owned(), text });
    let methods = methods::files(schema, &[&params, &answers, &choices])
        .into_iter()
        .map(|(path, text)| Generated { path: format!("bindings-python/python/tidings/resources/{path}"), text });
    written.chain(methods).collect()
}
