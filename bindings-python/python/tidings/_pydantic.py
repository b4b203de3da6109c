"""Classes of answers as the types of fields of pydantic models. Only pydantic loads this."""

from __future__ import annotations

from pydantic_core import PydanticCustomError, core_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._models import BaseModel


def core_schema_of(cls: type[BaseModel]) -> core_schema.CoreSchema:
    """An object of the class as it is, or made of a dict; written back as the dict that it came as.

    As everywhere, the fields are not checked: only the `type` of another class is refused, so that unions find theirs.
    """
    kind = cls.__dict__.get("type")

    def made(value: Any) -> BaseModel:
        if isinstance(value, cls):
            return value
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            wanted = {"wanted": cls.__name__, "given": type(value).__name__}
            raise PydanticCustomError(
                "model_type", "{wanted} or a dict of its fields belongs here, not {given}", wanted
            )
        if kind is not None and value.get("type", kind) != kind:
            raise PydanticCustomError("literal_error", "the type of {wanted} is another", {"wanted": cls.__name__})
        return cls(**value)

    return core_schema.json_or_python_schema(
        # What it is in JSON is said apart, for the schemas that are made of it.
        json_schema=core_schema.no_info_after_validator_function(made, core_schema.dict_schema()),
        python_schema=core_schema.no_info_plain_validator_function(made),
        serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value.to_dict()),
    )
