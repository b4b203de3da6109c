"""Functions as tools: what the model is told of them, and how its arguments are checked before they are called."""

from __future__ import annotations

import inspect

from ..._generic import Generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping
    from typing import Any, TypedDict, TypeVar, overload

    from typing_extensions import Unpack

    from ...types import AllowedCaller, CacheControlEphemeralParam
    from ._aliases import BetaFunctionToolResultType

    FunctionT = TypeVar("FunctionT", bound=Callable[..., BetaFunctionToolResultType])
    AsyncFunctionT = TypeVar("AsyncFunctionT", bound=Callable[..., Awaitable[BetaFunctionToolResultType]])
    AnyFunctionT = TypeVar("AnyFunctionT", bound=Callable[..., Any])

    class ToolOptions(TypedDict, total=False):
        """What can be said of a tool beside its function."""

        name: str | None
        description: str | None
        input_schema: Mapping[str, Any] | type[Any] | None
        defer_loading: bool | None
        cache_control: CacheControlEphemeralParam | None
        allowed_callers: Iterable[AllowedCaller] | None
        eager_input_streaming: bool | None
        input_examples: Iterable[Mapping[str, object]] | None
        strict: bool | None

else:
    FunctionT = AsyncFunctionT = AnyFunctionT = None


class ToolError(Exception):
    """Raised by a tool that failed in a way the model is to know of: `content` is sent as an erroneous result."""

    def __init__(self, content: BetaFunctionToolResultType) -> None:
        self.content: BetaFunctionToolResultType = content if isinstance(content, str) else list(content)
        """What the model is told: a text, or blocks of content."""
        super().__init__(content if isinstance(content, str) else _texts(self.content))


class BaseFunctionTool(Generic[AnyFunctionT]):
    """A function as a tool. Calling the object calls the function; `call(input)` checks the input first."""

    func: AnyFunctionT
    """The function itself."""
    name: str
    """The name under which the model knows it."""
    description: str
    """What the model is told of it."""
    input_schema: dict[str, Any]
    """The JSON Schema of its arguments."""

    def __init__(self, func: AnyFunctionT, **options: Unpack[ToolOptions]) -> None:
        from ._arguments import Arguments
        from ._docstring import parse_docstring

        said: dict[str, Any] = {option: value for option, value in options.items() if value is not None}
        description, parameters = parse_docstring(getattr(func, "__doc__", None))
        schema = said.pop("input_schema", None)
        self.func = func
        self.name = said.pop("name", None) or _name_of(func)
        self.description = said.pop("description", description)
        self._arguments = Arguments(self.name, func)
        self.input_schema = self._arguments.schema(parameters) if schema is None else _schema_of(schema)
        self._options = said

    def to_dict(self) -> dict[str, Any]:
        """The tool as a request has it."""
        return {
            "name": self.name,
            "description": self.description,
            "input_schema": self.input_schema,
            **self._options,
        }

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


class BetaFunctionTool(BaseFunctionTool[FunctionT]):
    """A function that blocks as a tool. `beta_tool` makes it."""

    if TYPE_CHECKING:

        @property
        def __call__(self) -> FunctionT: ...

    else:

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            return self.func(*args, **kwargs)

    def call(self, input: object) -> BetaFunctionToolResultType:
        """Calls the function with the model's input, a dict of arguments.

        Raises `TypeError` for what is no dict and `ValueError` for arguments that do not fit, without calling it; what
        the function raises passes through.
        """
        args, kwargs = self._arguments.checked(input)
        result: BetaFunctionToolResultType = self.func(*args, **kwargs)
        return result


class BetaAsyncFunctionTool(BaseFunctionTool[AsyncFunctionT]):
    """A coroutine function as a tool. `beta_async_tool` makes it."""

    if TYPE_CHECKING:

        @property
        def __call__(self) -> AsyncFunctionT: ...

    else:

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            return self.func(*args, **kwargs)

    async def call(self, input: object) -> BetaFunctionToolResultType:
        """Calls the function with the model's input, as `BetaFunctionTool.call` does; cancelling it cancels that."""
        args, kwargs = self._arguments.checked(input)
        result: BetaFunctionToolResultType = await self.func(*args, **kwargs)
        return result


