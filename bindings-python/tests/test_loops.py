"""Every event loop: asyncio's, with and without descriptors to watch, uvloop, trio, and anyio on both."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import os
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from support import REQUEST, Server, hanging_stream, stream_of

import tidings
from tidings._loop import LoopBell

Main = Callable[[], Awaitable[Any]]


class Blind(asyncio.SelectorEventLoop):
    """A loop that watches nothing for others, as Windows has by default."""

    def add_reader(self, *_: Any) -> None:
        raise NotImplementedError

    def _add_reader(self, *arguments: Any) -> Any:
        # asyncio watches a socket of its own through this.
        return super()._add_reader(*arguments)  # type: ignore[misc]


def on_loop(make: Callable[[], asyncio.AbstractEventLoop], main: Main) -> Any:
    loop = make()
    try:
        return loop.run_until_complete(main())
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def on_asyncio(main: Main) -> Any:
    return on_loop(asyncio.SelectorEventLoop, main)


def on_blind_asyncio(main: Main) -> Any:
    return on_loop(Blind, main)


def on_uvloop(main: Main) -> Any:
    return on_loop(pytest.importorskip("uvloop").new_event_loop, main)


def on_trio(main: Main) -> Any:
    return pytest.importorskip("trio").run(main)


def on_trio_without_descriptors(main: Main) -> Any:
    def none(_: LoopBell) -> int:
        raise NotImplementedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LoopBell, "_descriptor", none)
        return on_trio(main)


def on_trio_as_a_guest_of_asyncio(main: Main) -> Any:
    trio = pytest.importorskip("trio")

    async def host() -> Any:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Any] = loop.create_future()
        trio.lowlevel.start_guest_run(
            main, run_sync_soon_threadsafe=loop.call_soon_threadsafe, done_callback=done.set_result
        )
        return (await done).unwrap()

    return asyncio.run(host())


def on_anyio(main: Main) -> Any:
    return pytest.importorskip("anyio").run(main)


RUNS = [
    on_asyncio,
    on_blind_asyncio,
    on_uvloop,
    on_trio,
    on_trio_without_descriptors,
    on_trio_as_a_guest_of_asyncio,
    on_anyio,
]
every_loop = pytest.mark.parametrize("run_loop", RUNS, ids=lambda run: run.__name__.removeprefix("on_"))


def client_of(url: str) -> tidings.AsyncClient:
    return tidings.AsyncClient(api_key="test-key", base_url=url)


async def at_once(tasks: list[Main]) -> None:
    """Runs these at the same time, on whatever loop this is."""
    if _is_trio():
        import trio

        async with trio.open_nursery() as nursery:
            for task in tasks:
                nursery.start_soon(task)
    else:
        await asyncio.gather(*(task() for task in tasks))


async def nap(seconds: float) -> None:
    if _is_trio():
        import trio

        await trio.sleep(seconds)
    else:
        await asyncio.sleep(seconds)


def _is_trio() -> bool:
    return type(LoopBell.of_running_loop()).__name__ == "TrioBell"


def native_cancellation() -> type[BaseException]:
    if _is_trio():
        import trio

        return trio.Cancelled
    return asyncio.CancelledError


async def cancel_when(begun: Callable[[], object], main: Main) -> None:
    """Runs it, and cancels it in the way of the loop, a moment after it has begun."""

    async def wait() -> None:
        while not begun():
            await nap(0.01)
        await nap(0.2)

    if _is_trio():
        import trio

        async with trio.open_nursery() as nursery:
            nursery.start_soon(main)
            await wait()
            nursery.cancel_scope.cancel()
        assert nursery.cancel_scope.cancelled_caught
    else:
        task = asyncio.ensure_future(main())
        await wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


@every_loop
def test_many_calls_at_once_each_get_their_own_answer(server: Server, run_loop: Callable[[Main], Any]) -> None:
    answered: list[int] = []

    async def ask(client: tidings.AsyncClient, number: int) -> None:
        question = {**REQUEST, "messages": [{"role": "user", "content": f"number{number}"}]}
        if number % 2:
            async with client.messages.stream(**question) as stream:
                text = "".join([text async for text in stream.text_stream])
        else:
            message = await client.messages.create(**question)
            text = message.content[0].text
        assert f"“number{number}”" in text
        answered.append(number)

    async def main() -> None:
        async with client_of(server.url) as client:
            await at_once([lambda number=number: ask(client, number) for number in range(30)])

    run_loop(main)
    assert sorted(answered) == list(range(30))


@every_loop
@pytest.mark.parametrize("waiting_for", ["the head", "an event", "text", "the message"])
def test_cancelling_closes_the_request_and_stays_the_cancellation_of_the_loop(
    server: Server, run_loop: Callable[[Main], Any], waiting_for: str
) -> None:
    run = server.script({"no_answer": "hang"} if waiting_for == "the head" else hanging_stream("a"))
    seen: list[BaseException] = []

    async def wait(client: tidings.AsyncClient) -> None:
        try:
            stream = await client.messages.stream(**REQUEST).__aenter__()
            await anext(stream.text_stream)
            read = {"an event": stream.__anext__, "text": stream.text_stream.__anext__}
            await read.get(waiting_for, stream.get_final_message)()
        except BaseException as error:
            seen.append(error)
            raise

    async def main() -> None:
        client = client_of(run.url)
        await cancel_when(lambda: run.requests(wait_ms=0), lambda: wait(client))
        assert [type(error) for error in seen] == [native_cancellation()]
        # Off the loop's thread, or the loop itself might be what closes it.
        outcomes: list[str] = []
        watcher = threading.Thread(target=lambda: outcomes.append(run.only_request()["outcome"]))
        watcher.start()
        while watcher.is_alive():
            await nap(0.01)
        assert outcomes == ["client_closed"]

    run_loop(main)


@every_loop
def test_the_loop_runs_on_while_a_call_waits(server: Server, run_loop: Callable[[Main], Any]) -> None:
    run = server.script({"delay_ms": 500, **stream_of("Hi")})
    ticks: list[float] = []
    done: list[str] = []

    async def call() -> None:
        async with client_of(run.url).messages.stream(**REQUEST) as stream:
            done.append(await stream.get_final_text())

    async def tick() -> None:
        while not done:
            await nap(0.01)
            ticks.append(time.monotonic())

    async def main() -> None:
        await at_once([call, tick])

    run_loop(main)
    assert done == ["Hi"] and len(ticks) > 5


@every_loop
def test_a_stream_that_is_always_ahead_of_its_reader_lets_other_tasks_run(
    server: Server, run_loop: Callable[[Main], Any]
) -> None:
    # Five megabytes, and at most some hundred kilobytes a batch.
    run = server.script(stream_of(*["x" * 1000] * 5000))
    ticks, reading = 0, False

    async def read() -> None:
        nonlocal reading
        stream = await client_of(run.url).messages.create(**REQUEST, stream=True)
        time.sleep(0.2)
        reading = True
        async for event in stream:
            event.to_json()
            time.sleep(0.0001)
        reading = False

    async def tick() -> None:
        nonlocal ticks
        while not reading:
            await nap(0)
        while reading:
            ticks += 1
            await nap(0)

    async def main() -> None:
        await at_once([read, tick])

    run_loop(main)
    assert ticks >= 5


@every_loop
def test_a_stream_is_read_on_the_loop_that_began_it(server: Server, run_loop: Callable[[Main], Any]) -> None:
    streams: list[Any] = []

    async def begin() -> None:
        url = server.script(hanging_stream("a")).url
        streams.append(await client_of(url).messages.create(**REQUEST, stream=True))

    async def read() -> None:
        async for _ in streams[0]:
            pass

    run_loop(begin)
    with pytest.raises(RuntimeError, match="belongs to the event loop"):
        run_loop(read)


@every_loop
def test_one_task_at_a_time_reads_a_stream(server: Server, run_loop: Callable[[Main], Any]) -> None:
    ends: list[BaseException] = []

    async def main() -> None:
        stream = await client_of(server.script(hanging_stream("a")).url).messages.create(**REQUEST, stream=True)

        async def read() -> None:
            try:
                async for _ in stream:
                    pass
            except Exception as error:
                ends.append(error)

        async def disturb() -> None:
            while not stream._loop._waiting:
                await nap(0.01)
            with pytest.raises(RuntimeError, match="another task"):
                async for _ in stream:
                    pass
            assert not ends
            await stream.close()

        await at_once([read, disturb])

    run_loop(main)
    assert [type(end) for end in ends] == [tidings.ClosedError]


@every_loop
def test_a_loop_takes_its_descriptor_and_its_thread_with_it(server: Server, run_loop: Callable[[Main], Any]) -> None:
    client = client_of(server.url)

    async def ask() -> None:
        async with client.messages.stream(**REQUEST) as stream:
            assert "Hello" in await stream.get_final_text()

    def descriptors() -> int:
        gc.collect()
        return len(os.listdir("/dev/fd"))

    run_loop(ask)
    before = descriptors()
    for _ in range(20):
        run_loop(ask)
    assert descriptors() <= before + 2
    deadline = time.monotonic() + 30
    while (left := [thread for thread in threading.enumerate() if thread.name == "tidings-bell"]) and (
        time.monotonic() < deadline
    ):
        time.sleep(0.01)
    assert left == []


@every_loop
def test_loops_in_several_threads_share_a_client(server: Server, run_loop: Callable[[Main], Any]) -> None:
    if run_loop is on_trio_without_descriptors:
        pytest.skip("it takes the descriptors away for all threads at once")
    client, failures, answers = client_of(server.url), [], []

    async def ask() -> None:
        for number in range(5):
            word = f"{threading.current_thread().name}-{number}"
            question = {**REQUEST, "messages": [{"role": "user", "content": word}]}
            async with client.messages.stream(**question) as stream:
                assert f"“{word}”" in await stream.get_final_text()
            answers.append(word)

    def work() -> None:
        try:
            run_loop(ask)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, name=f"thread{number}") for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == [] and len(set(answers)) == 40


def test_a_bell_goes_with_its_loop(server: Server) -> None:
    from tidings._loop_asyncio import _BELLS

    async def bell() -> LoopBell:
        return LoopBell.of_running_loop()

    asyncio.run(bell())
    gc.collect()
    assert not [loop for loop in _BELLS if loop.is_closed()]


def test_the_thread_of_a_closed_loop_that_somebody_keeps_ends_too(server: Server) -> None:
    from tidings import _listener

    async def ask() -> None:
        await client_of(server.url).messages.create(**REQUEST)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_listener, "_QUIET", 0.05)
        loop = Blind()
        loop.run_until_complete(ask())
        [thread] = [thread for thread in threading.enumerate() if thread.name == "tidings-bell"]
        time.sleep(0.2)
        assert thread.is_alive(), "quiet is no reason to go while the loop may be run again"
        loop.run_until_complete(ask())
        loop.close()
        thread.join(timeout=30)
        assert not thread.is_alive()


def test_without_a_loop_there_is_nothing_to_wait_on(server: Server) -> None:
    call = client_of(server.url).messages.create(**REQUEST)
    with pytest.raises(RuntimeError, match="no running event loop"):
        call.send(None)


@pytest.mark.skipif(importlib.util.find_spec("trio") is None, reason="trio is not installed")
def test_trio_is_loaded_only_by_those_who_use_it(server: Server) -> None:
    program = (
        "import sys, asyncio, tidings\n"
        f"client = tidings.AsyncClient(api_key='k', base_url={server.url!r})\n"
        f"asyncio.run(client.messages.create(**{REQUEST!r}))\n"
        "assert 'trio' not in sys.modules and 'tidings._loop_trio' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@pytest.mark.skipif(importlib.util.find_spec("trio") is None, reason="trio is not installed")
def test_the_time_limit_of_trio_stays_one_and_the_client_stays_usable(server: Server) -> None:
    import trio

    run = server.script({"no_answer": "hang"}, stream_of("Hi"))

    async def main() -> None:
        client = client_of(run.url)
        with pytest.raises(trio.TooSlowError):
            # Long enough for the request to arrive, or the next one would be answered in its place.
            with trio.fail_after(2):
                await client.messages.create(**REQUEST)
        async with client.messages.stream(**REQUEST) as stream:
            assert await stream.get_final_text() == "Hi"

    trio.run(main)
    assert [request["outcome"] for request in run.requests()] == ["client_closed", "complete"]


@pytest.mark.skipif(importlib.util.find_spec("trio") is None, reason="trio is not installed")
def test_leaving_the_block_of_a_stream_in_a_cancelled_scope_closes_it(server: Server) -> None:
    import trio

    run = server.script(hanging_stream("a"))

    async def main() -> None:
        async with client_of(run.url).messages.stream(**REQUEST) as stream:
            with trio.CancelScope() as scope:
                async for _ in stream.text_stream:
                    scope.cancel()
        assert scope.cancelled_caught

    trio.run(main)
    assert run.only_request()["outcome"] == "client_closed"
