//! Which requests go through a proxy: as a table of what entries of `NO_PROXY` mean says, and no secret of the proxy's is shown.
//!
//! The input is text of four lines, or anything else, from which entries of the table are made. The lines: the proxy, the list of
//! exceptions, a host, a port.

#![no_main]

use std::net::{IpAddr, Ipv4Addr};

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use tidings::fuzzing::{Through, proxy_by_env, proxy_by_name};
use url::{Host, Url};

const SECRET: &str = "hunter2";
const LABELS: [&str; 6] = ["a", "example", "com", "corp", "bad-example", "x1"];

fuzz_target!(|bytes: &[u8]| {
    match std::str::from_utf8(bytes).ok().filter(|text| text.contains('\n')) {
        Some(text) => {
            let mut lines = text.split('\n');
            let mut line = || lines.next().unwrap_or_default();
            let (proxy, list, host, port) = (line(), line(), line(), line().parse().unwrap_or(443));
            check_proxy(proxy);
            // Hosts come from a URL.
            let Ok(url) = Url::parse(&format!("https://{host}/")) else { return };
            if url.path() == "/" {
                check_list(list, url.host_str().unwrap_or_default(), port);
            }
        }
        None => drop(check_table(&mut Unstructured::new(bytes))),
    }
});

/// What an entry of the list means.
#[derive(Debug)]
enum Means {
    All,
    /// Labels from the last one on, and whether only names with more of them are meant.
    Name(Vec<String>, bool, Option<u16>),
    Address(IpAddr, Option<u16>),
    Network(IpAddr, u32),
}

/// Entries made from the table, each with its meaning, against hosts made from it.
fn check_table(u: &mut Unstructured<'_>) -> Result<()> {
    let mut entries = Vec::new();
    for _ in 0..u.int_in_range(0..=4_u8)? {
        entries.push(entry(u)?);
    }
    let mut list = String::new();
    for (text, _) in &entries {
        list += text;
        list += u.choose(&[",", " ", ", ", ",,", "\t", " ,\n"])?;
    }
    for _ in 0..3 {
        let (host, port) = (host(u)?, port(u)?);
        let is_direct = is_loopback(&host) || entries.iter().any(|(_, means)| means.holds(&host, port));
        assert_eq!(is_past(&list, &spelled(u, &host)?, port), is_direct, "{host} {port} {entries:?} {list:?}");
    }
    Ok(())
}

fn entry(u: &mut Unstructured<'_>) -> Result<(String, Means)> {
    Ok(match u.int_in_range(0..=7_u8)? {
        0 => ("*".to_owned(), Means::All),
        1 => {
            let (address, bits) = (address(u)?, u.int_in_range(0..=140)?);
            let most = if address.is_ipv4() { 32 } else { 128 };
            let text = format!("{address}/{bits}");
            // More bits than there are: it means nothing.
            (
                text,
                if bits > most {
                    Means::Name(vec!["/".to_owned()], false, None)
                } else {
                    Means::Network(address, bits)
                },
            )
        }
        2 | 3 => {
            let (address, port) = (address(u)?, optional_port(u)?);
            let text = match (address, port) {
                (IpAddr::V6(address), Some(port)) => format!("[{address}]:{port}"),
                (IpAddr::V6(address), None) if u.arbitrary()? => format!("[{address}]"),
                (address, Some(port)) => format!("{address}:{port}"),
                (address, None) => address.to_string(),
            };
            (text, Means::Address(address, port))
        }
        _ => {
            let (name, port) = (name(u)?, optional_port(u)?);
            let only_below = *u.choose(&["", "", ".", "*."])?;
            let end = if u.ratio(1, 8)? { "." } else { "" };
            let text = format!("{only_below}{}{end}", cased(u, &name)?);
            let labels = name.split('.').rev().map(str::to_owned).collect();
            let text = port.map_or_else(|| text.clone(), |port| format!("{text}:{port}"));
            (text, Means::Name(labels, !only_below.is_empty(), port))
        }
    })
}

