"""Plays an example with one package: what it gave, what it raised, what it warned of, and what went over the wire."""

from __future__ import annotations

import contextlib
import inspect
import os
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bindings-python/tests"))

import answers
import faces
import plain
from support import Run, Server

KEY = "test-key"
# Seconds after which an example has failed; a busy machine needs few of them.
LONGEST = 60
SYNC, ASYNC = "sync", "async"
BOTH = (SYNC, ASYNC)

# What each client says of itself, and what the way to the server needs: no server answers otherwise because of it.
UNSEEN = {"host", "user-agent", "accept-encoding", "connection", "content-length", "transfer-encoding"}


@dataclass
class Example:
    """A program for either package, and the answers that it gets."""

    section: str
    function: Callable[..., Any]
    answers: tuple[dict[str, Any], ...]
    faces: tuple[str, ...]
    environment: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.section}.{self.function.__name__}"


@dataclass
class Outcome:
    """What came of playing an example."""

    result: Any
    warnings: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    broke: BaseException | None = None


EXAMPLES: list[Example] = []


def example(*script: dict[str, Any], only: str | None = None, **environment: str) -> Callable[[Any], Any]:
    """Makes an example of a function, for both faces unless `only` names one.

    The function takes by name what it needs: `sdk` (the module), `client` (made from the environment, as in the
    README), `url` (of the server) and `folder` (an empty one). Without a script the server gives a short message.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        section = function.__module__.rpartition(".")[2]
        faces = (ASYNC,) if inspect.iscoroutinefunction(function) else (only,) if only else BOTH
        EXAMPLES.append(Example(section, function, script or (answers.message(),), faces, environment))
        return function

    return register


def play(example: Example, sdk: Any, face: str, server: Server) -> Outcome:
    """The outcome of one example with one package through one of its faces."""
    run = server.script(*example.answers)
    outcome = Outcome(None)
    with environment(run.url, example.environment), warnings.catch_warnings(record=True) as warned, limited():
        warnings.simplefilter("always")
        # The step builds without optimisation.
        warnings.filterwarnings("ignore", "this is a development build of Tidings", RuntimeWarning)
        try:
            outcome.result = plain.plain(called(example, sdk, face, run))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            outcome.broke = error
    outcome.warnings = [w.category.__name__ for w in warned if not issubclass(w.category, ResourceWarning)]
    outcome.requests = [request_of(logged) for logged in run.requests()]
    return outcome


def called(example: Example, sdk: Any, face: str, run: Run) -> Any:
    """What the example's function gives."""
    wanted = inspect.signature(example.function).parameters
    with contextlib.ExitStack() as stack:
        module = sdk
        if face == ASYNC and not inspect.iscoroutinefunction(example.function):
            module = faces.AsyncFace(sdk)
            stack.callback(module.close)
        given: dict[str, Any] = {"sdk": module, "url": run.url}
        if "client" in wanted:
            given["client"] = module.Anthropic()
            stack.callback(given["client"].close)
        if "folder" in wanted:
            given["folder"] = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        arguments = {name: given[name] for name in wanted}
        if inspect.iscoroutinefunction(example.function):
            import asyncio

            return asyncio.run(example.function(**arguments))
        # Read before the client is closed.
        return plain.plain(example.function(**arguments))


@contextlib.contextmanager
def environment(url: str, more: dict[str, str]) -> Iterator[None]:
    """The environment of a program that uses the server and has a key, and nothing of this machine's own settings."""
    saved = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("ANTHROPIC_") or name.lower().endswith("_proxy")]:
        del os.environ[name]
    os.environ.update({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": url})
    os.environ.update({name: value.replace("{url}", url) for name, value in more.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(saved)


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Ends an example that hangs."""

    def end(*_: Any) -> None:
        raise RuntimeError(f"the example took more than {LONGEST} seconds")

    signal.signal(signal.SIGALRM, end)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)


def request_of(logged: dict[str, Any]) -> dict[str, Any]:
    """One request as the server cares for it."""
    split = urlsplit(logged["path"])
    headers = {name: value for name, value in logged["headers"].items() if name not in UNSEEN}
    return {
        "method": logged["method"],
        "path": split.path,
        "query": sorted(map(list, parse_qsl(split.query, keep_blank_values=True))),
        "headers": {name: boundless(value) for name, value in headers.items() if not name.startswith("x-stainless-")},
        "body": logged["body"],
    }


def boundless(value: str) -> str:
    """A header without the boundary of a form, which is made at random."""
    return value.partition("; boundary=")[0] if value.startswith("multipart/") else value
