//! Many calls at once on a server that does not let in so many.

use std::num::NonZeroU32;

use tidings::{Client, Error};
use tidings_test_server::{BucketSize, LimitCounters, Limits, Options, Server};
use tokio::time::{Duration, Instant};

use crate::server::hello;

const CALLS: u32 = 200;

/// The bucket gives 185 calls at once and the other 15 in five seconds, and says so.
fn limits() -> Limits {
    let bucket = BucketSize { capacity: 185, refill_per_minute: NonZeroU32::new(185).unwrap() };
    Limits { bucket: Some(bucket), service_ms: 50, headers: true, retry_after: true, ..Limits::default() }
}

#[tokio::test]
async fn two_hundred_calls_at_once_on_a_bucket_are_all_answered_and_none_is_refused() {
    let server = Server::start(Options::default()).unwrap();
    server.set_limits("bucket", limits());
    let client = Client::builder().base_url(format!("{}/limited/bucket", server.url())).api_key("k").build().unwrap();
    let began = Instant::now();
    let errors = errors_of_all_calls(&client).await;
    let took = began.elapsed();

    assert!(errors.is_empty(), "{} calls were lost, the first of them: {:?}", errors.len(), errors.first());
    let LimitCounters { answered, abandoned, rate_limited, .. } = server.limit_counters("bucket").unwrap();
    assert_eq!((answered, abandoned, rate_limited), (u64::from(CALLS), 0, 0));
    assert!(took > Duration::from_millis(4500), "in {took:?} the bucket cannot have given so many");
}

async fn errors_of_all_calls(client: &Client) -> Vec<Error> {
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.messages().create(&hello()).await })
        })
        .collect();
    let mut errors = Vec::new();
    for call in calls {
        errors.extend(call.await.unwrap().err());
    }
    errors
}
