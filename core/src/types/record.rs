//! `request!` and `response!`: objects of the wire, each declared once.
//!
//! ```ignore
//! request! {
//!     /// Text.
//!     pub struct TextBlockParam("text") {
//!         required {
//!             /// The text; at least one character.
//!             text: String,
//!         }
//!         nullable {
//!             /// Marks the end of what is to be cached.
//!             cache_control: CacheControlEphemeralParam,
//!         }
//!     }
//! }
//! ```
//!
//! The string in brackets is what the object's `type` always holds. The sections, all optional and in this order:
//!
//! | section | in Rust | on the way in | in the schema |
//! | --- | --- | --- | --- |
//! | `constant { name = "bash" }` | no field | dropped when it holds that string | required, constant |
//! | `required` | `T` | without it the object is not one of its kind | required |
//! | `defaulted` | `T` | `T::default()` when it is missing or does not fit; what never came is not written | required |
//! | `optional` | `Option<T>` | `None` when it is missing or does not fit | may be left out |
//! | `nullable` | `Option<T>` | the same | may be left out or null |
//!
//! A field may say `where BOUND` after its type (see [`Bound`](super::shape::Bound)): what is certain about its value. Every object
//! also has `extra`, which keeps all other fields, nulls, and values that did not fit; on the way out, an optional field that was set
//! wins over its namesake there. `request!` adds `new` with the required fields, and one setter for each optional one.

