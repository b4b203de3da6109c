//! What the declared types look like to a program: names, fields, kinds, bounds.
//!
//! The tables are written by the macros `request!`, `response!`, `union!`, `either!` and `words!` beside the types themselves.
//! Reading an answer, validating a request and writing the schema all go by them, so a field is declared in one place.

use serde_json::Value;

use super::wire::whole;

/// The kind of JSON that a type stands for.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// Any JSON at all.
    Anything,
    /// A string.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A whole number that is not negative.
    Count,
    /// Any number.
    Number,
    /// An array of one kind of item.
    List(fn() -> Self),
    /// An object whose keys are not fixed.
    Map(fn() -> Self),
    /// An object with named fields.
    Record(&'static Record),
    /// An object whose `type` says which of several it is. Open: any other is taken too.
    Union(&'static Union),
    /// One of several kinds, told apart by their JSON type. Open.
    Either(&'static Either),
    /// One of several strings. Open, unless a field's [`Bound::Closed`] says otherwise.
    Words(&'static Words),
}

/// A type that has a shape.
pub(crate) trait Shaped {
    /// The type's shape.
    fn shape() -> Shape;
}

/// An object with named fields; more of them are always taken.
pub(crate) struct Record {
    pub(crate) name: &'static str,
    /// Fields that always hold one string, `type` first.
    pub(crate) constants: &'static [(&'static str, &'static str)],
    pub(crate) fields: &'static [Field],
    #[cfg(test)]
    pub(crate) origin: Origin,
}

/// A field of a [`Record`].
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) need: Need,
    pub(crate) shape: fn() -> Shape,
    pub(crate) bound: Option<Bound>,
    #[cfg(test)]
    pub(crate) doc: &'static str,
}

/// Whether a field has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The object is not one of its kind without it.
    Required,
    /// The API always sends it; an endpoint that does not is understood too, by the type's default.
    Defaulted,
    /// May be left out.
    Optional,
    /// May be left out or null.
    Nullable,
}

/// What is certain about a value beyond its JSON type. Uncertain ranges stand in the field's description only.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bound {
    /// A number between these two, both included.
    Between(f64, f64),
    /// A number no smaller than this.
    AtLeast(f64),
    /// An array with this many items, both included.
    Items(usize, usize),
    /// There, and not null. So is every required value with another bound.
    Present,
    /// An array of strings, none of which is empty.
    NoneEmpty,
    /// Base64 text.
    Base64,
    /// One of the words that are declared, and no other.
    Closed,
    /// The same, and a system message only where the version of the API takes one.
    Speaker,
}

/// Objects told apart by their `type`.
pub(crate) struct Union {
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the schema"))]
    pub(crate) name: &'static str,
    pub(crate) variants: &'static [fn() -> Shape],
    /// What an object without a `type` is.
    pub(crate) untyped: Option<fn() -> Shape>,
    #[cfg(test)]
    pub(crate) origin: Origin,
}

/// Kinds told apart by their JSON type.
pub(crate) struct Either {
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the schema"))]
    pub(crate) name: &'static str,
    pub(crate) variants: &'static [fn() -> Shape],
    #[cfg(test)]
    pub(crate) origin: Origin,
}

/// Strings with a meaning.
pub(crate) struct Words {
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the schema"))]
    pub(crate) name: &'static str,
    pub(crate) list: &'static [&'static str],
    #[cfg(test)]
    pub(crate) docs: &'static [&'static str],
    #[cfg(test)]
    pub(crate) origin: Origin,
}

/// What only the schema tells: where a type comes from and what it is for.
#[cfg(test)]
pub(crate) struct Origin {
    pub(crate) doc: &'static str,
    /// The Rust module that declares it.
    pub(crate) module: &'static str,
    /// Which way it travels; `None` for both.
    pub(crate) face: Option<&'static str>,
}

impl Record {
    /// The string that `type` always holds.
    pub(crate) fn tag(&self) -> Option<&'static str> {
        self.constants.iter().find(|(key, _)| *key == "type").map(|(_, tag)| *tag)
    }

    /// The field with this name.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.place(name.as_bytes()).map(|place| &self.fields[place])
    }

    /// Which of the fields has this name.
    pub(crate) fn place(&self, name: &[u8]) -> Option<usize> {
        self.fields.iter().position(|field| field.name.as_bytes() == name)
    }
}

impl Union {
    /// The record that an object of this `type` is.
    pub(crate) fn record(&self, tag: Option<&str>) -> Option<&'static Record> {
        let found = match tag {
            Some(tag) => self.variants.iter().map(|shape| shape()).find(|shape| shape.has_tag(tag)),
            None => self.untyped.map(|shape| shape()),
        };
        match found? {
            Shape::Record(record) => Some(record),
            _ => None,
        }
    }
}

impl Shape {
    /// Whether an object of this `type` is this: the constant, or one of the words where there are several.
    fn has_tag(self, tag: &str) -> bool {
        let Self::Record(record) = self else { return false };
        match (record.tag(), record.field("type").map(|field| (field.shape)())) {
            (Some(own), _) => own == tag,
            (None, Some(Self::Words(words))) => words.list.contains(&tag),
            _ => false,
        }
    }

    /// Whether a field of this can be read from a value; null is as good as nothing, except where anything goes.
    pub(crate) fn is_given(self, value: &Value) -> bool {
        (!value.is_null() || matches!(self, Self::Anything)) && self.fits(value)
    }

    /// Whether a value can be read as this without loss.
    pub(crate) fn fits(self, value: &Value) -> bool {
        match self {
            Self::Anything | Self::Union(_) | Self::Either(_) => true,
            Self::Text | Self::Words(_) => value.is_string(),
            Self::Bool => value.is_boolean(),
            Self::Integer => value.is_i64() || whole(value).is_some(),
            Self::Count => value.is_u64() || whole(value).is_some_and(|number| number >= 0),
            Self::Number => value.is_f64() || value.as_i64().is_some() && whole(value) == value.as_i64(),
            Self::List(item) => value.as_array().is_some_and(|list| list.iter().all(|value| item().fits(value))),
            Self::Map(item) => value.as_object().is_some_and(|map| map.values().all(|value| item().fits(value))),
            Self::Record(record) => value.is_object() && misfit(record, value).is_none(),
        }
    }
}

/// The first field without which a value is not the record it should be.
pub(crate) fn misfit(record: &Record, value: &Value) -> Option<&'static str> {
    let fits = |field: &Field| value.get(field.name).is_some_and(|value| (field.shape)().is_given(value));
    let required = record.fields.iter().filter(|field| field.need == Need::Required);
    required.into_iter().find(|field| !fits(field)).map(|field| field.name)
}

/// The name of a field as JSON has it.
pub(crate) const fn plain(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}
