"""The beginning of a process: what the import does, and what it leaves for later. Each in an interpreter of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from programs import check_success, run_program
from support import Server

from tidings import _native


def test_the_import_is_light() -> None:
    program = (
        "import sys; before = set(sys.modules); import tidings; new = set(sys.modules) - before\n"
        "heavy = ('asyncio', 'typing', 'json', 'ssl', 'socket', 're', 'inspect')\n"
        "print(len(new), [name for name in heavy if name in new])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    count, heavy = ended.stdout.split(" ", 1)
    assert heavy.strip() == "[]" and int(count) <= 13, ended.stdout


def test_the_import_starts_no_thread_and_a_client_neither(server: Server) -> None:
    check_success(run_program("import os; assert len(os.listdir('/proc/self/task')) == 1", server.url))


def warnings_of(program: str) -> list[str]:
    """What a program warns of when nobody has silenced it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=environment)
    return [line for line in ended.stderr.splitlines() if "Warning" in line]


def test_a_build_for_development_says_so_once_at_the_first_client() -> None:
    assert warnings_of("import tidings, tidings.types") == []
    clients = "client = tidings.Client(api_key='k')\nclient.copy()\ntidings.AsyncClient(api_key='k')"
    warnings = warnings_of(f"import tidings\n{clients}")
    if _native.DEVELOPMENT:
        # It names the line that made the client.
        assert len(warnings) == 1 and warnings[0].startswith("<string>:2: RuntimeWarning: this is a development build")
    else:
        assert warnings == []
