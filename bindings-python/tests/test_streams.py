"""Reading a stream by blocking."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
import weakref
from collections.abc import Callable
from functools import partial

import pytest
from programs import check_success, run_program
from support import REQUEST, Server, closing, hanging_stream, opening, stream_in_pieces, stream_of, text_delta

import tidings


def client_of(url: str, **options: object) -> tidings.Client:
    return tidings.Client(api_key="test-key", base_url=url, **options)  # type: ignore[arg-type]


def work(*tasks: Callable[[], object]) -> None:
    """Does each task in a thread of its own; all of them have to come to an end."""
    threads = [threading.Thread(target=task, daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not [thread for thread in threads if thread.is_alive()]


def test_text_events_and_the_message_are_read_from_one_place(server: Server) -> None:
    with client_of(server.script(stream_of("a", "b", "c", "d")).url).messages.stream(**REQUEST) as stream:
        assert next(stream.text_stream) == "a"
        assert next(stream).delta.text == "b"
        assert next(iter(stream.text_stream)) == "c"
        message = stream.get_final_message()
        assert list(stream) == [] and list(stream.text_stream) == []
    assert message.content[0].text == "abcd" and message.usage.output_tokens == 2


def test_the_message_can_be_had_again_and_after_the_block(server: Server) -> None:
    with client_of(server.script(stream_of("Hi")).url).messages.stream(**REQUEST) as stream:
        stream.until_done()
    assert stream.get_final_message() == stream.get_final_message()
    assert stream.get_final_text() == "Hi"


def test_the_message_stays_when_the_reader_left_at_the_last_event(server: Server) -> None:
    with client_of(server.script(stream_of("Hi")).url).messages.stream(**REQUEST) as stream:
        for event in stream:
            if event.type == "message_stop":
                break
    assert stream.get_final_text() == "Hi"


def test_a_stream_that_was_left_early_says_so(server: Server) -> None:
    with client_of(server.script(stream_of("a", "b")).url).messages.stream(**REQUEST) as stream:
        next(stream)
    for read in (stream.get_final_message, stream.until_done, lambda: next(stream), lambda: next(stream.text_stream)):
        with pytest.raises(tidings.ClosedError, match="closed before") as caught:
            read()
        error = caught.value
        assert (error.may_have_run, error.sent, error.request_id) == (True, "partial", stream.request_id)
    stream.close()


def test_a_message_without_text_has_no_final_text(server: Server) -> None:
    with client_of(server.script({"sse": stream_of()["sse"][:1] + stream_of()["sse"][-2:]}).url).messages.stream(
        **REQUEST
    ) as stream, pytest.raises(RuntimeError, match="no text"):
        stream.get_final_text()


def test_nothing_is_sent_before_the_block_is_entered(server: Server) -> None:
    run = server.script(stream_of("Hi"))
    manager = client_of(run.url).messages.stream(**REQUEST)
    assert run.requests(wait_ms=50) == []
    for expected in (1, 2):
        with manager as stream:
            assert stream.get_final_text() == "Hi"
        assert len(run.requests()) == expected


def test_a_refused_request_is_an_error_on_entering(server: Server) -> None:
    with pytest.raises(tidings.NotFoundError), client_of(server.play("status_404").url).messages.stream(**REQUEST):
        pytest.fail("the block was entered")
    with pytest.raises(tidings.NotFoundError):
        client_of(server.play("status_404").url).messages.create(**REQUEST, stream=True)


def test_the_request_id_is_on_streams_and_messages(server: Server) -> None:
    client = client_of(server.url)
    with client.messages.stream(**REQUEST) as stream:
        assert stream.request_id is not None and stream.request_id.startswith("req_demo_")
        assert stream.get_final_message()._request_id == stream.request_id
    assert (client.messages.create(**REQUEST)._request_id or "").startswith("req_demo_")


def test_leaving_the_block_closes_the_connection_at_once(server: Server) -> None:
    run = server.script(hanging_stream("a", "b"))
    with client_of(run.url).messages.stream(**REQUEST) as stream:
        assert next(stream.text_stream) == "a"
    assert run.only_request()["outcome"] == "client_closed"


def test_leaving_a_raw_stream_closes_the_connection_at_once(server: Server) -> None:
    run = server.script(hanging_stream("a", "b"))
    with client_of(run.url).messages.create(**REQUEST, stream=True) as stream:
        for _ in stream:
            break
    assert run.only_request()["outcome"] == "client_closed"


@pytest.mark.parametrize("raw", [True, False])
def test_dropping_a_stream_closes_the_connection_at_once(server: Server, raw: bool) -> None:
    run = server.script(hanging_stream("a"))
    messages = client_of(run.url).messages
    gc.disable()  # a stream in a reference cycle would only go when the collector runs
    try:
        stream = messages.create(**REQUEST, stream=True) if raw else messages.stream(**REQUEST).__enter__()
        next(stream)
        del stream
        assert run.only_request()["outcome"] == "client_closed"
    finally:
        gc.enable()


def test_an_exception_in_the_block_closes_the_connection_and_passes(server: Server) -> None:
    run = server.script(hanging_stream("a"))
    with pytest.raises(LookupError), client_of(run.url).messages.stream(**REQUEST) as stream:
        next(stream)
        raise LookupError
    assert run.only_request()["outcome"] == "client_closed"


def test_closing_from_another_thread_ends_a_blocked_reader(server: Server) -> None:
    run = server.script(hanging_stream("a"))
    stream = client_of(run.url).messages.create(**REQUEST, stream=True)
    threading.Timer(0.2, stream.close).start()
    with pytest.raises(tidings.ClosedError):
        list(stream)
    assert run.only_request()["outcome"] == "client_closed"


def test_threads_share_a_stream_and_each_event_goes_to_one_of_them_in_order(server: Server) -> None:
    events = [*opening(), *(text_delta(str(number)) for number in range(5000)), *closing()]
    run = server.script(stream_in_pieces(*events))
    interval = sys.getswitchinterval()
    # Threads take turns as often as they can, so that what is not one step comes apart.
    sys.setswitchinterval(1e-5)
    try:
        for _ in range(10):
            stream = client_of(run.url).messages.create(**REQUEST, stream=True)
            reads: list[list[tidings.types.Event]] = [[] for _ in range(8)]
            work(*(partial(lambda read: read.extend(stream), read) for read in reads))
            numbers = [[int(event.delta.text) for event in read if event.type == "content_block_delta"] for read in reads]
            assert all(read == sorted(read) for read in numbers)
            assert sorted(sum(numbers, [])) == list(range(5000))
    finally:
        sys.setswitchinterval(interval)


def test_a_thread_that_waits_is_not_woken_for_signals_that_it_cannot_see(server: Server) -> None:
    # In a process of its own: who waits serves the connections of the whole process, and is woken for them.
    program = """
