//! The JSON and the paths that the builders write.

use std::{ffi::CStr, ptr};

use serde_json::{Value, json};

use super::{batch::*, content::*, endpoints::*, options::*, query::*, raw_verbs::*, settings::*, tools::*, *};

const NUL: usize = usize::MAX;
const GIF: &[u8] = b"GIF89a\x01\0";

/// What a request would send, and the request is freed.
fn sent(request: *mut Request) -> tidings::Request {
    let sent = ffi::borrow(request, "request").unwrap().prepare(false);
    tidings_request_free(request);
    sent.unwrap()
}

fn body(request: *mut Request) -> Value {
    serde_json::from_slice(sent(request).body().unwrap()).unwrap()
}

fn message() -> *mut Request {
    tidings_request_new(c"m".as_ptr(), 5)
}

/// Where a request leads, seen by a client.
fn url(request: *mut Request) -> String {
    let client = tidings::Client::builder().api_key("k").base_url("http://h").build().unwrap();
    client.url(&sent(request)).unwrap()
}

/// The code and the words with which sending fails.
fn refusal(request: *mut Request) -> (ResultCode, String) {
    let misuse = ffi::borrow(request, "request").unwrap().prepare(false).unwrap_err();
    tidings_request_free(request);
    (misuse.code, misuse.message)
}

#[test]
fn images_and_documents_go_in_front_of_the_users_text() {
    let request = message();
    let (bytes, len) = (GIF.as_ptr().cast(), GIF.len());
    for code in [
        tidings_request_add_image_bytes(request, ptr::null(), bytes, len),
        tidings_request_add_image_bytes(request, c"image/x".as_ptr(), c"ab".as_ptr().cast(), 2),
        tidings_request_add_image_url(request, c"https://i".as_ptr()),
        tidings_request_add_image_id(request, c"file_1".as_ptr()),
        tidings_request_add_document_bytes(request, ptr::null(), c"%PDF-1".as_ptr().cast(), 6, c"T\"".as_ptr()),
        tidings_request_add_document_bytes(request, ptr::null(), c"plain".as_ptr().cast(), 5, ptr::null()),
        tidings_request_add_document_text(request, c"text".as_ptr(), NUL, c"T".as_ptr()),
        tidings_request_add_document_url(request, c"https://d".as_ptr(), ptr::null()),
        tidings_request_add_document_id(request, c"file_2".as_ptr(), c"T".as_ptr()),
        tidings_request_add_content_json(request, c"{\"type\":\"new\"}".as_ptr(), NUL),
        tidings_request_add_tool_result(request, c"t".as_ptr(), c"r".as_ptr(), NUL, false),
        tidings_request_add_user_text(request, c"Look".as_ptr(), NUL),
    ] {
        assert_eq!(code, ResultCode::OK);
    }
    let base64 = |kind: &str, data: &str| json!({"type": "base64", "media_type": kind, "data": data});
    let text = |data: &str| json!({"type": "text", "media_type": "text/plain", "data": data});
    let content = json!([
        {"type": "tool_result", "tool_use_id": "t", "content": "r"},
        {"type": "image", "source": base64("image/gif", "R0lGODlhAQA=")},
        {"type": "image", "source": base64("image/x", "YWI=")},
        {"type": "image", "source": {"type": "url", "url": "https://i"}},
        {"type": "image", "source": {"type": "file", "file_id": "file_1"}},
        {"type": "document", "source": base64("application/pdf", "JVBERi0x"), "title": "T\""},
        {"type": "document", "source": text("plain")},
        {"type": "document", "source": text("text"), "title": "T"},
        {"type": "document", "source": {"type": "url", "url": "https://d"}},
        {"type": "document", "source": {"type": "file", "file_id": "file_2"}, "title": "T"},
        {"type": "new"},
        {"type": "text", "text": "Look"},
    ]);
    assert_eq!(body(request)["messages"], json!([{"role": "user", "content": content}]));
}

