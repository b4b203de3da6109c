//! A server that turns away what is too much for it.

use http::{HeaderMap, HeaderValue};

/// What a server is like. Times in seconds, rates in requests a second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nature {
    pub(super) rate: f64,
    pub(super) burst: f64,
    /// Refusals for quota carry `retry-after` in whole seconds.
    pub(super) has_hint: bool,
    /// All answers carry the limits.
    pub(super) has_headers: bool,
    /// 529 in this span.
    pub(super) outage: Option<(f64, f64)>,
    /// 529 above so many in flight.
    pub(super) most_in_flight: Option<usize>,
    /// A window of so many seconds instead of the bucket.
    pub(super) window: Option<f64>,
    /// What is left is told as it is when the answer goes out, not as it was when the request came.
    pub(super) tells_late: bool,
    /// Tokens a minute that may be read and written.
    pub(super) tokens: Option<(f64, f64)>,
    pub(super) service: Service,
    pub(super) refusal_takes: f64,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Service {
    /// Log-normal with a mean of 2 s.
    Varied,
    Always(f64),
}

impl Default for Nature {
    fn default() -> Self {
        Self {
            rate: 20.0,
            burst: 20.0,
            has_hint: false,
            has_headers: false,
            outage: None,
            most_in_flight: None,
            window: None,
            tells_late: false,
            tokens: None,
            service: Service::Varied,
            refusal_takes: 0.03,
        }
    }
}

/// An answer on its way.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) takes: f64,
    pub(super) kind: Kind,
    pub(super) hint: Option<f64>,
    pub(super) headers: HeaderMap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Success,
    Quota,
    Overload,
}

pub(super) struct Server {
    pub(super) nature: Nature,
    pub(super) refused: u32,
    pub(super) in_outage: u32,
    tokens: f64,
    read: f64,
    written: f64,
    filled_at: f64,
    window: (f64, f64),
    in_flight: usize,
    random: fastrand::Rng,
}

impl Server {
    pub(super) fn new(nature: Nature, random: fastrand::Rng) -> Self {
        Self {
            nature,
            refused: 0,
            in_outage: 0,
            tokens: nature.burst,
            read: nature.tokens.map_or(0.0, |(read, _)| read),
            written: nature.tokens.map_or(0.0, |(_, written)| written),
            filled_at: 0.0,
            window: (-1.0, 0.0),
            in_flight: 0,
            random,
        }
    }

    /// A request with so many tokens to read.
    pub(super) fn arrive(&mut self, now: f64, tokens: f64) -> Reply {
        if self.nature.outage.is_some_and(|(from, to)| from <= now && now < to) {
            self.in_outage += 1;
            return self.refuse(Kind::Overload, None);
        }
        if self.nature.most_in_flight.is_some_and(|most| self.in_flight >= most) {
            return self.refuse(Kind::Overload, None);
        }
        if let Err(wait) = self.admit(now, tokens) {
            let hint = self.nature.has_hint.then(|| wait.ceil().max(1.0));
            return self.refuse(Kind::Quota, hint);
        }
        self.in_flight += 1;
        let takes = match self.nature.service {
            Service::Always(seconds) => seconds,
            Service::Varied => {
                let sigma = 0.65_f64;
                (2.0_f64.ln() - sigma * sigma / 2.0 + sigma * self.normal()).exp()
            }
        };
        Reply { takes, kind: Kind::Success, hint: None, headers: self.headers() }
    }

    /// An answer goes out, with so many tokens written.
    pub(super) fn over(&mut self, now: f64, reply: &mut Reply, tokens: f64) {
        if reply.kind == Kind::Success {
            self.in_flight -= 1;
            self.written -= tokens;
            if self.nature.tells_late {
                self.fill(now);
                reply.headers = self.headers();
            }
        }
    }

    /// Takes a token, or says how long it is until there is one.
    fn admit(&mut self, now: f64, tokens: f64) -> Result<(), f64> {
        let rate = self.nature.rate;
        if let Some(length) = self.nature.window {
            let number = (now / length).floor();
            if self.window.0 < number {
                self.window = (number, 0.0);
            }
            if self.window.1 >= rate * length {
                return Err((number + 1.0) * length - now);
            }
            self.window.1 += 1.0;
            return Ok(());
        }
        self.fill(now);
        if self.tokens < 1.0 {
            return Err((1.0 - self.tokens) / rate);
        }
        if let Some((read, written)) = self.nature.tokens {
            if self.read < tokens || self.written < 0.0 {
                return Err(((tokens - self.read) / read).max(-self.written / written) * 60.0);
            }
            self.read -= tokens;
        }
        self.tokens -= 1.0;
        Ok(())
    }

    fn fill(&mut self, now: f64) {
        let elapsed = now - self.filled_at;
        self.filled_at = now;
        self.tokens = self.nature.burst.min(self.tokens + elapsed * self.nature.rate);
        if let Some((read, written)) = self.nature.tokens {
            self.read = read.min(self.read + elapsed * read / 60.0);
            self.written = written.min(self.written + elapsed * written / 60.0);
        }
    }

    fn refuse(&mut self, kind: Kind, hint: Option<f64>) -> Reply {
        self.refused += 1;
        Reply { takes: self.nature.refusal_takes, kind, hint, headers: self.headers() }
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if self.nature.has_headers {
            let mut put = |name: &'static str, value: f64| {
                headers.insert(name, HeaderValue::from_str(&format!("{value:.0}")).unwrap());
            };
            put("anthropic-ratelimit-requests-limit", self.nature.burst);
            put("anthropic-ratelimit-requests-remaining", self.tokens.floor());
            if let Some((read, written)) = self.nature.tokens {
                put("anthropic-ratelimit-input-tokens-limit", read);
                put("anthropic-ratelimit-input-tokens-remaining", (self.read / 1000.0).round() * 1000.0);
                put("anthropic-ratelimit-output-tokens-limit", written);
                put("anthropic-ratelimit-output-tokens-remaining", (self.written.max(0.0) / 1000.0).round() * 1000.0);
            }
        }
        headers
    }

    fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.random.f64(), self.random.f64());
        (-2.0 * a.ln()).sqrt() * (2.0 * std::f64::consts::PI * b).cos()
    }
}
