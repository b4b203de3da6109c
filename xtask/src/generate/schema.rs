//! The schema as the writers of faces need it.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;

/// All definitions, in the order in which the schema has them.
pub(crate) struct Schema {
    pub(crate) definitions: Vec<Definition>,
}

/// A named type.
pub(crate) struct Definition {
    pub(crate) name: String,
    pub(crate) doc: String,
    /// The module of the core that declares it: what belongs together.
    pub(crate) module: String,
    pub(crate) kind: Kind,
}

/// What a named type is.
pub(crate) enum Kind {
    /// An object with named fields.
    Record {
        /// Whether it is sent and not received.
        request: bool,
        /// Its fields, those that always hold one string first.
        fields: Vec<Field>,
    },
    /// One of several objects, told apart by `type`.
    Union {
        /// The names of the objects.
        variants: Vec<String>,
    },
    /// One of several types, told apart by their JSON type.
    Either {
        /// The types.
        variants: Vec<Type>,
    },
    /// Strings with a meaning, each with its description.
    Words {
        /// The strings.
        words: Vec<(String, String)>,
    },
}

/// A field of an object.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    /// What it is when the server leaves it out; only simple values have one.
    pub(crate) default: Option<Value>,
    pub(crate) value: Type,
}

/// The type of a value.
pub(crate) enum Type {
    /// Any JSON.
    Anything,
    /// A string.
    Text,
    /// Always this string.
    Constant(String),
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// An array.
    List(Box<Self>),
    /// An object with any keys.
    Map(Box<Self>),
    /// A definition, by name.
    Named(String),
}

impl Schema {
    /// Reads the committed schema.
    pub(crate) fn load(path: &Path) -> Result<Self> {
        let schema: Value = serde_json::from_str(&process::read(path)?)?;
        let definitions = schema["$defs"].as_object().context("the schema has no $defs")?;
        let read = |(name, schema): (&String, &Value)| definition(name, schema).with_context(|| format!("in {name}"));
        Ok(Self { definitions: definitions.iter().map(read).collect::<Result<_>>()? })
    }

    /// The definition with this name.
    pub(crate) fn find(&self, name: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.name == name)
    }

    /// Whether a definition is a part of requests.
    pub(crate) fn is_sent(&self, definition: &Definition) -> bool {
        let named = |name: &str| self.find(name).is_some_and(|definition| self.is_sent(definition));
        match &definition.kind {
            Kind::Record { request, .. } => *request,
            Kind::Union { variants } => variants.iter().any(|name| named(name)),
            Kind::Either { variants } => variants.iter().any(|variant| variant.inner().is_some_and(named)),
            Kind::Words { .. } => false,
        }
    }
}

impl Type {
    /// The definition that a type names, itself or as its items.
    pub(crate) fn inner(&self) -> Option<&str> {
        match self {
            Self::List(item) | Self::Map(item) => item.inner(),
            Self::Named(name) => Some(name),
            _ => None,
        }
    }
}

fn definition(name: &str, schema: &Value) -> Result<Definition> {
    let kind = if schema["type"] == "object" {
        record(schema)?
    } else if schema["type"] == "string" {
        Kind::Words {
            words: closed(schema, "string").map(|word| (text(word, "const"), text(word, "description"))).collect(),
        }
    } else if schema["x-tag"].is_string() {
        Kind::Union { variants: closed(schema, "object").map(reference).collect::<Result<_>>()? }
    } else {
        let variants = schema["anyOf"].as_array().context("neither an object nor a choice")?;
        Kind::Either { variants: variants.iter().map(value).collect::<Result<_>>()? }
    };
    Ok(Definition { name: name.to_owned(), doc: text(schema, "description"), module: text(schema, "x-module"), kind })
}

fn record(schema: &Value) -> Result<Kind> {
    let properties = schema["properties"].as_object().context("an object without properties")?;
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let field = |(name, schema): (&String, &Value)| -> Result<Field> {
        let nullable = schema["anyOf"][1]["type"] == "null";
        let typed = if nullable { &schema["anyOf"][0] } else { schema };
        Ok(Field {
            name: name.clone(),
            doc: text(schema, "description"),
            required: required.contains(&name.as_str()),
            nullable,
            default: schema.get("default").cloned(),
            value: value(typed).with_context(|| format!("in the field {name}"))?,
        })
    };
    Ok(Kind::Record {
        request: schema["x-face"] == "request",
        fields: properties.iter().map(field).collect::<Result<_>>()?,
    })
}

/// The choices of an open definition without the one that keeps it open.
fn closed<'a>(schema: &'a Value, kind: &'static str) -> impl Iterator<Item = &'a Value> {
    schema["anyOf"].as_array().into_iter().flatten().filter(move |choice| choice["type"] != kind)
}

fn value(schema: &Value) -> Result<Type> {
    if schema["$ref"].is_string() {
        return reference(schema).map(Type::Named);
    }
    if let Some(word) = schema["const"].as_str() {
        return Ok(Type::Constant(word.to_owned()));
    }
    Ok(match schema["type"].as_str() {
        None => Type::Anything,
        Some("string") => Type::Text,
        Some("boolean") => Type::Bool,
        Some("integer") => Type::Integer,
        Some("number") => Type::Number,
        Some("array") => Type::List(Box::new(value(&schema["items"])?)),
        Some("object") => Type::Map(Box::new(value(&schema["additionalProperties"])?)),
        Some(other) => bail!("the JSON type {other} is not expected"),
    })
}

fn reference(schema: &Value) -> Result<String> {
    let target = schema["$ref"].as_str().context("a reference was expected")?;
    Ok(target.trim_start_matches("#/$defs/").to_owned())
}

fn text(schema: &Value, key: &str) -> String {
    schema[key].as_str().unwrap_or_default().to_owned()
}
