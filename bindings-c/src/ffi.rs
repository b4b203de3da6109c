//! Here what C hands over becomes references, slices and owned values. All `unsafe` is in this file and in `handle`.
//!
//! The SAFETY comments rest on `handle`, which knows what a handle stands for as long as it was not freed, and on the rules at the
//! top of the header: what one thread frees, no other is using; a pointer to the caller's memory is NULL or good for the whole call;
//! what is changed is not used by another thread at the same time.

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    ptr, slice, str,
    sync::Arc,
};

use crate::{boundary::Misuse, handle, result::ResultCode};

/// A type that C holds by an opaque handle. It has one kind of ownership, so a handle cannot be freed the wrong way.
pub(crate) trait Castable: Sized + 'static {
    /// What a handle of this type is.
    type Ownership: Ownership<Self>;
}

/// What a handle is, and so what becomes of its object when it is given out and taken back.
pub(crate) trait Ownership<T> {
    /// What is handed out as a handle.
    type Owner;

    /// Where the object is; it stays there until it is taken back.
    fn leave(owner: Self::Owner) -> *mut T;

    /// Takes it back and drops it.
    ///
    /// # Safety
    /// `object` came from [`Self::leave`] and was not taken back.
    unsafe fn take_back(object: *mut T);
}

/// The handle is the only one.
pub(crate) struct Boxed;

/// The handle is one of several; the last one takes the object with it.
pub(crate) struct Counted;

impl<T> Ownership<T> for Boxed {
    type Owner = T;

    fn leave(owner: T) -> *mut T {
        Box::into_raw(Box::new(owner))
    }

    unsafe fn take_back(object: *mut T) {
        // SAFETY: it came from `Box::into_raw` in `leave`.
        drop(unsafe { Box::from_raw(object) });
    }
}

impl<T> Ownership<T> for Counted {
    type Owner = Arc<T>;

    fn leave(owner: Arc<T>) -> *mut T {
        Arc::into_raw(owner).cast_mut()
    }

    unsafe fn take_back(object: *mut T) {
        // SAFETY: it came from `Arc::into_raw` in `leave`.
        drop(unsafe { Arc::from_raw(object) });
    }
}

/// Gives a new handle to the caller.
pub(crate) fn give<T: Castable>(owner: <T::Ownership as Ownership<T>>::Owner) -> *mut T {
    handle::give(T::Ownership::leave(owner))
}

/// Frees a handle; NULL is fine, and what is no handle of this type (any more), or a borrowed one, is left alone.
pub(crate) fn free<T: Castable>(handle: *mut T) {
    if let Some(object) = handle::take(handle) {
        // SAFETY: a handle that can be taken came from `give`, and nobody can take it again.
        unsafe { T::Ownership::take_back(object) }
    }
}

/// Has `child` called in the child of every fork to come; false where that cannot be.
#[cfg(unix)]
pub(crate) fn at_fork(child: extern "C" fn()) -> bool {
    type Handler = Option<extern "C" fn()>;
    unsafe extern "C" {
        fn pthread_atfork(prepare: Handler, parent: Handler, child: Handler) -> c_int;
    }
    // SAFETY: as POSIX declares it; the handler is a function of this library, and the system forgets it with the library.
    unsafe { pthread_atfork(None, None, Some(child)) == 0 }
}

/// There are no forks.
#[cfg(not(unix))]
pub(crate) fn at_fork(_: extern "C" fn()) -> bool {
    true
}

/// The object behind a handle, to read.
pub(crate) fn borrow<'a, T: Castable>(handle: *const T, name: &str) -> Result<&'a T, Misuse> {
    let object = find(handle, name)?;
    // SAFETY: `find` knows its handle, so it is not freed, and the header keeps other threads from that during the call.
    Ok(unsafe { &*object })
}

/// The object behind a handle, to change. Only for types with one handle.
pub(crate) fn borrow_mut<'a, T: Castable<Ownership = Boxed>>(handle: *mut T, name: &str) -> Result<&'a mut T, Misuse> {
    let object = find(handle, name)?;
    // SAFETY: as in `borrow`; and the header keeps other threads away from what is changed.
    Ok(unsafe { &mut *object })
}

/// A further owner of the object behind a counted handle.
pub(crate) fn share<T: Castable<Ownership = Counted>>(handle: *const T, name: &str) -> Result<Arc<T>, Misuse> {
    let object = find(handle, name)?.cast_const();
    // SAFETY: it came from `Arc::into_raw` in `leave`, or is the `Arc::as_ptr` of an owner that has lent it and lives on;
    // either way the count is at least one while we add one.
    unsafe {
        Arc::increment_strong_count(object);
        Ok(Arc::from_raw(object))
    }
}

fn find<T: Castable>(handle: *const T, name: &str) -> Result<*mut T, Misuse> {
    handle::find(handle).ok_or_else(|| if handle.is_null() { Misuse::null(name) } else { Misuse::invalid_handle(name) })
}

/// Refuses an out-parameter that is not there.
pub(crate) fn required<T>(out: *mut T, name: &str) -> Result<(), Misuse> {
    if out.is_null() { Err(Misuse::null(name)) } else { Ok(()) }
}

/// Writes to the caller's variable, if there is one.
pub(crate) fn set<T>(out: *mut T, value: T) {
    if !out.is_null() {
        // SAFETY: the caller's variable; it may be uninitialised, so nothing there is dropped.
        unsafe { ptr::write(out, value) }
    }
}

