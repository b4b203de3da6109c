//! How what a call receives goes over to a host.

use std::{
    future::poll_fn,
    task::{Context, Poll, Waker},
};

use crate::{
    error::Error,
    host::{EventBatch, Mailbox},
    stream::EventStream,
};

/// All events that have arrived, as hosts are given them; `None` once the message is complete.
pub async fn next_events(stream: &mut EventStream) -> Option<Result<EventBatch, Error>> {
    poll_fn(|cx| {
        let mut batch = EventBatch::default();
        stream.poll_into(&mut batch, cx).map(|more| more.map(|arrived| arrived.map(|()| batch)))
    })
    .await
}

/// Hands `count` items over by a mailbox, one at a time to a consumer that is waiting for it; gives how many arrived.
#[must_use]
pub fn hand_over(count: usize) -> usize {
    const ROOM: usize = 1 << 16;
    let mailbox = Mailbox::<usize, ()>::new(ROOM);
    let mut cx = Context::from_waker(Waker::noop());
    let mut arrived = 0;
    for item in 0..count {
        let waits = mailbox.poll_take(&mut cx).is_pending();
        if mailbox.poll_room(&mut cx) == Poll::Ready(true) {
            mailbox.push(item, 1);
        }
        if let (true, Poll::Ready(take)) = (waits, mailbox.poll_take(&mut cx)) {
            arrived += take.items.len();
        }
    }
    mailbox.close(());
    match mailbox.poll_take(&mut cx) {
        Poll::Ready(take) if take.end.is_some() => arrived,
        _ => 0,
    }
}
