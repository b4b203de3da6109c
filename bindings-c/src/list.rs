//! Walking through all pages of a list, and all lines of the results of a batch.

use std::{
    ptr,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tidings::{
    Client as Core, Error, ErrorKind,
    host::{self, Call, Mode},
};

use crate::{
    boundary::{Misuse, enter, enter_with},
    call::{no_answer, whole},
    callback::may_wait,
    client::Client,
    error::Failure,
    ffi::{self, Castable, Counted},
    handle::Lent,
    object::Object,
    origin::Origin,
    request::Request,
    result::ResultCode,
};

mod lines;
mod pages;

use self::{lines::Lines, pages::Pages};

/// All objects of a list, or all results of a batch, fetched as they are asked for. Freeing it closes its connection.
///
/// One thread at a time asks for objects. Any other thread may cancel it meanwhile.
#[derive(Debug)]
pub struct List {
    client: Core,
    origin: Origin,
    /// What the child of a fork is told. Made in the child.
    forked: OnceLock<Lent<Failure>>,
    cancelled: AtomicBool,
    // Held for a moment: for whoever cancels, and for whoever asks what was wrong.
    call: Mutex<Option<Arc<Call>>>,
    failure: Mutex<Option<Lent<Failure>>>,
    // Held while its thread waits; a second one is refused, never kept waiting.
    walk: Mutex<Walk>,
}

#[derive(Debug)]
struct Walk {
    source: Source,
    /// What was given last.
    object: Option<Lent<Object>>,
    /// What is said from the end on.
    end: Option<ResultCode>,
}

#[derive(Debug)]
enum Source {
    Pages(Box<Pages>),
    Lines(Box<Lines>),
}

/// Why there is no object.
enum Stop {
    /// This one cannot be read; there may be others.
    Skipped(Error),
    Over(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Over(error)
    }
}

impl Castable for List {
    type Ownership = Counted;
}

/// Begins to walk through all pages of a list, such as that of tidings_request_model_list, or through the results of a
/// batch, see tidings_request_batch_results. Sends nothing yet: tidings_list_next does.
///
/// `list` gets a new list (free it with tidings_list_free) or NULL. `err` (which may be NULL) gets NULL or a new error. The
/// request stays the caller's, and may be changed or freed. Any thread, as long as none changes the request. Errors:
/// TIDINGS_NULL_ARGUMENT, those of the functions that built the request, TIDINGS_VALIDATION if it is no list.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_list(
    client: *const Client,
    request: *const Request,
    list: *mut *mut List,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(list, ptr::null_mut());
    enter_with(err, || {
        ffi::required(list, "list")?;
        let client = ffi::borrow(client, "client")?.core();
        let request = ffi::borrow(request, "request")?;
        let source = match request.lines() {
            Some(_) => Source::Lines(Box::new(Lines::new(request.clone())?)),
            None => Source::Pages(Box::new(Pages::new(request.prepare_list()?))),
        };
        ffi::set(list, ffi::give(Arc::new(List::new(client.clone(), source))));
        Ok(ResultCode::OK)
    })
}

/// Waits for the next object of a list, and fetches the next page where that is needed.
///
/// TIDINGS_OK with a borrowed object in `object`, which is good until the next call for this list, or until that is freed
/// (tidings_object_clone keeps it longer); TIDINGS_DONE at the end; or the code of what went wrong, of which
/// tidings_list_error tells more. A line of results that cannot be read is an error for itself,
/// TIDINGS_UNEXPECTED_RESPONSE or TIDINGS_LIMIT_EXCEEDED, with the line as the error's body; the next call goes on behind
/// it. Everything else ends the list: the same code is given again. Whenever the code is not TIDINGS_OK, `object` gets
/// NULL. After a fork the child gets TIDINGS_FORKED. Errors besides: TIDINGS_NULL_ARGUMENT, TIDINGS_BUSY,
/// TIDINGS_DEADLOCK.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_list_next(list: *mut List, object: *mut *const Object) -> ResultCode {
    ffi::set(object, ptr::null());
    enter(|| {
        ffi::required(object, "object")?;
        // An owner of our own: a hook that runs while this waits may free the list.
        let list = ffi::share(list, "list")?;
        may_wait()?;
        let (code, next) = list.next()?;
        ffi::set(object, next);
        Ok(code)
    })
}

