"""Fork: a client on both sides, streams on theirs, and servers that fork their workers. Each in an interpreter of its own."""

from __future__ import annotations

from programs import FORK, check_success, run_program
from support import Server, hanging_stream, stream_of


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


def test_a_call_whose_thread_forks_in_a_signal_handler_fails_in_the_child_and_goes_on_in_the_parent(server: Server) -> None:
    whole = {"json": {"type": "message", "content": []}}
    run = server.script({**whole, "delivery": {"pauses": [{"at": 20, "ms": 1500}]}}, whole)
    program = FORK + (
        "child = None\n"
        "def fork(*_):\n    global child\n    child = os.fork()\n"
        "signal.signal(signal.SIGALRM, fork); signal.setitimer(signal.ITIMER_REAL, 0.2)\n"
        "try:\n    client.messages.create(**request)\n"
        "except tidings.ForkedError:\n"
        "    assert child == 0\n    client.messages.create(**request)\n    os._exit(7)\n"
        "assert child\nassert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7\n"
    )
    check_success(run_program(program, run.url))
    assert [request["outcome"] for request in run.requests()] == ["complete"] * 2


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


def test_a_child_that_drops_and_closes_the_streams_of_its_parent_disturbs_none(server: Server) -> None:
    run = server.script(*[{**stream_of("a", "b"), "delivery": {"pauses": [{"at": 500, "ms": 1500}]}}] * 2)
    program = FORK + (
        "streams = [client.messages.create(**request, stream=True) for _ in range(2)]\n"
        "[next(stream) for stream in streams]\n"
        "def work():\n    streams[0].close(); streams.clear(); client.close()\n"
        "check(in_child(work))\n"
        "assert [[event.type for event in stream][-1] for stream in streams] == ['message_stop'] * 2\n"
    )
    check_success(run_program(program, run.url))
    assert [request["outcome"] for request in run.requests()] == ["complete"] * 2


def test_a_fork_in_the_middle_of_everything_leaves_the_child_a_client_that_works(server: Server) -> None:
    # Threads call, stream and close all the time; a child that met a lock one of them held would wait for ever.
    # One call goes before: a module that a thread imports while another forks stays locked in the child, by Python itself.
    program = FORK + (
        "ask('before')\nsys.setswitchinterval(1e-5)\nover = threading.Event(); streams = {}\n"
        "def call(name):\n    while not over.is_set():\n"
        "        with client.messages.stream(**asked(name)) as stream:\n"
        "            streams[name] = stream\n            assert f'“{name}”' in stream.get_final_text()\n"
        "threads = [threading.Thread(target=call, args=(f'thread{n}',)) for n in range(4)]\n"
        "[thread.start() for thread in threads]; time.sleep(0.1)\n"
        "def work():\n    [stream.close() for stream in streams.values()]; streams.clear(); ask('child')\n"
        "try:\n    for _ in range(40):\n        check(in_child(work))\n"
        "finally:\n    over.set()\n"
        "[thread.join() for thread in threads]; ask('after')\n"
    )
    check_success(run_program(program, server.url))


def test_a_child_of_a_child_works(server: Server) -> None:
    program = FORK + (
        "ask('parent')\n"
        "def grandchild():\n    ask('grandchild')\n"
        "def child():\n    check(in_child(grandchild)); ask('child'); check(in_child(grandchild))\n"
        "check(in_child(child)); ask('parent')\n"
    )
    check_success(run_program(program, server.url))


