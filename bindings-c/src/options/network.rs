//! Options of the way to the server.

use std::{ffi::c_char, net::IpAddr};

use super::{ClientOptions, at_least_one, change, positive};
use crate::{boundary::Misuse, ffi, result::ResultCode};

/// Sets the longest time in which nothing of a request's body can be sent, in milliseconds. Default: 60 000.
///
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_write_timeout_ms(options: *mut ClientOptions, timeout: u64) -> ResultCode {
    change(options, |builder| Ok(builder.write_timeout(positive(timeout)?)))
}

/// Sets how many requests may be under way at once. Default: 1000. Those beyond wait, first come first served, for as
/// long as their whole call may take.
///
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_max_connections(options: *mut ClientOptions, most: usize) -> ResultCode {
    change(options, |builder| Ok(builder.max_connections(at_least_one(most, "max_connections")?)))
}

/// Sets the proxy for every request, also those to this machine, such as "http://user:password@host:3128"; https://
/// speaks TLS to the proxy, SOCKS is not spoken. Name and password are percent-decoded, go to the proxy only and are
/// never shown.
///
/// Default: what https_proxy, http_proxy, all_proxy and no_proxy of the environment say, in small letters or capitals;
/// requests to this machine then go direct. `url` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what
/// is not the URL of a proxy fails in tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_proxy(options: *mut ClientOptions, url: *const c_char) -> ResultCode {
    change(options, |builder| Ok(builder.proxy(ffi::c_text(url, "url")?)))
}

/// Sets whether the environment may name proxies. Default: true.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_trust_env(options: *mut ClientOptions, yes: bool) -> ResultCode {
    change(options, |builder| Ok(builder.trust_env(yes)))
}

/// Sets the certificates to trust, in PEM, in place of the platform's and of those that SSL_CERT_FILE and SSL_CERT_DIR
/// of the environment name.
///
/// `pem` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what holds no certificate fails in
/// tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_ca_bundle(
    options: *mut ClientOptions,
    pem: *const c_char,
    pem_len: usize,
) -> ResultCode {
    change(options, |builder| Ok(builder.ca_bundle(ffi::text(pem, pem_len, "pem")?)))
}

/// The same from a file, which tidings_client_new reads.
///
/// `path` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; a file that cannot be read or holds no
/// certificate fails in tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_ca_bundle_file(
    options: *mut ClientOptions,
    path: *const c_char,
) -> ResultCode {
    change(options, |builder| Ok(builder.ca_bundle_file(ffi::c_text(path, "path")?)))
}

/// Sets the certificate with which the client shows who it is: the chain, its own certificate first, and the private
/// key, both in PEM.
///
/// Both are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what is no certificate or not its key fails in
/// tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_client_cert(
    options: *mut ClientOptions,
    chain: *const c_char,
    chain_len: usize,
    key: *const c_char,
    key_len: usize,
) -> ResultCode {
    change(options, |builder| {
        let (chain, key) = (ffi::text(chain, chain_len, "chain")?, ffi::text(key, key_len, "key")?);
        Ok(builder.client_certificate(chain, key))
    })
}

/// Sets whether HTTP/2 is offered to the server beside HTTP/1.1. Default: true.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_http2(options: *mut ClientOptions, yes: bool) -> ResultCode {
    change(options, |builder| Ok(builder.http2(yes)))
}

/// Sets the address of this machine that connections come from, such as "192.0.2.7" or "2001:db8::7". Default: the
/// system chooses.
///
/// `address` is only read. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_CONFIG if it is no IP address.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_local_address(
    options: *mut ClientOptions,
    address: *const c_char,
) -> ResultCode {
    change(options, |builder| {
        let address: IpAddr = ffi::c_text(address, "address")?
            .parse()
            .map_err(|_| Misuse::new(ResultCode::CONFIG, "address must be an IP address"))?;
        Ok(builder.local_address(address))
    })
}
