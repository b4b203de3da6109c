"""Answers that are values, as people ask for them. Never run: `test_types.py` has type checkers read it.

Every `type: ignore` is a mistake that has to be found: one that is not needed is an error too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_type

import tidings
from tidings.types import Message, MessageParam, ParsedMessage, ParsedTextBlock

ASK: list[MessageParam] = [{"role": "user", "content": "Where is it?"}]


@dataclass
class Place:
    city: str
    people: int


def a_value(client: tidings.Client) -> Place | None:
    message = client.messages.parse(model="m", max_tokens=1, messages=ASK, output_format=Place)
    assert_type(message, ParsedMessage[Place])
    assert_type(message.parsed_output, Place | None)
    for block in message.content:
        if isinstance(block, ParsedTextBlock):
            assert_type(block.parsed_output, Place | None)
    plain: Message = message
    client.messages.create(model="m", max_tokens=1, messages=[*ASK, message, plain])
    return message.parsed_output


def a_value_of_a_simple_type(client: tidings.Client) -> int:
    message = client.messages.parse(
        model="m",
        max_tokens=1,
        messages=ASK,
        output_format=int,
        output_config={"effort": "low"},
        timeout=3,
    )
    return message.parsed_output or 0


def a_value_on_the_way(client: tidings.Client) -> None:
    with client.messages.stream(model="m", max_tokens=1, messages=ASK, output_format=Place) as stream:
        assert_type(stream, tidings.MessageStream[Place])
        for event in stream:
            if event.type == "text":
                assert_type(event.text, str)
                assert_type(event.snapshot, str)
                assert_type(event.parsed_snapshot(), Any)
            elif event.type == "content_block_stop" and event.content_block.type == "text":
                assert_type(event.content_block.text, str)
            elif event.type == "message_stop":
                assert_type(event.message.usage.output_tokens, int)
        assert_type(stream.get_final_message().parsed_output, Place | None)


async def awaited(client: tidings.AsyncClient) -> None:
    message = await client.messages.parse(model="m", max_tokens=1, messages=ASK, output_format=Place)
    assert_type(message.parsed_output, Place | None)
    async with client.messages.stream(model="m", max_tokens=1, messages=ASK, output_format=Place) as stream:
        assert_type((await stream.get_final_message()).parsed_output, Place | None)
    async with client.messages.stream(model="m", max_tokens=1, messages=ASK) as stream:
        assert_type((await stream.get_final_message()).parsed_output, None)


def schemas(schema: dict[str, object]) -> dict[str, Any]:
    return tidings.transform_schema(schema) or tidings.transform_schema(Place)


def mistakes(client: tidings.Client) -> None:
    message = client.messages.parse(model="m", max_tokens=1, messages=ASK, output_format=Place)
    print(message.parsed_output.city)  # type: ignore[union-attr]
    wrong: int | None = message.parsed_output  # type: ignore[assignment]
    client.messages.parse(model="m", max_tokens=1, messages=ASK, output_format=int, stream=True)  # type: ignore[call-arg]
    client.messages.create(model="m", max_tokens=1, messages=ASK, output_format=Place)  # type: ignore[call-overload]
    tidings.transform_schema(5)  # type: ignore[arg-type]
    print(wrong)
