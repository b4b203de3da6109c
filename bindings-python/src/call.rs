//! A call under way, as Python holds it.

use std::{
    process,
    sync::{
        Arc, Mutex, OnceLock, PoisonError, TryLockError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Poll, Waker},
    thread,
    time::Duration,
};

use pyo3::{
    exceptions::PyRuntimeError,
    prelude::*,
    types::{PyBytes, PyList, PyString},
};
use tidings::{
    Error, ErrorKind,
    host::{self, ResultLines, Taken},
};

use crate::{
    bell::Bell,
    decode, ending,
    error::{self, Answer},
    event,
    facade::Facade,
    following::Following,
    inbox::{Inbox, Line},
    lane::Lane,
    reply::Reply,
    told,
    turn::Turn,
    whole::SIGNALS,
};

/// How long a fork's child waits for an inbox, which nobody holds for longer than an instant, until it gives it up for lost.
const INSTANT: Duration = Duration::from_millis(1);
const INSTANTS: u32 = 100;

/// A call. Dropping it cancels the request and closes its connection.
///
/// Each method that reads takes a bell. Without one it blocks, watching for signals. With one it never blocks: it gives
/// `NotImplemented` when there is nothing yet, and the bell rings, once, when there is.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Call {
    host: host::Call,
    /// The process that began it.
    process: u32,
    // Never held while Python code runs, nor while another lock is taken.
    inbox: Mutex<Inbox>,
    /// To take from the mailbox and to put into the inbox is one step, or threads that share a stream mix up its order.
    turn: Turn,
    token: u64,
    rope: OnceLock<(Bell, Waker)>,
    /// The event loop has run since the last batch was taken.
    rested: AtomicBool,
}

/// What a look into the inbox finds.
enum Look<T> {
    Found(T),
    /// Something is to be told first.
    Tell,
    /// How the call ended, if it has, and how often something has been put in.
    Nothing(Option<Result<(), Arc<Error>>>, u64),
}

#[pymethods]
impl Call {
    /// The number by which this call rings.
    #[getter]
    fn token(&self) -> u64 {
        self.token
    }

