"""Whether Tidings folds a stream into the message that the official Python package folds it into.

Both read every recorded stream from one scripted server. Where the manifest says that the official package agrees, the final
messages must be equal; a difference that the manifest tells is written down in `TOLD`, and must still be there.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bindings-python/tests"))

import anthropic
import tidings
from support import REQUEST, STREAMS, Server

# What the official package does to a stream beyond folding it, by fixture.
TOLD: dict[str, Any] = {
    # It adds the key that the stream did not have.
    "02_minimal_stop_sequence": lambda message: message.update(stop_details=None),
    # It drops what a message_delta brings that it does not know.
    "09_unknown": lambda message: (message["usage"].pop("mana_tokens"), message.pop("future_delta")),
}


def agreed() -> list[str]:
    """The fixtures of which the manifest says that the official package gives the same message."""
    manifest = json.loads((STREAMS / "manifest.json").read_text("utf-8"))
    return [row["name"] for row in manifest["streams"] if row["official_py_2_12_0"].startswith("same")]


def folded(package: Any, url: str) -> dict[str, Any]:
    """The final message as `package` has it."""
    with package.Client(base_url=url, api_key="test-key", max_retries=0) as client:
        with client.messages.stream(**REQUEST) as stream:
            message: dict[str, Any] = json.loads(stream.get_final_message().to_json())
    return message


def differences(theirs: Any, ours: Any, path: str = "message") -> list[str]:
    """Every place where the two differ."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        keys = dict.fromkeys([*theirs, *ours])
        return [
            line
            for key in keys
            for line in differences(theirs.get(key, "(absent)"), ours.get(key, "(absent)"), f"{path}.{key}")
        ]
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        pairs = enumerate(zip(theirs, ours))
        return [line for i, (a, b) in pairs for line in differences(a, b, f"{path}[{i}]")]
    return [] if theirs == ours else [f"{path}: theirs {theirs!r}, ours {ours!r}"]


def main() -> int:
    """Compares every fixture; 1 when one differs."""
    # Theirs warns of blocks that it does not know.
    warnings.simplefilter("ignore")
    server = Server()
    failed = False
    names = agreed()
    for name in names:
        run = {package: server.script({"fixture": name}).url for package in (anthropic, tidings)}
        theirs, ours = folded(anthropic, run[anthropic]), folded(tidings, run[tidings])
        if name in TOLD:
            TOLD[name](ours)
        for line in differences(theirs, ours):
            failed = True
            print(f"{name}: {line}")
    server.stop()
    print(f"{len(names)} streams folded by anthropic {anthropic.__version__} and by tidings {tidings.__version__}")
    return 1 if failed or len(names) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
