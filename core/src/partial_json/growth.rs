//! What a parser builds while it reads.

/// A value that grows at its end, as a [`Parser`](super::Parser) tells it.
///
/// Strings and numbers at the end of the text are shown before they are finished, where they count; what is shown may still
/// change, or be taken back.
pub trait Growth {
    /// Whether anything is built at all, so that texts are worth unescaping.
    fn is_wanted(&self) -> bool;
    /// The key of the value that comes next.
    fn name(&mut self, key: String);
    /// An object or an array begins.
    fn open(&mut self, is_object: bool);
    /// The innermost object or array is finished.
    fn close(&mut self);
    /// A `true` or `false`, or, for `None`, a `null`.
    fn word(&mut self, word: Option<bool>);
    /// A string is finished: what has not been shown of it.
    fn string(&mut self, rest: String);
    /// A number is finished.
    fn number(&mut self, text: &str);
    /// More of a string that is not finished.
    fn show_string(&mut self, more: String);
    /// A number as it would be if it ended here.
    fn show_number(&mut self, text: &str);
    /// What was shown does not count any more.
    fn retract(&mut self);
    /// The text is not JSON: there is no value.
    fn clear(&mut self);
}

/// A value that is built only where there is something to build.
impl<T: Growth> Growth for Option<T> {
    fn is_wanted(&self) -> bool {
        self.as_ref().is_some_and(Growth::is_wanted)
    }

    fn name(&mut self, key: String) {
        if let Some(growth) = self {
            growth.name(key);
        }
    }

    fn open(&mut self, is_object: bool) {
        if let Some(growth) = self {
            growth.open(is_object);
        }
    }

    fn close(&mut self) {
        if let Some(growth) = self {
            growth.close();
        }
    }

    fn word(&mut self, word: Option<bool>) {
        if let Some(growth) = self {
            growth.word(word);
        }
    }

    fn string(&mut self, rest: String) {
        if let Some(growth) = self {
            growth.string(rest);
        }
    }

    fn number(&mut self, text: &str) {
        if let Some(growth) = self {
            growth.number(text);
        }
    }

    fn show_string(&mut self, more: String) {
        if let Some(growth) = self {
            growth.show_string(more);
        }
    }

    fn show_number(&mut self, text: &str) {
        if let Some(growth) = self {
            growth.show_number(text);
        }
    }

    fn retract(&mut self) {
        if let Some(growth) = self {
            growth.retract();
        }
    }

    fn clear(&mut self) {
        if let Some(growth) = self {
            growth.clear();
        }
    }
}
