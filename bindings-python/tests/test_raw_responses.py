"""Answers as they came: whole, and as blocks with their body not yet read."""

from __future__ import annotations

import asyncio
import datetime
import json
from typing import Any

import pytest
from support import REQUEST, Run, Server, stream_of

import tidings

MESSAGE: dict[str, Any] = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "test-model",
    "content": [{"type": "text", "text": "Hi"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1, "output_tokens": 2},
}
ANSWER = {"json": MESSAGE, "headers": {"request-id": "req_1", "anthropic-workspace-id": "wrkspc_1", "X-Mine": "Yes"}}


def client(run: Run, **options: Any) -> tidings.Client:
    return tidings.Client(base_url=run.url, api_key="test-key", **options)


def async_client(run: Run) -> tidings.AsyncClient:
    return tidings.AsyncClient(base_url=run.url, api_key="test-key")


def test_a_raw_answer_tells_everything_about_itself(server: Server) -> None:
    run = server.script({"status": 503}, ANSWER)
    response = client(run).messages.with_raw_response.create(**REQUEST)
    assert isinstance(response, tidings.APIResponse)
    assert (response.status_code, response.method, response.http_version) == (200, "POST", "HTTP/1.1")
    assert response.url == f"{run.url}/v1/messages"
    assert (response.request_id, response.workspace_id, response.retries_taken) == ("req_1", "wrkspc_1", 1)
    assert response.elapsed > datetime.timedelta()
    assert response.is_closed
    assert response.headers["x-mine"] == response.headers["X-MINE"] == "Yes"
    assert "X-Mine" in response.headers and "nothing" not in response.headers and "x-mine" in list(response.headers)
    assert response.headers.get("nothing") is None
    assert repr(response) == "<APIResponse [200] POST /v1/messages>"


def test_a_raw_answer_is_read_in_every_form_and_more_than_once(server: Server) -> None:
    response = client(server.script(ANSWER)).messages.with_raw_response.create(**REQUEST)
    body = response.read()
    assert json.loads(body) == response.json() == json.loads(response.text()) == MESSAGE
    assert list(response.iter_bytes()) == [body] and b"".join(response.iter_bytes(7)) == body
    assert {len(piece) for piece in list(response.iter_bytes(7))[:-1]} == {7}
    assert "".join(response.iter_text(3)) == "\n".join(response.iter_lines()) == body.decode()
    message = response.parse()
    assert message is response.parse()
    assert (message._request_id, message._workspace_id) == ("req_1", "wrkspc_1")
    assert response.parse(to=dict) == MESSAGE and response.parse(to=bytes) == body
    assert response.parse(to=tidings.types.Message) == message


def test_an_error_is_an_error_in_every_view(server: Server) -> None:
    run = server.script({"status": 404, "json": {"type": "error", "error": {"type": "not_found_error", "message": "gone"}}})
    with pytest.raises(tidings.NotFoundError, match="gone"):
        client(run).messages.with_raw_response.create(**REQUEST)
    with pytest.raises(tidings.NotFoundError, match="gone"):
        with client(run).messages.with_streaming_response.create(**REQUEST):
            pass


def test_what_is_no_message_is_raw_all_the_same_until_it_is_parsed(server: Server) -> None:
    run = server.script({"body": "<html>", "headers": {"content-type": "text/html"}})
    response = client(run).messages.with_raw_response.create(**REQUEST)
    assert response.text() == "<html>"
    with pytest.raises(tidings.APIResponseValidationError):
        response.parse()


def test_no_header_tells_the_server_of_a_view(server: Server) -> None:
    run = server.script(ANSWER)
    client(run).messages.with_raw_response.create(**REQUEST)
    with client(run).messages.with_streaming_response.create(**REQUEST) as response:
        response.parse()
    client(run).messages.create(**REQUEST)
    raw, streamed, plain = ({n: v for n, v in one["headers"].items() if n != "content-length"} for one in run.requests())
    assert raw == streamed == plain


def test_a_streaming_answer_is_read_as_it_comes(server: Server) -> None:
    body = "first\nsecond\r\nthird ü"
    cuts = list(range(1, len(body.encode())))
    run = server.script({"body": body, "framing": "chunked", "delivery": {"split_at": cuts}, "headers": {"request-id": "r"}})
    with client(run).files.with_streaming_response.download("f") as response:
        assert isinstance(response, tidings.BinaryAPIResponse) and not response.is_closed
        assert response.request_id == "r"
        assert list(response.iter_lines()) == ["first", "second", "third ü"]
        assert response.is_closed
        with pytest.raises(tidings.StreamAlreadyConsumed):
            response.read()


def test_a_streaming_answer_that_was_read_stays(server: Server) -> None:
    with client(server.script(ANSWER)).messages.with_streaming_response.create(**REQUEST) as response:
        assert response.parse().content[0].type == "text"
        assert response.json() == MESSAGE
    assert response.text() and response.is_closed


