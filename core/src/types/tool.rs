//! `tool!`: tools with a name of their own, each version declared once, and the fields that all of them have once for all.

/// Declares what `request!` declares, with the fields of every tool beside its own.
macro_rules! tool {
    ($(
        $(#[doc = $doc:literal])+
        pub struct $name:ident $(($tag:literal))? {
            constant { $($constant:tt)* }
            $(required { $($required:tt)* })?
            $(optional { $($optional:tt)* })?
            $(nullable { $($nullable:tt)* })?
        }
    )+) => {
        $crate::types::record::request! {$(
            $(#[doc = $doc])+
            pub struct $name $(($tag))? {
                constant { $($constant)* }
                $(required { $($required)* })?
                optional {
                    /// Whether the tool's input is held to its schema to the letter.
                    strict: bool,
                    /// Whether the definition is held back until a tool search finds the tool.
                    defer_loading: bool,
                    /// Who may call the tool; the model alone unless said otherwise.
                    allowed_callers: Vec<$crate::types::AllowedCaller>,
                    $($($optional)*)?
                }
                nullable {
                    $($($nullable)*)?
                    /// Marks the end of a part that is to be cached.
                    cache_control: $crate::types::CacheControlEphemeralParam,
                }
            }
        )+}
    };
}

pub(crate) use tool;
