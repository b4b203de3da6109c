"""What the scripted server answers, in the shapes of the API."""

from __future__ import annotations

import json
from typing import Any

HEADERS = {"request-id": "req_1", "anthropic-workspace-id": "wrkspc_1"}
STREAM_HEADERS = {**HEADERS, "content-type": "text/event-stream; charset=utf-8"}


def ok(value: Any, **headers: str) -> dict[str, Any]:
    """A success with a JSON body."""
    return {"json": value, "headers": {**HEADERS, **headers}}


def text(body: str, content_type: str, status: int = 200) -> dict[str, Any]:
    """An answer that is not JSON."""
    return {"status": status, "body": body, "headers": {**HEADERS, "content-type": content_type}}


def error(status: int, kind: str, message: str = "No", details: Any = None, **headers: str) -> dict[str, Any]:
    """A failure in the API's shape."""
    inner = {"type": kind, "message": message} | ({"details": details} if details is not None else {})
    body = {"type": "error", "error": inner, "request_id": "req_1"}
    return {"status": status, "json": body, "headers": {**HEADERS, "retry-after-ms": "1", **headers}}


def message_body(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A message of these blocks."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-opus-4-6",
        "content": list(blocks),
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 12, "output_tokens": 6},
        **fields,
    }


def text_block(words: str, **fields: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, **fields}


def tool_use(name: str, value: Any, **fields: Any) -> dict[str, Any]:
    return {"type": "tool_use", "id": "toolu_1", "name": name, "input": value, **fields}


def message(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A success with a message; of a few words when no blocks are given."""
    return ok(message_body(*(blocks or (text_block("Hello there."),)), **fields))


def events(*data: Any, **headers: str) -> dict[str, Any]:
    """A stream of these events. A string goes out as it is, as the data of an event named `content_block_delta`."""
    named = [{"event": e["type"] if isinstance(e, dict) else "content_block_delta", "data": e} for e in data]
    return {"sse": named, "headers": {**STREAM_HEADERS, **headers}}


def start(**fields: Any) -> dict[str, Any]:
    """The event with which a message begins."""
    empty = message_body(stop_reason=None, usage={"input_tokens": 12, "output_tokens": 1}, **fields)
    return {"type": "message_start", "message": empty}


def block(index: int, content: dict[str, Any], *deltas: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of a block."""
    return [
        {"type": "content_block_start", "index": index, "content_block": content},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": index},
    ]


def end(reason: str = "end_turn", **usage: Any) -> list[dict[str, Any]]:
    """The events with which a message ends."""
    delta = {"stop_reason": reason, "stop_sequence": None}
    return [
        {"type": "message_delta", "delta": delta, "usage": {"output_tokens": 6, **usage}},
        {"type": "message_stop"},
    ]


def text_deltas(*pieces: str) -> list[dict[str, Any]]:
    return [{"type": "text_delta", "text": piece} for piece in pieces]


def json_deltas(*pieces: str) -> list[dict[str, Any]]:
    return [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]


def text_stream(*pieces: str) -> dict[str, Any]:
    """A stream of a message of one block of text."""
    return events(start(), *block(0, text_block(""), *text_deltas(*(pieces or ("Hel", "lo ", "there.")))), *end())


def tool_stream(*pieces: str, name: str = "get_weather") -> dict[str, Any]:
    """A stream of a message that calls a tool."""
    pieces = pieces or ("", '{"city": "Par', 'is", "days": 1', "2}")
    return events(start(), *block(0, tool_use(name, {}), *json_deltas(*pieces)), *end("tool_use"))


def page(*items: Any, **fields: Any) -> dict[str, Any]:
    """A page of a list."""
    return ok({"data": list(items), **fields})


def lines(*values: Any) -> dict[str, Any]:
    """A body of one JSON value a line."""
    return text("".join(json.dumps(value) + "\n" for value in values), "application/x-jsonl")
