"""CPU time and memory of Tidings in C beside a client on libcurl and a bare socket, in one run on loopback; prints a table.

    python compare.py FOLDER [CASE]...

FOLDER holds the programs `curl`, `tidings` and `bare`, which `make speed OF=c` compiles. `QUICK=1` takes less of everything, `ROUNDS`
says how often. Each measurement is a process of its own; the three take turns within a round, so that a ratio is of runs of the
same moment. Shown are the medians, and the least and the greatest ratio. Every program checks what it was given.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from measure import LIMIT, READ_BY_CLIENTS, server  # noqa: E402

PROGRAMS = ("curl", "tidings", "bare")
IS_QUICK = os.environ.get("QUICK", "").strip() not in ("", "0")
ROUNDS = int(os.environ.get("ROUNDS", "2" if IS_QUICK else "7"))


@dataclass(frozen=True)
class Case:
    """One row: what it says, the program's case, the server's path, how much, how often, and whether it is memory."""

    name: str
    words: str
    program: str
    path: str
    amount: int
    times: int
    is_memory: bool = False


CASES = (
    Case("create", "a small call, its answer read", "create", "message/Hello", 1, 4_000),
    Case("many", "the same, 16 at a time in one thread", "many", "message/Hello", 16, 8_000),
    Case("text5", "a stream of 5,000 events, one to a chunk, an event", "stream", "text/5000", 5_000, 40),
    Case("packed5", "the same, eight to a chunk", "stream", "packed/5000", 5_000, 40),
    Case("text100", "a stream of 100,000 events, one to a chunk, an event", "stream", "text/100000", 100_000, 4),
    Case("packed100", "the same, eight to a chunk", "stream", "packed/100000", 100_000, 4),
    Case("hold", "1,000 streams open at a time, peak memory", "hold", "held/20/1000", 1_000, 1, is_memory=True),
    Case("held", "the same, CPU time of a stream from its beginning to its end", "hold", "held/20/1000", 1_000, 1),
)


def main() -> None:
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    unknown = set(names) - {case.name for case in CASES}
    if unknown:
        raise SystemExit(f"there is no case named {unknown.pop()}. The cases are: {', '.join(case.name for case in CASES)}")
    costs: dict[Case, dict[str, list[float]]] = {}
    with server() as url:
        for case in CASES:
            if not names or case.name in names:
                costs[case] = {name: [] for name in PROGRAMS}
                for number in range(ROUNDS):
                    for name in PROGRAMS[:: 1 if number % 2 == 0 else -1]:
                        costs[case][name].append(cost(case, run(folder / name, case, url)))
                print(row(case, costs[case]), file=sys.stderr, flush=True)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {ROUNDS} rounds"
    print(f"CPU time of the client's process, {machine}.\n")
    print("| what | libcurl | Tidings | bare socket | libcurl / Tidings | spread | wanted | reached |")
    print("| --- | --: | --: | --: | --: | --: | --: | --- |")
    print("\n".join(row(case, taken) for case, taken in costs.items()))


def run(program: Path, case: Case, url: str) -> dict[str, Any]:
    times = max(1, case.times // 8) if IS_QUICK else case.times
    line = [str(program), case.program, str(case.amount), str(times), f"{url}/{case.path}"]
    environment = {name: value for name, value in os.environ.items() if name not in READ_BY_CLIENTS}
    environment |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=LIMIT)
    if done.returncode != 0:
        raise SystemExit(f"{case.name} with {program.name} failed:\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def cost(case: Case, report: dict[str, Any]) -> float:
    return float(report["peak"] if case.is_memory else report["cpu"] / report["units"])


def row(case: Case, costs: dict[str, list[float]]) -> str:
    ratios = sorted(other / ours for other, ours in zip(costs["curl"], costs["tidings"]))
    ratio, spread = statistics.median(ratios), f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    medians = " | ".join(shown(case, statistics.median(costs[name])) for name in PROGRAMS)
    wanted = "" if case.name in ("hold", "held", "many") else "1"
    reached = "" if not wanted else "yes" if ratio >= 1 else "**no**"
    return f"| {case.words} | {medians} | {ratio:.2f} | {spread} | {wanted} | {reached} |"


def shown(case: Case, cost: float) -> str:
    if case.is_memory:
        return f"{cost / 1e6:.1f} MB"
    return f"{cost * 1e6:.1f} µs" if cost >= 2e-6 else f"{cost * 1e9:.0f} ns"


if __name__ == "__main__":
    main()
