"""Section 1.5: tools from functions, and the loop that runs them."""

from __future__ import annotations

import asyncio
import json
from typing import Any, List, Literal, Optional

import pydantic
from answers import block, end, error, events, json_deltas, message, start, text_block, text_deltas, tool_use
from harness import example
from plain import caught, plain

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "What is the weather in Paris?"}],
}
ASKS = message(text_block("I'll look."), tool_use("get_weather", {"location": "Paris"}), stop_reason="tool_use")
SAYS = message(text_block("It is sunny."))


class Filter(pydantic.BaseModel):
    field: str
    values: List[int] = []


def weather(sdk, answer: Any = "Sunny, 18 degrees"):
    """The tool of the README, blocking."""

    @sdk.beta_tool
    def get_weather(location: str, unit: Literal["c", "f"] = "c") -> str:
        """Look up the weather of a place.

        Args:
            location: The city, such as Paris
            unit: Celsius or Fahrenheit
        """
        if isinstance(answer, Exception):
            raise answer
        return answer if not callable(answer) else answer(location, unit)

    return get_weather


def async_weather(sdk):
    """The same, to be awaited."""

    @sdk.beta_async_tool
    async def get_weather(location: str) -> str:
        """Look up the weather of a place."""
        await asyncio.sleep(0)
        return f"Sunny in {location}"

    return get_weather


@example(only="sync")
def the_schema_of_a_function(sdk):
    tool = weather(sdk)
    return tool.name, tool.to_dict(), tool.call({"location": "Paris"})


@example(only="sync")
def a_function_stays_a_function(sdk):
    return weather(sdk, lambda location, unit: f"{location} {unit}")("Rome", unit="f")


@example(only="sync")
def arguments_of_many_types(sdk):
    @sdk.beta_tool
    def search(
        query: str, limit: int = 10, filters: Optional[List[Filter]] = None, deep: bool = False, ratio: float = 1.5
    ):
        """Search for things."""
        return str((query, limit, filters, deep, ratio))

    return search.to_dict(), search.call({"query": "ants", "filters": [{"field": "a", "values": [1]}]})


@example(only="sync")
def a_function_without_arguments(sdk):
    @sdk.beta_tool
    def now() -> str:
        """The time."""
        return "12:00"

    return now.to_dict(), now.call({})


@example(only="sync")
def a_function_without_a_docstring(sdk):
    @sdk.beta_tool
    def mystery(x: int) -> str:
        return str(x + 1)

    return mystery.to_dict(), mystery.call({"x": 4})


@example(only="sync")
def a_tool_with_settings(sdk):
    @sdk.beta_tool(
        name="look", description="Looks.", cache_control={"type": "ephemeral"}, strict=True, defer_loading=True
    )
    def look(at: str) -> str:
        return at

    return look.to_dict(), look.name


@example(only="sync")
def a_tool_with_its_own_schema(sdk):
    schema = {"type": "object", "properties": {"at": {"type": "string"}}, "required": ["at"]}

    @sdk.beta_tool(input_schema=schema)
    def look(at: str) -> str:
        """Looks."""
        return at

    return look.to_dict(), look.call({"at": "x"})


@example(only="sync")
def an_input_that_does_not_fit(sdk):
    return isinstance(caught(weather(sdk).call, {"place": 3}), ValueError)


@example(only="sync")
def the_arguments_are_converted(sdk):
    @sdk.beta_tool
    def add(a: int, b: int) -> str:
        """Adds."""
        return str(a + b)

    return add.call({"a": "1", "b": 2})


@example(ASKS, SAYS)
def a_loop_until_done(sdk, client):
    from faces import Driven

    tool = async_weather(sdk) if isinstance(client, Driven) else weather(sdk)
    runner = client.beta.messages.tool_runner(**CALL, tools=[tool], thread=False)
    final = runner.until_done()
    return final.content[0].text, final.stop_reason


@example(ASKS, SAYS)
def a_loop_message_by_message(sdk, client):
    from faces import Driven

    tool = async_weather(sdk) if isinstance(client, Driven) else weather(sdk)
    runner = client.beta.messages.tool_runner(**CALL, tools=[tool], thread=False)
    return [[block.type for block in message.content] for message in runner]


@example(ASKS, SAYS, only="sync")
def a_loop_as_the_readme_has_it(sdk):
    client = sdk.Anthropic()
    runner = client.beta.messages.tool_runner(**CALL, tools=[weather(sdk)])
    return [message.stop_reason for message in runner]


@example(ASKS, SAYS, only="sync")
def the_results_are_looked_at(sdk):
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk)], thread=False)
    told = []
    for message in runner:
        response = runner.generate_tool_call_response()
        told.append((message.stop_reason, plain(response)))
    return told


