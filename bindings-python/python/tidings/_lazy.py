"""Attributes that are made when they are first looked at, and the views through which answers come raw."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from functools import cached_property as lazy
else:

    class lazy:
        """A property that is made when it is first looked at, and then stays."""

        def __init__(self, make):
            self._make = make
            self.__doc__ = make.__doc__

        def __set_name__(self, owner, name):
            self._name = name

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            made = instance.__dict__[self._name] = self._make(instance)
            return made


RAW = "raw"
"""The view that gives whole answers as they came."""
STREAMED = "streamed"
"""The view that gives answers when their head is there."""

__all__ = ["RAW", "STREAMED", "lazy"]
