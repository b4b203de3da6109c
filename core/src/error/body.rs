//! Reading the body of an error answer, whatever its shape.

use serde_json::Value;

use super::page;

/// What an error body says, as far as it could be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ErrorBody {
    pub(crate) error_type: Option<String>,
    pub(crate) message: Option<String>,
    /// Whether the message is the body itself, which was no JSON.
    pub(crate) is_text: bool,
    pub(crate) details: Option<Value>,
    pub(crate) request_id: Option<String>,
    /// A number some gateways put beside the type: the HTTP status that the error would have had.
    pub(crate) status: Option<u16>,
}

/// How much of a body that is not JSON goes into the message.
const TEXT_LIMIT: usize = 200;

impl ErrorBody {
    /// Reads the API's shape, the shapes gateways send (`{"error": "text"}`, no outer `type`), and plain text.
    pub(crate) fn parse(body: &[u8]) -> Self {
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => Self::from_json(&value),
            Err(_) => Self { message: plain_text(body), is_text: true, ..Self::default() },
        }
    }

    /// Reads the same shapes from JSON that is already parsed.
    pub(crate) fn from_json(value: &Value) -> Self {
        let error = match value.get("error").or(Some(value)) {
            Some(Value::String(text)) => return Self { message: Some(text.clone()), ..Self::request(value) },
            Some(error @ Value::Object(_)) => error,
            _ => value,
        };
        Self {
            error_type: text(error, "type").filter(|t| t != "error"),
            message: text(error, "message"),
            details: error.get("details").filter(|d| !d.is_null()).cloned(),
            status: status(error),
            ..Self::request(value)
        }
    }

    fn request(value: &Value) -> Self {
        Self { request_id: text(value, "request_id"), ..Self::default() }
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

fn status(error: &Value) -> Option<u16> {
    let code = error.get("code")?.as_u64()?;
    u16::try_from(code).ok().filter(|code| (400..600).contains(code))
}

fn plain_text(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let page = page::text(&text);
    let text = page.as_deref().unwrap_or(&text).trim();
    if text.is_empty() {
        return None;
    }
    let mut end = text.len().min(TEXT_LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let dots = if end < text.len() { " ..." } else { "" };
    Some(format!("{}{dots}", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(body: &str) -> (Option<String>, Option<String>) {
        let body = ErrorBody::parse(body.as_bytes());
        (body.error_type, body.message)
    }

    #[test]
    fn the_shape_of_the_api_is_read_whole() {
        let body = ErrorBody::parse(
            br#"{"type":"error","error":{"type":"not_found_error","message":"model: x","details":{"error_code":"file_expired"}},"request_id":"req_1"}"#,
        );
        assert_eq!(body.error_type.as_deref(), Some("not_found_error"));
        assert_eq!(body.message.as_deref(), Some("model: x"));
        assert_eq!(body.details.unwrap()["error_code"], "file_expired");
        assert_eq!(body.request_id.as_deref(), Some("req_1"));
    }

    #[test]
    fn shapes_of_gateways_are_read_too() {
        assert_eq!(parsed(r#"{"error":"no such model"}"#), (None, Some("no such model".into())));
        assert_eq!(
            parsed(r#"{"error":{"code":400,"message":"bad","type":"invalid_request_error"}}"#),
            (Some("invalid_request_error".into()), Some("bad".into()))
        );
        assert_eq!(ErrorBody::parse(br#"{"code":500,"message":"m","type":"server_error"}"#).status, Some(500));
        assert_eq!(parsed(r#"{"message":"nope"}"#), (None, Some("nope".into())));
        assert_eq!(parsed(r#""nope""#), (None, Some("nope".into())));
    }

    #[test]
    fn json_of_any_other_shape_says_nothing_and_is_no_reason_to_stumble() {
        for body in ["null", "7", "[]", r#"[{"error":{"type":"x"}}]"#, "{}", r#"{"error":null}"#, r#"{"error":[]}"#] {
            assert_eq!(parsed(body), (None, None), "{body}");
        }
        assert_eq!(parsed(r#"{"error":{"type":7,"message":{"deep":1},"details":null}}"#), (None, None));
    }

    #[test]
    fn every_error_of_the_small_model_has_a_type_and_a_message() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/model/samples");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let errors: Vec<_> = files
            .filter(|path| path.to_str().unwrap().contains("/error_") && path.extension().unwrap() == "json")
            .collect();
        assert!(errors.len() >= 5);
        for path in errors {
            let body = ErrorBody::parse(&std::fs::read(&path).unwrap());
            assert!(body.error_type.is_some() && body.message.is_some() && body.status.is_some(), "{}", path.display());
        }
    }

    #[test]
    fn text_that_is_not_json_is_the_message_and_is_cut_short() {
        assert_eq!(parsed("  upstream gone \n"), (None, Some("upstream gone".into())));
        assert_eq!(parsed(""), (None, None));
        let long = ErrorBody::parse("é".repeat(500).as_bytes()).message.unwrap();
        assert!(long.ends_with(" ...") && long.len() <= TEXT_LIMIT + 4);
    }
}
