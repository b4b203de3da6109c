from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from support import MEASURED, Server


# The programs that tests start are as quiet about the build as the tests are (pyproject.toml).
os.environ["PYTHONWARNINGS"] = "ignore:this is a development build of Tidings"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests say what they mean themselves; nothing of the machine's own settings gets in."""
    for name in ("API_KEY", "AUTH_TOKEN", "BASE_URL", "CUSTOM_HEADERS"):
        monkeypatch.delenv(f"ANTHROPIC_{name}", raising=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if MEASURED:
        terminalreporter.section("measured")
        for line in MEASURED:
            terminalreporter.write_line(line)
