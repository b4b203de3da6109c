"""Interpreters that are not the usual one: sub-interpreters, and those without a GIL."""

from __future__ import annotations

import subprocess
import sys
import sysconfig

import pytest
from programs import check_success, run_program
from support import REQUEST, Server

# Sub-interpreters of every kind that this Python has: the module's name and its functions have changed.
INTERPRETERS = """
import os, sys
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

def kinds():
    if hasattr(interpreters, "new_config"):
        return {"shares the GIL": lambda: interpreters.create("legacy"), "isolated": lambda: interpreters.create("isolated")}
    if sys.version_info < (3, 12):
        # Every interpreter of the process had the one GIL.
        return {"shares the GIL": interpreters.create}
    return {
        "shares the GIL": lambda: interpreters.create(isolated=False),
        "isolated": lambda: interpreters.create(isolated=True),
    }

def say_in(create, code):
    # What it has to say comes by a pipe, which all interpreters of a process have in common.
    reader, writer = os.pipe()
    code = f"import os, sys\\nsys.path[:] = {sys.path!r}\\ndef say(text): os.write({writer}, text.encode())\\n{code}"
    interpreter = create()
    failed = interpreters.run_string(interpreter, code)
    assert failed is None, failed
    interpreters.destroy(interpreter)
    os.close(writer)
    return os.read(reader, 10000).decode()
"""

IMPORT = """
try:
    import tidings
    say("imported")
except ImportError as error:
    say(f"ImportError: {error}")
"""


def test_a_subinterpreter_beside_the_main_one_is_refused_in_words(server: Server) -> None:
    program = INTERPRETERS + (
        f"IMPORT = {IMPORT!r}\n"
        "for _ in range(3):\n"
        "    for kind, create in kinds().items():\n"
        "        said = say_in(create, IMPORT)\n"
        "        assert said.startswith('ImportError: ') and 'interpreters' in said, (kind, said)\n"
        "        ask('main')\n"
    )
    check_success(run_program(program, server.url))


def test_an_interpreter_that_is_the_only_one_to_use_it_may_be_any(server: Server) -> None:
    # As under servers that give each application an interpreter of its own.
    call = "import tidings; client = tidings.Client(api_key='k', base_url={url!r})\n"
    call += "say(client.messages.create(**{request!r}).content[0].text)\n"
    program = INTERPRETERS + (
        f"CALL = {call.format(url=server.url, request=REQUEST)!r}\nIMPORT = {IMPORT!r}\n"
        "if 'isolated' in kinds():\n"
        "    assert say_in(kinds()['isolated'], IMPORT).startswith('ImportError: ')\n"
        "said = say_in(kinds()['shares the GIL'], CALL)\nassert 'Hello' in said, said\n"
        "said = say_in(kinds()['shares the GIL'], IMPORT)\nassert said.startswith('ImportError: '), said\n"
        "try:\n    import tidings\n    raise AssertionError\nexcept ImportError as error:\n"
        "    assert 'another one has imported it' in str(error), error\n"
    )
    check_success(run_plain(program))


def run_plain(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(not sysconfig.get_config_var("Py_GIL_DISABLED"), reason="this Python has a GIL")
def test_the_import_leaves_the_gil_switched_off() -> None:
    check_success(run_plain("import sys, tidings; tidings.Client(api_key='k'); assert not sys._is_gil_enabled()"))
