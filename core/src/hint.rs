//! The server's own word on when to come back.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// In seconds: hints longer than this are as good as never; the bound keeps arithmetic safe.
const LONGEST: u32 = 1_000_000_000;

/// Reads `retry-after-ms`, else `retry-after` as seconds or as a date. A date is measured against the answer's own `Date`
/// where there is one, so that a wrong clock on this machine does no harm.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(ms) = text("retry-after-ms").and_then(|ms| ms.parse::<f64>().ok()) {
        return duration(ms / 1000.0);
    }
    let hint = text(header::RETRY_AFTER.as_str())?;
    if let Ok(seconds) = hint.parse::<f64>() {
        return duration(seconds);
    }
    let then = httpdate::parse_http_date(hint).ok()?;
    let now = text(header::DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    then.duration_since(now).ok().map(|wait| wait.min(Duration::from_secs(LONGEST.into())))
}

fn duration(seconds: f64) -> Option<Duration> {
    (seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(headers: &[(&'static str, &'static str)]) -> Option<Duration> {
        let headers = headers
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value)));
        retry_after(&headers.collect(), SystemTime::UNIX_EPOCH)
    }

    #[test]
    fn milliseconds_come_before_seconds() {
        assert_eq!(hint(&[("retry-after-ms", "1.5"), ("retry-after", "9")]), Some(Duration::from_micros(1500)));
        assert_eq!(hint(&[("retry-after", "2.5")]), Some(Duration::from_millis(2500)));
    }

    #[test]
    fn a_date_is_measured_against_the_answers_own() {
        let headers = [("retry-after", "Tue, 24 Nov 2026 10:00:30 GMT"), ("date", "Tue, 24 Nov 2026 10:00:00 GMT")];
        assert_eq!(hint(&headers), Some(Duration::from_secs(30)));
    }

    #[test]
    fn nonsense_is_no_hint_and_the_absurd_is_bounded() {
        for value in ["soon", "-1", "0", "NaN", ""] {
            assert_eq!(hint(&[("retry-after", value)]), None, "{value}");
        }
        assert_eq!(hint(&[("retry-after", "1e300")]), Some(Duration::from_secs(1_000_000_000)));
        for endless in ["inf", "Fri, 31 Dec 9999 23:59:59 GMT"] {
            assert_eq!(hint(&[("retry-after", endless)]), Some(Duration::from_secs(1_000_000_000)), "{endless}");
        }
    }
}
