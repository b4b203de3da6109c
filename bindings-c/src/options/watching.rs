//! Options that say what a client shares, shows and adds to its requests.

use std::ffi::c_char;

use tidings::{Client as Core, ClientBuilder};

use super::{ClientOptions, change};
use crate::{client::Client, ffi, result::ResultCode};

/// Adds a parameter to the query of every request that has none of this name itself. Of one name there may be several.
///
/// `name` and `value` are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_query(
    options: *mut ClientOptions,
    name: *const c_char,
    value: *const c_char,
) -> ResultCode {
    change(options, |builder| Ok(builder.default_query(ffi::c_text(name, "name")?, ffi::c_text(value, "value")?)))
}

/// Leaves a header out that requests carry by default, such as one from ANTHROPIC_CUSTOM_HEADERS of the environment.
///
/// `name` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what is no name of a header fails in
/// tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_remove_header(options: *mut ClientOptions, name: *const c_char) -> ResultCode {
    change(options, |builder| Ok(builder.without_default_header(ffi::c_text(name, "name")?)))
}

/// Sets what the user-agent header says. Default: "tidings-c/" and the library's version. A binding of another language
/// names itself here.
///
/// `agent` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what no header can carry fails in
/// tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_user_agent(
    options: *mut ClientOptions,
    agent: *const c_char,
) -> ResultCode {
    change(options, |builder| Ok(builder.user_agent(ffi::c_text(agent, "agent")?)))
}

/// Half of what it takes to have bodies, prompts and answers included, in the log at TIDINGS_LOG_TRACE: the other half is
/// TIDINGS_LOG_BODIES=1 in the environment. Default: false. Files that are uploaded are never there.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_log_bodies(options: *mut ClientOptions, yes: bool) -> ResultCode {
    change(options, |builder| Ok(builder.log_bodies(yes)))
}

/// Sends over the connections of another client: the options of the network and the time limit for a connection are that
/// client's, whatever is set here. The other client may be freed at any time.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_connections_of(
    options: *mut ClientOptions,
    client: *const Client,
) -> ResultCode {
    borrow_from(options, client, ClientBuilder::connections_of)
}

/// Uses the credential of another client, a token that it has fetched included, whatever is set here. The other client may
/// be freed at any time.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_credential_of(
    options: *mut ClientOptions,
    client: *const Client,
) -> ResultCode {
    borrow_from(options, client, ClientBuilder::credential_of)
}

/// Waits for its turn together with the calls of another client: the options of pressure are that client's, whatever is set
/// here. The other client may be freed at any time.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_pressure_of(
    options: *mut ClientOptions,
    client: *const Client,
) -> ResultCode {
    borrow_from(options, client, ClientBuilder::pressure_of)
}

fn borrow_from(
    options: *mut ClientOptions,
    client: *const Client,
    part: impl FnOnce(ClientBuilder, &Core) -> ClientBuilder,
) -> ResultCode {
    change(options, |builder| Ok(part(builder, ffi::borrow(client, "client")?.core())))
}
