"""How long a client waits, when it tries again, and what it knows of the pressure on the server."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from support import REQUEST, Run, Server, hanging_stream, stream_of

import tidings

ANSWER: dict[str, Any] = {"json": {"type": "message", "content": []}}
BUSY: dict[str, Any] = {"status": 529, "headers": {"retry-after": "5"}, "json": {}}
BROKEN: dict[str, Any] = {"status": 500, "headers": {"retry-after-ms": "1"}, "json": {}}


def client(run: Run, **options: Any) -> tidings.Client:
    return tidings.Client(api_key="k", base_url=run.url, **options)


def by_client(run: Run, **options: Any) -> None:
    client(run, **options).messages.create(**REQUEST)


def by_call(run: Run, **options: Any) -> None:
    client(run).messages.create(**REQUEST, **options)


both = pytest.mark.parametrize("call", [by_client, by_call])


@both
def test_a_request_that_may_have_run_is_tried_again_unless_that_is_turned_off(server: Server, call: Any) -> None:
    call(server.script(BROKEN, ANSWER))
    with pytest.raises(tidings.InternalServerError) as caught:
        call(server.script(BROKEN, ANSWER), retry_ambiguous=False)
    assert caught.value.attempts == 1 and caught.value.may_have_run


@both
def test_a_call_that_got_no_answer_is_tried_again_when_that_is_turned_on(server: Server, call: Any) -> None:
    late = {**ANSWER, "delay_ms": 60_000}
    with pytest.raises(tidings.APITimeoutError) as caught:
        call(server.script(late, ANSWER), timeout={"head": 0.3})
    assert (caught.value.attempts, caught.value.reason) == (1, "head_limit")
    call(server.script(late, ANSWER), timeout={"head": 3}, retry_on_timeout=True)


@both
@pytest.mark.parametrize("options", [{"max_retry_after": 1}, {"throttle_patience": 1}], ids=["hint", "patience"])
def test_a_wait_longer_than_one_is_ready_for_fails_at_once(server: Server, call: Any, options: Any) -> None:
    with pytest.raises(tidings.OverloadedError) as caught:
        call(server.script(BUSY, ANSWER), **options)
    assert (caught.value.attempts, caught.value.retry_after) == (1, 5.0) and caught.value.elapsed < 4


@both
def test_a_server_that_takes_nothing_runs_into_the_write_limit(call: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        run: Any = type("Silent", (), {"url": f"http://127.0.0.1:{listener.getsockname()[1]}"})
        large: dict[str, Any] = {"extra_body": {"messages": [{"role": "user", "content": "x" * 30_000_000}]}}
        with pytest.raises(tidings.APITimeoutError) as caught:
            if call is by_client:
                client(run, timeout={"write": 0.3}, max_retries=0).messages.create(**REQUEST, **large)
            else:
                client(run).messages.create(**REQUEST, **large, timeout={"write": 0.3}, max_retries=0)
    assert caught.value.reason == "write_limit"


def test_no_more_calls_than_wanted_are_under_way_at_once(server: Server) -> None:
    run = server.script(hanging_stream("Hi"), stream_of("there"))
    one = client(run, max_in_flight=1)
    with ThreadPoolExecutor(1) as pool:
        with one.messages.stream(**REQUEST) as first:
            assert next(first.text_stream) == "Hi"
            second = pool.submit(lambda: one.messages.stream(**REQUEST).__enter__().get_final_text())
            while not (waiting := one.pressure[0]["waiting"]):
                assert not second.done()
            assert waiting == 1 and one.pressure[0]["in_flight"] == 1 and len(run.requests(0)) == 1
        assert second.result(60) == "there"


def test_the_pressure_on_the_server_can_be_looked_at(server: Server) -> None:
    limits = {"anthropic-ratelimit-requests-limit": "50", "anthropic-ratelimit-requests-remaining": "49"}
    hint = {"headers": {**limits, "retry-after-ms": "1"}}
    run = server.script({"status": 529, "json": {}, **hint}, {**ANSWER, **hint})
    with client(run) as one:
        assert one.pressure == []
        one.messages.create(**REQUEST)
        (state,) = one.pressure
    assert state.keys() == tidings.types.PressureState.__annotations__.keys()
    assert state["origin"] == run.url.partition("/play")[0] and state["model"] == REQUEST["model"]
    assert (state["in_flight"], state["waiting"], state["refusals"]) == (0, 0, 1)
    for bucket in state["buckets"]:
        assert bucket.keys() == tidings.types.PressureBucket.__annotations__.keys() and bucket["limit"] == 50
    assert one.pressure == []


def test_a_client_that_is_not_to_mind_the_pressure_holds_nothing_back(server: Server) -> None:
    busy = {**BUSY, "headers": {"retry-after": "50"}}
    gates: dict[bool, list[Any]] = {}
    for pressure in (True, False):
        one = client(server.script(busy, ANSWER), pressure=pressure, max_retries=0)
        with pytest.raises(tidings.OverloadedError):
            one.messages.create(**REQUEST)
        gates[pressure] = [state["gate"] for state in one.pressure]
    assert gates[True][0] > 0 and not any(gates[False])
    assert one.messages.create(**REQUEST, timeout={"total": 40}).type == "message"