/// What went wrong when the last object was asked for; NULL if nothing did.
///
/// Borrowed: good until the next call of tidings_list_next for this list, or until that is freed; tidings_error_clone keeps
/// it longer. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_list_error(list: *const List) -> *const Failure {
    enter(|| {
        let list = ffi::borrow(list, "list")?;
        if list.origin.is_parent() {
            return Ok(list.forked().as_ptr());
        }
        Ok(held(&list.failure).as_ref().map_or(ptr::null(), Lent::as_ptr))
    })
}

/// Ends a list: its connection is closed at once, and whoever asks for an object gets TIDINGS_CANCELLED.
///
/// Any thread, also while another one asks; not while another one frees it. NULL is fine. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_list_cancel(list: *const List) {
    enter(|| {
        if !list.is_null() {
            ffi::borrow(list, "list")?.cancel();
        }
        Ok(())
    });
}

/// Frees a list, and with it everything borrowed from it. If a page is under way, its connection is closed at once.
///
/// NULL is fine. Not while another thread uses it: to interrupt that one, cancel the list first. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_list_free(list: *mut List) {
    enter(|| {
        if !list.is_null() {
            ffi::borrow(list, "list")?.cancel();
            ffi::free(list);
        }
        Ok(())
    });
}

impl List {
    fn new(client: Core, source: Source) -> Self {
        Self {
            client,
            origin: Origin::here(),
            forked: OnceLock::new(),
            cancelled: AtomicBool::new(false),
            call: Mutex::default(),
            failure: Mutex::default(),
            walk: Mutex::new(Walk { source, object: None, end: None }),
        }
    }

    fn next(&self) -> Result<(ResultCode, *const Object), Misuse> {
        if self.origin.is_parent() {
            return Ok((ResultCode::FORKED, ptr::null()));
        }
        let mut walk = self.lock()?;
        walk.object = None;
        if let Some(code) = walk.end {
            return Ok((code, ptr::null()));
        }
        *held(&self.failure) = None;
        let step = match &mut walk.source {
            _ if self.cancelled.load(Ordering::Relaxed) => Err(cancelled().into()),
            Source::Pages(pages) => pages.next(self),
            Source::Lines(lines) => lines.next(self),
        };
        let code = match step {
            Ok(Some(object)) => {
                let object = walk.object.insert(Lent::new(Arc::new(object)));
                return Ok((ResultCode::OK, object.as_ptr()));
            }
            Ok(None) => ResultCode::DONE,
            Err(Stop::Skipped(error)) => return Ok((self.keep(&error), ptr::null())),
            Err(Stop::Over(error)) => self.keep(&error),
        };
        walk.end = Some(code);
        Ok((code, ptr::null()))
    }

    /// Sends a request and waits for its whole answer.
    fn whole(&self, request: tidings::Request) -> Result<tidings::Response, Error> {
        let call = self.start(request, Mode::Whole)?;
        let mut response = None;
        loop {
            let Some(taken) = call.wait(Duration::MAX) else { continue };
            response = whole(taken.items).or(response);
            match taken.end {
                Some(Ok(())) => return response.ok_or_else(no_answer),
                Some(Err(error)) => return Err(error),
                None => {}
            }
        }
    }

    /// Begins a call that [`cancel`](Self::cancel) ends.
    fn start(&self, request: tidings::Request, mode: Mode) -> Result<Arc<Call>, Error> {
        let call = Arc::new(host::start(&self.client, request, mode)?);
        *held(&self.call) = Some(call.clone());
        // Whoever cancelled just before has not seen this call.
        if self.cancelled.load(Ordering::Relaxed) {
            call.cancel();
        }
        Ok(call)
    }

    fn cancel(&self) {
        // In the child of a fork another thread may hold the lock for ever.
        if !self.origin.is_parent() {
            self.cancelled.store(true, Ordering::Relaxed);
            if let Some(call) = &*held(&self.call) {
                call.cancel();
            }
        }
    }

    fn keep(&self, error: &Error) -> ResultCode {
        let failure = Failure::from(error);
        let code = failure.code();
        *held(&self.failure) = Some(Lent::new(Arc::new(failure)));
        code
    }

    fn forked(&self) -> &Lent<Failure> {
        self.forked.get_or_init(|| {
            let message = "the list began in the parent process and cannot go on after a fork";
            Lent::new(Arc::new(Failure::from(&Error::new(ErrorKind::Forked, message))))
        })
    }

    fn lock(&self) -> Result<MutexGuard<'_, Walk>, Misuse> {
        match self.walk.try_lock() {
            Ok(walk) => Ok(walk),
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => Err(Misuse::new(ResultCode::BUSY, "another thread is reading this list")),
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn cancelled() -> Error {
    Error::new(ErrorKind::Cancelled, "the list was cancelled")
}
