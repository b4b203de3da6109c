//! The results of a batch, line by line as they come.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use serde::de::IgnoredAny;
use tidings::{
    Error, ErrorKind,
    host::{Call, Delivery, Mode, ResultLines},
};

use super::{List, Stop};
use crate::{boundary::Misuse, object::Object, request::Request};

/// A walk from line to line.
#[derive(Debug)]
pub(super) struct Lines {
    request: Request,
    batch: Option<tidings::Request>,
    results: Option<Arc<Call>>,
    arrived: VecDeque<Delivery>,
    end: Option<Result<(), Error>>,
    cutter: ResultLines,
}

impl Lines {
    pub(super) fn new(request: Request) -> Result<Self, Misuse> {
        let batch = request.lines().map(|lines| request.complete(lines.batch())).transpose()?;
        Ok(Self { request, batch, results: None, arrived: VecDeque::new(), end: None, cutter: ResultLines::default() })
    }

    pub(super) fn next(&mut self, list: &List) -> Result<Option<Object>, Stop> {
        if let Some(batch) = self.batch.take() {
            self.results = Some(self.begin(batch, list)?);
        }
        loop {
            if let Some(line) = self.cutter.next_line() {
                let line = line.map_err(Stop::Skipped)?;
                return object(&line).map(Some).map_err(|why| Stop::Skipped(self.cutter.unreadable(line, &why)));
            }
            match (self.arrived.pop_front(), &mut self.end) {
                (Some(Delivery::Bytes(chunk)), _) => self.cutter.feed(chunk),
                (Some(_), _) => {}
                (None, Some(Ok(()))) => {
                    let Some(line) = self.cutter.finish().transpose().map_err(Stop::Skipped)? else { return Ok(None) };
                    return object(&line).map(Some).map_err(|why| Stop::Skipped(self.cutter.unreadable(line, &why)));
                }
                (None, end @ Some(Err(_))) => {
                    // What had come of a line is none.
                    self.cutter.forget();
                    let end = end.replace(Ok(()));
                    return Err(end.and_then(Result::err).unwrap_or_else(super::cancelled).into());
                }
                (None, None) => self.receive(),
            }
        }
    }

    /// First asks for the batch, which says where its results are, and then for these.
    fn begin(&self, batch: tidings::Request, list: &List) -> Result<Arc<Call>, Stop> {
        let answer = list.whole(batch)?;
        let batch = serde_json::from_slice(&answer.body)
            .map_err(|e| Error::new(ErrorKind::UnexpectedResponse, format!("the answer is no batch: {e}")))?;
        let results = list.client.batches().results_request(&batch)?;
        let results = self.request.complete(results).map_err(|e| Error::new(ErrorKind::Validation, e.message))?;
        Ok(list.start(results, Mode::Bytes)?)
    }

    fn receive(&mut self) {
        let Some(results) = &self.results else {
            self.end = Some(Ok(()));
            return;
        };
        if let Some(taken) = results.wait(Duration::MAX) {
            self.arrived.extend(taken.items);
            self.end = taken.end;
        }
    }
}

/// What keeps a line from being an object.
fn object(line: &[u8]) -> Result<Object, String> {
    let object = Object::new(&ResultLines::readable(line));
    if object.is_object() {
        return Ok(object);
    }
    let why = serde_json::from_slice::<IgnoredAny>(line).err();
    Err(why.map_or_else(|| "it is no object".to_owned(), |e| e.to_string()))
}
