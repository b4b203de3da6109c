"""Why somebody else is ahead, where that is known: by language, metric and the beginning of the row's name."""

from __future__ import annotations

REASONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "rust",
        "cpu",
        "raw",
        "`next_event` makes a value of every event: its JSON is read into a tree first, since unknown fields and kinds are kept, and the "
        "typed value is made from that. A program that only wants the text reads `next_text`, which does not.",
    ),
    (
        "rust",
        "cpu",
        "create",
        "Checking the request, the rules of pressure and retries, rate limits and hooks are paid for by us only. hyper's task of the "
        "connection is the same for all.",
    ),
    (
        "rust",
        "cpu",
        "many",
        "As for a single call: checks, pressure, retries.",
    ),
    (
        "rust",
        "cpu",
        "large",
        "The body is written from typed values and then walked over once more to check it.",
    ),
    (
        "rust",
        "cpu",
        "images",
        "Every letter of the base64 is looked at when the request is checked.",
    ),
    (
        "c",
        "cpu",
        "create",
        "Fewer instructions than the client on libcurl, but met once a call and so waiting for memory: hyper's task, retries, the walk over "
        "request and answer. `docs/c-speed.md` has the profile.",
    ),
    (
        "c",
        "cpu",
        "many",
        "Calls that nobody waits for are driven by the thread of the library: each is handed over and back.",
    ),
    (
        "c",
        "cpu",
        "raw",
        "An event's entry in a list, two texts copied with their NULs, a lock and the handle looked up.",
    ),
    (
        "c",
        "cpu",
        "large",
        "The body is checked before it is sent.",
    ),
    (
        "c",
        "cpu",
        "images",
        "The body is checked before it is sent, every letter of the base64 with it.",
    ),
    (
        "c",
        "cpu",
        "hold",
        "A task, its queue and a mailbox are made for each stream.",
    ),
    (
        "c",
        "memory",
        "hold",
        "Most of it is hyper's: a queue for requests of 10 KB, a buffer to write of 8 KB, two to read of 8 KB.",
    ),
    (
        "c",
        "cpu",
        "paced",
        "An event that comes alone wakes the thread of the library and that wakes the program's loop: twice the switches.",
    ),
    (
        "rust",
        "cpu",
        "paced",
        "",
    ),
    (
        "python",
        "cpu",
        "paced",
        "An event that comes alone wakes the worker and then the event loop; a client in one thread is woken once.",
    ),
    (
        "node",
        "cpu",
        "paced",
        "An event that comes alone wakes the worker and then the event loop; a client in one thread is woken once.",
    ),
    (
        "python",
        "memory",
        "hold",
        "Most of it is hyper's: a queue for requests of 10 KB, a buffer to write of 8 KB, two to read of 8 KB.",
    ),
    (
        "node",
        "memory",
        "hold",
        "Most of it is hyper's: a queue for requests of 10 KB, a buffer to write of 8 KB, two to read of 8 KB.",
    ),
)
"""What was measured and profiled before it was written down here."""

UNKNOWN = "no reason known yet"


def reason(language: str, metric: str, name: str) -> str:
    for of, measured, beginning, words in REASONS:
        if (of, measured) == (language, metric) and name.startswith(beginning) and words:
            return words
    return UNKNOWN
