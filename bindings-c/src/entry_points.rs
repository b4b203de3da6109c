//! Proof that no entry point lets a panic through, and that each of them copes with NULL.

use std::{cell::Cell, collections::BTreeSet, ptr};

use crate::{
    call::*, client::*, error::finding::*, error::header::*, error::*, event::*, file::*, hooks::*, list::*, log::*,
    message::more::*, message::*, object::*, options::network::*, options::watching::*, options::*, pressure::*,
    request::batch::*, request::content::*, request::endpoints::*, request::options::*, request::paging::*,
    request::query::*, request::raw_verbs::*, request::settings::*, request::tools::*, request::*, response::*,
    result::*, stream::*, token::*, version::*,
};

thread_local! {
    static ARMED: Cell<bool> = const { Cell::new(false) };
}

/// Panics in the entry point that is called next.
pub(crate) fn panic_if_armed() {
    assert!(!ARMED.take(), "on purpose");
}

/// Every entry point, called with NULL and 0.
macro_rules! entry_points {
    ($($name:ident($($argument:expr),*);)+) => {
        const ENTRY_POINTS: &[(&str, fn() -> Outcome)] = &[$((stringify!($name), || $name($($argument),*).into())),+];
    };
}

const NULL: *const std::ffi::c_char = ptr::null();

