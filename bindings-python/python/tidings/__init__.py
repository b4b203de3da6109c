"""A client for the Claude Messages API.

    from tidings import Client

    client = Client()
    with client.messages.stream(
        model="claude-opus-4-6",
        max_tokens=1024,
        messages=[{"role": "user", "content": "Hello"}],
    ) as stream:
        for text in stream.text_stream:
            print(text, end="", flush=True)
        message = stream.get_final_message()

The classes of answers and the types of parameters are in `tidings.types`.
"""

import atexit as _atexit

from . import _native
from ._async_client import AsyncClient
from ._client import Client
from ._errors import (
    AnthropicError,
    APIUserAbortError,
    ClosedError,
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ClientClosedRequestError,
    ConfigError,
    ConflictError,
    ContentTooLargeError,
    DeadlineExceededError,
    ForkedError,
    GatewayTimeoutError,
    HTTPNotImplementedError,
    InternalServerError,
    NotFoundError,
    OverloadedError,
    PanicError,
    PaymentRequiredError,
    PermissionDeniedError,
    PreconditionFailedError,
    RateLimitError,
    RedirectError,
    RequestHeaderFieldsTooLargeError,
    RequestTimeoutError,
    RequestTooLargeError,
    ValidationError,
    LimitExceededError,
    ServiceUnavailableError,
    StreamError,
    StreamMalformedError,
    StreamTruncatedError,
    TidingsError,
    UnprocessableEntityError,
)
from ._options import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT, NOT_GIVEN, NotGiven, Omit, Timeout, not_given, omit
from ._stream import (
    AsyncMessageStream,
    AsyncMessageStreamManager,
    AsyncStream,
    MessageStream,
    MessageStreamManager,
    Stream,
)

Anthropic = Client
AsyncAnthropic = AsyncClient

__version__ = _native.VERSION

# Seconds that the end of the interpreter waits for the runtime's thread; calls under way end at once.
_EXIT_LIMIT = 0.2
_atexit.register(_native.shutdown, _EXIT_LIMIT)

__all__: list[str] = [
    "__version__",
    "types",
    "Anthropic",
    "AnthropicError",
    "APIUserAbortError",
    "ClosedError",
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncAnthropic",
    "AsyncClient",
    "AsyncMessageStream",
    "AsyncMessageStreamManager",
    "AsyncStream",
    "AuthenticationError",
    "BadRequestError",
    "Client",
    "ClientClosedRequestError",
    "ConfigError",
    "ConflictError",
    "ContentTooLargeError",
    "DEFAULT_MAX_RETRIES",
    "DEFAULT_TIMEOUT",
    "DeadlineExceededError",
    "ForkedError",
    "GatewayTimeoutError",
    "HTTPNotImplementedError",
    "InternalServerError",
    "MessageStream",
    "MessageStreamManager",
    "NOT_GIVEN",
    "not_given",
    "NotFoundError",
    "NotGiven",
    "omit",
    "Omit",
    "OverloadedError",
    "PanicError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PreconditionFailedError",
    "RateLimitError",
    "RedirectError",
    "RequestHeaderFieldsTooLargeError",
    "RequestTimeoutError",
    "RequestTooLargeError",
    "ValidationError",
    "LimitExceededError",
    "ServiceUnavailableError",
    "Stream",
    "StreamError",
    "StreamMalformedError",
    "StreamTruncatedError",
    "TidingsError",
    "Timeout",
    "UnprocessableEntityError",
]


TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import _error_codes as _error_codes
    from . import _more as _more
    from . import lib as lib
    from . import pagination as pagination
    from . import resources as resources
    from . import types as types
    from ._binary import (
        AsyncBinaryAPIResponse as AsyncBinaryAPIResponse,
        AsyncStreamedBinaryAPIResponse as AsyncStreamedBinaryAPIResponse,
        BinaryAPIResponse as BinaryAPIResponse,
        StreamedBinaryAPIResponse as StreamedBinaryAPIResponse,
    )
    from ._error_codes import *
    from ._files import file_from_path as file_from_path
    from ._hooks import AttemptRecord as AttemptRecord
    from ._lines import AsyncJSONLDecoder as AsyncJSONLDecoder, JSONLDecoder as JSONLDecoder
    from ._models import BaseModel as BaseModel
    from ._more import AccessToken as AccessToken, NoneType as NoneType, RequestOptions as RequestOptions
    from .lib.streaming import (
        ContentBlockStopEvent as ContentBlockStopEvent,
        InputJsonEvent as InputJsonEvent,
        MessageStopEvent as MessageStopEvent,
        MessageStreamEvent as MessageStreamEvent,
        TextEvent as TextEvent,
    )
    from ._responses import (
        APIResponse as APIResponse,
        AsyncAPIResponse as AsyncAPIResponse,
        StreamAlreadyConsumed as StreamAlreadyConsumed,
    )
    from ._schema import transform_schema as transform_schema
    from .lib.tools import beta_async_tool as beta_async_tool, beta_tool as beta_tool

    __all__.extend(_error_codes.__all__)
    __all__.extend(_more.__all__)
else:
    # `tidings.types` needs the typing module, and the classes of codes are many: an import of tidings alone does not pay
    # for them. Neither does it for their names, which are there when `__all__` is first asked for, as by `import *`.
    _NAMES = __all__
    del __all__

    def __getattr__(name: str) -> object:
        if name in ("types", "pagination", "resources", "lib"):
            from importlib import import_module

            return import_module(f"tidings.{name}")
        if name == "__all__" or name.endswith("Error"):
            from . import _error_codes

            if name == "__all__":
                from ._more import PLACES

                return [*_NAMES, *_error_codes.__all__, *PLACES]
            if name in _error_codes.CLASSES:
                return _error_codes.CLASSES[name]
        if not name.startswith("_"):
            from ._more import PLACES

            if name in PLACES:
                from importlib import import_module

                found = globals()[name] = getattr(import_module(f"tidings.{PLACES[name]}"), name)
                return found
        raise AttributeError(f"module 'tidings' has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__getattr__("__all__")})
