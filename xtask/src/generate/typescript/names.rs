//! What the schema's names are in TypeScript: those of the official package.

use super::super::schema::{Definition, Kind, Schema};

/// Names that are not what the rules below make of them. One with a dot stands in the namespace of another type.
const RENAMED: &[(&str, &str)] = &[
    ("MessageParams", "MessageCreateParamsBase"),
    ("CountTokensParams", "MessageCountTokensParams"),
    ("Content", "MessageContentParam"),
    ("BatchRequest", "BatchCreateParams.Request"),
    ("InputSchemaTyped", "Tool.InputSchema"),
    ("MessageDelta", "RawMessageDeltaEvent.Delta"),
];

/// Second names, some of them of older versions of the official package.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("MessageDelta", "RawMessageDeltaEvent.Delta"),
    ("MessageStreamEvent", "RawMessageStreamEvent"),
    ("MessageStartEvent", "RawMessageStartEvent"),
    ("MessageDeltaEvent", "RawMessageDeltaEvent"),
    ("MessageStopEvent", "RawMessageStopEvent"),
    ("ContentBlockStartEvent", "RawContentBlockStartEvent"),
    ("ContentBlockDeltaEvent", "RawContentBlockDeltaEvent"),
    ("ContentBlockStopEvent", "RawContentBlockStopEvent"),
    ("MessageCountTokensTool", "ToolUnion"),
    ("WebSearchToolResultError", "WebSearchToolResultErrorObject"),
    ("WebSearchToolRequestError", "WebSearchToolRequestErrorObject"),
    ("CodeExecutionToolResultError", "CodeExecutionToolResultErrorObject"),
    ("BashCodeExecutionToolResultError", "BashCodeExecutionToolResultErrorObject"),
    ("TextEditorCodeExecutionToolResultError", "TextEditorCodeExecutionToolResultErrorObject"),
    ("ToolSearchToolResultError", "ToolSearchToolResultErrorObject"),
    ("InvalidRequestError", "InvalidRequestErrorObject"),
    ("AuthenticationError", "AuthenticationErrorObject"),
    ("BillingError", "BillingErrorObject"),
    ("PermissionError", "PermissionErrorObject"),
    ("NotFoundError", "NotFoundErrorObject"),
    ("RateLimitError", "RateLimitErrorObject"),
    ("GatewayTimeoutError", "GatewayTimeoutErrorObject"),
    ("OverloadedError", "OverloadedErrorObject"),
];

/// Ends of names that keep their `Param` though no answer has the name without it. So do those of citations.
const KEPT: &[&str] = &["BlockParam", "ErrorParam", "ImageTransformationsParam", "ThinkingConfigParam"];

/// Choices between kinds of JSON that have a name. The others are written out where they are used.
const NAMED_CHOICES: &[&str] = &[
    "Content",
    "MessageCreateParamsContainerParam",
    "WebSearchToolResultBlockContent",
    "WebSearchToolResultBlockParamContentParam",
];

/// Words of which any other string is as good.
const OPEN_WORDS: &[&str] = &["Model"];

/// Objects that may hold other fields too, though they are the caller's own.
const OPEN_RECORDS: &[&str] = &["InputSchemaTyped"];

/// Fields of answers that the API leaves out where it could say null. The others that may be null are always there.
const LEFT_OUT: &[&str] = &["toolset_name", "expires_at", "details", "appeal_url", "unsupported"];

/// The TypeScript name of a definition.
pub(super) fn typescript(schema: &Schema, name: &str) -> String {
    if let Some((_, renamed)) = RENAMED.iter().find(|(schema, _)| *schema == name) {
        return (*renamed).to_owned();
    }
    let short = name.strip_suffix("Param").filter(|short| !keeps_suffix(schema, name, short));
    short.unwrap_or(name).replace("Json", "JSON")
}

/// Whether the definition is exported under its name.
pub(super) fn is_exported(definition: &Definition) -> bool {
    !matches!(definition.kind, Kind::Either { .. }) || NAMED_CHOICES.contains(&definition.name.as_str())
}

/// Whether these words are a help and no limit.
pub(super) fn is_open_word(name: &str) -> bool {
    OPEN_WORDS.contains(&name)
}

/// Whether the record takes fields that it does not name.
pub(super) fn is_open_record(name: &str) -> bool {
    OPEN_RECORDS.contains(&name)
}

/// Whether a field that may be null is left out instead.
pub(super) fn is_left_out(field: &str) -> bool {
    LEFT_OUT.contains(&field)
}

fn keeps_suffix(schema: &Schema, name: &str, short: &str) -> bool {
    let kept = name.starts_with("Citation") || KEPT.iter().any(|end| name.ends_with(end));
    kept || schema.find(short).is_some_and(is_exported)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_official_package() {
        let exists = |name: &str| Definition {
            name: name.to_owned(),
            doc: String::new(),
            module: String::new(),
            kind: Kind::Union { variants: Vec::new() },
        };
        let schema = Schema { definitions: vec![exists("Message"), exists("Diagnostics")] };
        for (name, expected) in [
            ("MessageParam", "MessageParam"),
            ("DiagnosticsParam", "DiagnosticsParam"),
            ("ImageBlockParam", "ImageBlockParam"),
            ("CitationSearchResultLocationParam", "CitationSearchResultLocationParam"),
            ("UserLocationParam", "UserLocation"),
            ("ThinkingConfigParam", "ThinkingConfigParam"),
            ("ThinkingConfigEnabledParam", "ThinkingConfigEnabled"),
            ("ToolBash20250124Param", "ToolBash20250124"),
            ("CacheControlEphemeralParam", "CacheControlEphemeral"),
            ("InputJsonDelta", "InputJSONDelta"),
            ("MessageParams", "MessageCreateParamsBase"),
        ] {
            assert_eq!(typescript(&schema, name), expected);
        }
    }
}