    /// The next event, or `None` at the end of the stream.
    #[pyo3(signature = (bell = None))]
    pub(crate) fn next_event<'py>(&self, py: Python<'py>, bell: Option<&Bell>) -> PyResult<Bound<'py, PyAny>> {
        self.read(py, bell, Inbox::next_item, |item| event::object_of(py, item))
    }

    /// The next piece of text, or `None` at the end of the stream.
    #[pyo3(signature = (bell = None))]
    pub(crate) fn next_text<'py>(&self, py: Python<'py>, bell: Option<&Bell>) -> PyResult<Bound<'py, PyAny>> {
        self.read(py, bell, Inbox::next_text, |text| Ok(PyString::from_bytes(py, &text)?.into_any()))
    }

    /// The final message of a stream as a dict; what comes before it and has not been read is dropped.
    #[pyo3(signature = (bell = None))]
    fn message<'py>(&self, py: Python<'py>, bell: Option<&Bell>) -> PyResult<Bound<'py, PyAny>> {
        self.read(py, bell, Inbox::message, |json| {
            let head = self.with_inbox(|inbox| inbox.head());
            decode::answer(py, &json, head.as_ref().map(Answer::of_head).unwrap_or_default())
        })
    }

    /// Waits for the head of a stream's answer, and gives the answer as it is then, without a body.
    #[pyo3(signature = (bell = None))]
    fn head<'py>(&self, py: Python<'py>, bell: Option<&Bell>) -> PyResult<Bound<'py, PyAny>> {
        self.read(py, bell, |inbox| inbox.head(), |answer| Ok(Reply(answer).into_pyobject(py)?.into_any()))
    }

    /// The whole answer of a call that is no stream.
    #[pyo3(signature = (bell = None))]
    fn response<'py>(&self, py: Python<'py>, bell: Option<&Bell>) -> PyResult<Bound<'py, PyAny>> {
        self.read(py, bell, Inbox::response, |answer| Ok(Reply(answer).into_pyobject(py)?.into_any()))
    }

    /// The next bytes of an answer that was asked for as bytes, or `None` at its end.
    #[pyo3(signature = (bell = None))]
    fn next_bytes<'py>(&self, py: Python<'py>, bell: Option<&Bell>) -> PyResult<Bound<'py, PyAny>> {
        self.read(py, bell, Inbox::next_bytes, |bytes| Ok(PyBytes::new(py, &bytes).into_any()))
    }

    /// What has happened on the way since this was asked last: names of moments and records. As long as there is something, every
    /// method that reads gives `Ellipsis`.
    fn told<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        told::to_list(py, self.with_inbox(Inbox::told))
    }

    /// The object in the next line of an answer that was asked for as bytes, or `None` at its end.
    #[pyo3(signature = (bell = None))]
    fn next_line<'py>(&self, py: Python<'py>, bell: Option<&Bell>) -> PyResult<Bound<'py, PyAny>> {
        self.read(py, bell, Inbox::next_line, |line| match line {
            Line::End => Ok(py.None().into_bound(py)),
            Line::Wrong(failure) => Err(self.exception(py, &failure)),
            Line::Whole(line) => decode::object(py, &ResultLines::readable(&line)).map_err(|why| {
                let failure = self.with_inbox(|inbox| inbox.unreadable(line.clone(), &why));
                self.exception(py, &failure)
            }),
        })
    }

    /// The next event of a stream as a server sends it, or `None` at its end.
    #[pyo3(signature = (bell = None))]
    fn next_frame<'py>(&self, py: Python<'py>, bell: Option<&Bell>) -> PyResult<Bound<'py, PyAny>> {
        self.read(py, bell, Inbox::next_event, |event| Ok(PyBytes::new(py, &event.to_sse()).into_any()))
    }

    /// Iterates over the rest of a stream, by blocking: over all events, or only the pieces of text.
    fn lane(slf: Bound<'_, Self>, is_text: bool) -> Lane {
        Lane::new(slf.unbind(), is_text)
    }

    /// From here on events are followed by what the stream helper derives from them.
    ///
    /// `keeps_strings`: inputs of tools show their last string before it is finished.
    fn follow(&self, keeps_strings: bool) {
        self.with_inbox(|inbox| inbox.follow(Following::new(keeps_strings)));
    }

    /// The message as far as its events were read, as a dict; `None` before the first, and where nobody follows it.
    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let following = self.with_inbox(|inbox| inbox.following());
        let json = following.and_then(|following| following.message_json());
        json.map(|json| decode::event(py, &json)).transpose()
    }

    /// Cancels: the connection is closed at once, and what is read next says that the call was cancelled.
    fn cancel(&self) {
        self.end(ErrorKind::Cancelled, "the call was cancelled");
    }

    /// The reader wants no more: the connection is closed at once. Of a stream that was read to its end the final message stays.
    fn close(&self) {
        self.end(ErrorKind::Closed, "the stream was closed before it had been read to its end");
    }
}

impl Call {
    pub(crate) fn new(call: host::Call) -> Self {
        static TOKENS: AtomicU64 = AtomicU64::new(0);
        let token = TOKENS.fetch_add(1, Ordering::Relaxed);
        Self {
            host: call,
            process: process::id(),
            inbox: Mutex::default(),
            turn: Turn::default(),
            token,
            rope: OnceLock::new(),
            rested: AtomicBool::new(false),
        }
    }

