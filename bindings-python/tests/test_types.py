"""The types of the package, as mypy sees them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the file uses assert_type, which came with Python 3.11")
def test_the_package_and_its_use_hold_under_strict_rules(tmp_path: Path) -> None:
    # From an empty folder, so that mypy finds the installed package and no settings.
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path]
    for what in (["-p", "tidings"], [HERE / "typed/usage.py"]):
        checked = subprocess.run([*command, *what], capture_output=True, text=True, timeout=300, cwd=tmp_path)
        assert checked.returncode == 0, checked.stdout + checked.stderr
