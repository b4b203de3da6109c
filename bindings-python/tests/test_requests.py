"""Requests: Python objects to JSON, options to headers and limits."""

from __future__ import annotations

import enum
import json
from collections import OrderedDict, UserDict, defaultdict, namedtuple
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest
from support import REQUEST, Server

import tidings
from tidings import _native
from tidings.types import TextBlock, Usage


class Role(str, enum.Enum):
    USER = "user"


class Level(enum.IntEnum):
    HIGH = 3


class Dumped:
    """As pydantic models are: keyword-only mode."""

    def model_dump(self, *, mode: str = "python") -> dict[str, Any]:
        return {"mode": mode}


class ToDict:
    def to_dict(self) -> dict[str, Any]:
        return {"made": [1]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, -2, 0.5, True, False, None, "x"]}, {"a": [1, -2, 0.5, True, False, None, "x"]}),
        (2**64, 2**64),
        (-(10**30), -(10**30)),
        (1e300, 1e300),
        ('Straße 🌍 \u2028 "\\\n\x00', 'Straße 🌍 \u2028 "\\\n\x00'),
        ((1, (2,)), [1, [2]]),
        ((number * 2 for number in range(3)), [0, 2, 4]),
        ({1}, [1]),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (defaultdict(list, x=[1]), {"x": [1]}),
        (UserDict({"a": 1}), {"a": 1}),
        (MappingProxyType({"a": 1}), {"a": 1}),
        (namedtuple("Pair", "a b")(1, 2), [1, 2]),
        (Role.USER, "user"),
        (Level.HIGH, 3),
        (TextBlock(type="text", text="hi"), {"type": "text", "text": "hi"}),
        ([Usage(input_tokens=1)], [{"input_tokens": 1}]),
        (ToDict(), {"made": [1]}),
        (Dumped(), {"mode": "json"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_become_the_json_they_are_meant_as(value: Any, expected: Any) -> None:
    assert json.loads(_native.encode(value)) == expected


def test_the_order_of_keys_stays_and_no_space_is_added() -> None:
    assert _native.encode({"b": 1, "a": {"d": "é", "c": []}}) == '{"b":1,"a":{"d":"é","c":[]}}'.encode()


def looped() -> Any:
    value: list[Any] = []
    value.append({"again": value})
    return value


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "error", "place", "reason"),
    [
        ({"messages": [{}, {"content": b"hidden"}]}, TypeError, "messages[1].content", "base64"),
        ({"messages": [{}, {"content": bytearray(b"hidden")}]}, TypeError, "messages[1].content", "base64"),
        ({"tools": ({"a": {"b": SimpleNamespace(c="hidden")}},)}, TypeError, "tools[0].a.b", "SimpleNamespace"),
        ({"system": object()}, TypeError, "system", "object"),
        ({"system": Usage}, TypeError, "system", "type"),
        ({"metadata": {1: "hidden"}}, TypeError, "metadata", "keys are strings"),
        ({"temperature": float("nan")}, tidings.ValidationError, "temperature", "NaN"),
        ({"top_p": float("-inf")}, tidings.ValidationError, "top_p", "NaN and infinity"),
        ({"messages": [{"content": "hidden \ud800"}]}, tidings.ValidationError, "messages[0].content", "surrogate"),
        ({"messages": looped()}, tidings.ValidationError, "messages[0].again", "itself"),
        ({"messages": deep(1000)}, tidings.ValidationError, "messages[0]", "levels deep"),
        (object(), TypeError, "the request", "object"),
    ],
    ids=lambda value: None if isinstance(value, (type, str)) else "value",
)
def test_values_without_a_json_form_are_refused_with_their_place(
    value: Any, error: type[Exception], place: str, reason: str
) -> None:
    with pytest.raises(error) as caught:
        _native.encode(value)
    text = str(caught.value).removeprefix("validation: ")
    assert text.startswith(place) and reason in text and "hidden" not in text, text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"temperature": float("nan")}, "temperature: NaN and infinity have no JSON form"),
        ({"metadata": {"depth": [1, float("inf")]}}, "metadata.depth[1]: NaN and infinity have no JSON form"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}, 7]}]}, "messages[0].content[1]: found a number"),
        ({"top_p": 1.5, "max_tokens": 0}, "\n- top_p: found 1.5, expected 0 to 1"),
    ],
)
def test_a_request_that_cannot_be_right_is_a_value_error_that_names_the_place(
    server: Server, arguments: dict[str, Any], words: str
) -> None:
    run = server.play("create_text")
    with pytest.raises(ValueError) as caught:
        tidings.Client(api_key="k", base_url=run.url).messages.create(**{**REQUEST, **arguments})
    assert type(caught.value) is tidings.ValidationError and isinstance(caught.value, tidings.AnthropicError)
    assert caught.value.kind == "validation" and words in str(caught.value), caught.value
    assert run.requests() == []


