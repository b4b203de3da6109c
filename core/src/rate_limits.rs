//! What answers say about rate limits. Pure and lenient: anything may be missing or malformed.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue};

use crate::hint::{date, retry_after};

/// The rate limits that the headers of an answer tell of. All of it may be missing; gateways usually send none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimits {
    /// Requests.
    pub requests: RateLimit,
    /// Tokens, under whichever token limit is the tightest at the moment.
    pub tokens: RateLimit,
    /// Input tokens.
    pub input_tokens: RateLimit,
    /// Output tokens.
    pub output_tokens: RateLimit,
    /// Input tokens of a priority tier.
    pub priority_input_tokens: RateLimit,
    /// Output tokens of a priority tier.
    pub priority_output_tokens: RateLimit,
    /// How long the server asks to wait before the next request.
    pub retry_after: Option<Duration>,
}

/// One limit: how much, how much is left, and when it is whole again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The most that is allowed in a period.
    pub limit: Option<u64>,
    /// How much of it is left; tokens are rounded to thousands.
    pub remaining: Option<u64>,
    /// When it will be whole again, as the server wrote it (RFC 3339).
    pub reset: Option<String>,
    /// The same as a time, where it could be read.
    pub reset_at: Option<SystemTime>,
}

impl RateLimits {
    /// Reads the headers of an answer or of an error.
    ///
    /// ```
    /// # fn example(error: &tidings::Error) {
    /// use tidings::RateLimits;
    /// let limits = error.headers().map(RateLimits::from_headers).unwrap_or_default();
    /// eprintln!("{:?} requests left until {:?}", limits.requests.remaining, limits.requests.reset);
    /// # }
    /// ```
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Self {
        Self { retry_after: retry_after(headers, SystemTime::now()), ..Self::advertised(headers) }
    }

    /// The limits alone.
    pub(crate) fn advertised(headers: &HeaderMap) -> Self {
        let mut limits = Self::default();
        // Every answer is read for them. One walk costs a tenth of looking for each of the eighteen names.
        for name in headers.keys() {
            let parts = name.as_str().strip_prefix("anthropic-").and_then(|name| name.rsplit_once('-'));
            let Some((limit, what)) = parts.and_then(|(family, what)| Some((limits.of_family(family)?, what))) else {
                continue;
            };
            // Of a header that is repeated the first counts.
            if let Some(Ok(text)) = headers.get(name).map(HeaderValue::to_str) {
                limit.read(what, text.trim());
            }
        }
        limits
    }

    fn of_family(&mut self, family: &str) -> Option<&mut RateLimit> {
        match family {
            "ratelimit-requests" => Some(&mut self.requests),
            "ratelimit-tokens" => Some(&mut self.tokens),
            "ratelimit-input-tokens" => Some(&mut self.input_tokens),
            "ratelimit-output-tokens" => Some(&mut self.output_tokens),
            "priority-input-tokens" => Some(&mut self.priority_input_tokens),
            "priority-output-tokens" => Some(&mut self.priority_output_tokens),
            _ => None,
        }
    }
}

/// How long until the first limit of which nothing is left is whole again, by the answer's own `Date` where there is one.
///
/// For refusals that name no time themselves. A limit is of use again long before it is whole, so a time of more than a
/// minute, in which every limit is refilled, says nothing.
pub(crate) fn until_reset(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let now = date(headers).unwrap_or(now);
    let limits = RateLimits::from_headers(headers);
    let spent = [limits.requests, limits.tokens, limits.input_tokens, limits.output_tokens]
        .into_iter()
        .filter(|limit| limit.remaining == Some(0));
    let waits = spent.filter_map(|limit| limit.reset_at?.duration_since(now).ok());
    waits.min().filter(|wait| !wait.is_zero() && *wait <= Duration::from_secs(60))
}

impl RateLimit {
    fn read(&mut self, what: &str, text: &str) {
        match what {
            "limit" => self.limit = text.parse().ok(),
            "remaining" => self.remaining = text.parse().ok(),
            "reset" if !text.is_empty() => {
                self.reset = Some(text.to_owned());
                self.reset_at = rfc3339(text);
            }
            _ => {}
        }
    }
}

