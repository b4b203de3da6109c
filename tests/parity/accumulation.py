"""Whether Tidings makes of a stream what the official Python package makes of it: the same events, the same message.

Both read every recorded stream from one scripted server, as raw events and through the stream helper, blocking and awaiting.
Where the manifest says that the official package agrees, events, snapshots and final messages must be equal; a difference
that the manifest tells is written down in `TOLD`, and must still be there.
"""

from __future__ import annotations

import asyncio
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


def plain(thing: Any) -> Any:
    """An event or a message as plain JSON."""
    return json.loads(thing.to_json())


def told(package: Any, url: str) -> dict[str, Any]:
    """All that `package` tells of a stream while it comes and at its end."""
    with package.Client(base_url=url, api_key="test-key", max_retries=0) as client:
        raw = [plain(event) for event in client.messages.create(**REQUEST, stream=True)]
        events, kept, snapshots = [], [], []
        with client.messages.stream(**REQUEST) as stream:
            for event in stream:
                events.append(plain(event))
                kept.append(event)
                snapshots.append(plain(stream.current_message_snapshot))
            message = plain(stream.get_final_message())
        with client.messages.stream(**REQUEST) as stream:
            texts = list(stream.text_stream)
    return {"raw": raw, "events": events, "message": message, "texts": texts, "snapshots": snapshots, "kept": kept}


async def told_async(package: Any, url: str) -> dict[str, Any]:
    """The same, awaiting."""
    async with package.AsyncClient(base_url=url, api_key="test-key", max_retries=0) as client:
        raw = [plain(event) async for event in await client.messages.create(**REQUEST, stream=True)]
        async with client.messages.stream(**REQUEST) as stream:
            events = [plain(event) async for event in stream]
            message = plain(await stream.get_final_message())
        async with client.messages.stream(**REQUEST) as stream:
            texts = [text async for text in stream.text_stream]
    return {"raw": raw, "events": events, "message": message, "texts": texts}


def explain(name: str, theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    """Does to ours what the official package does beyond folding, and leaves out of theirs what we never give."""
    ends = [event["message"] for event in ours["events"] if event["type"] == "message_stop"]
    snapshots = ours.get("snapshots", [])
    for message in [ours["message"], *ends, *snapshots]:
        # Both only happen at the message_delta.
        if name in TOLD and message["stop_reason"] is not None:
            TOLD[name](message)
    # A piece of text is never empty.
    theirs["texts"] = [text for text in theirs["texts"] if text]
    # A tool without input has an empty one from its beginning.
    for one, other in zip(theirs.get("snapshots", []), snapshots):
        for block, same in zip(one["content"], other["content"]):
            if same.get("input") == {}:
                block.setdefault("input", {})


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
        theirs, ours = told(anthropic, run[anthropic]), told(tidings, run[tidings])
        later = [plain(event) for event in ours.pop("kept")]
        lines = differences(ours["events"], later, "an event looked at later")
        theirs.pop("kept")
        waited = asyncio.run(told_async(anthropic, run[anthropic])), asyncio.run(told_async(tidings, run[tidings]))
        for one, other in ((theirs, ours), waited):
            explain(name, one, other)
            lines += differences(one, other, "stream")
        for line in lines:
            failed = True
            print(f"{name}: {line}")
    server.stop()
    print(f"{len(names)} streams read by anthropic {anthropic.__version__} and by tidings {tidings.__version__}")
    return 1 if failed or len(names) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
