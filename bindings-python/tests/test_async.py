"""Reading by awaiting, on asyncio."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from typing import Any

import pytest
from support import REQUEST, Server, hanging_stream, stream_of

import tidings


def client_of(url: str) -> tidings.AsyncClient:
    return tidings.AsyncClient(api_key="test-key", base_url=url)


def test_text_events_and_the_message_are_read_from_one_place(server: Server) -> None:
    async def main() -> None:
        async with client_of(server.script(stream_of("a", "b", "c", "d")).url).messages.stream(**REQUEST) as stream:
            assert await anext(stream.text_stream) == "a"
            assert (await anext(stream)).delta.text == "b"
            assert await anext(stream.text_stream) == "c"
            message = await stream.get_final_message()
            assert [event async for event in stream] == [] and [text async for text in stream.text_stream] == []
        assert message.content[0].text == "abcd" == await stream.get_final_text()
        await stream.until_done()

    asyncio.run(main())


def test_leaving_the_block_closes_the_connection_at_once(server: Server) -> None:
    run = server.script(hanging_stream("a", "b"))

    async def main() -> None:
        async with client_of(run.url).messages.stream(**REQUEST) as stream:
            async for _ in stream.text_stream:
                break
        with pytest.raises(tidings.ClosedError) as caught:
            await anext(stream)
        assert caught.value.may_have_run

    asyncio.run(main())
    assert run.only_request()["outcome"] == "client_closed"


def test_dropping_a_stream_closes_the_connection_at_once(server: Server) -> None:
    run = server.script(hanging_stream("a"))

    async def main() -> None:
        stream = await client_of(run.url).messages.create(**REQUEST, stream=True)
        await anext(stream)
        gc.disable()
        try:
            del stream
            # Off the loop's thread, or the loop itself might be what closes it.
            assert (await asyncio.to_thread(run.only_request))["outcome"] == "client_closed"
        finally:
            gc.enable()

    asyncio.run(main())


@pytest.mark.parametrize("waiting_for", ["message", "head", "event", "text", "final message"])
def test_cancelling_a_task_cancels_the_request_and_stays_a_cancellation(server: Server, waiting_for: str) -> None:
    early = waiting_for in ("message", "head")
    run = server.script({"no_answer": "hang"} if early else hanging_stream("a"))
    begun = asyncio.Event()

    async def wait() -> None:
        messages = client_of(run.url).messages
        if early:
            begun.set()
            await messages.create(**REQUEST, stream=waiting_for == "head")
        stream = await messages.stream(**REQUEST).__aenter__()
        await anext(stream.text_stream)
        begun.set()
        await {
            "event": stream.__anext__,
            "text": stream.text_stream.__anext__,
            "final message": stream.get_final_message,
        }[waiting_for]()

    async def main() -> None:
        task = asyncio.create_task(wait())
        await begun.wait()
        while early and not await asyncio.to_thread(run.requests, 0):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await asyncio.to_thread(run.only_request))["outcome"] == "client_closed"

    asyncio.run(main())


def test_a_time_limit_of_asyncio_stays_one_and_the_client_stays_usable(server: Server) -> None:
    run = server.script({"no_answer": "hang"}, stream_of("Hi"))

    async def main() -> None:
        client = client_of(run.url)
        # Long enough for the request to arrive, or the next one would be answered in its place.
        with pytest.raises(asyncio.TimeoutError) as caught:
            await asyncio.wait_for(client.messages.create(**REQUEST), 2)
        assert not isinstance(caught.value, tidings.AnthropicError)
        async with client.messages.stream(**REQUEST) as stream:
            assert await stream.get_final_text() == "Hi"

    asyncio.run(main())


def test_many_streams_at_once_share_one_descriptor(server: Server) -> None:
    watched: list[int] = []

    async def ask(client: tidings.AsyncClient, number: int) -> None:
        question = {**REQUEST, "messages": [{"role": "user", "content": f"number{number}"}]}
        async with client.messages.stream(**question) as stream:
            text = "".join([text async for text in stream.text_stream])
        assert f"“number{number}”" in text

    async def main() -> None:
        loop = asyncio.get_running_loop()
        add_reader = loop.add_reader

        def counted(fd: int, *rest: Any) -> None:
            watched.append(fd)
            add_reader(fd, *rest)

        loop.add_reader = counted  # type: ignore[method-assign]
        clients = [client_of(server.url), client_of(server.url)]
        await asyncio.gather(*(ask(clients[number % 2], number) for number in range(50)))

    asyncio.run(main())
    assert len(watched) == 1


def test_the_loop_runs_on_while_a_stream_waits(server: Server) -> None:
    run = server.script({"delay_ms": 500, **stream_of("Hi")})

    async def main() -> int:
        call, ticks = asyncio.create_task(client_of(run.url).messages.create(**REQUEST, stream=True)), 0
        while not call.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return ticks

    assert asyncio.run(main()) > 5


def test_a_stream_that_is_always_ahead_of_its_reader_lets_other_tasks_run(server: Server) -> None:
    run = server.script(stream_of(*["x" * 1000] * 5000))

    async def main() -> int:
        stream, ticks = await client_of(run.url).messages.create(**REQUEST, stream=True), 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0)
                ticks += 1

        ticking = asyncio.create_task(tick())
        # Much slower than the server, so that there is always something to take.
        await asyncio.to_thread(time.sleep, 0.2)
        ticks = 0
        async for event in stream:
            event.to_json()
            time.sleep(0.0001)
        ticking.cancel()
        return ticks

    # Five megabytes and at most some hundred kilobytes a batch.
    assert asyncio.run(main()) >= 5


def test_one_client_works_on_several_loops_in_turn_and_leaves_no_descriptors(server: Server) -> None:
    client = client_of(server.url)

    async def ask() -> str:
        async with client.messages.stream(**REQUEST) as stream:
            return await stream.get_final_text()

    def descriptors() -> int:
        return len(os.listdir("/dev/fd"))

    asyncio.run(ask())
    gc.collect()
    before = descriptors()
    for _ in range(20):
        assert "Hello" in asyncio.run(ask())
    gc.collect()
    assert descriptors() <= before + 2


def test_a_stream_cannot_be_read_on_another_loop(server: Server) -> None:
    async def begin() -> Any:
        return await client_of(server.script(hanging_stream("a")).url).messages.create(**REQUEST, stream=True)

    async def read(stream: Any) -> None:
        async for _ in stream:
            pass

    stream = asyncio.run(begin())
    with pytest.raises(RuntimeError, match="belongs to the event loop"):
        asyncio.run(read(stream))


def test_only_one_task_at_a_time_reads_a_stream(server: Server) -> None:
    async def main() -> None:
        stream = await client_of(server.script(hanging_stream("a")).url).messages.create(**REQUEST, stream=True)

        async def read() -> None:
            async for _ in stream:
                pass

        first = asyncio.create_task(read())
        while not stream._loop._waiting:
            await asyncio.sleep(0.01)
        with pytest.raises(RuntimeError, match="another task"):
            await read()
        assert not first.done()
        await stream.close()
        with pytest.raises(tidings.ClosedError):
            await first

    asyncio.run(main())


def test_an_error_in_a_stream_is_the_same_error(server: Server) -> None:
    async def main() -> None:
        async with client_of(server.play("stream_05_error_overloaded").url).messages.stream(**REQUEST) as stream:
            with pytest.raises(tidings.OverloadedError) as caught:
                await stream.until_done()
            assert caught.value.partial_message is not None

    asyncio.run(main())


def test_a_closed_client_starts_no_calls(server: Server) -> None:
    async def main() -> None:
        async with client_of(server.url) as client:
            pass
        with pytest.raises(tidings.ClosedError):
            await client.messages.create(**REQUEST)

    asyncio.run(main())


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.timeout came with Python 3.11")
def test_the_timeout_block_of_asyncio_ends_a_stream(server: Server) -> None:
    run = server.script(hanging_stream("a"))

    async def main() -> None:
        async with client_of(run.url).messages.stream(**REQUEST) as stream:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await stream.until_done()

    asyncio.run(main())
    assert run.only_request()["outcome"] == "client_closed"
