"""Classes of answers as people use classes: made by hand, as types of fields, and looked at by other libraries."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
import typing
from typing import Any

import pytest

from tidings import types


def all_classes() -> list[type[types.BaseModel]]:
    found = [getattr(types, name) for name in types.__all__]
    return [cls for cls in found if isinstance(cls, type) and issubclass(cls, types.BaseModel)]


def test_an_object_made_by_hand_is_as_one_that_came() -> None:
    fields: dict[str, Any] = {
        "id": "msg_1",
        "content": [
            {"type": "text", "text": "x", "citations": [{"type": "char_location", "cited_text": "y"}]},
            types.TextBlock(text="z"),
        ],
        "usage": {"input_tokens": 1},
        "stop_reason": "end_turn",
    }
    before = json.dumps(fields, default=str)
    made = types.Message(**fields)
    assert made == types.Message._of({**json.loads(made.to_json())}) and made.to_dict()["type"] == "message"
    assert type(made.content[0].citations[0]) is types.CitationCharLocation and type(made.usage) is types.Usage
    assert json.dumps(fields, default=str) == before, "what the caller gave is the caller's"


def test_what_says_the_kind_need_not_be_written() -> None:
    assert types.TextBlock(text="x").to_dict() == {"text": "x", "type": "text"}
    assert types.TextBlock(text="x", type="other").to_dict() == {"text": "x", "type": "other"}
    assert types.Usage(input_tokens=1).to_dict() == {"input_tokens": 1}


def test_annotations_of_every_class_can_be_read_while_a_program_runs() -> None:
    assert len(all_classes()) > 100
    for cls in all_classes():
        hints = typing.get_type_hints(cls)
        assert not any(isinstance(hint, str) for hint in hints.values()), cls
    assert typing.get_type_hints(types.TextBlock)["text"] is str
    assert typing.get_type_hints(types.Message)["usage"] is types.Usage
    assert inspect.get_annotations(types.ToolUseBlock, eval_str=True)["name"] is str


def test_looking_at_one_class_does_not_load_what_reading_annotations_needs() -> None:
    program = "import sys; from tidings.types import Message; Message(id='x'); print('typing' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "False\n"


def test_typed_dicts_of_requests_can_be_called() -> None:
    assert types.TextBlockParam(type="text", text="x") == {"type": "text", "text": "x"}
    assert types.MessageParam(role="user", content="x") == {"role": "user", "content": "x"}


class TestPydantic:
    """The classes as types of fields of pydantic models."""

    @pytest.fixture(autouse=True)
    def _pydantic(self) -> None:
        self.pydantic = pytest.importorskip("pydantic", minversion="2")

    def model(self, **fields: Any) -> Any:
        return self.pydantic.create_model("Record", **fields)

    def test_an_object_stays_as_it_is_and_a_dict_becomes_one(self) -> None:
        record = self.model(message=(types.Message, ...))
        message = types.Message(content=[{"type": "text", "text": "x"}], usage={"input_tokens": 1})
        assert record(message=message).message is message
        made = record(message=message.to_dict()).message
        assert made == message and type(made.content[0]) is types.TextBlock

    def test_it_is_written_as_it_came_and_read_again(self) -> None:
        record = self.model(message=(types.Message, ...))
        one = record(message=types.Message(content=[], future={"a": 1}))
        assert one.model_dump() == {"message": {"content": [], "future": {"a": 1}, "type": "message"}}
        assert record.model_validate_json(one.model_dump_json()) == one

    def test_unions_find_the_class_of_the_type(self) -> None:
        record = self.model(blocks=(list[types.ContentBlock], ...))
        made = record(blocks=[{"type": "thinking", "thinking": "x"}, {"type": "tool_use", "id": "1", "name": "f"}])
        assert [type(block) for block in made.blocks] == [types.ThinkingBlock, types.ToolUseBlock]

    def test_what_is_no_such_object_is_refused(self) -> None:
        record = self.model(block=(types.TextBlock, ...))
        with pytest.raises(
            self.pydantic.ValidationError, match="TextBlock or a dict of its fields belongs here, not int"
        ):
            record(block=3)
        with pytest.raises(self.pydantic.ValidationError, match="the type of TextBlock is another"):
            record(block={"type": "thinking"})

    def test_a_schema_says_that_it_is_an_object(self) -> None:
        schema = self.model(message=(types.Message, ...)).model_json_schema()
        assert schema["properties"]["message"]["type"] == "object"
