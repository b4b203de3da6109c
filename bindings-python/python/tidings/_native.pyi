"""The native half. Private: it may change with every release."""

from types import NotImplementedType
from typing import Any, Final, final

from ._errors import AnthropicError
from ._options import Timeout
from .types import PressureState

VERSION: Final[str]

# How an answer is wanted: a JSON object, any JSON or nothing, whatever comes with a success, events, bytes as they come.
WHOLE: Final[int]
ANY: Final[int]
RAW: Final[int]
STREAM: Final[int]
BYTES: Final[int]

def path(template: str, parameters: list[tuple[str, str]]) -> str: ...
def encode(value: object) -> bytes: ...
def decode_event(json: bytes) -> dict[str, Any]: ...
def errors() -> list[tuple[str, str, AnthropicError]]: ...
def shutdown(limit: float) -> None: ...
@final
class Bell:
    """The bell of one event loop."""

    def __new__(cls) -> Bell: ...
    def fileno(self) -> int: ...
    def answer(self) -> list[int]: ...

@final
class Answer:
    """An answer: of a stream, as it was when its head had arrived, without a body."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> list[tuple[str, str]]: ...
    @property
    def request_id(self) -> str | None: ...
    @property
    def workspace_id(self) -> str | None: ...
    @property
    def attempts(self) -> int: ...
    @property
    def elapsed(self) -> float: ...
    @property
    def body(self) -> bytes: ...
    def json(self) -> Any: ...

@final
class Pager:
    """Where a walk over the pages of a list is. A step gives another one."""

    def __new__(cls, path: str, query: list[tuple[str, str | list[str]]]) -> Pager: ...
    def next(self, page: bytes) -> tuple[Pager, str, str] | None: ...

@final
class Call:
    """A call under way. Reading without a bell blocks; with one it gives `NotImplemented` where it would have to wait."""

    @property
    def token(self) -> int: ...
    def next_event(self, bell: Bell | None = None) -> Any: ...
    def next_text(self, bell: Bell | None = None) -> Any: ...
    def message(self, bell: Bell | None = None) -> Any: ...
    def head(self, bell: Bell | None = None) -> Any: ...
    def response(self, bell: Bell | None = None) -> Any: ...
    def next_bytes(self, bell: Bell | None = None) -> Any: ...
    def cancel(self) -> None: ...
    def close(self) -> None: ...

@final
class Client:
    """A client of the core."""

    def __new__(
        cls,
        *,
        api_key: str | None,
        auth_token: str | None,
        api_key_header: str | None,
        base_url: str | None,
        anthropic_version: str | None,
        limits: Timeout,
        retries: dict[str, Any],
        pressure: bool | None,
        max_in_flight: int | None,
        network: dict[str, Any],
        validation: bool | None,
        stream_long_calls: bool | None,
        default_headers: list[tuple[str, str | None]],
        default_query: list[tuple[str, str | list[str]]],
        lender: Client | None,
        lends: tuple[bool, bool, bool],
    ) -> Client: ...
    @property
    def base_url(self) -> str: ...
    @property
    def max_retries(self) -> int: ...
    @property
    def pressure(self) -> list[PressureState]: ...
    @property
    def is_closed(self) -> bool: ...
    def close(self) -> None: ...
    def take_over(self, other: Client) -> None: ...
    def url(self, path: str, query: list[tuple[str, str | list[str]]]) -> str: ...
    def start(
        self,
        method: str,
        path: str,
        payload: dict[str, Any],
        *,
        query: list[tuple[str, str | list[str]]],
        mode: int,
        headers: list[tuple[str, str | None]],
        limits: Timeout,
        retries: dict[str, Any],
        validation: bool | None,
        stream_long_calls: bool | None,
    ) -> Call: ...
