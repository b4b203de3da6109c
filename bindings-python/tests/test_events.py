"""What the stream helper tells beside the events that come, and what events are like as objects."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import gc
import json
import pickle
import threading
from typing import Any

import pytest
from support import REQUEST, STREAMS, Server, closing, hanging_stream, opening, stream_of, text_delta

import tidings
from tidings import _native, types


def client_of(url: str) -> tidings.Client:
    return tidings.Client(api_key="test-key", base_url=url, max_retries=0)


def helped(server: Server, answer: dict[str, Any]) -> list[Any]:
    """All events that the helper gives of a stream."""
    with client_of(server.script(answer).url).messages.stream(**REQUEST) as stream:
        return list(stream)


def tool_stream(*pieces: str) -> dict[str, Any]:
    """An answer that streams a tool's input in these pieces."""
    block = {"type": "tool_use", "id": "t", "name": "f", "input": {}}
    start = {"type": "content_block_start", "index": 0, "content_block": block}
    deltas = [
        {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": piece}}
        for piece in pieces
    ]
    events = [opening()[0], start, *deltas, *closing()]
    return {"sse": [{"event": event["type"], "data": event} for event in events]}


def recorded() -> dict[str, list[Any]]:
    """What the official helper gives of each recorded stream."""
    return json.loads((STREAMS / "derived.json").read_text("utf-8"))  # type: ignore[no-any-return]


def normal(event: Any) -> Any:
    """An event without what says nothing."""
    if isinstance(event, dict):
        return {key: normal(value) for key, value in event.items() if not (key == "stop_details" and value is None)}
    return [normal(item) for item in event] if isinstance(event, list) else event


@pytest.mark.parametrize("name", recorded())
def test_events_of_a_recorded_stream_are_those_of_the_official_helper(server: Server, name: str) -> None:
    events: list[Any] = []
    with contextlib.suppress(tidings.APIError), client_of(server.script({"fixture": name}).url) as client:
        with client.messages.stream(**REQUEST) as stream:
            for event in stream:
                events.append(event)
    # They are looked at when the stream has gone on.
    for event, expected in zip(events, recorded()[name], strict=True):
        if isinstance(expected, str):
            assert event.type == expected
        elif name == "09_unknown" and event.type == "message_stop":
            # The official helper drops what it does not know.
            assert event.message.future_delta is not None
        else:
            assert normal(event.to_dict(mode="json")) == normal(expected)


def test_every_event_is_of_the_class_of_its_type(server: Server) -> None:
    assert [type(event) for event in helped(server, stream_of("Hel", "lo"))] == [
        types.RawMessageStartEvent,
        types.RawContentBlockStartEvent,
        types.RawContentBlockDeltaEvent,
        types.TextEvent,
        types.RawContentBlockDeltaEvent,
        types.TextEvent,
        types.ParsedContentBlockStopEvent,
        types.RawMessageDeltaEvent,
        types.ParsedMessageStopEvent,
    ]


def test_a_raw_stream_gives_only_what_came(server: Server) -> None:
    stream = client_of(server.script(stream_of("a")).url).messages.create(**REQUEST, stream=True)
    kinds = [type(event) for event in stream]
    assert types.TextEvent not in kinds and kinds[-1] is types.RawMessageStopEvent


def test_text_comes_with_all_text_so_far_also_when_it_is_looked_at_later(server: Server) -> None:
    texts = [event for event in helped(server, stream_of("Grüße", " ", "😀 welt")) if event.type == "text"]
    assert [event.text for event in texts] == ["Grüße", " ", "😀 welt"]
    assert [event.snapshot for event in texts] == ["Grüße", "Grüße ", "Grüße 😀 welt"]


def test_the_input_of_a_tool_is_shown_as_far_as_it_was_finished(server: Server) -> None:
    pieces = ["", '{"city": "Par', 'is", "days": 1', '2, "rest": [tr', "ue, {}]", "}"]
    expected = [
        {},
        {},
        {"city": "Paris", "days": 1},
        {"city": "Paris", "days": 12, "rest": []},
        {"city": "Paris", "days": 12, "rest": [True, {}]},
        {"city": "Paris", "days": 12, "rest": [True, {}]},
    ]
    with client_of(server.script(tool_stream(*pieces)).url).messages.stream(**REQUEST) as stream:
        at_once = [(event, event.snapshot) for event in stream if event.type == "input_json"]
    assert [event.partial_json for event, _ in at_once] == pieces
    assert [snapshot for _, snapshot in at_once] == expected
    # Each stays what it was, and what was not looked at in time is the same.
    assert [event.snapshot for event, _ in at_once] == expected
    later = [event for event in helped(server, tool_stream(*pieces)) if event.type == "input_json"]
    assert [event.snapshot for event in reversed(later)] == expected[::-1]


def test_an_input_that_is_no_json_is_shown_as_its_text(server: Server) -> None:
    events = [event for event in helped(server, tool_stream("call ", "me")) if event.type == "input_json"]
    assert [event.snapshot for event in events] == ["call ", "call me"]


def test_the_ends_carry_the_block_and_the_message(server: Server) -> None:
    *_, block, _, end = helped(server, stream_of("Hel", "lo"))
    assert isinstance(block, types.RawContentBlockStopEvent) and isinstance(block.content_block, types.TextBlock)
    assert (block.index, block.content_block.text) == (0, "Hello")
    assert isinstance(end, types.RawMessageStopEvent) and isinstance(end.message, types.Message)
    assert end.message.content[0].text == "Hello" and end.message.stop_reason == "end_turn"


def test_the_message_so_far_is_that_of_the_events_that_were_read(server: Server) -> None:
    with client_of(server.script(stream_of("a", "b", "c")).url).messages.stream(**REQUEST) as stream:
        with pytest.raises(AssertionError):
            _ = stream.current_message_snapshot
        so_far = []
        for event in stream:
            if event.type == "text":
                so_far.append(stream.current_message_snapshot.content[0].text)
                assert stream.current_message_snapshot.stop_reason is None
        assert so_far == ["a", "ab", "abc"]
        assert stream.current_message_snapshot == stream.get_final_message()


def test_the_message_so_far_follows_every_way_of_reading(server: Server) -> None:
    with client_of(server.script(stream_of("a", "b", "c")).url).messages.stream(**REQUEST) as stream:
        assert next(stream.text_stream) == "a"
        assert stream.current_message_snapshot.content[0].text == "a"
        kinds = [next(stream).type, next(stream).type]
        assert kinds == ["content_block_delta", "text"]
        stream.until_done()
        assert stream.current_message_snapshot.content[0].text == "abc"


def test_the_message_so_far_stays_when_the_stream_breaks(server: Server) -> None:
    answer = stream_of("a", "b")
    answer["sse"] = answer["sse"][:4]
    with client_of(server.script(answer).url).messages.stream(**REQUEST) as stream:
        with pytest.raises(tidings.StreamTruncatedError):
            stream.get_final_message()
        assert stream.current_message_snapshot.content[0].text == "ab"


def test_awaiting_gives_the_same_events(server: Server) -> None:
    async def main() -> list[Any]:
        client = tidings.AsyncClient(api_key="k", base_url=server.script(stream_of("a", "b")).url)
        async with client.messages.stream(**REQUEST) as stream:
            events = [event async for event in stream]
            assert stream.current_message_snapshot == await stream.get_final_message()
        return events

    assert asyncio.run(main()) == helped(server, stream_of("a", "b"))


@pytest.mark.parametrize("answer", [stream_of("Hel", "lo"), tool_stream('{"a": [1', ", 2]}")])
def test_events_that_nobody_has_looked_at_can_be_pickled_copied_compared_shown_and_sent(
    server: Server, answer: dict[str, Any]
) -> None:
    looked_at = helped(server, answer)
    for event in looked_at:
        event.to_dict(mode="json")
    copies = (
        lambda event: pickle.loads(pickle.dumps(event)),
        copy.deepcopy,
        copy.copy,
        lambda event: type(event)(**event.to_dict(mode="json")) if event.type in ("text", "input_json") else event,
    )
    for again in copies:
        assert [again(event) for event in helped(server, answer)] == looked_at
    assert [repr(event) for event in helped(server, answer)] == [repr(event) for event in looked_at]
    # A message that is sent is a part of a conversation, and not all of its fields.
    sent = json.loads(_native.encode(helped(server, answer)[1:-1]))
    assert sent == [event.to_dict(mode="json") for event in looked_at[1:-1]]


def test_events_can_be_matched_by_class(server: Server) -> None:
    texts = []
    for event in helped(server, stream_of("a", "b")):
        match event:
            case types.TextEvent(text=text, snapshot=snapshot):
                texts.append((text, snapshot))
            case types.RawContentBlockDeltaEvent(delta=types.TextDelta(text=text), index=0):
                texts.append((text,))
    assert texts == [("a",), ("a", "a"), ("b",), ("b", "ab")]


def test_the_fields_of_an_event_can_be_set_and_stay_in_their_order(server: Server) -> None:
    delta, text = helped(server, stream_of("a"))[2:4]
    assert delta.delta is delta.delta
    delta.delta.text = "b"
    text.snapshot, text.mine = "c", 1
    assert delta.to_dict(mode="json")["delta"] == {"type": "text_delta", "text": "b"}
    assert list(text.to_dict(mode="json").items()) == [("type", "text"), ("text", "a"), ("snapshot", "c"), ("mine", 1)]
    assert (text.text, text.snapshot, delta.delta.text) == ("a", "c", "b")


def test_what_an_event_does_not_have_is_named(server: Server) -> None:
    for event in helped(server, stream_of("a")):
        for _ in range(2):
            with pytest.raises(AttributeError, match=f"{type(event).__name__}.*colour"):
                _ = event.colour
            assert not hasattr(event, "thinking")
            event.to_dict(mode="json")
    with pytest.raises(AttributeError, match="text"):
        _ = types.TextEvent.text
    with pytest.raises(AttributeError, match="TextEvent.*snapshot"):
        _ = types.TextEvent(text="a").snapshot


def test_fields_that_nobody_knows_can_be_read(server: Server) -> None:
    events = [*opening(), {**text_delta("a"), "mana": 3}, *closing()]
    events[3]["future"] = {"a": 1}
    events[-1]["at"] = 7
    answer = {"sse": [{"event": event["type"], "data": event} for event in events]}
    delta, text, block, _, end = helped(server, answer)[2:]
    assert (delta.mana, delta.delta.text, text.text) == (3, "a", "a")
    assert (block.future, block.content_block.text, end.at, end.message.content[0].text) == ({"a": 1}, "a", 7, "a")
    assert delta.to_dict(mode="json") == events[2]


def test_an_index_that_did_not_come_is_the_first(server: Server) -> None:
    assert types.RawContentBlockStopEvent().index == 0
    assert types.RawContentBlockDeltaEvent(delta=types.TextDelta(text="a")).delta.text == "a"


def test_a_cycle_through_an_event_is_collected(server: Server) -> None:
    class Witness:
        gone = False

        def __del__(self) -> None:
            Witness.gone = True

    delta = helped(server, stream_of("a"))[2]
    delta.delta.back, delta.delta.witness = delta, Witness()
    del delta
    gc.collect()
    assert Witness.gone


def test_threads_may_look_at_the_same_events(server: Server) -> None:
    events = helped(server, stream_of(*(f"{number} " for number in range(500))))
    reads: list[list[Any]] = [[] for _ in range(4)]

    def look(read: list[Any]) -> None:
        for event in events:
            read.append((event.type, event.delta.text if event.type == "content_block_delta" else event.to_dict(mode="json")))

    threads = [threading.Thread(target=look, args=(read,)) for read in reads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert all(read == reads[0] and len(read) == len(events) for read in reads)


def test_an_event_that_is_kept_does_not_keep_the_connection(server: Server) -> None:
    run = server.script(hanging_stream("a"))
    with client_of(run.url).messages.stream(**REQUEST) as stream:
        kept = [next(stream) for _ in range(4)]
    assert run.only_request()["outcome"] == "client_closed"
    assert kept[-1].snapshot == "a"
