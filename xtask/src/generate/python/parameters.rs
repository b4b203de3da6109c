//! The parameters of methods: names, types, defaults and meanings, and how they are written out.

use super::super::prose;
use super::super::schema::{Definition, Kind, Schema};
use super::methods::Face;
use super::params::{BODY, null};
use super::resources::{Answer, Arguments, Method};
use super::{annotation, text};

/// One parameter.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) value: String,
    /// What it is when it is not given; those without must be.
    pub(super) default: Option<String>,
    pub(super) doc: String,
    /// Whether it may be given by its place.
    pub(super) by_place: bool,
}

/// Which calls an option is for.
#[derive(PartialEq, Eq)]
enum For {
    All,
    /// Those whose JSON is checked.
    Checked,
    /// Those that may give a whole message.
    Whole,
}

/// What calls take beside the parameters of the API: name, type, default, meaning.
const OPTIONS: &[(&str, &str, &str, For, &str)] = &[
    (
        "extra_headers",
        "Headers | None",
        "None",
        For::All,
        "Headers for this call alone; `None` or `tidings.omit` as a value removes one.",
    ),
    (
        "extra_query",
        "Mapping[str, object] | None",
        "None",
        For::All,
        "Query parameters for this call alone; a list is sent as one for each item.",
    ),
    (
        "extra_body",
        "Mapping[str, Any] | None",
        "None",
        For::All,
        "Parameters that this version does not know, or that are to win over the others.",
    ),
    (
        "timeout",
        "TimeoutOption",
        "NOT_GIVEN",
        For::All,
        "Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.",
    ),
    (
        "max_retries",
        "int | NotGiven",
        "NOT_GIVEN",
        For::All,
        "How often a failed call is tried again, for this call alone.",
    ),
    (
        "max_retry_after",
        "float | None",
        "None",
        For::All,
        "The longest wait in seconds that the server may ask for, for this call alone; `None` is as the client has it.",
    ),
    (
        "throttle_patience",
        "float | None",
        "None",
        For::All,
        "The most seconds that this call spends waiting on refusals (429, 529) in all; `None` is as the client has it.",
    ),
    (
        "retry_ambiguous",
        "bool | NotGiven",
        "NOT_GIVEN",
        For::All,
        "Whether this request is tried again though it may have run, and so may be billed.",
    ),
    (
        "retry_on_timeout",
        "bool | NotGiven",
        "NOT_GIVEN",
        For::All,
        "Whether this request is tried again though it was sent whole and has probably run.",
    ),
    ("validation", "bool | NotGiven", "NOT_GIVEN", For::Checked, "Whether this request is checked before it is sent."),
    (
        "stream_long_calls",
        "bool | NotGiven",
        "NOT_GIVEN",
        For::Whole,
        "Whether this message, if it would take long to write, is fetched as a stream and given back whole.",
    ),
];

/// Parameters that only beta takes, as the official package has them, with the definitions that they are added to. They are
/// sent as they are.
const BETA: &[(&str, &[&str], &str, &str)] = &[
    ("billing_policy", &[MESSAGE, COUNT], "object", "How the request is billed."),
    ("compaction", &[MESSAGE, COUNT], "object", "When and how the conversation so far is summed up."),
    ("context_management", &[MESSAGE, COUNT], "object", "What is cleared from the conversation when it grows long."),
    (
        "fallback_credit_token",
        &[MESSAGE],
        "object",
        "The token of an earlier answer that says what falling back to another model may cost.",
    ),
    ("fallbacks", &[MESSAGE], "object", "Models that take over when this one refuses."),
    ("mcp_servers", &[MESSAGE, COUNT], "object", "MCP servers whose tools the model may use."),
    ("thread", &[MESSAGE], "object", "The thread of messages that the request goes on with, or begins."),
    ("scope_id", &["FileListParams"], "str", "Only files of this scope, such as a session."),
];

const MESSAGE: &str = "MessageParams";
const COUNT: &str = "CountTokensParams";

/// Headers of the API that are parameters.
const BETAS: (&str, &str, &str) = ("betas", "Strings", "The beta features to be used, by their names.");
const PROFILE: (&str, &str, &str) = ("user_profile_id", "str", "The profile of the user for whom the request is.");
const WORKSPACE: (&str, &str, &str) =
    ("workspace_id", "str", "The workspace that is meant, for credentials that belong to several.");

