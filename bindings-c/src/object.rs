//! A JSON object of the API, its parts read where they are asked for.

use std::{
    collections::BTreeMap,
    ffi::c_char,
    ptr,
    sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError},
};

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use crate::{
    boundary::{Fallback, Misuse, enter},
    ffi::{self, Castable, Counted},
    message::Message,
    origin::Origin,
    result::ResultCode,
    text::{Text, pointer},
};

mod find;

/// A JSON object of the API, such as a batch, a model, a file or a line of results, with everything that the server
/// sent. Immutable: may be read by several threads at once.
///
/// Its parts are named by JSON pointers: "/request_counts/succeeded", "/content/0/text", "" for all of it; in a name a
/// "/" is written "~1" and a "~" is written "~0". Every text it gives is borrowed: good until the last handle of the
/// object is freed.
#[derive(Debug)]
pub struct Object {
    json: Text,
    /// Whether it is what the name says.
    is_one: bool,
    /// What was asked for: C keeps pointers into it.
    given: Mutex<Given>,
    origin: Origin,
}

/// Parts with a NUL behind each. They are never taken out.
#[derive(Debug, Default)]
struct Given {
    texts: BTreeMap<Box<str>, Text>,
    parts: BTreeMap<Box<str>, Text>,
}

impl Castable for Object {
    type Ownership = Counted;
}

impl Object {
    /// Takes any bytes; [`is_object`](Self::is_object) says whether they are what the name says.
    pub(crate) fn new(json: &[u8]) -> Self {
        let is_one =
            json.trim_ascii_start().first() == Some(&b'{') && serde_json::from_slice::<&RawValue>(json).is_ok();
        Self { json: Text::new(json), is_one, given: Mutex::default(), origin: Origin::here() }
    }

    pub(crate) fn is_object(&self) -> bool {
        self.is_one
    }

    pub(crate) fn json(&self) -> &Text {
        &self.json
    }

    fn part(&self, pointer: &str) -> Option<&RawValue> {
        let json = std::str::from_utf8(self.json.as_bytes()).ok().filter(|_| self.is_one)?;
        find::find(json, pointer)
    }

    fn value<T: DeserializeOwned>(&self, pointer: &str) -> Option<T> {
        serde_json::from_str(self.part(pointer)?.get()).ok()
    }

    /// Where a text starts that is kept as long as the object, and how long it is.
    fn keep(
        &self,
        pointer: &str,
        choose: fn(&mut Given) -> &mut BTreeMap<Box<str>, Text>,
        make: impl FnOnce() -> Option<Text>,
    ) -> Option<(*const c_char, usize)> {
        let place = |text: &Text| (text.as_ptr(), text.as_bytes().len());
        if let Some(text) = choose(&mut *self.lock()?).get(pointer) {
            return Some(place(text));
        }
        let text = make()?;
        // Another thread may have been faster; what it gave must stay.
        Some(place(choose(&mut *self.lock()?).entry(pointer.into()).or_insert(text)))
    }

    /// Waits only for threads that there are: in the child of a fork none will let go of what one of the parent held.
    fn lock(&self) -> Option<MutexGuard<'_, Given>> {
        match self.given.try_lock() {
            Ok(given) => Some(given),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if self.origin.is_parent() => None,
            Err(TryLockError::WouldBlock) => Some(self.given.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

/// Frees an object. NULL is fine. Not while another thread uses this handle. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_free(object: *mut Object) {
    enter(|| {
        ffi::free(object);
        Ok(())
    });
}

/// A new handle to the same object, to keep it longer than what it was borrowed from. Nothing is copied.
///
/// New: free it with tidings_object_free. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_clone(object: *const Object) -> *mut Object {
    enter(|| Ok(ffi::give(ffi::share(object, "object")?)))
}

/// The whole object as JSON, with every field that the server sent.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_json(object: *const Object, len: *mut usize) -> *const c_char {
    ffi::set(len, 0);
    read(object, |object| {
        ffi::set(len, object.json.as_bytes().len());
        object.json.as_ptr()
    })
}

