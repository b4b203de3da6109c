//! The files of `tidings/resources`: one for each resource, with its sync and its async class, and the same again for beta.

use super::super::schema::Schema;
use super::module::{self, Module};
use super::parameters::{self, Parameter};
use super::resources::{Answer, Arguments, Method, RESOURCES, Resource};
use super::text::{self, quoted};
use super::{names, views};

/// One of the classes of a resource.
pub(super) struct Face {
    pub(super) asynchronous: bool,
    pub(super) beta: bool,
}

/// The files: where below `resources`, and their text.
pub(super) fn files(schema: &Schema, modules: &[&Module]) -> Vec<(String, String)> {
    let faces = [false, true];
    let written = faces.iter().flat_map(|beta| RESOURCES.iter().map(|resource| (*beta, resource)));
    let stubs = [("_views.pyi", false), ("beta/_views.pyi", true)];
    let stubs = stubs.map(|(path, beta)| (path.to_owned(), views::stubs(schema, modules, beta)));
    let files = written.map(|(beta, resource)| (path(resource, beta), file(schema, modules, resource, beta)));
    files.chain(stubs).collect()
}

fn path(resource: &Resource, beta: bool) -> String {
    format!("{}{}.py", if beta { "beta/" } else { "" }, resource.file)
}

fn file(schema: &Schema, modules: &[&Module], resource: &Resource, beta: bool) -> String {
    let root = ".".repeat(2 + resource.file.matches('/').count() + usize::from(beta));
    let faces = [false, true].map(|asynchronous| Face { asynchronous, beta });
    let constants: String = faces.iter().flat_map(|face| constants(resource, face)).collect();
    let classes: String = faces.iter().map(|face| face.class(schema, resource)).collect();
    let all = format!("{constants}{classes}");
    let near = ".".repeat(1 + resource.file.matches('/').count());
    let viewed = faces.iter().flat_map(|face| views::names(&face.class_name(resource))).collect();
    let viewed = Module { names: viewed, ..Module::default() };
    let used = |from: &str, names: &[&str], source: &str, indent| {
        module::import_used(&format!("{root}{from}"), names, source, indent)
    };
    [
        text::NOTICE,
        &format!("\"\"\"{}\"\"\"\n\nfrom __future__ import annotations\n\n", resource.doc),
        &used("_lazy", &["lazy"], &all, 0),
        &used(
            "_methods",
            &["Bytes", "CREATE", "Deleted", "Lines", "Method", "Object", "Pages", "STREAM"],
            &constants,
            0,
        ),
        &used("_options", &["NOT_GIVEN"], &all, 0),
        &used("_resource", &["AsyncResource", "Resource"], &all, 0),
        "\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n",
        &module::import_used("collections.abc", &["Iterable", "Mapping"], &all, 4),
        &module::import_used("typing", &["Any", "Literal", "overload"], &all, 4),
        "\n",
        &used("_generic", &["OutputT"], &all, 4),
        &used("_binary", &["AsyncBinaryAPIResponse", "BinaryAPIResponse"], &all, 4),
        &used("_files", &["FileTypes"], &all, 4),
        &used("_lines", &["AsyncJSONLDecoder", "JSONLDecoder"], &all, 4),
        &used("_options", &["NotGiven", "Omit"], &all, 4),
        &used("_pages", &["AsyncPage", "AsyncPageCursor", "AsyncPaginator", "SyncPage", "SyncPageCursor"], &all, 4),
        &used("_stream", &["AsyncMessageStreamManager", "AsyncStream", "MessageStreamManager", "Stream"], &all, 4),
        &used(
            "lib.tools",
            &[
                "BetaAsyncRunnableTool",
                "BetaAsyncStreamingToolRunner",
                "BetaAsyncToolRunner",
                "BetaRunnableTool",
                "BetaStreamingToolRunner",
                "BetaToolRunner",
            ],
            &all,
            4,
        ),
        &types(modules).import(&format!("{root}types"), &all, 4),
        &viewed.import(&format!("{near}_views"), &all, 4),
        &children(resource),
        "\n",
        &constants,
        &classes,
    ]
    .concat()
}

/// Everything that annotations may name in `tidings.types`.
pub(super) fn types(modules: &[&Module]) -> Module {
    let hand = ["Headers", "ParsedMessage", "Strings", "TimeoutOption"].into_iter().map(str::to_owned);
    Module { names: modules.iter().flat_map(|module| module.names.clone()).chain(hand).collect(), ..Module::default() }
}

