"""Threads, many clients, and what is left of them. Where a process is measured, it is one of its own."""

from __future__ import annotations

import gc
import threading
import weakref
from collections import Counter
from collections.abc import Callable

import pytest
from programs import check_success, run_program
from support import REQUEST, Server, hanging_stream, stream_of

import tidings


def in_threads(count: int, work: Callable[[int], object]) -> None:
    """Does this in so many threads, which begin together; what one of them raises is raised here."""
    failures: list[BaseException] = []
    begin = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            begin.wait(timeout=30)
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    if failures:
        raise failures[0]


def test_fifty_threads_share_a_client_and_each_gets_its_own_answers(server: Server) -> None:
    client = tidings.Client(api_key="test-key", base_url=server.url)

    def work(thread: int) -> None:
        for number in range(4):
            word = f"thread{thread}-{number}"
            question = {**REQUEST, "messages": [{"role": "user", "content": word}]}
            if number % 2:
                with client.messages.stream(**question) as stream:
                    text = "".join(stream.text_stream)
            else:
                text = client.messages.create(**question).content[0].text
            assert f"“{word}”" in text

    in_threads(50, work)


def test_threads_that_share_a_stream_get_every_event_once(server: Server) -> None:
    texts = [f"piece{number} " for number in range(3000)]
    client = tidings.Client(api_key="test-key", base_url=server.script(stream_of(*texts)).url)
    stream, seen = client.messages.create(**REQUEST, stream=True), Counter[str]()
    lock = threading.Lock()

    def work(_: int) -> None:
        mine = [event.delta.text for event in stream if event.type == "content_block_delta"]
        with lock:
            seen.update(mine)

    in_threads(8, work)
    assert seen == Counter(texts)


def test_a_stream_may_be_closed_by_another_thread_than_the_one_that_waits(server: Server) -> None:
    run = server.script(hanging_stream("a"))
    client = tidings.Client(api_key="test-key", base_url=run.url)
    stream, waiting = client.messages.create(**REQUEST, stream=True), threading.Event()

    def work(thread: int) -> None:
        if thread:
            waiting.wait()
            stream.close()
            return
        for _ in range(3):
            next(stream)
        waiting.set()
        with pytest.raises(tidings.ClosedError):
            next(stream)

    in_threads(2, work)
    assert run.only_request()["outcome"] == "client_closed"


def test_a_first_import_and_a_first_call_in_eight_threads_at_once(server: Server) -> None:
    program = (
        "begin, failures = threading.Barrier(8), []\n"
        "def work(number):\n    begin.wait()\n    try:\n"
        "        import tidings, tidings.types\n"
        "        ask(f'thread{number}', tidings.Client(api_key='k', base_url=sys.argv[1]))\n"
        "    except BaseException as error:\n        failures.append(error)\n"
        "threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]\n"
        "[thread.start() for thread in threads]; [thread.join() for thread in threads]\n"
        "assert not failures, failures\n"
    )
    # Nothing has been imported when the threads begin.
    set_up = "import sys\nsys.modules.pop('tidings')\nfor name in [n for n in sys.modules if n.startswith('tidings.')]:\n"
    set_up += "    if name != 'tidings._native': del sys.modules[name]\n"
    check_success(run_program(set_up + program, server.url))


MEASURES = """
import gc, os

def descriptors():
    return len(os.listdir("/proc/self/fd"))

def memory():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

def check_flat(work, first, then, megabytes):
    [work(number) for number in range(first)]
    gc.collect(); open_before, held_before = descriptors(), memory()
    [work(number) for number in range(then)]
    gc.collect()
    # Connections are closed soon after, and soon is later where the machine is busy.
    deadline = time.monotonic() + 10
    while descriptors() > open_before + 5 and time.monotonic() < deadline: time.sleep(0.1)
    assert descriptors() <= open_before + 5, (open_before, descriptors())
    assert memory() <= held_before + megabytes * 1024, (held_before, memory())
    assert len(os.listdir("/proc/self/task")) <= 3
"""


