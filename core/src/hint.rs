//! The server's own word on when to come back.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// In seconds: hints longer than this are as good as never; the bound keeps arithmetic safe.
const LONGEST: u32 = 1_000_000_000;

/// Reads `retry-after-ms`, else `retry-after` as seconds or as a date. A date is measured against the answer's own `Date`
/// where there is one, so that a wrong clock on this machine does no harm.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(ms) = text("retry-after-ms").and_then(number) {
        return duration(ms / 1000.0);
    }
    let hint = text(header::RETRY_AFTER.as_str())?;
    if let Some(seconds) = number(hint) {
        return duration(seconds);
    }
    let then = httpdate::parse_http_date(hint).ok()?;
    let wait = then.duration_since(date(headers).unwrap_or(now)).ok()?;
    Some(wait.min(Duration::from_secs(LONGEST.into())))
}

/// When the server says it answered.
pub(crate) fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(header::DATE)?.to_str().ok()?.trim()).ok()
}

/// Digits with a fraction if need be, and the word that some clocks print for never; no sign and no exponent.
fn number(text: &str) -> Option<f64> {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_never = ["inf", "infinity"].iter().any(|never| text.eq_ignore_ascii_case(never));
    text.parse().ok().filter(|_| is_decimal || is_never)
}

fn duration(seconds: f64) -> Option<Duration> {
    // What rounds to nothing is nothing: a wait that the server asks for is obeyed in place of the client's own.
    (seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST.into()))).filter(|wait| !wait.is_zero())
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
        for value in ["soon", "-1", "0", "NaN", "", ".", "1, 1", "1e-1", "+5", "1_0", "0.0000000001"] {
            assert_eq!(hint(&[("retry-after", value)]), None, "{value}");
        }
        let never =
            ["9999999999", "99999999999999999999999999999999", "inf", "Infinity", "Fri, 31 Dec 9999 23:59:59 GMT"];
        for never in never {
            assert_eq!(hint(&[("retry-after", never)]), Some(Duration::from_secs(1_000_000_000)), "{never}");
        }
    }
}
