//! Lists of a request's body, which can be added to.

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::value::RawValue;

use super::body::Json;

/// A list that can be added to, and that goes out as it was given while nothing is.
#[derive(Clone, Default)]
pub(super) enum List<T> {
    #[default]
    Absent,
    Null,
    Items(Vec<T>),
}

/// A message: as it was given, or a turn of the user put together of blocks, each of which may be large and is not copied
/// before the body is written.
#[derive(Clone)]
pub(super) enum Turn {
    Json(Json),
    User(Vec<Json>),
}

impl<T: From<Json>> List<T> {
    pub(super) fn parse(json: &RawValue) -> Result<Self, serde_json::Error> {
        let items: Option<Vec<Json>> = serde_json::from_str(json.get())?;
        Ok(items.map_or(Self::Null, |items| Self::Items(items.into_iter().map(T::from).collect())))
    }
}

impl<T: Serialize> List<T> {
    pub(super) fn push(&mut self, item: T) {
        match self {
            Self::Items(items) => items.push(item),
            Self::Absent | Self::Null => *self = Self::Items(vec![item]),
        }
    }

    pub(super) fn items(&self) -> &[T] {
        match self {
            Self::Items(items) => items,
            Self::Absent | Self::Null => &[],
        }
    }

    /// Writes the list as a field, with one more item behind it if there is one.
    pub(super) fn write<M: SerializeMap>(
        &self,
        map: &mut M,
        name: &str,
        last: Option<impl Serialize>,
    ) -> Result<(), M::Error> {
        match self {
            Self::Absent if last.is_none() => Ok(()),
            Self::Null if last.is_none() => map.serialize_entry(name, &()),
            _ => map.serialize_entry(name, &Joined(self.items(), last)),
        }
    }
}

/// Items, with perhaps one more behind them.
struct Joined<'a, T, L>(&'a [T], Option<L>);

impl<T: Serialize, L: Serialize> Serialize for Joined<'_, T, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for item in self.0 {
            list.serialize_element(item)?;
        }
        if let Some(last) = &self.1 {
            list.serialize_element(last)?;
        }
        list.end()
    }
}

/// A turn of the user: some blocks and then others.
#[derive(Clone, Copy)]
pub(super) struct UserTurn<'a>(pub(super) &'a [Json], pub(super) &'a [Json]);

impl Serialize for UserTurn<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Blocks<'a>(UserTurn<'a>);
        impl Serialize for Blocks<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.0.0.iter().chain(self.0.1))
            }
        }
        let mut turn = serializer.serialize_map(Some(2))?;
        turn.serialize_entry("role", "user")?;
        turn.serialize_entry("content", &Blocks(*self))?;
        turn.end()
    }
}

/// About how many bytes these take.
pub(super) fn length(items: &[Json]) -> usize {
    items.iter().map(|item| item.get().len() + 1).sum()
}

impl From<Json> for Turn {
    fn from(json: Json) -> Self {
        Self::Json(json)
    }
}

impl Turn {
    /// About how many bytes it takes.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Json(json) => json.get().len(),
            Self::User(blocks) => length(blocks) + 64,
        }
    }
}

impl Serialize for Turn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(json) => json.serialize(serializer),
            Self::User(blocks) => UserTurn(blocks, &[]).serialize(serializer),
        }
    }
}
