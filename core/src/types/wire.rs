//! Reading typed values out of JSON that has been read already, keeping what does not fit.

use serde::{
    Serialize,
    de::Error,
    ser::{Error as _, SerializeMap},
};
use serde_json::{Map, Value};

use super::shape::{Shape, Shaped};

/// The fields of an object that its type does not name, in the order in which they came.
pub type Extra = Map<String, Value>;

/// The fields that an object was read without though the API always sends them: they are not made up when it is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Absent(Vec<&'static str>);

impl Absent {
    /// Those of the `names` that are missing.
    pub(crate) fn of(fields: &Extra, names: &[&'static str]) -> Self {
        Self(names.iter().copied().filter(|name| !fields.contains_key(*name)).collect())
    }

    /// Whether a field that never came has not been given a value since.
    pub(crate) fn still<T: Default + PartialEq>(&self, name: &str, value: &T) -> bool {
        self.0.contains(&name) && *value == T::default()
    }
}

impl PartialEq for Absent {
    /// Two objects with the same fields are equal, however they came by them.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A type of the wire.
pub(crate) trait Wire: Shaped + Serialize + Sized {
    /// The value as this type; `None` when it does not fit.
    fn read(value: Value) -> Option<Self>;

    /// Whether JSON can hold it. Infinite numbers and NaN would become null without a word.
    fn is_json(&self) -> bool {
        true
    }
}

/// Writes a field.
pub(crate) fn entry<M: SerializeMap, T: Wire>(map: &mut M, name: &'static str, value: &T) -> Result<(), M::Error> {
    if !value.is_json() {
        return Err(M::Error::custom(format_args!("{name}: found a number that JSON cannot hold (NaN or infinite)")));
    }
    map.serialize_entry(name, value)
}

/// Takes a field out of an object if it is there and fits; whatever does not fit, and null, stays where it is.
pub(crate) fn take<T: Wire>(fields: &mut Extra, name: &str) -> Option<T> {
    fields.get(name).filter(|value| T::shape().is_given(value))?;
    T::read(fields.shift_remove(name)?)
}

/// Removes a field that holds what it always holds.
pub(crate) fn drop_constant(fields: &mut Extra, name: &str, word: &str) {
    if fields.get(name).is_some_and(|value| value == word) {
        fields.shift_remove(name);
    }
}

/// The value as this type, or an error that names the type and the field at fault.
pub(crate) fn read_or_explain<T: Wire, E: Error>(value: Value) -> Result<T, E> {
    let explain = |value: &Value| match T::shape() {
        Shape::Record(record) => match super::shape::misfit(record, value) {
            Some(field) => format!("{}: the field `{field}` is missing or of another type", record.name),
            None => format!("{}: an object was expected", record.name),
        },
        _ => "a value of another type was expected".to_owned(),
    };
    if !T::shape().fits(&value) {
        return Err(E::custom(explain(&value)));
    }
    T::read(value).ok_or_else(|| E::custom("a value of another type was expected"))
}

/// A whole number that was written as `10.0`.
#[expect(clippy::cast_possible_truncation, reason = "whole numbers up to 2^53 are exact in both")]
pub(crate) fn whole(value: &Value) -> Option<i64> {
    let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0)?;
    Some(number as i64)
}

macro_rules! scalar {
    ($($ty:ty: $shape:ident, $value:ident => $read:expr;)+) => {$(
        impl Shaped for $ty {
            fn shape() -> Shape {
                Shape::$shape
            }
        }

        impl Wire for $ty {
            fn read($value: Value) -> Option<Self> {
                $read
            }
        }
    )+};
}

scalar! {
    Value: Anything, value => Some(value);
    bool: Bool, value => value.as_bool();
    i64: Integer, value => value.as_i64().or_else(|| whole(&value));
    u64: Count, value => value.as_u64().or_else(|| whole(&value)?.try_into().ok());
    String: Text, value => match value {
        Value::String(text) => Some(text),
        _ => None,
    };
}

impl Shaped for f64 {
    fn shape() -> Shape {
        Shape::Number
    }
}

impl Wire for f64 {
    fn read(value: Value) -> Option<Self> {
        value.as_f64()
    }

    fn is_json(&self) -> bool {
        self.is_finite()
    }
}

impl Shaped for Extra {
    fn shape() -> Shape {
        Shape::Map(Value::shape)
    }
}

impl Wire for Extra {
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Object(fields) => Some(fields),
            _ => None,
        }
    }
}

