//! Forms in the log: the parts of a `multipart/form-data` body as JSON.

use serde_json::{Map, Value, json};

/// The parts in their order, or `None` when the body is no such form.
///
/// Each part is `{"name", "filename"?, "content_type"?, "content"}`; content that is not text is shown as well as it goes.
pub(crate) fn parts(content_type: &str, body: &[u8]) -> Option<Value> {
    let boundary = content_type.strip_prefix("multipart/form-data")?.split_once("boundary=")?.1.trim_matches('"');
    let text = String::from_utf8_lossy(body);
    let inner = text.strip_prefix(&format!("--{boundary}\r\n"))?.strip_suffix(&format!("\r\n--{boundary}--\r\n"))?;
    let parts: Option<Vec<Value>> = inner.split(&format!("\r\n--{boundary}\r\n")).map(part).collect();
    Some(json!({ "parts": parts? }))
}

fn part(text: &str) -> Option<Value> {
    let (head, content) = text.split_once("\r\n\r\n")?;
    let mut part = Map::new();
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-type" => drop(part.insert("content_type".into(), value.trim().into())),
            "content-disposition" => part.extend(disposition(value)),
            _ => {}
        }
    }
    part.insert("content".into(), content.into());
    Some(part.into())
}

fn disposition(value: &str) -> impl Iterator<Item = (String, Value)> {
    let quoted = |pair: &str| {
        let (name, value) = pair.trim().split_once('=')?;
        Some((name.to_owned(), value.trim_matches('"').into()))
    };
    value.split(';').filter_map(quoted).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_shown_part_by_part() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n--b\r\n\
                    content-disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\ncontent-type: text/plain\r\n\r\nx\ny\r\n--b--\r\n";
        let expected = json!({"parts": [
            {"name": "n", "content": "1"},
            {"name": "f", "filename": "a.txt", "content_type": "text/plain", "content": "x\ny"},
        ]});
        assert_eq!(parts("multipart/form-data; boundary=b", body.as_bytes()), Some(expected));
        assert_eq!(parts("multipart/form-data; boundary=c", body.as_bytes()), None);
        assert_eq!(parts("application/json", b"{}"), None);
    }
}
