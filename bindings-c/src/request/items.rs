//! What the body of a request is made of: its fields, and lists that can be added to.

use std::borrow::Cow;

use super::json::{Json, Object};
use crate::boundary::Misuse;

/// Fields by their names, in the order of these.
#[derive(Clone, Default)]
pub(super) struct Fields(Vec<(Cow<'static, str>, Json)>);

impl Fields {
    pub(super) fn set(&mut self, name: Cow<'static, str>, value: Json) {
        match self.0.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (name, value)),
        }
    }

    /// Writes those that are wanted.
    pub(super) fn write(&self, object: &mut Object<'_>, is_wanted: impl Fn(&str) -> bool) -> Result<(), Misuse> {
        for (name, value) in self.0.iter().filter(|(name, _)| is_wanted(name)) {
            value.write(object.member(name)?);
        }
        Ok(())
    }

    /// About how many bytes they take.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len() + 8).sum()
    }
}

/// A list that can be added to, and that goes out as it was given while nothing is.
#[derive(Clone, Default)]
pub(super) enum List<T> {
    #[default]
    Absent,
    Null,
    Items(Vec<T>),
}

/// One of a list.
pub(super) trait Item {
    fn write(&self, out: &mut Vec<u8>);

    /// About how many bytes it takes.
    fn len(&self) -> usize;
}

impl Item for Json {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }

    fn len(&self) -> usize {
        self.as_bytes().len()
    }
}

/// A message: as it was given, or a turn of the user put together of blocks, each of which may be large and is not copied
/// before the body is written.
#[derive(Clone)]
pub(super) enum Turn {
    Json(Json),
    User(Vec<Json>),
}

impl From<Json> for Turn {
    fn from(json: Json) -> Self {
        Self::Json(json)
    }
}

impl Item for Turn {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Json(json) => json.write(out),
            Self::User(blocks) => UserTurn(blocks, &[]).write(out),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Json(json) => json.len(),
            Self::User(blocks) => UserTurn(blocks, &[]).len(),
        }
    }
}

/// A turn of the user: some blocks and then others.
pub(super) struct UserTurn<'a>(pub(super) &'a [Json], pub(super) &'a [Json]);

impl Item for UserTurn<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(br#"{"role":"user","content":"#);
        write_all(self.0.iter().chain(self.1), out);
        out.push(b'}');
    }

    fn len(&self) -> usize {
        length(self.0) + length(self.1) + 64
    }
}

impl<T: From<Json>> List<T> {
    pub(super) fn parse(json: &Json) -> Result<Self, serde_json::Error> {
        let items: Option<Vec<Json>> = serde_json::from_slice(json.as_bytes())?;
        Ok(items.map_or(Self::Null, |items| Self::Items(items.into_iter().map(T::from).collect())))
    }
}

impl<T: Item> List<T> {
    pub(super) fn push(&mut self, item: T) {
        match self {
            Self::Items(items) => items.push(item),
            Self::Absent | Self::Null => *self = Self::Items(vec![item]),
        }
    }

    /// Writes the list as a member, with one more item behind it if there is one.
    pub(super) fn write(&self, object: &mut Object<'_>, name: &str, last: Option<&dyn Item>) -> Result<(), Misuse> {
        match self {
            Self::Absent if last.is_none() => {}
            Self::Null if last.is_none() => object.member(name)?.extend_from_slice(b"null"),
            _ => write_all(self.items().iter().map(|item| item as &dyn Item).chain(last), object.member(name)?),
        }
        Ok(())
    }

    /// About how many bytes it takes.
    pub(super) fn len(&self) -> usize {
        length(self.items())
    }

    fn items(&self) -> &[T] {
        match self {
            Self::Items(items) => items,
            Self::Absent | Self::Null => &[],
        }
    }
}

fn write_all<'a, T: Item + ?Sized + 'a>(items: impl Iterator<Item = &'a T>, out: &mut Vec<u8>) {
    out.push(b'[');
    for (number, item) in items.enumerate() {
        if number > 0 {
            out.push(b',');
        }
        item.write(out);
    }
    out.push(b']');
}

fn length(items: &[impl Item]) -> usize {
    items.iter().map(|item| item.len() + 1).sum()
}
