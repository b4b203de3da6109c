//! Lists that come in pages, and walking through all of them.

use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::{Stream, future::BoxFuture};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    call::{ApiCall, read_json},
    pager::{Pager, Place},
};
use crate::{
    client::Client,
    error::Error,
    request::{Request, Response},
};

/// One page of a list.
///
/// ```no_run
/// # async fn example(client: tidings::Client) -> Result<(), tidings::Error> {
/// let mut page = client.models().list().limit(100).await?;
/// loop {
///     for model in &page.data {
///         eprintln!("{}", model.id);
///     }
///     let Some(next) = page.next_page() else { break };
///     page = next.await?;
/// }
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in the server's order.
    pub data: Vec<T>,
    /// Whether the server says that there is more; `None` where it does not say.
    pub has_more: Option<bool>,
    /// The id of the first item, which `before_id` takes.
    pub first_id: Option<String>,
    /// The id of the last item, which `after_id` takes.
    pub last_id: Option<String>,
    /// The token of the page after this one, which `page` takes.
    token: Option<String>,
    client: Client,
    pager: Pager,
}

#[derive(Deserialize)]
struct Envelope<T> {
    data: Vec<T>,
    has_more: Option<bool>,
    first_id: Option<String>,
    last_id: Option<String>,
    next_page: Option<String>,
}

impl<T> Page<T> {
    /// Whether there is a page after this one. A list that was begun with `before_id` goes on towards newer items.
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.pager.cursor(&self.place()).is_some()
    }

    fn place(&self) -> Place<'_> {
        Place {
            is_empty: self.data.is_empty(),
            has_more: self.has_more,
            first_id: self.first_id.as_deref(),
            last_id: self.last_id.as_deref(),
            token: self.token.as_deref(),
        }
    }
}

impl<T: DeserializeOwned + 'static> Page<T> {
    fn read(client: &Client, response: &Response, pager: Pager) -> Result<Self, Error> {
        let Envelope { data, has_more, first_id, last_id, next_page: token } = read_json(response)?;
        Ok(Self { data, has_more, first_id, last_id, token, client: client.clone(), pager })
    }

    /// The call for the page after this one; `None` on the last.
    ///
    /// Awaiting it fails with [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) when the server leads
    /// in a circle.
    #[must_use]
    pub fn next_page(&self) -> Option<ApiCall<Self>> {
        let mut pager = self.pager.clone();
        let request = pager.step(&self.place()).transpose()?;
        Some(ApiCall::new(&self.client, request, move |client, _, response| {
            Self::read(client, response, pager.clone())
        }))
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("data", &self.data).field("has_next", &self.has_next()).finish_non_exhaustive()
    }
}

impl<T: DeserializeOwned + 'static> ApiCall<Page<T>> {
    pub(super) fn list(client: &Client, path: &str) -> Self {
        Self::new(client, Ok(Request::get(path)), |client, request, response| {
            Page::read(client, response, Pager::new(request.clone()))
        })
    }

    /// How many items a page has, 1 to 1000; the server's default is 20.
    pub fn limit(self, items: u32) -> Self {
        self.query("limit", items)
    }

    /// Begins behind the item with this id.
    pub fn after_id(self, id: impl Into<String>) -> Self {
        self.query("after_id", id.into())
    }

    /// Begins in front of the item with this id, and goes on towards newer ones.
    pub fn before_id(self, id: impl Into<String>) -> Self {
        self.query("before_id", id.into())
    }

    /// The items of all pages, each page fetched when it is needed.
    ///
    /// ```no_run
    /// # async fn example(client: tidings::Client) -> Result<(), tidings::Error> {
    /// let mut batches = client.batches().list().all();
    /// while let Some(batch) = batches.next().await? {
    ///     eprintln!("{}", batch.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn all(self) -> Items<T> {
        Items { ready: VecDeque::new(), coming: Some(self.into_future()) }
    }
}

/// The items of all pages of a list: a [`Stream`].
///
/// An error is given once and ends it. Dropping it cancels a page that is under way.
#[must_use = "nothing is fetched until items are asked for"]
pub struct Items<T> {
    ready: VecDeque<T>,
    /// The next page, on its way or not yet asked for.
    coming: Option<BoxFuture<'static, Result<Page<T>, Error>>>,
}

impl<T: DeserializeOwned + Send + 'static> Items<T> {
    /// The next item; `None` behind the last. Cancel safe.
    pub async fn next(&mut self) -> Result<Option<T>, Error> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await.transpose()
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(page) = &mut self.coming else { return Poll::Ready(None) };
            let page = std::task::ready!(page.as_mut().poll(cx));
            self.coming = None;
            match page {
                Err(error) => return Poll::Ready(Some(Err(error))),
                Ok(page) => {
                    self.coming = page.next_page().map(IntoFuture::into_future);
                    self.ready = page.data.into();
                }
            }
        }
    }
}

impl<T: DeserializeOwned + Send + Unpin + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}