@example(ASKS, SAYS, only="sync")
def a_tool_that_raises(sdk):
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk, ValueError("no sun"))], thread=False)
    return runner.until_done().content[0].text


@example(ASKS, SAYS, only="sync")
def a_tool_that_raises_a_tool_error(sdk):
    from importlib import import_module

    tools = import_module(f"{sdk.types.__name__.partition('.')[0]}.lib.tools")
    failure = tools.ToolError([{"type": "text", "text": "No such city"}])
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk, failure)], thread=False)
    return runner.until_done().content[0].text


@example(message(tool_use("unknown", {}), stop_reason="tool_use"), SAYS, only="sync")
def a_tool_that_is_not_there(sdk):
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk)], thread=False)
    return runner.until_done().content[0].text


@example(message(tool_use("get_weather", {"place": 1}), stop_reason="tool_use"), SAYS, only="sync")
def an_input_of_the_model_that_does_not_fit(sdk):
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk)], thread=False)
    return runner.until_done().content[0].text


@example(
    message(
        tool_use("get_weather", {"location": "A"}),
        tool_use("get_weather", {"location": "B"}, id="toolu_2"),
        stop_reason="tool_use",
    ),
    SAYS,
    only="sync",
)
def two_calls_at_once(sdk):
    tool = weather(sdk, lambda location, unit: f"{location}:{unit}")
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[tool], thread=False)
    return runner.until_done().content[0].text


@example(ASKS, SAYS, only="sync")
def a_tool_gives_blocks(sdk):
    tool = weather(sdk, [{"type": "text", "text": "Sunny"}, {"type": "text", "text": "18"}])
    return sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[tool], thread=False).until_done().id


@example(ASKS, only="sync")
def a_loop_has_an_end(sdk):
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk)], max_iterations=2, thread=False)
    return len(list(runner))


@example(ASKS, SAYS, only="sync")
def messages_are_added_in_between(sdk):
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk)], thread=False)
    for message in runner:
        if message.stop_reason == "tool_use":
            runner.append_messages(
                message, runner.generate_tool_call_response(), {"role": "user", "content": "Be brief."}
            )


@example(ASKS, SAYS, only="sync")
def parameters_change_in_between(sdk):
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk)], thread=False)
    for _ in runner:
        runner.set_messages_params(lambda params: {**params, "max_tokens": 99})


def tool_events(name: str, *pieces: str) -> dict[str, Any]:
    return events(start(), *block(0, tool_use(name, {}), *json_deltas(*pieces)), *end("tool_use"))


@example(
    tool_events("get_weather", '{"location"', ': "Paris"}'),
    events(start(), *block(0, text_block(""), *text_deltas("Sun", "ny.")), *end()),
    only="sync",
)
def a_loop_of_streams(sdk):
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk)], stream=True, thread=False)
    told = []
    for stream in runner:
        told.append([event.type for event in stream])
        told.append(stream.get_final_message().stop_reason)
    return told


@example(ASKS, error(500, "api_error"), SAYS, only="sync")
def a_loop_is_tried_again(sdk):
    runner = sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk)], thread=False)
    return runner.until_done().content[0].text


@example(error(400, "invalid_request_error", "no"), only="sync")
def a_loop_that_is_refused(sdk):
    return caught(sdk.Anthropic().beta.messages.tool_runner(**CALL, tools=[weather(sdk)], thread=False).until_done)


@example(message(tool_use("get_weather", {"location": "Paris"}), stop_reason="tool_use"), SAYS, only="sync")
def tools_of_both_kinds(sdk):
    plain_tool = {"type": "web_search_20250305", "name": "web_search"}
    runner = sdk.Anthropic().beta.messages.tool_runner(
        **CALL, tools=[weather(sdk), plain_tool], betas=["one"], thread=False, system="Short."
    )
    return runner.until_done().content[0].text


@example(ASKS, SAYS)
async def an_async_loop_as_people_write_it(sdk):
    async with sdk.AsyncAnthropic() as client:
        runner = client.beta.messages.tool_runner(**CALL, tools=[async_weather(sdk)], thread=False)
        return [message.stop_reason async for message in runner]


@example(ASKS, SAYS, only="sync")
def a_tool_in_a_loop_of_ones_own(sdk):
    client = sdk.Anthropic()
    tool = weather(sdk)
    turns = list(CALL["messages"])
    for _ in range(3):
        message = client.beta.messages.create(**CALL | {"messages": turns}, tools=[tool.to_dict()])
        if message.stop_reason != "tool_use":
            break
        turns.append({"role": "assistant", "content": message.content})
        results = [
            {"type": "tool_result", "tool_use_id": block.id, "content": tool.call(block.input)}
            for block in message.content
            if block.type == "tool_use"
        ]
        turns.append({"role": "user", "content": results})
    return message.content[0].text, json.dumps(plain(turns[-1]))
