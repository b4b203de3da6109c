//! Looks through everything that the process shows for the key and for the prompt, in every form that they can take.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
    sync::{LazyLock, Mutex, Once, PoisonError},
};

use tidings::{AttemptRecord, Client, ClientBuilder, PressureState};
use tidings_test_server::Secrets;
use tracing::{Event, Metadata, Subscriber, field, span};

/// The names under which hooks and the state of the scheduler were looked at.
const ATTEMPT: &str = "an attempt";
const PRESSURE: &str = "the pressure";

static SECRETS: LazyLock<Secrets> = LazyLock::new(Secrets::of_the_table);
static SEEN: Mutex<Seen> = Mutex::new(Seen { lines: BTreeMap::new(), leaks: Vec::new() });

/// What was looked at, and where a secret was found in it.
struct Seen {
    lines: BTreeMap<String, u64>,
    leaks: Vec<String>,
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
    let found = SECRETS.are_in(text);
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
    use tidings_test_server::{KEY, PROMPT};

    use super::*;

    #[test]
    fn a_line_that_is_logged_is_looked_at() {
        let shown = |text: &str| SECRETS.are_in(text);
        let mut text = Text::default();
        let _ = write!(text.0, "{:?}", Some(KEY));
        assert!(shown(&text.0) && shown(&format!("{:?}", PROMPT.as_bytes())));
    }
}
