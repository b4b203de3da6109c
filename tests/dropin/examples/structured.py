"""Section 1.4: answers of a type, and the schemas that ask for them."""

from __future__ import annotations

import dataclasses
import enum
from typing import Any, List, Literal, Optional

import pydantic
from answers import error, message, text_block, text_deltas, block, end, events, start, tool_use
from harness import example
from plain import bare, caught, plain
from typing_extensions import TypedDict

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Who wrote it?"}],
}


class Author(pydantic.BaseModel):
    name: str
    born: Optional[int] = None


class Mood(enum.Enum):
    GOOD = "good"
    BAD = "bad"


class Book(pydantic.BaseModel):
    """A book."""

    title: str = pydantic.Field(description="As on the cover", min_length=1)
    authors: List[Author] = pydantic.Field(min_length=1, max_length=9)
    mood: Mood = Mood.GOOD
    kind: Literal["novel", "poem"] = "novel"
    pages: int = pydantic.Field(ge=1, le=5000)


@dataclasses.dataclass
class Point:
    x: int
    y: float


class Place(TypedDict):
    city: str
    streets: List[str]


BOOK = '{"title": "Dune", "authors": [{"name": "Herbert", "born": 1920}], "mood": "bad", "kind": "novel", "pages": 412}'


@example(message(text_block(BOOK)))
def an_answer_of_a_pydantic_model(client):
    message = client.messages.parse(**CALL, output_format=Book)
    return (
        message.parsed_output.authors[0].born,
        message.parsed_output == Book.model_validate_json(BOOK),
        message._request_id,
    )


@example(message(text_block(BOOK)))
def the_message_of_a_parsed_answer(client):
    message = client.messages.parse(**CALL, output_format=Book)
    block = message.content[0]
    return block.type, block.text, block.parsed_output.title, message.usage.output_tokens, message.stop_reason


@example(message(text_block(BOOK)))
def the_classes_of_a_parsed_answer(client):
    message = client.messages.parse(**CALL, output_format=Book)
    return type(message).__name__.partition("[")[0], type(message.content[0]).__name__.partition("[")[0]


def of_type(name: str, kind: Any, answer: str):
    """The example of one type."""

    def of_type(client):
        return plain(repr(client.messages.parse(**CALL, output_format=kind).parsed_output))

    of_type.__name__ = f"an_answer_of_{name}"
    return example(message(text_block(answer)))(of_type)


of_type("a_dataclass", Point, '{"x": 1, "y": 2.5}')
of_type("a_typed_dict", Place, '{"city": "Paris", "streets": ["A", "B"]}')
of_type("a_list", List[Author], '[{"name": "A"}, {"name": "B", "born": 2}]')
of_type("an_optional", Optional[Author], '{"name": "A"}')
of_type("an_int", int, "42")


@example(message(text_block("not json")))
def an_answer_that_does_not_fit(client):
    error = caught(client.messages.parse, **CALL, output_format=Book)
    return type(error).__name__, isinstance(error, pydantic.ValidationError), isinstance(error, ValueError)


@example(message(text_block('{"title": "Dune"}')))
def an_answer_that_lacks_a_field(client):
    error = caught(client.messages.parse, **CALL, output_format=Book)
    return sorted(str(e["loc"][0]) for e in error.errors())


@example(message(tool_use("f", {}), stop_reason="tool_use"))
def an_answer_without_text(client):
    return client.messages.parse(**CALL, output_format=Book).parsed_output


@example(message(text_block(BOOK)))
def a_format_beside_other_settings(client):
    message = client.messages.parse(**CALL, output_format=Book, output_config={"effort": "low"})
    return message.parsed_output.title


@example(message(text_block('{"a": 1}')))
def a_format_of_a_schema(client):
    schema = {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "required": ["a"],
        "additionalProperties": False,
    }
    message = client.messages.create(**CALL, output_config={"format": {"type": "json_schema", "schema": schema}})
    return message.content[0].text


@example(message(text_block(BOOK)))
def parse_without_a_format(client):
    message = client.messages.parse(**CALL)
    return message.parsed_output, message.content[0].text


