"""Errors as classes with fields."""

from __future__ import annotations

import builtins
import copy
import pickle
import socket
import subprocess
import sys
from typing import Any

import pytest
from support import REQUEST, Server, fixture, hanging_stream

import tidings
from tidings import _errors, _native


def test_every_kind_of_the_core_has_a_class_and_no_class_is_left_over() -> None:
    kinds = dict(_native.error_kinds())
    assert set(kinds) == set(_errors._BY_KIND)


@pytest.mark.parametrize(("number", "name"), _native.error_kinds())
def test_an_error_of_each_kind_is_an_exception_with_its_fields(number: int, name: str) -> None:
    fields = {"kind": name, "text": "one line", "message": "words", "partial_message": None, "attempts": 2}
    error = _errors.make_error(number, fields, [("outer", None), ("inner", None)])
    assert type(error) is _errors._BY_KIND[number]
    assert isinstance(error, tidings.TidingsError) and type(error) is not tidings.TidingsError
    assert (error.kind, str(error), error.message, error.attempts) == (name, "one line", "words", 2)
    assert str(error.__cause__) == "outer" and str(error.__cause__.__cause__) == "inner"
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error) and again.__dict__ == error.__dict__ and str(again) == "one line"


@pytest.mark.parametrize(
    ("name", "bases"),
    [
        ("ConfigError", [ValueError]),
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


def test_a_status_error_carries_what_the_server_said(server: Server) -> None:
    with pytest.raises(tidings.BadRequestError) as caught:
        tidings.Client(api_key="k", base_url=server.play("status_400").url).messages.create(**REQUEST)
    error = caught.value
    assert (error.status_code, error.type, error.request_id) == (400, "invalid_request_error", "req_01Head")
    assert error.body["error"]["message"] == error.message == "max_tokens: Field required"
    assert not error.may_have_run and not error.is_retryable
    assert "max_tokens: Field required" in str(error) and "req_01Head" in str(error)


def test_a_body_that_is_no_json_is_text(server: Server) -> None:
    with pytest.raises(tidings.PermissionDeniedError) as caught:
        tidings.Client(api_key="k", base_url=server.play("error_body_of_plain_text").url).messages.create(**REQUEST)
    assert caught.value.body == "Access from this network is not allowed"


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
    assert error.status_code == 200 and error.may_have_run is not None
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


def test_a_limit_that_runs_out_is_a_timeout_error_too(server: Server) -> None:
    client = tidings.Client(api_key="k", base_url=server.script(hanging_stream("Hi")).url, timeout=0.1)
    with client.messages.stream(**REQUEST) as stream, pytest.raises(TimeoutError) as caught:
        stream.until_done()
    assert isinstance(caught.value, tidings.APITimeoutError) and "idle" in str(caught.value)


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
        ({"timeout": -1}, ValueError),
        ({"timeout": float("nan")}, ValueError),
        ({"timeout": "soon"}, TypeError),
        ({"timeout": {"reed": 1}}, TypeError),
        ({"max_retry_after": -1}, ValueError),
        ({"api_kee": "k"}, TypeError),
    ],
)
def test_an_option_that_cannot_be_meant_is_refused_when_the_client_is_built(options: Any, error: type) -> None:
    with pytest.raises(error):
        tidings.Client(**{"api_key": "k", **options})


def test_a_closed_client_starts_no_calls(server: Server) -> None:
    with tidings.Client(api_key="k", base_url=server.url) as client:
        assert not client.is_closed()
    assert client.is_closed()
    with pytest.raises(tidings.ClosedError):
        client.messages.create(**REQUEST)


def test_an_error_that_nobody_catches_ends_in_one_readable_line(server: Server) -> None:
    client = f"tidings.Client(api_key='k', base_url={server.url!r})"
    program = f"import tidings; {client}.messages.create(model='m', max_tokens=0, messages=[])"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    last = ended.stderr.strip().splitlines()[-1]
    assert ended.returncode == 1
    assert last.startswith("tidings.BadRequestError: 400 invalid_request_error: max_tokens:"), last
