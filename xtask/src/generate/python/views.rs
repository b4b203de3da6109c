//! What checkers see of `with_raw_response` and `with_streaming_response`. There is no such class when a program runs: it is the
//! resource itself, which hands its answers over in another form. So these are stubs without a module.

use super::super::schema::Schema;
use super::methods::{self, Face};
use super::module::{self, Module};
use super::parameters;
use super::resources::{Answer, Method, RESOURCES, Resource};
use super::text;

/// Attribute, ending of the class, and what is said of it.
const VIEWS: [(&str, &str, &str); 2] = [
    ("with_raw_response", "WithRawResponse", "giving whole answers as they came."),
    (
        "with_streaming_response",
        "WithStreamingResponse",
        "giving blocks to enter; inside of one is the answer, its body not yet read.",
    ),
];

/// The properties of a class.
pub(super) fn properties(class: &str) -> String {
    let property = |(attribute, view, _): (&str, &str, &str)| {
        format!("\n        @property\n        def {attribute}(self) -> {class}{view}: ...\n")
    };
    "\n    if TYPE_CHECKING:\n".to_owned() + &VIEWS.map(property).concat()
}

/// The names of the views of a class.
pub(super) fn names(class: &str) -> [String; 2] {
    VIEWS.map(|(_, view, _)| format!("{class}{view}"))
}

/// The stubs of all views, plain or of beta.
pub(super) fn stubs(schema: &Schema, modules: &[&Module], beta: bool) -> String {
    let root = if beta { "..." } else { ".." };
    let faces = [false, true].map(|asynchronous| Face { asynchronous, beta });
    let classes: String = RESOURCES
        .iter()
        .flat_map(|resource| faces.iter().map(move |face| (resource, face)))
        .flat_map(|(resource, face)| VIEWS.map(|view| class(schema, resource, face, view)))
        .collect();
    let used = |from: &str, names: &[&str]| module::import_used(&format!("{root}{from}"), names, &classes, 0);
    [
        text::NOTICE,
        "\"\"\"For type checkers: how the methods of resources are seen through their views.\"\"\"\n\n",
        &module::import_used("collections.abc", &["Iterable", "Mapping"], &classes, 0),
        &module::import_used("typing", &["Any", "Literal", "overload"], &classes, 0),
        "\n",
        &used(
            "_binary",
            &[
                "AsyncBinaryAPIResponse",
                "AsyncStreamedBinaryAPIResponse",
                "BinaryAPIResponse",
                "StreamedBinaryAPIResponse",
            ],
        ),
        &used("_files", &["FileTypes"]),
        &used("_generic", &["OutputT"]),
        &used("_lines", &["AsyncJSONLDecoder", "JSONLDecoder"]),
        &used("_managers", &["AsyncResponseContextManager", "ResponseContextManager"]),
        &used("_options", &["NOT_GIVEN", "NotGiven", "Omit"]),
        &used("_pages", &["AsyncPage", "AsyncPageCursor", "SyncPage", "SyncPageCursor"]),
        &used("_responses", &["APIResponse", "AsyncAPIResponse"]),
        &used("_stream", &["AsyncStream", "Stream"]),
        &methods::types(modules).import(&format!("{root}types"), &classes, 0),
        &classes,
    ]
    .concat()
}

fn class(schema: &Schema, resource: &Resource, face: &Face, (_, view, said): (&str, &str, &str)) -> String {
    let name = face.class_name(resource);
    let mut text = format!("\n\nclass {name}{view}:\n    \"\"\"The methods of `{name}`, {said}\"\"\"\n\n");
    for (child, _, class, _) in resource.children {
        let prefix = if face.asynchronous { "Async" } else { "" };
        let line = format!("    {child}: {prefix}{class}{view}\n");
        text += &line;
    }
    let seen = View { asynchronous: face.asynchronous, streamed: view == VIEWS[1].1 };
    let methods =
        resource.methods.iter().filter(|method| !matches!(method.answer, Answer::MessageStream | Answer::ToolRunner));
    text + &methods.map(|method| seen.method(schema, method, face)).collect::<String>()
}

struct View {
    asynchronous: bool,
    streamed: bool,
}

impl View {
    fn method(&self, schema: &Schema, method: &Method, face: &Face) -> String {
        let begin = if self.asynchronous && !self.streamed { "async " } else { "" };
        let mut taken = parameters::of(schema, method, face);
        if !matches!(method.answer, Answer::Message) {
            let list = parameters::list(&taken, 8);
            return format!(
                "    {begin}def {}(\n{list}    ) -> {}: ...\n",
                method.name,
                self.given(method, &method.given(face))
            );
        }
        let mut text = String::new();
        for (value, default, result) in face.choices(method) {
            let place = parameters::insert_stream(&mut taken, value, default);
            let (list, given) = (parameters::list(&taken, 8), self.given(method, &result));
            let line = format!("    @overload\n    {begin}def {}(\n{list}    ) -> {given}: ...\n", method.name);
            text += &line;
            taken.remove(place);
        }
        text
    }

    /// The type of what comes where the method would give `plain`.
    fn given(&self, method: &Method, plain: &str) -> String {
        let prefix = if self.asynchronous { "Async" } else { "" };
        let response = match (method.answer, self.streamed) {
            (Answer::Binary, false) => format!("{prefix}BinaryAPIResponse"),
            (Answer::Binary, true) => format!("{prefix}StreamedBinaryAPIResponse"),
            _ => format!("{prefix}APIResponse[{plain}]"),
        };
        if self.streamed { format!("{prefix}ResponseContextManager[{response}]") } else { response }
    }
}