impl Means {
    /// Whether a host, in small letters and without brackets, is meant.
    fn holds(&self, host: &str, port: u16) -> bool {
        let address = host.parse::<IpAddr>().ok().map(plain);
        match self {
            Self::All => true,
            Self::Name(labels, only_below, own) => {
                let mut found = host.split('.').rev();
                own.is_none_or(|own| own == port)
                    && address.is_none()
                    && labels.iter().all(|label| found.next() == Some(label))
                    && (!only_below || found.next().is_some())
            }
            Self::Address(own, own_port) => own_port.is_none_or(|own| own == port) && address == Some(plain(*own)),
            Self::Network(own, bits) => address.is_some_and(|address| is_within(address, *own, *bits)),
        }
    }
}

/// An IPv4 address in IPv6 clothes as what it is.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(inner) => inner.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

fn is_within(host: IpAddr, network: IpAddr, bits: u32) -> bool {
    // All in one space of 128 bits. A network of IPv6 that is wider than all of IPv4 does not take that in.
    let wide = |address: IpAddr| match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    };
    let bits = if network.is_ipv4() { bits + 96 } else { bits };
    let is_four = |address: IpAddr| plain(address).is_ipv4();
    let kept = |address: IpAddr| if bits == 0 { 0 } else { wide(address) >> (128 - bits) };
    (is_four(host) == (is_four(network) && bits >= 96)) && kept(host) == kept(network)
}

fn is_loopback(host: &str) -> bool {
    let address = host.parse::<IpAddr>().ok().map(plain);
    host.split('.').next_back() == Some("localhost") || address.is_some_and(|address| address.is_loopback())
}

fn name(u: &mut Unstructured<'_>) -> Result<String> {
    let mut labels = Vec::new();
    for _ in 0..u.int_in_range(1..=3_u8)? {
        labels.push(*u.choose(&LABELS)?);
    }
    Ok(labels.join("."))
}

fn address(u: &mut Unstructured<'_>) -> Result<IpAddr> {
    // Few bits differ, so that networks are met.
    let near = u32::from(u.arbitrary::<u16>()?) & 0x0103;
    let four = Ipv4Addr::from(0x0a00_0000 | near);
    Ok(match u.int_in_range(0..=5_u8)? {
        0..=3 => IpAddr::V4(four),
        4 => IpAddr::V6(four.to_ipv6_mapped()),
        _ => IpAddr::V6((0xfd00_u128 << 112 | u128::from(near) << u.int_in_range(0..=100)?).into()),
    })
}

fn host(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(match u.int_in_range(0..=7_u8)? {
        0..=2 => address(u)?.to_string(),
        3 => (*u.choose(&[
            "localhost",
            "a.localhost",
            "localhost.com",
            "127.0.0.1",
            "127.9.9.9",
            "::1",
            "::ffff:127.0.0.1",
        ])?)
        .to_owned(),
        _ => name(u)?,
    })
}

/// As a request has it: an address of IPv6 in brackets, a name perhaps with a dot at its end.
fn spelled(u: &mut Unstructured<'_>, host: &str) -> Result<String> {
    if host.contains(':') {
        return Ok(format!("[{host}]"));
    }
    let is_name = host.parse::<IpAddr>().is_err();
    Ok(if is_name && u.ratio(1, 8)? { format!("{}.", cased(u, host)?) } else { host.to_owned() })
}

fn cased(u: &mut Unstructured<'_>, name: &str) -> Result<String> {
    Ok(if u.ratio(1, 4)? { name.to_ascii_uppercase() } else { name.to_owned() })
}

fn port(u: &mut Unstructured<'_>) -> Result<u16> {
    Ok(*u.choose(&[443, 80, 8080])?)
}

fn optional_port(u: &mut Unstructured<'_>) -> Result<Option<u16>> {
    Ok(if u.ratio(1, 4)? { Some(port(u)?) } else { None })
}

fn is_past(list: &str, host: &str, port: u16) -> bool {
    let (_, chosen) = by_env("http://proxy:3128", list, true, host, port);
    match chosen.expect("the proxy can be used") {
        None => true,
        Some((proxy, at, _, _)) => {
            assert_eq!((proxy.as_str(), at), ("proxy", 3128));
            false
        }
    }
}

