//! One walk over the body: nothing is built, every value is looked at once.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    SystemMessages,
    found::{self, Kind},
    problem::{Path, Problems},
};
use crate::types::shape::{Bound, Field, Need, Record, Shape, Union, Words};

/// Checks one value; what is wrong goes to `problems`, and the walk goes on.
#[derive(Clone, Copy)]
pub(super) struct Checker<'a> {
    shape: Shape,
    bound: Option<Bound>,
    /// Whether null may stand here.
    nullable: bool,
    path: &'a Path<'a>,
    system: SystemMessages,
    problems: &'a Problems,
}

impl<'a> Checker<'a> {
    /// A check of the whole body.
    pub(super) fn root(shape: Shape, system: SystemMessages, problems: &'a Problems) -> Self {
        Self { shape, bound: None, nullable: false, path: &Path::Root, system, problems }
    }

    /// Reads the body; `Err` only when it is not JSON.
    pub(super) fn read(self, body: &[u8]) -> Result<(), serde_json::Error> {
        let mut reader = serde_json::Deserializer::from_slice(body);
        self.deserialize(&mut reader).and_then(|()| reader.end()).or_else(tolerate_depth)
    }

    fn problem(self, what: fmt::Arguments<'_>) {
        self.problems.add(self.path, what);
    }

    /// Notes that a value is of the wrong kind, if it is.
    fn suits(self, kind: Kind) -> bool {
        let suits = kind.suits(self.shape);
        if !suits {
            self.problem(format_args!("found {}, expected {}", kind.name(), found::expected(self.shape)));
        }
        suits
    }

    fn number(self, number: f64) {
        if !Kind::Number(number).suits(self.shape) {
            // Where a number belongs it is no prompt.
            let is_number = matches!(self.shape, Shape::Integer | Shape::Count);
            let found = if is_number { found::number(number) } else { Kind::Number(number).name() };
            return self.problem(format_args!("found {found}, expected {}", found::expected(self.shape)));
        }
        match self.bound {
            Some(Bound::Between(low, high)) if !(low..=high).contains(&number) => {
                self.problem(format_args!("found {}, expected {low} to {high}", found::number(number)));
            }
            Some(Bound::AtLeast(low)) if number < low => {
                self.problem(format_args!("found {}, expected at least {low}", found::number(number)));
            }
            _ => {}
        }
    }

    /// Checks what should be a number by its text: with the feature `arbitrary_precision`, which any crate of a program can
    /// turn on for all, `serde_json` gives numbers to visitors in a shape of its own.
    fn numeral(self, json: &str) {
        match json.as_bytes().first() {
            Some(b'n') if self.nullable => {}
            Some(b'n') => drop(self.suits(Kind::Null)),
            Some(b't' | b'f') => drop(self.suits(Kind::Bool)),
            Some(b'"') => drop(self.suits(Kind::Text)),
            Some(b'[') => drop(self.suits(Kind::List)),
            Some(b'{') => drop(self.suits(Kind::Object)),
            _ => self.number(json.parse().unwrap_or(f64::NAN)),
        }
    }

    fn text(self, text: &str) {
        if !self.suits(Kind::Text) {
            return;
        }
        match (self.bound, self.shape) {
            (Some(Bound::NoneEmpty), _) if text.is_empty() => {
                self.problem(format_args!("found an empty string, expected something to look for"));
            }
            (Some(Bound::Base64), _) => {
                if let Some(what) = found::not_base64(text) {
                    self.problem(format_args!("{what}"));
                }
            }
            (Some(Bound::Closed), Shape::Words(words)) => self.word(text, words.list),
            (Some(Bound::Speaker), Shape::Words(words)) => self.speaker(text, words),
            _ => {}
        }
    }

    fn word(self, word: &str, accepted: &[&str]) {
        if !accepted.contains(&word) {
            self.problem(format_args!("found {}, expected {}", found::quoted(word), accepted.join(", ")));
        }
    }

    /// A system message is one of the words, but not for every version and place.
    fn speaker(self, role: &str, words: &Words) {
        let is_first = matches!(self.path, Path::Key(Path::Index(_, 0), _));
        let expected = match self.system {
            SystemMessages::Nowhere => {
                "the system prompt in the parameter `system`, as this version of the API takes it"
            }
            SystemMessages::NotFirst if is_first => {
                "the system prompt in the parameter `system`, not as the first message"
            }
            _ => return self.word(role, words.list),
        };
        match role {
            "system" => self.problem(format_args!("found \"system\", expected {expected}")),
            _ => self.word(role, &["user", "assistant"]),
        }
    }

    /// The check of a field's value.
    fn field(self, field: &'static Field, path: &'a Path<'a>) -> Self {
        let nullable = !is_certain(field);
        Self { shape: (field.shape)(), bound: field.bound, nullable, path, ..self }
    }

    /// The shape of the several that a value of this kind is checked as.
    fn chosen(self, kind: Kind) -> Self {
        let Shape::Either(either) = self.shape else { return self };
        let suited = either.variants.iter().map(|variant| variant()).find(|variant| kind.suits(*variant));
        suited.map_or(self, |shape| Self { shape, ..self })
    }
}

/// A field without which, or with null in which, the request is certain to be refused.
fn is_certain(field: &Field) -> bool {
    matches!(field.need, Need::Required | Need::Defaulted) && field.bound.is_some()
}

