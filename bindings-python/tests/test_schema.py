"""Schemas as structured outputs take them. What the official package makes of the same ones is in tests/parity."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from support import REPOSITORY

import tidings

VECTORS: list[dict[str, Any]] = json.loads((REPOSITORY / "tests/schemas/transform.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_schema_becomes_one_that_structured_outputs_take(vector: dict[str, Any]) -> None:
    given = copy.deepcopy(vector["schema"])
    assert tidings.transform_schema(given) == vector["becomes"]
    assert given == vector["schema"]


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({}, "#: structured outputs need a type"),
        ({"$defs": {"A": {"type": "string"}}}, "#: structured outputs need a type"),
        ({"type": "object", "properties": {"a": {"items": {}}}}, "#/properties/a: structured outputs need a type"),
        ({"type": "array", "items": {}}, "#/items: structured outputs need a type"),
        ({"anyOf": [{"type": "string"}, {"const": [1]}]}, "#/anyOf/1: structured outputs need a type"),
        ({"type": "object", "properties": {"a": True}}, "#/properties/a: .* not True"),
        ({"type": "array", "items": [{"type": "string"}]}, "#/items: .* not "),
        ({"type": "object", "properties": ["a"]}, "#/properties: a dict of schemas"),
        ({"type": "text"}, "#: 'text' is not a type"),
        ({"type": ["string", "nothing"]}, "is not a type"),
    ],
)
def test_a_schema_that_says_no_type_is_refused_by_its_place(schema: dict[str, Any], place: str) -> None:
    with pytest.raises(ValueError, match=place):
        tidings.transform_schema(schema)


@pytest.mark.parametrize("value", [None, 5, "object", [{"type": "object"}], int])
def test_what_is_no_schema_is_a_type_error(value: Any) -> None:
    with pytest.raises(TypeError, match="a schema is a dict or a class of pydantic models, not"):
        tidings.transform_schema(value)


def test_several_types_stay_several_types() -> None:
    schema = {"type": ["string", "null"], "format": "date", "maxLength": 4}
    assert tidings.transform_schema(schema) == {
        "type": ["string", "null"],
        "format": "date",
        "description": "{maxLength: 4}",
    }
