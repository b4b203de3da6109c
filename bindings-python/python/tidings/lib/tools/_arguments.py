"""The arguments of a function: their schema, and whether what the model gave fits. Both are pydantic's, if any."""

from __future__ import annotations

import functools
import inspect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ._simple import SimpleArguments


class Arguments:
    """The parameters of the function of one tool."""

    def __init__(self, tool: str, func: Callable[..., Any]) -> None:
        self._tool = tool
        self._func = func
        self._adapter: Any = None
        self._simple: SimpleArguments | None = None

    def schema(self, descriptions: Mapping[str, str]) -> dict[str, Any]:
        """The JSON Schema of the parameters; `descriptions` says more of those whose annotation says nothing."""
        if not self._load():
            raise ImportError(
                f"the annotations of the tool {self._tool} need pydantic 2 (pip install pydantic); "
                "without it, give its schema as input_schema",
                name="pydantic",
            )
        schema: dict[str, Any] = (self._simple or self._adapter).json_schema()
        properties = schema.get("properties", {})
        for name, parameter in properties.items():
            if name in descriptions and "description" not in parameter:
                # In the order of pydantic's own keys: what is sent is the same text in every process.
                properties[name] = dict(sorted({**parameter, "description": descriptions[name]}.items()))
        return schema

    def checked(self, given: object) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments for a call, made of the model's input. Raises `TypeError` and `ValueError`."""
        if not isinstance(given, dict):
            raise TypeError(f"Input must be a dictionary, got {type(given).__name__}")
        arguments: dict[str, Any] = given
        try:
            if not self._load():
                inspect.signature(self._func).bind(**arguments)
                return (), arguments
            if self._simple is not None:
                return (), self._simple.checked(arguments)
            from pydantic_core import ArgsKwargs

            args, kwargs = self._adapter.validate_python(ArgsKwargs((), arguments))
            return args, kwargs
        except (TypeError, ValueError) as error:
            raise ValueError(f"Invalid arguments for function {self._tool}: {_reasons(error)}") from error

    def _load(self) -> bool:
        """Looks at the function; `False` where there is no pydantic and its annotations are not simple."""
        if self._adapter is not None or self._simple is not None:
            return True
        recorder: Any = _recorder(self._func)
        try:
            from pydantic import TypeAdapter
        except ImportError:
            from ._simple import NotSimple, SimpleArguments

            try:
                self._simple = SimpleArguments(recorder, recorder.__annotations__)
            except NotSimple:
                return False
        else:
            self._adapter = TypeAdapter(recorder)
        return True


def _reasons(error: Exception) -> str:
    """What is wrong, in one line: the model is told, and can do better."""
    faults = getattr(error, "errors", None)
    if faults is None:
        return str(error)
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults())


def _recorder(func: Callable[..., Any]) -> Callable[..., Any]:
    """A function with the same parameters that gives its arguments back, so that only they can be at fault."""
    from typing import get_type_hints

    def recorder(*args: Any, **kwargs: Any) -> Any:
        return args, kwargs

    inner: Any = inspect.unwrap(func)
    while isinstance(inner, functools.partial):
        inner = inspect.unwrap(inner.func)
    signature = inspect.signature(func)
    noted = {name: note for name, note in getattr(inner, "__annotations__", {}).items() if name in signature.parameters}
    # Names of the module where the function stands are looked up there, whatever the caller's frames are.
    holder: Any = type("holder", (), {"__annotations__": noted})
    hints = get_type_hints(holder, getattr(inner, "__globals__", None), include_extras=True)
    recorder.__annotations__ = hints
    recorder.__signature__ = signature.replace(return_annotation=signature.empty)  # type: ignore[attr-defined]
    recorder.__name__ = getattr(func, "__name__", "function")
    recorder.__module__ = getattr(inner, "__module__", __name__)
    return recorder
