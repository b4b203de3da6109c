"""What can go wrong, as exceptions.

Which class an error has is said by the core's table, by the name of the class; those of known codes are in
`_error_codes`. All facts come from the core as fields; nothing is read out of a text. The native part makes the
exceptions: it sets their fields without calling `__init__`.
"""

from __future__ import annotations

import builtins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .types import Message


class AnthropicError(Exception):
    """The base of everything that Tidings raises. Also known as `TidingsError`.

    `str()` gives one line for people: what happened, what to do, the request id. It shows neither the key nor the
    request.
    """

    kind: str = ""
    """The kind of error, by the name it has in every language: `rate_limited`, `stream_truncated`, ... An error that a
    program makes itself has that of its class, or none where the class stands for several.
    """
    reason: str | None = None
    """What exactly it was, where the kind is a family of causes: `dns`, `refused`, `certificate`, `head_limit`, ..."""
    message: str = ""
    """What happened, in the server's words where it gave some."""
    attempts: int = 0
    """How many times the request was tried; 0 when it never left, or when the caller ended it."""
    elapsed: float = 0.0
    """Seconds from the call to the failure, waits between attempts included."""
    sent: str = "none"
    """How much of the request had left: `none`, `partial` or `full`."""
    may_have_run: bool = False
    """Whether the request may have run on the server, and so may be billed."""
    is_retryable: bool = False
    """Whether sending the same request again can help."""

    def __init__(self, text: str = "", **fields: Any) -> None:
        super().__init__(text)
        self.message = text
        self.__dict__.update(fields)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


TidingsError = AnthropicError


class ConfigError(AnthropicError, ValueError):
    """An option of the client is missing or not usable; nothing was sent."""

    kind = "config"


class ValidationError(AnthropicError, ValueError):
    """The request cannot be right as it stands; nothing was sent."""

    kind = "validation"


class ForkedError(AnthropicError, RuntimeError):
    """The call began in a parent process; after a fork it cannot go on in the child."""

    kind = "forked"


class PanicError(AnthropicError, RuntimeError):
    """A defect inside Tidings. Please report it."""

    kind = "panic"


class APIError(AnthropicError):
    """A call failed on its way, at the server, or on its way back."""

    body: Any = None
    """The answer's body, or the data of the event at fault: objects where it was JSON, else text."""
    raw_body: bytes | None = None
    """The same as it came, byte for byte."""
    request_id: str | None = None
    """The id to quote to the API's support."""
    status_code: int | None = None
    """The HTTP status, if there was an answer."""
    type: str | None = None
    """`error.type` from the body, such as `overloaded_error`. There may be types that are not known today."""
    error_code: str | None = None
    """`error.details.error_code` from the body: what caused the error, such as `thread_not_found`. Known codes have
    classes of their own; there may be codes that are not known today."""
    details: Any = None
    """`error.details` from the body."""
    api_message: str | None = None
    """`error.message` from the body, where that was JSON and held one. Its wording may change: do not match on it."""
    workspace_id: str | None = None
    """The workspace that the credential belongs to, from the answer's headers."""
    retry_after: float | None = None
    """Seconds that the server asked to wait before the next try."""
    headers: dict[str, str] | None = None
    """The headers of the answer, if there was one, by their names in lower case; without cookies."""

    @property
    def partial_message(self) -> Message | None:
        """The message as far as it had arrived when a stream broke."""
        fields: Any = self.__dict__.get("partial_message")
        if not isinstance(fields, dict):
            message: Message | None = fields
            return message
        from ._models import message_of

        message = self.__dict__["partial_message"] = message_of(fields)
        return message


class APIConnectionError(APIError):
    """No connection, or a connection that broke."""


class APITimeoutError(APIConnectionError, builtins.TimeoutError):
    """A time limit ran out; the message says which."""

    kind = "timeout"

    def __str__(self) -> str:
        # OSError has a __str__ of its own, which this must not inherit.
        return Exception.__str__(self)


class StreamTruncatedError(APIConnectionError):
    """The stream ended without having completed its message; `partial_message` holds what had arrived."""

    kind = "stream_truncated"


