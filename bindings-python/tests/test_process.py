"""The beginning of a process: what the import does, and what it leaves for later. Each in an interpreter of its own."""

from __future__ import annotations

import subprocess
import sys

from programs import check_success, run_program
from support import Server


def test_the_import_is_light() -> None:
    program = (
        "import sys; before = set(sys.modules); import tidings; new = set(sys.modules) - before\n"
        "heavy = ('asyncio', 'typing', 'json', 'ssl', 'socket', 're', 'inspect')\n"
        "print(len(new), [name for name in heavy if name in new])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    count, heavy = ended.stdout.split(" ", 1)
    assert heavy.strip() == "[]" and int(count) <= 12, ended.stdout


def test_the_import_starts_no_thread_and_a_client_neither(server: Server) -> None:
    check_success(run_program("import os; assert len(os.listdir('/proc/self/task')) == 1", server.url))
