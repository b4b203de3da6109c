//! Where a credential would travel unencrypted.

use std::net::IpAddr;

use http::Uri;

/// Whether a request to `to` can be read on its way: plain http to another machine. Gateways inside a network are like that,
/// so it is no error.
pub(crate) fn is_readable_on_the_way(to: &Uri) -> bool {
    to.scheme_str() == Some("http") && !to.host().is_some_and(is_loopback)
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost"
        || host.ends_with(".localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_to_another_machine_can_be_read() {
        for (to, readable) in [
            ("http://gateway.internal/v1", true),
            ("http://10.0.0.1:8080/", true),
            ("http://localhost.example/", true),
            ("http://127.0.0.1.example/", true),
            ("https://gateway.internal/v1", false),
            ("http://localhost:8080/", false),
            ("http://API.LOCALHOST./", false),
            ("http://127.3.2.1/", false),
            ("http://[::1]:80/", false),
            ("http://[::ffff:127.0.0.1]/", false),
        ] {
            assert_eq!(is_readable_on_the_way(&to.parse().unwrap()), readable, "{to}");
        }
    }
}