def test_a_file_is_not_taken_for_a_list_of_lines() -> None:
    with open(__file__) as file, pytest.raises(TypeError, match="messages: a value of type TextIOWrapper"):
        _native.encode({"messages": file})


def test_what_the_callers_own_objects_raise_passes_through() -> None:
    def broken() -> Any:
        yield 1
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        _native.encode({"messages": broken()})


def test_text_is_escaped_wherever_it_needs_to_be() -> None:
    for text in map(chr, [*range(0x30), 0x5B, 0x5C, 0x7F, 0x80, 0x2028, 0x1F30D]):
        for before, after in [(0, 0), (1, 70), (31, 1), (32, 32), (33, 0), (64, 31)]:
            value = "a" * before + text + "é" * after + text
            assert _native.encode(value) == json.dumps(value, ensure_ascii=False).encode()


def test_a_mapping_with_an_order_of_its_own_keeps_it() -> None:
    ordered = OrderedDict(a=1, b=2)
    ordered.move_to_end("a")
    assert _native.encode(ordered) == b'{"b":2,"a":1}'


def test_a_dict_that_changes_while_it_is_read_is_no_crash() -> None:
    body: dict[str, Any] = {}

    def growing() -> Any:
        body["more"] = 1
        yield 2

    body.update(first=growing(), second=2)
    assert json.loads(_native.encode(body)) == {"first": [2], "second": 2}


def sent(server: Server, **arguments: Any) -> dict[str, Any]:
    """What the server saw of a call with these arguments."""
    run = server.play("create_text")
    client_options = arguments.pop("client", {})
    client = tidings.Client(**{"api_key": "k", "base_url": run.url, **client_options})
    client.messages.create(**{**REQUEST, **arguments})
    return run.only_request()


def test_only_what_was_given_is_sent(server: Server) -> None:
    body = sent(server, top_k=3, system=tidings.NOT_GIVEN, tools=tidings.omit, metadata=None)["body"]
    assert body == {**REQUEST, "top_k": 3, "metadata": None}


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"extra_headers": [("a", "b")]}, TypeError, "extra_headers must be a mapping .* not list"),
        ({"extra_headers": {"a": 1}}, TypeError, "extra_headers: the value of 'a' must be str"),
        ({"extra_headers": {1: "a"}}, TypeError, "extra_headers: the name of a header must be str"),
        ({"extra_body": 5}, TypeError, "extra_body must be a mapping .* not int"),
        ({"extra_body": {"stream": True}}, ValueError, "extra_body cannot say stream"),
        ({"max_retries": True}, TypeError, "max_retries must be a whole number"),
        ({"max_retry_after": "1"}, TypeError, "max_retry_after must be a number of seconds, not str"),
        ({"max_retry_after": -1}, ValueError, "max_retry_after must be a number of seconds, not -1"),
        ({"throttle_patience": True}, TypeError, "throttle_patience must be a number of seconds, not bool"),
        ({"throttle_patience": float("nan")}, ValueError, "throttle_patience must be a number of seconds, not nan"),
        ({"retry_ambiguous": None}, TypeError, "retry_ambiguous must be True or False, not NoneType"),
        ({"retry_on_timeout": 1}, TypeError, "retry_on_timeout must be True or False, not int"),
        ({"validation": None}, TypeError, "validation must be True or False, not NoneType"),
        ({"stream_long_calls": "no"}, TypeError, "stream_long_calls must be True or False, not str"),
        ({"max_retries": -1}, ValueError, "max_retries must be from 0"),
        ({"max_retries": 2**40}, ValueError, "max_retries must be from 0 to 4294967295"),
        ({"timeout": True}, TypeError, "timeout .* not bool"),
        ({"timeout": {"idle": "5"}}, TypeError, r"timeout \(idle\) must be a number"),
        ({"timeout": {"write": "5"}}, TypeError, r"timeout \(write\) must be a number"),
    ],
)
def test_an_option_of_a_call_that_cannot_be_meant_is_refused_by_name(options: Any, error: type, words: str) -> None:
    messages = tidings.Client(api_key="k").messages
    for call in (messages.create, messages.stream):
        with pytest.raises(error, match=words):
            call(**REQUEST, **options)



