//! The methods of `client.messages`: one list of parameters, written out wherever Python and its editors want to read it.

use super::super::prose;
use super::super::schema::{Definition, Field, Kind, Schema};
use super::annotation;
use super::module::{self, Module};
use super::params::{BODY, null};
use super::text;

const HEAD: &str = "\"\"\"Creating messages.\"\"\"

from __future__ import annotations

from ._calls import AsyncCalls, BlockingCalls
from ._options import NOT_GIVEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
";

/// What every call takes beside the parameters of the API: name, type, default, meaning.
const OPTIONS: &[(&str, &str, &str, &str)] = &[
    (
        "extra_headers",
        "Headers | None",
        "None",
        "Headers for this call alone; `None` or `tidings.omit` as a value removes one.",
    ),
    (
        "extra_body",
        "Mapping[str, Any] | None",
        "None",
        "Parameters that this version does not know, or that are to win over the others.",
    ),
    (
        "timeout",
        "TimeoutOption",
        "NOT_GIVEN",
        "Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.",
    ),
    ("max_retries", "int | NotGiven", "NOT_GIVEN", "How often a failed call is tried again, for this call alone."),
    (
        "max_retry_after",
        "float | None",
        "None",
        "The longest wait in seconds that the server may ask for, for this call alone; `None` is as the client has it.",
    ),
    (
        "throttle_patience",
        "float | None",
        "None",
        "The most seconds that this call spends waiting on refusals (429, 529) in all; `None` is as the client has it.",
    ),
    (
        "retry_ambiguous",
        "bool | NotGiven",
        "NOT_GIVEN",
        "Whether this request is tried again though it may have run, and so may be billed.",
    ),
    (
        "retry_on_timeout",
        "bool | NotGiven",
        "NOT_GIVEN",
        "Whether this request is tried again though it was sent whole and has probably run.",
    ),
    ("validation", "bool | NotGiven", "NOT_GIVEN", "Whether this request is checked before it is sent."),
    (
        "stream_long_calls",
        "bool | NotGiven",
        "NOT_GIVEN",
        "Whether this message, if it would take long to write, is fetched as a stream and given back whole.",
    ),
];

const CREATE: &str = "Sends a request and gives the message, or with `stream=True` its events as they arrive.

A failure raises a `tidings.AnthropicError`.";

/// One of the two classes.
struct Face {
    class: &'static str,
    base: &'static str,
    /// Before a method that is awaited, and before a call that is.
    asynchronous: (&'static str, &'static str),
    stream: &'static str,
    manager: &'static str,
    block: &'static str,
}

const FACES: &[Face] = &[
    Face {
        class: "Messages",
        base: "BlockingCalls",
        asynchronous: ("", ""),
        stream: "Stream",
        manager: "MessageStreamManager",
        block: "with",
    },
    Face {
        class: "AsyncMessages",
        base: "AsyncCalls",
        asynchronous: ("async ", "await "),
        stream: "AsyncStream",
        manager: "AsyncMessageStreamManager",
        block: "async with",
    },
];

/// The file.
pub(super) fn text(schema: &Schema, modules: &[&Module]) -> String {
    let Some(Definition { kind: Kind::Record { fields, .. }, .. }) = schema.find(BODY.0) else { return String::new() };
    let fields: Vec<&Field> = fields.iter().filter(|field| field.name != BODY.1).collect();
    let classes: String = FACES.iter().map(|face| class(schema, &fields, face)).collect();
    let names = modules.iter().flat_map(|module| module.names.clone()).chain(hand()).collect();
    let imported = Module { names, ..Module::default() };
    let imports = module::import_used("typing", &["Any", "Literal", "overload"], &classes, 4)
        + "\n"
        + &module::import_used("._options", &["NotGiven", "Omit"], &classes, 4)
        + &module::import_used(
            "._stream",
            &["AsyncMessageStreamManager", "AsyncStream", "MessageStreamManager", "Stream"],
            &classes,
            4,
        )
        + &imported.import(".types", &classes, 4);
    [text::NOTICE, HEAD, &imports, &classes].concat()
}

