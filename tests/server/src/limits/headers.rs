//! The headers that tell of a bucket.

use std::time::{Duration, SystemTime};

use httpdate::fmt_http_date;

use super::bucket::Bucket;

/// What every answer says of the bucket, and by which clock. `now` is on the bucket's clock, `clock` is the same moment
/// on everybody's.
pub(crate) fn of_bucket(bucket: &Bucket, now: Duration, clock: SystemTime) -> [(String, String); 4] {
    let of_requests = |what: &str| format!("anthropic-ratelimit-requests-{what}");
    [
        (of_requests("limit"), bucket.capacity().to_string()),
        (of_requests("remaining"), bucket.remaining(now).to_string()),
        (of_requests("reset"), rfc3339(clock + bucket.until_full(now))),
        ("date".into(), fmt_http_date(clock)),
    ]
}

/// A time to wait in whole seconds: never too short, and never none.
pub(crate) fn whole_seconds(wait: Duration) -> String {
    let started = u64::from(wait.subsec_nanos() > 0);
    (wait.as_secs() + started).max(1).to_string()
}

/// A time in UTC to the second, as the API writes it. The second that has begun counts as over: who waits for this time
/// must not come too early.
fn rfc3339(time: SystemTime) -> String {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs() + u64::from(since.subsec_nanos() > 0);
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The date so many days after 1970-01-01. Years are counted from March, so that the leap day is the last one.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, is_next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year_of_era + is_next_year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(seconds: u64, nanos: u32) -> String {
        rfc3339(SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos))
    }

    #[test]
    fn a_time_is_written_to_the_second_that_is_not_over() {
        assert_eq!(written(0, 0), "1970-01-01T00:00:00Z");
        assert_eq!(written(951_782_399, 0), "2000-02-28T23:59:59Z");
        assert_eq!(written(951_782_399, 1), "2000-02-29T00:00:00Z");
        assert_eq!(written(1_798_761_599, 0), "2026-12-31T23:59:59Z");
        assert_eq!(written(4_107_542_400, 0), "2100-03-01T00:00:00Z");
    }

    #[test]
    fn a_wait_is_rounded_up_to_whole_seconds() {
        for (milliseconds, written) in [(0, "1"), (200, "1"), (1000, "1"), (1001, "2"), (59_999, "60")] {
            assert_eq!(whole_seconds(Duration::from_millis(milliseconds)), written);
        }
    }
}
