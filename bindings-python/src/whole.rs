//! A call whose whole answer a thread waits for.

use std::time::Duration;

use pyo3::prelude::*;
use tidings::{
    Client, Error, Request, Response,
    host::{self, Watch},
};

use crate::facade::Facade;

/// How long the thread that hears signals waits before it looks for them. Users are promised 100 ms; half of it leaves room.
pub(crate) const SIGNALS: Duration = Duration::from_millis(50);

/// Makes the call on this thread. Other threads of Python run meanwhile.
///
/// # Errors
/// What the handler of a signal raises, which cancels the call. How the call itself failed is in what it gives.
pub(crate) fn run(py: Python<'_>, client: &Client, request: Request) -> PyResult<Result<Response, Error>> {
    let hears_signals = Facade::get(py)?.hears_signals(py);
    py.detach(|| {
        let mut raised = None;
        let mut goes_on = || {
            raised = Python::attach(check).err();
            raised.is_none()
        };
        let watch = hears_signals.then_some(Watch { every: SIGNALS, goes_on: &mut goes_on });
        let answer = host::run(client, request, watch);
        raised.map_or(Ok(answer), Err)
    })
}

fn check(py: Python<'_>) -> PyResult<()> {
    py.check_signals()
}
