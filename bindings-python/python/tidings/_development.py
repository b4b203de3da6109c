"""What a build for development says of itself."""

from __future__ import annotations

import warnings

WARNING = "this is a development build of Tidings, with checks and much slower; for use, build it with `maturin build --release`"

_warned = False


def warn_once() -> None:
    """Warns whoever makes the first client of the process."""
    global _warned
    if not _warned:
        _warned = True
        # This function, the client's `__init__`, and then the line that is meant.
        warnings.warn(WARNING, RuntimeWarning, stacklevel=3)