fn hand() -> impl Iterator<Item = String> {
    ["Headers", "Strings", "TimeoutOption"].into_iter().map(str::to_owned)
}

fn class(schema: &Schema, fields: &[&Field], face: &Face) -> String {
    let Face { class, base, asynchronous: (begin, wait), stream, manager, block } = face;
    let streams = |kind: &str, default: &str| parameters(schema, fields, Some((kind, default)), 8);
    let overload = |kind: &str, default: &str, result: &str| {
        let list = parameters(schema, fields, Some((kind, default)), 12);
        format!(
            "        @overload\n        {begin}def create(\n            self,\n            *,\n{list}        ) -> {result}: ...\n"
        )
    };
    let either = format!("Message | {stream}");
    let overloads = overload("Literal[False] | NotGiven | Omit", " = False", "Message")
        + &overload("Literal[True]", "", stream)
        + &overload("bool | NotGiven | Omit", " = False", &either);
    let prepare = format!(
        "Prepares a streamed message; entering the `{block}` block that it is for sends the request.\n\n\
         A failure raises a `tidings.AnthropicError`."
    );
    [
        format!(
            "\n\nclass {class}({base}):\n    \"\"\"Creating messages.\"\"\"\n\n    if TYPE_CHECKING:\n\n{overloads}\n"
        ),
        format!("    {begin}def create(\n        self,\n        *,\n{}", streams("bool | NotGiven | Omit", " = False")),
        format!("    ) -> {either}:\n{}", documentation(CREATE, fields, true)),
        format!("        return {wait}self._create(locals())\n\n"),
        format!("    def stream(\n        self,\n        *,\n{}", parameters(schema, fields, None, 8)),
        format!("    ) -> {manager}:\n{}", documentation(&prepare, fields, false)),
        "        return self._stream(locals())\n".to_owned(),
    ]
    .concat()
}

/// The list of parameters: the API's, `stream` where a method has it, the options.
fn parameters(schema: &Schema, fields: &[&Field], stream: Option<(&str, &str)>, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let own = fields.iter().map(|field| {
        let value = annotation::sent(schema, &field.value) + null(field);
        let rest = if field.required { "" } else { " | NotGiven | Omit = NOT_GIVEN" };
        format!("{margin}{}: {value}{rest},\n", field.name)
    });
    let streamed = stream.map(|(kind, default)| format!("{margin}stream: {kind}{default},\n"));
    let options = OPTIONS.iter().map(|(name, kind, default, _)| format!("{margin}{name}: {kind} = {default},\n"));
    own.chain(streamed).chain(options).collect::<Vec<_>>().concat()
}

/// What a method does and what its parameters mean.
fn documentation(doc: &str, fields: &[&Field], stream: bool) -> String {
    let streamed = ("stream", "Whether to give the events as they arrive, instead of the whole message.");
    let parameters = fields
        .iter()
        .map(|field| (field.name.as_str(), field.doc.as_str()))
        .chain(stream.then_some(streamed))
        .chain(OPTIONS.iter().map(|(name, _, _, doc)| (*name, *doc)));
    let mut lines = vec!["        \"\"\"".to_owned() + &prose::wrapped(doc, 109).join("\n        ")];
    lines.extend([String::new(), "        Args:".to_owned()]);
    for (name, doc) in parameters {
        let wrapped = prose::wrapped(&format!("{name}: {}", text::spoken(&doc.replace("\n\n", " "))), 104);
        let (first, rest) =
            wrapped.split_first().map_or((String::new(), &[][..]), |(first, rest)| (first.clone(), rest));
        lines.push(format!("            {first}"));
        lines.extend(rest.iter().map(|line| format!("                {line}")));
    }
    let text: Vec<String> = lines.iter().map(|line| line.trim_end().to_owned()).collect();
    text.join("\n").replace("\n        \n", "\n\n") + "\n        \"\"\"\n"
}