#[test]
fn files_are_known_by_their_content_and_named_when_they_are_not() {
    let folder = std::env::temp_dir().join(format!("tidings-c-content-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.join(name), bytes).unwrap();
        std::ffi::CString::new(folder.join(name).to_str().unwrap()).unwrap()
    };
    let (image, document) = (path("photo.txt", GIF), path("notes.bin", b"plain"));
    let request = message();
    assert_eq!(tidings_request_add_image_file(request, image.as_ptr()), ResultCode::OK);
    assert_eq!(tidings_request_add_document_file(request, document.as_ptr(), ptr::null()), ResultCode::OK);
    let content = &body(request)["messages"][0]["content"];
    assert_eq!(content[0]["source"]["media_type"], "image/gif");
    assert_eq!((&content[1]["title"], &content[1]["source"]["data"]), (&json!("notes.bin"), &json!("plain")));
    let request = message();
    assert_eq!(tidings_request_add_image_file(request, document.as_ptr()), ResultCode::VALIDATION);
    let (code, words) = refusal(request);
    assert!(code == ResultCode::VALIDATION && words.contains("notes.bin: found text/plain"), "{words}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn tools_choice_thinking_and_sampling_are_written_as_the_api_takes_them() {
    let request = message();
    tidings_request_add_tool(request, c"f".as_ptr(), c"d".as_ptr(), c"{\"type\":\"object\"}".as_ptr(), NUL);
    tidings_request_add_tool_json(request, c"{\"type\":\"web_search_20250305\"}".as_ptr(), NUL);
    tidings_request_set_tool_choice(request, ToolChoice::TOOL as u32, c"f".as_ptr());
    tidings_request_set_thinking(request, 1024);
    tidings_request_set_top_k(request, 7);
    tidings_request_add_tool_result_json(request, c"t".as_ptr(), c"[{\"n\":1.50}]".as_ptr(), NUL, true);
    let json = body(request);
    assert_eq!(json["tools"][1]["type"], "web_search_20250305");
    assert_eq!(json["tool_choice"], json!({"type": "tool", "name": "f"}));
    assert_eq!(json["thinking"], json!({"type": "enabled", "budget_tokens": 1024}));
    assert_eq!(json["top_k"], 7);
    let result = json!({"type": "tool_result", "tool_use_id": "t", "content": [{"n": 1.5}], "is_error": true});
    assert_eq!(json["messages"][0]["content"], json!([result]));
    let request = message();
    tidings_request_set_thinking(request, 0);
    tidings_request_set_tool_choice(request, ToolChoice::NONE as u32, ptr::null());
    let json = body(request);
    assert_eq!((&json["thinking"], &json["tool_choice"]), (&json!({"type": "disabled"}), &json!({"type": "none"})));
    let request = message();
    assert_eq!(tidings_request_set_tool_choice(request, 9, ptr::null()), ResultCode::VALIDATION);
    assert_eq!(tidings_request_set_tool_choice(request, 2, ptr::null()), ResultCode::NULL_ARGUMENT);
    tidings_request_free(request);
}

#[test]
fn every_endpoint_is_asked_at_its_path() {
    let id = |make: extern "C" fn(*const c_char) -> *mut Request| make(c"a b/c".as_ptr());
    let batches = "http://h/v1/messages/batches";
    for (request, path) in [
        (tidings_request_batch_create(), batches.to_owned()),
        (tidings_request_batch_list(), batches.to_owned()),
        (id(tidings_request_batch_retrieve), format!("{batches}/a%20b%2Fc")),
        (id(tidings_request_batch_cancel), format!("{batches}/a%20b%2Fc/cancel")),
        (id(tidings_request_batch_delete), format!("{batches}/a%20b%2Fc")),
        (id(tidings_request_batch_results), format!("{batches}/a%20b%2Fc/results")),
        (tidings_request_model_list(), "http://h/v1/models".to_owned()),
        (id(tidings_request_model_retrieve), "http://h/v1/models/a%20b%2Fc".to_owned()),
        (tidings_request_file_list(), "http://h/v1/files".to_owned()),
        (id(tidings_request_file_upload), "http://h/v1/files".to_owned()),
        (id(tidings_request_file_retrieve), "http://h/v1/files/a%20b%2Fc".to_owned()),
        (id(tidings_request_file_download), "http://h/v1/files/a%20b%2Fc/content".to_owned()),
        (id(tidings_request_file_delete), "http://h/v1/files/a%20b%2Fc".to_owned()),
        (tidings_request_raw(c"PATCH".as_ptr(), c"/v1/x?a=1".as_ptr()), "http://h/v1/x?a=1".to_owned()),
    ] {
        assert_eq!(url(request), path);
    }
}

#[test]
fn an_id_that_leads_elsewhere_and_a_method_that_is_none_are_told_when_the_request_is_sent() {
    let (code, words) = refusal(tidings_request_file_delete(c"..".as_ptr()));
    assert!(code == ResultCode::VALIDATION && words.contains("file_id"), "{words}");
    assert_eq!(refusal(tidings_request_batch_results(ptr::null())).0, ResultCode::NULL_ARGUMENT);
    assert_eq!(refusal(tidings_request_raw(c"GE T".as_ptr(), c"/".as_ptr())).0, ResultCode::VALIDATION);
}

#[test]
fn a_batch_carries_the_bodies_of_requests() {
    let request = tidings_request_batch_create();
    let item =
        tidings_request_from_json(c"{\"model\":\"m\",\"x\":1.50,\"stream\":true}".as_ptr(), NUL, ptr::null_mut());
    assert_eq!(tidings_request_add_batch_item(request, c"first".as_ptr(), item), ResultCode::OK);
    assert_eq!(tidings_request_add_batch_item(request, c"second".as_ptr(), request), ResultCode::VALIDATION);
    assert_eq!(tidings_request_add_batch_item(item, c"second".as_ptr(), item), ResultCode::VALIDATION);
    tidings_request_free(item);
    assert_eq!(refusal(request).0, ResultCode::VALIDATION);

    let (request, item) = (tidings_request_batch_create(), message());
    tidings_request_add_batch_item(request, c"first".as_ptr(), item);
    tidings_request_set_json(request, c"new".as_ptr(), c"[1]".as_ptr(), NUL);
    tidings_request_free(item);
    let expected = json!({"new": [1], "requests": [{"custom_id": "first", "params": {"model": "m", "max_tokens": 5}}]});
    assert_eq!(body(request), expected);
}

#[test]
fn a_query_replaces_its_namesakes_and_lists_grow() {
    let add = |request, name: &CStr, value: *const c_char| {
        assert_eq!(tidings_request_add_query(request, name.as_ptr(), value), ResultCode::OK);
    };
    let request = tidings_request_raw(c"GET".as_ptr(), c"/x?a=0&b=1".as_ptr());
    add(request, c"a", c"1".as_ptr());
    add(request, c"a", c"2 &".as_ptr());
    add(request, c"ids[]", c"x".as_ptr());
    add(request, c"ids[]", c"y".as_ptr());
    add(request, c"c", c"3".as_ptr());
    add(request, c"c", ptr::null());
    assert_eq!(url(request), "http://h/x?b=1&a=2%20%26&ids%5B%5D=x&ids%5B%5D=y");
    let request = tidings_request_file_list();
    add(request, c"ids[]", ptr::null());
    assert!(refusal(request).1.contains("ids"));
}

#[test]
fn what_is_for_another_kind_of_request_is_refused_there() {
    let list = tidings_request_model_list();
    assert_eq!(tidings_request_add_user_text(list, c"x".as_ptr(), NUL), ResultCode::VALIDATION);
    assert_eq!(refusal(list).0, ResultCode::VALIDATION);
    let list = tidings_request_model_list();
    assert_eq!(ffi::borrow(list, "list").unwrap().prepare_message(true).unwrap_err().code, ResultCode::VALIDATION);
    assert_eq!(tidings_request_set_body(list, c"x".as_ptr().cast(), 1, ptr::null()), ResultCode::VALIDATION);
    assert_eq!(tidings_request_set_file_expiry(list, 1), ResultCode::VALIDATION);
    tidings_request_free(list);
    assert_eq!(refusal(tidings_request_count_tokens(tidings_request_batch_create())).0, ResultCode::VALIDATION);
}

#[test]
fn a_copy_goes_its_own_way() {
    let first = message();
    tidings_request_add_image_url(first, c"u".as_ptr());
    let second = tidings_request_clone(first);
    tidings_request_add_user_text(first, c"one".as_ptr(), NUL);
    tidings_request_add_assistant_text(second, c"two".as_ptr(), NUL);
    assert_eq!(body(first)["messages"].as_array().unwrap().len(), 1);
    assert_eq!(body(second)["messages"][1]["role"], "assistant");
}

#[test]
fn betas_add_up() {
    let request = message();
    tidings_request_add_beta(request, c"a".as_ptr());
    tidings_request_add_beta(request, c"b".as_ptr());
    tidings_request_set_anthropic_version(request, c"2030-01-01".as_ptr());
    let shown = format!("{:?}", ffi::borrow(request, "request").unwrap().complete(tidings::Request::get("/")).is_ok());
    assert_eq!(
        (shown.as_str(), &*ffi::borrow(request, "request").unwrap().betas),
        ("true", &["a".to_owned(), "b".into()][..])
    );
    tidings_request_free(request);
}
