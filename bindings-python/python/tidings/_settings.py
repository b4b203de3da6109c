"""The options of a client: kept as they were given, so that another client can be made from them with changes."""

from __future__ import annotations

import os

from . import _native
from ._hooks import Watcher, hooks_option
from ._network import network_option
from ._options import count_option, headers_option, query_option, retries_option, switch_option, timeout_option

# What every program uses comes with its first client: a module that a thread imports while the process forks stays locked in
# the child for ever.
from .resources.messages import messages as _messages

_LOADED = (_messages,)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._credentials import Credentials

# What a client has in common with one that was made from it, as long as none of these options was changed.
_CONNECTIONS = ("proxy", "trust_env", "ca_bundle", "client_cert", "http2", "local_address", "max_connections")
_CREDENTIAL = ("api_key", "auth_token", "api_key_header", "credentials")
_PRESSURE = ("pressure", "max_in_flight")
_ELSEWHERE = {
    "http_client": "Tidings has its own HTTP; proxy, ca_bundle, client_cert, local_address and max_connections are options",
    "middleware": "hooks (on_request, on_response, on_retry, on_error) tell of every attempt",
    "open_telemetry": "hooks (on_request, on_response, on_retry, on_error) tell of every attempt",
    "config": "give the options themselves",
    "profile": "give the options themselves, or credentials",
    "webhook_key": "signatures of webhooks are not checked here",
}


class Settings:
    """The options of a client by their names, and the native client that goes by them."""

    def __init__(self, options: dict[str, Any], lender: Settings | None = None) -> None:
        for name, instead in _ELSEWHERE.items():
            if options.pop(name, None):
                raise TypeError(f"{name} is not an option here: {instead}")
        self.options = options
        hooks = hooks_option(options)
        self.credentials: Credentials | None = _credentials(options, lender)
        native = None if lender is None else lender.native
        lends = (False, False, False) if lender is None else _common(lender.options, options)
        self.native: _native.Client = _native.Client(
            **_native_options(options),
            lender=native,
            lends=lends,
            desk=None if self.credentials is None else self.credentials.desk,
            told=list(hooks),
            watcher=Watcher(hooks, self.credentials) if hooks or self.credentials else None,
        )

    def changed(self, changes: dict[str, Any]) -> Settings:
        """Settings with some options changed, sharing connections, credential and pressure where these stay the same."""
        return Settings({**self.options, **changes}, self)

    def change(self, **changes: Any) -> None:
        """Changes options in place, for the calls that begin from here on."""
        new = self.changed(changes)
        self.options, self.credentials = new.options, new.credentials
        self.native.take_over(new.native)

    def credential(self, name: str, variable: str) -> str | None:
        """A credential: the one that was given, else that of the environment, unless another kind was given."""
        given: str | None = self.options[name]
        if given is not None or any(self.options[other] is not None for other in ("api_key", "auth_token", "credentials")):
            return given
        return os.environ.get(variable, "").strip() or None

    def default_headers(self) -> dict[str, str]:
        """The headers that the caller added to every request."""
        given = self.options["default_headers"] or {}
        return {name: value for name, value in given.items() if isinstance(value, str)}


def merged_headers(old: Any, more: Any) -> dict[str, Any]:
    """Headers with others added to them, whatever case their names are written in."""
    new = dict(more or {})
    names = {name.lower() for name in new}
    return {**{name: value for name, value in (old or {}).items() if name.lower() not in names}, **new}


def _credentials(options: dict[str, Any], lender: Settings | None) -> Credentials | None:
    function = options["credentials"]
    if function is None:
        return None
    if lender is not None and lender.options["credentials"] is function:
        return lender.credentials
    from ._credentials import Credentials

    return Credentials(function)


def _common(one: dict[str, Any], other: dict[str, Any]) -> tuple[bool, bool, bool]:
    # Connections are made within the limit of the client that they belong to.
    connect = timeout_option(other["timeout"]).connect
    same_limit = connect in (None, timeout_option(one["timeout"]).connect)
    return (
        same_limit and _same(one, other, _CONNECTIONS),
        _same(one, other, _CREDENTIAL),
        _same(one, other, _PRESSURE),
    )


def _same(one: dict[str, Any], other: dict[str, Any], names: tuple[str, ...]) -> bool:
    return all(one[name] is other[name] or one[name] == other[name] for name in names)


def _native_options(options: dict[str, Any]) -> dict[str, Any]:
    options = dict(options)
    base_url = options["base_url"]
    limits = timeout_option(options["timeout"])
    retries = retries_option(options)
    return {
        "api_key": options["api_key"],
        "auth_token": options["auth_token"],
        "api_key_header": options["api_key_header"],
        "base_url": None if base_url is None else str(base_url),
        "anthropic_version": options["anthropic_version"],
        "limits": limits,
        "retries": retries,
        "pressure": switch_option("pressure", options["pressure"]),
        "max_in_flight": count_option("max_in_flight", options["max_in_flight"]),
        "network": network_option(**{name: options[name] for name in _CONNECTIONS}),
        "validation": switch_option("validation", options["validation"]),
        "stream_long_calls": switch_option("stream_long_calls", options["stream_long_calls"]),
        "default_headers": headers_option("default_headers", options["default_headers"]),
        "default_query": query_option("default_query", options["default_query"]),
    }
