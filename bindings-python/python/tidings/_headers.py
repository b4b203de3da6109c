"""The headers of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class Headers(Mapping[str, str]):
    """Headers by their names, in any case. Those that come more than once are joined by a comma and a space."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs
        self._joined: dict[str, str] = {}
        for name, value in pairs:
            joined = self._joined.get(name)
            self._joined[name] = value if joined is None else f"{joined}, {value}"

    def __getitem__(self, name: str) -> str:
        return self._joined[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._joined)

    def __len__(self) -> int:
        return len(self._joined)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._joined

    def get_list(self, name: str) -> list[str]:
        """All values of a header, each as it came."""
        return [value for known, value in self._pairs if known == name.lower()]

    def multi_items(self) -> list[tuple[str, str]]:
        """Names and values, names repeated where the answer repeats them."""
        return list(self._pairs)

    def __repr__(self) -> str:
        # Cookies are as good as keys.
        shown = {name: "[hidden]" if name == "set-cookie" else value for name, value in self._joined.items()}
        return f"Headers({shown!r})"
