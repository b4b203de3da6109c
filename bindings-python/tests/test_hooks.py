"""Functions that watch calls, and functions that give tokens."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import time
import weakref
from typing import Any

import pytest
from support import REQUEST, Server, stream_of

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
    },
    "headers": {"request-id": "req_1"},
}
REFUSED = {"status": 500, "json": {"type": "error", "error": {"type": "api_error", "message": "no"}}}
UNKNOWN = {"status": 401, "json": {"type": "error", "error": {"type": "authentication_error", "message": "no"}}}
SOON = {"headers": {"retry-after-ms": "1"}, **REFUSED}


def watching(seen: list[tuple[str, tidings.AttemptRecord]]) -> dict[str, Any]:
    def hook(name: str) -> Any:
        return lambda record: seen.append((name, record))

    return {name: hook(name) for name in ("on_request", "on_response", "on_retry", "on_error")}


def test_every_moment_of_a_call_is_told_in_order_and_in_the_callers_thread(server: Server) -> None:
    run, seen, threads = server.script(SOON, MESSAGE), [], set()
    options = watching(seen)
    with tidings.Client(base_url=run.url, api_key="secret-key", **options) as client:
        client = client.with_options(on_response=lambda record: threads.add(threading.get_ident()) or seen.append(("on_response", record)))
        client.messages.create(**REQUEST)
    assert [name for name, _ in seen] == ["on_request", "on_response", "on_retry", "on_request", "on_response"]
    assert threads == {threading.get_ident()}
    first, last = seen[0][1], seen[-1][1]
    assert (first.method, first.model, first.attempt, first.status) == ("POST", "test-model", 1, None)
    assert (last.attempt, last.status, last.request_id, last.elapsed >= last.took) == (2, 200, "req_1", True)
    assert (seen[2][1].kind, seen[2][1].delay is not None) == ("internal_server", True)
    assert "secret-key" not in repr(seen) and "Hello" not in repr(seen)


def test_a_call_that_fails_is_told_before_its_error_is_raised(server: Server) -> None:
    run, seen = server.script(REFUSED), []
    with tidings.Client(base_url=run.url, api_key="k", max_retries=0, **watching(seen)) as client:
        with pytest.raises(tidings.InternalServerError):
            client.messages.create(**REQUEST)
    assert [name for name, _ in seen] == ["on_request", "on_response", "on_error"]


def test_hooks_hear_of_streams_and_of_awaited_calls(server: Server) -> None:
    run, seen = server.script(stream_of("a", "b"), MESSAGE, stream_of("c")), []
    with tidings.Client(base_url=run.url, api_key="k", **watching(seen)) as client:
        with client.messages.stream(**REQUEST) as stream:
            assert stream.get_final_text() == "ab"

    async def main() -> None:
        client = tidings.AsyncClient(base_url=run.url, api_key="k", **watching(seen))
        await client.messages.create(**REQUEST)
        async with client.messages.stream(**REQUEST) as stream:
            assert [text async for text in stream.text_stream] == ["c"]

    asyncio.run(main())
    assert [name for name, _ in seen] == ["on_request", "on_response"] * 3


def test_a_hook_that_raises_does_not_hurt_the_call(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    def hook(record: tidings.AttemptRecord) -> None:
        raise RuntimeError("a defect")

    run = server.script(MESSAGE)
    with tidings.Client(base_url=run.url, api_key="k", on_request=hook) as client, caplog.at_level(logging.ERROR, "tidings"):
        assert client.messages.create(**REQUEST).id == "msg_1"
    assert "a hook raised" in caplog.text
    with pytest.raises(TypeError, match="on_error must be a function, not int"):
        tidings.Client(on_error=1)  # type: ignore[arg-type]


def test_a_client_whose_hook_knows_it_is_collected() -> None:
    class Owner:
        def __init__(self) -> None:
            self.client = tidings.Client(api_key="k", on_request=self.hook)

        def hook(self, record: tidings.AttemptRecord) -> None: ...

    owner = weakref.ref(Owner())
    gc.collect()
    assert owner() is None


def test_a_token_is_fetched_once_for_all_and_again_after_a_401(server: Server) -> None:
    run, given = server.script(MESSAGE, UNKNOWN, MESSAGE), []

    def credentials() -> tuple[str, float]:
        given.append(f"token-{len(given) + 1}")
        return given[-1], time.time() + 3600

    with tidings.Client(base_url=run.url, credentials=credentials, max_retries=0) as client:
        for _ in range(2):
            client.messages.create(**REQUEST)
    sent = [request["headers"]["authorization"] for request in run.requests()]
    assert sent == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]
    assert "token" not in repr(client)


def test_what_a_provider_raises_is_the_cause_of_the_error() -> None:
    def credentials() -> str:
        raise LookupError("the vault is closed")

    with tidings.Client(base_url="http://localhost:1", credentials=credentials, max_retries=0) as client:
        with pytest.raises(tidings.AnthropicError) as failed:
            client.messages.create(**REQUEST)
    cause = failed.value.__cause__
    while cause is not None and not isinstance(cause, LookupError):
        cause = cause.__cause__
    assert str(cause) == "the vault is closed"


def test_a_coroutine_gives_tokens_on_the_loop_of_the_call(server: Server) -> None:
    run = server.script(MESSAGE)

    async def main() -> None:
        here = asyncio.get_running_loop()

        async def credentials() -> str:
            await asyncio.sleep(0)
            assert asyncio.get_running_loop() is here
            return "awaited"

        await tidings.AsyncClient(base_url=run.url, credentials=credentials).messages.create(**REQUEST)

    asyncio.run(main())
    assert run.only_request()["headers"]["authorization"] == "Bearer awaited"
