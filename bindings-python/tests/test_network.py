"""The way to the server: proxy, trust, protocol, addresses, connections."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from support import REQUEST, Server, hanging_stream, stream_of

import tidings

# No name leads here: only a proxy answers.
NOWHERE = "http://tidings.invalid"
CERTIFICATE = b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
KEY = b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"


def call(**options: Any) -> Any:
    return tidings.Client(**{"api_key": "k", "max_retries": 0, **options}).messages.create(**REQUEST)


def first_connection(scheme: str, **options: Any) -> tuple[str, bytes]:
    """Where the first connection of a client comes from, and what it says first."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        url = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        failing = pool.submit(call, base_url=url, **options)
        connection, address = listener.accept()
        with connection:
            said = connection.recv(65536)
        assert isinstance(failing.exception(60), tidings.APIConnectionError)
        return address[0], said


class Proxy(ThreadingHTTPServer):
    """A proxy that answers everything itself and keeps what it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Proxy)
        self.server.asked.append(self.path)
        self.rfile.read(int(self.headers["content-length"]))
        answer = b'{"type": "message", "content": []}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield proxy
        proxy.shutdown()


def test_requests_go_by_the_proxy_that_is_named(proxy: Proxy) -> None:
    assert call(base_url=NOWHERE, proxy=proxy.url).type == "message"
    assert proxy.asked == [NOWHERE + "/v1/messages"]


def test_the_environment_names_a_proxy_only_to_a_client_that_trusts_it(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url)
    assert call(base_url=NOWHERE).type == "message"
    with pytest.raises(tidings.APIConnectionError):
        call(base_url=NOWHERE, trust_env=False)
    assert proxy.asked == [NOWHERE + "/v1/messages"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address of the machine")
def test_connections_come_from_the_address_that_is_named() -> None:
    assert first_connection("http", local_address="127.0.0.2")[0] == "127.0.0.2"
    assert first_connection("http")[0] == "127.0.0.1"


def test_http2_is_offered_unless_it_is_turned_off() -> None:
    assert b"\x02h2" in first_connection("https")[1]
    assert b"\x02h2" not in first_connection("https", http2=False)[1]


def test_no_more_connections_than_wanted_are_open_at_once(server: Server) -> None:
    run = server.script(hanging_stream("Hi"), stream_of("there"))
    one = tidings.Client(api_key="k", base_url=run.url, max_connections=1)
    with one.messages.stream(**REQUEST) as first:
        assert next(first.text_stream) == "Hi"
        with pytest.raises(tidings.APITimeoutError) as caught:
            one.messages.create(**REQUEST, timeout={"total": 0.2})
    assert caught.value.reason == "pool_limit" and caught.value.sent == "none"


def test_certificates_are_pem_or_the_path_of_a_file_of_it(tmp_path: Path) -> None:
    certificate, key, both = tmp_path / "certificate.pem", tmp_path / "key.pem", tmp_path / "both.pem"
    certificate.write_bytes(CERTIFICATE)
    key.write_bytes(KEY)
    both.write_bytes(CERTIFICATE + KEY)
    for bundle in (CERTIFICATE, CERTIFICATE.decode(), certificate, str(certificate)):
        tidings.Client(api_key="k", ca_bundle=bundle)
    for pair in ((CERTIFICATE, KEY), (certificate, str(key)), (CERTIFICATE.decode(), key), both, CERTIFICATE + KEY):
        tidings.Client(api_key="k", client_cert=pair)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"ca_bundle": KEY}, "the CA bundle holds no certificate in PEM"),
        ({"ca_bundle": "/no/such/file"}, "/no/such/file cannot be read"),
        ({"client_cert": KEY}, "the client certificate is no certificate in PEM"),
        ({"client_cert": (CERTIFICATE, CERTIFICATE)}, "the client's key is no private key in PEM"),
        ({"client_cert": (CERTIFICATE, b"\xff\xfe")}, "the client's key is no private key in PEM"),
        ({"client_cert": (CERTIFICATE, "/no/such/key")}, "client_cert: the file /no/such/key cannot be read: No such"),
    ],
)
def test_what_is_no_certificate_is_refused_when_the_client_is_built(options: Any, words: str) -> None:
    with pytest.raises(tidings.ConfigError, match=words):
        tidings.Client(api_key="k", **options)
