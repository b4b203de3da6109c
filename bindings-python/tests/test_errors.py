"""Errors as classes with fields."""

from __future__ import annotations

import builtins
import copy
import json
import pickle
import socket
import subprocess
import sys
from typing import Any

import pytest
from support import REPOSITORY, REQUEST, Server, closing, fixture, hanging_stream, opening, sse

import tidings
from tidings import _error_codes, _errors, _native


# The fields of an error, as README.md lists them. The same in every language, in its case.
FIELDS = {
    "kind",
    "reason",
    "message",
    "status_code",
    "type",
    "error_code",
    "details",
    "api_message",
    "request_id",
    "workspace_id",
    "headers",
    "body",
    "raw_body",
    "attempts",
    "elapsed",
    "sent",
    "may_have_run",
    "is_retryable",
    "retry_after",
    "partial_message",
}


# Classes that only group others.
GROUPS = {"AnthropicError", "APIError"}


def test_every_class_of_the_core_is_there_and_none_is_left_over() -> None:
    named = {name for name, _, _ in _native.errors()} | GROUPS
    assert named == set(_errors.CLASSES) | set(_error_codes.CLASSES)


@pytest.mark.parametrize(("name", "base", "error"), _native.errors(), ids=lambda value: getattr(value, "kind", value))
def test_an_error_of_each_kind_and_code_is_an_exception_with_its_fields(
    name: str, base: str, error: tidings.AnthropicError
) -> None:
    cls = type(error)
    assert cls.__name__ == name and cls.__bases__[0].__name__ == base and cls.__module__ == "tidings"
    assert getattr(tidings, name) is cls
    assert isinstance(error, tidings.TidingsError) and cls is not tidings.TidingsError
    assert set(vars(error)) == FIELDS and error.message == "words"
    assert str(error).startswith(error.kind) and ": words" in str(error) and error.args == (str(error),)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is cls and vars(again) == vars(error) and str(again) == str(error)


def test_an_error_that_a_program_makes_has_the_kind_of_its_class() -> None:
    kinds: dict[str, set[str]] = {}
    for name, _, error in _native.errors():
        kinds.setdefault(name, set()).add(error.kind)
    for name, known in kinds.items():
        made = getattr(tidings, name)("words")
        assert made.kind == ("" if len(known) > 1 else known.pop()), name
    assert tidings.AnthropicError("words").kind == tidings.APIError("words").kind == ""


def test_an_import_does_not_pay_for_the_classes_of_codes() -> None:
    program = "import sys, tidings; assert 'tidings._error_codes' not in sys.modules; tidings.ThreadNotFoundError"
    assert subprocess.run([sys.executable, "-c", program], timeout=60).returncode == 0


def test_the_classes_of_codes_are_shown_and_imported_like_any_other_name() -> None:
    names: dict[str, Any] = {}
    exec("from tidings import *", names)
    codes = _error_codes.CLASSES
    assert {name: names[name] for name in codes} == codes
    assert set(codes) | {"Client", "types"} <= set(tidings.__all__) <= set(dir(tidings))
    assert [name for name in tidings.__all__ if not hasattr(tidings, name)] == []


def test_a_name_that_is_no_class_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="GalaxyError"):
        getattr(tidings, "GalaxyError")


def test_the_readme_lists_every_field_and_every_class() -> None:
    readme = (REPOSITORY / "bindings-python/README.md").read_text("utf-8")
    assert [name for name in FIELDS | set(_errors.CLASSES) if f"`{name}`" not in readme] == []


def test_a_request_that_cannot_be_right_is_a_value_error() -> None:
    refused = next(error for name, _, error in _native.errors() if name == "ValidationError")
    with pytest.raises(ValueError, match="correct the request"):
        raise refused


