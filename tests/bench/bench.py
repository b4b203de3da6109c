"""All measurements, or those of some languages, in one run; prints tables, or writes the report.

    python bench.py [--python PYTHON] [--node FOLDER] [--rust FOLDER] [--c FOLDER] [--wheel FILE] [--addon FILE]
                    [--report FOLDER] [ROW]...

Each language says where its programs are; those that are not given are left out. `cargo xtask bench` builds and installs what is
needed. ROW is the beginning of a name in `rows.py`. `QUICK=1` takes less of everything, `ROUNDS` says how often.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import machine
import plots
import readme
import report
import sizes
from growth import curves
from measure import FOLDER, Places, one_round
from results import Result
from rows import Row, all_rows
from serving import server

IS_QUICK = os.environ.get("QUICK", "").strip() not in ("", "0")


def main() -> int:
    arguments = parsed()
    places = Places(arguments.python, arguments.node, arguments.rust, arguments.c)
    rows = [row for row in all_rows() if places.has(row.language) and is_wanted(row, arguments.rows)]
    if not rows:
        raise SystemExit("there is nothing to measure: no language is given, or no row has such a name")
    described = machine.described(places)
    began = time.monotonic()
    results = measured(rows, places)
    grown = curves(results)
    seconds = time.monotonic() - began
    how = "a quick run, `QUICK=1`" if IS_QUICK else f"`ROUNDS={os.environ['ROUNDS']}`" if "ROUNDS" in os.environ else "a full run"
    took = f"{how}, which took {duration(seconds)}; load of the machine at its end: {os.getloadavg()[0]:.1f}"
    if arguments.report:
        write(arguments.report, results, [*described, took], found_sizes(places, arguments))
    else:
        print_tables(results)
    print(f"The measurements took {duration(seconds)}.")
    steep = [curve for curve in grown if curve.is_too_steep]
    for curve in steep:
        print(
            f"{curve.language}, {curve.group}: grows with slope {curve.slope:.2f}, which is worse than linear",
            file=sys.stderr,
        )
    return 1 if steep else 0


def duration(seconds: float) -> str:
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("python", "node", "rust", "c", "wheel", "addon", "report"):
        parser.add_argument(f"--{name}", type=absolute)
    parser.add_argument("rows", nargs="*")
    return parser.parse_args()


def absolute(path: str) -> Path:
    # Not resolved: the interpreter of an environment is a link to another.
    return Path(os.path.abspath(path))


def is_wanted(row: Row, names: list[str]) -> bool:
    if IS_QUICK and row.quick is None:
        return False
    return not names or any(row.name.startswith(name) for name in names)


def measured(rows: list[Row], places: Places) -> list[Result]:
    """Every row's rounds one after the other. What was measured before something failed is not lost."""
    results = [Result(row) for row in rows]
    try:
        with server() as serving:
            for result in results:
                for number in range(rounds(result.row)):
                    one_round(result, number, places, serving, IS_QUICK)
    except BaseException:
        print_tables([result for result in results if result.is_complete])
        raise
    return results


def rounds(row: Row) -> int:
    given = os.environ.get("ROUNDS")
    if given:
        return int(given)
    # What memory a stream has hardly varies.
    return min(row.rounds, 1 if row.case == "hold" else 2) if IS_QUICK else row.rounds


def found_sizes(places: Places, arguments: argparse.Namespace) -> list[tuple[str, int]]:
    found = []
    if places.python:
        found += sizes.of_python(places.python, arguments.wheel)
    if places.node:
        found += sizes.of_node(places.node / "node_modules", arguments.addon)
    if places.rust:
        found += sizes.of_rust(places.rust)
    if places.c:
        found += sizes.of_c(places.c)
    return found


def print_tables(results: list[Result]) -> None:
    for language, name in plots.LANGUAGES.items():
        for metric, words in report.TABLES:
            told = report.table(results, language, metric)
            if told:
                print(f"\n{name}, {words.removeprefix('### ')}\n\n{told}")


def write(folder: Path, results: list[Result], described: list[str], found: list[tuple[str, int]]) -> None:
    head = (FOLDER / "head.md").read_text()
    grown = curves(results)
    (folder / "benchmarks.md").write_text(report.markdown(results, grown, found, described, head))
    for name, picture in (
        ("summary", plots.summary(results)),
        ("growth", plots.growth(grown)),
        ("delay", plots.delays(results)),
    ):
        (folder / f"benchmarks-{name}.svg").write_text(picture)
    if (folder.parent / "README.md").exists():
        readme.write(folder.parent / "README.md", results)
    print(f"written: {folder / 'benchmarks.md'}")


if __name__ == "__main__":
    sys.exit(main())
