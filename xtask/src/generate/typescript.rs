//! The TypeScript face: the interfaces of requests and answers, their words, and all of them again as names of the client.

mod declaration;
mod expression;
mod module;
mod names;
mod namespace;
mod text;

use super::Generated;
use super::schema::Schema;

/// The files of the TypeScript face.
pub(crate) fn files(schema: &Schema) -> Vec<Generated> {
    let modules = module::all(schema);
    let namespace = Generated { path: "bindings-node/ts/types/names.ts".to_owned(), text: namespace::text(&modules) };
    let beta = Generated { path: "bindings-node/ts/types/beta.ts".to_owned(), text: namespace::beta_text(&modules) };
    let written = modules.iter().map(|module| Generated { path: module.path.to_owned(), text: module.text(&modules) });
    written.chain([namespace, beta]).collect()
}