/// The imports of what is reached through a resource, which lie beside it.
fn children(resource: &Resource) -> String {
    let line = |(_, path, class, _): &(&str, &str, &str, &str)| {
        module::import(path, &[format!("Async{class}"), (*class).to_owned()], 4)
    };
    resource.children.iter().map(line).collect()
}

/// What the methods are, as values that their bodies name.
fn constants<'a>(resource: &'a Resource, face: &Face) -> Vec<String> {
    let asynchronous = face.asynchronous;
    let own = |method: &&Method| !matches!(method.answer, Answer::ToolRunner);
    let wanted = resource.methods.iter().filter(own).filter(move |method| method.differs() || !asynchronous);
    let line = |method: &'a Method| {
        let name = method.constant(asynchronous);
        let answer = method.answer_value(asynchronous);
        let kind = match method.arguments {
            Arguments::Query(_) => ", travels=\"query\"",
            Arguments::File => ", travels=\"form\"",
            Arguments::None | Arguments::Body(_) => "",
        };
        let value = format!("Method({}, {}, {answer}{kind})", quoted(method.verb), quoted(method.path));
        // Before a call there is no type that it could be read as.
        format!("{name}: Method[{}] = {value}\n", method.given(face).replace("OutputT", "Any"))
    };
    wanted.map(line).collect()
}

impl Answer {
    /// Whether texts in it may be read as values.
    pub(super) fn is_read(self) -> bool {
        matches!(self, Self::MessageStream | Self::Parsed | Self::ToolRunner)
    }
}

impl Method {
    /// Whether the async class has another constant than the sync one.
    fn differs(&self) -> bool {
        matches!(self.answer, Answer::Page(..) | Answer::Binary | Answer::Lines(_))
    }

    fn constant(&self, asynchronous: bool) -> String {
        let prefix = if asynchronous && self.differs() { "_ASYNC_" } else { "_" };
        format!("{prefix}{}", self.name.to_uppercase())
    }

    fn answer_value(&self, asynchronous: bool) -> String {
        let face = if asynchronous { "Async" } else { "Sync" };
        match self.answer {
            Answer::Object(class) => format!("Object({})", quoted(class)),
            Answer::Deleted(class, kind) => {
                let place = self.places().next().unwrap_or_default();
                format!("Deleted({}, {}, {})", quoted(class), quoted(place), quoted(kind))
            }
            Answer::Message | Answer::Parsed | Answer::ToolRunner => "CREATE".to_owned(),
            Answer::MessageStream => "STREAM".to_owned(),
            Answer::Page(page, class) => format!("Pages({}, {})", quoted(&format!("{face}{page}")), quoted(class)),
            Answer::Binary => "Bytes()".to_owned(),
            Answer::Lines(class) => format!("Lines({})", quoted(class)),
        }
    }

    /// The type of what is given, when it is there.
    pub(super) fn given(&self, face: &Face) -> String {
        let prefix = if face.asynchronous { "Async" } else { "" };
        match self.answer {
            Answer::Object(class) | Answer::Deleted(class, _) => names::python(class),
            Answer::Message => format!("Message | {prefix}Stream"),
            Answer::MessageStream => format!("{prefix}MessageStreamManager[OutputT]"),
            Answer::Parsed => "ParsedMessage[OutputT]".to_owned(),
            Answer::ToolRunner => {
                format!("Beta{prefix}ToolRunner[OutputT] | Beta{prefix}StreamingToolRunner[OutputT]")
            }
            Answer::Page(page, class) if face.asynchronous => format!("Async{page}[{}]", names::python(class)),
            Answer::Page(page, class) => format!("Sync{page}[{}]", names::python(class)),
            Answer::Binary => format!("{prefix}BinaryAPIResponse"),
            Answer::Lines(class) => format!("{prefix}JSONLDecoder[{}]", names::python(class)),
        }
    }
}

impl Face {
    pub(super) fn class_name(&self, resource: &Resource) -> String {
        format!("{}{}", if self.asynchronous { "Async" } else { "" }, resource.class)
    }

