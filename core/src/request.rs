//! A request and its answer, as bytes: what the bindings, the resources and the raw verbs work with.

mod content;
mod demand;
mod endpoint;
mod multipart;
mod options;
mod path;
mod payload;
mod query;
mod response;

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{Method, Uri};
use url::Url;

pub(crate) use self::{
    content::Content,
    demand::Demand,
    multipart::{Multipart, Part},
    path::{address, is_same_origin},
    payload::Payload,
};
pub use self::{
    endpoint::Endpoint,
    options::CallOptions,
    query::QueryValue,
    response::{Response, ResponseHead},
};
use crate::{
    error::{Error, ErrorKind},
    headers::Layer,
};

/// A request to a path of the API, its body already JSON.
///
/// ```
/// # fn example() -> Result<(), tidings::Error> {
/// use tidings::Request;
/// let path = Request::path("/v1/models/{model_id}", &[("model_id", "claude-opus-4-6")])?;
/// let request = Request::get(path).query("verbose", true);
/// # let _ = request;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Layer,
    pub(crate) payload: Payload,
    /// What is taken as the answer.
    pub(crate) wanted: Wanted,
    /// What an answer without content (204) stands for.
    pub(crate) without_content: Option<Bytes>,
    pub(crate) options: CallOptions,
}

/// What is taken as the answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A JSON object that is no error; for `POST /v1/messages` a message.
    Object,
    /// Anything but JSON that says that it is an error.
    Any,
    /// Whatever comes with a status of success.
    Raw,
}

impl Request {
    /// A request without a body.
    ///
    /// `path` begins with a slash; a query in it is kept. A whole URL is taken as well if it has the origin of the client's
    /// base URL, since credentials are sent nowhere else.
    #[must_use]
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            headers: Layer::default(),
            payload: Payload::None,
            wanted: Wanted::Object,
            without_content: None,
            options: CallOptions::default(),
        }
    }

    /// Creates a message: `POST /v1/messages` with a JSON body.
    #[must_use]
    pub fn messages(body: impl Into<Bytes>) -> Self {
        Self::post(Endpoint::MESSAGES, body)
    }

    /// `GET`.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// `POST` with a JSON body; an empty one is no body.
    #[must_use]
    pub fn post(path: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::new(Method::POST, path).json(body)
    }

    /// `PUT` with a JSON body; an empty one is no body.
    #[must_use]
    pub fn put(path: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::new(Method::PUT, path).json(body)
    }

    /// `PATCH` with a JSON body; an empty one is no body.
    #[must_use]
    pub fn patch(path: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::new(Method::PATCH, path).json(body)
    }

    /// `DELETE`.
    #[must_use]
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// Fills the `{name}` places of a path, each value percent-encoded as one segment.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation), naming the parameter, for a value that is empty or leads
    /// elsewhere: `.` and `..`, also encoded or followed by `;`.
    pub fn path(template: &str, parameters: &[(&str, &str)]) -> Result<String, Error> {
        path::fill(template, parameters)
    }

    /// The same request with a JSON body; an empty one is no body.
    #[must_use]
    pub fn json(mut self, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        self.payload = if body.is_empty() { Payload::None } else { Payload::Json(body) };
        self
    }

    pub(crate) fn multipart(mut self, form: Multipart) -> Self {
        self.payload = Payload::Multipart(form);
        self
    }

    /// Sets a query parameter in place of any of the same name, in the path too; [`QueryValue::Unset`] leaves things as
    /// they are.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl Into<QueryValue>) -> Self {
        let pairs = value.into().pairs(name);
        self.query.retain(|(known, _)| pairs.iter().all(|(new, _)| new != known));
        self.query.extend(pairs);
        self
    }

    /// Sets a query parameter, as [`query`](Self::query) does.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation) for a list without items: an answer that nothing limits is not
    /// what it asks for.
    pub fn try_query(self, name: &str, value: impl Into<QueryValue>) -> Result<Self, Error> {
        let value = value.into();
        if matches!(&value, QueryValue::Many(values) if values.is_empty()) {
            let message = format!(
                "{name}: the list is empty, which would ask for everything; name at least one, or leave it out"
            );
            return Err(Error::new(ErrorKind::Validation, message));
        }
        Ok(self.query(name, value))
    }

    /// Sets a header of this request; headers of its [`CallOptions`] win over it.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push(name, Some(value.into()));
        self
    }

    /// Takes any body as the answer, such as the bytes of a file; without this anything but a JSON object is an error. A body
    /// that says that it is an error still is one.
    #[must_use]
    pub fn any_answer(mut self) -> Self {
        self.wanted = Wanted::Any;
        self
    }

    /// Takes whatever comes with a status of success as the answer, and looks at none of it.
    #[must_use]
    pub fn raw_answer(mut self) -> Self {
        self.wanted = Wanted::Raw;
        self
    }

    /// What an answer without content (204) stands for, as JSON.
    #[must_use]
    pub fn without_content(mut self, stands_for: impl Into<Bytes>) -> Self {
        self.without_content = Some(stands_for.into());
        self
    }

    /// The same request with options of its own.
    #[must_use]
    pub fn with(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// The path that it was made with, or the whole URL.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.path
    }

    /// Which endpoint it goes to.
    #[must_use]
    pub fn endpoint(&self) -> Endpoint {
        Endpoint::of(&self.method, &self.path)
    }

    /// The JSON body, if it has one.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match &self.payload {
            Payload::Json(body) => Some(body),
            Payload::None | Payload::Multipart(_) => None,
        }
    }

    /// What is to be looked over before it is sent: the body and what it is for. `by_default` is the client's choice.
    pub(crate) fn to_validate(&self, by_default: bool) -> Option<(Endpoint, &Bytes)> {
        let body = self.body().filter(|_| self.options.validation.unwrap_or(by_default))?;
        Some((self.endpoint(), body)).filter(|(endpoint, _)| *endpoint != Endpoint::Other)
    }

    /// Whether it goes to this path and no query of its own.
    pub(crate) fn is_plainly(&self, path: &str) -> bool {
        self.query.is_empty() && self.path == path
    }

    /// Where it goes, with what a client adds to every query.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation) when that is not within the origin of `base`.
    pub(crate) fn address(&self, base: &Url, defaults: &[(String, String)]) -> Result<Uri, Error> {
        address(base, &self.path, &self.query_over(defaults))
    }

    /// The query parameters to send: those of this request, and of the client's those that it has not itself.
    fn query_over(&self, defaults: &[(String, String)]) -> Cow<'_, [(String, String)]> {
        let missing = |(name, _): &&(String, String)| self.query_value(name).is_none();
        let mut added: Vec<_> = defaults.iter().filter(missing).cloned().collect();
        if added.is_empty() {
            return Cow::Borrowed(&self.query);
        }
        added.extend_from_slice(&self.query);
        Cow::Owned(added)
    }

    /// The value of a query parameter, whether it was set or stands in the path.
    pub(crate) fn query_value(&self, name: &str) -> Option<String> {
        let set = self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        set.or_else(|| {
            let (_, own) = self.path.split_once('?')?;
            let mut pairs = url::form_urlencoded::parse(own.as_bytes());
            pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
        })
    }
}

