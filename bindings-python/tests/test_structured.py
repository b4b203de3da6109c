"""Answers that are values: `messages.parse`, and `output_format` of the stream helper."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import subprocess
import sys
from typing import Any, Literal, Optional, Union, get_args

import pytest
from support import REQUEST, Server, opening

import tidings
from tidings import types

pydantic = pytest.importorskip("pydantic", minversion="2")


class Place(pydantic.BaseModel):
    """Where somebody is."""

    city: str
    people: int = pydantic.Field(default=1, ge=0)


@dataclasses.dataclass
class Point:
    x: int


def whole(*texts: str, stop_reason: str = "end_turn") -> dict[str, Any]:
    """An answer with these texts."""
    content = [{"type": "text", "text": text} for text in texts]
    message = {**opening()[0]["message"], "content": content, "stop_reason": stop_reason}
    return {"headers": {"request-id": "req_1"}, "json": message}


def parsed(server: Server, output_format: Any, *texts: str, **more: Any) -> Any:
    client = tidings.Client(api_key="k", base_url=server.script(whole(*texts)).url)
    return client.messages.parse(**REQUEST, output_format=output_format, **more)


def sent(server: Server, output_format: Any, text: str, **more: Any) -> Any:
    run = server.script(whole(text))
    tidings.Client(api_key="k", base_url=run.url).messages.parse(**REQUEST, output_format=output_format, **more)
    return run.only_request()["body"]


def test_an_answer_becomes_a_value(server: Server) -> None:
    message = parsed(server, Place, '{"city": "Oslo"}')
    assert message.parsed_output == Place(city="Oslo", people=1) == message.content[0].parsed_output
    assert type(message) is types.ParsedMessage and type(message.content[0]) is types.ParsedTextBlock
    assert isinstance(message, types.Message) and isinstance(message.content[0], types.TextBlock)
    assert message.content[0].text == '{"city": "Oslo"}' and message._request_id == "req_1"


@pytest.mark.parametrize(
    ("output_format", "text", "value"),
    [
        (list[int], "[1, 2]", [1, 2]),
        (int, "3", 3),
        (int, "0", 0),
        (Point, '{"x": 4}', Point(4)),
        (Optional[Place], "null", None),
        (Union[int, str], '"a"', "a"),
        (Literal["a", "b"], '"b"', "b"),
        (dict[str, int], "{}", {}),
        (list[Place], '[{"city": "Rome"}]', [Place(city="Rome")]),
        (pydantic.TypeAdapter(int), "5", 5),
    ],
)
def test_any_type_that_pydantic_can_adapt_is_a_format(
    server: Server, output_format: Any, text: str, value: Any
) -> None:
    assert parsed(server, output_format, text).parsed_output == value


def test_the_type_is_sent_as_a_schema(server: Server) -> None:
    assert sent(server, Place, '{"city": "Oslo"}') == {
        **REQUEST,
        "output_config": {
            "format": {
                "type": "json_schema",
                "schema": {
                    "type": "object",
                    "title": "Place",
                    "description": "Where somebody is.",
                    "properties": {
                        "city": {"type": "string", "title": "City"},
                        "people": {"type": "integer", "title": "People", "description": "{default: 1, minimum: 0}"},
                    },
                    "additionalProperties": False,
                    "required": ["city"],
                },
            }
        },
    }


def test_tokens_can_be_counted_with_the_format(server: Server) -> None:
    run = server.script({"json": {"input_tokens": 3}})
    request = {name: value for name, value in REQUEST.items() if name != "max_tokens"}
    tidings.Client(api_key="k", base_url=run.url).messages.count_tokens(**request, output_format=int)
    schema = {"type": "json_schema", "schema": {"type": "integer"}}
    assert run.only_request()["body"] == {**request, "output_config": {"format": schema}}


def test_what_else_is_said_of_the_output_is_sent_beside_it(server: Server) -> None:
    given = {"effort": "low", "format": {"type": "json_schema", "schema": {"type": "object"}}}
    config = sent(server, int, "1", output_config=given)["output_config"]
    assert config == {"effort": "low", "format": {"type": "json_schema", "schema": {"type": "integer"}}}
    assert given["format"] == {"type": "json_schema", "schema": {"type": "object"}}


@pytest.mark.parametrize("nothing", [None, tidings.NOT_GIVEN, tidings.omit])
def test_without_a_format_nothing_is_made_of_the_text(server: Server, nothing: Any) -> None:
    message = parsed(server, nothing, "Hello")
    assert type(message) is types.ParsedMessage and message.parsed_output is None
    assert "output_config" not in sent(server, nothing, "Hello")


def test_every_text_is_a_value_and_the_first_is_the_messages(server: Server) -> None:
    message = parsed(server, int, "1", "2")
    assert [block.parsed_output for block in message.content] == [1, 2] and message.parsed_output == 1


def test_a_message_without_text_has_no_value(server: Server) -> None:
    assert parsed(server, int).parsed_output is None


@pytest.mark.parametrize("text", ["nonsense", '{"city": 3}', "", '{"city":'])
def test_a_text_that_does_not_fit_is_pydantics_error_and_has_the_message(server: Server, text: str) -> None:
    with pytest.raises(pydantic.ValidationError) as caught:
        parsed(server, Place, text)
    message = getattr(caught.value, "partial_message")
    assert isinstance(message, types.Message) and message.content[0].text == text
    assert getattr(caught.value, "request_id") == "req_1"


def test_the_error_says_that_the_model_was_cut_off(server: Server) -> None:
    run = server.script(whole('{"city":', stop_reason="max_tokens"))
    with pytest.raises(pydantic.ValidationError) as caught:
        tidings.Client(api_key="k", base_url=run.url).messages.parse(**REQUEST, output_format=Place)
    assert any("stop_reason 'max_tokens'" in note for note in getattr(caught.value, "__notes__"))


@pytest.mark.parametrize(
    ("output_format", "error", "words"),
    [
        ({"type": "object"}, TypeError, "output_format must be a type; give a schema as output_config"),
        (Any, ValueError, "#: structured outputs need a type"),
        (list[Any], ValueError, "#/items: structured outputs need a type"),
    ],
)
def test_a_format_that_cannot_be_sent_is_refused(output_format: Any, error: type[Exception], words: str) -> None:
    messages = tidings.Client(api_key="k").messages
    for call in (messages.parse, messages.stream):
        with pytest.raises(error, match=words):
            call(**REQUEST, output_format=output_format)


def test_values_are_not_sent_or_dumped_but_copied_compared_and_shown(server: Server) -> None:
    message = parsed(server, Place, '{"city": "Oslo"}')
    assert message.to_dict() == whole('{"city": "Oslo"}')["json"]
    assert json.loads(tidings._native.encode([message])) == [
        {"role": "assistant", "content": [{"type": "text", "text": '{"city": "Oslo"}'}]}
    ]
    for again in (pickle.loads(pickle.dumps(message)), copy.deepcopy(message), copy.copy(message)):
        assert again == message and again.parsed_output == Place(city="Oslo") and again._request_id == "req_1"
    other = types.ParsedTextBlock(text=message.content[0].text, parsed_output=Place(city="Rome"))
    assert other != message.content[0] and "parsed_output=Place(city='Rome'" in repr(other)


def test_the_classes_take_parameters_where_they_are_written() -> None:
    assert types.ParsedMessage[Place].__origin__ is types.ParsedMessage
    assert tidings.MessageStream[Place].__origin__ is tidings.MessageStream
    plain = {cls for cls in get_args(types.ContentBlock) if cls is not types.TextBlock}
    assert set(get_args(types.ParsedContentBlock[int])) == {*plain, types.ParsedTextBlock[int]}


def test_a_class_that_is_rebuilt_is_looked_at_again(server: Server) -> None:
    class Later(pydantic.BaseModel):
        value: int

    assert parsed(server, Later, '{"value": 1}').parsed_output == Later(value=1)
    Later.model_fields["value"].annotation = str
    Later.model_rebuild(force=True)
    assert parsed(server, Later, '{"value": "a"}').parsed_output.value == "a"


def test_pydantic_is_loaded_by_the_first_format_and_not_before(server: Server) -> None:
    program = f"""
import sys, tidings
client = tidings.Client(api_key="k", base_url={server.script(whole("1"), whole("1")).url!r})
request = {REQUEST!r}
client.messages.parse(**request)
print("pydantic" in sys.modules)
print(client.messages.parse(**request, output_format=int).parsed_output, "pydantic" in sys.modules)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "False\n1 True\n", ended.stderr


def test_without_pydantic_the_error_says_what_to_do() -> None:
    program = f"""
import sys
sys.modules["pydantic"] = None
import tidings
try:
    tidings.Client(api_key="k").messages.parse(**{REQUEST!r}, output_format=int)
except ImportError as error:
    print(error.name, error)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.startswith("pydantic output_format needs pydantic 2"), ended.stdout + ended.stderr