/// What is known of the arguments in paths.
const PLACES: &[(&str, &str)] = &[
    ("message_batch_id", "The batch's id."),
    ("model_id", "The model's id, or an alias of it."),
    ("file_id", "The file's id."),
];

const FILE: &str = "The file: `bytes`, a path (`os.PathLike`), an open file, or a tuple of its name, its content in one of \
    these forms, and if need be its media type. A path is opened anew for every attempt; an open file can be read only \
    once, so that a call with one is not tried again after it was begun.";
const EXPIRY: &str = "Has the file removed after this many seconds, 3600 to 7,776,000 (90 days). Without it, it stays.";

const OUTPUT_FORMAT: &str = "The type of which the texts of the answer are values: its schema is sent as the format in \
    `output_config`.";
const TOOLS: &str = "The tools: functions made into tools with `beta_tool`, tools that the API knows, and definitions of others, \
    whose calls the program answers itself.";
const MAX_ITERATIONS: &str = "The most requests that are sent.";
const EAGERLY: &str = "Accepted for code written for other clients: tools are run when their message is complete.";
const THREAD: &str = "Accepted for code written for other clients: the whole conversation is sent with every turn.";

/// The parameters of a method, in their order, without `stream`.
pub(super) fn of(schema: &Schema, method: &Method, face: &Face) -> Vec<Parameter> {
    let beta = face.beta;
    let places = method.places().map(|name| {
        let doc = PLACES.iter().find(|(known, _)| *known == name).map_or("", |(_, doc)| doc);
        Parameter { by_place: true, ..required(name, "str", doc) }
    });
    let headers = [(beta, BETAS), (method.profile, PROFILE), (true, WORKSPACE)];
    let headers = headers.into_iter().filter(|(wanted, _)| *wanted);
    let headers = headers.map(|(_, (name, value, doc))| optional(name, value, doc));
    let mut found: Vec<Parameter> = places.chain(own(schema, method)).collect();
    if beta {
        found.extend(beta_only(method));
    }
    if matches!(method.arguments, Arguments::Body("CountTokensParams")) {
        found.push(optional("output_format", "type[Any] | None", OUTPUT_FORMAT));
    }
    if method.answer.is_read() {
        found.push(optional("output_format", "type[OutputT] | None", OUTPUT_FORMAT));
    }
    if matches!(method.answer, Answer::ToolRunner) {
        run(&mut found, face);
    }
    found.extend(headers);
    found.extend(options(method));
    found
}

/// What only a runner of tools takes, and what it takes otherwise.
fn run(found: &mut Vec<Parameter>, face: &Face) {
    found.retain(|parameter| !["tools", "thread"].contains(&&*parameter.name));
    let place = found.iter().position(|parameter| parameter.default.is_some()).unwrap_or_default();
    let tool = if face.asynchronous { "BetaAsyncRunnableTool" } else { "BetaRunnableTool" };
    found.insert(place, required("tools", &format!("Iterable[{tool} | ToolUnionParam]"), TOOLS));
    found.push(optional("max_iterations", "int", MAX_ITERATIONS));
    let eagerly = optional("run_tools_eagerly", "Literal[False]", EAGERLY);
    found.push(Parameter { value: "Literal[False]".to_owned(), default: Some("False".to_owned()), ..eagerly });
    found.push(optional("thread", "Literal[False] | None", THREAD));
}

fn own(schema: &Schema, method: &Method) -> Vec<Parameter> {
    let name = match method.arguments {
        Arguments::None => return Vec::new(),
        Arguments::File => {
            return vec![required("file", "FileTypes", FILE), optional("expires_in_seconds", "int", EXPIRY)];
        }
        Arguments::Body(name) | Arguments::Query(name) => name,
    };
    let Some(Definition { kind: Kind::Record { fields, .. }, .. }) = schema.find(name) else { return Vec::new() };
    let fields = fields.iter().filter(|field| (name, field.name.as_str()) != BODY);
    let parameter = |field: &super::super::schema::Field| {
        let value = annotation::sent(schema, &field.value) + null(field);
        if field.required {
            required(&field.name, &value, &field.doc)
        } else {
            optional(&field.name, &value, &field.doc)
        }
    };
    fields.map(parameter).collect()
}

