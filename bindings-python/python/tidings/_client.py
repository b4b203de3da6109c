"""The blocking client."""

from __future__ import annotations

from . import _native
from ._options import DEFAULT_TIMEOUT, NOT_GIVEN, NotGiven
from ._surface import Surface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Any, Literal

    from typing_extensions import Self

    from ._hooks import Hook
    from ._settings import Settings

    from .types import ClientCertificate, Headers, Pem, PressureState, TimeoutOption, TokenProvider


class BaseClient:
    """What both clients have in common: options in, calls out."""

    def __init__(
        self,
        *,
        api_key: str | None = None,
        auth_token: str | None = None,
        credentials: TokenProvider | None = None,
        api_key_header: str | None = None,
        base_url: str | None = None,
        anthropic_version: str | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        pressure: bool | NotGiven = NOT_GIVEN,
        max_in_flight: int | NotGiven = NOT_GIVEN,
        max_connections: int | NotGiven = NOT_GIVEN,
        proxy: str | None = None,
        trust_env: bool | NotGiven = NOT_GIVEN,
        ca_bundle: Pem | None = None,
        client_cert: ClientCertificate | None = None,
        http2: bool | NotGiven = NOT_GIVEN,
        local_address: str | None = None,
        validation: bool | NotGiven = NOT_GIVEN,
        stream_long_calls: bool | NotGiven = NOT_GIVEN,
        default_headers: Headers | None = None,
        default_query: Mapping[str, object] | None = None,
        on_request: Hook | None = None,
        on_response: Hook | None = None,
        on_retry: Hook | None = None,
        on_error: Hook | None = None,
        http_client: None = None,
        middleware: None = None,
        open_telemetry: Literal[False] | None = None,
        config: None = None,
        profile: None = None,
        webhook_key: None = None,
    ) -> None:
        """A client; what is not given comes from the environment or the defaults. Opens no connection.

        `api_key` (`ANTHROPIC_API_KEY`) is sent as `x-api-key`, or with `api_key_header="authorization"` as a bearer
        token; `auth_token` (`ANTHROPIC_AUTH_TOKEN`) is always sent as one. `credentials` is a function that gives a token, or a
        pair of a token and the time (in seconds since 1970, or a `datetime`) at which it expires; it is called once for all
        calls that wait, in a thread of its own, shortly before a token expires, and once after a 401. With `AsyncClient` it
        may be a coroutine function. `base_url` (`ANTHROPIC_BASE_URL`) is the
        public API by default, `anthropic_version` is `2023-06-01`. `timeout` is a number of seconds for the head of an
        answer and for silence in it, or a `tidings.Timeout`; the defaults are 600 s and 120 s, 5 s for a connection, and
        60 s in which nothing of a request can be sent.

        A failed call is tried again `max_retries` times, 2 by default; with 0, refusals (429, 529) are not waited for
        either. When the server asks for a longer wait than `max_retry_after` seconds, 60 by default, the call fails at
        once. Refusals do not count as retries; a call spends at most `throttle_patience` seconds waiting on them in
        all, 60 by default, or `max_retry_after` if that is longer. `retry_ambiguous` says whether a request that may have
        run, and so may be billed, is tried again (connections that break on the way, 408, 409, 5xx): yes by default.
        `retry_on_timeout` says the same of one that was sent whole and got no answer within its limits: no by default.

        Calls wait for their turn so that the server is not asked for more than it can give, unless `pressure` is
        `False`; what is known of the server is in the property `pressure`. `max_in_flight` is the most calls under way
        at once, streams until their end included; no limit by default. `max_connections` is the most requests under way
        at once, 1000 by default.

        `proxy` is the URL of the proxy for every request, such as `http://user:password@host:3128`. Without it the
        environment decides (`https_proxy`, `http_proxy`, `all_proxy`, `no_proxy`), unless `trust_env` is `False`.
        `ca_bundle` holds the certificates to trust in place of the platform's: PEM, or the path of a file of it.
        `client_cert` is the certificate with which the client shows who it is: a pair of its chain and its private key,
        or one file or text that holds both. HTTP/2 is offered to the server unless `http2` is `False`. `local_address`
        is the IP address of this machine that connections come from.

        Requests are checked before they are sent, unless `validation` is `False`: what is certain to be refused raises
        a `ValidationError` that lists every problem. Parameters that this version does not know pass. A whole message
        that would take long to write, with `max_tokens` above 21,333, or above 8192 for Claude Opus 4 and 4.1, is
        fetched as a stream and given back whole, unless `stream_long_calls` is `False`: a call that has to be answered
        whole is closed after 10 minutes. If such a stream breaks, the error has the partial message, and the call is
        not tried again.

        `default_headers` and `default_query` are added to every request; what a call says itself wins, and `None` or
        `tidings.omit` as a header's value removes a header that is there by default. `on_request`, `on_response`, `on_retry`
        and `on_error` are functions that are called with a `tidings.AttemptRecord` when an attempt begins, when the head of
        an answer is there, when another attempt will be made, and when a call has failed; they run in the thread or task that
        makes the call, and one that raises does not hurt it. `http_client`, `middleware`,
        `open_telemetry`, `config`, `profile` and `webhook_key`, which the official client has, raise a `TypeError` that
        says what to use instead.
        """
        options = locals()
        del options["self"]
        # Not needed by the import of the package.
        from ._settings import Settings

        self._begin(Settings(options))
        if _native.DEVELOPMENT:
            from ._development import warn_once

            warn_once()

    def _begin(self, settings: Settings) -> None:
        self._settings = settings
        self._native = settings.native

    def copy(
        self,
        *,
        api_key: str | None | NotGiven = NOT_GIVEN,
        auth_token: str | None | NotGiven = NOT_GIVEN,
        credentials: TokenProvider | None | NotGiven = NOT_GIVEN,
        api_key_header: str | None | NotGiven = NOT_GIVEN,
        base_url: str | None = None,
        anthropic_version: str | None | NotGiven = NOT_GIVEN,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        pressure: bool | NotGiven = NOT_GIVEN,
        max_in_flight: int | NotGiven = NOT_GIVEN,
        max_connections: int | NotGiven = NOT_GIVEN,
        proxy: str | None | NotGiven = NOT_GIVEN,
        trust_env: bool | NotGiven = NOT_GIVEN,
        ca_bundle: Pem | None | NotGiven = NOT_GIVEN,
        client_cert: ClientCertificate | None | NotGiven = NOT_GIVEN,
        http2: bool | NotGiven = NOT_GIVEN,
        local_address: str | None | NotGiven = NOT_GIVEN,
        validation: bool | NotGiven = NOT_GIVEN,
        stream_long_calls: bool | NotGiven = NOT_GIVEN,
        on_request: Hook | None | NotGiven = NOT_GIVEN,
        on_response: Hook | None | NotGiven = NOT_GIVEN,
        on_retry: Hook | None | NotGiven = NOT_GIVEN,
        on_error: Hook | None | NotGiven = NOT_GIVEN,
        default_headers: Headers | None = None,
        set_default_headers: Headers | None = None,
        default_query: Mapping[str, object] | None = None,
        set_default_query: Mapping[str, object] | None = None,
    ) -> Self:
        """A client with some options changed; the rest are as this client has them. Also named `with_options`.

        Both share their connections, the credential and what is known of the server, as long as the options of these
        stay the same. `default_headers` and `default_query` are added to those of this client,
        `set_default_headers` and `set_default_query` take their place.

            patient = client.with_options(max_retries=10)
            message = client.with_options(timeout=20).messages.create(...)
        """
        changes = locals()
        del changes["self"]
        new = type(self).__new__(type(self))
        new._begin(self._settings.changed(_said(changes, self._settings.options)))
        return new

    with_options = copy

    @property
    def base_url(self) -> str:
        """Where the API is. Setting it, as `api_key`, `auth_token`, `timeout` and `max_retries`, holds for the calls that
        begin from then on."""
        return self._native.base_url

    @base_url.setter
    def base_url(self, url: object) -> None:
        self._settings.change(base_url=str(url))

    @property
    def api_key(self) -> str | None:
        """The API key: the one that was given, else that of the environment; `None` when the client has none."""
        return self._settings.credential("api_key", "ANTHROPIC_API_KEY")

    @api_key.setter
    def api_key(self, key: str | None) -> None:
        self._settings.change(api_key=key)

    @property
    def auth_token(self) -> str | None:
        """The token: the one that was given, else that of the environment; `None` when the client has none, or a key."""
        key = self._settings.credential("api_key", "ANTHROPIC_API_KEY")
        return None if key else self._settings.credential("auth_token", "ANTHROPIC_AUTH_TOKEN")

    @auth_token.setter
    def auth_token(self, token: str | None) -> None:
        self._settings.change(auth_token=token)

    @property
    def credentials(self) -> TokenProvider | None:
        """The function that gives tokens, if one was given."""
        provider: TokenProvider | None = self._settings.options["credentials"]
        return provider

    @property
    def timeout(self) -> TimeoutOption:
        """The time limits, as they were given; `tidings.DEFAULT_TIMEOUT` when nothing was."""
        given: TimeoutOption = self._settings.options["timeout"]
        return DEFAULT_TIMEOUT if isinstance(given, NotGiven) else given

    @timeout.setter
    def timeout(self, timeout: TimeoutOption) -> None:
        self._settings.change(timeout=timeout)

    @property
    def max_retries(self) -> int:
        """How often a failed call is tried again."""
        return self._native.max_retries

    @max_retries.setter
    def max_retries(self, retries: int) -> None:
        self._settings.change(max_retries=retries)

    @property
    def default_headers(self) -> dict[str, str]:
        """The headers that the caller added to every request."""
        return self._settings.default_headers()

    @property
    def default_query(self) -> dict[str, object]:
        """The query parameters that the caller added to every request."""
        return dict(self._settings.options["default_query"] or {})

    @property
    def user_agent(self) -> str:
        """How requests name the program that sends them."""
        return f"tidings-python/{_native.VERSION}"

    @property
    def pressure(self) -> list[PressureState]:
        """What is known of the pressure on the server, for each credential and model that was used: limits, calls under
        way and waiting, holds. Empty before the first call, and once the client is closed.
        """
        return self._native.pressure

    def is_closed(self) -> bool:
        """Whether the client has been closed."""
        return self._native.is_closed

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r}, max_retries={self.max_retries})"


class Client(BaseClient, Surface):
    """A client of the Messages API. May be shared by threads, and used on both sides of a fork.

        client = Client()
        message = client.messages.create(
            model="claude-opus-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Hello"}]
        )

    Also known as `Anthropic`.
    """

    def close(self) -> None:
        """Refuses new calls from here on and closes idle connections; calls under way go on."""
        self._native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _said(changes: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """The options that a copy changes, by name. What a constructor takes `None` for is not said by it here either."""
    from ._settings import merged_headers

    for name in ("default_headers", "default_query"):
        if changes[name] is not None and changes[f"set_{name}"] is not None:
            raise ValueError(f"{name} and set_{name} were both given: one adds, the other replaces")
    headers, query = changes.pop("set_default_headers"), changes.pop("set_default_query")
    more_headers, more_query = changes.pop("default_headers"), changes.pop("default_query")
    said = {name: value for name, value in changes.items() if not isinstance(value, NotGiven)}
    for name in ("base_url", "max_retry_after", "throttle_patience"):
        if said[name] is None:
            del said[name]
    said["default_headers"] = merged_headers(options["default_headers"], more_headers) if headers is None else headers
    said["default_query"] = {**(options["default_query"] or {}), **(more_query or {})} if query is None else query
    return said
