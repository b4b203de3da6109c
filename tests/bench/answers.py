"""What the server of the measurements says: answers whose every byte is known before a client asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

MODEL = "claude-opus-4-6"
WORDS = ("Tides ", "rise ", "and ", "fall ", "twice ", "a ", "lunar ", "day, ", "as ", "the ", "moon ", "passes. ")
CLOCK = b"*" * 19
"""Where a time stands: as many characters as the longest of nanoseconds has."""
FRAGMENT = 20
"""Characters in a piece of a tool's input."""


def text_pieces(count: int) -> Iterator[str]:
    """The pieces of text of a streamed answer."""
    return (WORDS[number % len(WORDS)] for number in range(count))


def tool_input(count: int) -> dict[str, Any]:
    """What a tool is called with: records, as much of them as fills `count` pieces."""
    records: list[dict[str, Any]] = []
    size = 0
    while size < count * FRAGMENT:
        number = len(records)
        record = {"id": number, "name": f"station {number}", "level": number / 8, "open": number % 3 == 0}
        records.append(record)
        size += len(compact(record)) + 1
    return {"stations": records}


def tool_pieces(count: int) -> list[str]:
    """The same as its JSON text, in pieces as a model sends them."""
    text = compact(tool_input(count))
    return [text[at : at + FRAGMENT] for at in range(0, len(text), FRAGMENT)]


def message(text: str) -> bytes:
    """A whole answer."""
    return compact(_message([{"type": "text", "text": text}], "end_turn")).encode()


def text_events(count: int) -> list[bytes]:
    """The frames of a streamed answer with so many pieces of text."""
    deltas = ({"type": "text_delta", "text": piece} for piece in text_pieces(count))
    return list(_events({"type": "text", "text": ""}, deltas, "end_turn"))


def tool_events(count: int) -> list[bytes]:
    """The frames of a streamed call of a tool with about so many pieces of input."""
    deltas = ({"type": "input_json_delta", "partial_json": piece} for piece in tool_pieces(count))
    return list(_events({"type": "tool_use", "id": "toolu_1", "name": "log", "input": {}}, deltas, "tool_use"))


def clock_events(count: int) -> list[bytes]:
    """The frames of a streamed answer with so many pieces of text, each `CLOCK` to be written over."""
    deltas = ({"type": "text_delta", "text": CLOCK.decode()} for _ in range(count))
    return list(_events({"type": "text", "text": ""}, deltas, "end_turn"))


def compact(value: Any) -> str:
    """JSON without spaces, as the API writes it."""
    return json.dumps(value, separators=(",", ":"))


def _events(block: dict[str, Any], deltas: Iterator[dict[str, Any]], stop_reason: str) -> Iterator[bytes]:
    yield _frame({"type": "message_start", "message": _message([], None)})
    yield _frame({"type": "content_block_start", "index": 0, "content_block": block})
    for delta in deltas:
        yield _frame({"type": "content_block_delta", "index": 0, "delta": delta})
    yield _frame({"type": "content_block_stop", "index": 0})
    end = {"stop_reason": stop_reason, "stop_sequence": None}
    yield _frame({"type": "message_delta", "delta": end, "usage": {"output_tokens": 9}})
    yield _frame({"type": "message_stop"})


def _frame(event: dict[str, Any]) -> bytes:
    return f"event: {event['type']}\ndata: {compact(event)}\n\n".encode()


def _message(content: list[Any], stop_reason: str | None) -> dict[str, Any]:
    usage = {"input_tokens": 10, "output_tokens": 1, "service_tier": "standard"}
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": MODEL,
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": usage,
    }