/// A text of the object, such as the one at "/id"; NULL if there is none there, or something else.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_text(object: *const Object, pointer: *const c_char, len: *mut usize) -> *const c_char {
    read_kept(
        object,
        pointer,
        len,
        |given| &mut given.texts,
        |object, pointer| object.value::<String>(pointer).map(Text::new),
    )
}

/// Any part of the object as JSON, as the server wrote it; NULL if there is nothing at this place.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_part(object: *const Object, pointer: *const c_char, len: *mut usize) -> *const c_char {
    read_kept(
        object,
        pointer,
        len,
        |given| &mut given.parts,
        |object, pointer| object.part(pointer).map(|part| Text::new(part.get())),
    )
}

/// A whole number of the object, such as the one at "/request_counts/succeeded".
///
/// `value` gets the number, or 0. Any thread. Errors: TIDINGS_ABSENT if there is none there or it does not fit,
/// TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_integer(object: *const Object, pointer: *const c_char, value: *mut i64) -> ResultCode {
    read_value(object, pointer, value)
}

/// A number of the object, whole or not.
///
/// `value` gets the number, or 0. Any thread. Errors: TIDINGS_ABSENT if there is none there, TIDINGS_NULL_ARGUMENT,
/// TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_number(object: *const Object, pointer: *const c_char, value: *mut f64) -> ResultCode {
    read_value(object, pointer, value)
}

/// Whether something is so, such as what is at "/downloadable".
///
/// `value` gets the answer, or false. Any thread. Errors: TIDINGS_ABSENT if there is neither true nor false there,
/// TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_boolean(
    object: *const Object,
    pointer: *const c_char,
    value: *mut bool,
) -> ResultCode {
    read_value(object, pointer, value)
}

/// How many elements an array of the object has, such as the one at "/data"; 0 if there is no array there.
///
/// NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_count(object: *const Object, pointer: *const c_char) -> usize {
    read_at(object, pointer, |object, pointer| object.value::<Vec<IgnoredAny>>(pointer).map_or(0, |items| items.len()))
}

/// Whether there is anything at this place of the object, null included.
///
/// NULL gives false. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_has(object: *const Object, pointer: *const c_char) -> bool {
    read_at(object, pointer, |object, pointer| object.part(pointer).is_some())
}

/// A message that is a part of the object, such as the one at "/result/message" of a line of results; NULL if there is
/// no object at this place.
///
/// New: free it with tidings_message_free. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_object_message(object: *const Object, pointer: *const c_char) -> *mut Message {
    read_at(object, pointer, |object, pointer| {
        let message = object.part(pointer).and_then(|part| Message::parse(part.get().as_bytes(), None));
        message.map_or(ptr::null_mut(), |message| ffi::give(Arc::new(message)))
    })
}

fn read<R: Fallback>(object: *const Object, field: impl FnOnce(&Object) -> R) -> R {
    enter(|| ffi::borrow(object, "object").map(field))
}

fn read_at<R: Fallback>(object: *const Object, at: *const c_char, field: impl FnOnce(&Object, &str) -> R) -> R {
    enter(|| Ok(field(ffi::borrow(object, "object")?, ffi::c_text(at, "pointer")?)))
}

fn read_value<T: DeserializeOwned + Default>(object: *const Object, at: *const c_char, value: *mut T) -> ResultCode {
    ffi::set(value, T::default());
    enter(|| {
        let (object, at) = (ffi::borrow(object, "object")?, ffi::c_text(at, "pointer")?);
        ffi::required(value, "value")?;
        let found = object.value(at).ok_or_else(|| Misuse::new(ResultCode::ABSENT, "there is no such value"))?;
        ffi::set(value, found);
        Ok(ResultCode::OK)
    })
}

