//! One walk over the body: nothing is built, every value is looked at once.

use std::fmt;

use super::{
    SystemMessages,
    found::{self, Kind},
    problem::{Path, Problems},
    written,
};
use crate::{
    skim::Skim,
    types::shape::{Bound, Field, Need, Record, Shape, Union, Words},
};

/// How deep a value may lie in others for it to be looked into. No value that a type names lies nearly as deep.
const MAX_DEPTH: u8 = 120;

/// Checks one value; what is wrong goes to `problems`, and the walk goes on. Its functions that walk give `None` only where the
/// body is not JSON.
#[derive(Clone, Copy)]
pub(super) struct Checker<'a> {
    shape: Shape,
    bound: Option<&'static Bound>,
    path: &'a Path<'a>,
    problems: &'a Problems,
    system: SystemMessages,
    /// Whether null may stand here.
    nullable: bool,
    depth: u8,
}

impl<'a> Checker<'a> {
    /// A check of the whole body.
    pub(super) fn root(shape: Shape, system: SystemMessages, problems: &'a Problems) -> Self {
        Self { shape, bound: None, nullable: false, path: &Path::Root, depth: 0, system, problems }
    }

    /// Checks the body.
    pub(super) fn read(self, body: &[u8]) -> Option<()> {
        let mut json = Skim::new(body);
        self.value(&mut json)?;
        // Not everything in it was read.
        (json.is_at_end() && std::str::from_utf8(body).is_ok()).then_some(())
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
            Some(&Bound::Between(low, high)) if !(low..=high).contains(&number) => {
                self.problem(format_args!("found {}, expected {low} to {high}", found::number(number)));
            }
            Some(&Bound::AtLeast(low)) if number < low => {
                self.problem(format_args!("found {}, expected at least {low}", found::number(number)));
            }
            _ => {}
        }
    }

    fn text(self, written: &[u8]) -> Option<()> {
        if !self.suits(Kind::Text) {
            return Some(());
        }
        match (self.bound, self.shape) {
            (Some(Bound::NoneEmpty), _) if written == b"\"\"" => {
                self.problem(format_args!("found an empty string, expected something to look for"));
            }
            (Some(Bound::Base64), _) => {
                if let Some(what) = found::not_base64(&written::text(written)?) {
                    self.problem(format_args!("{what}"));
                }
            }
            (Some(Bound::Closed), Shape::Words(words)) => self.word(&written::word(written)?, words.list),
            (Some(Bound::Speaker), Shape::Words(words)) => self.speaker(&written::word(written)?, words),
            _ => {}
        }
        Some(())
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
        Self { shape: (field.shape)(), bound: field.bound.as_ref(), nullable, path, depth: self.depth + 1, ..self }
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

impl Checker<'_> {
    /// Checks the value that comes next, and passes over it.
    fn value(self, json: &mut Skim<'_>) -> Option<()> {
        if matches!(self.shape, Shape::Anything) || self.depth == MAX_DEPTH {
            return json.value().map(drop);
        }
        match json.peek()? {
            b'{' => self.object(json),
            b'[' => self.list(json),
            _ => self.scalar(json.value()?),
        }
    }

    fn scalar(self, written: &[u8]) -> Option<()> {
        match written.first()? {
            b'"' => self.chosen(Kind::Text).text(written)?,
            b'n' if self.nullable => {}
            b'n' => drop(self.suits(Kind::Null)),
            b't' | b'f' => drop(self.suits(Kind::Bool)),
            _ => self.number(written::number(written)),
        }
        Some(())
    }

    /// The check of a value in this one.
    fn inner<'p>(self, shape: Shape, path: &'p Path<'p>) -> Checker<'p>
    where
        Self: 'p,
    {
        Checker { shape, bound: None, nullable: false, path, depth: self.depth + 1, ..self }
    }

    fn list(self, json: &mut Skim<'_>) -> Option<()> {
        let list = self.chosen(Kind::List);
        let item = if let Shape::List(item) = list.shape {
            item()
        } else {
            list.suits(Kind::List);
            Shape::Anything
        };
        let bound = list.bound.filter(|bound| **bound == Bound::NoneEmpty);
        let mut count = 0;
        json.array(|json| {
            let path = Path::Index(list.path, count);
            count += 1;
            Checker { bound, ..list.inner(item, &path) }.value(json)
        })?;
        match list.bound {
            Some(&Bound::Items(least, most)) if !(least..=most).contains(&count) => {
                list.problem(format_args!("found {count} items, expected {least} to {most}"));
            }
            _ => {}
        }
        Some(())
    }

    fn object(self, json: &mut Skim<'_>) -> Option<()> {
        let object = self.chosen(Kind::Object);
        match object.shape {
            Shape::Record(record) => object.record(record, json),
            Shape::Union(union) => object.union(union, json),
            Shape::Map(item) => object.map(item(), json),
            _ => {
                object.suits(Kind::Object);
                json.value().map(drop)
            }
        }
    }

    fn map(self, item: Shape, json: &mut Skim<'_>) -> Option<()> {
        json.object(|json, key| {
            let path = Path::Key(self.path, std::str::from_utf8(key).ok()?);
            self.inner(item, &path).value(json)
        })
        .map(drop)
    }

    fn record(self, record: &'static Record, json: &mut Skim<'_>) -> Option<()> {
        let mut missing = Missing::of(record);
        json.object(|json, key| {
            let Some(field) = missing.come(record.place(key)) else { return json.value().map(drop) };
            let path = Path::Key(self.path, field.name);
            self.field(field, &path).value(json)
        })?;
        for field in missing.rest() {
            let path = Path::Key(self.path, field.name);
            self.problems.add(&path, format_args!("missing, expected {}", found::expected((field.shape)())));
        }
        Some(())
    }

    /// Finds out what an object is by its `type`, wherever among the fields that stands, and checks it as that.
    fn union(self, union: &'static Union, json: &mut Skim<'_>) -> Option<()> {
        let (mut ahead, mut tag) = (json.clone(), None);
        ahead.object(|json, key| {
            let value = json.value()?;
            if key != b"type" {
                return Some(());
            }
            tag = Some(value);
            // Far enough.
            None
        });
        if let Some(tag) = tag {
            let path = Path::Key(self.path, "type");
            Checker { nullable: true, ..self.inner(Shape::Text, &path) }.value(&mut Skim::new(tag))?;
        }
        let tag = tag.filter(|tag| tag.starts_with(b"\"")).and_then(written::word);
        match union.record(tag.as_deref()) {
            Some(record) => self.record(record, json),
            None => json.value().map(drop),
        }
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