impl<T: Wire> Shaped for Vec<T> {
    fn shape() -> Shape {
        Shape::List(T::shape)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Array(items) => items.into_iter().map(T::read).collect(),
            _ => None,
        }
    }
}

impl<T: Wire> Shaped for Box<T> {
    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Wire> Wire for Box<T> {
    fn read(value: Value) -> Option<Self> {
        T::read(value).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::types::{ContentBlock, ContentBlockParam, Message, MessageParams};

    #[test]
    fn a_number_that_json_cannot_hold_is_told_and_not_made_null() {
        let params = MessageParams::new("m", 1).temperature(f64::NAN);
        let error = serde_json::to_string(&params).unwrap_err().to_string();
        assert_eq!(error, "temperature: found a number that JSON cannot hold (NaN or infinite)");
    }

    #[test]
    fn what_does_not_fit_stays_and_a_field_that_was_set_wins_over_it() {
        let json = r#"{"model":"m","max_tokens":1,"messages":[],"temperature":"hot","top_p":null}"#;
        let params: MessageParams = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&params).unwrap(), json);
        let set = serde_json::to_value(params.temperature(0.5)).unwrap();
        assert_eq!((&set["temperature"], &set["top_p"]), (&0.5.into(), &Value::Null));
    }

    #[test]
    fn setting_by_name_is_setting_the_field() {
        let params = MessageParams::new("m", 1).user("a").temperature(0.5);
        let set = params.set("max_tokens", 2).set("temperature", Value::Null).set("messages", json!([])).user("b");
        assert_eq!((set.max_tokens, set.temperature, set.messages.len()), (2, None, 1));
        let odd = serde_json::to_value(set.set("max_tokens", "many").set("new", 1)).unwrap();
        assert_eq!((&odd["max_tokens"], &odd["temperature"], &odd["new"]), (&json!("many"), &Value::Null, &json!(1)));
    }

    #[test]
    fn what_never_came_is_not_made_up() {
        for json in [json!({"type": "thinking", "thinking": "t"}), json!({"type": "tool_use", "id": "t", "name": "f"})]
        {
            let block: ContentBlock = serde_json::from_value(json.clone()).unwrap();
            assert_eq!(serde_json::to_value(&block).unwrap(), json);
            assert_eq!(serde_json::to_value(ContentBlockParam::from(block)).unwrap(), json);
        }
        let mut message: Message = serde_json::from_value(json!({"content": [], "usage": {}})).unwrap();
        message.id = "msg_1".into();
        let written = serde_json::to_value(&message).unwrap();
        assert_eq!(written, json!({"type": "message", "role": "assistant", "id": "msg_1", "content": [], "usage": {}}));
    }

    #[test]
    fn a_block_whose_content_is_null_costs_no_other_block() {
        let odd = json!({"type": "bash_code_execution_tool_result", "tool_use_id": "t", "content": null});
        let json = json!({"type": "message", "role": "assistant", "content": [{"type": "text", "text": "hi"}, odd]});
        let message: Message = serde_json::from_value(json.clone()).unwrap();
        assert!(matches!(&message.content[..], [ContentBlock::Text(_), ContentBlock::Unknown(kept)] if *kept == odd));
        assert_eq!(serde_json::to_value(&message).unwrap(), json);
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_fraction_of_zero() {
        let params: MessageParams = serde_json::from_value(json!({"model": "m", "max_tokens": 10.0})).unwrap();
        assert_eq!(params.max_tokens, 10);
        assert!(serde_json::from_value::<MessageParams>(json!({"model": "m", "max_tokens": 10.5})).is_err());
    }

    #[test]
    fn a_whole_number_that_no_double_holds_keeps_its_digits() {
        for (number, fits) in
            [(json!(1), true), (json!(1_i64 << 53), true), (json!((1_i64 << 53) + 1), false), (json!(u64::MAX), false)]
        {
            let json = json!({"model": "m", "max_tokens": 1, "messages": [], "temperature": number});
            let params: MessageParams = serde_json::from_value(json.clone()).unwrap();
            assert_eq!(params.temperature.is_some(), fits, "{number}");
            assert!(fits || serde_json::to_value(&params).unwrap() == json, "{number}");
        }
    }
}
