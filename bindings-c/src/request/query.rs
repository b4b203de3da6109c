//! The query of a request.

use std::ffi::c_char;

use tidings::QueryValue;

use super::{Request, change, refused};
use crate::{boundary::Misuse, ffi, result::ResultCode};

/// Parameters, as the core takes them.
#[derive(Clone, Default)]
pub(super) struct Query(Vec<(String, QueryValue)>);

/// Adds a parameter to the query of any request, such as "limit" or "after_id" of a list.
///
/// A parameter of the same name gives way to it, in the path too. A list is added value by value under a name that ends
/// with "[]", such as "ids[]". NULL as `value` takes the parameter away; of a list it leaves one without values, which is
/// refused when the request is sent, since it would ask for everything. Both texts are copied. Errors:
/// TIDINGS_NULL_ARGUMENT for `name`, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_query(
    request: *mut Request,
    name: *const c_char,
    value: *const c_char,
) -> ResultCode {
    change(request, |request| {
        request.query.add(ffi::c_text(name, "name")?, ffi::optional_c_text(value, "value")?);
        Ok(())
    })
}

impl Query {
    fn add(&mut self, name: &str, value: Option<&str>) {
        let value = value.map(str::to_owned);
        let Some(list) = name.strip_suffix("[]") else {
            self.0.retain(|(known, _)| known != name);
            self.0.extend(value.map(|value| (name.to_owned(), QueryValue::One(value))));
            return;
        };
        let begun = self.0.iter_mut().find_map(|(known, values)| match values {
            QueryValue::Many(values) if known == list => Some(values),
            _ => None,
        });
        match (begun, value) {
            (Some(values), Some(value)) => values.push(value),
            (Some(values), None) => values.clear(),
            (None, value) => self.0.push((list.to_owned(), QueryValue::Many(value.into_iter().collect()))),
        }
    }

    pub(super) fn add_to(&self, request: tidings::Request) -> Result<tidings::Request, Misuse> {
        let mut pairs = self.0.iter();
        let added = pairs.try_fold(request, |request, (name, value)| request.try_query(name, value.clone()));
        added.map_err(|error| refused(&error))
    }
}