/// Reads a time such as `2026-11-24T10:00:00.5Z` or one with an offset from UTC.
fn rfc3339(text: &str) -> Option<SystemTime> {
    let (date, time) = text.split_at_checked(10)?;
    let time = time.strip_prefix(['T', 't', ' '])?;
    let split = time.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = time.split_at(split);
    let mut date = date.split('-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut clock = clock.split(':').map(number);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    if !valid {
        return None;
    }
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset(zone)?;
    let nanos: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let nanos = u32::try_from(number(&nanos)?).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(u64::try_from(seconds).ok()?, nanos))
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let seconds = number(hours)? * 3600 + number(minutes)? * 60;
    Some(if zone.starts_with('-') { -seconds } else { seconds })
}

fn number(digits: &str) -> Option<i64> {
    (digits.len() <= 9 && digits.bytes().all(|digit| digit.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// Counts days in years that begin in March, so that the leap day is the last one.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_spent_limit_to_be_whole_again_is_waited_for() {
        let wait = |headers: &[(&'static str, &'static str)]| {
            let headers = headers
                .iter()
                .map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)));
            until_reset(&headers.collect(), SystemTime::UNIX_EPOCH)
        };
        let date = ("date", "Tue, 24 Nov 2026 10:00:00 GMT");
        let requests = |left| ("anthropic-ratelimit-requests-remaining", left);
        let requests_reset = |at| ("anthropic-ratelimit-requests-reset", at);
        let tokens = ("anthropic-ratelimit-input-tokens-remaining", "0");
        let tokens_reset = ("anthropic-ratelimit-input-tokens-reset", "2026-11-24T10:00:09Z");
        let soon = requests_reset("2026-11-24T10:00:30Z");
        assert_eq!(wait(&[date, requests("0"), soon]), Some(Duration::from_secs(30)));
        assert_eq!(wait(&[date, requests("0"), soon, tokens, tokens_reset]), Some(Duration::from_secs(9)));
        assert_eq!(wait(&[date, requests("1"), soon]), None);
        assert_eq!(wait(&[date, requests("0"), requests_reset("2026-11-24T10:01:01Z")]), None);
        assert_eq!(wait(&[date, requests("0"), requests_reset("2026-11-24T09:59:59Z")]), None);
        assert_eq!(wait(&[requests("0")]), None);
    }

    #[test]
    fn times_are_read_with_fractions_and_offsets() {
        for (text, seconds, nanos) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("2000-02-29T00:00:00Z", 951_782_400, 0),
            ("2026-11-24T10:00:00.25Z", 1_795_514_400, 250_000_000),
            ("2026-11-24T12:00:00+02:00", 1_795_514_400, 0),
            ("2026-11-24t05:30:00-04:30", 1_795_514_400, 0),
        ] {
            let expected = SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos);
            assert_eq!(rfc3339(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_kept_as_text_alone() {
        for text in
            ["soon", "", "2026-13-01T00:00:00Z", "2026-11-24", "1795514400", "2026-11-24T10:00:00", "é2026-11-24"]
        {
            assert_eq!(rfc3339(text), None, "{text}");
        }
        let mut headers = HeaderMap::new();
        headers.insert("anthropic-ratelimit-requests-reset", HeaderValue::from_static("soon"));
        headers.insert("anthropic-ratelimit-requests-limit", HeaderValue::from_static("-3"));
        let requests = RateLimits::from_headers(&headers).requests;
        assert_eq!((requests.reset.as_deref(), requests.reset_at, requests.limit), (Some("soon"), None, None));
    }

    #[test]
    fn every_family_is_read_from_its_own_headers() {
        let mut headers = HeaderMap::new();
        let families = ["ratelimit-requests", "ratelimit-tokens", "ratelimit-input-tokens", "ratelimit-output-tokens"];
        let families = families.into_iter().chain(["priority-input-tokens", "priority-output-tokens"]);
        for (number, family) in families.enumerate() {
            let name: http::HeaderName = format!("anthropic-{family}-remaining").parse().unwrap();
            headers.insert(name, number.into());
        }
        headers.insert("retry-after", HeaderValue::from_static("3"));
        let limits = RateLimits::from_headers(&headers);
        let all = [limits.requests, limits.tokens, limits.input_tokens, limits.output_tokens];
        let all = all.into_iter().chain([limits.priority_input_tokens, limits.priority_output_tokens]);
        assert_eq!(all.map(|limit| limit.remaining.unwrap()).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(limits.retry_after, Some(Duration::from_secs(3)));
        assert_eq!(RateLimits::from_headers(&HeaderMap::new()), RateLimits::default());
    }
}
