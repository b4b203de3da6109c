"""The two faces of a package: its blocking client as it is, and its async client driven from blocking code.

An example is written once, as a user of the blocking client writes it. Of the async face it gets the module with
`Anthropic` standing for `AsyncAnthropic`: whatever has to be awaited is awaited behind a call, `for` is `async for`,
and `with` is `async with`.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator, Mapping
from typing import Any


class Driven:
    """An object of an async client, used from blocking code."""

    def __init__(self, target: Any, face: AsyncFace) -> None:
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "_face", face)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if not callable(value) or isinstance(value, type):
            return self._face.wrap(value)

        def call(*arguments: Any, **options: Any) -> Any:
            options = {key: bare(option) for key, option in options.items()}
            return self._face.wrap(value(*map(bare, arguments), **options))

        return call

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._target, name, value)

    def __iter__(self) -> Iterator[Any]:
        iterator = self._target.__aiter__()
        while True:
            try:
                item = self._face.wait(iterator.__anext__())
            except StopAsyncIteration:
                return
            yield self._face.wrap(item)

    def __next__(self) -> Any:
        try:
            return self._face.wrap(self._face.wait(self._target.__anext__()))
        except StopAsyncIteration:
            raise StopIteration from None

    def __enter__(self) -> Any:
        return self._face.wrap(self._face.wait(self._target.__aenter__()))

    def __exit__(self, *error: Any) -> Any:
        return self._face.wait(self._target.__aexit__(*error))

    def __repr__(self) -> str:
        return repr(self._target)

    def __eq__(self, other: object) -> bool:
        return bool(self._target == bare(other))

    __hash__ = None  # type: ignore[assignment]


class AsyncFace:
    """A package whose `Anthropic` is its `AsyncAnthropic`, driven on a loop of its own."""

    def __init__(self, sdk: Any) -> None:
        self._sdk = sdk
        self._loop = asyncio.new_event_loop()

    def __getattr__(self, name: str) -> Any:
        if name in ("Anthropic", "Client"):
            kind = getattr(self._sdk, f"Async{name}")
            return lambda *arguments, **options: self.wrap(kind(*arguments, **options))
        return getattr(self._sdk, name)

    def close(self) -> None:
        """Ends what is left on the loop, and the loop."""
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def wait(self, awaitable: Any) -> Any:
        """The result of something that is awaited."""

        async def result() -> Any:
            return await awaitable

        return self._loop.run_until_complete(result())

    def wrap(self, value: Any) -> Any:
        """What blocking code gets of a value: awaited if it has to be, driven if there is something to await in it."""
        # Some may be awaited or iterated at will; those who iterate without awaiting have examples of their own.
        if inspect.isawaitable(value):
            value = self.wait(value)
        return Driven(value, self) if self._is_asynchronous(value) else value

    def _is_asynchronous(self, value: Any) -> bool:
        if any(hasattr(value, name) for name in ("__aiter__", "__aenter__", "__anext__")):
            return not isinstance(value, type)
        is_ours = type(value).__module__.partition(".")[0] == self._sdk.__name__
        # Answers, errors and plain data of the packages have nothing to await; resources, views and responses have.
        return is_ours and not (hasattr(value, "to_dict") or isinstance(value, (BaseException, Mapping, str, type)))


def bare(value: Any) -> Any:
    """The object behind one that is driven."""
    return value._target if isinstance(value, Driven) else value
