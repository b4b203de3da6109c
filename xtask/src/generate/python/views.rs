//! What checkers see of `with_raw_response` and `with_streaming_response`. There is no such class when a program runs: it is the
//! resource itself, which hands its answers over in another form.

use super::methods::Face;
use super::module;
use super::resources::{Answer, Method, Resource};

const VIEWS: [(&str, &str); 2] =
    [("with_raw_response", "WithRawResponse"), ("with_streaming_response", "WithStreamingResponse")];

/// How methods are seen: the functions that say so to a checker.
const WRAPPERS: &[&str] = &[
    "async_raw",
    "async_raw_bytes",
    "async_streamed",
    "async_streamed_bytes",
    "raw",
    "raw_bytes",
    "streamed",
    "streamed_bytes",
];

/// The properties of a class.
pub(super) fn properties(class: &str) -> String {
    let mut text = "\n    if TYPE_CHECKING:\n".to_owned();
    for (attribute, view) in VIEWS {
        text += &format!("\n        @property\n        def {attribute}(self) -> {class}{view}: ...\n");
    }
    text
}

/// The classes of all views of a resource.
pub(super) fn text(resource: &Resource, faces: &[Face]) -> String {
    let mut text = "\n\nif TYPE_CHECKING:\n".to_owned();
    for face in faces {
        for (attribute, view) in VIEWS {
            text += &class(resource, face, attribute, view);
        }
    }
    text
}

/// The import of the wrappers that are used.
pub(super) fn imports(root: &str, source: &str) -> String {
    module::import_used(&format!("{root}_views"), WRAPPERS, source, 4)
}

fn class(resource: &Resource, face: &Face, attribute: &str, view: &str) -> String {
    let name = face.class_name(resource);
    let methods =
        resource.methods.iter().filter(|method| !matches!(method.answer, Answer::MessageStream | Answer::ToolRunner));
    let lines: String = methods.map(|method| line(method, face, view)).collect();
    let children = resource.children.iter().map(|(child, _, class, _)| {
        let class = format!("{}{class}", if face.asynchronous { "Async" } else { "" });
        format!("            self.{child}: {class}{view} = resource.{child}.{attribute}\n")
    });
    let children: String = children.collect();
    format!("\n    class {name}{view}:\n        def __init__(self, resource: {name}) -> None:\n{lines}{children}")
}

fn line(method: &Method, face: &Face, view: &str) -> String {
    let asynchronous = if face.asynchronous { "async_" } else { "" };
    let kind = if view == "WithRawResponse" { "raw" } else { "streamed" };
    let bytes = if matches!(method.answer, Answer::Binary) { "_bytes" } else { "" };
    format!("            self.{0} = {asynchronous}{kind}{bytes}(resource.{0})\n", method.name)
}