fn read_kept(
    object: *const Object,
    at: *const c_char,
    len: *mut usize,
    choose: fn(&mut Given) -> &mut BTreeMap<Box<str>, Text>,
    make: fn(&Object, &str) -> Option<Text>,
) -> *const c_char {
    ffi::set(len, 0);
    read_at(object, at, |object, at| {
        let (start, length) = object.keep(at, choose, || make(object, at)).unwrap_or((pointer(None), 0));
        ffi::set(len, length);
        start
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    const JSON: &[u8] = br#"{"id":"a\u0000b","n":-5,"x":1.5,"on":true,"none":null,"list":[1,{"m":{"content":[]}}]}"#;

    fn new(json: &[u8]) -> *mut Object {
        ffi::give(Arc::new(Object::new(json)))
    }

    fn text(
        at: &CStr,
        get: extern "C" fn(*const Object, *const c_char, *mut usize) -> *const c_char,
    ) -> Option<String> {
        let object = new(JSON);
        let mut len = 77;
        let start = get(object, at.as_ptr(), &raw mut len);
        assert_eq!(start, get(object, at.as_ptr(), ptr::null_mut()), "the same place each time");
        let text = (!start.is_null()).then(|| ffi::text(start, len, "text").unwrap().to_owned());
        assert!(text.is_some() || len == 0);
        tidings_object_free(object);
        text
    }

    #[test]
    fn texts_and_parts_are_read_and_keep_their_length() {
        assert_eq!(text(c"/id", tidings_object_text).as_deref(), Some("a\0b"));
        assert_eq!(text(c"/list/1/m", tidings_object_part).as_deref(), Some(r#"{"content":[]}"#));
        assert_eq!(text(c"/none", tidings_object_part).as_deref(), Some("null"));
        assert_eq!(text(c"", tidings_object_part).unwrap().as_bytes(), JSON);
        assert_eq!((text(c"/n", tidings_object_text), text(c"/no", tidings_object_part)), (None, None));
    }

    #[test]
    fn values_of_another_kind_are_absent_and_leave_zero() {
        let object = new(JSON);
        let (mut n, mut x, mut on) = (77, 77.0, true);
        assert_eq!((tidings_object_integer(object, c"/n".as_ptr(), &raw mut n), n), (ResultCode::OK, -5));
        assert_eq!((tidings_object_number(object, c"/x".as_ptr(), &raw mut x), x), (ResultCode::OK, 1.5));
        assert_eq!((tidings_object_boolean(object, c"/on".as_ptr(), &raw mut on), on), (ResultCode::OK, true));
        assert_eq!((tidings_object_integer(object, c"/x".as_ptr(), &raw mut n), n), (ResultCode::ABSENT, 0));
        assert_eq!((tidings_object_boolean(object, c"/none".as_ptr(), &raw mut on), on), (ResultCode::ABSENT, false));
        let counts = [c"/list", c"/n", c"/no"].map(|at| tidings_object_count(object, at.as_ptr()));
        assert_eq!(counts, [2, 0, 0]);
        assert!(tidings_object_has(object, c"/none".as_ptr()) && !tidings_object_has(object, c"/no".as_ptr()));
        tidings_object_free(object);
    }

    #[test]
    fn a_message_inside_is_given_as_one() {
        let object = new(JSON);
        assert!(tidings_object_message(object, c"/n".as_ptr()).is_null());
        let message = tidings_object_message(object, c"/list/1/m".as_ptr());
        assert!(!message.is_null());
        crate::message::tidings_message_free(message);
        tidings_object_free(object);
    }

    #[test]
    fn bytes_that_are_no_object_have_no_parts() {
        for bytes in [&b"[1]"[..], b"{\"a\":", b"\xff", b"", b"{}x"] {
            let object = Object::new(bytes);
            assert!(!object.is_object() && object.part("").is_none(), "{bytes:?}");
            assert_eq!(object.json().as_bytes(), bytes);
        }
        assert!(Object::new(b" {}").is_object());
    }
}
