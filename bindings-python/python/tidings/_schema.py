"""The JSON Schema that structured outputs take, made of one that says more than they do."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_FORMATS = frozenset(
    ("date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "time", "uri", "uuid"),
)
_TYPES = frozenset(("array", "boolean", "integer", "null", "number", "object", "string"))


def transform_schema(json_schema: type[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """The schema as structured outputs take it; what they have no keyword for is told to the model in `description`.

    Takes a JSON Schema as a dict, which stays as it is, or a class of pydantic models. Every object is closed
    (`additionalProperties` is false), `oneOf` becomes `anyOf`, and a `$ref` stands alone. Raises `ValueError` with the
    place where a part of the schema says no type, and `TypeError` for what is no schema.
    """
    if isinstance(json_schema, type) and hasattr(json_schema, "model_json_schema"):
        json_schema = json_schema.model_json_schema()
    if not hasattr(json_schema, "keys"):
        raise TypeError(f"a schema is a dict or a class of pydantic models, not {_kind(json_schema)}")
    return _transformed(json_schema, "#")


def _transformed(schema: Any, place: str) -> dict[str, Any]:
    if not hasattr(schema, "keys"):
        raise ValueError(f"{place}: structured outputs need a schema that says a type here, not {schema!r}")
    said = dict(schema)
    kept: dict[str, Any] = {}
    if (definitions := said.pop("$defs", None)) is not None:
        kept["$defs"] = _each(definitions, f"{place}/$defs")
    if (reference := said.pop("$ref", None)) is not None:
        return {**kept, "$ref": reference}
    _keep_type(said, kept, place)
    if said:
        words = "{" + ", ".join(f"{keyword}: {value}" for keyword, value in said.items()) + "}"
        kept["description"] = f"{kept['description']}\n\n{words}" if "description" in kept else words
    return kept


def _keep_type(said: dict[str, Any], kept: dict[str, Any], place: str) -> None:
    """Moves what says the type, and what goes with that type, from `said` to `kept`."""
    words = _words(said)
    kept.update(words)
    choices = _choices(said, place)
    kept.update(choices)
    type_ = said.pop("type", None)
    types = [] if words or type_ is None else [type_] if isinstance(type_, str) else type_
    if not isinstance(types, list) or not _TYPES.issuperset(types):
        raise ValueError(f"{place}: {type_!r} is not a type of JSON Schema")
    if not (words or choices):
        if not types:
            raise ValueError(
                f"{place}: structured outputs need a type, anyOf, oneOf or allOf here, or plain values in const or enum"
            )
        kept["type"] = type_
    for keyword in ("description", "title"):
        if (value := said.pop(keyword, None)) is not None:
            kept[keyword] = value
    for name in types:
        if name in _KEEPERS:
            _KEEPERS[name](said, kept, place)


def _words(said: dict[str, Any]) -> dict[str, Any]:
    """Takes the values that are listed. They say the type as well."""
    words: dict[str, Any] = {}
    values = said.get("enum")
    if isinstance(values, list) and values and all(map(_is_plain, values)):
        words["enum"] = said.pop("enum")
    if "const" in said and _is_plain(said["const"]):
        words["const"] = said.pop("const")
    return words


def _choices(said: dict[str, Any], place: str) -> dict[str, Any]:
    """Takes the first list of schemas that there is; another beside it could not be said."""
    lists = {keyword: said.pop(keyword, None) for keyword in ("anyOf", "oneOf", "allOf")}
    for keyword, schemas in lists.items():
        if isinstance(schemas, list):
            place = f"{place}/{keyword}"
            parts = [_transformed(schema, f"{place}/{index}") for index, schema in enumerate(schemas)]
            return {"anyOf" if keyword == "oneOf" else keyword: parts}
    return {}


def _keep_object(said: dict[str, Any], kept: dict[str, Any], place: str) -> None:
    kept["properties"] = _each(said.pop("properties", {}), f"{place}/properties")
    said.pop("additionalProperties", None)
    kept["additionalProperties"] = False
    if (required := said.pop("required", None)) is not None:
        kept["required"] = required


def _keep_array(said: dict[str, Any], kept: dict[str, Any], place: str) -> None:
    if (items := said.pop("items", None)) is not None:
        kept["items"] = _transformed(items, f"{place}/items")
    least = said.pop("minItems", None)
    if least in (0, 1):
        kept["minItems"] = least
    elif least is not None:
        said["minItems"] = least


def _keep_string(said: dict[str, Any], kept: dict[str, Any], place: str) -> None:
    form = said.pop("format", None)
    if form in _FORMATS:
        kept["format"] = form
    elif form:
        said["format"] = form


_KEEPERS = {"object": _keep_object, "array": _keep_array, "string": _keep_string}


def _each(schemas: Any, place: str) -> dict[str, Any]:
    if not hasattr(schemas, "items"):
        raise ValueError(f"{place}: a dict of schemas belongs here, not {schemas!r}")
    return {name: _transformed(schema, f"{place}/{name}") for name, schema in schemas.items()}


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float, bool))


def _kind(value: object) -> str:
    return value.__name__ if isinstance(value, type) else type(value).__name__
