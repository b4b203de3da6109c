"""Files in every form in which callers have them; what is sent and given is also in the table of resource calls."""

from __future__ import annotations

import asyncio
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from support import Run, Server

import tidings

FILE = {
    "id": "file_1",
    "type": "file",
    "filename": "a.txt",
    "mime_type": "text/plain",
    "size_bytes": 5,
    "created_at": "2026-11-24T10:00:00.123456789Z",
    "downloadable": False,
}


def client(run: Run, **options: Any) -> tidings.Client:
    return tidings.Client(base_url=run.url, api_key="test-key", **options)


def async_client(run: Run) -> tidings.AsyncClient:
    return tidings.AsyncClient(base_url=run.url, api_key="test-key")


def sent(server: Server, file: Any, **more: Any) -> list[dict[str, Any]]:
    """The parts that are sent, by both clients."""
    run = server.script({"json": FILE})
    found = client(run).files.upload(file=file() if callable(file) else file, **more)
    assert found.id == "file_1"
    again = file() if callable(file) else file
    asyncio.run(async_client(run).files.upload(file=again, **more))
    first, second = (request["body"]["parts"] for request in run.requests())
    assert first == second
    parts: list[dict[str, Any]] = first
    return parts


def part(filename: str, content_type: str, content: str = "hello") -> dict[str, Any]:
    return {"name": "file", "filename": filename, "content_type": content_type, "content": content}


