"""End to end against a real small language model, whose server nobody on this project wrote."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest

import tidings

URL = os.environ.get("TIDINGS_MODEL_URL")
REASON = os.environ.get("TIDINGS_MODEL_SKIPPED") or "no model: TIDINGS_MODEL_URL is not set"

pytestmark = pytest.mark.skipif(not URL, reason=REASON)

ASKED: dict[str, Any] = {
    "model": os.environ.get("TIDINGS_MODEL", "smollm2-135m"),
    "max_tokens": 40,
    "temperature": 0,
    "messages": [{"role": "user", "content": "What is the capital of France? Answer in one sentence."}],
}


def check(message: tidings.types.Message) -> None:
    assert message.content[0].text.strip()
    assert message.stop_reason in ("end_turn", "max_tokens")
    assert message.usage.input_tokens > 0 and message.usage.output_tokens > 0


def test_a_real_model_answers_whole_and_as_a_stream() -> None:
    client = tidings.Client(api_key="none", base_url=URL)
    whole = client.messages.create(**ASKED)
    check(whole)
    with client.messages.stream(**ASKED) as stream:
        texts = list(stream.text_stream)
        message = stream.get_final_message()
    check(message)
    assert "".join(texts) == message.content[0].text == whole.content[0].text and len(texts) > 3


def test_a_real_model_streams_to_asyncio() -> None:
    async def main() -> None:
        async with tidings.AsyncClient(api_key="none", base_url=URL).messages.stream(**ASKED) as stream:
            text = "".join([text async for text in stream.text_stream])
            message = await stream.get_final_message()
        check(message)
        assert text == message.content[0].text

    asyncio.run(main())


def test_a_real_model_refuses_a_faulty_request() -> None:
    with pytest.raises(tidings.APIStatusError) as caught:
        client = tidings.Client(api_key="none", base_url=URL, max_retries=0)
        client.messages.create(**{**ASKED, "messages": tidings.NOT_GIVEN}, validation=False)
    assert caught.value.status_code >= 400 and caught.value.message
