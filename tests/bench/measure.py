"""Starts the programs: one process for each measurement, one after the other, beside the server's."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from results import Result, shown
from rows import Row
from serving import Server

FOLDER = Path(__file__).parent
LIMIT = 300.0
"""Seconds that one measurement may take, on a machine that is busy."""
READ_BY_CLIENTS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS")
MODULES = {"tidings": "tidings", "official": "anthropic"}
NODE_PACKAGES = {"tidings": "tidings", "official": "@anthropic-ai/sdk"}
RUST_PROGRAMS = {"tidings": "with_tidings", "reqwest": "with_reqwest", "sdk": "with_sdk", "bare": "floor"}
LOADS = ("import", "require", "client")
IN_TURNS = ("create", "create_async")
"""Calls that follow each other, and take too little for it not to matter where client and server are."""


@dataclass(frozen=True)
class Places:
    """Where the programs of each language are; what is not there is not measured."""

    python: Path | None = None
    node: Path | None = None
    rust: Path | None = None
    c: Path | None = None

    def has(self, language: str) -> bool:
        return getattr(self, language) is not None

    def line(self, row: Row, peer: str, amount: int, times: int, url: str) -> list[str]:
        """The command that does the row's work with one peer."""
        numbers = [str(amount), str(times), url]
        if row.language == "python":
            if row.case in LOADS:
                return [str(self.python), "-B", str(FOLDER / "python/first_import.py"), MODULES[peer], row.case]
            return [str(self.python), "-B", str(FOLDER / "python/program.py"), peer, row.case, *numbers]
        if row.language == "node":
            name = NODE_PACKAGES.get(peer, peer)
            if row.case in LOADS:
                return ["node", "--input-type=module", "-", name, row.case]
            return ["node", str(FOLDER / "node/program.mjs"), str(self.node), name, row.case, *numbers]
        if row.language == "rust":
            assert self.rust
            return [str(self.rust / RUST_PROGRAMS[peer]), row.case, *numbers]
        assert self.c
        return [str(self.c / peer), row.case, *numbers]


def one_round(result: Result, number: int, places: Places, server: Server, is_quick: bool) -> None:
    """Every peer once. Who begins changes from round to round."""
    row, began = result.row, time.monotonic()
    amount, times = row.quick if is_quick and row.quick else (row.amount, row.times)
    peers = [peer for peer in row.peers if row.has_turn(peer, number, is_quick)]
    path = row.path.format(amount=amount, times=times)
    # Streams that wait for others are put together as quickly as they are sent.
    if number == 0 and path and row.case not in ("paced", "hold"):
        server.prepare(path)
    for peer in peers[:: 1 if number % 2 == 0 else -1]:
        line = places.line(row, peer, amount, times, f"{server.url}/{path}")
        with server.on_one_core() if row.case in IN_TURNS else contextlib.nullcontext():
            result.add(peer, run(row, places, line, peer))
    result.close_round()
    metric = row.metrics[0]
    told = ", ".join(f"{peer} {shown(metric, result.costs[metric][peer][-1])}" for peer in peers)
    took = time.monotonic() - began
    print(f"{row.language} {row.name}: {told}; {took:.1f} s", file=sys.stderr, flush=True)


def run(row: Row, places: Places, line: list[str], peer: str) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if name not in READ_BY_CLIENTS}
    environment |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    is_load = row.language == "node" and row.case in LOADS
    # The script comes by standard input, so that the package is looked up from the folder where it is installed.
    script = (FOLDER / "node/load.mjs").read_text() if is_load else None
    folder = places.node if row.language == "node" else None
    done = subprocess.run(
        line, env=environment, input=script, cwd=folder, capture_output=True, text=True, timeout=LIMIT
    )
    if done.returncode != 0:
        raise SystemExit(f"{row.language} {row.name} with {peer} failed:\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report
