"""A reader that stops reading stops the server."""

from __future__ import annotations

import asyncio
import time

from support import REQUEST, Run, Server

import tidings

PIECES = 50_000
EVENT = 'event: filler\ndata: {"type":"filler","pad":"' + "x" * 956 + '"}\n\n'
SIZE = PIECES * len(EVENT)
ANSWER = {"headers": {"content-type": "text/event-stream"}, "body": EVENT, "repeat": PIECES, "framing": "chunked"}


def sent_when_it_stands_still(run: Run) -> int:
    """How much the server got rid of, once that has not grown for a second."""
    last, since = -1, time.monotonic()
    while time.monotonic() - since < 1:
        sent = run.requests(wait_ms=0)[0]["bytes_sent"]
        if sent != last:
            last, since = sent, time.monotonic()
        time.sleep(0.05)
    return last


def test_a_reader_that_stops_holds_the_server_back(server: Server) -> None:
    run = server.script(ANSWER)
    stream = tidings.Client(api_key="k", base_url=run.url).messages.create(**REQUEST, stream=True)
    assert next(stream).type == "filler"
    assert sent_when_it_stands_still(run) < SIZE / 2
    # It was only held back: reading on brings more than could have been waiting anywhere.
    for _ in range(PIECES * 3 // 4):
        next(stream)
    stream.close()
    assert run.only_request()["outcome"] == "client_closed"


def test_a_task_that_stops_reading_holds_the_server_back(server: Server) -> None:
    run = server.script(ANSWER)

    async def main() -> None:
        stream = await tidings.AsyncClient(api_key="k", base_url=run.url).messages.create(**REQUEST, stream=True)
        assert (await anext(stream)).type == "filler"
        assert await asyncio.to_thread(sent_when_it_stands_still, run) < SIZE / 2
        for _ in range(PIECES * 3 // 4):
            await anext(stream)
        await stream.close()

    asyncio.run(main())
    assert run.only_request()["outcome"] == "client_closed"