/// Declares objects that are sent.
macro_rules! request {
    ($($(#[doc = $doc:literal])+ pub struct $name:ident $(($tag:literal))? { $($body:tt)* })+) => {$(
        $crate::types::record::record! {
            "request"; $(#[doc = $doc])+ $name [$($tag)?] { $($body)* }
        }
        $crate::types::record::builder! { $name { $($body)* } }
    )+};
}

/// Declares objects that are received.
macro_rules! response {
    ($($(#[doc = $doc:literal])+ pub struct $name:ident $(($tag:literal))? { $($body:tt)* })+) => {$(
        $crate::types::record::record! {
            "response"; $(#[doc = $doc])+ $name [$($tag)?] { $($body)* }
        }
    )+};
}

/// The struct, how it is read and written, and its shape.
macro_rules! record {
    (
        $face:literal; $(#[doc = $doc:literal])+ $name:ident [$($tag:literal)?] {
            $(constant { $($constant:ident = $word:literal),* $(,)? })?
            $(required { $($(#[doc = $rdoc:literal])+ $req:ident: $rty:ty $(where $rbound:expr)?),* $(,)? })?
            $(defaulted { $($(#[doc = $ddoc:literal])+ $def:ident: $dty:ty $(where $dbound:expr)?),* $(,)? })?
            $(optional { $($(#[doc = $odoc:literal])+ $opt:ident: $oty:ty $(where $obound:expr)?),* $(,)? })?
            $(nullable { $($(#[doc = $ndoc:literal])+ $nul:ident: $nty:ty $(where $nbound:expr)?),* $(,)? })?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($($(#[doc = $rdoc])+ pub $req: $rty,)*)?
            $($($(#[doc = $ddoc])+ pub $def: $dty,)*)?
            $($($(#[doc = $odoc])+ pub $opt: Option<$oty>,)*)?
            $($($(#[doc = $ndoc])+ pub $nul: Option<$nty>,)*)?
            /// Every other field, as it came or as it is to be sent.
            pub extra: $crate::types::wire::Extra,
            absent: $crate::types::wire::Absent,
        }

        impl $name {
            $(
                /// What the object's `type` always holds.
                pub const TYPE: &'static str = $tag;
            )?
        }

        $crate::types::record::default_record! {
            $name [$($($req)*)?] [$($($def)*)?] [$($($opt)*)?] [$($($nul)*)?]
        }

        impl $crate::types::shape::Shaped for $name {
            fn shape() -> $crate::types::shape::Shape {
                static RECORD: $crate::types::shape::Record = $crate::types::shape::Record {
                    name: stringify!($name),
                    constants: &[$(("type", $tag),)? $($(($crate::types::record::key!($constant), $word),)*)?],
                    fields: &[
                        $($($crate::types::record::field!(Required, $req, $rty, [$($rbound)?], $($rdoc)+),)*)?
                        $($($crate::types::record::field!(Defaulted, $def, $dty, [$($dbound)?], $($ddoc)+),)*)?
                        $($($crate::types::record::field!(Optional, $opt, $oty, [$($obound)?], $($odoc)+),)*)?
                        $($($crate::types::record::field!(Nullable, $nul, $nty, [$($nbound)?], $($ndoc)+),)*)?
                    ],
                    #[cfg(test)]
                    origin: $crate::types::shape::Origin {
                        doc: concat!($($doc, "\n"),+),
                        module: module_path!(),
                        face: Some($face),
                    },
                };
                $crate::types::shape::Shape::Record(&RECORD)
            }
        }

        impl $crate::types::wire::Wire for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                #[allow(unused_mut, reason = "not every record has named fields")]
                let serde_json::Value::Object(mut fields) = value else { return None };
                $($crate::types::wire::drop_constant(&mut fields, "type", $tag);)?
                $($($crate::types::wire::drop_constant(&mut fields, $crate::types::record::key!($constant), $word);)*)?
                let absent = $crate::types::wire::Absent::of(&fields, &[$($($crate::types::record::key!($def)),*)?]);
                Some(Self {
                    $($($req: $crate::types::wire::take(&mut fields, $crate::types::record::key!($req))?,)*)?
                    $($($def: $crate::types::wire::take(&mut fields, $crate::types::record::key!($def)).unwrap_or_default(),)*)?
                    $($($opt: $crate::types::wire::take(&mut fields, $crate::types::record::key!($opt)),)*)?
                    $($($nul: $crate::types::wire::take(&mut fields, $crate::types::record::key!($nul)),)*)?
                    extra: fields,
                    absent,
                })
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::types::wire::read_or_explain(serde::Deserialize::deserialize(deserializer)?)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $(if !self.extra.contains_key("type") { map.serialize_entry("type", $tag)?; })?
                $($(if !self.extra.contains_key($crate::types::record::key!($constant)) {
                    map.serialize_entry($crate::types::record::key!($constant), $word)?;
                })*)?
                $($(if !self.extra.contains_key($crate::types::record::key!($req)) {
                    $crate::types::wire::entry(&mut map, $crate::types::record::key!($req), &self.$req)?;
                })*)?
                $($(if !self.extra.contains_key($crate::types::record::key!($def))
                    && !self.absent.still($crate::types::record::key!($def), &self.$def)
                {
                    $crate::types::wire::entry(&mut map, $crate::types::record::key!($def), &self.$def)?;
                })*)?
                $($(if let Some(value) = &self.$opt {
                    $crate::types::wire::entry(&mut map, $crate::types::record::key!($opt), value)?;
                })*)?
                $($(if let Some(value) = &self.$nul {
                    $crate::types::wire::entry(&mut map, $crate::types::record::key!($nul), value)?;
                })*)?
                let set: &[(&str, bool)] = &[
                    $($(($crate::types::record::key!($opt), self.$opt.is_some()),)*)?
                    $($(($crate::types::record::key!($nul), self.$nul.is_some()),)*)?
                ];
                for (name, value) in &self.extra {
                    if !set.contains(&(name, true)) {
                        map.serialize_entry(name, value)?;
                    }
                }
                map.end()
            }
        }
    };
}

/// The name of a field as JSON has it.
macro_rules! key {
    ($name:ident) => {
        $crate::types::shape::plain(stringify!($name))
    };
}

/// One row of a record's table of fields.
macro_rules! field {
    ($need:ident, $name:ident, $ty:ty, [$($bound:expr)?], $($doc:literal)+) => {
        $crate::types::shape::Field {
            name: $crate::types::record::key!($name),
            need: $crate::types::shape::Need::$need,
            shape: <$ty as $crate::types::shape::Shaped>::shape,
            bound: $crate::types::record::bound!($($bound)?),
            #[cfg(test)]
            doc: concat!($($doc, "\n"),+),
        }
    };
}

/// `None`, or the bound that is given.
macro_rules! bound {
    () => {
        None
    };
    ($bound:expr) => {{
        use $crate::types::shape::Bound::*;
        Some($bound)
    }};
}

/// `None`, or `Some` of what is given.
macro_rules! maybe {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

/// An object none of whose fields is required has a default.
macro_rules! default_record {
    ($name:ident [] [$($def:ident)*] [$($opt:ident)*] [$($nul:ident)*]) => {
        impl Default for $name {
            fn default() -> Self {
                Self {
                    $($def: Default::default(),)*
                    $($opt: None,)*
                    $($nul: None,)*
                    extra: $crate::types::wire::Extra::new(),
                    absent: $crate::types::wire::Absent::default(),
                }
            }
        }
    };
    ($name:ident [$($req:ident)+] $($rest:tt)*) => {};
}

/// How a caller makes one.
macro_rules! builder {
    (
        $name:ident {
            $(constant { $($constant:tt)* })?
            $(required { $($(#[doc = $rdoc:literal])+ $req:ident: $rty:ty $(where $rbound:expr)?),* $(,)? })?
            $(defaulted { $($(#[doc = $ddoc:literal])+ $def:ident: $dty:ty $(where $dbound:expr)?),* $(,)? })?
            $(optional { $($(#[doc = $odoc:literal])+ $opt:ident: $oty:ty $(where $obound:expr)?),* $(,)? })?
            $(nullable { $($(#[doc = $ndoc:literal])+ $nul:ident: $nty:ty $(where $nbound:expr)?),* $(,)? })?
        }
    ) => {
        impl $name {
            /// One with only what it cannot do without.
            #[allow(clippy::new_without_default, reason = "a default is there where nothing is required")]
            #[must_use]
            pub fn new($($($req: impl Into<$rty>),*)?) -> Self {
                Self {
                    $($($req: $req.into(),)*)?
                    $($($def: Default::default(),)*)?
                    $($($opt: None,)*)?
                    $($($nul: None,)*)?
                    extra: $crate::types::wire::Extra::new(),
                    absent: $crate::types::wire::Absent::default(),
                }
            }

            $($(
                $(#[doc = $odoc])+
                #[must_use]
                pub fn $opt(mut self, value: impl Into<$oty>) -> Self {
                    self.$opt = Some(value.into());
                    self
                }
            )*)?

            $($(
                $(#[doc = $ndoc])+
                #[must_use]
                pub fn $nul(mut self, value: impl Into<$nty>) -> Self {
                    self.$nul = Some(value.into());
                    self
                }
            )*)?

            /// Sets any field, also one that has no name here, such as one of a beta. What does not fit the field's type is sent all
            /// the same.
            #[must_use]
            pub fn set(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
                let name = name.into();
                self.extra.insert(name.clone(), value.into());
                $($(if name == $crate::types::record::key!($req) {
                    self.$req = $crate::types::wire::take(&mut self.extra, &name).unwrap_or(self.$req);
                })*)?
                $($(if name == $crate::types::record::key!($def) {
                    self.$def = $crate::types::wire::take(&mut self.extra, &name).unwrap_or_default();
                })*)?
                $($(if name == $crate::types::record::key!($opt) {
                    self.$opt = $crate::types::wire::take(&mut self.extra, &name);
                })*)?
                $($(if name == $crate::types::record::key!($nul) {
                    self.$nul = $crate::types::wire::take(&mut self.extra, &name);
                })*)?
                self
            }
        }
    };
}

pub(crate) use {bound, builder, default_record, field, key, maybe, record, request, response};