    /// Looks until there is something, the call is over (`None`), or it would have to wait on a bell (`NotImplemented`).
    fn read<'py, T>(
        &self,
        py: Python<'py>,
        bell: Option<&Bell>,
        look: impl Fn(&mut Inbox) -> Option<T>,
        convert: impl FnOnce(T) -> PyResult<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        loop {
            let found = self.with_inbox(|inbox| {
                if inbox.is_to_tell() {
                    return Look::Tell;
                }
                look(inbox).map_or_else(|| Look::Nothing(inbox.end(), inbox.puts()), Look::Found)
            });
            let seen = match found {
                Look::Found(found) => return convert(found),
                Look::Tell => return Ok(py.Ellipsis().into_bound(py)),
                Look::Nothing(Some(Ok(())), _) => return Ok(py.None().into_bound(py)),
                Look::Nothing(Some(Err(failure)), _) => {
                    let head = self.with_inbox(|inbox| inbox.head());
                    let known = head.as_ref().map(Answer::of_head).unwrap_or_default();
                    return Err(ending::exception(py, &failure, known)?);
                }
                Look::Nothing(None, seen) => seen,
            };
            match bell {
                None => self.wait(py, seen)?,
                Some(bell) if self.arm(py, bell, seen)? => {}
                Some(_) => return Ok(py.NotImplemented().into_bound(py)),
            }
        }
    }

    /// Blocks until the inbox is another than the one that was seen, or for a while. Other threads of Python run meanwhile.
    fn wait(&self, py: Python<'_>, seen: u64) -> PyResult<()> {
        // What is there already is had without letting other threads of Python run, and without a look for signals.
        if self.fetch(Duration::ZERO, seen, || self.host.wait(Duration::ZERO)) {
            return Ok(());
        }
        let limit = if Facade::get(py)?.hears_signals(py) { SIGNALS } else { Duration::MAX };
        if !py.detach(|| self.fetch(limit, seen, || self.host.wait(limit))) {
            py.check_signals().inspect_err(|_| self.cancel())?;
        }
        Ok(())
    }

    /// Takes what is there; where there is nothing, arms the bell. Says whether the reader may go on without a wait.
    ///
    /// A batch that nobody had to wait for rings at once: a stream that is always ahead of its reader must not keep the
    /// event loop from running other tasks, timers and cancellations.
    fn arm(&self, py: Python<'_>, bell: &Bell, seen: u64) -> PyResult<bool> {
        let (bound, waker) = self.rope.get_or_init(|| (bell.share(), bell.waker(self.token)));
        if !bound.is(bell) {
            let message = "this stream belongs to the event loop that first awaited it; it cannot be read on another";
            return Err(PyRuntimeError::new_err(message));
        }
        // The turn is never long: a call that has a bell is not waited for in any other way.
        let poll = || match self.host.poll_take(waker) {
            Poll::Ready(taken) => Some(taken),
            Poll::Pending => None,
        };
        if !py.detach(|| self.fetch(Duration::MAX, seen, poll)) {
            self.rested.store(true, Ordering::Relaxed);
            return Ok(false);
        }
        let rested = self.rested.swap(false, Ordering::Relaxed);
        if !rested {
            waker.wake_by_ref();
        }
        Ok(rested)
    }

    /// In turn: puts into the inbox what `take` takes from the mailbox, if nobody else has done so since it was seen.
    /// Says whether there is anything new.
    fn fetch(&self, limit: Duration, seen: u64, take: impl FnOnce() -> Option<Taken>) -> bool {
        let work = || {
            if self.with_inbox(|inbox| inbox.puts() != seen) {
                return true;
            }
            let taken = take();
            taken.map(|taken| self.with_inbox(|inbox| inbox.put(taken))).is_some()
        };
        // In the child of a fork the turn may have stayed with a thread of the parent, and there is nothing to take.
        if self.is_forked() { work() } else { self.turn.within(limit, work).unwrap_or(false) }
    }

    fn exception(&self, py: Python<'_>, failure: &Error) -> PyErr {
        let head = self.with_inbox(|inbox| inbox.head());
        error::to_exception(py, failure, head.as_ref().map(Answer::of_head).unwrap_or_default())
    }

    fn end(&self, kind: ErrorKind, why: &str) {
        if self.with_inbox(|inbox| inbox.close(kind, why)) {
            self.host.cancel();
        }
    }

    fn with_inbox<R>(&self, work: impl FnOnce(&mut Inbox) -> R) -> R {
        match self.inbox.try_lock() {
            Ok(mut inbox) => work(&mut inbox),
            Err(TryLockError::Poisoned(inbox)) => work(&mut inbox.into_inner()),
            Err(TryLockError::WouldBlock) if self.is_forked() => self.with_lost_inbox(work),
            Err(TryLockError::WouldBlock) => work(&mut self.inbox.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// Somebody is in the inbox: another thread for an instant, or a thread of the parent, which is not here to leave it.
    fn with_lost_inbox<R>(&self, work: impl FnOnce(&mut Inbox) -> R) -> R {
        for _ in 0..INSTANTS {
            thread::sleep(INSTANT);
            if let Ok(mut inbox) = self.inbox.try_lock() {
                return work(&mut inbox);
            }
        }
        work(&mut Inbox::lost())
    }

    fn is_forked(&self) -> bool {
        self.process != process::id()
    }
}