class APIUserAbortError(APIError):
    """The call was cancelled by its caller."""

    kind = "cancelled"


class ClosedError(APIError):
    """The client or the stream had been closed."""

    kind = "closed"


class APIResponseValidationError(APIError):
    """A success that is not what was asked for, such as a web page."""

    kind = "unexpected_response"


class LimitExceededError(APIResponseValidationError):
    """An answer was larger than a bound of the client."""

    kind = "limit_exceeded"


class StreamMalformedError(APIResponseValidationError):
    """The stream broke the protocol; `body` holds the event, `partial_message` what had arrived."""

    kind = "stream_malformed"


class APIStatusError(APIError):
    """The server answered with an error, by its status or by an event in a stream."""

    kind = "api_status"
    status_code: int  # pyright: ignore[reportIncompatibleVariableOverride]


class RedirectError(APIStatusError):
    """3xx: redirects are never followed, as they would carry the key elsewhere."""

    kind = "redirect"


class StreamError(APIStatusError):
    """The stream carried an error event of a type that has no class of its own."""

    kind = "stream_error"


class BadRequestError(APIStatusError):
    """400: the request is malformed or not acceptable."""

    kind = "bad_request"


class AuthenticationError(APIStatusError):
    """401: the credential is missing or wrong."""

    kind = "authentication"


class PaymentRequiredError(APIStatusError):
    """402: billing or payment trouble."""

    kind = "billing"


class PermissionDeniedError(APIStatusError):
    """403: the credential lacks permission."""

    kind = "permission_denied"


class NotFoundError(APIStatusError):
    """404: the model, path or object does not exist."""

    kind = "not_found"


class RequestTimeoutError(APIStatusError):
    """408: the server gave up waiting for the request."""

    kind = "request_timeout"


class ConflictError(APIStatusError):
    """409: a conflict with the state of the object."""

    kind = "conflict"


class PreconditionFailedError(APIStatusError):
    """412: a condition that the request names does not hold."""

    kind = "precondition_failed"


class ContentTooLargeError(APIStatusError):
    """413: the request is too large. Also known as `RequestTooLargeError`."""

    kind = "request_too_large"


RequestTooLargeError = ContentTooLargeError


class UnprocessableEntityError(APIStatusError):
    """422: the request was understood but cannot be processed."""

    kind = "unprocessable"


class RateLimitError(APIStatusError):
    """429: a rate limit or quota is reached; `retry_after` says for how long, if the server did."""

    kind = "rate_limited"


class RequestHeaderFieldsTooLargeError(APIStatusError):
    """431: the headers are too large."""

    kind = "headers_too_large"


class ClientClosedRequestError(APIStatusError):
    """499: a server on the way saw the client close the connection; the request may have run."""

    kind = "client_closed"


class InternalServerError(APIStatusError):
    """500 and above: the server failed."""

    kind = "internal_server"


class HTTPNotImplementedError(InternalServerError):
    """501: the server does not offer what was asked for."""

    kind = "not_implemented"


class ServiceUnavailableError(InternalServerError):
    """503: the server is unavailable."""

    kind = "unavailable"


class GatewayTimeoutError(InternalServerError):
    """504: the server took too long. Also known as `DeadlineExceededError`."""

    kind = "gateway_timeout"


DeadlineExceededError = GatewayTimeoutError


class OverloadedError(InternalServerError):
    """529: the API is overloaded."""

    kind = "overloaded"


# The native part finds a class by the name that the core's table gives it; a test walks the whole table.
CLASSES: dict[str, type[AnthropicError]] = {
    cls.__name__: cls for cls in list(globals().values()) if isinstance(cls, type) and issubclass(cls, AnthropicError)
}

# Tracebacks and pickles name the place where users find a class.
for _cls in CLASSES.values():
    _cls.__module__ = "tidings"


def _rebuild(cls: type[AnthropicError], args: tuple[Any, ...], fields: dict[str, Any]) -> AnthropicError:
    error = cls(*args)
    error.__dict__.update(fields)
    return error
