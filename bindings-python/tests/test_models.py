"""Response objects and events."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any, get_args

import pytest
from support import REQUEST, Server, fixture, stream_of

import tidings
from tidings import types

FIXTURES = ["01_text", "03_tool_use", "04_thinking", "09_unknown", "10_citations", "11_web_search", "13_refusal"]


def message(name: str) -> types.Message:
    return types.Message._of(fixture(name))


@pytest.mark.parametrize("name", FIXTURES)
def test_a_message_gives_back_every_field_as_it_came(name: str) -> None:
    assert json.dumps(message(name).to_dict()) == json.dumps(fixture(name))
    in_one_line = message(name).model_dump_json(exclude_unset=True)
    assert json.loads(message(name).to_json()) == json.loads(in_one_line) == fixture(name)


@pytest.mark.parametrize("name", FIXTURES)
def test_a_message_can_be_pickled_copied_and_compared(name: str) -> None:
    original = message(name)
    original._request_id = "req_1"
    for again in (pickle.loads(pickle.dumps(original)), copy.deepcopy(original), copy.copy(original)):
        assert again == original and type(again) is types.Message and again._request_id == "req_1"
    assert original != message("02_minimal_stop_sequence")


def test_blocks_are_of_the_class_of_their_type() -> None:
    tools = [block for block in message("03_tool_use").content if block.type == "tool_use"]
    assert tools and all(type(block) is types.ToolUseBlock and type(block.input) is dict for block in tools)
    classes = {type(block) for block in message("04_thinking").content}
    assert {types.ThinkingBlock, types.RedactedThinkingBlock} <= classes
    cited = [block for block in message("10_citations").content if block.citations]
    assert all(isinstance(citation, get_args(types.TextCitation)) for block in cited for citation in block.citations)


def test_what_is_not_known_is_kept_and_can_be_read() -> None:
    block = types.Message._of({"content": [{"type": "hologram", "frames": [1]}], "future": {"a": 1}}).content[0]
    assert type(block) is types.UnknownModel and block.type == "hologram" and block.frames == [1]
    with pytest.raises(AttributeError, match="colour"):
        _ = block.colour


def test_a_field_that_did_not_come_is_none_where_the_api_calls_it_optional() -> None:
    answer = types.Message._of({"content": [{"type": "text", "text": "x"}], "usage": {"input_tokens": 1}})
    assert (answer.stop_details, answer.content[0].citations, answer.usage.cache_creation) == (None, None, None)
    assert "stop_details" not in answer.to_dict()


def test_a_field_of_the_wrong_kind_is_given_as_it_came() -> None:
    odd = types.Message._of({"content": "text", "usage": [1], "stop_details": 3})
    assert (odd.content, odd.usage, odd.stop_details) == ("text", [1], 3)


def test_blocks_can_be_matched_by_class() -> None:
    match types.Message._of({"content": [{"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}]}).content:
        case [types.ToolUseBlock(name="f", input={"a": value})]:
            assert value == 1
        case other:
            pytest.fail(f"no match: {other}")


def test_none_can_be_left_out_of_a_dump() -> None:
    answer = types.Message._of({"stop_sequence": None, "content": [{"type": "text", "text": "x", "citations": None}]})
    assert answer.model_dump(exclude_none=True, exclude_unset=True) == {"content": [{"type": "text", "text": "x"}]}


def test_none_stays_in_what_is_no_object_of_the_api() -> None:
    given = {"place": None, "days": [None, {"of": None}], "unit": {}}
    block = {"type": "tool_use", "id": "t", "name": "f", "input": given, "toolset_name": None}
    answer = types.Message._of({"content": [block], "of_tomorrow": {"a": None}, "container": None})
    kept = {"type": "tool_use", "id": "t", "name": "f", "input": given}
    assert answer.model_dump(exclude_none=True, exclude_unset=True) == {"content": [kept], "of_tomorrow": {"a": None}}
    assert answer.model_dump(exclude_unset=True)["content"] == [block]


def test_a_message_shows_its_fields() -> None:
    assert repr(types.TextBlock(type="text", text="hi")) == "TextBlock(type='text', text='hi')"


def events(server: Server) -> list[Any]:
    run = server.script(stream_of("Hel", "lo"))
    return list(tidings.Client(api_key="k", base_url=run.url).messages.create(**REQUEST, stream=True))


def test_events_are_of_the_class_of_their_type(server: Server) -> None:
    assert [type(event) for event in events(server)] == [
        types.RawMessageStartEvent,
        types.RawContentBlockStartEvent,
        types.RawContentBlockDeltaEvent,
        types.RawContentBlockDeltaEvent,
        types.RawContentBlockStopEvent,
        types.RawMessageDeltaEvent,
        types.RawMessageStopEvent,
    ]


def test_the_fields_of_events_are_objects(server: Server) -> None:
    start, block, first, _, stop, delta, _ = events(server)
    assert isinstance(start.message, types.Message) and isinstance(block.content_block, types.TextBlock)
    assert isinstance(first.delta, types.TextDelta) and first.delta.text == "Hel" and first.index == 0
    assert stop.index == 0 and delta.delta.stop_reason == "end_turn" and delta.usage.output_tokens == 2


def test_an_event_that_has_not_been_looked_at_can_be_pickled_compared_and_shown(server: Server) -> None:
    for event, again in zip(events(server), events(server), strict=True):
        assert pickle.loads(pickle.dumps(event)) == again == copy.deepcopy(event)
        assert event.to_dict()["type"] == event.type and event.type in repr(again)


def test_an_attribute_that_an_event_does_not_have_is_named(server: Server) -> None:
    with pytest.raises(AttributeError, match="RawMessageStopEvent.*colour"):
        _ = events(server)[-1].colour


def test_classes_name_the_place_where_users_find_them() -> None:
    for cls in (types.Message, types.TextBlock, types.RawMessageStopEvent):
        assert cls.__module__ == "tidings.types" and getattr(tidings.types, cls.__name__) is cls
    for cls in (tidings.AnthropicError, tidings.APIError, tidings.APIStatusError, tidings.OverloadedError):
        assert cls.__module__ == "tidings" and getattr(tidings, cls.__name__) is cls
