//! How an error looks: one line for people, or its facts by name. Neither shows secrets or prompts.

use std::fmt;

use super::Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.status() {
            write!(f, "{status} ")?;
        }
        write!(f, "{}", self.error_type().unwrap_or(self.kind().name()))?;
        if let Some(code) = self.error_code() {
            write!(f, " ({code})")?;
        }
        write!(f, ": {}", self.message())?;
        // A list of problems says itself what to do about each.
        let advice = self.advice();
        if !advice.is_empty() && !self.message().contains('\n') {
            write!(f, "; {advice}")?;
        }
        match (self.request_id(), self.attempts()) {
            (Some(id), 2..) => write!(f, " (request id {id}, {} attempts)", self.attempts()),
            (Some(id), _) => write!(f, " (request id {id})"),
            (None, 2..) => write!(f, " ({} attempts)", self.attempts()),
            (None, _) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("reason", &self.reason().map(super::Reason::name))
            .field("message", &self.message())
            .field("status", &self.status())
            .field("error_type", &self.error_type())
            .field("error_code", &self.error_code())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts())
            .field("elapsed", &self.elapsed())
            .field("sent", &self.sent())
            .field("retry_after", &self.retry_after())
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue};

    use super::super::{ErrorBody, ErrorKind};
    use super::*;

    fn answered(kind: ErrorKind, status: u16) -> Error {
        let headers =
            HeaderMap::from_iter([(http::HeaderName::from_static("request-id"), HeaderValue::from_static("req_7"))]);
        Error::new(kind, "It broke").with_status(status).with_headers(headers)
    }

    #[test]
    fn one_line_says_what_happened_what_to_do_and_the_request_id() {
        let error = answered(ErrorKind::Overloaded, 529).with_effort(3, Duration::from_secs(4));
        assert_eq!(error.to_string(), "529 overloaded: It broke; try again later (request id req_7, 3 attempts)");
    }

    #[test]
    fn the_line_of_every_kind_is_whole() {
        for kind in ErrorKind::ALL {
            let line = answered(*kind, 418).to_string();
            // Whoever cancels knows why and needs no advice.
            let advice = if *kind == ErrorKind::Cancelled { String::new() } else { format!("; {}", kind.advice()) };
            assert_eq!(line, format!("418 {}: It broke{advice} (request id req_7)", kind.name()));
            assert!(advice != "; " && !advice.ends_with('.'), "{kind:?} needs advice, and no full stop");
        }
    }

    #[test]
    fn a_known_code_is_named_and_brings_its_own_advice() {
        let body = |code: &str| {
            let json = format!(
                r#"{{"error":{{"type":"rate_limit_error","message":"No.","details":{{"error_code":"{code}"}}}}}}"#
            );
            answered(ErrorKind::RateLimited, 429).with_body(ErrorBody::parse(json.as_bytes()), Bytes::new()).to_string()
        };
        let known = body("contract_spend_limit_reached");
        assert!(known.starts_with("429 rate_limit_error (contract_spend_limit_reached): It broke; raise"), "{known}");
        assert!(!known.contains("later"), "{known}");
        assert!(body("galaxy").contains("(galaxy): It broke; send less, or later"), "{}", body("galaxy"));
    }

    #[test]
    fn debug_output_shows_neither_body_nor_partial_message() {
        let error = Error::new(ErrorKind::StreamTruncated, "cut")
            .with_raw(Bytes::from_static(b"PROMPT"))
            .with_partial(Some(Bytes::from_static(b"ANSWER")));
        let shown = format!("{error:?} {error}");
        assert!(!shown.contains("PROMPT") && !shown.contains("ANSWER"), "{shown}");
    }
}