def test_a_file_is_bytes_a_path_or_an_open_file(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello")
    unnamed = part("upload", "application/octet-stream")
    named = part("notes.txt", "text/plain")
    assert sent(server, b"hello") == [unnamed]
    assert sent(server, bytearray(b"hello")) == [unnamed]
    assert sent(server, memoryview(b"hello")) == [unnamed]
    assert sent(server, path) == [named]
    assert sent(server, lambda: path.open("rb")) == [named]
    assert sent(server, lambda: io.BytesIO(b"hello")) == [unnamed]


def test_a_file_is_a_tuple_of_name_content_and_type(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello")
    assert sent(server, ("a.pdf", b"hello")) == [part("a.pdf", "application/pdf")]
    assert sent(server, ("a.pdf", b"hello", "x/y")) == [part("a.pdf", "x/y")]
    assert sent(server, ("a.pdf", path)) == [part("a.pdf", "application/pdf")]
    assert sent(server, (None, path)) == [part("notes.txt", "text/plain")]
    assert sent(server, lambda: ("b.csv", io.BytesIO(b"hello"))) == [part("b.csv", "text/csv")]
    assert sent(server, ("b.csv", "hello", None, {})) == [part("b.csv", "text/csv")]
    assert sent(server, tidings.file_from_path(path)) == [part("notes.txt", "text/plain")]


def test_what_goes_with_a_file_stands_in_front_of_it(server: Server) -> None:
    parts = sent(server, b"hello", expires_in_seconds=3600, extra_body={"purpose": "x", "tags": ["a", "b"]})
    assert [(one["name"], one["content"]) for one in parts[:-1]] == [
        ("expires_in_seconds", "3600"),
        ("purpose", "x"),
        ("tags[]", "a"),
        ("tags[]", "b"),
    ]
    assert parts[-1]["name"] == "file"


@pytest.mark.parametrize("file", ["notes.txt", 5, None, ("a.txt",), ("a.txt", 5), {"a": 1}])
def test_what_is_no_file_is_refused_and_the_error_says_what_is_one(server: Server, file: Any) -> None:
    run = server.script({"json": FILE})
    with pytest.raises(TypeError, match="file"):
        client(run).files.upload(file=file)
    assert run.requests() == []


def test_a_file_that_is_open_as_text_is_refused(server: Server, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("hello")
    with (tmp_path / "a").open() as file, pytest.raises(TypeError, match="binary mode"):
        client(server.script({"json": FILE})).files.upload(file=file)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="binary mode"):
        client(server.script({"json": FILE})).files.upload(file=io.StringIO("x"))  # type: ignore[arg-type]


def test_a_large_file_is_never_held_whole(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(b"x" * 1_000_000)
    run = server.script({"json": FILE})
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            client(run).files.upload(file=("large.bin", file))
        assert tracemalloc.get_traced_memory()[1] < 500_000
    finally:
        tracemalloc.stop()
    assert len(run.only_request()["body"]["parts"][0]["content"]) == 1_000_000


def test_an_open_file_is_sent_from_where_it_stands_and_what_was_written_to_it_too(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"

    def half_read() -> Any:
        path.write_text("say hello")
        file = path.open("rb")
        file.read(4)
        return file

    def just_written() -> Any:
        file = path.open("w+b")
        file.write(b"hello")
        file.seek(0)
        return file

    def removed() -> Any:
        file = just_written()
        path.unlink()
        return file

    named = part("notes.txt", "text/plain")
    assert sent(server, half_read) == sent(server, just_written) == sent(server, removed) == [named]


def test_an_open_file_that_fails_says_so_itself(server: Server) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk is gone"):
        client(server.script({"json": FILE})).files.upload(file=("a.txt", Broken()))


def test_a_moment_is_a_datetime_and_json_as_it_came(server: Server) -> None:
    found = client(server.script({"json": FILE})).files.retrieve_metadata("file_1")
    assert found.created_at.isoformat() == "2026-11-24T10:00:00.123456+00:00"
    assert found.to_dict(mode="json") == json.loads(found.to_json()) == FILE and found.expires_at is None
    assert found.to_dict() == {**FILE, "created_at": found.created_at}


def test_a_download_is_read_whole_or_in_pieces(server: Server) -> None:
    run = server.script({"body": "abcdefg"})
    files = client(run).files
    found = files.download("file_1")
    assert isinstance(found, tidings.BinaryAPIResponse)
    assert found.read() == found.read() == b"abcdefg" and found.text() == "abcdefg"
    assert list(files.download("file_1").iter_bytes(3)) == [b"abc", b"def", b"g"]
    assert files.with_raw_response.download("file_1").parse() == b"abcdefg"
    assert run.requests()[0]["headers"]["accept"] == "application/binary"


def test_a_download_is_written_to_a_file_that_never_holds_a_part(server: Server, tmp_path: Path) -> None:
    goal = tmp_path / "chart.png"
    goal.write_text("old")
    run = server.script({"body": "half", "delivery": {"cut_at": 2}}, {"body": "whole"})
    with pytest.raises(tidings.APIConnectionError):
        client(run).files.download("f").write_to_file(goal)
    assert goal.read_text() == "old" and list(tmp_path.iterdir()) == [goal]
    client(run).files.download("f").write_to_file(str(goal))
    assert goal.read_text() == "whole" and list(tmp_path.iterdir()) == [goal]
    with client(run).files.with_streaming_response.download("f") as streamed:
        streamed.stream_to_file(tmp_path / "second", chunk_size=2)
    assert (tmp_path / "second").read_text() == "whole"
    with pytest.raises(tidings.ConfigError, match="cannot be written"):
        client(run).files.download("f").write_to_file(tmp_path / "no" / "such" / "folder")


def test_a_download_awaited(server: Server, tmp_path: Path) -> None:
    run = server.script({"body": "whole"})

    async def main() -> None:
        files = async_client(run).files
        assert await (await files.download("f")).read() == b"whole"
        assert [piece async for piece in (await files.download("f")).iter_bytes(2)] == [b"wh", b"ol", b"e"]
        await (await files.download("f")).write_to_file(tmp_path / "a")
        async with files.with_streaming_response.download("f") as streamed:
            await streamed.stream_to_file(tmp_path / "b")

    asyncio.run(main())
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text() == "whole"
    assert len(list(tmp_path.iterdir())) == 2


def test_dropping_a_download_unread_closes_its_connection(server: Server) -> None:
    run = server.script({"body": "x" * 1_000_000, "delivery": {"hang_at": 500_000}})
    found = client(run).files.download("f")
    del found
    assert run.only_request()["outcome"] == "client_closed"
