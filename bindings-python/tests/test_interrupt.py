"""Ctrl-C, wherever a program waits. Each in an interpreter of its own."""

from __future__ import annotations

import importlib.util
import signal
from typing import Any

import pytest
from programs import interrupt
from support import Server, hanging_stream

ANSWERS: dict[str, dict[str, Any]] = {
    "for the head": {"no_answer": "hang"},
    "for a retry": {"status": 429, "headers": {"retry-after": "30"}, "json": {}},
}
WAITS = {
    "for the head": "client.messages.create(**request)",
    "for an event": "stream = client.messages.create(**request, stream=True); next(stream); [0 for _ in stream]",
    "for text": "stream = client.messages.stream(**request).__enter__(); [text for text in stream.text_stream]",
    "for the message": "stream = client.messages.stream(**request).__enter__(); stream.get_final_message()",
    "for a retry": "client.messages.create(**request)",
}
ASYNC_WAITS = {
    "for the head": "await client.messages.create(**request)",
    "for an event": "stream = await client.messages.create(**request, stream=True); [0 async for _ in stream]",
    "for text": (
        "stream = await client.messages.stream(**request).__aenter__(); [text async for text in stream.text_stream]"
    ),
    "for the message": (
        "stream = await client.messages.stream(**request).__aenter__(); await stream.get_final_message()"
    ),
    "for a retry": "await client.messages.create(**request)",
}
# A shell's background job ignores interrupts and so would its children: this one asks for them.
INTERRUPTED = """
import signal; signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    {}
except KeyboardInterrupt:
    print("interrupted", time.monotonic(), flush=True)
sys.stdin.read()
"""
ASYNC = """
client = tidings.AsyncClient(api_key="k", base_url=sys.argv[1])
async def main():
    global stream  # which lives on
    {}
"""
LOOPS = {
    "asyncio": "import asyncio\nrun = asyncio.run",
    "trio": "import trio\nrun = trio.run",
}


def check(server: Server, wait: str, program: str, what: str) -> None:
    run = server.script(ANSWERS.get(wait, hanging_stream("a")))
    interrupt(program, run, signal.SIGINT, what)
    outcome = run.only_request()["outcome"]
    assert outcome == ("complete" if wait == "for a retry" else "client_closed")


@pytest.mark.parametrize("wait", WAITS)
def test_ctrl_c_ends_a_blocked_call_at_once_and_closes_its_connection(server: Server, wait: str) -> None:
    check(server, wait, INTERRUPTED.format(WAITS[wait]), wait)


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("wait", ASYNC_WAITS)
def test_ctrl_c_ends_an_awaited_call_at_once_and_closes_its_connection(server: Server, wait: str, loop: str) -> None:
    if importlib.util.find_spec(loop) is None:
        pytest.skip(f"{loop} is not installed")
    program = "\n".join([LOOPS[loop], ASYNC.format(ASYNC_WAITS[wait]), INTERRUPTED.format("run(main)")])
    check(server, wait, program.replace("run(main)", "run(main())") if loop == "asyncio" else program, f"{wait}, {loop}")