/// JSON that is nested deeper than can be read here is not looked into; it is not wrong for that.
fn tolerate_depth(error: serde_json::Error) -> Result<(), serde_json::Error> {
    if error.to_string().starts_with("recursion limit") { Ok(()) } else { Err(error) }
}

impl<'de> DeserializeSeed<'de> for Checker<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.shape {
            Shape::Anything => IgnoredAny::deserialize(deserializer).map(drop),
            Shape::Integer | Shape::Count | Shape::Number => {
                self.numeral(<&RawValue>::deserialize(deserializer)?.get());
                Ok(())
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Checker<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&found::expected(self.shape))
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        if !self.nullable {
            self.suits(Kind::Null);
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.suits(Kind::Bool);
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "compared with small bounds only")]
    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.number(number as f64);
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "compared with small bounds only")]
    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.number(number as f64);
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.number(number);
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.chosen(Kind::Text).text(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let list = self.chosen(Kind::List);
        let item = if let Shape::List(item) = list.shape {
            item()
        } else {
            list.suits(Kind::List);
            Shape::Anything
        };
        let bound = list.bound.filter(|bound| *bound == Bound::NoneEmpty);
        let mut count = 0;
        loop {
            let path = Path::Index(list.path, count);
            let check = Checker { shape: item, bound, nullable: false, path: &path, ..list };
            if items.next_element_seed(check)?.is_none() {
                break;
            }
            count += 1;
        }
        match list.bound {
            Some(Bound::Items(least, most)) if !(least..=most).contains(&count) => {
                list.problem(format_args!("found {count} items, expected {least} to {most}"));
            }
            _ => {}
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let object = self.chosen(Kind::Object);
        match object.shape {
            Shape::Record(record) => object.record(record, Vec::new(), map),
            Shape::Union(union) => object.union(union, map),
            Shape::Map(item) => object.map(item(), map),
            _ => {
                object.suits(Kind::Object);
                object.map(Shape::Anything, map)
            }
        }
    }
}

/// A key as it stands in the body, without a copy where it holds no escape.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Which field of a record a key names; read without a copy, as every key of every message is.
struct Place(&'static Record);

impl<'de> DeserializeSeed<'de> for Place {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Place {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(self.0.place(name))
    }
}

/// The fields without which a record is refused and which have not come yet, a bit for each by its place.
struct Missing(&'static Record, u64);

impl Missing {
    fn of(record: &'static Record) -> Self {
        let certain = record.fields.iter().enumerate().filter(|(_, field)| is_certain(field));
        Self(record, certain.fold(0, |missing, (place, _)| missing | 1 << place))
    }

    /// The field at that place, which has come.
    fn come(&mut self, place: Option<usize>) -> Option<&'static Field> {
        let place = place?;
        self.1 &= !(1 << place);
        Some(&self.0.fields[place])
    }

    fn rest(&self) -> impl Iterator<Item = &'static Field> {
        let Self(record, missing) = *self;
        record.fields.iter().enumerate().filter(move |(place, _)| missing >> place & 1 == 1).map(|(_, field)| field)
    }
}

impl Checker<'_> {
    fn map<'de, A: MapAccess<'de>>(self, item: Shape, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            let path = Path::Key(self.path, &key);
            map.next_value_seed(Checker { shape: item, bound: None, nullable: false, path: &path, ..self })?;
        }
        Ok(())
    }

    /// Checks the fields of an object: those that were read `before` its kind was known, and the rest.
    fn record<'de, A: MapAccess<'de>>(
        self,
        record: &'static Record,
        before: Vec<(Cow<'de, str>, &'de RawValue)>,
        mut map: A,
    ) -> Result<(), A::Error> {
        let mut missing = Missing::of(record);
        for (key, value) in before {
            if let Some(field) = missing.come(record.place(&key)) {
                let path = Path::Key(self.path, field.name);
                // It was read once already, so it is JSON.
                let _ = self.field(field, &path).read(value.get().as_bytes());
            }
        }
        while let Some(place) = map.next_key_seed(Place(record))? {
            match missing.come(place) {
                Some(field) => {
                    let path = Path::Key(self.path, field.name);
                    map.next_value_seed(self.field(field, &path))?;
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        for field in missing.rest() {
            let path = Path::Key(self.path, field.name);
            self.problems.add(&path, format_args!("missing, expected {}", found::expected((field.shape)())));
        }
        Ok(())
    }

    /// Finds out what an object is by its `type`, wherever among the fields that stands.
    fn union<'de, A: MapAccess<'de>>(self, union: &'static Union, mut map: A) -> Result<(), A::Error> {
        let mut before = Vec::new();
        let mut tag = None;
        while let Some(Key(key)) = map.next_key()? {
            let value: &RawValue = map.next_value()?;
            let is_type = key == "type";
            before.push((key, value));
            if !is_type {
                continue;
            }
            let path = Path::Key(self.path, "type");
            let check = Checker { shape: Shape::Text, bound: None, nullable: true, path: &path, ..self };
            let _ = check.read(value.get().as_bytes());
            tag = serde_json::from_str::<Option<Cow<'_, str>>>(value.get()).ok().flatten();
            break;
        }
        if let Some(record) = union.record(tag.as_deref()) {
            return self.record(record, before, map);
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}
