//! A call that has been put together and not yet been sent: the one shape that the methods of all resources give.

use std::{fmt, sync::Arc};

use futures_core::future::BoxFuture;
use http::Method;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    client::Client,
    error::{Error, ErrorKind},
    request::{CallOptions, QueryValue, Request, Response},
    tolerant,
    types::Extra,
};

/// How an answer is read.
type Read<T> = Arc<dyn Fn(&Client, &Request, &Response) -> Result<T, Error> + Send + Sync>;

/// A call that is sent when it is awaited, and gives a `T`.
///
/// Nothing happens before. What is wrong with the request is the error that awaiting gives. Dropping the future cancels the
/// call and closes its connection.
///
/// ```no_run
/// # async fn example(client: tidings::Client) -> Result<(), tidings::Error> {
/// use tidings::CallOptions;
///
/// let model = client.models().retrieve("claude-opus-4-6").await?;
/// let call = client.models().retrieve(&model.id).options(CallOptions::new().max_retries(0));
/// let (model, response) = call.with_response().await?;
/// eprintln!("{} {:?} {:?}", model.display_name, response.head.request_id(), response.head.rate_limits().requests);
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct ApiCall<T> {
    pub(super) client: Client,
    pub(super) request: Result<Request, Error>,
    read: Read<T>,
}

impl<T: 'static> ApiCall<T> {
    pub(super) fn new(
        client: &Client,
        request: Result<Request, Error>,
        read: impl Fn(&Client, &Request, &Response) -> Result<T, Error> + Send + Sync + 'static,
    ) -> Self {
        Self { client: client.clone(), request, read: Arc::new(read) }
    }

    /// Options of this call, in place of any it has.
    pub fn options(self, options: CallOptions) -> Self {
        self.map(|request| request.with(options))
    }

    /// Sets a query parameter, such as one that this version does not know.
    ///
    /// A list without items is refused when the call is sent: an answer that nothing limits is not what it asks for.
    pub fn query(mut self, name: &str, value: impl Into<QueryValue>) -> Self {
        self.request = self.request.and_then(|request| request.try_query(name, value));
        self
    }

    /// Sets the query parameters that the fields of an object stand for, such as those of a `BatchListParams`.
    pub fn params(mut self, params: &impl Serialize) -> Self {
        self.request = self.request.and_then(|request| {
            let fields: Extra = serde_json::from_slice(&to_json(params)?).map_err(|e| {
                Error::new(ErrorKind::Validation, "query parameters must be the fields of an object").with_source(e)
            })?;
            fields.into_iter().try_fold(request, |request, (name, value)| request.try_query(&name, value))
        });
        self
    }

    pub(super) fn map(mut self, change: impl FnOnce(Request) -> Request) -> Self {
        self.request = self.request.map(change);
        self
    }

    /// The request as it would be sent.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] when it cannot be right as it stands.
    pub fn into_request(self) -> Result<Request, Error> {
        self.request
    }

    /// Sends the call and gives what it is for together with the answer it came in.
    pub async fn with_response(self) -> Result<(T, Response), Error> {
        let request = self.request?;
        let response = self.client.send(&request).await?;
        let value = (self.read)(&self.client, &request, &response)?;
        Ok((value, response))
    }

    /// Sends the call and gives the answer as it came, whatever is in it; statuses of failure are still errors.
    pub async fn raw(self) -> Result<Response, Error> {
        self.client.send(&self.request?.raw_answer()).await
    }
}

impl<T: DeserializeOwned + 'static> ApiCall<T> {
    /// A call whose answer is one JSON value.
    pub(super) fn json(client: &Client, request: Result<Request, Error>) -> Self {
        Self::new(client, request, |_, _, response| read_json(response))
    }

    /// A call that deletes the object with this id. An answer without content says so too.
    pub(super) fn delete(client: &Client, path: Result<String, Error>, id: &str, kind: &str) -> Self {
        let request = path
            .map(|path| Request::delete(path).without_content(serde_json::json!({"id": id, "type": kind}).to_string()));
        Self::json(client, request)
    }
}

impl ApiCall<Value> {
    /// The same call, its answer read as another type.
    ///
    /// ```no_run
    /// # async fn example(client: tidings::Client) -> Result<(), tidings::Error> {
    /// #[derive(serde::Deserialize)]
    /// struct Skill {
    ///     display_name: String,
    /// }
    /// let skill = client.get("/v1/skills/skill_1").cast::<Skill>().await?;
    /// eprintln!("{}", skill.display_name);
    /// # Ok(())
    /// # }
    /// ```
    pub fn cast<U: DeserializeOwned + 'static>(self) -> ApiCall<U> {
        ApiCall::json(&self.client, self.request)
    }

    pub(crate) fn raw_verb(client: &Client, request: Request) -> Self {
        Self::json(client, Ok(request.any_answer()))
    }

    pub(crate) fn raw_verb_with(
        client: &Client,
        method: Method,
        path: String,
        body: &(impl Serialize + ?Sized),
    ) -> Self {
        let body = to_json(body);
        Self::json(client, body.map(|body| Request::new(method, path).json(body).any_answer()))
    }
}

impl<T: 'static> IntoFuture for ApiCall<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let request = self.request?;
            let response = self.client.send(&request).await?;
            (self.read)(&self.client, &request, &response)
        })
    }
}

impl<T> fmt::Debug for ApiCall<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ApiCall").field(&self.request).finish()
    }
}

/// The JSON of a request's body.
pub(super) fn to_json(body: &(impl Serialize + ?Sized)) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(body)
        .map_err(|e| Error::new(ErrorKind::Validation, format!("the request is not JSON: {e}")).with_source(e))
}

/// The value that an answer holds. An empty answer is read as `null`, which is what a `204` says.
pub(super) fn read_json<T: DeserializeOwned>(response: &Response) -> Result<T, Error> {
    let body: &[u8] = if response.body.is_empty() { b"null" } else { &response.body };
    tolerant::read(body).map_err(|e| unreadable(response, &e.to_string()))
}

/// A success whose body is not what the call is for.
pub(super) fn unreadable(response: &Response, why: &str) -> Error {
    Error::new(ErrorKind::UnexpectedResponse, format!("the answer is not what the call is for: {why}"))
        .with_status(response.head.status)
        .with_headers(response.head.headers.clone())
        .with_raw(response.body.clone())
        .with_effort(response.attempts, response.elapsed)
}

#[cfg(test)]
mod tests {
    use crate::{
        Client,
        types::{ModelLifecycle, ModelListParams},
    };

    #[test]
    fn an_object_of_parameters_and_the_builder_methods_ask_for_the_same() {
        let client = Client::builder().api_key("k").base_url("http://localhost:1").build().unwrap();
        let list = || client.models().list();
        let params = ModelListParams::new().lifecycle(vec![ModelLifecycle::Active]).limit(5);
        let by_object = list().params(&params).into_request().unwrap();
        let by_methods = list().lifecycle([ModelLifecycle::Active]).limit(5).into_request().unwrap();
        assert_eq!(by_object.query, by_methods.query);
        assert_eq!(by_object.query.len(), 2);
        assert!(list().params(&"no object").into_request().is_err());
    }
}
