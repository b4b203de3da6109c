//! The blocks of a conversation that is sent, but for the results of the server's tools.

use serde_json::Value;

use super::{
    browser_state::BrowserStateBlockParam,
    caller_params::ToolUseCallerParam,
    citation_params::{CitationsConfigParam, TextCitationParam},
    config_params::CacheControlEphemeralParam,
    json_object::JSONObject,
    record::request,
    shared_words::ServerToolName,
    source_params::{DocumentSourceParam, ImageSourceParam, ImageTransformationsParam},
    union::{either, union},
    wire::Wire,
};

request! {
    /// Text.
    pub struct TextBlockParam("text") {
        required {
            /// The text; at least one character.
            text: String,
        }
        nullable {
            /// The sources of the text, when it comes from an earlier answer. Version `2026-10-21` refuses any in a message
            /// by the user.
            citations: Vec<TextCitationParam>,
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// An image for the model to look at. A request holds at most 600, for models with a context of 200,000 tokens 100.
    pub struct ImageBlockParam("image") {
        required {
            /// Where the image comes from.
            source: ImageSourceParam,
        }
        nullable {
            /// What is done with the image first.
            transformations: ImageTransformationsParam,
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// A document for the model to read, from which it can cite. Version `2026-10-21` refuses it in a message by the model.
    pub struct DocumentBlockParam("document") {
        required {
            /// Where the document comes from.
            source: DocumentSourceParam,
        }
        nullable {
            /// The document's title, 1 to 500 characters. The model sees it but cannot cite it.
            title: String,
            /// What the model should know about the document. The model sees it but cannot cite it.
            context: String,
            /// Whether the model may cite from the document.
            citations: CitationsConfigParam,
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// Something that a search of your own found, from which the model can cite.
    pub struct SearchResultBlockParam("search_result") {
        required {
            /// Where it was found, such as an address.
            source: String,
            /// Its title.
            title: String,
            /// What was found. Citations point at whole blocks of it.
            content: Vec<TextBlockParam>,
        }
        optional {
            /// Whether the model may cite from it.
            citations: CitationsConfigParam,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// What the model thought, from an earlier answer. It goes back to the byte as it came, and in its place.
    pub struct ThinkingBlockParam("thinking") {
        required {
            /// The thinking; may be empty.
            thinking: String,
            /// The API's seal on it.
            signature: String,
        }
    }

    /// What the model thought, unreadable, from an earlier answer. It goes back to the byte as it came, and in its place.
    pub struct RedactedThinkingBlockParam("redacted_thinking") {
        required {
            /// The thinking, encrypted.
            data: String,
        }
    }

    /// The model's request to run a tool, from an earlier answer. The next message by the user must answer it.
    pub struct ToolUseBlockParam("tool_use") {
        required {
            /// The call's id: letters, digits, `_` and `-`.
            id: String,
            /// The tool's name, 1 to 200 characters.
            name: String,
            /// The tool's input.
            input: JSONObject,
        }
        optional {
            /// Who called the tool; the model itself unless said otherwise.
            caller: ToolUseCallerParam,
        }
        nullable {
            /// The toolset that the tool is a member of, `computer` or `browser`.
            toolset_name: String,
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// What a tool gave, for the model to read. Results come first in their message, before any text.
    pub struct ToolResultBlockParam("tool_result") {
        required {
            /// The id of the tool call that this answers.
            tool_use_id: String,
        }
        optional {
            /// What the tool gave.
            content: ToolResultContent,
            /// Whether the tool failed.
            is_error: bool,
        }
        nullable {
            /// The toolset that the tool is a member of, as its call named it.
            toolset_name: String,
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// A call of one of the server's tools, from an earlier answer.
    pub struct ServerToolUseBlockParam("server_tool_use") {
        required {
            /// The call's id; it begins with `srvtoolu_`.
            id: String,
            /// The tool's name.
            name: ServerToolName,
            /// The tool's input.
            input: JSONObject,
        }
        optional {
            /// Who called the tool; the model itself unless said otherwise.
            caller: ToolUseCallerParam,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// Points at a tool whose definition was held back: from then on the model can call it.
    pub struct ToolReferenceBlockParam("tool_reference") {
        required {
            /// The tool's name, 1 to 256 characters.
            tool_name: String,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// An uploaded file to put into the container that the server's code runs in.
    pub struct ContainerUploadBlockParam("container_upload") {
        required {
            /// The file's id.
            file_id: String,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// Words of the operator in the middle of the conversation. Only for version `2023-06-01`; later ones have messages with the
    /// role `system`.
    pub struct MidConversationSystemBlockParam("mid_conv_system") {
        required {
            /// What the operator says.
            content: Vec<TextBlockParam>,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }
}

either! {
    /// What a tool gave: text, or a list of blocks.
    pub enum ToolResultContent {
        /// Plain text; the same as one text block.
        Text(String),
        /// Blocks in order.
        Blocks(Vec<ToolResultContentBlockParam>),
    }
}

union! {
    /// One block of what a tool gave.
    pub enum ToolResultContentBlockParam {
        /// Text.
        Text(TextBlockParam),
        /// An image.
        Image(ImageBlockParam),
        /// Something that was found.
        SearchResult(SearchResultBlockParam),
        /// A document.
        Document(DocumentBlockParam),
        /// A tool that was found.
        ToolReference(ToolReferenceBlockParam),
        /// The tabs of a browser.
        BrowserState(BrowserStateBlockParam),
    }
}

impl From<&str> for TextBlockParam {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&str> for ToolResultContent {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Value> for ToolResultContent {
    /// A string, or a list of blocks, as JSON.
    fn from(value: Value) -> Self {
        Self::read(value).unwrap_or(Self::Unknown(Value::Null))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::{ContentBlockParam, round_trip::kept};

    #[test]
    fn every_block_survives_a_round_trip() {
        for block in [
            json!({"type": "text", "text": "hi", "citations": [], "cache_control": {"type": "ephemeral"}}),
            json!({"type": "image", "source": {"type": "url", "url": "u"}, "transformations": {"oversized_image": "error"}}),
            json!({"type": "document", "source": {"type": "file", "file_id": "f"}, "title": "T", "context": null, "citations": {"enabled": true}}),
            json!({"type": "search_result", "source": "s", "title": "t", "content": [{"type": "text", "text": "x"}], "citations": {}}),
            json!({"type": "thinking", "thinking": "", "signature": "c2ln"}),
            json!({"type": "redacted_thinking", "data": "ZGF0YQ=="}),
            json!({"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"b": 1, "a": 2.5}, "caller": {"type": "direct"}, "toolset_name": null}),
            json!({"type": "tool_use", "id": "toolu_1", "name": "f", "input": "{\"cut\": "}),
            json!({"type": "tool_result", "tool_use_id": "toolu_1", "content": "x", "is_error": true, "toolset_name": "browser"}),
            json!({"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "q"}}),
            json!({"type": "container_upload", "file_id": "f"}),
            json!({"type": "mid_conv_system", "content": [{"type": "text", "text": "Be brief."}]}),
        ] {
            assert!(!matches!(kept(&block), ContentBlockParam::Unknown(_)), "{block}");
        }
    }

    #[test]
    fn every_block_of_a_tools_result_survives_a_round_trip() {
        for block in [
            json!({"type": "text", "text": "hi", "new_field": [1]}),
            json!({"type": "image", "source": {"type": "file", "file_id": "f"}}),
            json!({"type": "search_result", "source": "s", "title": "t", "content": []}),
            json!({"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "d"}}),
            json!({"type": "tool_reference", "tool_name": "f"}),
            json!({"type": "browser_state", "tabs": []}),
        ] {
            assert!(!matches!(kept(&block), ToolResultContentBlockParam::Unknown(_)), "{block}");
            assert!(!matches!(kept(&json!([block])), ToolResultContent::Unknown(_)));
        }
    }

    #[test]
    fn a_block_that_is_not_known_or_lacks_what_makes_it_one_is_kept_as_it_is() {
        for block in [json!({"type": "hologram", "beams": 2}), json!({"type": "thinking", "thinking": "x"}), json!(7)] {
            assert!(matches!(kept(&block), ContentBlockParam::Unknown(_)), "{block}");
        }
        let odd = json!({"type": "tool_result", "tool_use_id": "t", "content": 7, "is_error": "yes", "cache_control": "ephemeral"});
        let ContentBlockParam::ToolResult(result) = kept(&odd) else { panic!("not a result") };
        assert_eq!((result.is_error, result.cache_control), (None, None));
    }
}
