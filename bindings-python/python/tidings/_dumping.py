"""What objects of answers can do because pydantic's can, for code that was written for those."""

from __future__ import annotations

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, ClassVar, Literal, TypeAlias, Union

    from typing_extensions import Self

    from ._dump import DeclaredField

    # `dict` is a method below.
    Fields: TypeAlias = dict[str, Any]
    Selection: TypeAlias = Union[set[str], set[int], Mapping[str, Any], Mapping[int, Any], None]


class _Fields:
    """The fields that a class declares, by their names, looked at through the class or an object."""

    def __get__(self, instance: object, owner: type[Any]) -> dict[str, DeclaredField]:
        from ._dump import fields_of

        return fields_of(owner)


class Dumping:
    """Objects as dicts and JSON. Fields that did not come are there only where `exclude_unset` is false, as `None`."""

    __slots__ = ()

    if TYPE_CHECKING:
        model_fields: ClassVar[_Fields]
        """The fields that the class declares, by their names."""

        def _fields(self) -> Fields: ...
        def model_copy(self, *, update: Fields | None = None, deep: bool = False) -> Self: ...
        @classmethod
        def construct(cls, _fields_set: object = None, /, **fields: Any) -> Self: ...

    else:
        # Not annotated: what reads the annotations of classes would need the names of this module.
        model_fields = _Fields()

    def to_dict(
        self,
        *,
        mode: Literal["json", "python"] = "python",
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> Fields:
        """The fields as plain dicts and lists, as they came; points in time are `datetime` objects, or in the mode
        `json` the text that came.

        `exclude_none` leaves out the fields of this object, and of objects in it, that are `None`; what is a plain dict
        or list, such as a tool's input, stays whole. `use_api_names` and `warnings` change nothing.
        """
        from ._dump import Wishes

        return Wishes(mode, exclude_unset, exclude_defaults, exclude_none).dump(self)

    def to_json(
        self,
        *,
        indent: int | None = 2,
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> str:
        """The fields as JSON text; the options are those of `to_dict`."""
        from ._dump import Wishes

        return _text(Wishes("json", exclude_unset, exclude_defaults, exclude_none).dump(self), indent)

    def model_dump(
        self,
        *,
        mode: Literal["json", "python"] | str = "python",
        include: Selection = None,
        exclude: Selection = None,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        by_alias: bool | None = None,
        context: object = None,
        round_trip: bool = False,
        warnings: bool | str = True,
        serialize_as_any: bool = False,
    ) -> Fields:
        """As `to_dict`, with all fields that the class declares. `include` and `exclude` choose fields, as in
        pydantic; the last five options change nothing.
        """
        from ._dump import Wishes

        return Wishes(mode, exclude_unset, exclude_defaults, exclude_none).dump(self, include, exclude)

    def model_dump_json(
        self,
        *,
        indent: int | None = None,
        include: Selection = None,
        exclude: Selection = None,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        by_alias: bool | None = None,
        context: object = None,
        round_trip: bool = False,
        warnings: bool | str = True,
        serialize_as_any: bool = False,
    ) -> str:
        """What `model_dump` gives, as JSON text."""
        from ._dump import Wishes

        return _text(Wishes("json", exclude_unset, exclude_defaults, exclude_none).dump(self, include, exclude), indent)

    def dict(self, **options: Any) -> Fields:
        """As `model_dump`."""
        return self.model_dump(**options)

    def json(self, **options: Any) -> str:
        """As `model_dump_json`."""
        return self.model_dump_json(**options)

    def copy(self, *, update: Fields | None = None, deep: bool = False) -> Self:
        """As `model_copy`."""
        return self.model_copy(update=update, deep=deep)

    @classmethod
    def model_validate(cls, obj: Any, **_options: Any) -> Self:
        """An object of a dict of its fields, or the object that it is already. Nothing in it is checked."""
        if isinstance(obj, cls):
            return obj
        if not hasattr(obj, "keys"):
            raise TypeError(f"{cls.__name__} is made of a dict of its fields, not of {type(obj).__name__}")
        return cls.construct(**obj)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_options: Any) -> Self:
        """An object of JSON text."""
        import json

        return cls.model_validate(json.loads(json_data))

    @classmethod
    def model_json_schema(cls, **options: Any) -> Fields:
        """That it is an object, as a JSON Schema. Needs pydantic."""
        from pydantic import TypeAdapter

        schema: Fields = TypeAdapter(cls).json_schema(**options)
        return schema

    @property
    def model_extra(self) -> Fields:
        """The fields that came though the class does not declare them."""
        return {name: value for name, value in self._fields().items() if name not in type(self).model_fields}

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Names and values of the fields, so that `dict(message)` works; objects in them stay objects."""
        from ._dump import all_pairs

        return all_pairs(self)


def _text(value: dict[str, Any], indent: int | None) -> str:
    if indent is None:
        return _native.encode(value).decode()
    import json

    return json.dumps(value, indent=indent, ensure_ascii=False)
