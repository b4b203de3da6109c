//! The package `tidings.types`: every name, loaded when it is first asked for.

use super::module::{self, Module};
use super::text::{self, quoted};

/// What is written by hand, by the module that has it, seen from the package.
const BY_HAND: &[(&str, &[&str])] = &[
    (".._events", &["Event", "UnknownEvent"]),
    (".._models", &["BaseModel", "UnknownModel"]),
    (
        "._options",
        &[
            "ClientCertificate",
            "Headers",
            "Pem",
            "PressureBucket",
            "PressureState",
            "Strings",
            "TimeoutLike",
            "TimeoutOption",
            "TokenLike",
            "TokenProvider",
        ],
    ),
    ("._parsed", &["ParsedContentBlock", "ParsedMessage", "ParsedTextBlock"]),
];

const HEAD: &str = "\"\"\"The classes of what the API answers, and the types of what it takes.

Answers are objects of the classes here. Requests are plain dicts; the types whose names end in `Param` or `Params` say
what they hold and are for type checkers only. A field that they do not name is sent all the same; an argument that the
methods do not name goes into `extra_body`.
\"\"\"

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
";

const LOADER: &str = "
    def __getattr__(name: str) -> object:
        # The classes are many and the typed dicts need the typing module: only what is used is loaded.
        for module, names in _PLACES:
            if name in names:
                from importlib import import_module

                value = globals()[name] = getattr(import_module(module, __name__), name)
                return value
        if name in (\"messages\", \"beta\"):
            from importlib import import_module

            return import_module(f\".{name}\", __name__)
        raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")

    def __dir__() -> list[str]:
        return __all__

    import sys

    from ._names import Names

    sys.modules[__name__].__class__ = Names
    del sys, Names
";

/// The file.
pub(super) fn text(answers: &Module, choices: &Module, params: &Module) -> String {
    let mut places: Vec<(&str, Vec<String>)> =
        BY_HAND.iter().map(|(path, names)| (*path, names.iter().map(|name| (*name).to_owned()).collect())).collect();
    places.extend([("._answers", answers), ("._choices", choices), ("._params", params)].map(|(path, module)| {
        let mut names = module.names.clone();
        names.sort();
        (path, names)
    }));
    let mut all: Vec<String> = places.iter().flat_map(|(_, names)| names).map(|name| quoted(name)).collect();
    all.sort();
    let imports: String = places.iter().map(|(path, names)| module::import(path, names, 4)).collect();
    let entries: String = places.iter().map(|(path, names)| entry(path, names)).collect();
    let table = format!("\nif not TYPE_CHECKING:\n    _PLACES = (\n{entries}    )\n");
    [text::NOTICE, HEAD, &imports, "\n", &text::items("__all__ = [", &all, "]"), &table, LOADER].concat()
}

fn entry(path: &str, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let entry = text::items(&format!("        ({}, (", quoted(path)), &names, ",)),");
    entry.replace(",\n        ,)),", ",\n        )),")
}
