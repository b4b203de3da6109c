"""The committed schema, as the comparison needs it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads((REPOSITORY / "core/schema/messages.json").read_text("utf-8"))["$defs"]

Node = dict[str, Any]


def members(node: Node) -> Iterator[Node]:
    """The alternatives of a schema: references and choices seen through."""
    if "$ref" in node:
        yield from members(SCHEMA[node["$ref"].rsplit("/", 1)[-1]])
    elif "anyOf" in node:
        for choice in node["anyOf"]:
            yield from members(choice)
    else:
        yield node


def records(node: Node) -> list[Node]:
    """The objects with named fields among the alternatives."""
    return [member for member in members(node) if "properties" in member]


def words(node: Node) -> set[str]:
    """The strings that have a meaning."""
    return {member["const"] for member in members(node) if "const" in member}


def items(node: Node) -> list[Node]:
    """What the arrays among the alternatives hold."""
    return [member["items"] for member in members(node) if "items" in member]


def values(node: Node) -> list[Node]:
    """What the objects with free keys among the alternatives hold."""
    return [member["additionalProperties"] for member in members(node) if "additionalProperties" in member]


def takes_anything(node: Node) -> bool:
    """Whether any JSON at all is taken."""
    return any(not member.keys() - {"description", "x-closed"} for member in members(node))


def tags(record: Node) -> set[str]:
    """What the `type` of a record may be; nothing where it has none."""
    return words(record["properties"].get("type", {"type": "string"}))


def names() -> set[str]:
    """The names that `tidings.types` has."""
    source = (REPOSITORY / "bindings-python/python/tidings/types/__init__.py").read_text("utf-8")
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(statement.value))
    raise SystemExit("tidings.types has no __all__")
