"""The types of the package: as type checkers see them, and as a running program does."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pytest
from support import EXAMPLES, REPOSITORY

import tidings
from tidings import types

HERE = Path(__file__).parent
SCHEMA: dict[str, Any] = json.loads((REPOSITORY / "core/schema/messages.json").read_text("utf-8"))["$defs"]
PROGRAMS = [*sorted((HERE / "typed").glob("*.py")), *sorted(EXAMPLES.glob("*.py"))]

needs_assert_type = pytest.mark.skipif(
    sys.version_info < (3, 11), reason="the programs use assert_type, which came with Python 3.11"
)


def check(command: list[Any], folder: Path) -> None:
    checked = started(command, folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def run(command: list[Any], folder: Path) -> str:
    """What a checker says that finds faults."""
    checked = started(command, folder)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    return checked.stdout


def started(command: list[Any], folder: Path) -> subprocess.CompletedProcess[str]:
    # From an empty folder, so that the checkers find the installed package and no settings.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    command = [sys.executable, "-m", *command]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=folder, env=environment)


@needs_assert_type
@pytest.mark.parametrize("what", [["-p", "tidings"], PROGRAMS], ids=["the package", "its use"])
def test_mypy_finds_no_fault_under_strict_rules_in(what: list[Any], tmp_path: Path) -> None:
    check(["mypy", "--strict", "--cache-dir", tmp_path, *what], tmp_path)


@needs_assert_type
def test_pyright_finds_no_fault_under_strict_rules_and_every_mistake_that_is_marked(tmp_path: Path) -> None:
    settings = {"typeCheckingMode": "strict", "reportUnnecessaryTypeIgnoreComment": True, "include": ["."]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    for program in PROGRAMS:
        (tmp_path / f"{program.parent.name}_{program.name}").write_text(program.read_text("utf-8"))
    check(["pyright", "--pythonpath", sys.executable], tmp_path)


MARK = re.compile(r"  # type: ignore\[[^]]*\]")


@needs_assert_type
def test_both_checkers_reject_the_mistakes_that_are_marked_and_nothing_else(tmp_path: Path) -> None:
    marked = set()
    for program in PROGRAMS:
        name = f"{program.parent.name}_{program.name}"
        lines = program.read_text("utf-8").splitlines()
        marked |= {(name, number) for number, line in enumerate(lines, 1) if MARK.search(line)}
        (tmp_path / name).write_text("\n".join(MARK.sub("", line) for line in lines) + "\n")
    (tmp_path / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict", "include": ["."]}))
    assert len(marked) > 40
    mypy = run(
        ["mypy", "--strict", "--no-pretty", "--hide-error-codes", "--cache-dir", tmp_path / "cache", "."], tmp_path
    )
    found = re.findall(r"^(\S+?):(\d+): error: ", mypy, re.MULTILINE)
    assert {(name, int(number)) for name, number in found} == marked
    pyright = json.loads(run(["pyright", "--pythonpath", sys.executable, "--outputjson"], tmp_path))
    problems = [(Path(each["file"]).name, each["range"]) for each in pyright["generalDiagnostics"]]
    lines_of = [{(name, span["start"]["line"] + 1)} for name, span in problems]
    assert set().union(*lines_of) == marked


# Inside of the package private names are its own, run-time checks are for callers without a checker, and what comes from
# JSON and from pydantic is of no known type. Names of `_more` are loaded late, `_views` is for checkers alone, and overloads
# for `True`, `False` and any `bool` overlap as they are meant to.
INSIDE = [
    "PrivateUsage",
    "UnnecessaryIsInstance",
    "UnsupportedDunderAll",
    "MissingModuleSource",
    "OverlappingOverload",
] + [f"Unknown{what}Type" for what in ("Argument", "Lambda", "Member", "Parameter", "Variable")]


def test_pyright_finds_no_fault_under_strict_rules_in_the_package(tmp_path: Path) -> None:
    settings = {"typeCheckingMode": "strict", "include": ["tidings"], **{f"report{rule}": False for rule in INSIDE}}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    shutil.copytree(
        Path(tidings.__file__).parent, tmp_path / "tidings", ignore=shutil.ignore_patterns("*.so", "__pycache__")
    )
    check(["pyright", "--pythonpath", sys.executable], tmp_path)


def test_every_public_name_has_a_type_that_checkers_need_not_guess(tmp_path: Path) -> None:
    check(["pyright", "--verifytypes", "tidings", "--ignoreexternal"], tmp_path)


def records(face: str) -> list[str]:
    """The definitions that go this way, under the names that they have in Python too."""
    found = [name for name, schema in SCHEMA.items() if schema.get("x-face") == face and hasattr(types, name)]
    assert len(found) > 20
    return found


def test_every_name_is_there_and_nothing_else() -> None:
    assert [name for name in types.__all__ if getattr(types, name, None) is None] == []
    assert dir(types) == types.__all__ == sorted(set(types.__all__))
    assert not hasattr(types, "Nonsense")


def test_a_dict_says_which_keys_it_needs() -> None:
    for name in records("request"):
        needed = getattr(types, name).__required_keys__
        # The body's own switch is the methods' to set.
        assert needed == set(SCHEMA[name]["required"]), name
        assert getattr(types, name).__optional_keys__ == set(SCHEMA[name]["properties"]) - needed, name


def test_the_types_of_dicts_can_be_read_while_a_program_runs() -> None:
    for name in records("request"):
        assert typing.get_type_hints(getattr(types, name)).keys() == SCHEMA[name]["properties"].keys(), name


def test_every_class_of_answers_has_the_fields_that_the_schema_has() -> None:
    for name in records("response"):
        cls = getattr(types, name)
        fields = {field for base in cls.__mro__ for field in vars(base).get("__annotations__", {})}
        assert set(SCHEMA[name]["properties"]) <= fields, name
        constants = {key: field["const"] for key, field in SCHEMA[name]["properties"].items() if "const" in field}
        assert {key: getattr(cls, key) for key in constants} == constants, name


def test_a_second_name_is_the_same_type() -> None:
    for name, target in [
        ("MessageStreamEvent", "RawMessageStreamEvent"),
        ("WebSearchToolResultError", "WebSearchToolResultErrorObject"),
        ("RateLimitError", "RateLimitErrorObject"),
        ("ToolsetToolUseBlock", "ToolUseBlock"),
    ]:
        assert getattr(types, name) is getattr(types, target), name


def test_everything_has_a_text_that_explains_it() -> None:
    for name in [*records("request"), *records("response")]:
        assert getattr(types, name).__doc__, name


def test_the_classes_of_answers_need_no_typing_module() -> None:
    program = "import sys; from tidings.types import Message, TextBlock; print('typing' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "False\n"
