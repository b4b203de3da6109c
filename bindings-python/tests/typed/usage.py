"""What a type checker makes of the package. Never run: `test_types.py` has mypy read it."""

from __future__ import annotations

from typing import assert_type

import tidings
from tidings.types import Message, ParsedMessage, TextBlock, ToolUseBlock


def blocking(client: tidings.Client) -> None:
    message = client.messages.create(model="m", max_tokens=1, messages=[{"role": "user", "content": "Hi"}])
    assert_type(message, Message)
    for block in message.content:
        if block.type == "text":
            assert_type(block, TextBlock)
            assert_type(block.text, str)
        if isinstance(block, ToolUseBlock):
            assert_type(block.name, str)

    raw = client.messages.create(model="m", max_tokens=1, messages=[message], stream=True, timeout=3)
    assert_type(raw, tidings.Stream)
    for event in raw:
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            assert_type(event.delta.text, str)

    headers = {"x": tidings.omit}
    with client.messages.stream(model="m", max_tokens=1, messages=[message], extra_headers=headers) as stream:
        for text in stream.text_stream:
            assert_type(text, str)
        assert_type(stream.get_final_message(), ParsedMessage[None])

    client.messages.create(model="m", max_tokens=1, messages=[], throttle_patience=5, retry_ambiguous=False)
    client.messages.create(model="m", max_tokens=1, messages=[], retry_on_timeout=1)  # type: ignore[call-overload]
    client.messages.create(model="m", max_tokens=1, messages=[], max_token=1)  # type: ignore[call-overload]
    client.messages.create(model="m", messages=[])  # type: ignore[call-overload]


def configuring() -> float:
    client = tidings.Client(max_in_flight=8, ca_bundle=b"", client_cert=("chain.pem", "key.pem"), timeout={"write": 9})
    tidings.AsyncClient(client_cert=5)  # type: ignore[arg-type]
    return sum(bucket["level"] for state in client.pressure for bucket in state["buckets"])


async def awaiting(client: tidings.AsyncClient) -> None:
    message = await client.messages.create(model="m", max_tokens=1, messages=[{"role": "user", "content": "Hi"}])
    assert_type(message, Message)
    async with client.messages.stream(model="m", max_tokens=1, messages=[message]) as stream:
        async for text in stream.text_stream:
            assert_type(text, str)
        async for event in stream:
            if event.type == "message_delta":
                assert_type(event.usage.output_tokens, int)
        assert_type(await stream.get_final_message(), ParsedMessage[None])


def failing(error: tidings.RateLimitError) -> None:
    assert_type(error.status_code, int)
    assert_type(error.retry_after, float | None)
    assert_type(error.reason, str | None)
    assert_type(error.partial_message, Message | None)


def failing_for_a_known_cause(error: tidings.ThreadNotFoundError) -> tidings.NotFoundError:
    assert_type(error.error_code, str | None)
    assert_type(error.raw_body, bytes | None)
    return error