@pytest.mark.parametrize(
    ("name", "bases"),
    [
        ("ConfigError", [ValueError]),
        ("ValidationError", [ValueError]),
        ("APIUserAbortError", [tidings.APIError]),
        ("ImageDimensionsTooLargeError", [tidings.BadRequestError]),
        ("EnforcedSpendLimitReachedError", [tidings.RateLimitError]),
        ("CompactionUnavailableError", [tidings.OverloadedError]),
        ("HTTPNotImplementedError", [tidings.InternalServerError]),
        ("APITimeoutError", [tidings.APIConnectionError, builtins.TimeoutError]),
        ("StreamTruncatedError", [tidings.APIConnectionError]),
        ("APIConnectionError", [tidings.APIError]),
        ("APIResponseValidationError", [tidings.APIError]),
        ("BadRequestError", [tidings.APIStatusError]),
        ("RateLimitError", [tidings.APIStatusError]),
        ("InternalServerError", [tidings.APIStatusError]),
        ("OverloadedError", [tidings.InternalServerError]),
        ("ServiceUnavailableError", [tidings.InternalServerError]),
        ("GatewayTimeoutError", [tidings.InternalServerError]),
    ],
)
def test_handlers_written_for_the_official_classes_still_match(name: str, bases: list[type]) -> None:
    cls = getattr(tidings, name)
    assert all(issubclass(cls, base) for base in [*bases, tidings.AnthropicError])


def test_both_names_of_a_class_are_one() -> None:
    assert tidings.AnthropicError is tidings.TidingsError
    assert tidings.RequestTooLargeError is tidings.ContentTooLargeError
    assert tidings.DeadlineExceededError is tidings.GatewayTimeoutError


def test_a_status_error_carries_what_the_server_said(server: Server) -> None:
    with pytest.raises(tidings.BadRequestError) as caught:
        tidings.Client(api_key="k", base_url=server.play("status_400").url).messages.create(**REQUEST)
    error = caught.value
    assert (error.status_code, error.type, error.request_id) == (400, "invalid_request_error", "req_01Head")
    assert error.body["error"]["message"] == error.message == "max_tokens: Field required"
    assert not error.may_have_run and not error.is_retryable
    assert "max_tokens: Field required" in str(error) and "req_01Head" in str(error)


def test_a_known_code_has_a_class_and_its_details(server: Server) -> None:
    with pytest.raises(tidings.ImageDimensionsTooLargeError) as caught:
        tidings.Client(api_key="k", base_url=server.play("error_code_with_details").url).messages.create(**REQUEST)
    error = caught.value
    assert (error.error_code, error.workspace_id) == ("image_dimensions_too_large", "wrkspc_01")
    assert error.details["max_side_length_pixels"] == 8000
    assert error.raw_body is not None and json.loads(error.raw_body) == error.body


def test_neither_repr_nor_str_shows_body_details_or_headers(server: Server) -> None:
    body = {"note": "BODY-NOTE", "error": {"type": "t", "message": "m", "details": {"note": "DETAIL-NOTE"}}}
    run = server.script({"status": 400, "headers": {"x-note": "HEADER-NOTE"}, "json": body})
    with pytest.raises(tidings.BadRequestError) as caught:
        tidings.Client(api_key="KEY-NOTE", base_url=run.url).messages.create(**REQUEST)
    assert caught.value.body == body
    assert "NOTE" not in repr(caught.value) + str(caught.value)


def test_a_body_that_is_no_json_is_text(server: Server) -> None:
    with pytest.raises(tidings.PermissionDeniedError) as caught:
        tidings.Client(api_key="k", base_url=server.play("error_body_of_plain_text").url).messages.create(**REQUEST)
    assert caught.value.body == "Access from this network is not allowed"
    assert caught.value.raw_body == b"Access from this network is not allowed" and caught.value.api_message is None


@pytest.mark.parametrize("answer", [[], "text", 3])
def test_json_that_is_no_object_is_no_message(server: Server, answer: Any) -> None:
    with pytest.raises(tidings.APIResponseValidationError, match="not a JSON object") as caught:
        tidings.Client(api_key="k", base_url=server.script({"json": answer}).url).messages.create(**REQUEST)
    assert caught.value.body == answer and caught.value.status_code == 200


def test_a_broken_stream_leaves_the_partial_message(server: Server) -> None:
    client = tidings.Client(api_key="k", base_url=server.play("stream_05_error_overloaded").url)
    with client.messages.stream(**REQUEST) as stream, pytest.raises(tidings.OverloadedError) as caught:
        stream.until_done()
    error = caught.value
    assert error.status_code == 200 and error.may_have_run is True
    assert isinstance(error.partial_message, tidings.types.Message)
    expected = fixture("05_error_overloaded")["partial_message"]
    assert error.partial_message.content[0].text == expected["content"][0]["text"]
    for again in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert again.partial_message == error.partial_message


