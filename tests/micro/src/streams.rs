//! The whole way of a streamed answer: chunks of bytes, batches of events as hosts take them, the folded message.

use bytes::Bytes;
use tidings::{
    Event, EventStream, StreamEvent,
    fuzzing::{event_stream, message_stream, next_events},
    types::RawContentBlockDelta,
};
use tokio::runtime::{Builder, Runtime};

use crate::{
    harness::{Failure, Work},
    samples::Answer,
};

/// A runtime that only the calling thread drives.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Reads a stream to its end, shows every event to nobody, and writes the message.
pub(crate) fn read(chunks: Vec<Bytes>, answer: &Answer) -> Result<(Work, usize), Failure> {
    let (runtime, length) = (runtime()?, answer.said.len());
    let work = move || {
        runtime.block_on(async {
            let mut stream = event_stream(chunks.clone(), false).await?;
            let said = added(&mut stream).await?;
            let message = stream.message().message_json().ok_or("there is no message")?;
            // What reads the end of the answer is a task of its own.
            tokio::task::yield_now().await;
            // The same text is in the message, with escapes.
            Ok(if message.len() > said && stream.message().is_complete() { said } else { 0 })
        })
    };
    Ok((Box::new(work), length))
}

/// How many bytes the events add to the message.
async fn added(stream: &mut EventStream) -> Result<usize, Failure> {
    let mut said = 0;
    while let Some(batch) = next_events(stream).await {
        let mut batch = batch?;
        while let Some(event) = batch.next_ref() {
            said += event.piece.map_or(0, |piece| piece.text.len());
        }
    }
    Ok(said)
}

/// Reads a stream to its end for its message alone.
pub(crate) fn fold(chunks: Vec<Bytes>, answer: &Answer) -> Result<(Work, usize), Failure> {
    let (runtime, length) = (runtime()?, answer.said.len());
    let work = move || {
        runtime.block_on(async {
            let message = message_stream(chunks.clone()).await?.final_message().await?;
            tokio::task::yield_now().await;
            Ok(message.text().len())
        })
    };
    Ok((Box::new(work), length))
}

/// Reads a stream to its end, each event as a value of its type.
pub(crate) fn typed(chunks: Vec<Bytes>, answer: &Answer) -> Result<(Work, usize), Failure> {
    let (runtime, length) = (runtime()?, answer.said.len());
    let work = move || {
        runtime.block_on(async {
            let (mut stream, mut said) = (message_stream(chunks.clone()).await?, 0);
            while let Some(event) = stream.next_event().await? {
                if let Event::ContentBlockDelta(event) = event
                    && let RawContentBlockDelta::Text(delta) = event.delta
                {
                    said += delta.text.len();
                }
            }
            tokio::task::yield_now().await;
            Ok(said)
        })
    };
    Ok((Box::new(work), length))
}

/// Reads a stream to its end, of which only the texts are wanted.
pub(crate) fn texts(chunks: Vec<Bytes>, answer: &Answer) -> Result<(Work, usize), Failure> {
    let (runtime, length) = (runtime()?, answer.said.len());
    let work = move || {
        runtime.block_on(async {
            let (mut stream, mut said) = (message_stream(chunks.clone()).await?, 0);
            while let Some(text) = stream.next_text().await? {
                said += text.len();
            }
            tokio::task::yield_now().await;
            Ok(said)
        })
    };
    Ok((Box::new(work), length))
}

/// The events of a stream, read.
pub(crate) fn events(chunks: &[Bytes]) -> Result<Vec<StreamEvent>, Failure> {
    runtime()?.block_on(async {
        let mut stream = event_stream(chunks.to_vec(), false).await?;
        let mut events = Vec::new();
        while let Some(batch) = stream.next_batch().await {
            events.extend(batch?);
        }
        Ok(events)
    })
}
