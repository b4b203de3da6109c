//! The table of faults: everything that can go wrong, row by row, and what must come of it.
//!
//! A row of the catalogue has one entry or several. An entry is played, or names the scenarios or tests that show it, or says
//! why it cannot be shown here. `docs/reliability.md` is written from the same entries.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::{
    answer::{Answer, Then, prepare_script},
    http2::FrameAnswer,
    raw::RawPart,
    scenario::{Call, Expect, TableError, check_expectation, read_rows},
    secrets::{KEY, PROMPT},
};

/// How many rows the catalogue of faults has; they are counted from 1.
pub const FAULT_ROWS: u32 = 88;

/// The languages that play the table.
pub const FAULT_LANGUAGES: &[&str] = &["rust", "python", "node", "c"];

/// One entry of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The row of the catalogue, 1 to [`FAULT_ROWS`].
    pub row: u32,
    /// Unique over the whole table; letters, digits and underscores.
    pub name: String,
    /// What goes wrong, in a few words.
    pub fault: String,
    /// What Tidings gives, in a few words.
    pub gives: String,
    /// What the official clients were seen to do.
    pub official: Official,
    /// Where this departs from what one would expect, and why.
    pub note: Option<String>,
    /// What the server answers, request by request; `"message"` and `"stream"` stand for a good answer of either kind.
    #[serde(default, deserialize_with = "answers")]
    pub script: Vec<Answer>,
    /// Where the client is sent to.
    #[serde(default)]
    pub place: Place,
    /// Calls made before this one by the same client.
    pub warm_up: Option<WarmUp>,
    /// How many bytes the prompt is made longer by.
    #[serde(default)]
    pub prompt_bytes: usize,
    /// What the client is asked to do. Its key is [`KEY`] if it names none, its prompt is [`PROMPT`]. `{key}`, here and
    /// anywhere in an entry, stands for that key.
    #[serde(default)]
    pub call: Call,
    /// What must come of it; an entry that has this is played.
    pub expect: Option<Expect>,
    /// The languages in which something else comes of it, or in which it cannot be played.
    #[serde(default)]
    pub unlike: BTreeMap<String, Unlike>,
    /// Scenarios that show it.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// Tests that show it.
    #[serde(default)]
    pub elsewhere: Vec<Elsewhere>,
    /// Why it cannot be shown here.
    pub not_here: Option<String>,
    /// The entry as it was read, filled in.
    #[serde(skip)]
    pub(crate) json: Value,
}

impl Fault {
    /// The request of the call, the long prompt of some entries included.
    #[must_use]
    pub fn request(&self) -> Value {
        let mut request = self.call.request();
        if let Value::String(prompt) = &mut request["messages"][0]["content"] {
            prompt.push_str(&"x".repeat(self.prompt_bytes));
        }
        request
    }
}

/// What the official clients were seen to do; what is absent was not measured.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Official {
    /// Where both did the same.
    pub both: Option<String>,
    /// The Python client.
    pub python: Option<String>,
    /// The TypeScript client.
    pub typescript: Option<String>,
}

/// Where the client is sent to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The scripted server.
    #[default]
    Server,
    /// A port where nobody listens.
    Refused,
    /// A host that does not exist.
    NoSuchHost,
    /// An address that answers nothing, not even to say no.
    BlackHole,
    /// The scripted server, which speaks no TLS, by an address that begins with https.
    HttpsToHttp,
    /// The scripted server, from an address that this machine does not have.
    StrangeAddress,
    /// A base URL as it stands.
    Url(String),
    /// A listener that says the same to everybody; the address begins with https.
    Tls(Listener),
    /// The scripted server behind TLS.
    Certificate(Certificate),
    /// A listener that says the same to everybody and is the proxy on the way to an address with https.
    Proxy(Listener),
    /// A server of HTTP/2 behind TLS, which answers request by request; the last answer repeats.
    Http2(Vec<FrameAnswer>),
}

/// The certificate of a server behind TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certificate {
    /// One that the client has every reason to trust.
    Good,
    /// One of an authority that the client does not know.
    UnknownAuthority,
    /// One for another host.
    WrongHost,
    /// One whose time is over.
    Expired,
}

/// A listener that waits for a few bytes and answers with the same ones every time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listener {
    /// What it says.
    #[serde(default)]
    pub says: Vec<RawPart>,
    /// What it does then.
    pub then: Then,
}

/// Calls made before the one that counts; each must succeed.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarmUp {
    /// How many, one after the other.
    pub calls: u32,
    /// Milliseconds between the last of them and the one that counts.
    pub pause_ms: u64,
}

/// What is different about an entry in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unlike {
    /// Why it is.
    pub because: String,
    /// What must come of it there; it cannot be played there when absent.
    pub expect: Option<Expect>,
}

/// A test of this repository.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// Its file, from the root of the repository.
    pub file: String,
    /// Its name, as it stands in the file.
    pub test: String,
}

