//! From one page of a list to the next. Pure.

use serde::{Deserialize, de::IgnoredAny};

use crate::{
    error::{Error, ErrorKind},
    request::Request,
};

/// Walks the pages of a list for programs that send the requests themselves, such as the bindings.
///
/// ```
/// # fn example() -> Result<(), tidings::Error> {
/// use tidings::{Pager, Request};
/// let mut pager = Pager::new(Request::get("/v1/models").query("limit", 1));
/// let next = pager.next(br#"{"data": [{"id": "a"}], "has_more": true, "last_id": "a"}"#)?;
/// assert!(next.is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Pager {
    request: Request,
    walk: Walk,
}

/// What a page says about where it is.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) is_empty: bool,
    pub(super) has_more: Option<bool>,
    pub(super) first_id: Option<&'a str>,
    pub(super) last_id: Option<&'a str>,
    pub(super) token: Option<&'a str>,
}

impl Pager {
    /// The walk that begins with the answer to `request`.
    #[must_use]
    pub fn new(request: Request) -> Self {
        let own = ["page", "before_id", "after_id"].into_iter().find_map(|name| request.query_value(name));
        Self { request, walk: Walk::from(own) }
    }

    /// The request for the page behind the one whose JSON this is; `None` when it was the last.
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedResponse`] when it is no page, or the server leads in a circle.
    pub fn next(&mut self, page: &[u8]) -> Result<Option<Request>, Error> {
        Ok(self.next_parameter(page)?.map(|_| self.request.clone()))
    }

    /// The query parameter that asks for the page behind the one whose JSON this is, and its value; `None` when it was the
    /// last.
    ///
    /// # Errors
    /// As [`Pager::next`].
    pub fn next_parameter(&mut self, page: &[u8]) -> Result<Option<(&'static str, String)>, Error> {
        #[derive(Deserialize)]
        struct Envelope {
            data: Vec<IgnoredAny>,
            has_more: Option<bool>,
            first_id: Option<String>,
            last_id: Option<String>,
            next_page: Option<String>,
        }
        let page: Envelope = serde_json::from_slice(page)
            .map_err(|e| Error::new(ErrorKind::UnexpectedResponse, format!("the answer is not a page: {e}")))?;
        self.go_on(&Place {
            is_empty: page.data.is_empty(),
            has_more: page.has_more,
            first_id: page.first_id.as_deref(),
            last_id: page.last_id.as_deref(),
            token: page.next_page.as_deref(),
        })
    }

    pub(super) fn step(&mut self, place: &Place<'_>) -> Result<Option<Request>, Error> {
        Ok(self.go_on(place)?.map(|_| self.request.clone()))
    }

    fn go_on(&mut self, place: &Place<'_>) -> Result<Option<(&'static str, String)>, Error> {
        let Some((name, cursor)) = self.cursor(place) else { return Ok(None) };
        if !self.walk.step(cursor) {
            let message = format!("the pages of {} lead in a circle: {name} was the same before", self.request.path);
            return Err(Error::new(ErrorKind::UnexpectedResponse, message));
        }
        self.request = self.request.clone().query(name, cursor);
        Ok(Some((name, cursor.to_owned())))
    }

    /// The parameter that asks for the next page. A page of tokens may be empty and go on; a page of ids ends with the first
    /// that is empty. A list that was begun with `before_id` goes on in front of its first item.
    pub(super) fn cursor<'a>(&self, place: &Place<'a>) -> Option<(&'static str, &'a str)> {
        if let Some(token) = place.token.filter(|token| !token.is_empty()) {
            return Some(("page", token));
        }
        if place.has_more == Some(false) || place.is_empty {
            return None;
        }
        let (name, id) = match self.request.query_value("before_id") {
            Some(_) => ("before_id", place.first_id),
            None => ("after_id", place.last_id),
        };
        Some((name, id.filter(|id| !id.is_empty())?))
    }
}

/// Notices when cursors repeat, whatever the length of the circle, by remembering one of them (Brent's way).
#[derive(Clone, Debug, Default)]
struct Walk {
    remembered: Option<String>,
    steps: u64,
    reach: u64,
}

impl Walk {
    fn from(cursor: Option<String>) -> Self {
        Self { remembered: cursor, steps: 0, reach: 1 }
    }

    /// Goes on to `cursor`; false when that leads in a circle.
    fn step(&mut self, cursor: &str) -> bool {
        if self.remembered.as_deref() == Some(cursor) {
            return false;
        }
        self.steps += 1;
        if self.steps >= self.reach {
            self.remembered = Some(cursor.to_owned());
            (self.steps, self.reach) = (0, self.reach * 2);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_any_length_is_noticed_and_a_straight_way_is_not() {
        for (before, length) in [(0, 1), (0, 2), (3, 1), (5, 7), (100, 30)] {
            let mut walk = Walk::from(None);
            let cursors = (0..before).chain((before..before + length).cycle()).map(|n: u32| n.to_string());
            let steps = cursors.take(2000).take_while(|cursor| walk.step(cursor)).count();
            assert!(steps < 1000, "{before} {length}: {steps}");
        }
        let mut walk = Walk::from(Some("start".into()));
        assert!((0..10_000).all(|n| walk.step(&n.to_string())));
    }

    #[test]
    fn the_cursor_that_was_asked_with_is_part_of_the_walk() {
        assert!(!Walk::from(Some("a".into())).step("a"));
    }

    #[test]
    fn the_next_request_keeps_everything_but_the_cursor() {
        let mut pager = Pager::new(Request::get("/v1/files?before_id=x&limit=1"));
        let next = pager.next(br#"{"data": [1], "first_id": "b", "last_id": "c", "has_more": true}"#).unwrap().unwrap();
        assert_eq!(
            (next.path.as_str(), next.query_value("before_id").as_deref()),
            ("/v1/files?before_id=x&limit=1", Some("b"))
        );
        assert!(pager.next(br#"{"data": [], "first_id": null}"#).unwrap().is_none());
        assert_eq!(pager.next(b"{}").unwrap_err().kind(), ErrorKind::UnexpectedResponse);
    }
}