@example(message(text_block(BOOK)))
def a_parsed_answer_is_dumped(client):
    message = client.messages.parse(**CALL, output_format=Book)
    return message.to_dict()["id"], message.content[0].to_dict().get("text")


@example(message(text_block(BOOK)), message())
def a_parsed_answer_is_put_back(client):
    message = client.messages.parse(**CALL, output_format=Book)
    client.messages.create(
        **CALL | {"messages": [*CALL["messages"], {"role": "assistant", "content": message.content}]}
    )


@example(error(400, "invalid_request_error", "schema too deep"))
def a_format_that_is_refused(client):
    return caught(client.messages.parse, **CALL, output_format=Book)


@example(message(text_block(BOOK)))
def parse_of_the_beta_face(client):
    message = client.beta.messages.parse(**CALL, output_format=Book, betas=["one"])
    return message.parsed_output.title


STREAM = events(start(), *block(0, text_block(""), *text_deltas('{"name": "Her', 'bert", "born"', ": 1920}")), *end())


@example(STREAM)
def a_stream_of_a_type(client):
    with client.messages.stream(**CALL, output_format=Author) as stream:
        told = []
        for event in stream:
            if event.type == "content_block_stop":
                told.append(repr(event.content_block.parsed_output))
        message = stream.get_final_message()
    return told, repr(message.parsed_output), message.content[0].text


@example(STREAM)
def the_value_so_far_in_a_stream(client):
    with client.messages.stream(**CALL, output_format=Author) as stream:
        return [repr(event.parsed_snapshot()) for event in stream if event.type == "text"]


@example(STREAM)
def the_end_of_a_stream_of_a_type(client):
    with client.messages.stream(**CALL, output_format=Author) as stream:
        last = [event for event in stream if event.type == "message_stop"][0]
    return repr(last.message.parsed_output)


@example(events(start(), *block(0, text_block(""), *text_deltas("not json")), *end()))
def a_stream_that_does_not_fit(client):
    with client.messages.stream(**CALL, output_format=Author) as stream:
        return isinstance(caught(stream.get_final_message), pydantic.ValidationError)


SCHEMAS: dict[str, Any] = {
    "an_object": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
    "more_properties": {"type": "object", "properties": {}, "additionalProperties": True, "title": "T"},
    "one_of": {"oneOf": [{"type": "string"}, {"type": "integer", "minimum": 3}], "description": "Either"},
    "any_of": {
        "anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}]
    },
    "formats": {
        "type": "object",
        "properties": {"d": {"type": "string", "format": "date"}, "r": {"type": "string", "format": "regex"}},
    },
    "definitions": {
        "$defs": {"A": {"type": "object", "properties": {"x": {"$ref": "#/$defs/A"}}}},
        "$ref": "#/$defs/A",
    },
    "words": {"type": "string", "enum": ["a", "b"], "default": "a", "pattern": "a|b"},
    "constants": {"type": "object", "properties": {"k": {"const": "x", "type": "string"}}, "minProperties": 1},
    "all_of": {"allOf": [{"type": "object", "properties": {"a": {"type": "boolean"}}}], "$schema": "x"},
    "arrays": {"type": "array", "items": {"type": "string", "minLength": 2}, "minItems": 1, "uniqueItems": True},
}


def of_schema(name: str, schema: Any):
    """The example of one schema."""

    def of_schema(sdk):
        return sdk.transform_schema(schema)

    of_schema.__name__ = f"the_schema_of_{name}"
    return example(only="sync")(of_schema)


for key, value in SCHEMAS.items():
    of_schema(key, value)


@example(only="sync")
def the_schema_of_a_model(sdk):
    return sdk.transform_schema(Book), sdk.transform_schema(Book.model_json_schema())


@example(STREAM)
async def an_async_stream_of_a_type(sdk):
    async with sdk.AsyncAnthropic() as client:
        async with client.messages.stream(**CALL, output_format=Author) as stream:
            message = await stream.get_final_message()
        return repr(bare(message.parsed_output))
