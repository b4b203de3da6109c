"""Tools and the loop that runs them, as people write them. Never run: `test_types.py` has type checkers read it.

Every `type: ignore` is a mistake that has to be found: one that is not needed is an error too.
"""

from __future__ import annotations

from typing import assert_type

import tidings
from tidings import beta_async_tool, beta_tool
from tidings.lib.tools import BetaBuiltinFunctionTool, BetaFunctionToolResultType, ToolError
from tidings.types import MessageParam, ParsedMessage, ToolBash20250124Param

ASK: list[MessageParam] = [{"role": "user", "content": "How is the weather?"}]


@beta_tool
def get_weather(place: str, unit: str = "c") -> str:
    """The weather of a place."""
    if not place:
        raise ToolError([{"type": "text", "text": "Say where."}])
    return f"rain in {place}, 4 {unit}"


@beta_tool(name="time", strict=True, cache_control={"type": "ephemeral"}, allowed_callers=["direct"])
def get_time() -> BetaFunctionToolResultType:
    return [{"type": "text", "text": "noon"}]


@beta_async_tool
async def wait(seconds: int) -> str:
    return "done" * seconds


class Shell(BetaBuiltinFunctionTool):
    def to_dict(self) -> ToolBash20250124Param:
        return {"type": "bash_20250124", "name": "bash"}

    def call(self, input: object) -> str:
        return str(input)


def tools_are_still_functions() -> None:
    assert_type(get_weather("Oslo", unit="f"), str)
    assert_type(get_weather.name, str)
    assert_type(get_time.call({}), BetaFunctionToolResultType)
    print(get_weather.to_dict()["input_schema"])


def a_loop(client: tidings.Client) -> None:
    runner = client.beta.messages.tool_runner(
        model="m",
        max_tokens=1,
        messages=ASK,
        tools=[get_weather, get_time, Shell(), {"name": "other", "input_schema": {"type": "object"}}],
        max_iterations=5,
        betas=["some-beta"],
        timeout=9,
    )
    for message in runner:
        assert_type(message, ParsedMessage[None])
        runner.append_messages(message, {"role": "user", "content": "Go on."})
        runner.set_messages_params(lambda params: {**params, "max_tokens": 2})
        response = runner.generate_tool_call_response()
        if response is not None:
            runner.append_messages(response)
    assert_type(runner.until_done().stop_reason == "end_turn", bool)


def a_loop_of_streams(client: tidings.Client) -> None:
    for stream in client.beta.messages.tool_runner(
        model="m", max_tokens=1, messages=ASK, tools=[get_weather], stream=True, output_format=int
    ):
        assert_type(stream, tidings.MessageStream[int])
        for text in stream.text_stream:
            print(text)


async def awaited(client: tidings.AsyncClient) -> int | None:
    runner = client.beta.messages.tool_runner(
        model="m", max_tokens=1, messages=ASK, tools=[wait], output_format=int, thread=False
    )
    async for message in runner:
        assert_type(message, ParsedMessage[int])
    assert_type(await wait.call({"seconds": 1}), BetaFunctionToolResultType)
    async for stream in client.beta.messages.tool_runner(
        model="m", max_tokens=1, messages=ASK, tools=[wait], stream=True
    ):
        assert_type(stream, tidings.AsyncMessageStream[None])
    return (await runner.until_done()).parsed_output


def mistakes(client: tidings.Client, other: tidings.AsyncClient) -> None:
    get_weather(5)  # type: ignore[arg-type]
    get_weather.call()  # type: ignore[call-arg]
    beta_tool(strict="yes")  # type: ignore[call-overload]
    client.beta.messages.tool_runner(model="m", max_tokens=1, messages=ASK)  # type: ignore[call-overload]
    client.beta.messages.tool_runner(model="m", max_tokens=1, messages=ASK, tools=[wait])  # type: ignore[list-item]
    other.beta.messages.tool_runner(model="m", max_tokens=1, messages=ASK, tools=[get_time])  # type: ignore[list-item]
    print(get_weather.nam)  # type: ignore[attr-defined]