fn beta_only(method: &Method) -> impl Iterator<Item = Parameter> {
    let definition = match method.arguments {
        Arguments::Body(name) | Arguments::Query(name) => name,
        Arguments::None | Arguments::File => "",
    };
    let fits = BETA.iter().filter(move |(_, definitions, ..)| definitions.contains(&definition));
    fits.map(|(name, _, value, doc)| optional(name, value, &format!("{doc} Sent as it is.")))
}

fn options(method: &Method) -> impl Iterator<Item = Parameter> {
    let checked = matches!(method.arguments, Arguments::Body(_));
    let whole = matches!(method.answer, Answer::Message) || method.answer.is_read();
    let fits = move |wanted: &For| match wanted {
        For::All => true,
        For::Checked => checked,
        For::Whole => whole,
    };
    let option = |(name, value, default, _, doc): &(&str, &str, &str, For, &str)| Parameter {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
        default: Some((*default).to_owned()),
        doc: (*doc).to_owned(),
        by_place: false,
    };
    OPTIONS.iter().filter(move |(_, _, _, wanted, _)| fits(wanted)).map(option)
}

fn required(name: &str, value: &str, doc: &str) -> Parameter {
    Parameter { name: name.to_owned(), value: value.to_owned(), default: None, doc: doc.to_owned(), by_place: false }
}

fn optional(name: &str, value: &str, doc: &str) -> Parameter {
    let value = format!("{value} | NotGiven | Omit");
    Parameter { default: Some("NOT_GIVEN".to_owned()), value, ..required(name, "", doc) }
}

/// Puts the `stream` of `create`, which decides on what it gives, in front of the options; gives its place.
pub(super) fn insert_stream(taken: &mut Vec<Parameter>, value: &str, default: Option<&str>) -> usize {
    let doc = "Whether to give the events as they arrive, instead of the whole message.";
    let stream = Parameter { default: default.map(str::to_owned), ..required("stream", value, doc) };
    let place = taken.iter().position(|parameter| parameter.name == "extra_headers").unwrap_or_default();
    taken.insert(place, stream);
    place
}

/// The list between the brackets of a definition, one parameter a line.
pub(super) fn list(parameters: &[Parameter], indent: usize) -> String {
    let margin = " ".repeat(indent);
    let mut list = format!("{margin}self,\n");
    let mut by_name = false;
    for parameter in parameters {
        if !parameter.by_place && !by_name {
            by_name = true;
            let line = format!("{margin}*,\n");
            list += &line;
        }
        let default = parameter.default.as_ref().map(|default| format!(" = {default}")).unwrap_or_default();
        let line = format!("{margin}{}: {}{default},\n", parameter.name, parameter.value);
        list += &line;
    }
    list
}

/// What a method does and what its parameters mean.
pub(super) fn documentation(doc: &str, parameters: &[Parameter]) -> String {
    let doc = format!("{doc}\n\nA failure raises a `tidings.AnthropicError`.");
    let mut lines = vec!["        \"\"\"".to_owned() + &prose::wrapped(&doc, 109).join("\n        ")];
    lines.extend([String::new(), "        Args:".to_owned()]);
    for parameter in parameters {
        let meaning = text::spoken(&parameter.doc.replace("\n\n", " "));
        let wrapped = prose::wrapped(&format!("{}: {meaning}", parameter.name), 104);
        let (first, rest) =
            wrapped.split_first().map_or((String::new(), &[][..]), |(first, rest)| (first.clone(), rest));
        lines.push(format!("            {first}"));
        lines.extend(rest.iter().map(|line| format!("                {line}")));
    }
    let text: Vec<String> = lines.iter().map(|line| line.trim_end().to_owned()).collect();
    text.join("\n").replace("\n        \n", "\n\n") + "\n        \"\"\"\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_by_its_place_comes_first() {
        let place = Parameter { by_place: true, ..required("id", "str", "") };
        let list = list(&[place, required("a", "int", ""), optional("b", "str", "")], 2);
        assert_eq!(list, "  self,\n  id: str,\n  *,\n  a: int,\n  b: str | NotGiven | Omit = NOT_GIVEN,\n");
    }
}
