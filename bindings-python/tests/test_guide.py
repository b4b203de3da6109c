"""The programs of docs/python.md."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from support import REPOSITORY, REQUEST, Server, stream_of

GUIDE = REPOSITORY / "docs/python.md"
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "test-model",
    "content": [{"type": "text", "text": "Hello there."}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1, "output_tokens": 2},
}


def programs() -> list[str]:
    return re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


def run(program: str, url: str) -> str:
    environment = {**os.environ, "ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": "test-key"}
    arguments = [sys.executable, "-c", program]
    return subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=60, check=True).stdout


def test_the_import_is_swapped(server: Server) -> None:
    program = programs()[0] + "print(message.content[0].text)\n"
    assert run(program, server.script({"json": MESSAGE}).url) == "Hello there.\n"


def test_a_library_is_given_tidings_under_the_official_name(server: Server) -> None:
    library = f"""
from anthropic import Anthropic, APIStatusError
from anthropic.types import Message, TextBlock
from anthropic.types.beta import BetaMessage
import anthropic.types as types

with Anthropic().messages.stream(**{REQUEST!r}) as stream:
    message = stream.get_final_message()
print(isinstance(message, Message), isinstance(message, BetaMessage), types.Message is Message, message.content[0].text)
"""
    shown = run(programs()[1] + library, server.script(stream_of("Hi", "!")).url)
    assert shown == "True True True Hi!\n"
