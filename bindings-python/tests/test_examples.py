"""The examples, as a newcomer runs them, against the demo model."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from support import EXAMPLES, Server


def run_example(server: Server, name: str, *arguments: str) -> str:
    environment = {
        **os.environ,
        "ANTHROPIC_BASE_URL": server.url,
        "ANTHROPIC_API_KEY": "demo",
        "TIDINGS_MODEL": "tidings-demo",
        "PYTHONIOENCODING": "utf-8",
    }
    ended = subprocess.run(
        [sys.executable, EXAMPLES / name, *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended
    return ended.stdout


@pytest.mark.parametrize("name", ["create.py", "stream.py"])
def test_the_answer_is_followed_by_its_stop_reason_and_usage(server: Server, name: str) -> None:
    text, last = run_example(server, name, "Tell me a story").rstrip().rsplit("\n", 1)
    assert "“Tell me a story”" in text
    assert re.fullmatch(r"-- stop_reason: end_turn, usage: \d+ in, \d+ out", last)


def test_two_answers_arrive_at_once(server: Server) -> None:
    shown = run_example(server, "stream_async.py", "First", "Second")
    assert "“First”" in shown and "“Second”" in shown and shown.startswith("..")


def test_the_tool_is_called_and_its_result_is_answered(server: Server) -> None:
    shown = run_example(server, "tools.py", "Paris")
    assert re.search(r"> get_weather\(\{'city': .*\}\)", shown)
    assert "18 degrees and sunny" in shown.splitlines()[-1]


def test_every_example_is_run_here() -> None:
    with open(__file__, encoding="utf-8") as file:
        tests = file.read()
    assert all(f'"{example.name}"' in tests for example in EXAMPLES.glob("*.py"))