def test_a_failed_stream_goes_on_failing(server: Server) -> None:
    client = tidings.Client(api_key="k", base_url=server.play("stream_ended_early").url)
    with client.messages.stream(**REQUEST) as stream:
        for read in (stream.until_done, stream.get_final_text, lambda: next(stream), lambda: next(stream.text_stream)):
            with pytest.raises(tidings.StreamTruncatedError):
                read()


def test_the_headers_of_the_answer_are_there_without_cookies(server: Server) -> None:
    headers = {"X-Mixed": "One", "set-cookie": "secret", "retry-after": "1"}
    run = server.script({"status": 429, "headers": headers, "json": {}})
    with pytest.raises(tidings.RateLimitError) as caught:
        tidings.Client(api_key="k", base_url=run.url, max_retries=0).messages.create(**REQUEST)
    found = caught.value.headers
    assert found is not None and (found["x-mixed"], found["retry-after"]) == ("One", "1") and "set-cookie" not in found


DEEP = "[" * 300 + "]" * 300


def test_an_answer_that_python_cannot_hold_is_an_error_that_holds_it_as_text(server: Server) -> None:
    body = f'{{"type": "message", "content": [], "deep": {DEEP}}}'
    headers = {"content-type": "application/json", "request-id": "req_deep"}
    run = server.script({"headers": headers, "body": body})
    with pytest.raises(tidings.APIResponseValidationError, match="cannot be read.*recursion") as caught:
        tidings.Client(api_key="k", base_url=run.url).messages.create(**REQUEST)
    error = caught.value
    assert (error.body, error.request_id, error.status_code, error.attempts) == (body, "req_deep", 200, 1)
    assert error.kind == "unexpected_response" and error.may_have_run


def test_an_event_that_python_cannot_hold_is_an_error_where_it_is_looked_at(server: Server) -> None:
    deep = f'{{"type":"weird","deep":{DEEP}}}'
    body = f"{sse(*opening())}event: weird\ndata: {deep}\n\n"
    run = server.script({"headers": {"content-type": "text/event-stream"}, "body": body})
    with tidings.Client(api_key="k", base_url=run.url).messages.create(**REQUEST, stream=True) as stream:
        event = [next(stream) for _ in range(3)][-1]
    with pytest.raises(tidings.StreamMalformedError, match="cannot be read") as caught:
        _ = event.type
    assert caught.value.body == deep and caught.value.kind == "stream_malformed"


def test_a_tool_input_that_is_nested_too_deeply_is_given_as_its_text(server: Server) -> None:
    block = {"type": "tool_use", "id": "toolu_1", "name": "nest", "input": {}}
    delta = {"type": "input_json_delta", "partial_json": f'{{"deep": {DEEP}}}'}
    body = sse(
        opening()[0],
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        *closing(),
    )
    run = server.script({"headers": {"content-type": "text/event-stream", "request-id": "req_deep"}, "body": body})
    with tidings.Client(api_key="k", base_url=run.url).messages.stream(**REQUEST) as stream:
        message = stream.get_final_message()
    assert message.content[0].input == f'{{"deep": {DEEP}}}' and message._request_id == "req_deep"


def test_a_refused_connection_names_its_cause() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(tidings.APIConnectionError) as caught:
            tidings.Client(api_key="k", base_url=url, max_retries=0).messages.create(**REQUEST)
    causes: list[BaseException] = []
    cause = caught.value.__cause__
    while cause is not None:
        causes.append(cause)
        cause = cause.__cause__
    assert any(isinstance(cause, ConnectionRefusedError) for cause in causes), causes
    assert (caught.value.kind, caught.value.sent, caught.value.may_have_run) == ("connect", "none", False)
    assert caught.value.reason == "refused"


