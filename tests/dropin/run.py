"""The same programs with the newest official package and with Tidings, against one server, and what they differ in.

    python run.py [-k WORD] [--face sync|async] [--show] [--official] [--write-docs]

Every difference has to be explained by a row of explained.json, and every pattern there has to explain something. The
rows are the table of differences of docs/python.md, which `--write-docs` writes and a run compares.
"""

from __future__ import annotations

import argparse
import collections
import importlib
import json
import logging
import os
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import anthropic
import compare
import docs
import harness
import tidings
from support import Server

SECTIONS = sorted(path.stem for path in (Path(__file__).parent / "examples").glob("*.py") if path.stem != "__init__")


def main() -> int:
    options = arguments()
    if options.write_docs:
        docs.write(compare.explanations())
        return 0
    for section in SECTIONS:
        importlib.import_module(f"examples.{section}")
    # Both packages tell their log what they do; nobody reads it here.
    logging.disable(logging.CRITICAL)
    chosen = [e for e in harness.EXAMPLES if not options.k or options.k in e.name]
    server = Server()
    try:
        failures = official_only(chosen, options, server) if options.official else both(chosen, options, server)
    finally:
        server.stop()
    for line in failures:
        print(line)
    sys.stdout.flush()
    return 1 if failures else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("-k", default="", help="only the examples with this in their names")
    parser.add_argument("--face", choices=harness.BOTH, help="only one face of the clients")
    parser.add_argument(
        "--show", action="store_true", help="show what the official package gives, and ours where it differs"
    )
    parser.add_argument(
        "--official", action="store_true", help="only whether the examples run with the official package"
    )
    parser.add_argument("--write-docs", action="store_true", help="write the table of differences in docs/python.md")
    return parser.parse_args()


def official_only(chosen: list[harness.Example], options: argparse.Namespace, server: Server) -> list[str]:
    """The examples that do not even run with the official package."""
    failures = []
    for example in chosen:
        for face in example.faces:
            outcome = harness.play(example, anthropic, face, server)
            if outcome.broke is not None:
                failures.append(f"{example.name}[{face}] broke:\n{''.join(traceback.format_exception(outcome.broke))}")
            elif options.show:
                print(f"{example.name}[{face}]: {json.dumps(vars(outcome), ensure_ascii=False)}")
    return failures


def both(chosen: list[harness.Example], options: argparse.Namespace, server: Server) -> list[str]:
    """What is wrong: differences that are not explained, explanations of nothing, docs that lack some."""
    rows = compare.explanations()
    failures: list[str] = []
    played = collections.Counter[str]()
    for example in chosen:
        for face in example.faces:
            if options.face not in (None, face):
                continue
            played[face] += 1
            failures += one(example, face, server, rows, options.show)
    explained = sum(sum(row.found.values()) for row in rows)
    print(
        f"{len(chosen)} examples, {played['sync']} blocking and {played['async']} async runs, "
        f"with anthropic {anthropic.__version__} and tidings {tidings.__version__}; {explained} explained differences"
    )
    if not options.k and options.face is None:
        failures += [
            f"explained.json explains what is not different: {pattern}"
            for row in rows
            for pattern in row.matches
            if pattern not in row.found
        ]
        failures += docs.lacking(rows)
    return failures


def one(example: harness.Example, face: str, server: Server, rows: list[compare.Difference], show: bool) -> list[str]:
    """What is wrong with one example through one face."""
    name = f"{example.name}[{face}]"
    theirs = harness.play(example, anthropic, face, server)
    if theirs.broke is not None:
        return [f"{name} is no example, it breaks with the official package: {theirs.broke!r}"]
    ours = harness.play(example, tidings, face, server)
    if ours.broke is not None:
        # What it sent until then says nothing more.
        found = [f"{name} result: {compare.shown(theirs.result)} -> broke with {ours.broke!r}"]
    else:
        found = [
            *compare.differences(theirs.result, ours.result, f"{name} result"),
            *compare.differences(theirs.warnings, ours.warnings, f"{name} warnings"),
            *compare.differences(theirs.requests, ours.requests, f"{name} requests"),
        ]
    if show:
        print(f"{name}: {json.dumps(theirs.result, ensure_ascii=False)}")
        print(f"    sent {json.dumps(theirs.requests, ensure_ascii=False)}")
        if ours.broke is not None:
            traceback.print_exception(ours.broke)
    return [f"different: {line}" for line in found if not compare.explain(line, rows)]


if __name__ == "__main__":
    code = main()
    # A thread of an example that hangs must not keep the step from ending.
    sys.stdout.flush()
    os._exit(code)
