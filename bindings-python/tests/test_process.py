"""The life of a process: import, Ctrl-C, fork, exit. Each in an interpreter of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from support import MEASURED, REQUEST, Server, hanging_stream, stream_of

SET_UP = f"""
import sys, threading, time, tidings
client = tidings.Client(api_key="k", base_url=sys.argv[1])
request = {REQUEST!r}
"""


def run_program(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"{SET_UP}\n{program}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def check_success(ended: subprocess.CompletedProcess[str]) -> None:
    assert (ended.returncode, ended.stderr) == (0, ""), ended


def test_the_import_is_light() -> None:
    program = (
        "import sys; before = set(sys.modules); import tidings; new = set(sys.modules) - before\n"
        "heavy = ('asyncio', 'typing', 'json', 'ssl', 'socket', 're', 'inspect')\n"
        "print(len(new), [name for name in heavy if name in new])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    count, heavy = ended.stdout.split(" ", 1)
    assert heavy.strip() == "[]" and int(count) <= 13, ended.stdout


def test_the_import_starts_no_thread_and_a_client_neither(server: Server) -> None:
    check_success(run_program("import os; assert len(os.listdir('/proc/self/task')) == 1", server.url))


WAITS: dict[str, tuple[Any, str]] = {
    "for the head": ({"no_answer": "hang"}, "client.messages.create(**request)"),
    "for an event": (
        hanging_stream("a"),
        "stream = client.messages.create(**request, stream=True); print(next(stream).type); [0 for _ in stream]",
    ),
    "for text": (
        hanging_stream("a"),
        "stream = client.messages.stream(**request).__enter__(); [print(text) for text in stream.text_stream]",
    ),
    "for a retry": (
        {"status": 429, "headers": {"retry-after": "30"}, "json": {}},
        "client.messages.create(**request)",
    ),
}


@pytest.mark.parametrize("wait", WAITS)
def test_ctrl_c_ends_a_blocked_call_at_once_and_closes_its_connection(server: Server, wait: str) -> None:
    answer, call = WAITS[wait]
    run = server.script(answer)
    # The program stays alive, with its stream, until its input ends: what closes the connection is the interrupt.
    # A shell's background job ignores interrupts and so would its children: this one asks for them.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"try:\n    {call}\nexcept KeyboardInterrupt:\n    print('interrupted', time.monotonic(), flush=True)\n"
        "sys.stdin.read()"
    )
    command = [sys.executable, "-c", f"{SET_UP}\n{program}", run.url]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None and child.stdout is not None
    try:
        while not run.requests(wait_ms=0):
            time.sleep(0.01)
        time.sleep(0.5)
        sent = time.monotonic()
        child.send_signal(signal.SIGINT)
        line = next(line for line in child.stdout if line.startswith("interrupted"))
        took = float(line.split()[1]) - sent
        MEASURED.append(f"Ctrl-C while waiting {wait}: {took * 1000:.0f} ms")
        assert took < 5, "the wait went on after Ctrl-C"
        if wait != "for a retry":
            assert run.only_request()["outcome"] == "client_closed"
    finally:
        child.stdin.close()
        assert child.wait(timeout=30) == 0
        child.stdout.close()
    assert len(run.requests()) == 1


ENDS = {
    "a stream open": "stream = client.messages.create(**request, stream=True); next(stream)",
    "a stream open in a cycle": (
        "stream = client.messages.create(**request, stream=True); next(stream); knot = [stream]; knot.append(knot)"
    ),
    "a thread blocked in a stream": (
        "stream = client.messages.create(**request, stream=True)\n"
        "def read():\n    try:\n        list(stream)\n    except tidings.AnthropicError:\n        pass\n"
        "threading.Thread(target=read, daemon=True).start(); time.sleep(0.05)"
    ),
    "threads that keep calling": (
        "def call():\n    while True:\n        try:\n            client.messages.create(**request)\n"
        "        except tidings.AnthropicError:\n            pass\n"
        "[threading.Thread(target=call, daemon=True).start() for _ in range(8)]; time.sleep(0.2)"
    ),
    "threads that keep reading": (
        "sys.setswitchinterval(1e-5)\n"
        "def read():\n    while True:\n        try:\n            list(client.messages.create(**request, stream=True))\n"
        "        except tidings.AnthropicError:\n            pass\n"
        "[threading.Thread(target=read, daemon=True).start() for _ in range(4)]; time.sleep(0.2)"
    ),
    "threads that keep sending answers": (
        "from tidings import _native\nmessages = [tidings.types.Message(content=[]) for _ in range(1000)]\n"
        "def send():\n    while True:\n        _native.encode(messages)\n"
        "[threading.Thread(target=send, daemon=True).start() for _ in range(2)]; time.sleep(0.2)"
    ),
    "an asyncio stream open": (
        "import asyncio\nasync def main():\n    global stream\n"
        "    client = tidings.AsyncClient(api_key='k', base_url=sys.argv[1])\n"
        "    stream = await client.messages.create(**request, stream=True)\n    await anext(stream)\n"
        "asyncio.run(main())"
    ),
}


# How the server answers where there is more to it than a stream that hangs after its first text.
ANSWERS: dict[str, dict[str, Any]] = {
    "threads that keep calling": {"json": {"type": "message", "content": []}},
    "threads that keep reading": stream_of(*["x"] * 2000),
}


@pytest.mark.parametrize("end", ENDS)
def test_the_interpreter_ends_quietly_with(server: Server, end: str) -> None:
    for _ in range(20):
        run = server.script(ANSWERS.get(end, hanging_stream("a")))
        check_success(run_program(ENDS[end], run.url))
        if "stream" in end:
            assert run.only_request()["outcome"] == "client_closed"


FORK = """
import os, warnings

