//! The tools that a request offers to the model.

use serde_json::Value;

use super::{
    client_tools::{
        MemoryTool20250818Param, ToolBash20250124Param, ToolTextEditor20250124Param, ToolTextEditor20250429Param,
        ToolTextEditor20250728Param,
    },
    code_tools::{
        CodeExecutionTool20250522Param, CodeExecutionTool20250825Param, CodeExecutionTool20260120Param,
        CodeExecutionTool20260521Param, ToolSearchToolBm25_20251119Param, ToolSearchToolRegex20251119Param,
    },
    config_params::CacheControlEphemeralParam,
    json_object::JSONObject,
    record::request,
    toolsets::{BrowserToolset20260801Param, ComputerToolset20260801Param},
    union::{either, union},
    web_fetch_tools::{
        WebFetchTool20250910Param, WebFetchTool20260209Param, WebFetchTool20260309Param, WebFetchTool20260318Param,
    },
    web_search_tools::{WebSearchTool20250305Param, WebSearchTool20260209Param, WebSearchTool20260318Param},
    wire::{Extra, Wire},
    words::words,
};

union! {
    /// A tool that the model may use: your own, one that the model knows and your program runs, or one of the server's.
    pub enum ToolUnionParam {
        /// A tool of your own.
        Tool(ToolParam),
        /// A shell.
        Bash20250124(ToolBash20250124Param),
        /// The server runs Python.
        CodeExecution20250522(CodeExecutionTool20250522Param),
        /// The server runs commands.
        CodeExecution20250825(CodeExecutionTool20250825Param),
        /// The server runs commands and code.
        CodeExecution20260120(CodeExecutionTool20260120Param),
        /// The server runs commands and code.
        CodeExecution20260521(CodeExecutionTool20260521Param),
        /// A web browser.
        BrowserToolset20260801(BrowserToolset20260801Param),
        /// A folder of notes.
        Memory20250818(MemoryTool20250818Param),
        /// A screen, a keyboard and a mouse.
        ComputerToolset20260801(ComputerToolset20260801Param),
        /// An editor, for old models.
        TextEditor20250124(ToolTextEditor20250124Param),
        /// An editor.
        TextEditor20250429(ToolTextEditor20250429Param),
        /// An editor.
        TextEditor20250728(ToolTextEditor20250728Param),
        /// The server searches the web.
        WebSearch20250305(WebSearchTool20250305Param),
        /// The server fetches pages.
        WebFetch20250910(WebFetchTool20250910Param),
        /// The server searches the web.
        WebSearch20260209(WebSearchTool20260209Param),
        /// The server fetches pages.
        WebFetch20260209(WebFetchTool20260209Param),
        /// The server fetches pages.
        WebFetch20260309(WebFetchTool20260309Param),
        /// The server searches the web.
        WebSearch20260318(WebSearchTool20260318Param),
        /// The server fetches pages.
        WebFetch20260318(WebFetchTool20260318Param),
        /// The server searches the tools with words.
        ToolSearchBm25(ToolSearchToolBm25_20251119Param),
        /// The server searches the tools with a regular expression.
        ToolSearchRegex(ToolSearchToolRegex20251119Param),
    }
    untyped Tool(ToolParam)
}

request! {
    /// A tool of your own, which your program runs.
    pub struct ToolParam {
        required {
            /// The tool's name: 1 to 128 letters, digits, `_` and `-`. Older endpoints take 64.
            name: String,
            /// The form of the tool's input.
            input_schema: InputSchema,
        }
        optional {
            /// What the tool does, when to use it and what it gives, for the model to read. The more it says the better.
            description: String,
            /// Whether the tool's input is held to its schema to the letter.
            strict: bool,
            /// Whether the definition is held back until a tool search finds the tool.
            defer_loading: bool,
            /// Who may call the tool; the model alone unless said otherwise.
            allowed_callers: Vec<AllowedCaller>,
            /// Examples of valid input, for the model to learn from.
            input_examples: Vec<JSONObject>,
        }
        nullable {
            /// What says that it is a tool of your own; so does leaving it out.
            r#type: ToolParamType where Closed,
            /// Whether the input is streamed as the model writes it, before it is known to be valid JSON.
            eager_input_streaming: bool,
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// A JSON Schema (2020-12) of an object.
    pub struct InputSchemaTyped("object") {
        nullable {
            /// The fields of the object, each with its own schema.
            properties: Extra,
            /// The names of the fields that must be there.
            required: Vec<String>,
        }
    }
}

either! {
    /// The form of a tool's input: a JSON Schema of an object.
    pub enum InputSchema {
        /// The schema. Sent with the type `object` if it has none.
        Typed(InputSchemaTyped),
    }
}

words! {
    /// What says that a tool is your own.
    pub enum ToolParamType {
        /// It is.
        Custom = "custom",
    }

    /// Who may call a tool.
    pub enum AllowedCaller {
        /// The model itself.
        Direct = "direct",
        /// Code that the tool `code_execution_20250825` runs.
        CodeExecution20250825 = "code_execution_20250825",
        /// Code that the tool `code_execution_20260120` runs.
        CodeExecution20260120 = "code_execution_20260120",
        /// Code that the tool `code_execution_20260521` runs.
        CodeExecution20260521 = "code_execution_20260521",
    }
}

impl From<Value> for InputSchema {
    /// What `serde_json::json!` gives. Anything that is not an object is sent as it is, and refused.
    fn from(value: Value) -> Self {
        Self::read(value).unwrap_or(Self::Unknown(Value::Null))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn a_tool_of_ones_own_has_no_type_or_a_null_one_or_says_custom() {
        let schema = json!({"type": "object", "properties": {"b": {}, "a": {}}, "required": ["b"], "$defs": {}});
        let tool =
            json!({"name": "f", "input_schema": schema, "input_examples": [{"b": 1}], "eager_input_streaming": null});
        for kind in [None, Some(json!(null)), Some(json!("custom"))] {
            let mut tool = tool.clone();
            if let Some(kind) = kind {
                tool["type"] = kind;
            }
            let ToolUnionParam::Tool(read) = known(&tool) else { panic!("{tool}") };
            assert!(matches!(read.input_schema, InputSchema::Typed(_)));
        }
    }

    #[test]
    fn a_tool_that_is_not_known_is_kept_as_it_is() {
        for tool in [
            json!({"type": "computer_20251124", "name": "computer", "display_width_px": 1, "display_height_px": 1}),
            json!({"type": "mcp_toolset", "mcp_server_name": "s"}),
            json!({"name": "without a schema"}),
            json!("no tool at all"),
        ] {
            assert!(matches!(kept(&tool), ToolUnionParam::Unknown(_)), "{tool}");
        }
        let odd = json!({"type": 5, "name": "f", "input_schema": "a string", "strict": "very"});
        assert!(matches!(kept(&odd), ToolUnionParam::Tool(_)));
    }

    #[test]
    fn a_schema_keeps_the_order_of_its_fields() {
        let schema = InputSchema::from(json!({"properties": {"z": {}, "a": {}}, "required": ["z"]}));
        let tool = ToolParam::new("f", schema).strict(true);
        let json = r#"{"name":"f","input_schema":{"type":"object","properties":{"z":{},"a":{}},"required":["z"]},"strict":true}"#;
        assert_eq!(serde_json::to_string(&tool).unwrap(), json);
    }
}
