"""Every row of the table of resource calls, through both clients, and through both views of raw answers."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import RESOURCES, Run, Server

import tidings

ROWS: list[dict[str, Any]] = [
    row for path in sorted(RESOURCES.glob("*.json")) for row in json.loads(path.read_text("utf-8"))
]
VERBS = ("get", "post", "put", "patch", "delete")

# What the Python half does not have, by the name of the row, and why.
ELSEWHERE = {
    "count_tokens": "the parameters of a message are an object in Rust; here the method takes what counts alone",
    "files_download_too_large": "what is held in memory is the program's choice: it reads piece by piece",
    "files_upload_reader": "an open file is read before it is sent, so that its length is known",
    "files_upload_reader_not_retried": "an open file is read before it is sent, so that it can be sent again",
}


class Row:
    """A row, and how it is played."""

    def __init__(self, row: dict[str, Any], folder: Path) -> None:
        self.row = row
        self.name: str = row["name"]
        self.method: str = row["call"]["method"]
        self.arguments: dict[str, Any] = dict(row["call"].get("args", {}))
        self.folder = folder

    def client_options(self, run: Run) -> dict[str, Any]:
        options = {"base_url": run.url, "api_key": "test-key", **self.row["call"].get("client", {})}
        if "stream_long_calls" in self.row["call"]:
            options["stream_long_calls"] = self.row["call"]["stream_long_calls"]
        return options

    def call(self, client: Any) -> Any:
        """Makes the call: what it gives is there at once, or awaited."""
        if self.method in VERBS:
            return self.verb(client)
        name = self.method.removesuffix(".all").replace("batches.", "messages.batches.")
        method = client
        for part in name.split("."):
            method = getattr(method, part)
        arguments = self.upload() if self.method == "files.upload" else self.arguments
        return method(**arguments, **self.row["call"].get("options", {}))

    def verb(self, client: Any) -> Any:
        options = {"params": self.arguments.get("query", {})}
        body = {"body": self.arguments["body"]} if "body" in self.arguments else {}
        return getattr(client, self.method)(self.arguments["path"], cast_to=object, options=options, **body)

    def upload(self) -> dict[str, Any]:
        arguments = dict(self.arguments)
        name, content = arguments.pop("filename"), arguments.pop("content", "").encode()
        source = arguments.pop("from", None)
        file: Any = content
        if source == "reader":
            file = io.BytesIO(content)
        elif source == "path":
            file = self.folder / "file"
            file.write_bytes(content)
        elif source is not None:
            file = Path("/no/such/file")
        arguments.pop("length", None)
        media_type = arguments.pop("media_type", None)
        return {"file": (name, file, media_type) if media_type else (name, file), **arguments}

    def check(self, outcome: Callable[[], Any], run: Run) -> None:
        expect = self.row["expect"]
        if "error" in expect:
            with pytest.raises(tidings.AnthropicError) as caught:
                outcome()
            self.check_error(expect["error"], caught.value)
        else:
            expected = json.loads(json.dumps(expect["result"]).replace("{base_url}", run.url))
            assert json.loads(json.dumps(outcome())) == expected
        self.check_log(run)

    def check_error(self, expected: dict[str, Any], error: tidings.AnthropicError) -> None:
        assert error.kind == expected["kind"], error
        assert expected.get("contains", "") in str(error)
        if "attempts" in expected:
            assert error.attempts == expected["attempts"]
        if "partial_text" in expected:
            assert isinstance(error, tidings.APIError) and error.partial_message is not None
            assert error.partial_message.to_dict()["content"][0]["text"] == expected["partial_text"]

    def check_log(self, run: Run) -> None:
        log, sent = run.requests(), self.row["sent"]
        assert len(log) == len(sent), log
        for request, wanted in zip(log, sent):
            assert (request["method"], place(request["path"])) == (wanted["method"], place(wanted["path"]))
            for name, value in wanted.get("headers", {}).items():
                assert request["headers"].get(name) == value, name
            if "body" in wanted:
                assert request["body"] == wanted["body"]


@pytest.fixture(params=[row for row in ROWS if row["name"] not in ELSEWHERE], ids=lambda row: row["name"])
def row(request: pytest.FixtureRequest, tmp_path: Path) -> Row:
    return Row(request.param, tmp_path)


def test_the_table_is_there() -> None:
    assert len(ROWS) > 60 and ELSEWHERE.keys() <= {row["name"] for row in ROWS}


def test_blocking(server: Server, row: Row) -> None:
    run = server.play(row.name)
    client = tidings.Client(**row.client_options(run))

    def outcome() -> Any:
        found = row.call(client)
        if row.method.endswith(".all"):
            return [item.to_dict(mode="json") for item in found]
        if row.method == "batches.results":
            return list_of_lines(found)
        if row.method == "files.download":
            return found.text()
        return shown(found, row.method.endswith(".list"))

    row.check(outcome, run)


def test_asyncio(server: Server, row: Row) -> None:
    run = server.play(row.name)

    async def main() -> Any:
        found = row.call(tidings.AsyncClient(**row.client_options(run)))
        if row.method.endswith(".all"):
            return [item.to_dict(mode="json") async for item in found]
        found = await found
        if row.method == "batches.results":
            return await list_of_lines_async(found)
        if row.method == "files.download":
            return await found.text()
        return shown(found, row.method.endswith(".list"))

    row.check(lambda: asyncio.run(main()), run)


@pytest.mark.parametrize("view", ["with_raw_response", "with_streaming_response"])
def test_a_view_sends_the_same_and_parses_to_the_same(server: Server, row: Row, view: str) -> None:
    if row.method in VERBS or "error" in row.row["expect"]:
        pytest.skip("raw verbs have no views, and errors are tested by themselves")
    run = server.play(row.name)
    client = tidings.Client(**row.client_options(run))

    def outcome() -> Any:
        found = row.call(getattr(client, view))
        if view == "with_streaming_response":
            with found as response:
                return parsed(response)
        return parsed(found)

    def parsed(response: Any) -> Any:
        assert response.status_code in (200, 204)
        found = response.parse()
        if row.method.endswith(".all"):
            return [item.to_dict(mode="json") for item in found]
        if row.method == "batches.results":
            return list_of_lines(found)
        if row.method == "files.download":
            return found.decode("utf-8", "replace")
        return shown(found, row.method.endswith(".list"))

    row.check(outcome, run)


@pytest.mark.parametrize("view", ["with_raw_response", "with_streaming_response"])
def test_an_async_view_sends_the_same_and_parses_to_the_same(server: Server, row: Row, view: str) -> None:
    if row.method in VERBS or "error" in row.row["expect"]:
        pytest.skip("raw verbs have no views, and errors are tested by themselves")
    run = server.play(row.name)

    async def main() -> Any:
        found = row.call(getattr(tidings.AsyncClient(**row.client_options(run)), view))
        if view == "with_streaming_response":
            async with found as response:
                return await parsed(response)
        return await parsed(await found)

    async def parsed(response: Any) -> Any:
        found = await response.parse()
        if row.method.endswith(".all"):
            return [item.to_dict(mode="json") async for item in found]
        if row.method == "batches.results":
            return await list_of_lines_async(found)
        if row.method == "files.download":
            return found.decode("utf-8", "replace")
        return shown(found, row.method.endswith(".list"))

    row.check(lambda: asyncio.run(main()), run)


def place(path: str) -> tuple[str, list[str]]:
    """Path and query; the order of parameters is that of the declared types here, and means nothing to a server."""
    path, _, query = path.partition("?")
    return path, sorted(query.split("&"))


def shown(found: Any, is_page: bool) -> Any:
    if is_page:
        return {"data": [item.to_dict(mode="json") for item in found.data], "has_next": found.has_next_page()}
    return found.to_dict(mode="json") if isinstance(found, tidings.BaseModel) else found


def list_of_lines(results: Any) -> list[Any]:
    found: list[Any] = []
    while True:
        try:
            found.append(next(results).to_dict(mode="json"))
        except StopIteration:
            return found
        except tidings.APIError as error:
            found.append(line_of(error))


async def list_of_lines_async(results: Any) -> list[Any]:
    found: list[Any] = []
    while True:
        try:
            found.append((await anext(results)).to_dict(mode="json"))
        except StopAsyncIteration:
            return found
        except tidings.APIError as error:
            found.append(line_of(error))


def line_of(error: tidings.APIError) -> dict[str, Any]:
    return {"error": error.kind, "raw": None if error.raw_body is None else error.raw_body.decode("utf-8", "replace")}
