"""How large what is installed is."""

from __future__ import annotations

import subprocess
from pathlib import Path

SITE = "import sysconfig; print(sysconfig.get_paths()['purelib'])"


def folder(path: Path) -> int:
    """All files below a folder, without what Python compiled."""
    files = (each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
    return sum(each.stat().st_size for each in files if "__pycache__" not in each.parts)


def of_python(python: Path, wheel: Path | None) -> list[tuple[str, int]]:
    """Our wheel and both packages as they are installed, the official one with what it cannot do without."""
    printed = subprocess.run([str(python), "-c", SITE], capture_output=True, text=True, check=True).stdout
    site = Path(printed.strip())
    rows = [("wheel of Python", wheel.stat().st_size)] if wheel else []
    rows.append(("Python package, installed", folder(site / "tidings")))
    rows.append(("official Python package, installed", folder(site / "anthropic")))
    rows.append(("the same with its dependencies", sum(folder(site / name) for name in dependencies(python))))
    return rows


def dependencies(python: Path) -> list[str]:
    """The folders of the official package and of all that it needs."""
    script = """
import importlib.metadata as m, re
todo, seen, tops = ["anthropic"], set(), set()
while todo:
    name = todo.pop()
    if name in seen: continue
    seen.add(name)
    try: d = m.distribution(name)
    except m.PackageNotFoundError: continue
    tops |= {f.parts[0] for f in d.files or () if not f.parts[0].startswith(("..", "__pycache__")) and len(f.parts) > 1}
    todo += [re.split(r"[ ;<>=!~\\[(]", r)[0] for r in d.requires or () if "extra ==" not in r]
print("\\n".join(sorted(tops)))
"""
    return subprocess.run([str(python), "-c", script], capture_output=True, text=True, check=True).stdout.split()


def of_node(modules: Path, addon: Path | None) -> list[tuple[str, int]]:
    """Our addon and both packages as they are installed; neither has a dependency that it cannot do without but its platform's."""
    rows = [("addon of Node", addon.stat().st_size)] if addon else []
    ours = folder(modules / "tidings") + sum(folder(path) for path in modules.glob("@tidings/*"))
    ours += sum(folder(path) for path in modules.glob("tidings-*"))
    rows.append(("Node package with its addon, installed", ours))
    rows.append(("official Node package, installed", folder(modules / "@anthropic-ai/sdk")))
    return rows


def of_rust(folder_: Path) -> list[tuple[str, int]]:
    """The programs of the measurements: the same but for the client."""
    names = (("with Tidings", "with_tidings"), ("with reqwest", "with_reqwest"), ("with anthropic-ai-sdk", "with_sdk"),
             ("with a bare socket", "floor"))  # fmt: skip
    return [(f"Rust program {words}", (folder_ / name).stat().st_size) for words, name in names]


def of_c(folder_: Path) -> list[tuple[str, int]]:
    return [("`libtidings.so` of C, with all its code in it", (folder_ / "libtidings.so").stat().st_size)]