def test_ctrl_c_in_a_child_forked_from_a_thread_ends_its_blocked_call(server: Server) -> None:
    # The thread that forks is the main thread of the child. The interrupt comes when the stream has begun.
    program = FORK + (
        "import signal\n"
        "def work():\n    stream = client.messages.create(**request, stream=True); next(stream)\n"
        "    try:\n"
        "        signal.signal(signal.SIGALRM, signal.default_int_handler)\n"
        "        signal.setitimer(signal.ITIMER_REAL, 0.5); list(stream)\n"
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


def test_a_child_forked_by_a_running_event_loop_has_its_own(server: Server) -> None:
    run = server.script(*[{**stream_of("a", "b"), "delivery": {"pauses": [{"at": 500, "ms": 1500}]}}] * 2)
    program = FORK + (
        "import asyncio\nshared = tidings.AsyncClient(api_key='k', base_url=sys.argv[1])\n"
        "async def read(stream):\n    return [event.type async for event in stream][-1]\n"
        "async def begin():\n    return await shared.messages.create(**request, stream=True)\n"
        "async def own():\n    assert await read(await begin()) == 'message_stop'\n"
        "def work():\n    asyncio.run(own())\n"
        "async def main():\n"
        "    stream = await begin(); check(in_child(work)); assert await read(stream) == 'message_stop'\n"
        "asyncio.run(main())\n"
    )
    check_success(run_program(program, run.url))
    assert [request["outcome"] for request in run.requests()] == ["complete"] * 2


def test_processes_of_multiprocessing_that_are_forked_use_the_client(server: Server) -> None:
    program = FORK + (
        "import multiprocessing\nforks = multiprocessing.get_context('fork')\n"
        "def work(number):\n    ask(f'process{number}'); return number\n"
        "ask('before')\nstream = client.messages.create(**request, stream=True); next(stream)\n"
        "with forks.Pool(4) as pool:\n"
        "    assert sorted(pool.imap_unordered(work, range(40))) == list(range(40))\n"
        "assert [event.type for event in stream][-1] == 'message_stop'\n"
        # One that is ended in the middle of a stream.
        "def hang():\n    stream = client.messages.create(**request, stream=True); next(stream); time.sleep(60)\n"
        "process = forks.Process(target=hang); process.start(); time.sleep(0.2); process.terminate(); process.join()\n"
        "ask('after')\n"
    )
    check_success(run_program(program, server.url))


# A master that has used its client forks workers, as gunicorn does with --preload; one of them dies and is replaced.
SERVER = (
    FORK
    + """
import asyncio, signal

shared = tidings.AsyncClient(api_key="k", base_url=sys.argv[1])

async def ask_async(word):
    async with shared.messages.stream(**asked(word)) as stream:
        text = "".join([text async for text in stream.text_stream])
    assert f"“{word}”" in text, (word, text)

def serve(worker):
    failures = []
    def handle(thread):
        try:
            for number in range(6):
                ask(f"worker{worker}-thread{thread}-{number}")
        except BaseException as error:
            failures.append(error)
    threads = [threading.Thread(target=handle, args=(thread,)) for thread in range(4)]
    [thread.start() for thread in threads]
    async def main():
        await asyncio.gather(*(ask_async(f"worker{worker}-task{number}") for number in range(12)))
    asyncio.run(main())
    [thread.join() for thread in threads]
    assert not failures, failures

def die():
    stream = client.messages.create(**request, stream=True)
    next(stream)
    os.kill(os.getpid(), signal.SIGKILL)

ask("master before"); asyncio.run(ask_async("master before, awaited"))
stream = client.messages.create(**request, stream=True); next(stream)
workers = [in_child(lambda: serve(worker)) for worker in range(4)]
lost = in_child(die)
assert os.waitstatus_to_exitcode(os.waitpid(lost, 0)[1]) == -signal.SIGKILL
workers.append(in_child(lambda: serve(4)))
[ask(f"master{number}") for number in range(6)]
check(*workers)
assert [event.type for event in stream][-1] == "message_stop"
ask("master after")
"""
)


def test_a_server_that_forks_its_workers_gives_each_its_own_answers(server: Server) -> None:
    check_success(run_program(SERVER, server.url))


def test_a_child_fetches_tokens_of_its_own(server: Server) -> None:
    # Each is good for as long as none is, so that the parent is always fetching one, also while it forks.
    program = FORK + (
        "sys.setswitchinterval(1e-5)\nover = threading.Event()\n"
        "def token():\n    return f'token-{os.getpid()}', time.time() + 0.01\n"
        "client = tidings.Client(credentials=token, base_url=sys.argv[1])\n"
        "def call(name):\n    while not over.is_set():\n        ask(name, client)\n"
        "ask('before', client)\nthreads = [threading.Thread(target=call, args=(f'thread{n}',)) for n in range(3)]\n"
        "[thread.start() for thread in threads]; time.sleep(0.1)\n"
        "try:\n    for number in range(40):\n        check(in_child(lambda: ask(f'child{number}', client)))\n"
        "finally:\n    over.set()\n"
        "[thread.join() for thread in threads]; ask('after', client)\n"
    )
    check_success(run_program(program, server.url))
