"""Why somebody else is ahead, where that is known: by language, metric and the beginning of the row's name."""

from __future__ import annotations

REASONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "rust",
        "cpu",
        "raw",
        "`next_event` makes a value of every event: its JSON is read into a tree first, since unknown fields "
        "and kinds are kept, and the typed value is made from that. A program that only wants the text reads "
        "`next_text`, which does not.",
    ),
    (
        "c",
        "cpu",
        "create",
        "Fewer instructions than the client on libcurl, but met once a call and so waiting for memory: "
        "hyper's task, retries, the walk over request and answer. `docs/c-speed.md` has the profile.",
    ),
    (
        "c",
        "cpu",
        "raw",
        "An event's entry in a list, two texts copied with their NULs, a lock and the handle looked up.",
    ),
    (
        "c",
        "memory",
        "hold",
        "Most of it is hyper's: a queue for requests of 10 KB, a buffer to write of 8 KB, two to read of 8 "
        "KB.",
    ),
    (
        "c",
        "cpu",
        "paced",
        "An event that comes alone wakes the thread of the library and that wakes the program's loop: twice "
        "the switches.",
    ),
    (
        "python",
        "cpu",
        "paced",
        "An event that comes alone wakes the worker and then the event loop; a client in one thread is woken "
        "once.",
    ),
    (
        "node",
        "cpu",
        "paced",
        "An event that comes alone wakes the worker and then the event loop; a client in one thread is woken "
        "once.",
    ),
    (
        "python",
        "memory",
        "hold",
        "Most of it is hyper's: a queue for requests of 10 KB, a buffer to write of 8 KB, two to read of 8 "
        "KB.",
    ),
    (
        "node",
        "memory",
        "hold",
        "Most of it is hyper's: a queue for requests of 10 KB, a buffer to write of 8 KB, two to read of 8 "
        "KB.",
    ),
    (
        "rust",
        "memory",
        "hold",
        "Nearly all of it is hyper's, as it is reqwest's; ours is the call, its limits and the message that "
        "grows.",
    ),
    (
        "c",
        "cpu",
        "large",
        "The check of the request is 30 % of it, found by switching it off (`validation`). What the rest of "
        "the difference is has not been looked at.",
    ),
    (
        "c",
        "cpu",
        "images",
        "The check of the request, which looks at every letter of the base64, is a third of it, found by "
        "switching it off. The rest has not been looked at.",
    ),
    (
        "rust",
        "cpu",
        "large",
        "The check of the request is one part: about 1 ms of the C library's call. What making and writing "
        "the typed values costs has not been looked at.",
    ),
    (
        "rust",
        "cpu",
        "images",
        "The check of the request is one part: about 9 ms of the C library's call. What making and writing "
        "the typed values costs has not been looked at.",
    ),
)
"""Only what was found by measuring; `docs/*-speed.md` have the profiles. The first that fits a row is told."""

UNKNOWN = "no reason known yet"
UNSURE = "Not certain: in some of the rounds it was the other way round."


def reason(language: str, metrics: list[str], name: str) -> str:
    """The first that is known, of the metrics in which somebody is ahead."""
    for of, measured, beginning, words in REASONS:
        if of == language and measured in metrics and name.startswith(beginning):
            return words
    return UNKNOWN