def test_leaving_the_block_closes_the_connection(server: Server) -> None:
    run = server.script({"body": "x" * 100_000, "delivery": {"hang_at": 50_000}})
    with client(run).files.with_streaming_response.download("f") as response:
        assert next(response.iter_bytes())
    assert run.only_request()["outcome"] == "client_closed"


def test_a_stream_has_both_of_its_faces(server: Server) -> None:
    run = server.script(stream_of("Hel", "lo"))
    response = client(run).messages.with_raw_response.create(**REQUEST, stream=True)
    texts = [event.delta.text for event in response.parse() if event.type == "content_block_delta"]
    assert texts == ["Hel", "lo"]
    with client(run).messages.with_streaming_response.create(**REQUEST, stream=True) as streamed:
        lines = list(streamed.iter_lines())
    assert lines[0] == "event: message_start"
    assert [json.loads(line[6:])["type"] for line in lines if line.startswith("data: ")] == [
        line[7:] for line in lines if line.startswith("event: ")
    ]
    assert lines[-3] == "event: message_stop"


def test_a_stream_tells_of_the_answer_that_it_comes_in(server: Server) -> None:
    answer = {**stream_of("Hi"), "headers": {"request-id": "req_1", "anthropic-workspace-id": "wrkspc_1", "x-mine": "1"}}
    run = server.script(answer)
    with client(run).messages.stream(**REQUEST) as stream:
        response = stream.response
        assert (response.status_code, response.headers["X-Mine"], response.url) == (200, "1", f"{run.url}/v1/messages")
        assert (stream.request_id, stream.workspace_id) == ("req_1", "wrkspc_1")
        message = stream.get_final_message()
        assert (message._request_id, message._workspace_id) == ("req_1", "wrkspc_1")
    with client(run).messages.create(**REQUEST, stream=True) as raw:
        assert raw.response.request_id == "req_1"

    async def main() -> None:
        async with async_client(run).messages.stream(**REQUEST) as stream:
            assert stream.response.headers["x-mine"] == "1" and stream.workspace_id == "wrkspc_1"
            assert (await stream.get_final_message())._workspace_id == "wrkspc_1"
        async with await async_client(run).messages.create(**REQUEST, stream=True) as raw:
            assert raw.response.status_code == 200

    asyncio.run(main())


def test_every_resource_has_views_from_the_client_down(server: Server) -> None:
    batch = {"id": "b", "type": "message_batch", "processing_status": "ended"}
    run = server.script({"json": batch})
    raw = client(run).with_raw_response
    assert raw.messages.batches.retrieve("b").parse().id == "b"
    assert raw.beta.messages.batches.retrieve("b", betas=["x"]).parse().id == "b"
    with client(run).with_streaming_response.messages.batches.retrieve("b") as response:
        assert response.parse().processing_status == "ended"
    with client(run).with_streaming_response.beta.messages.batches.retrieve("b") as response:
        assert response.parse().processing_status == "ended"


def test_the_same_awaited(server: Server) -> None:
    run = server.script(ANSWER)

    async def main() -> None:
        response = await async_client(run).messages.with_raw_response.create(**REQUEST)
        assert isinstance(response, tidings.AsyncAPIResponse)
        body = await response.read()
        assert await response.json() == json.loads(await response.text()) == MESSAGE
        assert [piece async for piece in response.iter_bytes()] == [body]
        assert "".join([text async for text in response.iter_text(5)]) == body.decode()
        assert [line async for line in response.iter_lines()] == [body.decode()]
        assert (await response.parse()).id == "msg_1" and await response.parse(to=str) == body.decode()
        async with async_client(run).with_streaming_response.messages.create(**REQUEST) as streamed:
            assert (await streamed.parse())._request_id == "req_1"
        pieces = []
        async with async_client(run).models.with_streaming_response.retrieve("m") as streamed:
            assert not streamed.is_closed
            async for piece in streamed.iter_bytes():
                pieces.append(piece)
            with pytest.raises(tidings.StreamAlreadyConsumed):
                await streamed.read()
        assert b"".join(pieces) == body

    asyncio.run(main())


def test_the_raw_stream_awaited(server: Server) -> None:
    run = server.script(stream_of("Hel", "lo"))

    async def main() -> None:
        response = await async_client(run).messages.with_raw_response.create(**REQUEST, stream=True)
        events = [event async for event in await response.parse()]
        assert [event.type for event in events][-1] == "message_stop"
        async with async_client(run).messages.with_streaming_response.create(**REQUEST, stream=True) as streamed:
            lines = [line async for line in streamed.iter_lines()]
        assert lines[0] == "event: message_start"

    asyncio.run(main())
