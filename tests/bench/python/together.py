"""Many streams at a time, whoever reads them: those whose events come one by one, and those that are open and idle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from run import Run, See

HELD_PIECES = 20
SPREAD = 0.05
"""Seconds over which paced streams begin, or all would have their events at once."""
A_MILLISECOND = 8
"""How many held streams begin in one. More at a time than the server's queue takes would wait for the system to knock again."""

Read = TypeVar("Read")


async def paced(run: Run, stream: Callable[[See], Awaitable[Read]]) -> list[Read]:
    """`times` streams of events that come one by one; gives what was read of each."""

    async def begin(number: int) -> Read:
        await asyncio.sleep(number * SPREAD / run.times)
        texts = 0

        def see(text: str) -> None:
            nonlocal texts
            texts += 1
            # The first of a stream comes with the head of the answer, and waits for what is made once.
            if texts > 1:
                run.delayed(text)

        return await stream(see)

    run.start()
    given = await asyncio.gather(*map(begin, range(run.times)))
    run.stop()
    assert len(run.delays) == (run.amount - 1) * run.times
    return given


def events_of_paced(run: Run, counts: list[int]) -> int:
    """How many events there were in all, of streams that have as many as they should."""
    assert set(counts) == {run.amount + 5}
    return sum(counts)


async def hold(run: Run, stream: Callable[[See], Awaitable[Read]]) -> list[Read]:
    """`times` streams that are all open and idle before the first ends; gives what was read of each."""
    run.awaited = HELD_PIECES * run.times
    see = run.held
    run.start()
    streams = []
    for number in range(run.times):
        streams.append(asyncio.ensure_future(stream(see)))
        if number % A_MILLISECOND == 0:
            await asyncio.sleep(0.001)
    given = await asyncio.gather(*streams)
    run.stop()
    assert run.awaited == 0, f"{run.awaited} texts of the held streams never came"
    return given
