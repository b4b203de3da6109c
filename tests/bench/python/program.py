"""One measurement of one client, in a process of its own; prints one line of JSON.

    python program.py PEER CASE AMOUNT TIMES URL

The URL is the server's with what it is to answer. What comes back is checked here, after the clock was read. The clock is that
of the whole process, all its threads included.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from run import Run  # noqa: E402


def main() -> None:
    peer, case, amount, times, url = sys.argv[1:]
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    run = Run(peer, case, int(amount), int(times), url)
    if peer in ("tidings", "official", "official-aio"):
        from packages import PROGRAMS
    else:
        from plain import PROGRAMS
    units = PROGRAMS[case](run)
    print(run.report(units))


if __name__ == "__main__":
    main()
