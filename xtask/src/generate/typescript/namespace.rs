//! All types again under other names: as names of the client, for programs that write `Anthropic.Message`, and with `Beta` in
//! front, as the official package has those of `client.beta`.

use std::collections::BTreeSet;

use super::module::Module;
use super::names::ALIASES;
use super::text::NOTICE;

const HEAD: &str = "/** The types under the name of the client: `Anthropic.Message` is `Message`. */
import * as types from '../types.js';

declare module '../client.js' {
  namespace Client {
";

/// The file.
pub(super) fn text(modules: &[Module]) -> String {
    let names: BTreeSet<&String> = modules.iter().flat_map(|module| &module.names).collect();
    let names: String = names.into_iter().map(|name| member(name)).collect();
    [NOTICE, HEAD, &names, "  }\n}\n"].concat()
}

/// An import and not a type alias, so that a type's own namespace comes with it. Second names have none, and some of them are
/// those of classes that the client has as values, which an import may not stand beside.
fn member(name: &str) -> String {
    let how = if ALIASES.iter().any(|(alias, _)| *alias == name) { "type" } else { "import" };
    format!("    export {how} {name} = types.{name};\n")
}

const BETA_HEAD: &str =
    "/** The types of what is in beta, by the names of the official package: `BetaMessage` is `Message`. */
export type {
";

/// The file of names with `Beta` in front. Exported names and not aliases, so that a type's own namespace comes with it.
pub(super) fn beta_text(modules: &[Module]) -> String {
    let names: BTreeSet<&String> = modules.iter().flat_map(|module| &module.names).collect();
    let names: Vec<String> = names.into_iter().map(|name| format!("  {name} as Beta{name},\n")).collect();
    [NOTICE, BETA_HEAD, &names.concat(), "} from '../types.js';\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_names_are_types_alone() {
        assert_eq!(member("Message"), "    export import Message = types.Message;\n");
        assert_eq!(member("RateLimitError"), "    export type RateLimitError = types.RateLimitError;\n");
    }
}