    fn class(&self, schema: &Schema, resource: &Resource) -> String {
        let base = if self.asynchronous { "AsyncResource" } else { "Resource" };
        let name = self.class_name(resource);
        let children: String = resource.children.iter().map(|child| self.child(child)).collect();
        let own = resource.methods.iter().filter(|method| self.beta || !matches!(method.answer, Answer::ToolRunner));
        let methods: String = own.map(|method| self.method(schema, method)).collect();
        format!(
            "\n\nclass {name}({base}):\n{}{children}{methods}{}",
            text::docstring(resource.doc, 4),
            views::properties(&name)
        )
    }

    fn child(&self, (attribute, path, class, doc): &(&str, &str, &str, &str)) -> String {
        let class = format!("{}{class}", if self.asynchronous { "Async" } else { "" });
        format!(
            "\n    @lazy\n    def {attribute}(self) -> {class}:\n{}        from {path} import {class}\n\n        \
             return {class}(self._native, self._view)\n",
            text::docstring(doc, 8)
        )
    }

    fn method(&self, schema: &Schema, method: &Method) -> String {
        let mut taken = parameters::of(schema, method, self);
        let doc = method.doc.replace("{with}", if self.asynchronous { "async with" } else { "with" });
        let constant = method.constant(self.asynchronous);
        let (begin, wait) = if self.asynchronous { ("async ", "await ") } else { ("", "") };
        match method.answer {
            Answer::Message => {
                let overloads = self.overloads(method, &mut taken);
                parameters::insert_stream(&mut taken, "bool | NotGiven | Omit", Some("False"));
                let call = format!("{wait}self._create({constant}, locals())");
                overloads + &definition(begin, method, &taken, &method.given(self), &doc, &call)
            }
            Answer::MessageStream => {
                let call = format!("self._stream({constant}, locals())");
                definition("", method, &taken, &method.given(self), &doc, &call)
            }
            Answer::Parsed => {
                let call = format!("{wait}self._parse({constant}, locals())");
                definition(begin, method, &taken, &method.given(self), &doc, &call)
            }
            Answer::ToolRunner => {
                let overloads = self.overloads(method, &mut taken);
                parameters::insert_stream(&mut taken, "bool | NotGiven | Omit", Some("False"));
                overloads + &definition("", method, &taken, &method.given(self), &doc, "self._run_tools(locals())")
            }
            Answer::Page(_, class) if self.asynchronous => {
                let given = format!("AsyncPaginator[{}, {}]", names::python(class), method.given(self));
                let doc = format!("{doc}\n\nAwaiting it gives the first page, iterating over it all items.");
                definition("", method, &taken, &given, &doc, &format!("self._list({constant}, locals())"))
            }
            _ => {
                let call = format!("{wait}self._call({constant}, locals())");
                definition(begin, method, &taken, &method.given(self), &doc, &call)
            }
        }
    }

    /// What a method gives, by its `stream`: type and default of that, and the result.
    pub(super) fn choices(&self, method: &Method) -> [(&'static str, Option<&'static str>, String); 3] {
        let prefix = if self.asynchronous { "Async" } else { "" };
        let (whole, stream) = match method.answer {
            Answer::ToolRunner => {
                (format!("Beta{prefix}ToolRunner[OutputT]"), format!("Beta{prefix}StreamingToolRunner[OutputT]"))
            }
            _ => ("Message".to_owned(), format!("{prefix}Stream")),
        };
        [
            ("Literal[False] | NotGiven | Omit", Some("False"), whole),
            ("Literal[True]", None, stream),
            ("bool | NotGiven | Omit", Some("False"), method.given(self)),
        ]
    }

    fn overloads(&self, method: &Method, taken: &mut Vec<Parameter>) -> String {
        let is_awaited = self.asynchronous && !matches!(method.answer, Answer::ToolRunner);
        let begin = if is_awaited { "async " } else { "" };
        let mut text = "\n    if TYPE_CHECKING:\n\n".to_owned();
        for (value, default, result) in self.choices(method) {
            let place = parameters::insert_stream(taken, value, default);
            let list = parameters::list(taken, 12);
            let line =
                format!("        @overload\n        {begin}def {}(\n{list}        ) -> {result}: ...\n", method.name);
            text += &line;
            taken.remove(place);
        }
        text
    }
}

fn definition(begin: &str, method: &Method, taken: &[Parameter], given: &str, doc: &str, call: &str) -> String {
    let (list, doc) = (parameters::list(taken, 8), parameters::documentation(doc, taken));
    format!("\n    {begin}def {}(\n{list}    ) -> {given}:\n{doc}        return {call}\n", method.name)
}
