"""The same measurements without a package for the API: HTTP by a library, the event stream and the JSON by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import together
from frames import Reader
from plain_async import ASYNC_PEERS
from plain_sync import SYNC_PEERS
from run import REQUEST, REQUESTS, Run, whole_text


def construct(run: Run) -> int:
    if run.peer in SYNC_PEERS:
        SYNC_PEERS[run.peer](run.url)
        run.start()
        made = [SYNC_PEERS[run.peer](run.url) for _ in range(run.times)]
        run.stop()
        assert len(made) == run.times
        return run.times

    async def main() -> None:
        await ASYNC_PEERS[run.peer](run.url).close()
        run.start()
        opened = [ASYNC_PEERS[run.peer](run.url) for _ in range(run.times)]
        run.stop()
        for each in opened:
            await each.close()

    asyncio.run(main())
    return run.times


def call(run: Run) -> int:
    request = REQUESTS[run.case](run.amount)
    client = SYNC_PEERS[run.peer](run.url)
    client.create(request)
    run.start()
    given = [client.create(request) for _ in range(run.times)]
    run.stop()
    if run.peer != "bare":
        assert all(is_hello(message) for message in given)
    return run.times


def create_async(run: Run) -> int:
    run.amount = 1
    return many(run)


def many(run: Run) -> int:
    async def main() -> None:
        client = ASYNC_PEERS[run.peer](run.url)
        await asyncio.gather(*(calls(client, 1) for _ in range(run.amount)))
        run.start()
        await asyncio.gather(*(calls(client, run.times // run.amount) for _ in range(run.amount)))
        run.stop()
        await client.close()

    async def calls(client: Any, count: int) -> None:
        for _ in range(count):
            assert is_hello(await client.create(REQUEST))

    asyncio.run(main())
    return run.times // run.amount * run.amount


def raw(run: Run) -> int:
    SYNC_PEERS[run.peer](run.short_url).stream(REQUEST)
    client = SYNC_PEERS[run.peer](run.url)
    run.start()
    given = [client.stream(REQUEST) for _ in range(run.times)]
    run.stop()
    for reader in given:
        check(run, reader, run.amount)
    return sum(reader.events for reader in given)


def raw_async(run: Run) -> int:
    async def main() -> int:
        short = ASYNC_PEERS[run.peer](run.short_url)
        await short.stream(REQUEST, ignore)
        await short.close()
        client = ASYNC_PEERS[run.peer](run.url)
        run.start()
        given = [await client.stream(REQUEST, ignore) for _ in range(run.times)]
        run.stop()
        await client.close()
        for reader in given:
            check(run, reader, run.amount)
        return sum(reader.events for reader in given)

    return asyncio.run(main())


def paced(run: Run) -> int:
    async def main() -> int:
        client = ASYNC_PEERS[run.peer](run.url)
        given = await together.paced(run, lambda see: client.stream(REQUEST, see))
        await client.close()
        return together.events_of_paced(run, [reader.events for reader in given])

    return asyncio.run(main())


def hold(run: Run) -> int:
    async def main() -> None:
        short = ASYNC_PEERS[run.peer](run.short_url)
        await short.stream(REQUEST, ignore)
        await short.close()
        client = ASYNC_PEERS[run.peer](run.url)
        given = await together.hold(run, lambda see: client.stream(REQUEST, see))
        await client.close()
        for reader in given:
            check(run, reader, together.HELD_PIECES)

    asyncio.run(main())
    return run.times


def ignore(_: str) -> None:
    pass


def is_hello(message: dict[str, Any]) -> bool:
    assert message["stop_reason"] == "end_turn" and message["usage"]["output_tokens"] == 1
    return bool(message["content"][0]["text"] == "Hello")


def check(run: Run, reader: Any, pieces: int) -> None:
    assert reader.events == pieces + 5
    if isinstance(reader, Reader):
        assert "".join(reader.texts) == whole_text(pieces)
        assert reader.stop_reason == "end_turn" and reader.output_tokens == 9


PROGRAMS: dict[str, Callable[[Run], int]] = {
    "construct": construct,
    **dict.fromkeys(REQUESTS, call),
    "create_async": create_async,
    "many": many,
    "raw": raw,
    "raw_async": raw_async,
    "paced": paced,
    "hold": hold,
}
"""Each gives the number of its units."""
