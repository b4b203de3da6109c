"""The answer behind an error, for programs that read `error.response`."""

from __future__ import annotations

from ._headers import Headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._errors import APIError


class ErrorResponse:
    """The answer behind an error: its status, headers and body. The error itself has all of it, and more, as fields."""

    def __init__(self, error: APIError) -> None:
        self.status_code: int | None = error.status_code
        """The HTTP status."""
        self.headers = Headers(list((error.headers or {}).items()))
        """The headers of the answer; names in any case. Cookies are left out."""
        self.content: bytes = error.raw_body or b""
        """The body as it came."""

    @property
    def text(self) -> str:
        """The body as text; what is no UTF-8 in it is replaced."""
        return self.content.decode("utf-8", "replace")

    @property
    def is_error(self) -> bool:
        """Whether the status is that of a failure; it is not for an error inside a stream."""
        return self.status_code is not None and self.status_code >= 400

    def json(self) -> Any:
        """The body as an object. Raises a `ValueError` where it is no JSON."""
        import json

        return json.loads(self.content)

    def __repr__(self) -> str:
        return f"<ErrorResponse [{self.status_code}]>"
