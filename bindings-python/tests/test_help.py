"""What people see who look: `help`, `dir`, signatures and `repr`."""

from __future__ import annotations

import asyncio
import inspect
import pydoc
from collections.abc import Iterator
from typing import Any

import pytest
from support import REQUEST, Server, stream_of

import tidings

KEY = "sk-test-never-shown"


def client_of(server: Server, **options: Any) -> tidings.Client:
    return tidings.Client(api_key=KEY, base_url=server.url, default_headers={"x-secret": KEY}, **options)


def methods() -> Iterator[tuple[str, Any]]:
    """Every public method of both clients and of what they offer, by its name."""
    for kind in (tidings.Client, tidings.AsyncClient):
        yield from methods_of(kind(api_key=KEY), kind.__name__)


def methods_of(owner: object, name: str) -> Iterator[tuple[str, Any]]:
    for part in dir(owner):
        # Views of raw answers are of the same methods.
        if part.startswith("_") or part.startswith("with_"):
            continue
        value = getattr(owner, part)
        if inspect.ismethod(value):
            yield f"{name}.{part}", value
        elif type(value).__module__.startswith("tidings.resources"):
            yield from methods_of(value, f"{name}.{part}")


METHODS = dict(methods())


def test_there_are_methods_to_look_at() -> None:
    assert {"Client.messages.create", "Client.close", "AsyncClient.messages.stream"} <= METHODS.keys()


@pytest.mark.parametrize("name", METHODS)
def test_every_method_names_its_arguments_and_says_what_it_does(name: str) -> None:
    kinds = {parameter.kind for parameter in inspect.signature(METHODS[name]).parameters.values()}
    assert not kinds & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}, inspect.signature(METHODS[name])
    assert inspect.getdoc(METHODS[name]), "there is no docstring"


@pytest.mark.parametrize("kind", [tidings.Client, tidings.AsyncClient])
def test_the_help_of_a_client_names_every_option_and_method(kind: type) -> None:
    text = pydoc.render_doc(kind, renderer=pydoc.plaintext)
    assert "*args" not in text and "**kwargs" not in text
    for name, parameter in inspect.signature(kind).parameters.items():
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        assert f"`{name}`" in text or f"`{name}=" in text, f"{name} is not explained"


@pytest.mark.parametrize("name", [name for name in tidings.__dir__() if name[0].isupper()])
def test_every_public_class_has_a_docstring_of_its_own(name: str) -> None:
    value = getattr(tidings, name)
    if isinstance(value, type) and value.__module__.startswith("tidings"):
        assert value.__doc__ and value.__doc__ != object.__doc__


def test_a_dir_shows_what_people_use() -> None:
    names = [name for name in dir(tidings.Client(api_key=KEY)) if not name.startswith("_")]
    assert {"messages", "close", "base_url", "max_retries", "pressure"} <= set(names)
    assert {"Client", "AsyncClient", "types", "RateLimitError", "Timeout"} <= set(dir(tidings))


def test_a_repr_says_what_it_is_and_shows_no_secret(server: Server) -> None:
    client = client_of(server)
    with client.messages.stream(**REQUEST) as stream:
        message = stream.get_final_message()
    shown = {
        "client": repr(client),
        "copy": repr(client.with_options(api_key=KEY)),
        "resource": repr(client.messages),
        "stream": repr(stream),
        "raw stream": repr(client.messages.create(**REQUEST, stream=True)),
        "manager": repr(client.messages.stream(**REQUEST)),
        "message": repr(message),
        "native": repr([client._native, stream._call]),
    }
    assert not [name for name, text in shown.items() if KEY in text]
    assert shown["client"] == f"Client(base_url='{server.url}/', max_retries=2)"
    assert shown["stream"] == f"<MessageStream request_id={stream.request_id!r}>"
    assert shown["raw stream"].startswith("<Stream request_id=")
    assert shown["manager"] == "<MessageStreamManager: entering its `with` block sends the request>"
    assert shown["message"].startswith("ParsedMessage(id=") and "TextBlock(type='text', text='" in shown["message"]


def test_a_repr_of_what_is_awaited_says_what_it_is_too(server: Server) -> None:
    async def main() -> list[str]:
        client = tidings.AsyncClient(api_key=KEY, base_url=server.url)
        manager = client.messages.stream(**REQUEST)
        async with manager as stream:
            return [repr(client), repr(manager), repr(stream)]

    client, manager, stream = asyncio.run(main())
    assert client == f"AsyncClient(base_url='{server.url}/', max_retries=2)"
    assert manager == "<AsyncMessageStreamManager: entering its `async with` block sends the request>"
    assert stream.startswith("<AsyncMessageStream request_id=")


def test_an_event_shows_its_fields_to_those_who_complete_names(server: Server) -> None:
    client = tidings.Client(api_key=KEY, base_url=server.script(stream_of("a")).url)
    for event in client.messages.create(**REQUEST, stream=True):
        # Its JSON has not been read yet.
        assert "type" in dir(event)
        if event.type == "content_block_delta":
            assert {"index", "delta"} <= set(dir(event)) and "text" in dir(event.delta)
