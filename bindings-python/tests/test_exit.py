"""The end of the interpreter, with whatever is open. Each in an interpreter of its own, many times."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from programs import check_success, command
from support import MEASURED, Run, Server, hanging_stream, stream_of

# How often each; what goes wrong at an end goes wrong rarely.
TIMES = int(os.environ.get("TIDINGS_EXITS", "12"))

ASYNC = """
import asyncio
client = tidings.AsyncClient(api_key="k", base_url=sys.argv[1])
async def begin():
    stream = await client.messages.create(**request, stream=True)
    await anext(stream)
    return stream
"""

ENDS = {
    "a stream open": "stream = client.messages.create(**request, stream=True); next(stream)",
    "a stream open in a cycle": (
        "stream = client.messages.create(**request, stream=True); next(stream); knot = [stream]; knot.append(knot)"
    ),
    "a stream that was never left": "stream = client.messages.stream(**request).__enter__(); next(stream)",
    "an exception on the way through a stream": (
        "with client.messages.stream(**request) as stream:\n    next(stream); sys.exit(0)"
    ),
    "a thread blocked in a stream": (
        "stream = client.messages.create(**request, stream=True)\n"
        "threading.Thread(target=list, args=(stream,), daemon=True).start(); time.sleep(0.05)"
    ),
    "threads blocked in create": (
        "call = client.messages.create\n"
        "[threading.Thread(target=call, kwargs=request, daemon=True).start() for _ in range(4)]; time.sleep(0.1)"
    ),
    "threads that keep calling": (
        "def call():\n    while True:\n        client.messages.create(**request)\n"
        "[threading.Thread(target=call, daemon=True).start() for _ in range(8)]; time.sleep(0.2)"
    ),
    "threads that keep reading": (
        "sys.setswitchinterval(1e-5)\n"
        "def read():\n    while True:\n        list(client.messages.create(**request, stream=True))\n"
        "[threading.Thread(target=read, daemon=True).start() for _ in range(4)]; time.sleep(0.2)"
    ),
    "threads that keep sending answers": (
        "from tidings import _native\nmessages = [tidings.types.Message(content=[]) for _ in range(1000)]\n"
        "def send():\n    while True:\n        _native.encode(messages)\n"
        "[threading.Thread(target=send, daemon=True).start() for _ in range(2)]; time.sleep(0.2)"
    ),
    "a call in an exit handler that runs after ours": (
        "import atexit\n"
        # Handlers run in the reverse order of their registration.
        "handler = lambda: client.messages.create(**request)\n"
        "atexit.unregister(tidings._native.shutdown); atexit.register(handler)\n"
        "atexit.register(tidings._native.shutdown, 0.2); client.messages.create(**request)"
    ),
    "an asyncio stream open": ASYNC + "stream = asyncio.run(begin())",
    "an asyncio task in the middle of a stream": ASYNC
    + (
        "async def main():\n    stream = await begin()\n    global task\n    task = asyncio.ensure_future(anext(stream))\n"
        "    await asyncio.sleep(0.01)\nasyncio.run(main())"
    ),
    "an asyncio loop in a daemon thread": ASYNC
    + (
        "async def main():\n    stream = await begin()\n    begun.set()\n    async for _ in stream:\n        pass\n"
        "begun = threading.Event()\n"
        "threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start(); begun.wait()"
    ),
    "an asyncio loop that cannot watch descriptors": ASYNC
    + (
        "class Loop(asyncio.SelectorEventLoop):\n"
        "    def add_reader(self, *_):\n        raise NotImplementedError\n"
        "    def _add_reader(self, *arguments):\n        return super()._add_reader(*arguments)\n"
        "loop = Loop(); stream = loop.run_until_complete(begin())\n"
        "assert [thread.name for thread in threading.enumerate()][1:] == ['tidings-bell']\n"
        "loop.run_until_complete(loop.shutdown_asyncgens()); loop.close()"
    ),
    "a trio stream open": (
        "import trio\nclient = tidings.AsyncClient(api_key='k', base_url=sys.argv[1])\n"
        "async def main():\n    global stream\n    stream = await client.messages.create(**request, stream=True)\n"
        "    await anext(stream)\ntrio.run(main)"
    ),
}

WHOLE: dict[str, Any] = {"json": {"type": "message", "content": []}}
# How the server answers where there is more to it than a stream that hangs after its first text.
ANSWERS: dict[str, dict[str, Any]] = {
    "threads that keep calling": WHOLE,
    "threads that keep reading": stream_of(*["x"] * 2000),
    "threads blocked in create": {"no_answer": "hang"},
    "a call in an exit handler that runs after ours": WHOLE,
}


@pytest.mark.timeout(120 + 2 * TIMES)
@pytest.mark.parametrize("end", ENDS)
def test_the_interpreter_ends_quietly_and_soon_with(server: Server, end: str) -> None:
    if "trio" in end and importlib.util.find_spec("trio") is None:
        pytest.skip("trio is not installed")

    def once(_: int) -> float:
        run = server.script(ANSWERS.get(end, hanging_stream("a")))
        ended, took = end_of(ENDS[end], run)
        check_success(ended)
        if end not in ANSWERS and "answers" not in end:
            assert run.only_request()["outcome"] == "client_closed"
        return took

    with ThreadPoolExecutor(2) as pool:
        times = sorted(pool.map(once, range(TIMES)))
    MEASURED.append(f"end with {end}: {times[len(times) // 2] * 1000:.0f} ms, at most {times[-1] * 1000:.0f}")
    assert times[-1] < 10, "the end of the interpreter waited for something"


def end_of(program: str, run: Run) -> tuple[subprocess.CompletedProcess[str], float]:
    """Runs a program, and says how many seconds it lived on after its last line."""
    last_line = "print(time.monotonic(), flush=True)"
    if "sys.exit(0)" in program:
        program = program.replace("sys.exit(0)", f"{last_line}; sys.exit(0)")
    else:
        program = f"{program}\n{last_line}"
    ended = subprocess.run(command(program, run.url), capture_output=True, text=True, timeout=60)
    return ended, time.monotonic() - float(ended.stdout or "nan")