impl fmt::Debug for Request {
    /// Shows how large the body is, never what is in it, and no query, which may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.split(['?', '#']).next().unwrap_or_default();
        write!(f, "{} {path} ({})", self.method, self.payload.describe())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_over_is_the_body_of_a_known_endpoint_unless_that_is_switched_off() {
        let request = Request::post("/v1/messages/count_tokens", "{}");
        assert_eq!(request.to_validate(true), Some((Endpoint::CountTokens, &Bytes::from_static(b"{}"))));
        assert_eq!(request.to_validate(false), None);
        assert_eq!(request.with(CallOptions::new().validation(false)).to_validate(true), None);
        assert_eq!(Request::post("/v1/x", "{}").to_validate(true), None);
        assert_eq!(Request::get("/v1/messages").to_validate(true), None);
    }

    #[test]
    fn a_query_parameter_replaces_its_namesake_and_an_unset_one_changes_nothing() {
        let request = Request::get("/").query("a", 1).query("b", vec!["x", "y"]).query("a", 2).query("b", None::<&str>);
        let pairs: Vec<_> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs, ["b[]=x", "b[]=y", "a=2"]);
    }

    #[test]
    fn a_query_parameter_of_the_request_wins_over_the_clients() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let request = Request::get("/x?b=own").query("a", "own");
        let defaults = [pair("a", "client"), pair("b", "client"), pair("c", "client")];
        assert_eq!(*request.query_over(&defaults), [pair("c", "client"), pair("a", "own")]);
    }

    #[test]
    fn debug_output_shows_no_content() {
        assert_eq!(format!("{:?}", Request::messages("PROMPT")), "POST /v1/messages (6 bytes)");
        assert_eq!(format!("{:?}", Request::post("/x", "")), "POST /x (no body)");
    }
}
