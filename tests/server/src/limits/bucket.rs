//! A bucket of requests that is refilled evenly. Pure: the time is passed in.

use std::time::Duration;

use super::BucketSize;

/// How full a bucket is, kept as the moment at which it will be full: then nothing has to be refilled, and no fraction
/// of a request is ever rounded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    capacity: u32,
    /// The time in which one request flows back.
    interval: Duration,
    full_at: Duration,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn full(size: BucketSize) -> Self {
        let interval = Duration::from_secs(60) / size.refill_per_minute.get();
        Self { capacity: size.capacity, interval, full_at: Duration::ZERO }
    }

    /// Takes one request out.
    ///
    /// # Errors
    ///
    /// Fails with the time until there is one in it, and takes nothing.
    pub(crate) fn take(&mut self, now: Duration) -> Result<(), Duration> {
        let after = self.full_at.max(now) + self.interval;
        match after.saturating_sub(now + self.time_to_fill()) {
            Duration::ZERO => {
                self.full_at = after;
                Ok(())
            }
            wait => Err(wait),
        }
    }

    /// How many requests it holds when it is full.
    pub(crate) fn capacity(&self) -> u32 {
        self.capacity
    }

    /// How many whole requests are in it.
    pub(crate) fn remaining(&self, now: Duration) -> u128 {
        self.time_to_fill().saturating_sub(self.until_full(now)).as_nanos() / self.interval.as_nanos().max(1)
    }

    /// The time until it is full, if nothing more is taken.
    pub(crate) fn until_full(&self, now: Duration) -> Duration {
        self.full_at.saturating_sub(now)
    }

    /// The time in which an empty one is full.
    fn time_to_fill(&self) -> Duration {
        self.interval * self.capacity
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    const NOW: Duration = Duration::from_secs(100);

    /// Two requests a second.
    fn bucket(capacity: u32) -> Bucket {
        Bucket::full(BucketSize { capacity, refill_per_minute: NonZeroU32::new(120).unwrap() })
    }

    #[test]
    fn a_full_bucket_gives_what_it_holds_and_then_one_each_interval() {
        let mut bucket = bucket(3);
        assert_eq!(bucket.remaining(NOW), 3);
        for left in [2, 1, 0] {
            bucket.take(NOW).unwrap();
            assert_eq!(bucket.remaining(NOW), left);
        }
        assert_eq!(bucket.take(NOW), Err(Duration::from_millis(500)));
        assert_eq!(bucket.take(NOW + Duration::from_millis(499)), Err(Duration::from_millis(1)));
        assert_eq!(bucket.take(NOW + Duration::from_millis(500)), Ok(()));
        assert_eq!(bucket.until_full(NOW), Duration::from_secs(2));
    }

    #[test]
    fn it_never_holds_more_than_its_capacity() {
        let mut bucket = bucket(1);
        bucket.take(NOW).unwrap();
        let later = NOW * 50;
        assert_eq!((bucket.remaining(later), bucket.until_full(later)), (1, Duration::ZERO));
        bucket.take(later).unwrap();
        assert!(bucket.take(later).is_err());
    }

    #[test]
    fn in_any_time_it_gives_its_capacity_and_the_refill() {
        let mut bucket = bucket(10);
        let taken = (0..5000).filter(|ms| bucket.take(Duration::from_millis(*ms)).is_ok()).count();
        assert_eq!(taken, 10 + 9);
    }

    #[test]
    fn a_bucket_without_room_gives_nothing() {
        assert_eq!(bucket(0).take(NOW), Err(Duration::from_millis(500)));
    }
}
