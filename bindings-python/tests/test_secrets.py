"""Neither the key nor the prompt is shown by anything that is printed or logged."""

from __future__ import annotations

import asyncio
import traceback
from typing import Any

import pytest
from support import REQUEST, Server, hanging_stream

import tidings

KEY = "sk-very-hidden"
PROMPT = "prompt-very-hidden"
ASKED: dict[str, Any] = {**REQUEST, "messages": [{"role": "user", "content": PROMPT}]}


def check(*shown: object) -> None:
    for text in shown:
        assert KEY not in str(text) and PROMPT not in str(text), text


@pytest.mark.parametrize("option", ["api_key", "auth_token"])
def test_clients_and_their_parts_show_no_key(option: str) -> None:
    for client in (tidings.Client(**{option: KEY}), tidings.AsyncClient(**{option: KEY})):  # type: ignore[arg-type]
        check(repr(client), str(client), vars(client), dir(client), repr(client.messages), vars(client.messages))


def test_streams_show_neither_key_nor_prompt(server: Server) -> None:
    client = tidings.Client(api_key=KEY, base_url=server.script(hanging_stream("a")).url)
    manager = client.messages.stream(**ASKED)
    with manager as stream:
        check(repr(manager), repr(stream), vars(stream), repr(stream.text_stream))


@pytest.mark.parametrize(
    "row",
    ["status_401", "status_529", "html_instead_of_a_message", "connection_cut_and_no_retries", "head_never_comes"],
)
def test_errors_show_neither_key_nor_prompt(server: Server, row: str) -> None:
    def options() -> dict[str, Any]:
        return {"api_key": KEY, "base_url": server.play(row).url, "max_retries": 0, "timeout": 0.3}

    for call in (
        lambda: tidings.Client(**options()).messages.create(**ASKED),
        lambda: asyncio.run(tidings.AsyncClient(**options()).messages.create(**ASKED)),
    ):
        with pytest.raises(tidings.AnthropicError) as caught:
            call()
        check(repr(caught.value), str(caught.value), "".join(traceback.format_exception(caught.value)))


def test_a_key_that_cannot_be_a_header_is_not_quoted() -> None:
    with pytest.raises(tidings.AnthropicError) as caught:
        tidings.Client(api_key=f"{KEY}\n", base_url="http://127.0.0.1:1", max_retries=0).messages.create(**ASKED)
    check("".join(traceback.format_exception(caught.value)))


def test_a_key_of_the_wrong_type_is_not_quoted() -> None:
    with pytest.raises(TypeError) as caught:
        tidings.Client(api_key=KEY.encode())  # type: ignore[arg-type]
    check(repr(caught.value))
