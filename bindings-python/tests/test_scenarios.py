"""Every row of the scenario table, through both clients and every way of reading."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from support import REQUEST, Requests, Run, Server, fixture, rows

import tidings
from tidings.types import Message

ROWS = rows()
CREATE = [row for row in ROWS if row["call"].get("mode", "create") == "create"]
# What the stream helper adds to the events as they came. What these hold is compared with the official helper elsewhere.
DERIVED = ("text", "input_json", "citation", "thinking", "signature", "compaction")
STREAM = [row for row in ROWS if row["call"].get("mode", "create") == "stream"]


def named(table: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("row", table, ids=[row["name"] for row in table])


@dataclass
class Outcome:
    """What came of a call."""

    message: Message | None = None
    text: str = ""
    events: list[str] = field(default_factory=list)
    error: tidings.AnthropicError | None = None


def test_the_table_is_there() -> None:
    assert len(CREATE) > 20 and len(STREAM) > 20


@named(CREATE)
def test_create(server: Server, row: dict[str, Any]) -> None:
    run, outcome = server.play(row["name"]), Outcome()
    try:
        outcome.message = tidings.Client(**client_options(row, run)).messages.create(**arguments(row))
        outcome.text = text_of(outcome.message.to_dict())
    except tidings.AnthropicError as error:
        outcome.error = error
    check(row, run, outcome)


@named(CREATE)
def test_async_create(server: Server, row: dict[str, Any]) -> None:
    run, outcome = server.play(row["name"]), Outcome()
    try:
        call = tidings.AsyncClient(**client_options(row, run)).messages.create
        outcome.message = asyncio.run(call(**arguments(row)))
        outcome.text = text_of(outcome.message.to_dict())
    except tidings.AnthropicError as error:
        outcome.error = error
    check(row, run, outcome)


@named(STREAM)
def test_stream_by_events(server: Server, row: dict[str, Any]) -> None:
    run, outcome = server.play(row["name"]), Outcome()
    try:
        with tidings.Client(**client_options(row, run)).messages.stream(**arguments(row)) as stream:
            for event in stream:
                look_at(event, outcome)
            outcome.message = stream.get_final_message()
    except tidings.AnthropicError as error:
        outcome.error = error
    check(row, run, outcome)


@named(STREAM)
def test_stream_by_text(server: Server, row: dict[str, Any]) -> None:
    run, outcome = server.play(row["name"]), Outcome()
    try:
        with tidings.Client(**client_options(row, run)).messages.stream(**arguments(row)) as stream:
            outcome.text = "".join(stream.text_stream)
            outcome.message = stream.get_final_message()
    except tidings.AnthropicError as error:
        outcome.error = error
    check(row, run, outcome, events=False)


@named(STREAM)
def test_stream_of_raw_events(server: Server, row: dict[str, Any]) -> None:
    run, outcome = server.play(row["name"]), Outcome()
    try:
        for event in tidings.Client(**client_options(row, run)).messages.create(stream=True, **arguments(row)):
            look_at(event, outcome)
    except tidings.AnthropicError as error:
        outcome.error = error
    check(row, run, outcome, message=False)


@named(STREAM)
def test_async_stream_by_events(server: Server, row: dict[str, Any]) -> None:
    run, outcome = server.play(row["name"]), Outcome()

    async def main() -> None:
        async with tidings.AsyncClient(**client_options(row, run)).messages.stream(**arguments(row)) as stream:
            async for event in stream:
                look_at(event, outcome)
            outcome.message = await stream.get_final_message()

    try:
        asyncio.run(main())
    except tidings.AnthropicError as error:
        outcome.error = error
    check(row, run, outcome)


@named(STREAM)
def test_async_stream_by_text(server: Server, row: dict[str, Any]) -> None:
    run, outcome = server.play(row["name"]), Outcome()

    async def main() -> None:
        async with tidings.AsyncClient(**client_options(row, run)).messages.stream(**arguments(row)) as stream:
            async for text in stream.text_stream:
                outcome.text += text
            outcome.message = await stream.get_final_message()

    try:
        asyncio.run(main())
    except tidings.AnthropicError as error:
        outcome.error = error
    check(row, run, outcome, events=False)


def client_options(row: dict[str, Any], run: Run) -> dict[str, Any]:
    options = dict(row["call"].get("client", {}))
    if "auth_token" not in options:
        options.setdefault("api_key", "test-key")
    return {"base_url": run.url, **options}


def arguments(row: dict[str, Any]) -> dict[str, Any]:
    """The request as keyword arguments; what the API does not name goes by `extra_body`, as users have to do it."""
    request, extra = dict(row["call"].get("request", REQUEST)), {}
    for name in [name for name in request if name not in tidings.types.MessageCreateParamsBase.__annotations__]:
        extra[name] = request.pop(name)
    return {**request, "extra_body": extra or None, **row["call"].get("options", {})}


def look_at(event: Any, outcome: Outcome) -> None:
    if event.type in DERIVED:
        return
    outcome.events.append(event.type)
    if event.type == "content_block_delta" and event.delta.type == "text_delta":
        outcome.text += event.delta.text


def check(row: dict[str, Any], run: Requests, outcome: Outcome, *, events: bool = True, message: bool = True) -> None:
    expect = row["expect"]
    if "error" in expect:
        assert outcome.error is not None, f"no error: {outcome}"
        check_error(expect["error"], outcome.error)
    elif outcome.error is not None:
        raise outcome.error
    if message and ("message" in expect or "message_fixture" in expect):
        wanted = expect["message"] if "message" in expect else fixture(expect["message_fixture"])
        assert outcome.message is not None
        assert canonical(outcome.message.to_dict(mode="json")) == canonical(wanted)
    if "text" in expect:
        assert outcome.text == expect["text"]
    if events and "events" in expect:
        assert outcome.events == expect["events"]
    check_log(expect, run)


def check_error(expect: dict[str, Any], error: tidings.AnthropicError) -> None:
    assert error.kind == expect["kind"], error
    facts = ("type", "error_code", "details", "api_message", "workspace_id", "request_id", "retry_after", "attempts")
    same = (*facts, "reason", "sent", "may_have_run")
    renamed = {"status": "status_code", "retryable": "is_retryable"}
    for name, attribute in {**renamed, **{name: name for name in same}}.items():
        if name in expect:
            assert getattr(error, attribute) == expect[name], (name, error)
    if "class" in expect:
        assert type(error) is getattr(tidings, expect["class"])
    if "raw_body" in expect:
        assert isinstance(error, tidings.APIError) and error.raw_body == expect["raw_body"].encode()
    if "message_contains" in expect:
        assert expect["message_contains"] in str(error)
    for part in expect.get("message_lists", ()):
        assert part in str(error)
    for part in expect.get("message_lacks", ()):
        assert part not in str(error)
    if expect.get("hint_ignored"):
        assert isinstance(error, tidings.APIError) and error.retry_after is None
    partial = getattr(error, "partial_message", None)
    if "partial_text" in expect:
        assert partial is not None and text_of(partial.to_dict()) == expect["partial_text"]
    if "partial_fixture" in expect:
        wanted = fixture(expect["partial_fixture"])["partial_message"]
        assert (None if partial is None else canonical(partial.to_dict(mode="json"))) == canonical(wanted)


def check_log(expect: dict[str, Any], run: Requests) -> None:
    requests = run.requests()
    if "requests" in expect:
        assert len(requests) == expect["requests"], requests
    if "sent" not in expect:
        return
    sent, last = expect["sent"], requests[-1]
    for name in ("method", "path"):
        if name in sent:
            assert last[name] == sent[name]
    for name, value in sent.get("headers", {}).items():
        assert last["headers"].get(name) == value, name
    for name, value in (sent.get("body") or {}).items():
        assert last["body"].get(name) == value, name


def canonical(message: Any) -> Any:
    """Compared as JSON text, so that 1 and 1.0 and True differ; absent stop details count as null."""
    if message is None:
        return None
    return json.dumps({"stop_details": None, **message}, sort_keys=True)


def text_of(message: dict[str, Any]) -> str:
    return "".join(block["text"] for block in message["content"] if block["type"] == "text")
