//! The bridge: the one way from the core's threads into the event loop of a JavaScript environment.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use napi::{
    Env, Result, Status,
    bindgen_prelude::{ClassInstance, Either, FnArgs, Function},
    threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode, UnknownReturnValue},
};
use napi_derive::napi;

use crate::{
    batch::Field,
    call::State,
    client::NativeClient,
    desk::{Ask, Counter},
    options::ClientOptions,
    record::ErrorRecord,
};

/// What is delivered: what calls have received, one after the other, and the tokens that are asked for, if any are.
type Delivered = FnArgs<(Vec<Field>, Option<Vec<Ask>>)>;

/// Calls `deliver(batches, asks)` on the JavaScript thread. Weak: it keeps no program alive by itself.
type Bell = ThreadsafeFunction<(), UnknownReturnValue, Delivered, Status, false, true>;

/// What an environment (the main thread, or a worker) shares between all its clients and calls.
pub(crate) struct Line {
    /// `None` only while the bridge is being made.
    bell: Mutex<Option<Bell>>,
    ready: Mutex<Ready>,
    /// The calls under way, so that they end with their environment.
    calls: Mutex<HashMap<u32, Arc<State>>>,
    pub(crate) counter: Counter,
}

/// What waits for its delivery.
#[derive(Default)]
struct Ready {
    calls: Vec<Arc<State>>,
    /// The bell was rung and has not been answered.
    rung: bool,
}

/// One for each environment that loads the addon.
#[napi]
pub struct Bridge {
    line: Arc<Line>,
}

#[napi]
impl Bridge {
    /// A bridge that hands what armed calls receive to `deliver`.
    #[napi(constructor)]
    #[allow(clippy::needless_pass_by_value, reason = "napi hands functions over by value")]
    pub fn new(env: Env, deliver: Function<'_, Delivered, UnknownReturnValue>) -> Result<Self> {
        let line = Arc::new(Line {
            bell: Mutex::new(None),
            ready: Mutex::default(),
            calls: Mutex::default(),
            counter: Counter::default(),
        });
        let weak = Arc::downgrade(&line);
        // Drained here, on the JavaScript thread, at the moment of delivery: all that came since the wake goes along.
        let bell = deliver
            .build_threadsafe_function::<()>()
            .weak::<true>()
            .build_callback(move |_| Ok(weak.upgrade().map_or_else(nothing, Line::take)))?;
        *lock(&line.bell) = Some(bell);
        // Finalizers alone do not suffice: a wake that is still queued when a worker is terminated is never answered, and
        // its calls would go on.
        env.add_env_cleanup_hook(line.clone(), |line| line.end())?;
        Ok(Self { line })
    }

    /// Keeps the event loop alive: something is awaited.
    #[napi]
    pub fn hold(&self, env: Env) -> Result<()> {
        #[expect(deprecated, reason = "dropping the function, the proposed way, cannot be undone at the next wait")]
        lock(&self.line.bell).as_mut().map_or(Ok(()), |bell| bell.refer(&env))
    }

    /// Lets the event loop end: nothing is awaited any more.
    #[napi]
    pub fn release(&self, env: Env) -> Result<()> {
        #[expect(deprecated, reason = "dropping the function, the proposed way, cannot be undone at the next wait")]
        lock(&self.line.bell).as_mut().map_or(Ok(()), |bell| bell.unref(&env))
    }

    /// A client, or the record of what is wrong with its options. What `options.lends` names it has in common with `lender`.
    #[napi]
    #[allow(clippy::needless_pass_by_value, reason = "napi hands instances over by value")]
    pub fn client(
        &self,
        options: ClientOptions,
        lender: Option<ClassInstance<'_, NativeClient>>,
    ) -> Either<NativeClient, ErrorRecord> {
        let lender = lender.as_deref().and_then(NativeClient::lend);
        match options.build(lender.as_ref(), &self.line) {
            Ok(client) => Either::A(NativeClient::new(client, self.line.clone())),
            Err(error) => Either::B(ErrorRecord::from(&error)),
        }
    }

    /// Takes what the call has received. Where nothing has come, the call is armed: the next batch is delivered, and `poll`
    /// must not be called before that.
    #[napi]
    #[must_use]
    pub fn poll(&self, id: u32) -> Option<Vec<Field>> {
        let call = lock(&self.line.calls).get(&id).cloned();
        let mut list = Vec::new();
        self.line.take_from(&*call?, &mut list);
        (!list.is_empty()).then_some(list)
    }

    /// Ends the call and closes its connection at once. Nothing is delivered any more.
    #[napi]
    pub fn cancel(&self, id: u32) {
        let call = lock(&self.line.calls).remove(&id);
        if let Some(call) = call {
            call.cancel();
        }
    }

    /// Answers an [`Ask`] with a token, good for this many milliseconds from now, or for ever.
    #[napi]
    pub fn give(&self, ask: u32, token: String, expires_in: Option<f64>) {
        self.line.counter.give(ask, token, expires_in);
    }

    /// Answers an [`Ask`]: there is no token, because of this. `thrown` is given back with the errors of the calls that wait.
    #[napi]
    pub fn refuse(&self, ask: u32, why: String, thrown: u32) {
        self.line.counter.refuse(ask, why, thrown);
    }

    /// Nobody uses this provider any more.
    #[napi]
    pub fn forget(&self, provider: u32) {
        self.line.counter.forget(provider);
    }
}

impl Line {
    /// Asks for `state` to be polled on the JavaScript thread. Called on the core's threads.
    pub(crate) fn ring(&self, state: Arc<State>) {
        let mut ready = lock(&self.ready);
        ready.calls.push(state);
        let rung = mem::replace(&mut ready.rung, true);
        drop(ready);
        // One crossing for all that come ready before it is made.
        if !rung {
            self.strike();
        }
    }

    /// Has the JavaScript thread look at what is asked for.
    pub(crate) fn strike(&self) {
        // Refused only when the environment is ending; its calls end with it.
        let _ = lock(&self.bell).as_ref().map(|bell| bell.call((), ThreadsafeFunctionCallMode::NonBlocking));
    }

    /// A call has begun. It is known until its end was taken, or it is cancelled.
    pub(crate) fn enter(&self, state: Arc<State>) {
        lock(&self.calls).insert(state.id(), state);
    }

    #[allow(clippy::needless_pass_by_value, reason = "the callback holds no other reference while it runs")]
    fn take(self: Arc<Self>) -> Delivered {
        let calls = mem::take(&mut *lock(&self.ready)).calls;
        let mut list = Vec::with_capacity(calls.len() * 7);
        for call in calls {
            self.take_from(&call, &mut list);
        }
        let asks = self.counter.take(&self);
        FnArgs::from((list, (!asks.is_empty()).then_some(asks)))
    }

    fn take_from(&self, call: &State, list: &mut Vec<Field>) {
        let Some(batch) = call.poll() else { return };
        if batch.ended {
            lock(&self.calls).remove(&call.id());
        }
        batch.write(call.id(), list);
    }

    fn end(&self) {
        let calls = mem::take(&mut *lock(&self.calls));
        for call in calls.into_values() {
            call.cancel();
        }
        drop(mem::take(&mut *lock(&self.ready)));
        self.counter.close();
    }
}

fn nothing() -> Delivered {
    FnArgs::from((Vec::new(), None))
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that panics runs under these locks, so a poisoned one is as good as any.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
