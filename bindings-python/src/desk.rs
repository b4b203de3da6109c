//! Tokens that Python has to fetch.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use pyo3::{exceptions::PyValueError, prelude::*};
use tidings::{Token, TokenError, host};

/// Where the core asks for tokens, for a thread of Python to answer.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Desk(pub(crate) host::Desk);

/// A token that calls wait for. Dropping it unanswered fails them.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Ticket(Mutex<Option<host::Ticket>>);

/// What a provider has raised. Its text is made beforehand, as the thread that wants it must not enter Python.
#[derive(Debug)]
pub(crate) struct Raised {
    text: String,
    pub(crate) error: PyErr,
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Raised {}

#[pymethods]
impl Desk {
    #[new]
    fn new() -> Self {
        Self(host::Desk::new())
    }

    /// Waits until a token is asked for, at most `limit` seconds; `None` when the time is over. Other threads run meanwhile.
    fn wait(&self, py: Python<'_>, limit: f64) -> Option<Ticket> {
        let limit = Duration::try_from_secs_f64(limit).unwrap_or_default();
        py.detach(|| self.0.wait(limit)).map(|ticket| Ticket(Mutex::new(Some(ticket))))
    }
}

#[pymethods]
impl Ticket {
    /// Answers with a token, good for `expires_in` seconds from now, or for ever.
    #[pyo3(signature = (token, expires_in))]
    fn give(&self, token: String, expires_in: Option<f64>) -> PyResult<()> {
        let token = Token::new(token);
        let token = match expires_in {
            None => token,
            // What has expired already is good for nothing more than the calls that wait.
            Some(seconds) => token.expires_in(lifetime(seconds)?),
        };
        self.answer(Ok(token));
        Ok(())
    }

    /// Answers that there is none, for this reason; the calls that wait fail with it as the cause.
    fn fail(&self, error: Bound<'_, PyAny>) {
        let text = error.repr().map_or_else(|_| "an exception".to_owned(), |text| text.to_string());
        self.answer(Err(TokenError::new(Raised { text, error: PyErr::from_value(error) })));
    }
}

impl Ticket {
    fn answer(&self, answer: Result<Token, TokenError>) {
        if let Some(ticket) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            ticket.answer(answer);
        }
    }
}

fn lifetime(seconds: f64) -> PyResult<Duration> {
    if seconds.is_nan() {
        return Err(PyValueError::new_err("the expiry of a token must be a number of seconds"));
    }
    Ok(Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX))
}
