//! What goes past the proxy: the list in `NO_PROXY`.

use std::{net::IpAddr, str::FromStr};

use super::as_address;

/// The hosts that are asked directly.
#[derive(Debug, Clone, Default)]
pub(super) struct Exceptions(Vec<Exception>);

#[derive(Debug, Clone)]
struct Exception {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Debug, Clone)]
enum Hosts {
    All,
    /// A name and everything below it; only what is below where `only_below`.
    Name {
        name: String,
        only_below: bool,
    },
    /// Addresses that share so many leading bits.
    Network(IpAddr, u32),
}

impl Exceptions {
    /// Reads a list whose entries are parted by commas or spaces. What makes no sense matches nothing.
    pub(super) fn parse(list: &str) -> Self {
        let entries = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
        Self(entries.filter_map(Exception::parse).collect())
    }

    /// Whether a [`bare`] host is asked directly.
    pub(super) fn contain(&self, host: &str, port: u16) -> bool {
        self.0.iter().any(|exception| exception.port.is_none_or(|own| own == port) && exception.hosts.contain(host))
    }
}

impl Exception {
    fn parse(entry: &str) -> Option<Self> {
        if entry == "*" {
            return Some(Self { hosts: Hosts::All, port: None });
        }
        if let Some((address, bits)) = entry.split_once('/') {
            let address = bare(address).parse::<IpAddr>().ok()?;
            let bits = digits(bits).filter(|bits| *bits <= width(address))?;
            return Some(Self { hosts: Hosts::network(address, bits), port: None });
        }
        let (host, port) = with_port(entry)?;
        let only_below = host.starts_with('.') || host.starts_with("*.");
        let name = bare(host.trim_start_matches('*').trim_start_matches('.'));
        if name.is_empty() {
            return None;
        }
        let hosts = as_address(&name)
            .map_or(Hosts::Name { name, only_below }, |address| Hosts::Network(address, width(address)));
        Some(Self { hosts, port })
    }
}

impl Hosts {
    /// A network of IPv4 addresses in IPv6 clothes is one of IPv4.
    fn network(address: IpAddr, bits: u32) -> Self {
        match (address, address.to_canonical()) {
            (IpAddr::V6(_), IpAddr::V4(inner)) if bits >= 96 => Self::Network(IpAddr::V4(inner), bits - 96),
            _ => Self::Network(address, bits),
        }
    }

    fn contain(&self, host: &str) -> bool {
        match self {
            Self::All => true,
            Self::Name { name, only_below } => match host.strip_suffix(name.as_str()) {
                Some("") => !only_below,
                // Another name may end in the same letters, and an address has no labels.
                Some(above) => above.ends_with('.') && as_address(host).is_none(),
                None => false,
            },
            Self::Network(network, bits) => match (as_address(host), network) {
                (Some(IpAddr::V4(host)), IpAddr::V4(network)) => {
                    (host.to_bits() ^ network.to_bits()).leading_zeros() >= *bits
                }
                (Some(IpAddr::V6(host)), IpAddr::V6(network)) => {
                    (host.to_bits() ^ network.to_bits()).leading_zeros() >= *bits
                }
                _ => false,
            },
        }
    }
}

fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// Host and port of an entry; an IPv6 address without brackets has no port.
fn with_port(entry: &str) -> Option<(&str, Option<u16>)> {
    if entry.parse::<IpAddr>().is_ok() {
        return Some((entry, None));
    }
    match entry.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => Some((host, Some(digits(port)?))),
        _ => Some((entry, None)),
    }
}

/// A number as people write it, without the sign that Rust would take.
fn digits<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A host as it is compared: in small letters, without the brackets of an address and without the dot at the end.
pub(super) fn bare(host: &str) -> String {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

/// Whether a [`bare`] host is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || as_address(host).is_some_and(|address| address.is_loopback())
}