if TYPE_CHECKING:

    @overload
    def beta_tool(func: FunctionT, **options: Unpack[ToolOptions]) -> BetaFunctionTool[FunctionT]: ...
    @overload
    def beta_tool(
        func: None = None, **options: Unpack[ToolOptions]
    ) -> Callable[[FunctionT], BetaFunctionTool[FunctionT]]: ...


def beta_tool(
    func: Any = None,
    *,
    name: str | None = None,
    description: str | None = None,
    input_schema: Mapping[str, Any] | type[Any] | None = None,
    defer_loading: bool | None = None,
    cache_control: CacheControlEphemeralParam | None = None,
    allowed_callers: Iterable[AllowedCaller] | None = None,
    eager_input_streaming: bool | None = None,
    input_examples: Iterable[Mapping[str, object]] | None = None,
    strict: bool | None = None,
) -> Any:
    """Makes a tool of a function, for `client.beta.messages.tool_runner` and wherever tools are given.

        @beta_tool
        def get_weather(place: str) -> str:
            \"\"\"The weather of a place.

            Args:
                place: The city, such as Oslo.
            \"\"\"
            return "rain"

    The model is told the function's name, the description in its docstring, and a schema of its parameters, which is
    made of their annotations and of what the docstring says of each. Where there is no pydantic, only simple
    annotations have one; with an `input_schema`, a dict or a class of pydantic models, any will do. What else is given
    goes into the tool's definition as it is. Raises `ImportError` where pydantic is missing, and pydantic's errors for
    annotations that have no schema.
    """
    return _made(BetaFunctionTool, locals())


if TYPE_CHECKING:

    @overload
    def beta_async_tool(
        func: AsyncFunctionT, **options: Unpack[ToolOptions]
    ) -> BetaAsyncFunctionTool[AsyncFunctionT]: ...
    @overload
    def beta_async_tool(
        func: None = None, **options: Unpack[ToolOptions]
    ) -> Callable[[AsyncFunctionT], BetaAsyncFunctionTool[AsyncFunctionT]]: ...


def beta_async_tool(
    func: Any = None,
    *,
    name: str | None = None,
    description: str | None = None,
    input_schema: Mapping[str, Any] | type[Any] | None = None,
    defer_loading: bool | None = None,
    cache_control: CacheControlEphemeralParam | None = None,
    allowed_callers: Iterable[AllowedCaller] | None = None,
    eager_input_streaming: bool | None = None,
    input_examples: Iterable[Mapping[str, object]] | None = None,
    strict: bool | None = None,
) -> Any:
    """Makes a tool of a coroutine function, as `beta_tool` does of others."""
    return _made(BetaAsyncFunctionTool, locals())


def _made(kind: type[BaseFunctionTool[Any]], arguments: dict[str, Any]) -> Any:
    func = arguments.pop("func")
    if func is None:
        return lambda func: _checked(kind, func, arguments)
    return _checked(kind, func, arguments)


def _checked(kind: type[BaseFunctionTool[Any]], func: Any, options: dict[str, Any]) -> BaseFunctionTool[Any]:
    if not callable(func):
        raise TypeError(f"a tool is made of a function, not of {type(func).__name__}")
    if inspect.iscoroutinefunction(func) != (kind is BetaAsyncFunctionTool):
        right = "beta_tool" if kind is BetaAsyncFunctionTool else "beta_async_tool"
        raise TypeError(
            f"beta_async_tool is for coroutine functions (async def), beta_tool for others: use {right} here"
        )
    return kind(func, **options)


def _name_of(func: Any) -> str:
    name = getattr(func, "__name__", None)
    if not isinstance(name, str):
        raise TypeError(f"a tool needs a name, and {type(func).__name__} has none; give it as name=")
    return name


def _schema_of(schema: Any) -> dict[str, Any]:
    if hasattr(schema, "keys"):
        return dict(schema)
    make = getattr(schema, "model_json_schema", None)
    if make is None or not isinstance(schema, type):
        raise TypeError(f"input_schema must be a dict or a class of pydantic models, not {type(schema).__name__}")
    made: dict[str, Any] = make()
    return made


def _texts(blocks: Any) -> str:
    """A line for people: the texts, and the types of other blocks."""
    return " ".join(block.get("text") or f"[{block.get('type')}]" for block in blocks if hasattr(block, "get"))
