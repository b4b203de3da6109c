//! The classes of known error codes in Python and TypeScript are written from the core's table.
//!
//! `TIDINGS_GENERATE=1 cargo test -p tidings-scenarios classes_of_the_codes` writes the files anew.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use tidings::ErrorCode;

const PYTHON: &str = "../../bindings-python/python/tidings/_error_codes.py";
const TYPESCRIPT: &str = "../../bindings-node/ts/error-codes.ts";
const NAMES: &str = "../../bindings-node/ts/types/codes.ts";

#[test]
fn classes_of_the_codes_are_those_of_the_core() {
    for (path, wanted) in [(PYTHON, python()), (TYPESCRIPT, typescript()), (NAMES, names())] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if std::env::var_os("TIDINGS_GENERATE").is_some() {
            fs::write(&path, &wanted).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == wanted,
            "{} is out of date; the head of error_classes.rs says how to write it",
            path.display()
        );
    }
}

fn python() -> String {
    let mut text = String::from(
        "\"\"\"The classes of errors whose code is known. Written from the core's table by tests/rust/error_classes.rs.\n\n\
         Loaded by the first client, or when one of the names is asked for: an import of tidings does not pay for it.\n\
         \"\"\"\n\nfrom __future__ import annotations\n\nfrom ._errors import (\n    AnthropicError,\n",
    );
    for parent in parents() {
        let _ = writeln!(text, "    {parent},");
    }
    text.push_str(")\n\n__all__: list[str] = [\n");
    for code in ErrorCode::ALL {
        let _ = writeln!(text, "    \"{}\",", code.class_name());
    }
    text.push_str("]\n");
    for code in ErrorCode::ALL {
        let _ = write!(text, "\n\nclass {}({}):\n", code.class_name(), code.kind().class_name());
        let lines = wrapped(&described(code), 112);
        if let [line] = lines.as_slice() {
            let _ = writeln!(text, "    \"\"\"{line}\"\"\"");
        } else {
            let _ = writeln!(text, "    \"\"\"{}\n    \"\"\"", lines.join("\n    "));
        }
    }
    text.push_str(
        "\n\n# Read by the native part.\nCLASSES: dict[str, type[AnthropicError]] = {name: globals()[name] for name in __all__}\n\n\
         # Tracebacks and pickles name the place where users find a class.\nfor _cls in CLASSES.values():\n    _cls.__module__ = \"tidings\"\n",
    );
    text
}

fn typescript() -> String {
    let mut text = String::from(
        "/** The classes of errors whose code is known. Written from the core's table by tests/rust/error_classes.rs. */\n",
    );
    let parents: Vec<_> = parents().into_iter().collect();
    let _ =
        writeln!(text, "import {{\n  {},\n}} from './errors.js';\n", wrapped(&parents.join(", "), 116).join("\n  "));
    for code in ErrorCode::ALL {
        let lines = wrapped(&described(code), 112);
        let (open, line, close) = if lines.len() == 1 { ("/** ", "", " */") } else { ("/**\n * ", "\n * ", "\n */") };
        let _ = writeln!(text, "{open}{}{close}", lines.join(line));
        let _ = writeln!(text, "export class {} extends {} {{}}", code.class_name(), code.kind().class_name());
    }
    text
}

/// The classes as members of the class of the client, for the compiler; `client.ts` puts them there.
fn names() -> String {
    let mut text = String::from(
        "/** The classes of errors whose code is known, under the name of the client. Written by tests/rust/error_classes.rs. */\n\
         import * as codes from '../error-codes.js';\n\ndeclare module '../client.js' {\n  namespace Client {\n",
    );
    for code in ErrorCode::ALL {
        let _ = writeln!(text, "    export import {0} = codes.{0};", code.class_name());
    }
    text.push_str("  }\n}\n");
    text
}

/// What a class says of itself.
fn described(code: &ErrorCode) -> String {
    format!("{} `{}`: {}", code.status(), code.name(), code.meaning())
}

/// The classes that those of the codes derive from.
fn parents() -> BTreeSet<&'static str> {
    ErrorCode::ALL.iter().map(|code| code.kind().class_name()).collect()
}

/// Lines of at most `width` characters, broken between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let room = lines.last().map_or(0, |line| width.saturating_sub(line.len()));
        if room < word.len() + 1 {
            lines.push(String::new());
        }
        let line = lines.last_mut().unwrap();
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines
}

#[test]
fn long_descriptions_are_broken_between_words() {
    assert_eq!(wrapped("ab cd ef", 5), ["ab cd", "ef"]);
    assert_eq!(wrapped("ab", 5), ["ab"]);
}
