"""Programs of their own for tests of a process's life."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from support import MEASURED, REQUEST, Run

SET_UP = f"""
import sys, threading, time, tidings
client = tidings.Client(api_key="k", base_url=sys.argv[1])
request = {REQUEST!r}

def asked(word):
    return {{**request, "messages": [{{"role": "user", "content": word}}]}}

def ask(word, client=client):
    with client.messages.stream(**asked(word)) as stream:
        text = stream.get_final_text()
    assert f"“{{word}}”" in text, (word, text)
    text = client.messages.create(**asked(word)).content[0].text
    assert f"“{{word}}”" in text, (word, text)
"""

FORK = """
import os, signal, warnings

# Python 3.12 warns of every fork in a process with threads; that such a fork works is what is tested here.
warnings.simplefilter("ignore", DeprecationWarning)

def in_child(work):
    child = os.fork()
    if child == 0:
        # One that waits for ever ends some time.
        signal.alarm(90)
        try:
            work()
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
            os._exit(1)
        # By exit handlers and all, also through the frames of a child that forked this one.
        sys.exit(0)
    return child

def check(*children):
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
"""


def command(program: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", f"{SET_UP}\n{program}", *arguments]


def run_program(program: str, *arguments: str, timeout: float = 100) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(program, *arguments), capture_output=True, text=True, timeout=timeout)


def check_success(ended: subprocess.CompletedProcess[str]) -> None:
    assert (ended.returncode, ended.stderr) == (0, ""), ended


def interrupt(program: str, run: Run, signal: int, what: str, ready: Callable[[Any], object] = lambda child: None) -> None:
    """Sends a program this signal while its one request is open, and has it live on until its input ends: what closes
    the connection is the interrupt. The program prints "interrupted" and the time."""
    child = subprocess.Popen(command(program, run.url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None and child.stdout is not None
    try:
        while not run.requests(wait_ms=0):
            time.sleep(0.01)
        ready(child)
        time.sleep(0.5)
        sent = time.monotonic()
        child.send_signal(signal)
        line = next(line for line in child.stdout if line.startswith("interrupted"))
        took = float(line.split()[1]) - sent
        MEASURED.append(f"Ctrl-C while waiting {what}: {took * 1000:.0f} ms")
        assert took < 5, "the wait went on after Ctrl-C"
        assert run.only_request()["outcome"] in ("client_closed", "complete")
    finally:
        child.stdin.close()
        assert child.wait(timeout=30) == 0
        child.stdout.close()
    assert len(run.requests()) == 1
