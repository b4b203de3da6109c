"""CPU time and memory of Tidings beside the official package, in one run on loopback; prints a table.

    python measure.py [CASE]...

It wants an interpreter that has both packages. `QUICK=1` takes less of everything, for a look. Each measurement is a process of
its own. The packages take turns within a round, so that a ratio is of two runs of the same moment; what is shown is the
median of the rounds, and the least and the greatest. Every result is checked by the program that made it.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cases import BY_NAME, CASES, Case

FOLDER = Path(__file__).parent
PACKAGES = ("anthropic", "tidings")
ROUNDS = {"quick": 2, "full": 5}
LIMIT = 300.0
"""Seconds that one measurement may take, on a machine that is busy."""
READ_BY_CLIENTS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS")


@dataclass
class Result:
    """What the rounds of one case gave, by package: seconds, or bytes, for one unit."""

    case: Case
    costs: dict[str, list[float]] = field(default_factory=lambda: {package: [] for package in PACKAGES})

    def ratios(self) -> list[float]:
        return sorted(official / ours for official, ours in zip(*(self.costs[package] for package in PACKAGES)))

    def row(self) -> str:
        official, ours = (shown(self.case, statistics.median(self.costs[package])) for package in PACKAGES)
        ratios = self.ratios()
        ratio, spread = statistics.median(ratios), f"{ratios[0]:.1f} to {ratios[-1]:.1f}"
        wanted = "" if self.case.target is None else f"{self.case.target:g}"
        verdict = "" if self.case.target is None else "yes" if ratio >= self.case.target else "**no**"
        return f"| {self.case.words} | {official} | {ours} | {ratio:.1f} | {spread} | {wanted} | {verdict} |"


def main() -> None:
    unknown = [name for name in sys.argv[1:] if name not in BY_NAME]
    if unknown:
        raise SystemExit(f"there is no case named {unknown[0]}. The cases are: {', '.join(BY_NAME)}")
    cases = [BY_NAME[name] for name in sys.argv[1:]] or list(CASES)
    is_quick = os.environ.get("QUICK", "").strip() not in ("", "0")
    for package in PACKAGES:
        compile_once(package)
    results = [Result(case) for case in cases]
    try:
        with server() as url:
            for number in range(ROUNDS["quick" if is_quick else "full"]):
                for result in results:
                    measure(result, url, is_quick, number)
    finally:
        # What was measured before something failed is not lost.
        print(table([result for result in results if all(result.costs.values())]))


def compile_once(package: str) -> None:
    """An import that leaves the compiled files behind, as any use before this one would have."""
    line = [sys.executable, "-c", f"import {package}; {package}.Anthropic(api_key='any')"]
    subprocess.run(line, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""}, check=True)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A server in a process of its own, for as long as the block runs."""
    line = [sys.executable, "-B", str(FOLDER / "server.py")]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        yield process.stdout.readline().strip()
        process.stdin.close()


def measure(result: Result, url: str, is_quick: bool, number: int) -> None:
    """One round of one case. Who begins changes from round to round."""
    case = result.case
    for package in PACKAGES[:: 1 if number % 2 == 0 else -1]:
        report = run(case, package, url, case.quick if is_quick else case.amount)
        cost = report["peak"] if case.is_memory else report["cpu"] / report["units"]
        result.costs[package].append(cost)
    official, ours = (result.costs[package][-1] for package in PACKAGES)
    progress = f"{case.name}: {shown(case, official)}, {shown(case, ours)}, {official / ours:.1f} times"
    print(progress, file=sys.stderr, flush=True)


def run(case: Case, package: str, url: str, amount: int) -> dict[str, Any]:
    if case.name in ("import", "first"):
        line = [str(FOLDER / "first_import.py"), package, *(["client"] if case.name == "first" else [])]
    else:
        line = [str(FOLDER / "program.py"), "--package", package, "--case", case.name, "--amount", str(amount)]
        line += ["--server", url]
    environment = {name: value for name, value in os.environ.items() if name not in READ_BY_CLIENTS}
    environment |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    done = subprocess.run([sys.executable, "-B", *line], env=environment, capture_output=True, text=True, timeout=LIMIT)
    if done.returncode != 0:
        raise SystemExit(f"{case.name} with {package} failed:\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def shown(case: Case, cost: float) -> str:
    if case.is_memory:
        return f"{cost / 1e6:.0f} MB"
    if cost >= 1e-3:
        return f"{cost * 1e3:.1f} ms"
    return f"{cost * 1e6:.0f} µs" if cost >= 1e-4 else f"{cost * 1e6:.1f} µs"


def table(results: list[Result]) -> str:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    head = f"CPU time of the client's process on {python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores.\n"
    names = "| what | official | Tidings | ratio | spread | wanted | reached |"
    return "\n".join([head, names, "| --- | --: | --: | --: | --: | --: | --- |", *(result.row() for result in results)])


if __name__ == "__main__":
    main()
