"""What the newest official Python package has and Tidings lacks: parameters, fields, members of unions, words, names.

Walks the official types from the methods down, beside core/schema/messages.json. Objects are matched by their `type`,
fields by name, words by value. Whatever is missing has to be explained, one line each, in explained.json; a line there
that explains nothing has to go. What only Tidings has is told and is no fault.
"""

from __future__ import annotations

import fnmatch
import json
import sys
from pathlib import Path
from typing import Any

import anthropic
import python_official as official
import python_ours as ours
from python_ours import Node

EXPLAINED = Path(__file__).with_name("explained.json")


class Comparison:
    """What was found on the way through both."""

    def __init__(self) -> None:
        self.missing: dict[str, str] = {}
        self.added: dict[str, None] = {}
        self.reached: set[str] = set()
        self._seen: set[tuple[int, int]] = set()
        self._sent = False
        self._public = {name: hint for name, hint in official.public().items()}

    def method(self, name: str, method: Any, definition: str) -> None:
        """The parameters of a method beside the fields of the definition that has ours."""
        self._sent = True
        properties = ours.SCHEMA.get(definition, {}).get("properties", {})
        self.added.update((f"{name}: {field}", None) for field in properties.keys() - official.parameters(method).keys())
        for parameter, hint in official.parameters(method).items():
            if parameter not in properties:
                self.lack(f"parameter {name}: {parameter}", "")
            else:
                self.value(f"{name}: {parameter}", hint, properties[parameter])

    def answer(self, definition: str, hint: Any) -> None:
        """A type of what is received beside our definition of the same name."""
        self._sent = False
        if definition not in ours.SCHEMA:
            self.lack(f"definition {definition}", "")
        else:
            self.value(definition, hint, ours.SCHEMA[definition])

    def value(self, path: str, hint: Any, node: Node) -> None:
        """One value: its words, objects, items and entries."""
        theirs = official.shapes(hint)
        self.name(hint)
        if ours.takes_anything(node):
            return
        known = ours.words(node)
        # Where both take any string, the words are a help that the other direction of the wire may have.
        for word in [] if theirs.text and not known else theirs.words:
            if word not in known:
                self.lack(f"word {path}: {word}", path)
        if theirs.files:
            self.lack(f"file {path}", path)
        for record in theirs.records:
            # Answers are taken back as they came, and compared as answers.
            if not (self._sent and official.is_answer(record)):
                self.record(path, record, node)
        for kind, hints, nodes in (
            ("list", theirs.items, ours.items(node)),
            ("map", theirs.values, ours.values(node)),
        ):
            for item in hints:
                if nodes:
                    self.value(path, item, {"anyOf": nodes})
                elif not (kind == "map" and ours.records(node)):
                    self.lack(f"{kind} {path}", path)

    def record(self, path: str, record: type, node: Node) -> None:
        """One object: found among ours by its `type`, then compared field by field."""
        self.reached.add(record.__name__)
        # A member of a union may have second names, which no hint outside the union has.
        self.name(record)
        tags = official.tags(record)
        matches = [one for one in ours.records(node) if matching(tags, one)]
        if not matches:
            self.lack(f"member {record.__name__}", path)
            return
        match = max(matches, key=lambda one: len(one["properties"].keys() & official.fields(record).keys()))
        if (id(record), id(match)) in self._seen:
            return
        self._seen.add((id(record), id(match)))
        for name, hint in official.fields(record).items():
            if name not in match["properties"]:
                self.lack(f"field {record.__name__}.{name}", path)
            else:
                self.value(f"{record.__name__}.{name}", hint, match["properties"][name])
        for name in match["properties"].keys() - official.fields(record).keys():
            self.added[f"{record.__name__}.{name}"] = None

    def name(self, hint: Any) -> None:
        """Notes the public names that a type has."""
        hint = official.bare(hint)
        for name, known in self._public.items():
            if known is hint or (not isinstance(hint, type) and known == hint):
                self.reached.add(name)

    def names(self) -> None:
        """Public names that were reached and that exist nowhere in ours."""
        have = ours.names()
        for name in sorted(self.reached & self._public.keys()):
            if name not in have:
                self.lack(f"name {name}", "")

    def lack(self, what: str, path: str) -> None:
        self.missing.setdefault(what, path)


def matching(tags: list[str], record: Node) -> bool:
    """Whether a record of ours is one with this `type`; one without a `type` is matched by there being no other."""
    known = ours.tags(record)
    return bool(known & set(tags)) if tags and known else not known or not tags


def compare() -> Comparison:
    """All methods and answers."""
    comparison = Comparison()
    for name, (method, definition) in official.METHODS.items():
        comparison.method(name, method, definition)
    for definition, hint in official.ANSWERS.items():
        comparison.answer(definition, hint)
    comparison.names()
    return comparison


def main() -> int:
    comparison = compare()
    explained: dict[str, str] = json.loads(EXPLAINED.read_text("utf-8"))["python"]
    matched = {pattern: fnmatch.filter(comparison.missing, pattern) for pattern in explained}
    known = {what for found in matched.values() for what in found}
    unexplained = [what for what in comparison.missing if what not in known]
    stale = [pattern for pattern, found in matched.items() if not found]
    print(f"anthropic {anthropic.__version__}: {len(comparison.reached)} types, {len(known)} explained differences")
    if comparison.added:
        print(f"only here: {', '.join(sorted(comparison.added))}")
    for what in unexplained:
        place = comparison.missing[what]
        print(f"missing: {what}" + (f" (in {place})" if place else ""))
    for pattern in stale:
        print(f"explained.json explains what is not missing: {pattern}")
    if unexplained or stale:
        print("Declare what is missing in core/src/types and run `make generate`, or explain it in tests/parity/explained.json.")
    return 1 if unexplained or stale else 0


if __name__ == "__main__":
    sys.exit(main())
