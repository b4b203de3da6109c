//! Looks through everything that the process shows for the key and for the prompt, in every form that they can take.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
    sync::{LazyLock, Mutex, Once, PoisonError},
};

use base64::Engine as _;
use tidings::{AttemptRecord, Client, ClientBuilder, PressureState};
use tracing::{Event, Metadata, Subscriber, field, span};

/// The key of every call of the fault run. Its odd characters look different where something encodes it.
pub(crate) const KEY: &str = "sk-ant-fault+/=KEY-5d41402abc4b2a76";
/// A part of the prompt of every call of the fault run.
pub(crate) const PROMPT: &str = "PROMPT-MARKER/+= \u{e9}7d793037a0760186";

/// The password of every proxy of the fault run.
pub(crate) const PASSWORD: &str = "pass+/=WORD-9f86d081884c7d65";

/// The names under which hooks and the state of the scheduler were looked at.
const ATTEMPT: &str = "an attempt";
const PRESSURE: &str = "the pressure";

static WITNESS: LazyLock<Witness> = LazyLock::new(|| Witness::of(&[KEY, PROMPT, PASSWORD]));
static SEEN: Mutex<Seen> = Mutex::new(Seen { lines: BTreeMap::new(), leaks: Vec::new() });

/// What was looked at, and where a secret was found in it.
struct Seen {
    lines: BTreeMap<String, u64>,
    leaks: Vec<String>,
}

/// Finds secrets in texts.
struct Witness {
    /// Every form of every secret, in lower case.
    forms: Vec<String>,
}

impl Witness {
    fn of(secrets: &[&str]) -> Self {
        Self { forms: secrets.iter().flat_map(|secret| forms(secret)).collect() }
    }

    fn finds(&self, text: &str) -> bool {
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
    let percent = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02x}")
        }
    };
    let mut forms = vec![
        secret.to_owned(),
        secret.escape_default().to_string(),
        bytes.escape_ascii().to_string(),
        bytes.escape_ascii().to_string().escape_debug().to_string(),
        listed(&percent, ""),
        listed(&|byte| byte.to_string(), ", "),
        listed(&|byte| format!("{byte:02x}"), ""),
        listed(&|byte| format!("{byte:02x}"), " "),
    ];
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
    forms.iter().map(|form| form.to_lowercase()).collect()
}

/// Listens to every line that any crate logs from now on.
pub(crate) fn begin() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Listening).unwrap();
        log::set_logger(&Listening).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Looks at what something shows of itself.
pub(crate) fn look(source: &str, text: &str) {
    let found = WITNESS.finds(text);
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    *seen.lines.entry(source.to_owned()).or_default() += 1;
    if found {
        seen.leaks.push(format!("{source}: {}", text.chars().take(2000).collect::<String>()));
    }
}

/// Looks at everything that the hooks of a client are told.
pub(crate) fn watch(builder: ClientBuilder) -> ClientBuilder {
    let attempt = |record: &AttemptRecord| look(ATTEMPT, &format!("{record:?} {record:#?}"));
    let pressure = |state: &PressureState| look(PRESSURE, &format!("{state:?} {state:#?}"));
    builder.on_request(attempt).on_response(attempt).on_retry(attempt).on_error(attempt).on_pressure(pressure)
}

/// Looks at what a client that has made calls shows of itself.
pub(crate) fn look_at_client(source: &str, client: &Client) {
    look(source, &format!("{client:?} {client:#?} {:?} {:#?}", client.pressure(), client.pressure()));
}

/// Panics when a secret was seen.
pub(crate) fn nothing_leaked() {
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(seen.leaks.is_empty(), "{} leaks: {:#?}", seen.leaks.len(), seen.leaks);
}

/// Panics when the core was not heard, or no hook of it, or no crate beneath it.
pub(crate) fn everybody_was_heard() {
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let sources: Vec<_> = seen.lines.keys().collect();
    let beneath = sources.iter().any(|source| source.starts_with("hyper_util::") || source.starts_with("h2::"));
    let ours = ["tidings", ATTEMPT, PRESSURE].iter().all(|source| seen.lines.contains_key(*source));
    assert!(ours && beneath, "{sources:?}");
}

/// A subscriber and logger that takes everything and keeps nothing.
struct Listening;

impl Subscriber for Listening {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        let mut text = Text::default();
        span.record(&mut text);
        look(span.metadata().target(), &format!("{} {}", span.metadata().name(), text.0));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        let mut text = Text::default();
        values.record(&mut text);
        look("a field of a span", &text.0);
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        look(event.metadata().target(), &text.0);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

impl log::Log for Listening {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        look(record.target(), &record.args().to_string());
    }

    fn flush(&self) {}
}

/// The fields of one line.
#[derive(Default)]
struct Text(String);

impl field::Visit for Text {
    fn record_debug(&mut self, field: &field::Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_form() {
        let witness = Witness::of(&["key/+= \u{e9}0123456789"]);
        let found = |text: &str| witness.finds(text);
        let bytes = "key/+= \u{e9}0123456789".as_bytes();
        assert!(found("before key/+= \u{e9}0123456789 behind") && found("KEY/+= \u{c9}0123456789"));
        assert!(found("a=key%2F%2B%3D%20%C3%A90123456789") && found("a=key%2f%2b%3d%20%c3%a90123456789"));
        assert!(found(&format!("{bytes:?}")) && found(&format!("{:?}", std::str::from_utf8(bytes).unwrap())));
        assert!(found(&format!("{:?}", bytes.escape_ascii().to_string())));
        for before in ["", "x", "xy", "xyz", "Basic "] {
            let text = [before.as_bytes(), bytes, b"tail"].concat();
            assert!(found(&base64::engine::general_purpose::STANDARD.encode(&text)), "{before}");
            assert!(found(&base64::engine::general_purpose::URL_SAFE.encode(&text)), "{before}");
        }
        assert!(!found("key/+= 0123456789") && !found("x-api-key: ***") && !found(""));
    }

    #[test]
    fn a_line_that_is_logged_is_looked_at() {
        let shown = |text: &str| WITNESS.finds(text);
        let mut text = Text::default();
        let _ = write!(text.0, "{:?}", Some(KEY));
        assert!(shown(&text.0) && shown(&format!("{:?}", PROMPT.as_bytes())));
    }
}