@pytest.mark.parametrize("end", ["dropped", "closed", "dropped in cycles"])
def test_a_thousand_clients_made_used_and_dropped_leave_nothing(server: Server, end: str) -> None:
    ends = {
        "dropped": "pass",
        "closed": "client.close()",
        "dropped in cycles": "knot = [client]; knot.append(knot)",
    }
    program = MEASURES + (
        "def work(_):\n    client = tidings.Client(api_key='k', base_url=sys.argv[1])\n"
        f"    client.messages.create(**request)\n    {ends[end]}\n"
        # What a thousand clients would keep if they kept it is far more: a connection each, and 20 kB of pool and options.
        "check_flat(work, 300, 1000, 8)\n"
    )
    check_success(run_program(program, server.url))


def test_a_thousand_streams_begun_and_dropped_leave_nothing(server: Server) -> None:
    program = MEASURES + (
        "def work(_):\n    stream = client.messages.create(**request, stream=True); next(stream)\n"
        "check_flat(work, 300, 1000, 8)\n"
    )
    check_success(run_program(program, server.url))


def test_hundreds_of_event_loops_in_turn_leave_nothing(server: Server) -> None:
    program = MEASURES + (
        "import asyncio\nclient = tidings.AsyncClient(api_key='k', base_url=sys.argv[1])\n"
        "async def once():\n    await client.messages.create(**request)\n"
        "    stream = await client.messages.create(**request, stream=True); await anext(stream)\n"
        "def work(_):\n    asyncio.run(once())\n"
        "check_flat(work, 100, 300, 8)\n"
    )
    check_success(run_program(program, server.url))


@pytest.mark.parametrize("kind", ["raw", "helper"])
def test_a_stream_in_a_cycle_of_objects_is_closed_by_the_collection(server: Server, kind: str) -> None:
    run = server.script(hanging_stream("a"))
    client = tidings.Client(api_key="test-key", base_url=run.url)

    class Agent:
        def __init__(self) -> None:
            self.me = self
            if kind == "raw":
                self.stream = client.messages.create(**REQUEST, stream=True)
            else:
                self.manager = client.messages.stream(**REQUEST)
                self.stream = self.manager.__enter__()
            next(self.stream)

    gc.disable()
    try:
        gone = weakref.ref(Agent())
        assert gone() is not None and run.requests(wait_ms=200)[0]["outcome"] != "client_closed"
        gc.collect()
        assert gone() is None
        assert run.only_request()["outcome"] == "client_closed"
    finally:
        gc.enable()


@pytest.mark.parametrize("kind", ["raw", "helper"])
def test_a_stream_that_is_dropped_needs_no_collection_to_be_closed(server: Server, kind: str) -> None:
    run = server.script(hanging_stream("a"))
    client = tidings.Client(api_key="test-key", base_url=run.url)
    gc.disable()
    try:
        if kind == "raw":
            stream = client.messages.create(**REQUEST, stream=True)
        else:
            # The manager goes with it, though its block was never left.
            stream = client.messages.stream(**REQUEST).__enter__()
        next(stream)
        del stream
        assert run.only_request()["outcome"] == "client_closed"
    finally:
        gc.enable()


@pytest.mark.parametrize("async_client", [False, True])
def test_a_client_that_is_dropped_goes_without_a_collection(server: Server, async_client: bool) -> None:
    gc.disable()
    try:
        client = (tidings.AsyncClient if async_client else tidings.Client)(api_key="test-key", base_url=server.url)
        _ = client.messages
        gone = weakref.ref(client)
        del client
        assert gone() is None
    finally:
        gc.enable()


def test_a_closed_loop_makes_no_noise_whatever_was_open(server: Server) -> None:
    run = server.script(*[hanging_stream("a")] * 3)
    program = (
        "import asyncio, gc\nclient = tidings.AsyncClient(api_key='k', base_url=sys.argv[1])\nkept = []\n"
        "async def main():\n"
        "    for _ in range(3):\n"
        "        stream = await client.messages.create(**request, stream=True); await anext(stream); kept.append(stream)\n"
        "loop = asyncio.new_event_loop(); loop.set_debug(True); loop.slow_callback_duration = 60; loop.run_until_complete(main()); loop.close()\n"
        "gc.collect(); kept.pop(); gc.collect(); time.sleep(0.1)\n"
        "async def end():\n    await kept.pop().close(); await client.close()\n"
        "asyncio.run(end()); del loop; gc.collect()\n"
    )
    check_success(run_program(program, run.url))
    assert [request["outcome"] for request in run.requests()] == ["client_closed"] * 3
