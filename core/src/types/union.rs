//! `union!` and `either!`: a value that is one of several kinds. Open: what is none of them is kept whole as `Unknown`.
//!
//! ```ignore
//! union! {
//!     /// A block of an answer.
//!     pub enum ContentBlock {
//!         /// Text.
//!         Text(TextBlock),
//!         /// The model asks for a tool to be run.
//!         ToolUse(ToolUseBlock),
//!     }
//! }
//! ```
//!
//! `union!` goes by `type`, which each variant's record declares: as its constant, or as a field `r#type` of the words that it
//! answers to. `untyped` and a variant, after the enum, make it what an object without a `type` is as well. `either!` goes by the
//! kind of JSON: the first variant that the value fits.

/// Declares a type whose `type` says which of several it is.
macro_rules! union {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $($(#[doc = $vdoc:literal])+ $variant:ident($ty:ty)),+ $(,)?
        }
        $(untyped $uvariant:ident($uty:ty))?
    ) => {
        $crate::types::union::open! {
            $(#[doc = $doc])+ $name { $($(#[doc = $vdoc])+ $variant($ty)),+ }
        }

        impl $crate::types::shape::Shaped for $name {
            fn shape() -> $crate::types::shape::Shape {
                use $crate::types::shape::{Shape, Shaped, Union};
                static UNION: Union = Union {
                    name: stringify!($name),
                    variants: &[$(<$ty as Shaped>::shape),+],
                    untyped: $crate::types::record::maybe!($(<$uty as Shaped>::shape)?),
                    #[cfg(test)]
                    origin: $crate::types::shape::Origin {
                        doc: concat!($($doc, "\n"),+),
                        module: module_path!(),
                        face: None,
                    },
                };
                Shape::Union(&UNION)
            }
        }

        impl $crate::types::wire::Wire for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                use $crate::types::{shape::{Shape, Shaped}, wire::Wire};
                let Shape::Union(union) = Self::shape() else { return None };
                let tag = value.get("type").and_then(serde_json::Value::as_str);
                let Some(record) = union.record(tag).filter(|record| Shape::Record(record).fits(&value)) else {
                    return Some(Self::Unknown(value));
                };
                $(if matches!(<$ty as Shaped>::shape(), Shape::Record(own) if std::ptr::eq(own, record)) {
                    return Wire::read(value).map(Self::$variant);
                })+
                Some(Self::Unknown(value))
            }
        }
    };
}

/// Declares a type that the kind of JSON tells.
macro_rules! either {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $($(#[doc = $vdoc:literal])+ $variant:ident($ty:ty)),+ $(,)?
        }
    ) => {
        $crate::types::union::open! {
            $(#[doc = $doc])+ $name { $($(#[doc = $vdoc])+ $variant($ty)),+ }
        }

        impl $crate::types::shape::Shaped for $name {
            fn shape() -> $crate::types::shape::Shape {
                use $crate::types::shape::{Either, Shape, Shaped};
                static EITHER: Either = Either {
                    name: stringify!($name),
                    variants: &[$(<$ty as Shaped>::shape),+],
                    #[cfg(test)]
                    origin: $crate::types::shape::Origin {
                        doc: concat!($($doc, "\n"),+),
                        module: module_path!(),
                        face: None,
                    },
                };
                Shape::Either(&EITHER)
            }
        }

        impl $crate::types::wire::Wire for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                use $crate::types::{shape::Shaped, wire::Wire};
                $(if <$ty as Shaped>::shape().fits(&value) && !value.is_null() {
                    return Wire::read(value).map(Self::$variant);
                })+
                Some(Self::Unknown(value))
            }
        }
    };
}

/// The enum itself, with the variant for what is not known.
macro_rules! open {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident($ty:ty)),+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "the variants are what the wire has; most values are the large ones")]
        pub enum $name {
            $($(#[doc = $vdoc])+ $variant($ty),)+
            /// Anything else, whole.
            Unknown(serde_json::Value),
        }

        $(impl From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::$variant(value)
            }
        })+

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::types::wire::read_or_explain(serde::Deserialize::deserialize(deserializer)?)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)+
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }
    };
}

pub(crate) use {either, open, union};