def test_extra_body_is_added_last(server: Server) -> None:
    body = sent(server, extra_body={"max_tokens": 5, "future": {"x": 1}})["body"]
    assert body == {**REQUEST, "max_tokens": 5, "future": {"x": 1}}


def test_a_name_that_is_not_known_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="max_token"):
        tidings.Client(api_key="k").messages.create(**REQUEST, max_token=1)


def test_answers_go_straight_back_into_the_conversation(server: Server) -> None:
    client = tidings.Client(api_key="k", base_url=server.play("create_tool_use_keeps_unknown_parts").url)
    answer = client.messages.create(**REQUEST)
    parts = answer.to_dict()["content"]
    by_content = sent(server, messages=[{"role": "assistant", "content": answer.content}])["body"]
    assert by_content["messages"] == [{"role": "assistant", "content": parts}]
    whole = sent(server, messages=iter([*REQUEST["messages"], answer]))["body"]
    assert whole["messages"] == [*REQUEST["messages"], {"role": "assistant", "content": parts}]


def test_headers_can_be_added_replaced_and_removed(server: Server) -> None:
    defaults = {"x-a": "1", "x-b": "2", "x-c": "3", "user-agent": None}
    headers = sent(
        server,
        client={"default_headers": defaults},
        extra_headers={"X-A": "9", "x-b": tidings.omit, "x-d": "4"},
    )["headers"]
    assert (headers["x-a"], headers.get("x-b"), headers["x-c"], headers["x-d"]) == ("9", None, "3", "4")
    assert "user-agent" not in headers


def test_the_client_names_itself(server: Server) -> None:
    assert sent(server)["headers"]["user-agent"] == f"tidings-python/{tidings.__version__}"


class HttpxTimeout:
    connect, read, write, pool = 1.0, 2.0, 3.0, None


@pytest.mark.parametrize(
    ("given", "connect", "write", "head", "idle", "total"),
    [
        (tidings.NOT_GIVEN, None, None, None, None, None),
        (30, None, None, 30, 30, None),
        (None, None, None, float("inf"), float("inf"), None),
        ({"connect": 1, "total": 9}, 1, None, None, None, 9),
        (tidings.Timeout(60, idle=5, connect=2), 2, None, 60, 5, None),
        (tidings.Timeout(60, read=7, write=1, pool=1), None, 1, 7, 7, None),
        (HttpxTimeout(), 1, 3, 2, 2, None),
    ],
)
def test_time_limits_can_be_said_in_many_ways(
    given: Any, connect: Any, write: Any, head: Any, idle: Any, total: Any
) -> None:
    limits = tidings._options.timeout_option(given)
    assert (limits.connect, limits.write, limits.head, limits.idle, limits.total) == (connect, write, head, idle, total)
    tidings.Client(api_key="k", timeout=given)


def test_no_limit_is_no_limit(server: Server) -> None:
    run = server.script({"delay_ms": 300, "json": {"type": "message", "content": []}})
    client = tidings.Client(api_key="k", base_url=run.url, timeout=0.05, max_retries=0)
    with pytest.raises(tidings.APITimeoutError):
        client.messages.create(**REQUEST)
    assert client.messages.create(**REQUEST, timeout=None).content == []


def test_the_connect_limit_belongs_to_the_client() -> None:
    with pytest.raises(ValueError, match=r"timeout\.connect belongs to the client"):
        tidings.Client(api_key="k").messages.create(**REQUEST, timeout={"connect": 1})


def test_the_connect_limit_of_another_clients_timeout_object_is_no_hindrance(server: Server) -> None:
    client = tidings.Client(api_key="k", base_url=server.url)
    assert client.messages.create(**REQUEST, timeout=HttpxTimeout()).content
    with pytest.raises(ValueError, match=r"timeout\.connect belongs to the client"):
        client.messages.create(**REQUEST, timeout=tidings.Timeout(connect=1))