# Python 3.12 warns of every fork in a process with threads; that such a fork works is what is tested here.
warnings.simplefilter("ignore", DeprecationWarning)

def ask(word):
    with client.messages.stream(**{**request, "messages": [{"role": "user", "content": word}]}) as stream:
        assert f"“{word}”" in stream.get_final_text()
    message = client.messages.create(**{**request, "messages": [{"role": "user", "content": word}]})
    assert f"“{word}”" in message.content[0].text

def in_child(work):
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status) if status else sys.exit(0)
    return child

def check(*children):
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
"""


def test_parent_and_children_use_one_client_after_a_fork(server: Server) -> None:
    program = FORK + (
        "ask('before')\n"
        "children = [in_child(lambda: [ask(f'child{n}-{i}') for i in range(15)]) for n in range(3)]\n"
        "[ask(f'parent-{i}') for i in range(15)]\n"
        "check(*children)\nask('after')\n"
    )
    check_success(run_program(program, server.url))


def test_a_stream_begun_before_a_fork_fails_in_the_child_and_goes_on_in_the_parent(server: Server) -> None:
    run = server.script({**stream_of("a", "b"), "delivery": {"pauses": [{"at": 500, "ms": 1500}]}})
    program = FORK + (
        "stream = client.messages.create(**request, stream=True); next(stream)\n"
        "def work():\n    try:\n        list(stream)\n    except tidings.ForkedError as error:\n"
        "        assert error.kind == 'forked'\n    else:\n        raise AssertionError('the child read on')\n"
        "check(in_child(work))\n"
        "assert [event.type for event in stream][-1] == 'message_stop'\n"
    )
    check_success(run_program(program, run.url))
    assert run.only_request()["outcome"] == "complete"


def test_a_stream_that_another_thread_waits_for_fails_in_the_child(server: Server) -> None:
    run = server.script(hanging_stream("a"))
    program = FORK + (
        "stream = client.messages.create(**request, stream=True); next(stream); next(stream); next(stream)\n"
        "def read():\n    try:\n        list(stream)\n    except tidings.ClosedError:\n        pass\n"
        "waiting = threading.Thread(target=read); waiting.start(); time.sleep(0.2)\n"
        "def work():\n    try:\n        next(stream)\n    except tidings.ForkedError:\n        pass\n"
        "    else:\n        raise AssertionError('the child read on')\n"
        "check(in_child(work)); stream.close(); waiting.join()\n"
    )
    check_success(run_program(program, run.url))


def test_ctrl_c_in_a_child_forked_from_a_thread_ends_its_blocked_call(server: Server) -> None:
    # The thread that forks is the main thread of the child.
    program = FORK + (
        "import signal\n"
        "def work():\n    signal.setitimer(signal.ITIMER_REAL, 0.5)\n"
        "    signal.signal(signal.SIGALRM, signal.default_int_handler)\n"
        "    try:\n        list(client.messages.create(**request, stream=True))\n"
        "    except KeyboardInterrupt:\n        os._exit(0)\n"
        "thread = threading.Thread(target=lambda: check(in_child(work))); thread.start(); thread.join()\n"
    )
    run = server.script(hanging_stream("a"))
    check_success(run_program(program, run.url))
    assert run.only_request()["outcome"] == "client_closed"


def test_a_child_uses_asyncio_after_a_fork(server: Server) -> None:
    program = FORK + (
        "import asyncio\nshared = tidings.AsyncClient(api_key='k', base_url=sys.argv[1])\n"
        "async def once():\n    async with shared.messages.stream(**request) as stream:\n"
        "        assert 'Hello' in await stream.get_final_text()\n"
        "def work():\n    asyncio.run(once())\n"
        "work()\ncheck(in_child(work), in_child(work))\nwork()\n"
    )
    check_success(run_program(program, server.url))