def test_a_limit_that_runs_out_is_a_timeout_error_too(server: Server) -> None:
    client = tidings.Client(api_key="k", base_url=server.script(hanging_stream("Hi")).url, timeout={"idle": 1})
    with client.messages.stream(**REQUEST) as stream, pytest.raises(TimeoutError) as caught:
        stream.until_done()
    assert isinstance(caught.value, tidings.APITimeoutError) and "idle" in str(caught.value)
    assert caught.value.reason == "idle_limit"


def test_a_missing_credential_is_an_error_at_the_first_request_that_names_the_variables(server: Server) -> None:
    client = tidings.Client(base_url=server.url)
    with pytest.raises(tidings.AuthenticationError, match=r"ANTHROPIC_API_KEY.*ANTHROPIC_AUTH_TOKEN"):
        client.messages.create(**REQUEST)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"api_key": "a", "auth_token": "b"}, tidings.ConfigError),
        ({"base_url": "no url"}, tidings.ConfigError),
        ({"api_key_header": "x-other"}, tidings.ConfigError),
        ({"default_headers": {"bad name": "x"}}, tidings.ConfigError),
        ({"max_retries": None}, TypeError),
        ({"max_retries": -1}, ValueError),
        ({"max_retries": 2**32}, ValueError),
        ({"max_retries": 1.0}, TypeError),
        ({"timeout": -1}, ValueError),
        ({"timeout": True}, TypeError),
        ({"default_headers": [("a", "b")]}, TypeError),
        ({"default_headers": {"a": 1}}, TypeError),
        ({"timeout": float("nan")}, ValueError),
        ({"timeout": "soon"}, TypeError),
        ({"timeout": {"reed": 1}}, TypeError),
        ({"max_retry_after": -1}, ValueError),
        ({"max_retry_after": True}, TypeError),
        ({"throttle_patience": -1}, ValueError),
        ({"throttle_patience": "long"}, TypeError),
        ({"retry_ambiguous": None}, TypeError),
        ({"retry_on_timeout": 1}, TypeError),
        ({"pressure": "no"}, TypeError),
        ({"max_in_flight": 0}, ValueError),
        ({"max_in_flight": None}, TypeError),
        ({"max_connections": 0}, ValueError),
        ({"max_connections": 2.0}, TypeError),
        ({"proxy": 3128}, TypeError),
        ({"proxy": "socks5://host"}, tidings.ConfigError),
        ({"trust_env": 0}, TypeError),
        ({"ca_bundle": True}, TypeError),
        ({"ca_bundle": "/no/such/file"}, tidings.ConfigError),
        ({"ca_bundle": b"no PEM"}, tidings.ConfigError),
        ({"client_cert": 5}, TypeError),
        ({"client_cert": ("/no/such/file", b"")}, tidings.ConfigError),
        ({"http2": "yes"}, TypeError),
        ({"local_address": 127}, TypeError),
        ({"local_address": "localhost"}, tidings.ConfigError),
        ({"timeout": {"write": "5"}}, TypeError),
        ({"timeout": {"write": -1}}, ValueError),
        ({"api_kee": "k"}, TypeError),
    ],
)
def test_an_option_that_cannot_be_meant_is_refused_by_name_when_the_client_is_built(options: Any, error: type) -> None:
    with pytest.raises(error) as caught:
        tidings.Client(**{"api_key": "k", **options})
    assert error is tidings.ConfigError or next(iter(options)) in str(caught.value).lower()


def test_a_closed_client_starts_no_calls(server: Server) -> None:
    with tidings.Client(api_key="k", base_url=server.url) as client:
        assert not client.is_closed()
    assert client.is_closed() and client.base_url.startswith(server.url)
    with pytest.raises(tidings.ClosedError, match="client has been closed") as caught:
        client.messages.create(**REQUEST)
    assert not caught.value.may_have_run and caught.value.sent == "none"


def test_an_error_that_nobody_catches_ends_in_one_readable_line(server: Server) -> None:
    client = f"tidings.Client(api_key='k', base_url={server.url!r})"
    program = f"import tidings; {client}.messages.create(model='m', max_tokens=0, messages=[], validation=False)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    last = ended.stderr.strip().splitlines()[-1]
    assert ended.returncode == 1
    assert last.startswith("tidings.BadRequestError: 400 invalid_request_error: max_tokens:"), last
