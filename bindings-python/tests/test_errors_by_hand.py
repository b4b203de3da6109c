"""Errors that a program makes itself, as tests of programs do, and what is read of errors beyond their fields."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
import tidings
from support import REQUEST, Server


class Answer:
    """Anything that has a status and headers will do."""

    status_code = 429
    headers = {"request-id": "req_9", "anthropic-workspace-id": "wrkspc_9"}


BODY = {
    "type": "error",
    "error": {"type": "rate_limit_error", "message": "slow down", "details": {"error_code": "a_code", "n": 1}},
}


def test_an_error_of_a_status_takes_its_facts_from_the_answer_and_the_body() -> None:
    error = tidings.RateLimitError("too fast", response=Answer(), body=BODY)
    assert (str(error), error.message, error.args) == ("too fast", "too fast", ("too fast",))
    assert (error.status_code, error.request_id, error.workspace_id) == (429, "req_9", "wrkspc_9")
    assert (error.type, error.api_message, error.error_code) == ("rate_limit_error", "slow down", "a_code")
    assert error.body == BODY


def test_an_error_of_a_status_needs_no_answer() -> None:
    error = tidings.NotFoundError("gone")
    assert (error.status_code, error.request_id, error.body) == (404, None, None)
    assert tidings.RateLimitError.status_code == 429


@pytest.mark.parametrize("body", [None, "text", ["a"], {}, {"error": "text"}, {"error": {"details": "text"}}])
def test_a_body_of_any_shape_will_do(body: object) -> None:
    error = tidings.BadRequestError("bad", response=Answer(), body=body)
    assert (error.body, error.type, error.error_code) == (body, None, None)


def test_errors_of_the_connection_take_a_request() -> None:
    request = object()
    assert tidings.APIConnectionError(request=request).request is request
    assert str(tidings.APIConnectionError(message="no route", request=request)) == "no route"
    assert tidings.APITimeoutError(request).request is request
    assert tidings.APITimeoutError("too late").message == "too late"
    assert isinstance(tidings.APITimeoutError(request=request), TimeoutError)


def test_a_validation_error_takes_the_answer_and_its_body() -> None:
    error = tidings.APIResponseValidationError(Answer(), {"a": 1}, message="not a message")
    assert (str(error), error.status_code, error.body) == ("not a message", 429, {"a": 1})


def test_the_base_takes_what_exceptions_take() -> None:
    assert tidings.AnthropicError().args == ()
    assert tidings.AnthropicError("a", 1).args == ("a", 1)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_errors_made_by_hand_are_copied(copied: object) -> None:
    assert callable(copied)
    error = tidings.APITimeoutError("too late", attempts=3)
    again = copied(error)
    assert (type(again), again.args, again.message, again.attempts) == (type(error), ("too late",), "too late", 3)


def test_the_details_of_an_error_are_entries_and_attributes() -> None:
    error = tidings.RateLimitError("too fast", body=BODY)
    assert error.details == {"error_code": "a_code", "n": 1}
    assert (error.details.error_code, error.details["n"]) == ("a_code", 1)
    assert not hasattr(error.details, "colour")
    assert tidings.RateLimitError("too fast").details is None


def test_the_answer_behind_an_error_is_read(server: Server) -> None:
    headers = {"Request-Id": "req_7", "X-Mine": "1", "Set-Cookie": "secret=1"}
    run = server.script({"status": 404, "json": BODY, "headers": headers})
    with tidings.Client(api_key="test-key", base_url=run.url) as client, pytest.raises(tidings.NotFoundError) as caught:
        client.messages.create(**REQUEST)
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        response = error.response
        assert (response.status_code, response.is_error) == (404, True)
        assert (response.headers["REQUEST-ID"], response.headers.get("x-mine")) == ("req_7", "1")
        assert response.json() == json.loads(response.text) == json.loads(response.content) == BODY
        assert "set-cookie" not in response.headers and "secret" not in repr(response)
        assert error.response is response


def test_there_is_no_answer_behind_an_error_of_the_connection() -> None:
    with tidings.Client(api_key="test-key", base_url="http://nowhere.invalid", max_retries=0) as client:
        with pytest.raises(tidings.APIConnectionError) as caught:
            client.messages.create(**REQUEST)
    assert caught.value.response is None
