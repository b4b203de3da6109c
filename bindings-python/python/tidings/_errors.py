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

    Entries = dict[str, Any]
else:
    Entries = dict


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

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args)
        if args:
            self.message = str(args[0])
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
    api_message: str | None = None
    """`error.message` from the body, where that was JSON and held one. Its wording may change: do not match on it."""
    workspace_id: str | None = None
    """The workspace that the credential belongs to, from the answer's headers."""
    retry_after: float | None = None
    """Seconds that the server asked to wait before the next try."""
    headers: dict[str, str] | None = None
    """The headers of the answer, if there was one, by their names in lower case; without cookies."""

    def __init__(self, message: str = "", request: Any = None, *, body: Any = None, **fields: Any) -> None:
        """An error made by hand, as tests of programs make them; `request` may be any object."""
        super().__init__(message, body=body, **fields)
        if request is not None:
            self.request = request

    @property
    def details(self) -> Any:
        """`error.details` from the body: a dict whose entries are attributes too."""
        found = self.__dict__.get("details")
        return Details(found) if type(found) is dict else found

    @property
    def response(self) -> Any:
        """The answer behind the error, if there was one: `status_code`, `headers`, `content`, `text`, `json()`."""
        given = self.__dict__.get("response")
        if given is None and self.headers is not None:
            from ._error_response import ErrorResponse

            given = self.__dict__["response"] = ErrorResponse(self)
        return given

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


class Details(Entries):
    """What an error tells of its cause: `details["error_code"]` and `details.error_code` are the same."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the details of this error have no {name!r}") from None


class APIConnectionError(APIError):
    """No connection, or a connection that broke."""

    def __init__(self, message: str = "Connection error.", request: Any = None, **fields: Any) -> None:
        super().__init__(message, request, **fields)


class APITimeoutError(APIConnectionError, builtins.TimeoutError):
    """A time limit ran out; the message says which."""

    kind = "timeout"

    def __init__(self, request: Any = None, *, message: str = "Request timed out.", **fields: Any) -> None:
        # Programs for the official package give the request in the first place; no request is a text.
        given = {"message": request} if isinstance(request, str) else {"message": message, "request": request}
        super().__init__(**given, **fields)

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

    def __init__(
        self, response: Any = None, body: Any = None, *, message: str = "unexpected response", **fields: Any
    ) -> None:
        if isinstance(response, str):
            response, message = None, response
        super().__init__(message, body=body, **{**_known_of(response, body), **fields})


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

    def __init__(self, message: str = "", *, response: Any = None, body: Any = None, **fields: Any) -> None:
        """An error made by hand, as tests of programs make them; `response` may be any object with a status and headers."""
        super().__init__(message, body=body, **{**_known_of(response, body), **fields})


class RedirectError(APIStatusError):
    """3xx: redirects are never followed, as they would carry the key elsewhere."""

    kind = "redirect"


class StreamError(APIStatusError):
    """The stream carried an error event of a type that has no class of its own."""

    kind = "stream_error"


class BadRequestError(APIStatusError):
    """400: the request is malformed or not acceptable."""

    kind = "bad_request"
    status_code = 400


class AuthenticationError(APIStatusError):
    """401: the credential is missing or wrong."""

    kind = "authentication"
    status_code = 401


class PaymentRequiredError(APIStatusError):
    """402: billing or payment trouble."""

    kind = "billing"
    status_code = 402


class PermissionDeniedError(APIStatusError):
    """403: the credential lacks permission."""

    kind = "permission_denied"
    status_code = 403


class NotFoundError(APIStatusError):
    """404: the model, path or object does not exist."""

    kind = "not_found"
    status_code = 404


class RequestTimeoutError(APIStatusError):
    """408: the server gave up waiting for the request."""

    kind = "request_timeout"
    status_code = 408


class ConflictError(APIStatusError):
    """409: a conflict with the state of the object."""

    kind = "conflict"
    status_code = 409


class PreconditionFailedError(APIStatusError):
    """412: a condition that the request names does not hold."""

    kind = "precondition_failed"
    status_code = 412


class ContentTooLargeError(APIStatusError):
    """413: the request is too large. Also known as `RequestTooLargeError`."""

    kind = "request_too_large"
    status_code = 413


RequestTooLargeError = ContentTooLargeError


class UnprocessableEntityError(APIStatusError):
    """422: the request was understood but cannot be processed."""

    kind = "unprocessable"
    status_code = 422


class RateLimitError(APIStatusError):
    """429: a rate limit or quota is reached; `retry_after` says for how long, if the server did."""

    kind = "rate_limited"
    status_code = 429


class RequestHeaderFieldsTooLargeError(APIStatusError):
    """431: the headers are too large."""

    kind = "headers_too_large"
    status_code = 431


class ClientClosedRequestError(APIStatusError):
    """499: a server on the way saw the client close the connection; the request may have run."""

    kind = "client_closed"
    status_code = 499


class InternalServerError(APIStatusError):
    """500 and above: the server failed."""

    kind = "internal_server"


class HTTPNotImplementedError(InternalServerError):
    """501: the server does not offer what was asked for."""

    kind = "not_implemented"
    status_code = 501


class ServiceUnavailableError(InternalServerError):
    """503: the server is unavailable."""

    kind = "unavailable"
    status_code = 503


class GatewayTimeoutError(InternalServerError):
    """504: the server took too long. Also known as `DeadlineExceededError`."""

    kind = "gateway_timeout"
    status_code = 504


DeadlineExceededError = GatewayTimeoutError


class OverloadedError(InternalServerError):
    """529: the API is overloaded."""

    kind = "overloaded"
    status_code = 529


# The native part finds a class by the name that the core's table gives it; a test walks the whole table.
CLASSES: dict[str, type[AnthropicError]] = {
    cls.__name__: cls for cls in list(globals().values()) if isinstance(cls, type) and issubclass(cls, AnthropicError)
}

# Tracebacks and pickles name the place where users find a class.
for _cls in CLASSES.values():
    _cls.__module__ = "tidings"


def _rebuild(cls: type[AnthropicError], args: tuple[Any, ...], fields: dict[str, Any]) -> AnthropicError:
    # What `__init__` would make of the arguments is in the fields.
    error = cls.__new__(cls)
    error.args = args
    error.__dict__.update(fields)
    return error


def _known_of(response: Any, body: Any) -> dict[str, Any]:
    """The fields of an error that is made by hand of an answer and its body."""
    fields: dict[str, Any] = {}
    if response is not None:
        headers = response.headers
        fields.update(response=response, status_code=response.status_code)
        fields.update(request_id=headers.get("request-id"), workspace_id=headers.get("anthropic-workspace-id"))
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict):
        details = error.get("details")
        code = details.get("error_code") if isinstance(details, dict) else None
        fields.update(type=error.get("type"), api_message=error.get("message"), details=details)
        fields.update(error_code=code if isinstance(code, str) else None)
    return fields
