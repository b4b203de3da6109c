//! All types again as names of the client, for programs that write `Anthropic.Message`.

use std::collections::BTreeSet;

use super::module::Module;
use super::text::NOTICE;

const HEAD: &str = "/** The types under the name of the client: `Anthropic.Message` is `Message`. */
import * as types from '../types.js';

declare module '../client.js' {
  namespace Client {
";

/// The file.
pub(super) fn text(modules: &[Module]) -> String {
    let names: BTreeSet<&String> = modules.iter().flat_map(|module| &module.names).collect();
    // Imports and not type aliases, so that a type's own namespace comes with it.
    let names: Vec<String> = names.iter().map(|name| format!("    export import {name} = types.{name};\n")).collect();
    [NOTICE, HEAD, &names.concat(), "  }\n}\n"].concat()
}
