"""What a method of a resource is: its place at the API, how its arguments travel, and what it gives.

The methods themselves, which are generated, are in `resources`; each names one of these.
"""

from __future__ import annotations

from . import _native
from ._stream import AsyncStream, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Generic, TypeVar

    from ._loop import LoopBell
    from ._models import BaseModel
    from ._requests import Request

    Given = TypeVar("Given")

    class OfGiven(Generic[Given]):
        """For checkers: a method knows what it gives."""
else:
    Given = None

    class OfGiven:
        __slots__ = ()

        def __class_getitem__(cls, given):
            return cls



_find_loop: Callable[[], LoopBell] | None = None


def running_loop() -> LoopBell:
    """The bell of the event loop that runs in this thread. Only who awaits loads what it takes."""
    global _find_loop
    # An import in a function is not free, not even of what is there: it is done once.
    if _find_loop is None:
        from ._loop import LoopBell

        _find_loop = LoopBell.of_running_loop
    return _find_loop()


class Answer:
    """What a call gives, and how that is read."""

    mode: int = _native.WHOLE
    """How the native part reads the answer."""
    flows: bool = False
    """Whether it is given when its head is there, its body still to come."""
    slow: bool = False
    """Whether it may take long until there is any answer: such a call is never left to a connection that is silent."""
    accept: str | None = None
    """What the request says that it accepts, where that is not JSON."""

    def parse(self, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
        """What a whole answer holds."""
        raise NotImplementedError

    def get(self, native: _native.Client, request: Request) -> Any:
        """Makes the call, blocking."""
        return self.parse(request.run(native, self.mode), native, request)

    async def fetch(self, native: _native.Client, request: Request) -> Any:
        """Makes the call, awaiting."""
        loop, call = running_loop(), request.start(native, self.mode)
        return self.parse(await loop.read(call, call.response), native, request)

    def open(self, call: _native.Call, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
        """What stands for an answer that flows and has begun, to be read by blocking."""
        raise NotImplementedError

    def open_async(
        self, call: _native.Call, loop: LoopBell, reply: _native.Answer, native: _native.Client, request: Request
    ) -> Any:
        """The same, to be read by awaiting."""
        raise NotImplementedError

    def stands_for(self, places: list[tuple[str, str]]) -> bytes | None:
        """What an answer without content stands for, as JSON, when the call's path was filled with these."""
        return None

    def responses(self, streamed: bool) -> tuple[Any, Any]:
        """The classes that an answer has as it came, of blocking and of awaited calls."""
        from ._responses import APIResponse, AsyncAPIResponse

        return APIResponse, AsyncAPIResponse

    def locate(self, native: _native.Client, request: Request) -> Request:
        """The request that brings the answer, after any that have to be made before it, blocking."""
        return request

    async def locate_async(self, native: _native.Client, request: Request) -> Request:
        """The same, awaiting."""
        return request


class Object(Answer):
    """An object of a class in `tidings.types`, which is loaded when the first of its kind arrives."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._cls: type[BaseModel] | None = None

    def parse(self, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
        return (self._cls or self._load())._of_answer(reply)

    def _load(self) -> type[BaseModel]:
        from .types import _answers

        found: type[BaseModel] = getattr(_answers, self._name)
        self._cls = found
        return found


class Deleted(Object):
    """An object that says what was deleted. An answer without content says so too."""

    def __init__(self, name: str, place: str, kind: str) -> None:
        super().__init__(name)
        self._place = place
        self._kind = kind

    def stands_for(self, places: list[tuple[str, str]]) -> bytes | None:
        return _native.encode({"id": dict(places)[self._place], "type": self._kind})


class Pages(Answer):
    """A page of a list of objects of a class in `tidings.types`."""

    def __init__(self, page: str, name: str) -> None:
        self._page = page
        self._item = Object(name)

    def parse(self, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
        from . import _pages

        item = self._item._cls or self._item._load()
        return _pages.page_of(getattr(_pages, self._page), item._of, reply, native, request)


class Flow(Answer):
    """An answer whose body is read as it comes."""

    flows = True

    def get(self, native: _native.Client, request: Request) -> Any:
        request = self.locate(native, request)
        call = request.start(native, self.mode)
        return self.open(call, call.head(), native, request)

    async def fetch(self, native: _native.Client, request: Request) -> Any:
        request = await self.locate_async(native, request)
        loop, call = running_loop(), request.start(native, self.mode)
        return self.open_async(call, loop, await loop.read(call, call.head), native, request)


class Events(Flow):
    """The events of a message."""

    mode = _native.STREAM

    def open(self, call: _native.Call, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
        return Stream(call, (native, request))

    def open_async(
        self, call: _native.Call, loop: LoopBell, reply: _native.Answer, native: _native.Client, request: Request
    ) -> Any:
        return AsyncStream(call, loop, reply, (native, request))


class Bytes(Flow):
    """The content of a file."""

    mode = _native.BYTES
    accept = "application/binary"

    def responses(self, streamed: bool) -> tuple[Any, Any]:
        from . import _binary as kinds

        if streamed:
            return kinds.StreamedBinaryAPIResponse, kinds.AsyncStreamedBinaryAPIResponse
        return kinds.BinaryAPIResponse, kinds.AsyncBinaryAPIResponse

    def open(self, call: _native.Call, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
        from ._binary import BinaryAPIResponse

        return BinaryAPIResponse(self, native, request, reply, call)

    def open_async(
        self, call: _native.Call, loop: LoopBell, reply: _native.Answer, native: _native.Client, request: Request
    ) -> Any:
        from ._binary import AsyncBinaryAPIResponse

        return AsyncBinaryAPIResponse(self, native, request, reply, call, loop)


class Lines(Flow):
    """Objects that come one a line, in a place that another object names: the results of a batch."""

    mode = _native.BYTES

    def __init__(self, name: str) -> None:
        self._item = Object(name)

    def locate(self, native: _native.Client, request: Request) -> Request:
        return self._of_batch(native, request, request.run(native, _native.WHOLE))

    async def locate_async(self, native: _native.Client, request: Request) -> Request:
        loop, call = running_loop(), request.start(native, _native.WHOLE)
        return self._of_batch(native, request, await loop.read(call, call.response))

    def open(self, call: _native.Call, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
        from ._lines import JSONLDecoder

        return JSONLDecoder(call, (self._item._cls or self._item._load())._of)

    def open_async(
        self, call: _native.Call, loop: LoopBell, reply: _native.Answer, native: _native.Client, request: Request
    ) -> Any:
        from ._lines import AsyncJSONLDecoder

        return AsyncJSONLDecoder(call, loop, (self._item._cls or self._item._load())._of)

    def _of_batch(self, native: _native.Client, request: Request, batch: _native.Answer) -> Request:
        headers = [("accept", "application/binary"), *request.headers]
        return request.changed(verb="GET", path=native.results_path(batch), headers=headers)


class Method(OfGiven[Given]):
    """A method of a resource: the verb, the path, what it gives, and how its arguments travel: as body, query or form."""

    __slots__ = ("verb", "path", "places", "answer", "travels")

    def __init__(self, verb: str, path: str, answer: Answer, travels: str = "body") -> None:
        self.verb = verb
        self.path = path
        self.places: tuple[str, ...] = tuple(part.split("}")[0] for part in path.split("{")[1:])
        self.answer = answer
        self.travels = travels


CREATE = Object("Message")
CREATE.slow = True
STREAM = EVENTS = Events()
