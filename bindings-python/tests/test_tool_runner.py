"""The loop that runs tools for the model, blocking and awaiting."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from support import REQUEST, Run, Server, closing, opening

import tidings
from tidings import beta_async_tool, beta_tool, types
from tidings.lib.tools import BetaBuiltinFunctionTool, ToolError

pytest.importorskip("pydantic", minversion="2")

CALLED: list[Any] = []


@beta_tool
def add(a: int, b: int = 1) -> Any:
    """Adds."""
    CALLED.append((a, b))
    match a:
        case 99:
            raise RuntimeError("boom")
        case 98:
            raise ToolError([{"type": "text", "text": "structured"}])
        case 97:
            return [{"type": "text", "text": "x"}, {"type": "text", "text": "y"}]
        case 96:
            return {"type": "text", "text": "one"}
        case 95:
            return None
        case 94:
            return 5
        case 93:
            return types.TextBlock(text="block")
    return str(a + b)


@beta_async_tool
async def wait(a: int) -> str:
    """Waits."""
    await asyncio.sleep(0)
    CALLED.append(a)
    return f"waited {a}"


@pytest.fixture(autouse=True)
def nothing_called() -> None:
    CALLED.clear()


def use(name: str, input: Any, id: str = "toolu_1") -> dict[str, Any]:
    return {"type": "tool_use", "id": id, "name": name, "input": input}


def says(*content: Any, stop: str = "tool_use", **more: Any) -> dict[str, Any]:
    blocks = [block if isinstance(block, dict) else {"type": "text", "text": block} for block in content]
    return {"json": {**opening()[0]["message"], "content": blocks, "stop_reason": stop, **more}}


def done(text: str = "done") -> dict[str, Any]:
    return says(text, stop="end_turn")


def streams(*content: Any, stop: str = "tool_use") -> dict[str, Any]:
    """The same as a stream."""
    events = opening()[:1]
    for index, block in enumerate(content):
        start = {"type": "text", "text": ""} if isinstance(block, str) else {**block, "input": {}}
        events.append({"type": "content_block_start", "index": index, "content_block": start})
        delta: Any = {"type": "text_delta", "text": block}
        if not isinstance(block, str):
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        events.append({"type": "content_block_delta", "index": index, "delta": delta})
        events.append({"type": "content_block_stop", "index": index})
    end = closing()[1:]
    end[0]["delta"]["stop_reason"] = stop
    return {"sse": [{"event": event["type"], "data": event} for event in [*events, *end]]}


def runner(run: Run, **more: Any) -> Any:
    client = tidings.Client(api_key="k", base_url=run.url, max_retries=0)
    return client.beta.messages.tool_runner(**{**REQUEST, "tools": [add], **more})


def sent(run: Run) -> list[Any]:
    """The messages of every request, beside those that the first one had."""
    return [request["body"]["messages"][len(REQUEST["messages"]) :] for request in run.requests()]


def result(content: Any, id: str = "toolu_1", **more: Any) -> dict[str, Any]:
    return {"type": "tool_result", "tool_use_id": id, "content": content, **more}


def answered(server: Server, a: int) -> Any:
    """The result that the model is given of a tool called with this number."""
    run = server.script(says(use("add", {"a": a})), done())
    assert runner(run).until_done().content[0].text == "done"
    return sent(run)[1][1]["content"][0]


def test_tools_are_run_until_the_model_asks_for_none(server: Server) -> None:
    calls = [use("add", {"a": 1}, "t1"), use("add", {"a": 2, "b": 3}, "t2")]
    run = server.script(says("Well,", *calls), done())
    messages = list(runner(run))
    assert [message.stop_reason for message in messages] == ["tool_use", "end_turn"]
    assert sent(run) == [
        [],
        [
            {"role": "assistant", "content": [{"type": "text", "text": "Well,"}, *calls]},
            {"role": "user", "content": [result("2", "t1"), result("5", "t2")]},
        ],
    ]
    body = run.requests()[0]["body"]
    assert body["tools"] == [add.to_dict()] and body.keys() == {*REQUEST, "tools"}
    assert "anthropic-beta" not in run.requests()[0]["headers"]


def test_parameters_of_the_request_and_options_of_the_call_go_with_every_turn(server: Server) -> None:
    run = server.script(says(use("add", {"a": 1})), done())
    messages, tools = (message for message in REQUEST["messages"]), (tool for tool in [add])
    options = {"system": "S", "betas": ["b-1"], "extra_headers": {"x-a": "1"}, "extra_body": {"z": 1}, "timeout": 9}
    runner(run, messages=messages, tools=tools, thread=False, **options).until_done()
    for request in run.requests():
        assert request["body"]["system"] == "S" and request["body"]["z"] == 1 and "thread" not in request["body"]
        assert request["headers"]["anthropic-beta"] == "b-1" and request["headers"]["x-a"] == "1"


@pytest.mark.parametrize(
    ("a", "block"),
    [
        (99, result("RuntimeError('boom')", is_error=True)),
        (98, result([{"type": "text", "text": "structured"}], is_error=True)),
        (97, result([{"type": "text", "text": "x"}, {"type": "text", "text": "y"}])),
        (96, result([{"type": "text", "text": "one"}])),
        (95, {"type": "tool_result", "tool_use_id": "toolu_1"}),
        (94, result("TypeError('a tool gives a str or blocks of content, not int')", is_error=True)),
        (93, result([{"type": "text", "text": "block"}])),
    ],
)
def test_what_a_tool_gives_or_raises_is_what_the_model_is_told(server: Server, a: int, block: Any) -> None:
    assert answered(server, a) == block


def test_arguments_that_do_not_fit_are_told_with_what_is_wrong(server: Server) -> None:
    run = server.script(says(use("add", {"a": "x"})), done())
    runner(run).until_done()
    told = sent(run)[1][1]["content"][0]
    assert told["is_error"] and "a: Input should be a valid integer" in told["content"] and CALLED == []


def test_a_failure_is_logged_without_what_it_says(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "tidings"):
        answered(server, 99)
    assert "the tool add raised RuntimeError" in caplog.text and "boom" not in caplog.text


def test_a_tool_that_is_not_there_is_an_error_for_the_model_and_a_warning_for_people(server: Server) -> None:
    run = server.script(says(use("nope", {})), done())
    with pytest.warns(UserWarning, match=r"Tool 'nope' not found in tool runner; it can run \['add'\]"):
        runner(run, tools=[add, {"name": "nope", "input_schema": {"type": "object"}}]).until_done()
    assert sent(run)[1][1]["content"] == [result("Error: Tool 'nope' not found", is_error=True)]


def test_the_users_own_interrupt_passes_and_going_on_runs_the_tool_again(server: Server) -> None:
    interrupts = iter([KeyboardInterrupt()])

    @beta_tool
    def stop(a: int) -> str:
        for interrupt in interrupts:
            raise interrupt
        return "at last"

    run = server.script(says(use("stop", {"a": 1})), done())
    turns = runner(run, tools=[stop])
    with pytest.raises(KeyboardInterrupt):
        turns.until_done()
    assert turns.until_done().content[0].text == "done"
    assert sent(run)[1][1]["content"] == [result("at last")]


@pytest.mark.parametrize("stop", ["end_turn", "max_tokens", "refusal"])
def test_a_message_that_was_not_ended_for_a_tool_ends_the_loop(server: Server, stop: str) -> None:
    run = server.script(says(use("add", {"a": 1}), stop=stop))
    assert [message.stop_reason for message in runner(run)] == [stop] and CALLED == []


def test_a_paused_turn_goes_on(server: Server) -> None:
    search = {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}}
    run = server.script(says(search, stop="pause_turn"), done())
    runner(run).until_done()
    assert sent(run)[1] == [{"role": "assistant", "content": [search]}]


def test_iterations_can_be_limited(server: Server) -> None:
    run = server.script(says(use("add", {"a": 1})), says(use("add", {"a": 2})), done())
    assert [message.stop_reason for message in runner(run, max_iterations=2)] == ["tool_use", "tool_use"]
    assert len(run.requests()) == 2
    with pytest.raises(RuntimeError, match="max_iterations allows no request"):
        runner(run, max_iterations=0).until_done()


def test_leaving_the_loop_and_going_on_loses_nothing(server: Server) -> None:
    run = server.script(says(use("add", {"a": 1})), done())
    turns = runner(run)
    for _ in turns:
        break
    assert turns.until_done().stop_reason == "end_turn" and CALLED == [(1, 1)]
    assert turns.until_done().stop_reason == "end_turn" and list(turns) == [] and len(run.requests()) == 2


def test_a_request_that_fails_raises_and_going_on_sends_it_again(server: Server) -> None:
    bad = {"status": 400, "json": {"type": "error", "error": {"type": "invalid_request_error", "message": "bad"}}}
    run = server.script(says(use("add", {"a": 1})), bad, done())
    turns = runner(run)
    with pytest.raises(tidings.BadRequestError):
        turns.until_done()
    assert turns.until_done().stop_reason == "end_turn"
    first, second, third = sent(run)
    assert second == third and CALLED == [(1, 1)]


def test_results_can_be_looked_at_before_they_are_sent_and_the_tool_runs_once(server: Server) -> None:
    run = server.script(says(use("add", {"a": 1})), done())
    turns = runner(run)
    assert turns.generate_tool_call_response() is None
    seen = [(turns.generate_tool_call_response(), turns.generate_tool_call_response()) for _ in turns]
    expected = {"role": "user", "content": [result("2")]}
    assert seen == [(expected, expected), (None, None)] and CALLED == [(1, 1)]


def test_messages_of_the_callers_own_stand_in_place_of_the_runners(server: Server) -> None:
    run = server.script(says(use("add", {"a": 1})), done())
    turns = runner(run)
    for message in turns:
        if message.stop_reason == "tool_use":
            turns.append_messages(message, turns.generate_tool_call_response(), {"role": "user", "content": "And?"})
    told = {"role": "user", "content": [result("2")]}
    assert sent(run)[1] == [
        {"role": "assistant", "content": [use("add", {"a": 1})]},
        told,
        {"role": "user", "content": "And?"},
    ]


def test_parameters_can_be_changed_on_the_way(server: Server) -> None:
    @beta_tool
    def late(a: int) -> str:
        """Comes later."""
        return "late"

    run = server.script(says(use("add", {"a": 1})), says(use("late", {"a": 1})), done())
    turns = runner(run)
    for message in turns:
        if message.content[0].type == "tool_use" and message.content[0].name == "add":
            turns.set_messages_params(lambda params: {**params, "max_tokens": 7, "tools": [*params["tools"], late]})
    bodies = [request["body"] for request in run.requests()]
    assert [body["max_tokens"] for body in bodies] == [REQUEST["max_tokens"], 7, 7]
    assert [len(body["tools"]) for body in bodies] == [1, 2, 2]
    assert sent(run)[2][-1]["content"] == [result("late")]
    with pytest.raises(TypeError, match="the parameters of a request are a dict"):
        turns.set_messages_params(5)


def test_the_container_of_server_tools_is_kept(server: Server) -> None:
    container = {"id": "c1", "expires_at": "2026-01-01T00:00:00Z"}
    for asked, kept in [(tidings.omit, "c1"), ("mine", "mine"), ({"skills": []}, {"skills": [], "id": "c1"})]:
        run = server.script(says(use("add", {"a": 1}), container=container), done())
        runner(run, container=asked).until_done()
        assert run.requests()[1]["body"]["container"] == kept


def test_a_tool_of_the_api_is_run_too(server: Server) -> None:
    class Shell(BetaBuiltinFunctionTool):
        def to_dict(self) -> Any:
            return {"type": "bash_20250124", "name": "bash"}

        def call(self, input: Any) -> str:
            return f"ran {input['command']}"

    run = server.script(says(use("bash", {"command": "ls"})), done())
    runner(run, tools=[Shell()]).until_done()
    assert run.requests()[0]["body"]["tools"] == [{"type": "bash_20250124", "name": "bash"}]
    assert sent(run)[1][1]["content"] == [result("ran ls")]


def test_the_last_message_can_be_a_value(server: Server) -> None:
    run = server.script(says(use("add", {"a": 1})), done("[1, 2]"))
    assert runner(run, output_format=list[int]).until_done().parsed_output == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"tools": [wait]}, TypeError, "needs a synchronous tool .*BetaAsyncFunctionTool is none"),
        ({"thread": True}, ValueError, "thread can only be False"),
        ({"run_tools_eagerly": True}, ValueError, "run_tools_eagerly can only be False"),
        ({"nonsense": 1}, TypeError, "nonsense"),
    ],
)
def test_what_a_runner_cannot_do_is_refused(arguments: Any, error: type[Exception], words: str) -> None:
    client = tidings.Client(api_key="k")
    with pytest.raises(error, match=words):
        client.beta.messages.tool_runner(**{**REQUEST, "tools": [add], **arguments})


def test_turns_can_be_streams(server: Server) -> None:
    run = server.script(streams("Well,", use("add", {"a": 1})), streams("done", stop="end_turn"))
    texts = []
    for stream in runner(run, stream=True):
        assert type(stream) is tidings.MessageStream
        texts.append("".join(stream.text_stream))
    assert texts == ["Well,", "done"]
    assert sent(run)[1] == [
        {"role": "assistant", "content": [{"type": "text", "text": "Well,"}, use("add", {"a": 1})]},
        {"role": "user", "content": [result("2")]},
    ]


def test_a_stream_that_was_left_is_read_to_its_end_before_tools_are_run(server: Server) -> None:
    run = server.script(streams("Well,", use("add", {"a": 1})), streams("done", stop="end_turn"))
    for stream in runner(run, stream=True):
        next(iter(stream))
    assert len(run.requests()) == 2 and CALLED == [(1, 1)]
    run = server.script(streams("Well,", use("add", {"a": 1})), streams("done", stop="end_turn"))
    assert runner(run, stream=True).until_done().content[0].text == "done"


def test_a_stream_that_breaks_raises_and_going_on_begins_the_turn_anew(server: Server) -> None:
    cut = {"sse": streams(use("add", {"a": 1}))["sse"][:-2]}
    run = server.script(cut, streams(use("add", {"a": 2})), streams("done", stop="end_turn"))
    turns = runner(run, stream=True)
    with pytest.raises(tidings.StreamTruncatedError):
        turns.until_done()
    assert turns.until_done().content[0].text == "done" and CALLED == [(2, 1)]


def test_closing_ends_the_loop(server: Server) -> None:
    run = server.script(streams("Well,", use("add", {"a": 1})))
    turns = runner(run, stream=True)
    for stream in turns:
        turns.close()
        with pytest.raises(tidings.ClosedError):
            stream.get_final_message()
    assert len(run.requests()) == 1


def test_the_async_client_runs_coroutine_functions(server: Server) -> None:
    async def go() -> None:
        run = server.script(says(use("wait", {"a": 1}, "t1"), use("wait", {"a": 2}, "t2")), done())
        async with tidings.AsyncClient(api_key="k", base_url=run.url) as client:
            turns = client.beta.messages.tool_runner(**REQUEST, tools=[wait])
            reasons = [message.stop_reason async for message in turns]
            assert reasons == ["tool_use", "end_turn"] and await turns.generate_tool_call_response() is None
            assert sent(run)[1][1]["content"] == [result("waited 1", "t1"), result("waited 2", "t2")]
            with pytest.raises(TypeError, match="needs an async tool"):
                client.beta.messages.tool_runner(**REQUEST, tools=[add])

    asyncio.run(go())
    assert CALLED == [1, 2]


def test_the_async_client_streams_turns(server: Server) -> None:
    async def go() -> None:
        run = server.script(streams("Well,", use("wait", {"a": 1})), streams("done", stop="end_turn"))
        async with tidings.AsyncClient(api_key="k", base_url=run.url) as client:
            texts = []
            async for stream in client.beta.messages.tool_runner(**REQUEST, tools=[wait], stream=True):
                texts.append("".join([text async for text in stream.text_stream]))
            assert texts == ["Well,", "done"] and sent(run)[1][1]["content"] == [result("waited 1")]
            run = server.script(streams("Well,", use("wait", {"a": 1})), streams("done", stop="end_turn"))
            client = tidings.AsyncClient(api_key="k", base_url=run.url)
            turns = client.beta.messages.tool_runner(**REQUEST, tools=[wait], stream=True)
            assert (await turns.until_done()).content[0].text == "done"

    asyncio.run(go())


def test_cancelling_the_runner_cancels_the_tool(server: Server) -> None:
    async def go() -> None:
        begun, cancelled = asyncio.Event(), []

        @beta_async_tool
        async def slow(a: int) -> str:
            begun.set()
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                cancelled.append(a)
                raise
            return ""

        run = server.script(says(use("slow", {"a": 1})), done())
        async with tidings.AsyncClient(api_key="k", base_url=run.url) as client:
            task = asyncio.create_task(client.beta.messages.tool_runner(**REQUEST, tools=[slow]).until_done())
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert cancelled == [1] and len(run.requests()) == 1

    asyncio.run(go())