fn by_env(
    proxy: &str,
    list: &str,
    is_https: bool,
    host: &str,
    port: u16,
) -> (String, std::result::Result<Option<Through>, tidings::Error>) {
    let variable = |name: &str| match name {
        "https_proxy" | "http_proxy" => Some(proxy.to_owned()),
        "no_proxy" => Some(list.to_owned()),
        _ => None,
    };
    proxy_by_env(&variable, is_https, host, port)
}

/// Any list: it means what its entries mean, one by one; capitals mean nothing; and a named proxy knows no exceptions.
fn check_list(list: &str, host: &str, port: u16) {
    let whole = is_past(list, host, port);
    let mut entries = list.split(|c: char| c == ',' || c.is_whitespace());
    let by_one = is_loopback(bare(host)) || entries.any(|entry| is_past(entry, host, port));
    assert_eq!(whole, by_one, "{list:?} {host}");
    assert_eq!(whole, is_past(&list.to_ascii_uppercase(), host, port), "{list:?} {host}");
    assert!(!whole || !list.is_empty() || is_loopback(bare(host)));
    // Not a sign more than digits is a number.
    for entry in list.split(|c: char| c == ',' || c.is_whitespace()) {
        let number = entry.rsplit([':', '/']).next().unwrap_or_default();
        if number.starts_with('+') && entry.contains([':', '/']) {
            assert!(!is_past(entry, host, port) || is_loopback(bare(host)), "{entry:?} {host}");
        }
    }
    assert!(proxy_by_name("http://proxy:1", true, host, port).expect("it can be used").is_some());
}

fn bare(host: &str) -> &str {
    let host = host.strip_suffix('.').unwrap_or(host);
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Any proxy: used as a URL says, or an error that quotes nothing; its credentials are decoded, and never shown.
fn check_proxy(proxy: &str) {
    let (shown, by_env) = by_env(proxy, "", false, "host", 80);
    let by_name = proxy_by_name(proxy, false, "host", 80);
    let is_blank = proxy.trim().is_empty();
    assert_eq!(by_env.as_ref().is_ok_and(Option::is_some), by_name.is_ok(), "{proxy:?}");
    assert!(!is_blank || matches!(by_env, Ok(None)));
    let url = Url::parse(proxy.trim()).ok().filter(|_| proxy.contains("://"));
    let url = url.or_else(|| Url::parse(&format!("http://{}", proxy.trim())).ok().filter(|_| !proxy.contains("://")));
    for error in [by_env.as_ref().err(), by_name.as_ref().err()].into_iter().flatten() {
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
    }
    let Ok(Some((host, port, is_https, authorization))) = by_name else {
        assert!(!shown.contains(SECRET), "{shown}");
        return;
    };
    let url = url.expect("a proxy is a URL");
    assert_eq!(url.scheme() == "https", is_https);
    assert_eq!(url.port_or_known_default(), Some(port));
    match url.host().expect("a host") {
        Host::Ipv6(address) => assert_eq!(host, format!("[{address}]")),
        other => assert_eq!(host, other.to_string()),
    }
    assert!(host.contains(SECRET) || !shown.contains(SECRET), "{shown}");
    let has_user = !url.username().is_empty() || url.password().is_some();
    assert_eq!(authorization.is_some(), has_user);
    if let Some(value) = authorization {
        assert!(value.is_sensitive());
        let pair = format!("{}:{}", unescaped(url.username()), unescaped(url.password().unwrap_or_default()));
        assert_eq!(value.to_str().ok(), Some(format!("Basic {}", encoded(pair.chars())).as_str()), "{proxy:?}");
    }
}

/// A character for a byte, two digits behind a percent sign for one of them.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('%');
    let mut found: String = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => found.extend([char::from(byte)].into_iter().chain(part[2..].chars())),
            None => found.extend(['%'].into_iter().chain(part.chars())),
        }
    }
    found
}

/// Base64 of characters that stand for bytes.
fn encoded(characters: impl Iterator<Item = char>) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String = characters.map(|c| format!("{:08b}", u32::from(c))).collect();
    let digits = bits.as_bytes().chunks(6).map(|six| {
        let number = six.iter().fold(0, |number, bit| 2 * number + usize::from(bit - b'0')) << (6 - six.len());
        char::from(DIGITS[number])
    });
    let mut text: String = digits.collect();
    while text.len() % 4 != 0 {
        text.push('=');
    }
    text
}
