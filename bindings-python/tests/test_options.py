"""Options of a client: copies that share what they can, changes in place, what is added to every request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support import REQUEST, Run, Server, stream_of

import tidings

MESSAGE = {
    "json": {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "test-model",
        "content": [],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }
}


@pytest.fixture
def run(server: Server) -> Run:
    return server.script(*[MESSAGE] * 4)


@pytest.fixture
def client(run: Run) -> Iterator[tidings.Client]:
    with tidings.Client(base_url=run.url, api_key="first", default_headers={"X-One": "1"}) as client:
        yield client


def headers(run: Run) -> list[dict[str, Any]]:
    return [request["headers"] for request in run.requests()]


def test_a_copy_has_its_own_options_and_the_connection_of_the_first(run: Run, client: tidings.Client) -> None:
    client.messages.create(**REQUEST)
    copy = client.with_options(max_retries=0, timeout=9, default_headers={"x-ONE": "2", "x-two": "2"})
    copy.messages.create(**REQUEST)
    assert (copy.max_retries, copy.timeout, client.max_retries) == (0, 9, 2)
    first, second = headers(run)
    assert (first["x-one"], first.get("x-two"), second["x-one"], second["x-two"]) == ("1", None, "2", "2")
    assert second["x-api-key"] == "first"
    assert len({request["connection"] for request in run.requests()}) == 1


def test_a_copy_with_another_credential_uses_the_same_connection(run: Run, client: tidings.Client) -> None:
    client.messages.create(**REQUEST)
    client.copy(api_key="second").messages.create(**REQUEST)
    client.copy(api_key=None, auth_token="third").messages.create(**REQUEST)
    assert [one.get("x-api-key") for one in headers(run)] == ["first", "second", None]
    assert headers(run)[2]["authorization"] == "Bearer third"
    assert len({request["connection"] for request in run.requests()}) == 1


def test_a_copy_lives_on_when_the_first_is_closed(run: Run, client: tidings.Client) -> None:
    copy = client.copy()
    client.close()
    copy.messages.create(**REQUEST)
    with pytest.raises(tidings.ClosedError):
        client.messages.create(**REQUEST)
    assert len(run.requests()) == 1


def test_set_default_headers_take_the_place_of_those_there_were(run: Run, client: tidings.Client) -> None:
    client.copy(set_default_headers={"x-two": "2"}).messages.create(**REQUEST)
    assert (headers(run)[0].get("x-one"), headers(run)[0]["x-two"]) == (None, "2")


def test_attributes_that_are_set_hold_for_the_calls_that_follow(run: Run, client: tidings.Client) -> None:
    messages = client.messages
    client.api_key = "other"
    client.max_retries = 7
    client.timeout = 30
    messages.create(**REQUEST)
    assert headers(run)[0]["x-api-key"] == "other"
    assert (client.api_key, client.max_retries, client.timeout) == ("other", 7, 30)


def test_default_query_is_added_unless_a_call_says_otherwise(run: Run) -> None:
    query = {"a": [1, "b"], "c": {"d": True}, "e": None, "f": "x y"}
    with tidings.Client(base_url=run.url, api_key="k", default_query=query) as client:
        client.messages.create(**REQUEST)
        assert client.default_query == query
    assert run.requests()[0]["path"].endswith("/v1/messages?a%5B%5D=1&a%5B%5D=b&c%5Bd%5D=true&f=x%20y")


def test_the_environment_gives_the_key_that_a_client_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "from the environment")
    assert tidings.Client().api_key == "from the environment"
    assert tidings.Client(api_key="given").api_key == "given"
    client = tidings.Client(auth_token="token")
    assert (client.api_key, client.auth_token) == (None, "token")
    assert "token" not in repr(client)


@pytest.mark.parametrize("option", ["http_client", "middleware", "open_telemetry", "config", "profile", "webhook_key"])
def test_what_cannot_be_done_here_is_refused_with_what_to_do_instead(option: str) -> None:
    options: dict[str, Any] = {option: object()}
    with pytest.raises(TypeError, match=f"{option} is not an option here: "):
        tidings.Client(**options)


def test_a_stream_helper_goes_by_the_options_of_a_copy(server: Server) -> None:
    run = server.script(stream_of("hi"))
    client = tidings.Client(base_url="http://localhost:1", api_key="k").with_options(base_url=run.url)
    with client.messages.stream(**REQUEST) as stream:
        assert stream.get_final_text() == "hi"
