"""The package `tidings.types` as a module whose names are all there once somebody looks at them together."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    _names_of: Callable[[object], dict[str, Any]]
else:
    ModuleType = type(sys)
    _names_of = vars(ModuleType)["__dict__"].__get__


class Names(ModuleType):
    """What `typing.get_type_hints` and pydantic read annotations with: the `__dict__` of a class's module."""

    __all__: list[str]

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        names = _names_of(self)
        if "ClassVar" not in names:
            from collections.abc import Callable
            from datetime import datetime
            from typing import Any, ClassVar, Literal

            for name in self.__all__:
                getattr(self, name)
            names.update(Any=Any, Callable=Callable, Literal=Literal, ClassVar=ClassVar, datetime=datetime)
        return names
