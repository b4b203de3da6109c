//! What nothing may ever show: the key, the prompt and the proxy's password of every call of the fault table.

use base64::Engine as _;

/// The key of every call of the fault table. Its odd characters look different where something encodes it.
pub const KEY: &str = "sk-ant-fault+/=KEY-5d41402abc4b2a76";
/// A part of the prompt of every call of the fault table.
pub const PROMPT: &str = "PROMPT-MARKER/+= \u{e9}7d793037a0760186";
/// The password of every proxy of the fault table.
pub const PASSWORD: &str = "pass+/=WORD-9f86d081884c7d65";

/// What is not letters and digits and still needs no percent sign, by whoever writes the URL.
const KEPT_IN_URLS: [&[u8]; 4] = [b"-_.~", b"-_.~+", b"-_.~+=", b"-_.~+=/"];

/// Finds secrets in texts.
pub struct Secrets {
    /// Every form of every secret, in lower case.
    forms: Vec<String>,
}

impl Secrets {
    /// Those of the fault table.
    #[must_use]
    pub fn of_the_table() -> Self {
        Self::of(&[KEY, PROMPT, PASSWORD])
    }

    fn of(secrets: &[&str]) -> Self {
        Self { forms: secrets.iter().flat_map(|secret| forms(secret)).collect() }
    }

    /// Every form that a secret can take, in lower case: whoever looks for them puts the text into lower case, too.
    #[must_use]
    pub fn forms(&self) -> &[String] {
        &self.forms
    }

    /// Whether one of them stands in `text`, in whatever form.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.forms.iter().any(|form| text.contains(form.as_str()))
    }
}

/// A secret as it is, and as base64, percent signs, escapes, and numbers would show it.
fn forms(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let listed = |number: &dyn Fn(u8) -> String, between: &str| {
        bytes.iter().map(|byte| number(*byte)).collect::<Vec<_>>().join(between)
    };
    let mut forms = vec![
        secret.to_owned(),
        secret.escape_default().to_string(),
        bytes.escape_ascii().to_string(),
        bytes.escape_ascii().to_string().escape_debug().to_string(),
        secret.encode_utf16().map(json_escape).collect(),
        listed(&|byte| byte.to_string(), ", "),
        listed(&|byte| format!("{byte:02x}"), ""),
        listed(&|byte| format!("{byte:02x}"), " "),
    ];
    for kept in KEPT_IN_URLS {
        forms.push(listed(&|byte| percent(byte, kept), ""));
    }
    for before in 0..3 {
        // What stands in front of it in the encoded text shifts it by up to two bytes; both ends are left out.
        let shifted = [&vec![0; before], bytes].concat();
        for engine in
            [base64::engine::general_purpose::STANDARD_NO_PAD, base64::engine::general_purpose::URL_SAFE_NO_PAD]
        {
            let text = engine.encode(&shifted);
            forms.push(text[4..text.len() - 4].to_owned());
        }
    }
    let mut forms: Vec<_> = forms.iter().map(|form| form.to_lowercase()).collect();
    forms.sort();
    forms.dedup();
    forms
}

fn percent(byte: u8, kept: &[u8]) -> String {
    if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02x}")
    }
}

fn json_escape(unit: u16) -> String {
    match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_form() {
        let secrets = Secrets::of(&["key/+= \u{e9}0123456789"]);
        let found = |text: &str| secrets.are_in(text);
        let bytes = "key/+= \u{e9}0123456789".as_bytes();
        assert!(found("before key/+= \u{e9}0123456789 behind") && found("KEY/+= \u{c9}0123456789"));
        assert!(found("a=key%2F%2B%3D%20%C3%A90123456789") && found("a=key%2f%2b%3d%20%c3%a90123456789"));
        assert!(found(&format!("{bytes:?}")) && found(&format!("{:?}", std::str::from_utf8(bytes).unwrap())));
        assert!(found(&format!("{:?}", bytes.escape_ascii().to_string())));
        assert!(found("a=key/+=%20%C3%A90123456789") && found("a=key%2F+=%20%C3%A90123456789"));
        assert!(found(r#"{"a": "key/+= \u00e90123456789"}"#));
        for before in ["", "x", "xy", "xyz", "Basic "] {
            let text = [before.as_bytes(), bytes, b"tail"].concat();
            assert!(found(&base64::engine::general_purpose::STANDARD.encode(&text)), "{before}");
            assert!(found(&base64::engine::general_purpose::URL_SAFE.encode(&text)), "{before}");
        }
        assert!(!found("key/+= 0123456789") && !found("x-api-key: ***") && !found(""));
    }
}
