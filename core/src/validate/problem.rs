//! What was found wrong, and where.

use std::{cell::RefCell, fmt};

/// The most problems that are listed; more are only counted.
const LISTED: usize = 20;

/// Where a value stands in the body.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    /// The body itself.
    Root,
    /// A field of an object.
    Key(&'a Self, &'a str),
    /// An item of an array, counted from 0.
    Index(&'a Self, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(Self::Root, key) => f.write_str(key),
            Self::Key(parent, key) => write!(f, "{parent}.{key}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// All problems of one body.
#[derive(Default)]
pub(super) struct Problems(RefCell<Found>);

#[derive(Default)]
struct Found {
    listed: Vec<String>,
    count: usize,
}

impl Problems {
    /// Notes one.
    pub(super) fn add(&self, path: &Path<'_>, what: fmt::Arguments<'_>) {
        let mut found = self.0.borrow_mut();
        found.count += 1;
        if found.count > LISTED {
            return;
        }
        let line = match path {
            Path::Root => format!("the body: {what}"),
            path => format!("{path}: {what}"),
        };
        found.listed.push(line);
    }

    /// All of them as one message; `None` when there are none.
    pub(super) fn report(self) -> Option<String> {
        let Found { listed, count } = self.0.into_inner();
        match (count, listed.len()) {
            (0, _) => None,
            (1, _) => Some(format!("the request was not sent: {}", listed.concat())),
            (count, shown) => {
                let more = if count > shown { format!("\n- and {} more", count - shown) } else { String::new() };
                Some(format!("the request was not sent, it has {count} problems:\n- {}{more}", listed.join("\n- ")))
            }
        }
    }
}
