"""Every entry of the table of faults, through both clients: all at once, each at a place of its own."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from support import FAULTS, REQUEST, Server
from test_scenarios import Outcome, arguments, check, look_at, text_of

import tidings

TABLE: list[dict[str, Any]] = [
    entry for path in sorted(FAULTS.glob("*.json")) for entry in json.loads(path.read_text("utf-8"))
]
PLAYED = [entry["name"] for entry in TABLE if "expect" in entry]
UNLIKE = {entry["name"]: entry["unlike"]["python"] for entry in TABLE if "python" in entry.get("unlike", {})}
LEFT_OUT = [name for name, unlike in UNLIKE.items() if "expect" not in unlike]
NAMES = [name for name in PLAYED if name not in LEFT_OUT]

# No entry takes longer, however busy the machine is: whoever is not done by then hangs.
PATIENCE = 100

# Makes a call in a process without a free descriptor and another one when there are some again.
FEW_DESCRIPTORS = f"""
import asyncio, importlib, pkgutil, resource, sys, tidings
for module in pkgutil.walk_packages(tidings.__path__, "tidings."):
    importlib.import_module(module.name)  # no file can be opened later
request = {REQUEST!r}
async def awaited(client): return await client.messages.create(**request)
def blocking(client): return client.messages.create(**request)
def fresh():
    kind = tidings.AsyncClient if sys.argv[2] == "awaited" else tidings.Client
    return kind(api_key="k", base_url=sys.argv[1], max_retries=0)
run = asyncio.new_event_loop().run_until_complete if sys.argv[2] == "awaited" else (lambda message: message)
call = awaited if sys.argv[2] == "awaited" else blocking
other = fresh()  # kept, as a connection that closes would give a descriptor back
if sys.argv[2] != "first":
    run(call(other))
client, taken = fresh(), []
client.messages  # what Python loads is no part of this
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
try:
    while True:
        taken.append(open("/dev/null"))
except OSError:
    pass
try:
    run(call(client))
except tidings.APIConnectionError as error:
    print(error.kind, error.reason, error.sent, error.may_have_run, error.is_retryable)
