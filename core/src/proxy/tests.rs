//! Tables: what the environment says, and where a request goes.

use super::*;

fn proxies(env: &[(&str, &str)]) -> Proxies {
    Proxies::from_env(&|name| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
}

/// Where a request to this URL goes: the proxy's host, or "direct".
fn route(proxies: &Proxies, url: &str) -> String {
    let url = Url::parse(url).unwrap();
    let port = url.port_or_known_default().unwrap();
    let chosen = proxies.choose(url.scheme() == "https", url.host_str().unwrap(), port);
    match chosen {
        Ok(chosen) => chosen.map_or_else(|| "direct".to_owned(), |proxy| proxy.host.clone()),
        Err(error) => format!("error {}", error.kind().name()),
    }
}

#[test]
fn small_letters_win_and_the_general_variable_comes_last() {
    let to_api = "https://api.anthropic.com/v1/messages";
    for (env, to) in [
        (vec![], "direct"),
        (vec![("https_proxy", "http://a:1"), ("HTTPS_PROXY", "http://b:1"), ("all_proxy", "http://c:1")], "a"),
        (vec![("HTTPS_PROXY", "http://b:1"), ("all_proxy", "http://c:1")], "b"),
        (vec![("all_proxy", "http://c:1"), ("ALL_PROXY", "http://d:1")], "c"),
        (vec![("ALL_PROXY", "d:1")], "d"),
        (vec![("https_proxy", " "), ("ALL_PROXY", "http://d:1")], "d"),
        (vec![("http_proxy", "http://e:1")], "direct"),
        (vec![("https_proxy", "socks5://s:1")], "error config"),
        (vec![("https_proxy", "http://a:1"), ("all_proxy", "socks5://s:1")], "a"),
    ] {
        assert_eq!(route(&proxies(&env), to_api), to, "{env:?}");
    }
}

#[test]
fn a_header_of_a_cgi_request_chooses_no_proxy() {
    let plain = "http://service.example/";
    let env = [("HTTP_PROXY", "http://evil:1")];
    assert_eq!(route(&proxies(&env), plain), "evil");
    assert_eq!(route(&proxies(&[env[0], ("REQUEST_METHOD", "GET")]), plain), "direct");
    assert_eq!(route(&proxies(&[env[0], ("REQUEST_METHOD", "GET"), ("http_proxy", "http://a:1")]), plain), "a");
}

#[test]
fn the_list_of_exceptions_goes_by_labels_ports_and_networks_of_what_is_spelled_one_way() {
    for (list, url, is_direct) in [
        ("*", "https://anything.example/", true),
        ("", "https://anything.example/", false),
        ("example.com", "https://example.com/", true),
        ("example.com", "https://api.example.com/", true),
        ("example.com", "https://badexample.com/", false),
        ("example.com", "https://example.com.evil.org/", false),
        (".example.com", "https://api.example.com/", true),
        (".example.com", "https://example.com/", false),
        ("*.example.com", "https://api.example.com/", true),
        ("*.example.com", "https://example.com/", false),
        (" other.org , EXAMPLE.com. ", "https://Example.COM./", true),
        ("a.org b.org", "https://b.org/", true),
        ("example.com:8443", "https://example.com:8443/", true),
        ("example.com:8443", "https://example.com/", false),
        ("example.com:443", "https://example.com/", true),
        ("10.0.0.7", "http://10.0.0.7/", true),
        ("10.0.0.7", "http://10.0.0.70/", false),
        ("10.0.0.0/8", "http://10.1.2.3/", true),
        ("10.0.0.0/8", "http://11.1.2.3/", false),
        ("10.0.0.0/33", "http://10.0.0.0/", false),
        ("0.0.0.0/0", "http://11.1.2.3/", true),
        ("0.0.0.0/0", "http://name.example/", false),
        ("fd00::/8", "http://[fd12::1]/", true),
        ("fd00::/8", "http://[fe80::1]/", false),
        ("fd12::1", "http://[fd12:0:0::1]:8080/", true),
        ("[fd12::1]:8080", "http://[fd12::1]:8080/", true),
        ("[fd12::1]:8080", "http://[fd12::1]:8081/", false),
        ("[fd12::1]", "http://[fd12::1]/", true),
        ("10.0.0.7", "http://[::ffff:10.0.0.7]/", true),
        ("::ffff:10.0.0.0/104", "http://10.1.2.3/", true),
        ("0.0.7", "http://10.0.0.7/", false),
        ("example.com:nine", "https://example.com/", false),
        ("example.com:+443", "https://example.com/", false),
        ("10.0.0.0/+8", "http://10.1.2.3/", false),
        (".", "https://example.com/", false),
    ] {
        let env = [("all_proxy", "http://proxy:1"), ("NO_PROXY", list)];
        assert_eq!(route(&proxies(&env), url) == "direct", is_direct, "{list:?} {url}");
    }
}

#[test]
fn small_letters_win_in_the_list_of_exceptions_too() {
    let env = [("all_proxy", "http://proxy:1"), ("no_proxy", "a.org"), ("NO_PROXY", "b.org")];
    assert_eq!(route(&proxies(&env), "https://a.org/"), "direct");
    assert_eq!(route(&proxies(&env), "https://b.org/"), "proxy");
}

#[test]
fn this_machine_is_asked_directly_unless_the_proxy_was_named_explicitly() {
    let from_env = proxies(&[("all_proxy", "http://proxy:1")]);
    let explicit = Proxies::explicit("http://proxy:1").unwrap();
    for url in
        ["http://localhost:8080/", "http://LOCALHOST./", "http://a.localhost/", "http://127.0.0.9/", "http://[::1]/"]
    {
        assert_eq!((route(&from_env, url), route(&explicit, url)), ("direct".to_owned(), "proxy".to_owned()), "{url}");
    }
    assert_eq!(route(&from_env, "http://localhost.example/"), "proxy");
}

#[test]
fn credentials_are_percent_decoded_and_never_shown() {
    let proxy = parse("http://us%40er:hun%3Ater2%@host:3128/ignored").unwrap();
    let value = proxy.authorization.clone().unwrap();
    assert_eq!(value, format!("Basic {}", STANDARD.encode("us@er:hun:ter2%")));
    let odd = parse("http://us%+1er:%2@host").unwrap();
    assert_eq!(odd.authorization.unwrap(), format!("Basic {}", STANDARD.encode("us%+1er:%2")));
    let shown = format!("{proxy:?} {value:?}");
    assert_eq!(shown, "http://host:3128 Sensitive");
    assert_eq!((parse("host").unwrap().port, parse("https://host").unwrap().port), (80, 443));
    assert_eq!(parse("http://[::1]:8").unwrap().host, "[::1]");
    for wrong in ["", "http://", "ftp://user:hunter2@host", "socks5://host:1"] {
        let error = Proxies::explicit(wrong).unwrap_err();
        assert!(error.kind() == ErrorKind::Config && !error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn a_blank_list_of_exceptions_is_none() {
    let proxies = proxies(&[("https_proxy", "http://proxy:1"), ("no_proxy", " "), ("NO_PROXY", "host.example")]);
    assert!(proxies.choose(true, "host.example", 443).unwrap().is_none());
}
