//! Which proxy a request goes through: what was said explicitly, else what the environment says. Nothing is opened here.

use std::{fmt, net::IpAddr, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::HeaderValue;
use url::{Host, Url};

use crate::error::{Error, ErrorKind, Reason};

mod exceptions;

use self::exceptions::{Exceptions, bare, is_loopback};

/// A proxy: where it is, and what it wants to be told.
#[derive(Clone)]
pub(crate) struct Proxy {
    /// Whether it is spoken to over TLS.
    pub(crate) is_https: bool,
    /// Its name or address, an IPv6 address in brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The value of `proxy-authorization`, marked as secret.
    pub(crate) authorization: Option<HeaderValue>,
}

impl fmt::Debug for Proxy {
    /// Shows where the proxy is, never its credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}:{}", if self.is_https { "https://" } else { "http://" }, self.host, self.port)
    }
}

/// What the proxy of one kind of URL is.
#[derive(Debug, Clone, Default)]
enum Route {
    #[default]
    Direct,
    Through(Arc<Proxy>),
    /// A variable names something that cannot be used. Going direct would go past what the user wants.
    Unusable(&'static str),
}

/// The proxies of a client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies {
    for_http: Route,
    for_https: Route,
    except: Exceptions,
    /// Whether this machine itself is asked through the proxy too.
    with_loopback: bool,
}

impl Proxies {
    /// One proxy for everything, this machine itself included.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] when it is no URL that begins with `http://` or `https://`; it is not quoted.
    pub(crate) fn explicit(url: &str) -> Result<Self, Error> {
        let proxy = parse(url).ok_or_else(|| {
            Error::new(ErrorKind::Config, "the proxy must be a URL such as http://user:password@host:3128")
        })?;
        let route = Route::Through(Arc::new(proxy));
        Ok(Self { for_http: route.clone(), for_https: route, except: Exceptions::default(), with_loopback: true })
    }

    /// What the environment says, which `variable` reads. Small letters win over capitals.
    pub(crate) fn from_env(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let first = |names: &[&'static str]| {
            let set =
                names.iter().find_map(|name| Some((*name, variable(name).filter(|value| !value.trim().is_empty())?)));
            set.map_or(Route::Direct, |(name, value)| {
                parse(&value).map_or(Route::Unusable(name), |proxy| Route::Through(Arc::new(proxy)))
            })
        };
        // Under CGI a request's `Proxy` header arrives as `HTTP_PROXY`, so there it is not the user's word.
        let is_cgi = variable("REQUEST_METHOD").is_some();
        let for_http: &[&str] = if is_cgi {
            &["http_proxy", "all_proxy", "ALL_PROXY"]
        } else {
            &["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
        };
        let except =
            ["no_proxy", "NO_PROXY"].iter().find_map(|name| variable(name).filter(|list| !list.trim().is_empty()));
        Self {
            for_http: first(for_http),
            for_https: first(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
            except: Exceptions::parse(&except.unwrap_or_default()),
            with_loopback: false,
        }
    }

    /// The proxy for a URL; `None` to go direct.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] when the variable that decides names no proxy that can be used.
    pub(crate) fn choose(&self, is_https: bool, host: &str, port: u16) -> Result<Option<&Arc<Proxy>>, Error> {
        let host = bare(host);
        if (!self.with_loopback && is_loopback(&host)) || self.except.contain(&host, port) {
            return Ok(None);
        }
        match if is_https { &self.for_https } else { &self.for_http } {
            Route::Direct => Ok(None),
            Route::Through(proxy) => Ok(Some(proxy)),
            Route::Unusable(name) => {
                let message = format!("{name} names no proxy that can be used: http:// and https:// are, SOCKS is not");
                Err(Error::new(ErrorKind::Config, message).with_reason(Reason::Proxy))
            }
        }
    }
}

fn parse(text: &str) -> Option<Proxy> {
    let text = text.trim();
    let url = if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("http://{text}")) }.ok()?;
    let is_https = match url.scheme() {
        "http" => false,
        "https" => true,
        _ => return None,
    };
    let host = match url.host()? {
        Host::Ipv6(address) => format!("[{address}]"),
        other => other.to_string(),
    };
    let authorization = if url.username().is_empty() && url.password().is_none() {
        None
    } else {
        let mut pair = percent_decoded(url.username());
        pair.push(b':');
        pair.extend(percent_decoded(url.password().unwrap_or_default()));
        let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair))).ok()?;
        value.set_sensitive(true);
        Some(value)
    };
    Some(Proxy { is_https, host, port: url.port_or_known_default()?, authorization })
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = after.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let escaped = escaped.and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            decoded.push(*first);
            rest = after;
        }
    }
    decoded
}

/// The address that a bare host is, an IPv4 address in IPv6 clothes as what it is.
fn as_address(host: &str) -> Option<IpAddr> {
    host.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests;
