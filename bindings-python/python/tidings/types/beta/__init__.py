"""The types of what is in beta, by the names of the official package: `Beta` in front of those in `tidings.types`.

There is only one class for each object here, which keeps every field that an answer has: `BetaMessage` is `Message`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    def __getattr__(name: str) -> Any: ...
else:

    def __getattr__(name: str) -> object:
        from tidings import types

        for known in (name, name.replace("Beta", "", 1)):
            if known in types.__all__:
                return getattr(types, known)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
