"""The blocking client."""

from __future__ import annotations

from . import _native
from ._models import Message
from ._options import NOT_GIVEN, headers_option, request_of, retries_option, timeout_option
from ._stream import MessageStreamManager, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType
    from typing import Any, Literal, overload

    from typing_extensions import Self, Unpack

    from ._options import NotGiven, Omit
    from .types import Headers, MessageCreateParams, MessageParam, TextBlockParam, TimeoutOption, ToolParam

MESSAGES = "/v1/messages"


class BaseClient:
    """What both clients have in common: options in, calls out."""

    def __init__(
        self,
        *,
        api_key: str | None = None,
        auth_token: str | None = None,
        api_key_header: str | None = None,
        base_url: str | None = None,
        anthropic_version: str | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        default_headers: Headers | None = None,
    ) -> None:
        """A client; what is not given comes from the environment or the defaults. Opens no connection.

        `api_key` (`ANTHROPIC_API_KEY`) is sent as `x-api-key`, or with `api_key_header="authorization"` as a bearer
        token; `auth_token` (`ANTHROPIC_AUTH_TOKEN`) is always sent as one. `base_url` (`ANTHROPIC_BASE_URL`) is the
        public API by default, `anthropic_version` is `2023-06-01`. `timeout` is a number of seconds for the head of an
        answer and for silence in it, or a `tidings.Timeout`; the defaults are 600 s, 120 s and 5 s for a connection.
        A failed call is tried again `max_retries` times, 2 by default. When the server asks for a longer wait than
        `max_retry_after` seconds, 60 by default, the call fails at once.
        """
        self._native = _native.Client(
            api_key=api_key,
            auth_token=auth_token,
            api_key_header=api_key_header,
            base_url=None if base_url is None else str(base_url),
            anthropic_version=anthropic_version,
            limits=timeout_option(timeout),
            max_retries=retries_option(max_retries),
            max_retry_after=max_retry_after,
            default_headers=headers_option("default_headers", default_headers),
        )
        self._add_resources(self._native)

    def _add_resources(self, native: _native.Client) -> None:
        """Makes what the client offers, once. It holds the native client alone: a way back here would be a cycle."""
        raise NotImplementedError

    @property
    def base_url(self) -> str:
        """Where the API is."""
        return self._native.base_url

    @property
    def max_retries(self) -> int:
        """How often a failed call is tried again."""
        return self._native.max_retries

    def is_closed(self) -> bool:
        """Whether the client has been closed."""
        return self._native.is_closed

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r}, max_retries={self.max_retries})"


class BaseMessages:
    """What both kinds of `messages` have in common."""

    def __init__(self, native: _native.Client) -> None:
        self._native = native

    def _start(self, request: dict[str, Any]) -> _native.Call:
        return self._native.start(MESSAGES, **request)


class Client(BaseClient):
    """A client of the Messages API. May be shared by threads, and used on both sides of a fork.

        client = Client()
        message = client.messages.create(
            model="claude-opus-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Hello"}]
        )

    Also known as `Anthropic`.
    """

    def _add_resources(self, native: _native.Client) -> None:
        self.messages = Messages(native)
        """Creating messages."""

    def close(self) -> None:
        """Refuses new calls from here on and closes idle connections; calls under way go on."""
        self._native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Messages(BaseMessages):
    """Creating messages."""

    if TYPE_CHECKING:

        @overload
        def create(self, *, stream: Literal[False] = False, **params: Unpack[MessageCreateParams]) -> Message: ...
        @overload
        def create(self, *, stream: Literal[True], **params: Unpack[MessageCreateParams]) -> Stream: ...
        @overload
        def create(self, *, stream: bool, **params: Unpack[MessageCreateParams]) -> Message | Stream: ...

    def create(
        self,
        *,
        max_tokens: int,
        messages: Iterable[MessageParam | Message],
        model: str,
        cache_control: Mapping[str, Any] | None | NotGiven | Omit = NOT_GIVEN,
        container: Any | NotGiven | Omit = NOT_GIVEN,
        diagnostics: Mapping[str, Any] | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        metadata: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        output_config: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        service_tier: str | NotGiven | Omit = NOT_GIVEN,
        speed: str | None | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Iterable[str] | NotGiven | Omit = NOT_GIVEN,
        system: str | Iterable[TextBlockParam] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        thinking: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolParam | Mapping[str, Any]] | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        stream: bool | NotGiven = False,
        extra_headers: Headers | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
    ) -> Message | Stream:
        """Sends a request and gives the message, or with `stream=True` its events as they arrive.

        The parameters are the API's; those that this version does not know go into `extra_body`. `extra_headers`,
        `timeout` and `max_retries` are for this call alone. A failure raises a `tidings.AnthropicError`.
        """
        request = request_of(locals())
        call = self._start(request)
        return Stream(call) if request["stream"] else Message._of(*call.response())

    def stream(
        self,
        *,
        max_tokens: int,
        messages: Iterable[MessageParam | Message],
        model: str,
        cache_control: Mapping[str, Any] | None | NotGiven | Omit = NOT_GIVEN,
        container: Any | NotGiven | Omit = NOT_GIVEN,
        diagnostics: Mapping[str, Any] | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        metadata: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        output_config: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        service_tier: str | NotGiven | Omit = NOT_GIVEN,
        speed: str | None | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Iterable[str] | NotGiven | Omit = NOT_GIVEN,
        system: str | Iterable[TextBlockParam] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        thinking: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolParam | Mapping[str, Any]] | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
    ) -> MessageStreamManager:
        """Prepares a streamed message; entering the `with` block that it is for sends the request.

        Takes the parameters of `create`, without `stream`.
        """
        request = request_of(locals(), stream=True)
        return MessageStreamManager(lambda: self._start(request))
