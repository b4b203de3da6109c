"""Streams whose texts are values: `messages.stream` with an `output_format`, blocking and awaiting."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from support import REQUEST, Run, Server, closing, opening, text_delta

import tidings
from tidings import types

pydantic = pytest.importorskip("pydantic", minversion="2")


class Place(pydantic.BaseModel):
    city: str
    people: int = 1


PIECES = ['{"city":', ' "Os', 'lo"}']


def streams(*pieces: str) -> dict[str, Any]:
    events = [*opening(), *map(text_delta, pieces), *closing()]
    return {"sse": [{"event": event["type"], "data": event} for event in events]}


def opened(run: Run, output_format: Any = Place) -> Any:
    client = tidings.Client(api_key="k", base_url=run.url)
    return client.messages.stream(**REQUEST, output_format=output_format)


def test_the_format_is_sent_as_a_schema(server: Server) -> None:
    run = server.script(streams(*PIECES))
    with opened(run) as stream:
        stream.until_done()
    config = run.only_request()["body"]["output_config"]
    assert config["format"]["type"] == "json_schema" and config["format"]["schema"]["title"] == "Place"


def test_values_are_there_as_soon_as_their_block_is_complete(server: Server) -> None:
    with opened(server.script(streams(*PIECES))) as stream:
        seen = []
        for event in stream:
            if event.type == "text":
                seen.append(event.parsed_snapshot())
                assert stream.current_message_snapshot.parsed_output is None
            elif event.type == "content_block_stop":
                seen.append(event.content_block.parsed_output)
                assert type(event.content_block) is types.ParsedTextBlock and event.content_block.text == "".join(PIECES)
                assert stream.current_message_snapshot.parsed_output is event.content_block.parsed_output
            elif event.type == "message_stop":
                seen.append(event.message.parsed_output)
                assert type(event.message) is types.ParsedMessage
        assert seen == [{}, {"city": "Os"}, {"city": "Oslo"}, Place(city="Oslo"), Place(city="Oslo")]
        final = stream.get_final_message()
        assert final.parsed_output is seen[-1] and type(final) is types.ParsedMessage
        assert final.to_dict()["content"] == [{"type": "text", "text": '{"city": "Oslo"}'}]


def test_the_message_is_read_whole_without_its_events(server: Server) -> None:
    with opened(server.script(streams(*PIECES))) as stream:
        assert stream.get_final_message().parsed_output == Place(city="Oslo")
    with opened(server.script(streams(*PIECES))) as stream:
        assert list(stream.text_stream) == PIECES and stream.get_final_text() == "".join(PIECES)
        assert stream.get_final_message().parsed_output == Place(city="Oslo")


def test_a_text_that_does_not_fit_is_raised_in_its_place_and_everything_stays_readable(server: Server) -> None:
    with opened(server.script(streams("non", "sense"))) as stream:
        with pytest.raises(pydantic.ValidationError, match="Invalid JSON") as caught:
            list(stream)
        assert getattr(caught.value, "partial_message").content[0].text == "nonsense"
        assert stream.current_message_snapshot.content[0].text == "nonsense"
        assert [event.type for event in stream] == ["message_delta", "message_stop"]
        for _ in range(2):
            with pytest.raises(pydantic.ValidationError):
                stream.get_final_message()
        assert stream.current_message_snapshot.stop_reason == "end_turn"


def test_whoever_reads_only_texts_learns_at_their_end_that_they_do_not_fit(server: Server) -> None:
    with opened(server.script(streams("non", "sense"))) as stream:
        seen = []
        with pytest.raises(pydantic.ValidationError):
            for text in stream.text_stream:
                seen.append(text)
        assert seen == ["non", "sense"]


def test_what_is_no_json_has_no_snapshot_as_a_value(server: Server) -> None:
    with opened(server.script(streams("nonsense")), None) as stream:
        event = next(event for event in stream if event.type == "text")
        with pytest.raises(ValueError, match="expected ident"):
            event.parsed_snapshot()


def test_without_a_format_blocks_and_messages_hold_no_value(server: Server) -> None:
    with opened(server.script(streams("Hello")), tidings.NOT_GIVEN) as stream:
        ends = [event for event in stream if event.type in ("content_block_stop", "message_stop")]
        assert ends[0].content_block.parsed_output is None and ends[1].message.parsed_output is None
        assert stream.get_final_message().parsed_output is None


def test_the_async_client_does_the_same(server: Server) -> None:
    async def go() -> None:
        async with tidings.AsyncClient(api_key="k", base_url=server.script(streams(*PIECES)).url) as client:
            async with client.messages.stream(**REQUEST, output_format=Place) as stream:
                values = [e.content_block.parsed_output async for e in stream if e.type == "content_block_stop"]
                assert values == [Place(city="Oslo")]
                assert (await stream.get_final_message()).parsed_output is values[0]
        async with tidings.AsyncClient(api_key="k", base_url=server.script(streams("non", "sense")).url) as client:
            async with client.messages.stream(**REQUEST, output_format=Place) as stream:
                seen = []
                with pytest.raises(pydantic.ValidationError):
                    async for text in stream.text_stream:
                        seen.append(text)
                assert seen == ["non", "sense"]
                with pytest.raises(pydantic.ValidationError):
                    await stream.until_done()
                assert stream.current_message_snapshot.content[0].text == "nonsense"

    asyncio.run(go())