/// Reads all entries of the table in `folder`.
///
/// # Errors
///
/// Fails on a file that is not a list of entries, an unknown key, a name that is taken, a script that cannot be played, and
/// an entry that neither is played nor says where it is shown or why it cannot be.
pub fn faults(folder: impl AsRef<Path>) -> Result<Vec<Fault>, TableError> {
    let rows = read_rows(folder.as_ref(), |row: &FilledIn| &row.0.name, |row| check(&row.0))?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// An entry with the key and the prompt in it.
#[derive(Deserialize)]
#[serde(try_from = "Value")]
struct FilledIn(Fault);

impl TryFrom<Value> for FilledIn {
    type Error = serde_json::Error;

    fn try_from(mut json: Value) -> Result<Self, Self::Error> {
        fill_in(&mut json);
        let mut fault = Fault::deserialize(&json)?;
        fault.json = json;
        Ok(Self(fault))
    }
}

/// Puts the key and the prompt that must never be seen into an entry.
fn fill_in(entry: &mut Value) {
    replace(entry, "{key}", KEY);
    let Some(call) = member(entry, "call") else { return };
    let mut request = Call::default_request();
    request["messages"][0]["content"] = PROMPT.into();
    call["request"] = request;
    let Some(client) = member(call, "client") else { return };
    if client.get("api_key").is_none() && client.get("auth_token").is_none() {
        client["api_key"] = KEY.into();
    }
}

/// The object of that name in another, made where it is not there.
fn member<'a>(object: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    let member = object.as_object_mut()?.entry(name).or_insert_with(|| json!({}));
    member.is_object().then_some(member)
}

fn replace(json: &mut Value, word: &str, by: &str) {
    match json {
        Value::String(text) => *text = text.replace(word, by),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, word, by)),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace(field, word, by)),
        _ => {}
    }
}

fn check(row: &Fault) -> Result<(), String> {
    if !(1..=FAULT_ROWS).contains(&row.row) {
        return Err(format!("there is no row {}", row.row));
    }
    if row.name.is_empty() || !row.name.bytes().all(|b| b == b'_' || b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Err("a name is made of lower-case letters, digits and underscores".into());
    }
    if row.official.both.is_some() && (row.official.python.is_some() || row.official.typescript.is_some()) {
        return Err("what both clients did is not said once more for one of them".into());
    }
    let is_shown = row.expect.is_some() || !row.scenarios.is_empty() || !row.elsewhere.is_empty();
    if is_shown == row.not_here.is_some() {
        return Err("an entry is shown, or says why it cannot be".into());
    }
    for (language, unlike) in &row.unlike {
        if !FAULT_LANGUAGES.contains(&language.as_str()) || row.expect.is_none() {
            return Err(format!("it is not played in {language} anyway"));
        }
        unlike.expect.as_ref().map_or(Ok(()), check_expectation)?;
    }
    if matches!(&row.place, Place::Http2(answers) if answers.is_empty()) {
        return Err("a server of HTTP/2 needs an answer".into());
    }
    if !row.script.is_empty() {
        prepare_script(&row.script).map_err(|error| error.to_string())?;
    }
    row.expect.as_ref().map_or(Ok(()), check_expectation)
}

/// A good answer goes by its name, so that the bad one can be seen.
fn answers<'de, D: Deserializer<'de>>(script: D) -> Result<Vec<Answer>, D::Error> {
    let answers = Vec::<Value>::deserialize(script)?.into_iter().map(|answer| match answer.as_str() {
        Some("message") => Ok(Answer { json: Some(good_message()), ..Answer::default() }),
        Some("stream") => Ok(Answer { fixture: Some("01_text".into()), ..Answer::default() }),
        Some(other) => Err(serde::de::Error::custom(format!("there is no answer named {other:?}"))),
        None => serde_json::from_value(answer).map_err(serde::de::Error::custom),
    });
    answers.collect()
}

fn good_message() -> Value {
    json!({
        "id": "msg_01", "type": "message", "role": "assistant", "model": "m",
        "content": [{"type": "text", "text": "Fine now."}], "stop_reason": "end_turn", "stop_sequence": null,
        "usage": {"input_tokens": 1, "output_tokens": 2},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(rest: &str) -> Result<(), String> {
        let json = format!(r#"{{"row": 1, "name": "a", "fault": "b", "gives": "c", "official": {{}}, {rest}}}"#);
        check(&serde_json::from_str(&json).map_err(|error| error.to_string())?)
    }

    #[test]
    fn an_entry_is_shown_or_says_why_it_cannot_be() {
        assert!(row(r#""note": "nothing else""#).is_err());
        assert!(row(r#""not_here": "because""#).is_ok());
        assert!(row(r#""not_here": "because", "scenarios": ["a"]"#).is_err());
        assert!(row(r#""expect": {"text": "a"}, "script": ["message"]"#).is_ok());
    }

    #[test]
    fn only_a_language_that_plays_an_entry_can_be_unlike_the_others() {
        let unlike = r#""unlike": {"python": {"because": "so"}}"#;
        assert!(row(&format!(r#""expect": {{"text": "a"}}, "script": ["message"], {unlike}"#)).is_ok());
        assert!(row(&format!(r#""not_here": "because", {unlike}"#)).is_err());
        let unknown = unlike.replace("python", "cobol");
        assert!(row(&format!(r#""expect": {{"text": "a"}}, "script": ["message"], {unknown}"#)).is_err());
    }

    #[test]
    fn misspelt_keys_answers_and_places_are_refused() {
        for wrong in [
            r#""scenario": ["a"]"#,
            r#""expect": {"text": "a"}, "script": ["massage"]"#,
            r#""expect": {"text": "a"}, "script": [{"staus": 200}]"#,
            r#""expect": {"text": "a"}, "place": "nowhere""#,
        ] {
            assert!(row(wrong).is_err(), "{wrong}");
        }
    }
}
