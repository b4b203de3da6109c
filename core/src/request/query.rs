//! The value of a query parameter.

use serde_json::Value;

/// What a query parameter may hold.
///
/// Made from text, numbers, `bool`, lists of text, `Option` of any of these, and JSON values.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryValue {
    /// Nothing: the parameter is left out.
    Unset,
    /// One value.
    One(String),
    /// Several values, sent as `name[]=a&name[]=b`.
    Many(Vec<String>),
}

impl QueryValue {
    /// The pairs that stand for this value under `name`.
    pub(crate) fn pairs(self, name: &str) -> Vec<(String, String)> {
        match self {
            Self::Unset => Vec::new(),
            Self::One(value) => vec![(name.to_owned(), value)],
            Self::Many(values) => values.into_iter().map(|value| (format!("{name}[]"), value)).collect(),
        }
    }
}

macro_rules! one {
    ($($ty:ty),+) => {$(
        impl From<$ty> for QueryValue {
            fn from(value: $ty) -> Self {
                Self::One(value.to_string())
            }
        }
    )+};
}

one!(&str, String, bool, i32, i64, u32, u64, usize, f64);

impl From<Value> for QueryValue {
    /// As the API writes JSON values in a query; null is left out.
    fn from(value: Value) -> Self {
        let text = |value: Value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        match value {
            Value::Null => Self::Unset,
            Value::Array(items) => Self::Many(items.into_iter().map(text).collect()),
            value => Self::One(text(value)),
        }
    }
}

impl<T: Into<String>> From<Vec<T>> for QueryValue {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Self>> From<Option<T>> for QueryValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unset, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_repeat_their_name_and_what_is_unset_is_left_out() {
        let pairs = |value: QueryValue| value.pairs("k");
        assert_eq!(pairs(vec!["a", "b"].into()), [("k[]".into(), "a".into()), ("k[]".into(), "b".into())]);
        assert_eq!(pairs(true.into()), [("k".into(), "true".into())]);
        assert_eq!(pairs(Some(20_u32).into()), [("k".into(), "20".into())]);
        assert!(pairs(None::<&str>.into()).is_empty());
        assert_eq!(pairs(serde_json::json!(["a", 1]).into()), [("k[]".into(), "a".into()), ("k[]".into(), "1".into())]);
        assert!(pairs(Value::Null.into()).is_empty());
    }
}
