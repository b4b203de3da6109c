//! The server's word on when to come back: bounded, never negative, and shorter the later it is.
//!
//! The input is four lines: `retry-after-ms`, `retry-after`, `date`, and the time of a reset.

#![no_main]

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue};
use libfuzzer_sys::fuzz_target;
use tidings::{RateLimits, fuzzing::retry_after};

const LONGEST: Duration = Duration::from_secs(1_000_000_000);
const NAMES: [&str; 4] = ["retry-after-ms", "retry-after", "date", "anthropic-ratelimit-tokens-reset"];

fuzz_target!(|bytes: &[u8]| {
    let mut headers = HeaderMap::new();
    for (name, line) in NAMES.into_iter().zip(bytes.split(|byte| *byte == b'\n')) {
        if let Ok(value) = HeaderValue::from_bytes(line)
            && !value.is_empty()
        {
            headers.insert(name, value);
        }
    }
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_514_400);
    check_hint(&headers, now);
    check_reset(&headers);
});

fn check_hint(headers: &HeaderMap, now: SystemTime) {
    let hint = retry_after(headers, now);
    assert!(hint.is_none_or(|hint| hint <= LONGEST), "{hint:?}");
    if let Some(milliseconds) = number(headers, "retry-after-ms") {
        assert_eq!(hint, seconds(milliseconds / 1000.0));
        return;
    }
    if let Some(number) = number(headers, "retry-after") {
        assert_eq!(hint, seconds(number));
        return;
    }
    let hint = hint.unwrap_or_default();
    for later in [1, 60, 86_400].map(Duration::from_secs) {
        // Where there is no date, this machine's clock stands in for it.
        let mut moved = headers.clone();
        if let Some(date) = text(headers, "date").and_then(|date| httpdate::parse_http_date(date).ok()) {
            if date > now + 100 * LONGEST {
                return;
            }
            let date = httpdate::fmt_http_date(date + later);
            moved.insert("date", HeaderValue::from_str(&date).expect("a date is a header's value"));
        }
        let shorter = retry_after(&moved, now + later).unwrap_or_default();
        assert!(shorter <= hint && hint - shorter <= later, "{hint:?}, {later:?} later {shorter:?}");
    }
}

/// A time is kept as it came, and read as what another library reads.
fn check_reset(headers: &HeaderMap) {
    let limit = RateLimits::from_headers(headers).tokens;
    let sent = text(headers, NAMES[3]).filter(|text| !text.is_empty());
    assert_eq!(limit.reset.as_deref(), sent);
    let Some(theirs) = sent.and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok()) else { return };
    if let Ok(second) = u64::try_from(theirs.timestamp())
        && theirs.timestamp_subsec_nanos() < 1_000_000_000
    {
        let expected = SystemTime::UNIX_EPOCH + Duration::new(second, theirs.timestamp_subsec_nanos());
        assert_eq!(limit.reset_at, Some(expected), "{sent:?}");
    }
}

fn seconds(seconds: f64) -> Option<Duration> {
    let seconds = (seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST.as_secs_f64())));
    seconds.filter(|wait| !wait.is_zero())
}

/// Digits and a point, or a word for never.
fn number(headers: &HeaderMap, name: &str) -> Option<f64> {
    let text = text(headers, name)?.to_ascii_lowercase();
    let is_number = text.chars().all(|c| c.is_ascii_digit() || c == '.') || text == "inf" || text == "infinity";
    text.parse().ok().filter(|_| is_number)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}
