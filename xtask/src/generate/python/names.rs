//! What the schema's names are in Python.

/// Names that are not what the rules below make of them: those of the official package, where Rust has shorter ones.
const RENAMED: &[(&str, &str)] = &[
    ("MessageParams", "MessageCreateParamsBase"),
    ("CountTokensParams", "MessageCountTokensParams"),
    ("InputJsonEvent", "InputJsonEvent"),
];

/// Words that are written in capitals.
const CAPITALS: &[(&str, &str)] = &[("Json", "JSON"), ("Url", "URL"), ("Pdf", "PDF")];

/// Names of the official package for types that it has twice, or that are one type here.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("ModelParam", "Model"),
    ("MessageContentParam", "Content"),
    ("MessageCountTokensToolParam", "ToolUnionParam"),
    ("MessageStreamEvent", "RawMessageStreamEvent"),
    ("MessageStartEvent", "RawMessageStartEvent"),
    ("MessageDeltaEvent", "RawMessageDeltaEvent"),
    ("MessageStopEvent", "RawMessageStopEvent"),
    ("ContentBlockStartEvent", "RawContentBlockStartEvent"),
    ("ContentBlockDeltaEvent", "RawContentBlockDeltaEvent"),
    ("ContentBlockStopEvent", "RawContentBlockStopEvent"),
    // The uses of a toolset's members are of one class here.
    ("ToolsetToolUseBlock", "ToolUseBlock"),
    ("ResponseToolUseBlockUnion", "ToolUseBlock"),
    ("WebSearchToolResultError", "WebSearchToolResultErrorObject"),
    ("WebSearchToolRequestErrorParam", "WebSearchToolRequestErrorObjectParam"),
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

/// Words of which any other string is as good.
const OPEN: &[&str] = &["Model"];

/// The Python name of a definition.
pub(super) fn python(name: &str) -> String {
    if let Some((_, renamed)) = RENAMED.iter().find(|(schema, _)| *schema == name) {
        return (*renamed).to_owned();
    }
    CAPITALS.iter().fold(name.to_owned(), |name, (word, capitals)| capitalised(&name, word, capitals))
}

/// Whether these words are a help and no limit.
pub(super) fn is_open(name: &str) -> bool {
    OPEN.contains(&name)
}

/// The name in the style of variables.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// Whether Python keeps the word for itself, so that it cannot name a field in a class.
pub(super) fn is_reserved(name: &str) -> bool {
    ["from", "class", "import", "global", "in", "is", "not", "pass", "with", "as", "async", "await"].contains(&name)
}

/// Replaces a word where it is a word of its own, not the beginning of a longer one.
fn capitalised(name: &str, word: &str, capitals: &str) -> String {
    let mut result = String::new();
    let mut rest = name;
    while let Some(place) = rest.find(word) {
        let (before, found) = rest.split_at(place);
        let after = &found[word.len()..];
        result.push_str(before);
        result.push_str(if after.starts_with(|next: char| next.is_lowercase()) { word } else { capitals });
        rest = after;
    }
    result + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_official_package() {
        for (schema, expected) in [
            ("TextBlock", "TextBlock"),
            ("InputJsonDelta", "InputJSONDelta"),
            ("InputJsonEvent", "InputJsonEvent"),
            ("UrlPdfSourceParam", "URLPDFSourceParam"),
            ("Base64PdfSource", "Base64PDFSource"),
            ("MessageParams", "MessageCreateParamsBase"),
            ("UrlsParam", "UrlsParam"),
        ] {
            assert_eq!(python(schema), expected);
        }
    }

    #[test]
    fn variables_are_in_small_letters() {
        assert_eq!(snake("RawContentBlockDelta"), "raw_content_block_delta");
    }
}
