"""Where it ran: the machine and the versions of everybody who was measured."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path

from measure import Places

PACKAGES = ("anthropic", "httpx", "aiohttp", "pycurl")
CRATES = ("reqwest", "anthropic-ai-sdk", "tokio", "hyper")
MODULES = ("@anthropic-ai/sdk", "undici")


def described(places: Places) -> list[str]:
    """One line for each thing to know."""
    lines = [
        f"{processor()}, {os.cpu_count()} cores, {memory()}; {platform.system()} {platform.release()} on {platform.machine()}",
        f"load of the machine when the run began: {os.getloadavg()[0]:.1f}",
    ]
    if places.python:
        script = "import platform, importlib.metadata as m, sys; print(platform.python_version(), *map(m.version, sys.argv[1:]))"
        version, *others = said([str(places.python), "-c", script, *PACKAGES]).split()
        lines.append(f"CPython {version}; {listed(PACKAGES, others)}")
    if places.node:
        manifests = [places.node / "node_modules" / name / "package.json" for name in MODULES]
        versions = [json.loads(path.read_text())["version"] for path in manifests]
        lines.append(f"Node {said(['node', '--version']).removeprefix('v')}; {listed(MODULES, versions)}")
    if places.rust:
        lock = (Path(__file__).parent / "rust/Cargo.lock").read_text()
        versions = [lock.split(f'name = "{name}"\nversion = "')[1].split('"')[0] for name in CRATES]
        lines.append(f"{said(['rustc', '--version'])}; {listed(CRATES, versions)}")
    if places.c:
        curl = said(["pkg-config", "--modversion", "libcurl"])
        lines.append(f"{said(['cc', '--version']).splitlines()[0]}; libcurl {curl}, yyjson of the package 4.0.6")
    return lines


def said(line: list[str]) -> str:
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout.strip()


def listed(names: tuple[str, ...], versions: list[str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in zip(names, versions))


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "an unknown processor"
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "an unknown processor")


def memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
