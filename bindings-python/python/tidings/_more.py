"""Public names that are loaded when they are first asked for: an import of tidings alone does not pay for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .types import Headers, TimeoutOption

NoneType: type[None] = type(None)


class AccessToken:
    """A token for `credentials` to give, and when it ends: seconds since 1970, or `None` for never."""

    def __init__(self, token: str, expires_at: int | None = None) -> None:
        self.token = token
        self.expires_at = expires_at

    def __repr__(self) -> str:
        return f"AccessToken(token=[hidden], expires_at={self.expires_at!r})"


AccessToken.__module__ = "tidings"


class RequestOptions(TypedDict, total=False):
    """What the `options` of the raw verbs may hold; beside it whatever methods take as options."""

    headers: Headers
    params: Mapping[str, object]
    timeout: TimeoutOption
    max_retries: int
    extra_json: Mapping[str, Any]


# A literal: checkers read the names of what is exported.
__all__ = [
    "AccessToken",
    "APIResponse",
    "AsyncAPIResponse",
    "AsyncBinaryAPIResponse",
    "AsyncJSONLDecoder",
    "AsyncStreamedBinaryAPIResponse",
    "AttemptRecord",
    "BaseModel",
    "BinaryAPIResponse",
    "ContentBlockStopEvent",
    "InputJsonEvent",
    "JSONLDecoder",
    "MessageStopEvent",
    "MessageStreamEvent",
    "NoneType",
    "RequestOptions",
    "StreamAlreadyConsumed",
    "StreamedBinaryAPIResponse",
    "TextEvent",
    "beta_async_tool",
    "beta_tool",
    "file_from_path",
    "transform_schema",
]

# Where they are.
PLACES = {
    "AccessToken": "_more",
    "APIResponse": "_responses",
    "AsyncAPIResponse": "_responses",
    "AsyncBinaryAPIResponse": "_binary",
    "AsyncJSONLDecoder": "_lines",
    "AttemptRecord": "_hooks",
    "AsyncStreamedBinaryAPIResponse": "_binary",
    "BaseModel": "_models",
    "BinaryAPIResponse": "_binary",
    "ContentBlockStopEvent": "lib.streaming",
    "InputJsonEvent": "lib.streaming",
    "JSONLDecoder": "_lines",
    "MessageStopEvent": "lib.streaming",
    "MessageStreamEvent": "lib.streaming",
    "NoneType": "_more",
    "RequestOptions": "_more",
    "StreamAlreadyConsumed": "_responses",
    "StreamedBinaryAPIResponse": "_binary",
    "TextEvent": "lib.streaming",
    "beta_async_tool": "lib.tools",
    "beta_tool": "lib.tools",
    "file_from_path": "_files",
    "transform_schema": "_schema",
}
