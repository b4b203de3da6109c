//! The one listener to `tracing` in the process, which lasts as long as that does: whom it tells changes, not the listener.

use tracing::{
    Event, Metadata, Subscriber,
    level_filters::LevelFilter,
    span::{Attributes, Id, Record},
    subscriber::Interest,
};

use super::{line, tell, wanted};

/// Where the library's own lines come from; those of the crates below it are not the program's business.
const TARGET: &str = "tidings";

pub(super) struct Lines(());

impl Lines {
    pub(super) fn new() -> Self {
        Self(())
    }
}

impl Subscriber for Lines {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.enabled(metadata) { Interest::always() } else { Interest::never() }
    }

    /// Spans are not listened to: every line says by itself which call it is about.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TARGET && !metadata.is_span() && *metadata.level() <= wanted()
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(wanted())
    }

    fn event(&self, event: &Event<'_>) {
        if self.enabled(event.metadata()) {
            tell(*event.metadata().level(), || line::of(event));
        }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
