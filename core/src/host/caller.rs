//! Whose call it is that runs: how what happens on the way reaches the host in the caller's own time and thread.

use std::{future::Future, sync::Arc};

use super::pump::{CallMailbox, Delivery, OVERHEAD};
use crate::{
    client::ClientBuilder,
    hooks::{AttemptRecord, Moment},
};

tokio::task_local! {
    static MAILBOX: Arc<CallMailbox>;
}

/// Runs a call so that whatever is told of it meanwhile goes into its mailbox.
pub(super) fn within<F: Future>(mailbox: &Arc<CallMailbox>, call: F) -> impl Future<Output = F::Output> {
    MAILBOX.scope(mailbox.clone(), call)
}

/// Has every attempt of a client's calls told in the mailboxes of the calls, as [`Delivery::Told`].
///
/// A hook of the core runs on the runtime's thread, which must not enter a host language. What is told here is for whoever
/// takes from the mailbox: it comes before what the call has brought by then, and in the order in which it happened.
pub fn tell(builder: ClientBuilder, moments: &[Moment]) -> ClientBuilder {
    moments.iter().fold(builder, |builder, &moment| builder.hook(moment, move |record| push(moment, record)))
}

fn push(moment: Moment, record: &AttemptRecord) {
    // Calls that no host has started are told to nobody here.
    MAILBOX.try_with(|mailbox| mailbox.push(Delivery::Told(moment, Box::new(record.clone())), OVERHEAD)).unwrap_or(());
}