taken.clear()
print(run(call(client)).id)
"""

named = pytest.mark.parametrize("name", NAMES)


@named
def test_blocking(blocking: dict[str, Future[None]], name: str) -> None:
    blocking[name].result(PATIENCE)


@named
def test_async(asynchronous: dict[str, Future[None]], name: str) -> None:
    asynchronous[name].result(PATIENCE)


def test_every_entry_is_played_or_says_why_not(server: Server) -> None:
    assert server.ask("GET", "/faults")["entries"] == PLAYED
    assert len(NAMES) + len(LEFT_OUT) == len(PLAYED) > 110
    assert all(unlike["because"] for unlike in UNLIKE.values())


@pytest.mark.parametrize("call", ["first", "later", "awaited"])
def test_a_call_without_a_free_descriptor_is_a_connect_error_and_the_next_succeeds(server: Server, call: str) -> None:
    program = [sys.executable, "-c", FEW_DESCRIPTORS, server.play("create_text").url, call]
    ended = subprocess.run(program, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, ""), ended
    assert ended.stdout.split() == ["connect", "resource", "none", "False", "True", "msg_01Create"]


@pytest.mark.parametrize(
    "answer", [{"status": 401}, {"status": 500}, {"raw": [], "then": "reset"}, {"json": {"content": []}}]
)
def test_a_token_of_a_provider_is_shown_nowhere(server: Server, witness: Witness, answer: dict[str, Any]) -> None:
    key = str(Place(server, "refused").client()["api_key"])
    options = {"credentials": lambda: key, "max_retries": 1, **witness.hooks()}
    client = tidings.Client(base_url=server.script(answer).url, **options)
    try:
        client.messages.create(**REQUEST)
    except tidings.AnthropicError as error:
        witness.look_at_error(error)
    witness.look(repr(client), vars(client), repr(client.messages), client.pressure)


def test_no_line_that_was_logged_or_told_to_a_hook_has_a_secret(server: Server, witness: Witness) -> None:
    logging.getLogger("tidings").debug("a line to be heard: %s", "x")
    play(server, witness, "refused")
    assert "a line to be heard: x" in witness.lines
    assert {line.split(" ")[0] for line in witness.lines} >= {"on_request", "on_retry", "on_error"}
    assert not witness.leaks()


def test_a_secret_that_is_shown_is_found(server: Server, witness: Witness) -> None:
    place = Place(server, "proxy_wants_a_password")
    key, prompt = place.client()["api_key"], place.entry["request"]["messages"][0]["content"]
    for shown in (key, repr(key.encode()), prompt, json.dumps(prompt), repr(prompt.encode()), place.client()["proxy"]):
        with pytest.raises(AssertionError):
            witness.look(f"before {shown} behind")
    witness.look(tidings.Client(**place.client()), "x-api-key: ***")
    place.end()


class Place:
    """Where the calls of one entry go, and what was seen there."""

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self.entry: dict[str, Any] = server.ask("POST", f"/faults/{name}?language=python")
        self.entry["request"]["messages"][0]["content"] += "x" * self.entry["prompt_bytes"]
        self._path = f"/faults/{self.entry['id']}"

    def client(self, **options: Any) -> dict[str, Any]:
        """The options of the client, and these."""
        return {**self.entry["client"], **options}

    def call(self) -> dict[str, Any]:
        return arguments({"call": {"request": self.entry["request"], "options": self.entry["options"]}})

    def warm_ups(self) -> Iterator[dict[str, Any]]:
        """The calls to be made before, each by its arguments."""
        for _ in range((self.entry["warm_up"] or {"calls": 0})["calls"]):
            yield arguments({"call": {"request": self.entry["request"]}})

    def pause(self) -> float:
        return float((self.entry["warm_up"] or {"pause_ms": 0})["pause_ms"]) / 1000

    def log(self) -> dict[str, Any]:
        log: dict[str, Any] = self._server.ask("GET", f"{self._path}/log")
        return log

    def requests(self) -> list[dict[str, Any]]:
        requests: list[dict[str, Any]] = self.log()["requests"]
        return requests

    def end(self) -> None:
        self._server.ask("DELETE", self._path)


class Witness(logging.Handler):
    """Looks for the key, the prompt and the password in everything that is shown or logged, in every form."""

    def __init__(self, forms: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._forms = forms
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        told = traceback.format_exception(*record.exc_info) if record.exc_info else []
        self.lines.append("".join([record.getMessage(), *told]))

    def hooks(self) -> dict[str, Any]:
        """Options of a client that have this told of every attempt."""

        def hook(name: str) -> Callable[[object], None]:
            return lambda record: self.lines.append(f"{name} {record!r}")

        return {name: hook(name) for name in ("on_request", "on_response", "on_retry", "on_error")}

    def leaks(self) -> list[str]:
        return [line[:2000] for line in self.lines if self._finds(line)]

    def look(self, *shown: object) -> None:
        for text in shown:
            assert not self._finds(str(text)), str(text)[:2000]

    def look_at_error(self, error: BaseException) -> None:
        told = "".join(traceback.format_exception(error))
        self.look(str(error), repr(error), told, vars(error), repr(error.__cause__), repr(error.__context__))

    def _finds(self, text: str) -> bool:
        text = text.lower()
        return any(form in text for form in self._forms)


def play(server: Server, witness: Witness, name: str) -> None:
    place, outcome = Place(server, name), Outcome()
    try:
        client = tidings.Client(**place.client(**witness.hooks()))
        witness.look(repr(client), vars(client), repr(client.messages))
        for call in place.warm_ups():
            client.messages.create(**call)
        time.sleep(place.pause())
        if place.entry["mode"] == "create":
            outcome.message = client.messages.create(**place.call())
            outcome.text = text_of(outcome.message.to_dict())
        else:
            with client.messages.stream(**place.call()) as stream:
                for event in stream:
                    witness.look(repr(stream), vars(stream))
                    look_at(event, outcome)
                outcome.message = stream.get_final_message()
        witness.look(repr(client), vars(client), client.pressure)
    except tidings.AnthropicError as error:
        outcome.error = error
    compare(place, witness, outcome)


async def play_async(server: Server, witness: Witness, name: str) -> None:
    place, outcome = await asyncio.to_thread(Place, server, name), Outcome()
    try:
        client = tidings.AsyncClient(**place.client(**witness.hooks()))
        witness.look(repr(client), vars(client), repr(client.messages))
        for call in place.warm_ups():
            await client.messages.create(**call)
        await asyncio.sleep(place.pause())
        if place.entry["mode"] == "create":
            outcome.message = await client.messages.create(**place.call())
            outcome.text = text_of(outcome.message.to_dict())
        else:
            async with client.messages.stream(**place.call()) as stream:
                async for event in stream:
                    witness.look(repr(stream), vars(stream))
                    look_at(event, outcome)
                outcome.message = await stream.get_final_message()
        witness.look(repr(client), vars(client), client.pressure)
    except tidings.AnthropicError as error:
        outcome.error = error
    await asyncio.to_thread(compare, place, witness, outcome)


def compare(place: Place, witness: Witness, outcome: Outcome) -> None:
    if outcome.error is not None:
        witness.look_at_error(outcome.error)
        assert type(outcome.error).kind in ("", outcome.error.kind)
    check(place.entry, place, outcome)
    expect, log = place.entry["expect"], place.log()
    if "connections" in expect:
        assert log["connections"] == expect["connections"]
    if "at_most_taken" in expect:
        assert log["taken"] <= expect["at_most_taken"]
    place.end()


@pytest.fixture(scope="module")
def witness(server: Server) -> Iterator[Witness]:
    """Hears every logger of the process, at every level."""
    witness, root = Witness(server.ask("GET", "/faults")["secrets"]), logging.getLogger()
    level = root.level
    root.addHandler(witness)
    root.setLevel(logging.DEBUG)
    yield witness
    root.setLevel(level)
    root.removeHandler(witness)


@pytest.fixture(scope="module")
def blocking(server: Server, witness: Witness, request: pytest.FixtureRequest) -> dict[str, Future[None]]:
    """Every chosen entry, each in a thread of its own."""
    names = chosen(request, "test_blocking")
    pool = ThreadPoolExecutor(len(names))
    return {name: pool.submit(play, server, witness, name) for name in names}


@pytest.fixture(scope="module")
def asynchronous(server: Server, witness: Witness, request: pytest.FixtureRequest) -> Iterator[dict[str, Future[None]]]:
    """Every chosen entry, all on one event loop."""
    names, loop = chosen(request, "test_async"), asyncio.new_event_loop()
    loop.set_default_executor(ThreadPoolExecutor(32))
    threading.Thread(target=loop.run_forever, daemon=True).start()
    yield {name: asyncio.run_coroutine_threadsafe(play_async(server, witness, name), loop) for name in names}
    loop.call_soon_threadsafe(loop.stop)


def chosen(request: pytest.FixtureRequest, test: str) -> list[str]:
    """The entries for which `test` is going to run."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    of_test = [item for item in items if item.path == request.path and item.originalname == test]
    return [str(item.callspec.params["name"]) for item in of_test]
