"""Why somebody else is ahead, where that is known: by language, metrics and the beginning of the row's name."""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """What explains that somebody is ahead in one of these metrics, in rows whose names begin so."""

    language: str
    metrics: str
    row: str
    words: str


VALUES = (
    "A program by hand reads the few fields it wants. `next_event` makes a value of every event; of one that says more than its text "
    "the JSON becomes a tree first, since unknown fields and kinds are kept. A program that only wants the text reads `next_text`, "
    "which does not."
)
TASK = (
    "An event that comes alone wakes the thread of the library, and that wakes the program's event loop. A client in one thread is "
    "woken once."
)
LULL = (
    "With 64 streams and 2,500 deliveries a second, or more, the thread that drives rests for half a millisecond at a time, on purpose: "
    "an event comes later and costs less (`docs/architecture.md`, the lull)."
)
WRITTEN = (
    "The body is looked through once more before it is sent, which the others do not."
)

DENSE = ("paced-200", "paced-1000")
"""Rows with so many streams that bring so much."""

REASONS = (
    Reason(
        "python",
        "cpu wall",
        "construct",
        "A client reads its options and the environment and checks addresses, keys, headers and proxies, most of it in Python. A handle "
        "of pycurl is given four settings, a session of aiohttp some headers.",
    ),
    Reason(
        "python",
        "cpu wall",
        "create",
        "Of a call more is done: its request is checked, it waits for its turn and can be tried again, and the answer becomes objects of "
        "their classes. With pycurl it is one handle, and dictionaries.",
    ),
    *(Reason("python", "p50 p99", row, LULL) for row in DENSE),
    Reason("python", "cpu p50 p99", "paced", TASK),
    Reason(
        "node",
        "wall",
        "images",
        "JavaScript writes the JSON, then the thread of the library checks the base64 and sends, one after the other. "
        "It takes less CPU time, but where the others take theirs some of it is V8's helper threads, beside the first.",
    ),
    *(Reason("node", "p50 p99", row, LULL) for row in DENSE),
    Reason("node", "cpu p50 p99", "paced", TASK),
    Reason(
        "node",
        "memory",
        "hold",
        "A part is JavaScript's heap, garbage included. The rest is the core's: the future that carries the call, the connection with its "
        "buffers, the message so far, and what the allocator keeps of the time when it was opened.",
    ),
    Reason(
        "rust",
        "cpu wall",
        "create",
        "The request is checked, and the answer becomes a value of its type with its unknown fields: more blocks of memory and more "
        "hashing. With reqwest the waiting costs more: the system is asked twice as often what is ready.",
    ),
    Reason(
        "rust",
        "cpu wall",
        "many",
        "The request is checked, and the answer becomes a value of its type with its unknown fields: more blocks of memory and more "
        "hashing. The system is asked for the process id, too, to see a fork.",
    ),
    Reason("rust", "cpu wall", "large", WRITTEN),
    Reason(
        "rust",
        "cpu wall",
        "images",
        f"{WRITTEN} Of images all letters of the base64 are checked, many at a time.",
    ),
    Reason("rust", "cpu wall", "raw", VALUES),
    Reason(
        "rust",
        "cpu wall",
        "tool",
        "The input is a value after every piece, so that it can be looked at while it arrives. A program by hand puts the pieces "
        "together and reads them once, at the end.",
    ),
    Reason(
        "rust",
        "cpu p50 p99",
        "paced",
        f"{VALUES} And a stream has a limit of silence: with a timer the system takes 1.5 µs more for each time that a thread waits.",
    ),
    Reason("rust", "cpu", "hold", VALUES),
    Reason(
        "c",
        "cpu wall",
        "construct",
        "A client reads its options and the environment and checks addresses, keys, headers and proxies; the other makes a list of "
        "headers and a handle of libcurl.",
    ),
    Reason(
        "c",
        "cpu wall",
        "create",
        "It takes fewer instructions than the client on libcurl, but they lie in more places, each met once a call and so waited for. "
        "`docs/c-speed.md` has the profile.",
    ),
    Reason(
        "c",
        "cpu wall",
        "many",
        "Fewer instructions than the client on libcurl, and more work for the system: a call that is begun and not waited for is a task, "
        "for which whoever drives the sockets is woken by a write, and the threads hand the driving over; the process id is asked for "
        "several times, to see a fork.",
    ),
    Reason(
        "c",
        "cpu wall",
        "large",
        "serde_json looks at every byte of a string that it writes, yyjson at several at a time: that is the greater part. The rest is "
        "that the body is read once more to check it.",
    ),
    Reason(
        "c",
        "cpu wall",
        "images",
        "The base64 is checked before it is sent, many letters at a time; the other program checks nothing. Its writer of JSON is the "
        "quicker one, too.",
    ),
    Reason(
        "c",
        "cpu wall",
        "raw",
        "It takes about half the instructions of the client on libcurl, but copies what was received once more, to have a NUL behind "
        "each text.",
    ),
    Reason(
        "c",
        "cpu p50 p99",
        "paced",
        "An event that comes alone wakes the thread of the library, and that the program's loop: a wait, a write and a read more, and two "
        "threads that take turns. libcurl reads in the program's thread. With 1,000 streams the thread of the library rests between its "
        "turns, on purpose (`docs/architecture.md`, the lull).",
    ),
    Reason(
        "c",
        "cpu",
        "hold",
        "Each stream is a task that another thread carries while the program waits, and its memory comes from that thread's part of the "
        "heap, which asks the system for more in small steps.",
    ),
)
"""Found by reading the code and by measuring: instructions by callgrind, system calls by strace, blocks of memory by massif. The first
that fits a row is told."""

UNKNOWN = "no reason known yet"
UNSURE = "Not certain: in some of the rounds it was the other way round."


def reason(language: str, metrics: list[str], name: str) -> str:
    """The first that is known, of the metrics in which somebody is ahead."""
    for known in REASONS:
        if (
            known.language == language
            and name.startswith(known.row)
            and any(metric in known.metrics.split() for metric in metrics)
        ):
            return known.words
    return UNKNOWN