entry_points! {
    tidings_attempt_code(ptr::null());
    tidings_attempt_elapsed_ms(ptr::null());
    tidings_attempt_json(ptr::null());
    tidings_attempt_method(ptr::null());
    tidings_attempt_model(ptr::null());
    tidings_attempt_moment(ptr::null());
    tidings_attempt_number(ptr::null());
    tidings_attempt_path(ptr::null());
    tidings_attempt_request_id(ptr::null());
    tidings_attempt_status(ptr::null());
    tidings_attempt_took_ms(ptr::null());
    tidings_attempt_wait_ms(ptr::null());
    tidings_call_cancel(ptr::null());
    tidings_call_error(ptr::null());
    tidings_call_fd(ptr::null_mut());
    tidings_call_free(ptr::null_mut());
    tidings_call_message(ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_call_poll(ptr::null_mut());
    tidings_call_response(ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_call_set_waker(ptr::null_mut(), None, ptr::null_mut());
    tidings_call_wait(ptr::null_mut(), 0);
    tidings_client_clone(ptr::null());
    tidings_client_count_tokens(ptr::null(), ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_client_create(ptr::null(), ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_client_download(ptr::null(), ptr::null(), NULL, ptr::null_mut());
    tidings_client_free(ptr::null_mut());
    tidings_client_from_env(ptr::null_mut());
    tidings_client_list(ptr::null(), ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_client_new(ptr::null(), ptr::null_mut());
    tidings_client_options_free(ptr::null_mut());
    tidings_client_options_new();
    tidings_client_options_remove_header(ptr::null_mut(), NULL);
    tidings_client_options_set_anthropic_version(ptr::null_mut(), NULL);
    tidings_client_options_set_api_key(ptr::null_mut(), NULL);
    tidings_client_options_set_api_key_header(ptr::null_mut(), NULL);
    tidings_client_options_set_auth_token(ptr::null_mut(), NULL);
    tidings_client_options_set_base_url(ptr::null_mut(), NULL);
    tidings_client_options_set_ca_bundle(ptr::null_mut(), NULL, 0);
    tidings_client_options_set_ca_bundle_file(ptr::null_mut(), NULL);
    tidings_client_options_set_client_cert(ptr::null_mut(), NULL, 0, NULL, 0);
    tidings_client_options_set_connect_timeout_ms(ptr::null_mut(), 0);
    tidings_client_options_set_connections_of(ptr::null_mut(), ptr::null());
    tidings_client_options_set_credential_of(ptr::null_mut(), ptr::null());
    tidings_client_options_set_head_timeout_ms(ptr::null_mut(), 0);
    tidings_client_options_set_header(ptr::null_mut(), NULL, NULL);
    tidings_client_options_set_hook(ptr::null_mut(), 0, None, ptr::null_mut(), None);
    tidings_client_options_set_http2(ptr::null_mut(), false);
    tidings_client_options_set_idle_timeout_ms(ptr::null_mut(), 0);
    tidings_client_options_set_local_address(ptr::null_mut(), NULL);
    tidings_client_options_set_log_bodies(ptr::null_mut(), false);
    tidings_client_options_set_max_connections(ptr::null_mut(), 0);
    tidings_client_options_set_max_in_flight(ptr::null_mut(), 0);
    tidings_client_options_set_max_retries(ptr::null_mut(), 0);
    tidings_client_options_set_max_retry_after_ms(ptr::null_mut(), 0);
    tidings_client_options_set_pressure(ptr::null_mut(), false);
    tidings_client_options_set_pressure_hook(ptr::null_mut(), None, ptr::null_mut(), None);
    tidings_client_options_set_pressure_of(ptr::null_mut(), ptr::null());
    tidings_client_options_set_proxy(ptr::null_mut(), NULL);
    tidings_client_options_set_query(ptr::null_mut(), NULL, NULL);
    tidings_client_options_set_retry_ambiguous(ptr::null_mut(), false);
    tidings_client_options_set_retry_on_timeout(ptr::null_mut(), false);
    tidings_client_options_set_stream_long_calls(ptr::null_mut(), false);
    tidings_client_options_set_throttle_patience_ms(ptr::null_mut(), 0);
    tidings_client_options_set_timeout_ms(ptr::null_mut(), 0);
    tidings_client_options_set_token_provider(ptr::null_mut(), None, ptr::null_mut(), None);
    tidings_client_options_set_total_timeout_ms(ptr::null_mut(), 0);
    tidings_client_options_set_trust_env(ptr::null_mut(), false);
    tidings_client_options_set_user_agent(ptr::null_mut(), NULL);
    tidings_client_options_set_validation(ptr::null_mut(), false);
    tidings_client_options_set_write_timeout_ms(ptr::null_mut(), 0);
    tidings_client_pressure(ptr::null());
    tidings_client_send(ptr::null(), ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_client_start(ptr::null(), ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_client_start_stream(ptr::null(), ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_client_stream(ptr::null(), ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_error_advice(ptr::null());
    tidings_error_api_message(ptr::null());
    tidings_error_attempts(ptr::null());
    tidings_error_body(ptr::null(), ptr::null_mut());
    tidings_error_cause(ptr::null());
    tidings_error_class_name(ptr::null());
    tidings_error_clone(ptr::null());
    tidings_error_code(ptr::null());
    tidings_error_description(ptr::null());
    tidings_error_details_json(ptr::null());
    tidings_error_elapsed_ms(ptr::null());
    tidings_error_error_code(ptr::null());
    tidings_error_error_code_meaning(ptr::null());
    tidings_error_free(ptr::null_mut());
    tidings_error_header(ptr::null(), NULL);
    tidings_error_header_count(ptr::null());
    tidings_error_header_name(ptr::null(), 0);
    tidings_error_header_value(ptr::null(), 0);
    tidings_error_is_retryable(ptr::null());
    tidings_error_json(ptr::null());
    tidings_error_may_have_run(ptr::null());
    tidings_error_message(ptr::null());
    tidings_error_partial_message(ptr::null());
    tidings_error_rate_limits_json(ptr::null());
    tidings_error_reason(ptr::null());
    tidings_error_request_id(ptr::null());
    tidings_error_retry_after_ms(ptr::null());
    tidings_error_sent(ptr::null());
    tidings_error_status(ptr::null());
    tidings_error_type(ptr::null());
    tidings_error_workspace_id(ptr::null());
    tidings_event_kind_name(0);
    tidings_handle_count();
    tidings_list_cancel(ptr::null());
    tidings_list_error(ptr::null());
    tidings_list_free(ptr::null_mut());
    tidings_list_next(ptr::null_mut(), ptr::null_mut());
    tidings_log(0, None, ptr::null_mut(), None);
    tidings_message_block_citations(ptr::null(), 0, ptr::null_mut());
    tidings_message_block_count(ptr::null());
    tidings_message_block_json(ptr::null(), 0, ptr::null_mut());
    tidings_message_block_signature(ptr::null(), 0, ptr::null_mut());
    tidings_message_block_text(ptr::null(), 0, ptr::null_mut());
    tidings_message_block_thinking(ptr::null(), 0, ptr::null_mut());
    tidings_message_block_tool_id(ptr::null(), 0);
    tidings_message_block_tool_input(ptr::null(), 0, ptr::null_mut());
    tidings_message_block_tool_name(ptr::null(), 0);
    tidings_message_block_type(ptr::null(), 0);
    tidings_message_cache_creation_input_tokens(ptr::null());
    tidings_message_cache_read_input_tokens(ptr::null());
    tidings_message_clone(ptr::null());
    tidings_message_free(ptr::null_mut());
    tidings_message_from_json(NULL, 0, ptr::null_mut());
    tidings_message_id(ptr::null());
    tidings_message_input_tokens(ptr::null());
    tidings_message_json(ptr::null(), ptr::null_mut());
    tidings_message_model(ptr::null());
    tidings_message_output_tokens(ptr::null());
    tidings_message_request_id(ptr::null());
    tidings_message_role(ptr::null());
    tidings_message_stop_reason(ptr::null());
    tidings_message_stop_sequence(ptr::null());
    tidings_message_text(ptr::null(), ptr::null_mut());
    tidings_message_tool_count(ptr::null());
    tidings_message_tool_index(ptr::null(), 0);
    tidings_message_usage(ptr::null(), ptr::null_mut());
    tidings_object_boolean(ptr::null(), NULL, ptr::null_mut());
    tidings_object_clone(ptr::null());
    tidings_object_count(ptr::null(), NULL);
    tidings_object_free(ptr::null_mut());
    tidings_object_has(ptr::null(), NULL);
    tidings_object_integer(ptr::null(), NULL, ptr::null_mut());
    tidings_object_json(ptr::null(), ptr::null_mut());
    tidings_object_message(ptr::null(), NULL);
    tidings_object_number(ptr::null(), NULL, ptr::null_mut());
    tidings_object_part(ptr::null(), NULL, ptr::null_mut());
    tidings_object_text(ptr::null(), NULL, ptr::null_mut());
    tidings_pressure_free(ptr::null_mut());
    tidings_pressure_json(ptr::null(), ptr::null_mut());
    tidings_request_add_assistant_text(ptr::null_mut(), NULL, 0);
    tidings_request_add_batch_item(ptr::null_mut(), NULL, ptr::null());
    tidings_request_add_beta(ptr::null_mut(), NULL);
    tidings_request_add_content_json(ptr::null_mut(), NULL, 0);
    tidings_request_add_document_bytes(ptr::null_mut(), NULL, ptr::null(), 0, NULL);
    tidings_request_add_document_file(ptr::null_mut(), NULL, NULL);
    tidings_request_add_document_id(ptr::null_mut(), NULL, NULL);
    tidings_request_add_document_text(ptr::null_mut(), NULL, 0, NULL);
    tidings_request_add_document_url(ptr::null_mut(), NULL, NULL);
    tidings_request_add_form_bytes(ptr::null_mut(), NULL, NULL, NULL, ptr::null(), 0);
    tidings_request_add_form_file(ptr::null_mut(), NULL, NULL, NULL, NULL);
    tidings_request_add_form_text(ptr::null_mut(), NULL, NULL, 0);
    tidings_request_add_image_bytes(ptr::null_mut(), NULL, ptr::null(), 0);
    tidings_request_add_image_file(ptr::null_mut(), NULL);
    tidings_request_add_image_id(ptr::null_mut(), NULL);
    tidings_request_add_image_url(ptr::null_mut(), NULL);
    tidings_request_add_message(ptr::null_mut(), ptr::null());
    tidings_request_add_message_json(ptr::null_mut(), NULL, 0);
    tidings_request_add_query(ptr::null_mut(), NULL, NULL);
    tidings_request_add_stop_sequence(ptr::null_mut(), NULL, 0);
    tidings_request_add_tool(ptr::null_mut(), NULL, NULL, NULL, 0);
    tidings_request_add_tool_json(ptr::null_mut(), NULL, 0);
    tidings_request_add_tool_result(ptr::null_mut(), NULL, NULL, 0, false);
    tidings_request_add_tool_result_json(ptr::null_mut(), NULL, NULL, 0, false);
    tidings_request_add_user_text(ptr::null_mut(), NULL, 0);
    tidings_request_batch_cancel(NULL);
    tidings_request_batch_create();
    tidings_request_batch_delete(NULL);
    tidings_request_batch_list();
    tidings_request_batch_results(NULL);
    tidings_request_batch_retrieve(NULL);
    tidings_request_clone(ptr::null());
    tidings_request_count_tokens(ptr::null());
    tidings_request_file_delete(NULL);
    tidings_request_file_download(NULL);
    tidings_request_file_list();
    tidings_request_file_retrieve(NULL);
    tidings_request_file_upload(NULL);
    tidings_request_file_upload_bytes(NULL, NULL, ptr::null(), 0);
    tidings_request_free(ptr::null_mut());
    tidings_request_from_json(NULL, usize::MAX, ptr::null_mut());
    tidings_request_model_list();
    tidings_request_model_retrieve(NULL);
    tidings_request_new(NULL, 0);
    tidings_request_next_page(ptr::null(), ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_request_raw(NULL, NULL);
    tidings_request_set_anthropic_version(ptr::null_mut(), NULL);
    tidings_request_set_body(ptr::null_mut(), ptr::null(), 0, NULL);
    tidings_request_set_file_expiry(ptr::null_mut(), 0);
    tidings_request_set_head_timeout_ms(ptr::null_mut(), 0);
    tidings_request_set_header(ptr::null_mut(), NULL, NULL);
    tidings_request_set_idle_timeout_ms(ptr::null_mut(), 0);
    tidings_request_set_json(ptr::null_mut(), NULL, NULL, 0);
    tidings_request_set_max_retries(ptr::null_mut(), 0);
    tidings_request_set_max_retry_after_ms(ptr::null_mut(), 0);
    tidings_request_set_retry_ambiguous(ptr::null_mut(), false);
    tidings_request_set_retry_on_timeout(ptr::null_mut(), false);
    tidings_request_set_stream_long_calls(ptr::null_mut(), false);
    tidings_request_set_system(ptr::null_mut(), NULL, 0);
    tidings_request_set_temperature(ptr::null_mut(), 0.0);
    tidings_request_set_thinking(ptr::null_mut(), 0);
    tidings_request_set_throttle_patience_ms(ptr::null_mut(), 0);
    tidings_request_set_timeout_ms(ptr::null_mut(), 0);
    tidings_request_set_tool_choice(ptr::null_mut(), 0, NULL);
    tidings_request_set_top_k(ptr::null_mut(), 0);
    tidings_request_set_top_p(ptr::null_mut(), 0.0);
    tidings_request_set_total_timeout_ms(ptr::null_mut(), 0);
    tidings_request_set_validation(ptr::null_mut(), false);
    tidings_request_set_write_timeout_ms(ptr::null_mut(), 0);
    tidings_response_attempts(ptr::null());
    tidings_response_body(ptr::null(), ptr::null_mut());
    tidings_response_clone(ptr::null());
    tidings_response_free(ptr::null_mut());
    tidings_response_header(ptr::null(), NULL);
    tidings_response_header_count(ptr::null());
    tidings_response_header_name(ptr::null(), 0);
    tidings_response_header_value(ptr::null(), 0);
    tidings_response_message(ptr::null(), ptr::null_mut(), ptr::null_mut());
    tidings_response_object(ptr::null());
    tidings_response_rate_limits_json(ptr::null(), ptr::null_mut());
    tidings_response_request_id(ptr::null());
    tidings_response_status(ptr::null());
    tidings_result_name(0);
    tidings_shutdown(0);
    tidings_stream_cancel(ptr::null());
    tidings_stream_error(ptr::null());
    tidings_stream_fd(ptr::null_mut());
    tidings_stream_free(ptr::null_mut());
    tidings_stream_message(ptr::null());
    tidings_stream_next(ptr::null_mut(), ptr::null_mut());
    tidings_stream_next_timeout(ptr::null_mut(), 0, ptr::null_mut());
    tidings_stream_poll(ptr::null_mut(), ptr::null_mut());
    tidings_stream_request_id(ptr::null());
    tidings_stream_response(ptr::null());
    tidings_stream_run(ptr::null_mut(), None, ptr::null_mut(), ptr::null_mut());
    tidings_stream_set_waker(ptr::null_mut(), None, ptr::null_mut());
    tidings_token_fail(ptr::null_mut(), NULL, 0);
    tidings_token_set(ptr::null_mut(), NULL, 0, 0);
    tidings_version();
    tidings_version_number();
}

/// What an entry point returned, as far as the tests look at it.
#[derive(Debug, PartialEq)]
enum Outcome {
    Code(ResultCode),
    Other,
}

impl From<Moment> for Outcome {
    fn from(_: Moment) -> Self {
        Self::Other
    }
}

impl From<ResultCode> for Outcome {
    fn from(code: ResultCode) -> Self {
        Self::Code(code)
    }
}

macro_rules! other {
    ($($returned:ty),+) => {$(
        impl From<$returned> for Outcome {
            fn from(_: $returned) -> Self {
                Self::Other
            }
        }
    )+};
}
other!((), bool, i32, u32, u64, i64, usize);

impl<T> From<*const T> for Outcome {
    fn from(_: *const T) -> Self {
        Self::Other
    }
}

impl<T> From<*mut T> for Outcome {
    fn from(_: *mut T) -> Self {
        Self::Other
    }
}

#[test]
fn a_panic_in_any_entry_point_stays_inside() {
    for (name, call) in ENTRY_POINTS {
        ARMED.set(true);
        let outcome = call();
        assert!(!ARMED.take(), "{name} does not pass through the boundary");
        assert!(matches!(outcome, Outcome::Other | Outcome::Code(ResultCode::PANIC)), "{name}: {outcome:?}");
    }
}

#[test]
fn null_is_an_error_for_every_entry_point_that_returns_a_code() {
    // What they give has another meaning: there is no error, and the log was ended.
    let others = ["tidings_error_code", "tidings_log"];
    for (name, call) in ENTRY_POINTS.iter().filter(|(name, _)| !others.contains(name)) {
        let outcome = call();
        assert!(matches!(outcome, Outcome::Other | Outcome::Code(ResultCode::NULL_ARGUMENT)), "{name}: {outcome:?}");
    }
}

/// Whether an out-parameter was written, though it held something else than what a failure leaves there.
type Check = fn() -> bool;

/// Calls that fail, or have nothing to give, with each of their out-parameters poisoned.
const OUT_PARAMETERS: &[(&str, Check)] = &[
    ("tidings_call_message", || clears_handle(|it, err| tidings_call_message(ptr::null(), it, err))),
    ("tidings_call_response", || clears_handle(|it, err| tidings_call_response(ptr::null(), it, err))),
    ("tidings_client_count_tokens", || {
        with_error(|err| {
            let mut tokens = 7;
            tidings_client_count_tokens(ptr::null(), ptr::null(), &raw mut tokens, err);
            tokens == 0
        })
    }),
    ("tidings_client_create", || clears_handle(|it, err| tidings_client_create(ptr::null(), ptr::null(), it, err))),
    ("tidings_client_from_env", || {
        with_error(|err| {
            tidings_client_free(tidings_client_from_env(err));
            true
        })
    }),
    ("tidings_client_download", || {
        with_error(|err| {
            tidings_client_download(ptr::null(), ptr::null(), NULL, err);
            true
        })
    }),
    ("tidings_client_list", || {
        with_error(|err| {
            let mut list = poison();
            tidings_client_list(ptr::null(), ptr::null(), &raw mut list, err);
            list.is_null()
        })
    }),
    ("tidings_client_new", || {
        with_error(|err| {
            tidings_client_free(tidings_client_new(ptr::null(), err));
            true
        })
    }),
    ("tidings_client_send", || clears_handle(|it, err| tidings_client_send(ptr::null(), ptr::null(), it, err))),
    ("tidings_client_start", || clears_handle(|it, err| tidings_client_start(ptr::null(), ptr::null(), it, err))),
    ("tidings_client_start_stream", || {
        clears_handle(|it, err| tidings_client_start_stream(ptr::null(), ptr::null(), it, err))
    }),
    ("tidings_client_stream", || clears_handle(|it, err| tidings_client_stream(ptr::null(), ptr::null(), it, err))),
    ("tidings_error_body", || clears_length(|len| tidings_error_body(ptr::null(), len))),
    ("tidings_list_next", || {
        let mut object: *const Object = poison::<Object>();
        tidings_list_next(ptr::null_mut(), &raw mut object);
        object.is_null()
    }),
    ("tidings_message_block_citations", || clears_length(|len| tidings_message_block_citations(ptr::null(), 0, len))),
    ("tidings_message_block_json", || clears_length(|len| tidings_message_block_json(ptr::null(), 0, len))),
    ("tidings_message_block_signature", || clears_length(|len| tidings_message_block_signature(ptr::null(), 0, len))),
    ("tidings_message_block_text", || clears_length(|len| tidings_message_block_text(ptr::null(), 0, len))),
    ("tidings_message_block_thinking", || clears_length(|len| tidings_message_block_thinking(ptr::null(), 0, len))),
    ("tidings_message_block_tool_input", || clears_length(|len| tidings_message_block_tool_input(ptr::null(), 0, len))),
    ("tidings_message_from_json", || with_error(|err| tidings_message_from_json(NULL, usize::MAX, err).is_null())),
    ("tidings_message_json", || clears_length(|len| tidings_message_json(ptr::null(), len))),
    ("tidings_message_text", || clears_length(|len| tidings_message_text(ptr::null(), len))),
    ("tidings_message_usage", || clears_length(|len| tidings_message_usage(ptr::null(), len))),
    ("tidings_object_json", || clears_length(|len| tidings_object_json(ptr::null(), len))),
    ("tidings_object_part", || clears_length(|len| tidings_object_part(ptr::null(), NULL, len))),
    ("tidings_object_text", || clears_length(|len| tidings_object_text(ptr::null(), NULL, len))),
    ("tidings_pressure_json", || clears_length(|len| tidings_pressure_json(ptr::null(), len))),
    ("tidings_request_from_json", || with_error(|err| tidings_request_from_json(NULL, usize::MAX, err).is_null())),
    ("tidings_request_next_page", || {
        with_error(|err| {
            let mut next = poison();
            tidings_request_next_page(ptr::null(), ptr::null(), &raw mut next, err);
            next.is_null()
        })
    }),
    ("tidings_response_body", || clears_length(|len| tidings_response_body(ptr::null(), len))),
    ("tidings_response_message", || {
        with_error(|err| {
            let mut message = poison();
            tidings_response_message(ptr::null(), &raw mut message, err);
            message.is_null()
        })
    }),
    ("tidings_response_rate_limits_json", || clears_length(|len| tidings_response_rate_limits_json(ptr::null(), len))),
    ("tidings_stream_next", || clears_event(|event| tidings_stream_next(ptr::null_mut(), event))),
    ("tidings_stream_next_timeout", || clears_event(|event| tidings_stream_next_timeout(ptr::null_mut(), 0, event))),
    ("tidings_stream_poll", || clears_event(|event| tidings_stream_poll(ptr::null_mut(), event))),
    ("tidings_stream_run", || {
        with_error(|err| {
            tidings_stream_run(ptr::null_mut(), None, ptr::null_mut(), err);
            true
        })
    }),
];

/// What no function would hand out.
fn poison<T>() -> *mut T {
    ptr::dangling_mut()
}

fn with_error(call: impl FnOnce(*mut *mut Failure) -> bool) -> bool {
    let mut error = poison();
    let others = call(&raw mut error);
    let written = error != poison();
    if written {
        tidings_error_free(error);
    }
    others && written
}

fn clears_handle<T>(call: impl FnOnce(*mut *mut T, *mut *mut Failure) -> ResultCode) -> bool {
    with_error(|err| {
        let mut handle = poison();
        call(&raw mut handle, err);
        handle.is_null()
    })
}

fn clears_length(call: impl FnOnce(*mut usize) -> *const std::ffi::c_char) -> bool {
    let mut len = 77;
    call(&raw mut len).is_null() && len == 0
}

fn clears_event(call: impl FnOnce(*mut Event) -> ResultCode) -> bool {
    let (data, text) = (poison(), poison());
    let mut event = Event { kind: EventKind::MESSAGE_STOP, data, data_len: 7, text, text_len: 7, ..Event::NONE };
    call(&raw mut event);
    event.kind == EventKind::UNKNOWN
        && event.data.is_null()
        && event.text.is_null()
        && (event.data_len, event.text_len) == (0, 0)
}

#[test]
fn every_out_parameter_is_written_when_a_call_fails() {
    for (name, written) in OUT_PARAMETERS {
        assert!(written(), "{name}, called with NULL");
        ARMED.set(true);
        assert!(written(), "{name}, ended by a panic");
        assert!(!ARMED.take(), "{name} does not pass through the boundary");
    }
}

#[test]
fn the_list_of_out_parameters_is_that_of_the_header() {
    let header = header_without_comments();
    let declarations = header.split(';').filter_map(|text| text.split_once('('));
    let names: BTreeSet<&str> = declarations
        .filter(|(_, parameters)| {
            ["**", "size_t *", "uint64_t *", "tidings_event *event"].iter().any(|out| parameters.contains(out))
        })
        .filter_map(|(function, _)| function.rsplit([' ', '*']).next())
        .filter(|name| name.starts_with("tidings_"))
        .collect();
    assert_eq!(names, OUT_PARAMETERS.iter().map(|(name, _)| *name).collect());
}

/// The comments name functions too, in examples for instance.
fn header_without_comments() -> String {
    let (first, rest) = include_str!("../include/tidings.h").split_once("/*").unwrap();
    let code = rest.split("/*").map(|part| part.split_once("*/").unwrap().1);
    std::iter::once(first).chain(code).collect()
}

#[test]
fn the_list_of_entry_points_is_that_of_the_header() {
    let header = header_without_comments();
    let mut names: Vec<&str> = header
        .lines()
        .filter(|line| !line.starts_with([' ', '/', '#', '}']) && !line.contains("typedef"))
        .filter_map(|line| line.split('(').next()?.rsplit([' ', '*']).next())
        .filter(|name| name.starts_with("tidings_") && header.contains(&format!("{name}(")))
        .collect();
    names.sort_unstable();
    assert_eq!(names, ENTRY_POINTS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

#[test]
fn a_panic_leaves_an_error_that_says_so() {
    ARMED.set(true);
    let mut error = ptr::null_mut();
    assert!(tidings_client_from_env(&raw mut error).is_null());
    assert_eq!(tidings_error_code(error), ResultCode::PANIC);
    tidings_error_free(error);
}
