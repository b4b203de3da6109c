"""What callers can say about the way to the server, in the form that the native part takes."""

from __future__ import annotations

import os

from ._options import count_option, switch_option, text_option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._options import NotGiven
    from .types import ClientCertificate, Pem


def network_option(
    *,
    proxy: str | None,
    trust_env: bool | NotGiven,
    ca_bundle: Pem | None,
    client_cert: ClientCertificate | None,
    http2: bool | NotGiven,
    local_address: str | None,
    max_connections: int | NotGiven,
) -> dict[str, Any]:
    """The way to the server; `None` is not said."""
    bundle = None if ca_bundle is None else _pem_or_path("ca_bundle", ca_bundle)
    return {
        "proxy": text_option("proxy", proxy),
        "trust_env": switch_option("trust_env", trust_env),
        "ca_pem": bundle if isinstance(bundle, bytes) else None,
        "ca_file": bundle if isinstance(bundle, str) else None,
        "client_cert": None if client_cert is None else _client_cert(client_cert),
        "http2": switch_option("http2", http2),
        "local_address": text_option("local_address", local_address),
        "max_connections": count_option("max_connections", max_connections),
    }


def _client_cert(given: ClientCertificate) -> tuple[bytes, str]:
    """The PEM of the chain, and that of the key."""
    chain, key = given if isinstance(given, tuple) and len(given) == 2 else (given, given)
    # What is no text is no PEM either, and the core says so without showing it.
    return _pem("client_cert", chain), _pem("client_cert", key).decode("utf-8", "replace")


def _pem(option: str, given: object) -> bytes:
    pem = _pem_or_path(option, given)
    if isinstance(pem, bytes):
        return pem
    try:
        with open(pem, "rb") as file:
            return file.read()
    except OSError as error:
        from ._errors import ConfigError

        raise ConfigError(f"{option}: the file {pem} cannot be read: {error.strerror}") from error


def _pem_or_path(option: str, given: object) -> bytes | str:
    """PEM as bytes, or the path of a file of it as text."""
    if isinstance(given, bytes):
        return given
    if isinstance(given, str):
        return given.encode() if "-----BEGIN" in given else given
    if isinstance(given, os.PathLike):
        return os.fsdecode(given)
    raise TypeError(f"{option} must be PEM or the path of a file of it, not {type(given).__name__}")
