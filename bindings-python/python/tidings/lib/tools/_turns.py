"""A conversation with tools, turn by turn: what is sent next, and when it is over. Nothing is sent or run here."""

from __future__ import annotations

from ..._generic import Generic, OutputT
from ..._models import BaseModel
from ..._options import NotGiven, Omit
from ._function import ToolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ...types import (
        AssistantMessageParam,
        Message,
        MessageParam,
        SystemMessageParam,
        ToolUseBlock,
        UserMessageParam,
    )
    from ...types._parsed import ParsedMessage

# What is said of the call and not of the message.
_OPTIONS = frozenset(
    (
        "extra_headers",
        "extra_query",
        "extra_body",
        "timeout",
        "max_retries",
        "max_retry_after",
        "throttle_patience",
        "retry_ambiguous",
        "retry_on_timeout",
        "validation",
        "stream_long_calls",
    )
)


class Turns(Generic[OutputT]):
    """What all runners have in common: the parameters of the next request, the tools, and the last message."""

    def __init__(self, arguments: dict[str, Any], *, are_async: bool) -> None:
        arguments.pop("self", None)
        if arguments.pop("thread", None):
            raise ValueError("tool_runner sends the whole conversation with every turn; thread can only be False")
        if arguments.pop("run_tools_eagerly", False):
            raise ValueError("tool_runner runs tools when their message is complete; run_tools_eagerly can only be False")
        limit = arguments.pop("max_iterations", None)
        given = {name: value for name, value in arguments.items() if not isinstance(value, (NotGiven, Omit))}
        self._options = {name: given.pop(name) for name in _OPTIONS & given.keys()}
        self._are_async = are_async
        self._limit: int | None = None if isinstance(limit, (NotGiven, Omit)) else limit
        self._tools: dict[str, Any] = {}
        self._params: dict[str, Any] = {}
        self._sent = 0
        self._is_over = False
        self._last: ParsedMessage[OutputT] | None = None
        self._response: UserMessageParam | None = None
        self._has_responded = False
        self._has_appended = False
        self._is_open = False
        self._set(given)

    def append_messages(
        self, *messages: MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message
    ) -> None:
        """Adds messages to the conversation. In this turn the runner adds none: neither the model's nor the results."""
        self._has_appended = True
        self._params["messages"] += [_plain(message) for message in messages]

    def set_messages_params(self, params: Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
        """Sets the parameters of the next request, or has a function make them of the last. Options of calls stay."""
        made = params({**self._params, "messages": list(self._params["messages"])}) if callable(params) else params
        if not hasattr(made, "keys"):
            raise TypeError(f"the parameters of a request are a dict, not {type(made).__name__}")
        self._set(dict(made))

    def _set(self, params: dict[str, Any]) -> None:
        params["messages"] = list(params["messages"])
        params["tools"] = [self._declared(tool) for tool in params.get("tools") or ()]
        self._params = params

    def _declared(self, tool: Any) -> Any:
        """The tool as a request has it; one that can be run is remembered by its name."""
        if not hasattr(tool, "call"):
            return tool
        import inspect

        if inspect.iscoroutinefunction(tool.call) != self._are_async:
            right = "an async tool (beta_async_tool)" if self._are_async else "a synchronous tool (beta_tool)"
            raise TypeError(f"this tool_runner needs {right}, and {type(tool).__name__} is none")
        self._tools[tool.name] = tool
        return tool.to_dict()

    def _may_send(self) -> bool:
        return not self._is_over and (self._limit is None or self._sent < self._limit)

    def _request(self) -> dict[str, Any]:
        """The arguments of the next call."""
        return {**self._options, **self._params}

    def _begin(self, message: ParsedMessage[OutputT] | None) -> None:
        """A turn begins: the request was sent, and the message is there or comes as a stream."""
        self._sent += 1
        self._last = message
        self._response = None
        self._is_open = True
        self._has_responded = self._has_appended = False

    def _respond(self, results: list[dict[str, Any]]) -> UserMessageParam | None:
        response: Any = {"role": "user", "content": results} if results else None
        self._response, self._has_responded = response, True
        return self._response

    @staticmethod
    def _last_message(message: ParsedMessage[OutputT] | None) -> ParsedMessage[OutputT]:
        if message is None:
            raise RuntimeError("no message has come: max_iterations allows no request")
        return message

    def _end(self, message: ParsedMessage[OutputT], response: UserMessageParam | None) -> None:
        """The turn is over: the conversation goes on with the results of tools, or when the model only paused."""
        self._is_open = False
        is_paused = message.stop_reason == "pause_turn"
        if not is_paused and response is None:
            self._is_over = True
            return
        if not self._has_appended:
            said = [_plain(message)] if is_paused or response is None else [_plain(message), response]
            self._params["messages"] += said
        self._keep_container(message)

    def _keep_container(self, message: Message) -> None:
        # The API keeps what server tools made for as long as the same container is named.
        container = getattr(message.container, "id", None)
        asked = self._params.get("container")
        if container is None or isinstance(asked, str):
            return
        self._params["container"] = container if asked is None else {**asked, "id": container}


def calls_of(message: Message) -> list[ToolUseBlock]:
    """The tools that the message asks for."""
    return [block for block in message.content if block.type == "tool_use"]


def result(call: ToolUseBlock, content: Any) -> dict[str, Any]:
    """The block that tells the model what its tool gave. Raises `TypeError` for what is no content."""
    block = {"type": "tool_result", "tool_use_id": call.id}
    if content is None:
        return block
    if isinstance(content, str):
        return {**block, "content": content}
    if hasattr(content, "keys") or isinstance(content, BaseModel):
        return {**block, "content": [content]}
    if not hasattr(content, "__iter__"):
        raise TypeError(f"a tool gives a str or blocks of content, not {type(content).__name__}")
    return {**block, "content": list(content)}


def failure(call: ToolUseBlock, error: Exception) -> dict[str, Any]:
    """The block that tells the model that its tool failed, and the program's log which one did."""
    if isinstance(error, ToolError):
        return {**result(call, error.content), "is_error": True}
    import logging

    logger = logging.getLogger("tidings")
    # What the error says may hold what people wrote; it is shown to who debugs the program only.
    trace = error if logger.isEnabledFor(logging.DEBUG) else None
    logger.error("the tool %s raised %s; the model is told", call.name, type(error).__name__, exc_info=trace)
    return {**result(call, repr(error)), "is_error": True}


def unknown(call: ToolUseBlock, tools: Mapping[str, Any]) -> dict[str, Any]:
    """The block that tells the model that there is no such tool, and a warning that tells the programmer."""
    import warnings

    warnings.warn(
        f"Tool {call.name!r} not found in tool runner; it can run {list(tools)}. Make a tool of a function with "
        "beta_tool, or answer the call with append_messages().",
        UserWarning,
        stacklevel=5,
    )
    return {**result(call, f"Error: Tool {call.name!r} not found"), "is_error": True}


def _plain(message: Any) -> Any:
    return message.to_param() if hasattr(message, "to_param") else message
