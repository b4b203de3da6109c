//! The bridge: the one way from the core's threads into the event loop of a JavaScript environment.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use napi::{
    Env, Result, Status,
    bindgen_prelude::{Either, FnArgs, Function},
    threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode, UnknownReturnValue},
};
use napi_derive::napi;

use crate::{batch::Batch, call::State, client::NativeClient, options::ClientOptions, record::ErrorRecord};

/// Calls `deliver(id, batch)` on the JavaScript thread. Weak: it keeps no program alive by itself.
type Bell = ThreadsafeFunction<Arc<State>, UnknownReturnValue, FnArgs<(u32, Option<Batch>)>, Status, false, true>;

/// What an environment (the main thread, or a worker) shares between all its clients and calls.
pub(crate) struct Line {
    bell: Mutex<Bell>,
    /// The calls under way, so that they end with their environment.
    calls: Mutex<HashMap<u32, Weak<State>>>,
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
    pub fn new(env: Env, deliver: Function<'_, FnArgs<(u32, Option<Batch>)>, UnknownReturnValue>) -> Result<Self> {
        // Drained here, on the JavaScript thread, at the moment of delivery: all that came since the wake goes along.
        let bell = deliver.build_threadsafe_function::<Arc<State>>().weak::<true>().build_callback(|wake| {
            let state = wake.value;
            let batch = state.poll();
            Ok(FnArgs::from((state.id(), batch)))
        })?;
        let line = Arc::new(Line { bell: Mutex::new(bell), calls: Mutex::default() });
        // Finalizers alone do not suffice: a wake that is still queued when a worker is terminated is never run, and
        // would hold its call for ever.
        env.add_env_cleanup_hook(line.clone(), |line| line.end_calls())?;
        Ok(Self { line })
    }

    /// Keeps the event loop alive: something is awaited.
    #[napi]
    pub fn hold(&self, env: Env) -> Result<()> {
        #[expect(deprecated, reason = "dropping the function, the proposed way, cannot be undone at the next wait")]
        lock(&self.line.bell).refer(&env)
    }

    /// Lets the event loop end: nothing is awaited any more.
    #[napi]
    pub fn release(&self, env: Env) -> Result<()> {
        #[expect(deprecated, reason = "dropping the function, the proposed way, cannot be undone at the next wait")]
        lock(&self.line.bell).unref(&env)
    }

    /// A client, or the record of what is wrong with its options.
    #[napi]
    pub fn client(&self, options: ClientOptions) -> Either<NativeClient, ErrorRecord> {
        match options.build() {
            Ok(client) => Either::A(NativeClient::new(client, self.line.clone())),
            Err(error) => Either::B(ErrorRecord::from(&error)),
        }
    }
}

impl Line {
    /// Asks for `state` to be polled on the JavaScript thread. Called on the core's threads.
    pub(crate) fn ring(&self, state: Arc<State>) {
        // Refused only when the environment is ending; its calls end with it.
        let _ = lock(&self.bell).call(state, ThreadsafeFunctionCallMode::NonBlocking);
    }

    pub(crate) fn enter(&self, state: &Arc<State>) {
        lock(&self.calls).insert(state.id(), Arc::downgrade(state));
    }

    pub(crate) fn leave(&self, id: u32) {
        lock(&self.calls).remove(&id);
    }

    fn end_calls(&self) {
        let calls = std::mem::take(&mut *lock(&self.calls));
        calls.into_values().filter_map(|call| call.upgrade()).for_each(|call| call.cancel());
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that panics runs under these locks, so a poisoned one is as good as any.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