/// Bytes by pointer and length, or up to their NUL. NULL is fine for a length of 0.
pub(crate) fn bytes<'a>(start: *const c_void, len: usize, name: &str) -> Result<&'a [u8], Misuse> {
    match len {
        0 => Ok(&[]),
        _ if start.is_null() => Err(Misuse::null(name)),
        // SAFETY: with this length the header asks for bytes that end with a NUL.
        usize::MAX => Ok(unsafe { CStr::from_ptr(start.cast()) }.to_bytes()),
        _ if isize::try_from(len).is_err() => {
            Err(Misuse::new(ResultCode::INVALID_LENGTH, format!("the length of {name} is not possible")))
        }
        // SAFETY: the header asks for `len` readable bytes, and `len` is a possible length.
        _ => Ok(unsafe { slice::from_raw_parts(start.cast(), len) }),
    }
}

/// Text by pointer and length, or up to its NUL. NULL is fine for a length of 0.
pub(crate) fn text<'a>(start: *const c_char, len: usize, name: &str) -> Result<&'a str, Misuse> {
    let bytes = match len {
        0 => return Ok(""),
        _ if start.is_null() => return Err(Misuse::null(name)),
        // SAFETY: with this length the header asks for text that ends with a NUL.
        usize::MAX => unsafe { CStr::from_ptr(start) }.to_bytes(),
        _ if isize::try_from(len).is_err() => {
            return Err(Misuse::new(ResultCode::INVALID_LENGTH, format!("the length of {name} is not possible")));
        }
        // SAFETY: the header asks for `len` readable bytes, and `len` is a possible length.
        _ => unsafe { slice::from_raw_parts(start.cast(), len) },
    };
    str::from_utf8(bytes).map_err(|e| {
        let message = format!("{name} is not valid UTF-8 from byte {} on", e.valid_up_to());
        Misuse::new(ResultCode::INVALID_UTF8, message)
    })
}

/// Text that ends with a NUL.
pub(crate) fn c_text<'a>(start: *const c_char, name: &str) -> Result<&'a str, Misuse> {
    text(start, usize::MAX, name)
}

/// Text that ends with a NUL, or NULL for none.
pub(crate) fn optional_c_text<'a>(start: *const c_char, name: &str) -> Result<Option<&'a str>, Misuse> {
    if start.is_null() { Ok(None) } else { c_text(start, name).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Alone(u32);
    impl Castable for Alone {
        type Ownership = Boxed;
    }

    struct Several(u32);
    impl Castable for Several {
        type Ownership = Counted;
    }

    #[test]
    fn a_boxed_handle_can_be_read_changed_and_freed() {
        let handle: *mut Alone = give(Alone(1));
        borrow_mut(handle, "it").unwrap().0 += 1;
        assert_eq!(borrow(handle, "it").unwrap().0, 2);
        free(handle);
    }

    #[test]
    fn a_counted_object_lives_as_long_as_its_last_owner() {
        let handle: *mut Several = give(Arc::new(Several(7)));
        let owner = share(handle, "it").unwrap();
        free(handle);
        assert_eq!((owner.0, Arc::strong_count(&owner)), (7, 1));
    }

    #[test]
    fn what_is_freed_or_of_another_type_is_told_by_name_and_left_alone() {
        let freed: *mut Several = give(Arc::new(Several(1)));
        free(freed);
        free(freed);
        let misuse = borrow(freed, "message").err().unwrap();
        let text = "message is not a handle of its type, or was freed";
        assert_eq!((misuse.code, misuse.message.as_str()), (ResultCode::INVALID_HANDLE, text));
        assert_eq!(share(freed, "message").err().unwrap().code, ResultCode::INVALID_HANDLE);
        let other: *mut Alone = give(Alone(2));
        free(other.cast::<Several>());
        assert_eq!(borrow(other.cast::<Several>(), "it").err().unwrap().code, ResultCode::INVALID_HANDLE);
        assert_eq!(borrow(other, "it").unwrap().0, 2);
        free(other);
    }

    #[test]
    fn a_borrowed_handle_can_be_shared_and_not_freed() {
        let lent = handle::Lent::new(Arc::new(Several(3)));
        free(lent.as_ptr().cast_mut());
        let owner = share(lent.as_ptr(), "it").unwrap();
        drop(lent);
        assert_eq!((owner.0, Arc::strong_count(&owner)), (3, 1));
    }

    #[test]
    fn null_is_told_by_name_and_may_be_freed() {
        let misuse = borrow::<Alone>(ptr::null(), "client").err().unwrap();
        assert_eq!((misuse.code, misuse.message.as_str()), (ResultCode::NULL_ARGUMENT, "client must not be NULL"));
        free::<Several>(ptr::null_mut());
    }

    #[test]
    fn text_is_read_by_length_or_up_to_its_nul() {
        let start = c"Grüße, alle".as_ptr();
        assert_eq!(text(start, 7, "t").unwrap(), "Grüße");
        assert_eq!(text(start, usize::MAX, "t").unwrap(), "Grüße, alle");
        assert_eq!(text(ptr::null(), 0, "t").unwrap(), "");
    }

    #[test]
    fn text_that_cannot_be_read_is_refused_without_being_shown() {
        let cut = text(c"Grüße".as_ptr(), 3, "text").unwrap_err();
        assert_eq!((cut.code, cut.message.contains("byte 2")), (ResultCode::INVALID_UTF8, true));
        assert!(!cut.message.contains("Gr"), "{}", cut.message);
        assert_eq!(text(ptr::null(), 4, "text").unwrap_err().code, ResultCode::NULL_ARGUMENT);
        assert_eq!(text(c"".as_ptr(), usize::MAX - 1, "text").unwrap_err().code, ResultCode::INVALID_LENGTH);
    }
}
