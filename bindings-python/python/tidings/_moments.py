"""Points in time, as RFC 3339 writes them."""

from __future__ import annotations

import datetime
import re

# Fractions of a second have any number of digits; Python 3.10 reads three or six of them, and no Z.
_PARTS = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)")


def moment_of(text: str) -> datetime.datetime | str:
    """The point in time that a text is; the text itself where it is none that Python has."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return text
    day, time, fraction, zone = parts.groups()
    zone = "+00:00" if zone in "Zz" else zone
    try:
        return datetime.datetime.fromisoformat(f"{day}T{time}.{(fraction or '')[:6]:0<6}{zone}")
    except ValueError:
        return text
