//! One line of text for one event: what happened, then its facts.

use std::fmt::{self, Write as _};

use tracing::{
    Event,
    field::{Field, Visit},
};

pub(super) fn of(event: &Event<'_>) -> String {
    let mut line = Line::default();
    event.record(&mut line);
    line.message + &line.facts
}

#[derive(Default)]
struct Line {
    message: String,
    facts: String,
}

impl Visit for Line {
    /// Texts come in quotation marks where they could be taken for more than one fact.
    fn record_str(&mut self, field: &Field, value: &str) {
        let is_plain = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
        if is_plain {
            self.add(field.name(), &value);
        } else {
            self.add(field.name(), &format_args!("{value:?}"));
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field.name(), &format_args!("{value:?}"));
    }
}

impl Line {
    fn add(&mut self, name: &str, value: &dyn fmt::Display) {
        // Writing to a String does not fail.
        let _ = match name {
            "message" => write!(OneLine(&mut self.message), "{value}"),
            _ => write!(OneLine(&mut self.facts), " {name}={value}"),
        };
    }
}

/// Keeps a line one line, whatever a server or a program has put into its facts.
struct OneLine<'a>(&'a mut String);

impl fmt::Write for OneLine<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
                self.0.extend(character.escape_default());
            } else {
                self.0.push(character);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line() {
        let mut line = Line::default();
        line.add("message", &"a body\r\n");
        line.add("body", &format_args!("{{\n \"k\": \"ü\u{2028}\0\"}}"));
        assert_eq!(line.message + &line.facts, r#"a body\r\n body={\n "k": "ü\u{2028}\u{0}"}"#);
    }
}
