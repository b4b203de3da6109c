//! `words!`: strings with a meaning. Open: any other string is kept as `Other`.
//!
//! ```ignore
//! words! {
//!     /// Why the model stopped.
//!     pub enum StopReason {
//!         /// The model finished.
//!         EndTurn = "end_turn",
//!     }
//! }
//! ```

/// Declares a type whose values are strings with a meaning.
macro_rules! words {
    ($(
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal),+ $(,)?
        }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $vdoc])+ $variant,)+
            /// Any other string, as it came or as it is to be sent.
            Other(String),
        }

        impl $name {
            /// The word as the API spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    _ => Self::Other(word.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($word => Self::$variant,)+
                    _ => Self::Other(word),
                }
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        impl $crate::types::shape::Shaped for $name {
            fn shape() -> $crate::types::shape::Shape {
                use $crate::types::shape::{Shape, Words};
                static WORDS: Words = Words {
                    name: stringify!($name),
                    list: &[$($word),+],
                    #[cfg(test)]
                    docs: &[$(concat!($($vdoc, "\n"),+)),+],
                    #[cfg(test)]
                    origin: $crate::types::shape::Origin {
                        doc: concat!($($doc, "\n"),+),
                        module: module_path!(),
                        face: None,
                    },
                };
                Shape::Words(&WORDS)
            }
        }

        impl $crate::types::wire::Wire for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                match value {
                    serde_json::Value::String(word) => Some(Self::from(word)),
                    _ => None,
                }
            }
        }
    )+};
}

pub(crate) use words;
