"""The native half. Private: it may change with every release."""

from types import NotImplementedType
from typing import Any, Final, final

from ._errors import AnthropicError
from ._options import Timeout
from .types import PressureState

VERSION: Final[str]

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
    def wait(self, limit: float) -> list[int] | None: ...
    def end(self) -> None: ...

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
    def start(
        self,
        path: str,
        body: dict[str, Any],
        *,
        stream: bool,
        headers: list[tuple[str, str | None]],
        limits: Timeout,
        retries: dict[str, Any],
        validation: bool | None,
        stream_long_calls: bool | None,
    ) -> Call: ...