import resource
def switches():
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
def read(stream, waits):
    for _ in range(3): next(stream)  # all that comes
    before = switches()
    try:
        list(stream)
    except tidings.ClosedError:
        waits.append(switches() - before)
def wait(waits):
    stream = client.messages.create(**request, stream=True)
    reader = threading.Thread(target=read, args=(stream, waits))
    reader.start(); time.sleep(1); stream.close(); reader.join()
waits = []
for _ in range(4): wait(waits)
# It was woken twenty times a second when it looked for signals.
assert len(waits) == 4 and min(waits) < 10, waits
"""
    check_success(run_program(program, server.script(hanging_stream("a")).url))


def test_closing_a_client_closes_its_idle_connections_and_no_stream(server: Server) -> None:
    def descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))

    client = client_of(server.url)
    client.messages.create(**REQUEST)
    stream = client.messages.create(**REQUEST, stream=True)
    client.messages.create(**REQUEST)
    before = descriptors()
    client.close()
    deadline = time.monotonic() + 10
    while descriptors() >= before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert descriptors() < before
    assert [event.type for event in stream][-1] == "message_stop"


def test_messages_is_one_object_and_keeps_no_client(server: Server) -> None:
    for client in (client_of(server.url), tidings.AsyncClient(api_key="k", base_url=server.url)):
        assert client.messages is client.messages
    client = client_of(server.url)
    gc.disable()  # in a reference cycle the client would only go when the collector runs
    try:
        gone, messages = weakref.ref(client), client.messages
        del client
        assert gone() is None
        assert messages.create(**REQUEST).content
    finally:
        gc.enable()


def test_one_client_serves_many_threads(server: Server) -> None:
    client, answers = client_of(server.url), {}

    def ask(number: int) -> None:
        content = f"number{number}"
        with client.messages.stream(**{**REQUEST, "messages": [{"role": "user", "content": content}]}) as stream:
            answers[content] = stream.get_final_text()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == 20 and all(f"“{content}”" in answer for content, answer in answers.items())


def test_other_threads_run_while_one_waits(server: Server) -> None:
    run = server.script({"delay_ms": 1000, **stream_of("Hi")})
    ticks = []
    waiting = threading.Thread(target=lambda: client_of(run.url).messages.create(**REQUEST, stream=True))
    waiting.start()
    while waiting.is_alive():
        ticks.append(1)
        waiting.join(timeout=0.01)
    assert len(ticks) > 5
