"""What is measured: one row for each piece of work, for each language."""

from __future__ import annotations

from dataclasses import dataclass, field

PEERS = {
    "python": ("tidings", "official", "official-aio", "httpx", "aiohttp", "pycurl", "bare"),
    "node": ("tidings", "official", "undici", "fetch", "bare"),
    "rust": ("tidings", "reqwest", "sdk", "bare"),
    "c": ("tidings", "curl", "bare"),
}
"""Who does it, by language: ourselves, the one that ratios are told of, the others, and the floor."""

NAMES = {
    "tidings": "Tidings",
    "official-aio": "official on aiohttp",
    "sdk": "anthropic-ai-sdk",
    "curl": "libcurl",
    "bare": "bare socket",
}
"""What the tables call them, where that is another name."""

SLOW = {"python": ("official", "official-aio", "httpx")}
"""Who takes most of the time of a run: two rounds have to do, and one of a quick run."""


@dataclass(frozen=True)
class Wanted:
    """What a row is to come to: so many times less than another takes, or no more than so much."""

    metric: str
    times_less_than: tuple[str, float] | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class Row:
    """A piece of work. A run of it makes `times` of it, each of the size `amount`."""

    language: str
    name: str
    words: str
    case: str
    path: str
    amount: int
    times: int
    peers: tuple[str, ...]
    wanted: tuple[Wanted, ...] = ()
    rounds: int = 4
    quick: tuple[int, int] | None = None
    """Amount and times with QUICK=1; without it the row is left out."""
    once: tuple[str, ...] = ()
    """Who is so slow that one round has to do."""
    grows: str | None = None
    """The group of rows that differ by their size only."""
    per: str = "unit"
    """Whether the size is that of a `unit`, or a run has as many units (`size`)."""
    metrics: tuple[str, ...] = ("cpu", "wall")

    def has_turn(self, peer: str, number: int, is_quick: bool) -> bool:
        """Whether somebody takes part in this round."""
        if peer in self.once:
            return number < 1
        return peer not in SLOW.get(self.language, ()) or number < (1 if is_quick else 2)

    @property
    def measured(self) -> tuple[str, ...]:
        """What a program reports; the others follow from these."""
        return tuple(metric for metric in self.metrics if metric != "added")

    @property
    def size(self) -> int:
        return self.times if self.case in ("paced", "hold") else self.amount


@dataclass
class Table:
    """The rows of one language as they are put together."""

    language: str
    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, words: str, case: str, path: str, amount: int, times: int, **more: object) -> None:
        peers = tuple(str(more.pop("peers")).split())
        order = PEERS[self.language]
        chosen = tuple(peer for peer in order if peer == "tidings" or peer in peers)
        wanted = more.pop("wanted", None)
        goals = (
            tuple(less(*goal.split()) for goal in str(wanted).split(", ")) if isinstance(wanted, str) else wanted or ()
        )
        self.rows.append(Row(self.language, name, words, case, path, amount, times, chosen, goals, **more))  # type: ignore[arg-type]

    def streams(self, case: str, words: str, unit: str, times: int, short: str, long: str, **more: object) -> None:
        """A short stream and a long one, with an event to a chunk of HTTP and with eight."""
        goals = str(more.pop("wanted", "")).split(" | ")
        for path, chunks in (("text", "one"), ("packed", "eight")):
            for amount, peers, goal in ((5_000, short, goals[0]), (100_000, long, goals[-1])):
                label = f"{words}, {amount:,} events, {chunks} to a chunk, {unit}"
                name = f"{case}-{path}-{amount // 1000}k"
                quick = (amount, max(1, times // 4)) if amount == 5_000 and path == "text" else None
                # Both are short: the second time everything is warm.
                often = times if amount == 5_000 else max(1, times // 20)
                grows = f"{case} stream" if path == "text" else None
                options: dict[str, object] = {**more, "wanted": goal} if goal else dict(more)
                if amount == 100_000 and self.language == "python":
                    # The official package takes seconds for one.
                    options |= {"rounds": 2, "once": ("official",)}
                if amount == 5_000 and self.language == "node":
                    # It is over before V8 is warm, and how far that got is chance.
                    options |= {"rounds": 9}
                self.add(name, label, case, f"{path}/{amount}", amount, often, peers=peers, quick=quick, grows=grows,
                         per="size", **options)  # fmt: skip

    def paced(
        self, peers: str, widths: tuple[int, ...], goals: dict[int, tuple[Wanted, ...]], few: str = "", many: str = ""
    ) -> None:
        """Streams of events that come one by one: what an event costs, and how long it takes to arrive."""
        for width in widths:
            pause = {1: 15, 1_000: 250}.get(width, 50)
            amount = {1: 100, 1_000: 8}.get(width, 30)
            label = "1 paced stream, an event" if width == 1 else f"{width:,} paced streams at a time, an event"
            quick = (15, width) if width in (1, 100) else None
            chosen = few if few and width in (10, 200) else many if many and width == 1_000 else peers
            metrics = ("cpu", "p50", "p99", "added") if "bare" in chosen else ("cpu", "p50", "p99")
            self.add(f"paced-{width}", label, "paced", f"clock/{{amount}}/{pause}/{{times}}", amount, width,
                     peers=chosen, quick=quick, rounds=3 if width == 100 else 2, grows="streams at a time",
                     per="size", wanted=goals.get(width), metrics=metrics)  # fmt: skip

    def held(self, peers: str, goal: tuple[Wanted, ...], once: str = "", many: str = "") -> None:
        """Streams that are open and idle, all at a time; the larger number is for those to whom it does not take minutes."""
        for count in (1_000, 10_000):
            self.add(f"hold-{count // 1000}k", f"{count:,} open idle streams, each", "hold", "held/20/{times}", 1, count,
                     peers=many if many and count == 10_000 else peers, rounds=2 if count == 1_000 else 1, quick=(1, count) if count == 1_000 else None,
                     grows="open streams", per="size", wanted=goal if count == 10_000 else None, metrics=("memory", "cpu"),
                     once=tuple(once.split()))  # fmt: skip

    def tool(self, times: int, peers: dict[int, str], goals: dict[int, str], once: str = "") -> None:
        """A tool's input in fragments of twenty bytes."""
        for pieces, words in ((500, "10 KB"), (8_000, "160 KB"), (50_000, "1 MB")):
            self.add(f"tool-{pieces}", f"{words} of tool input in pieces of 20 bytes, a stream", "tool", f"tool/{pieces}",
                     pieces, max(1, times * 500 // pieces), peers=peers[pieces], quick=(pieces, 1) if pieces == 500 else None,
                     grows="tool input", wanted=goals.get(pieces), rounds=3, once=tuple(once.split()))  # fmt: skip

    def requests(self, times: int, peers: str, goal: str = "") -> None:
        """Requests that are large."""
        for messages, words in ((20, "24 KB"), (200, "240 KB"), (2_000, "2.4 MB")):
            options: dict[str, object] = {"wanted": goal} if goal and messages == 2_000 else {}
            self.add(f"large-{messages}", f"request of {messages:,} messages, {words}, a call", "large", "message/Hello",
                     messages, max(3, times * 20 // messages), peers=peers, quick=(messages, 3) if messages == 2_000 else None,
                     grows="request", **options)  # fmt: skip
        self.add(
            "images",
            "request with 8 images, 10 MB, a call",
            "images",
            "message/Hello",
            8,
            5,
            peers=peers,
            quick=(8, 2),
            rounds=3,
        )


def less(peer: str, factor: str, metric: str = "cpu") -> Wanted:
    """So many times less than another."""
    return Wanted(metric, times_less_than=(peer, float(factor)))


IDLE = (Wanted("memory", at_most=30e3),)
PROMPT = Wanted("added", at_most=1e-3)


def python() -> list[Row]:
    table = Table("python")
    load = {"peers": "official", "quick": (1, 1), "metrics": ("cpu", "wall", "peak")}
    table.add("import", "`import`", "import", "", 1, 1, wanted="official 40", **load)
    table.add("client", "`import` and the first client", "client", "", 1, 1, **load)
    table.add("construct", "making a client", "construct", "message/Hello", 1, 50, peers="official httpx aiohttp pycurl",
              wanted="official 20", quick=(1, 5))  # fmt: skip
    table.add("create", "`create`, a call", "create", "message/Hello", 1, 400, peers="official httpx pycurl bare",
              wanted="official 12", quick=(1, 80))  # fmt: skip
    table.add("create_async", "`create` with asyncio, a call", "create_async", "message/Hello", 1, 400,
              peers="official official-aio httpx aiohttp", quick=(1, 80))  # fmt: skip
    table.add("many", "`create` with asyncio, 16 at a time, a call", "many", "message/Hello", 16, 800,
              peers="official official-aio httpx aiohttp")  # fmt: skip
    table.requests(60, "official httpx pycurl bare", "official 4")
    table.streams("raw", "raw stream", "an event", 4, "official httpx pycurl bare", "official httpx pycurl bare",
                  wanted="official 20", rounds=3)  # fmt: skip
    table.add("raw_async", "raw stream with asyncio, 5,000 events, an event", "raw_async", "text/5000", 5_000, 3,
              peers="official official-aio httpx aiohttp", per="size")  # fmt: skip
    table.streams("helper", "stream helper", "a delta", 4, "official", "official", wanted="official 40", rounds=3)
    table.streams("text", "`text_stream`", "a delta", 4, "official", "official", wanted="official 60", rounds=3)
    table.tool(10, {500: "official", 8_000: "official", 50_000: ""}, {8_000: "official 60"}, once="official")
    table.add("snapshot", "160 KB of it, looking at the input so far", "snapshot", "tool/8000", 8_000, 1, peers="official",
              rounds=3, once=("official",))  # fmt: skip
    table.paced("official official-aio aiohttp bare", (1, 10, 100, 200, 1_000),
                {100: (PROMPT,), 200: (less("official", "4"),)}, few="official bare", many="aiohttp bare")  # fmt: skip
    table.held("official aiohttp", IDLE, once="official", many="aiohttp")
    return table.rows


def node() -> list[Row]:
    table = Table("node")
    for how in ("require", "import", "client"):
        words = {"require": "`require`", "import": "`import`", "client": "`import` and the first client"}[how]
        table.add(how, words, how, "", 1, 1, peers="official", quick=(1, 1), metrics=("cpu", "wall", "peak"),
                  wanted="official 1, official 1 wall, official 1 peak")  # fmt: skip
    table.add("construct", "making a client", "construct", "message/Hello", 1, 200, peers="official", quick=(1, 200))
    table.add("create", "`create`, a call", "create", "message/Hello", 1, 1_000, peers="official undici fetch bare",
              wanted="official 10, undici 1", quick=(1, 200))  # fmt: skip
    table.add("many", "`create`, 16 at a time, a call", "many", "message/Hello", 16, 1_600, peers="official undici fetch",
              quick=(16, 320))  # fmt: skip
    table.requests(100, "official undici bare")
    table.streams("raw", "raw stream", "an event", 1, "official undici fetch bare", "official undici fetch bare",
                  wanted="official 6 | official 4", rounds=5)  # fmt: skip
    table.streams("helper", "helper with `for await`", "an event", 1, "official", "official",
                  wanted="official 6 | official 4", rounds=5)  # fmt: skip
    table.streams("text", "helper with a `text` listener", "a delta", 1, "official", "official",
                  wanted="official 6 | official 4", rounds=5)  # fmt: skip
    table.tool(4, {500: "official", 8_000: "official", 50_000: ""}, {8_000: "official 20"}, once="official")
    table.paced(
        "official undici bare",
        (1, 10, 100, 200, 1_000),
        {100: (PROMPT,), 200: (less("official", "2"),)},
        few="official bare",
    )
    table.held("official undici", IDLE, once="official")
    return table.rows


def rust() -> list[Row]:
    table = Table("rust")
    others = "reqwest sdk bare"
    table.add("construct", "making a client", "construct", "message/Hello", 1, 20, peers="reqwest sdk", quick=(1, 10))
    table.add("create", "a call", "create", "message/Hello", 1, 3_000, peers=others, quick=(1, 500))
    table.add("many", "a call, 16 at a time", "many", "message/Hello", 16, 3_200, peers="reqwest sdk", quick=(16, 640))
    table.requests(200, others)
    table.streams("raw", "stream, every event a value of its type", "an event", 20, others, others)
    table.streams("text", "stream, its texts one by one", "an event", 20, others, others)
    table.streams(
        "fold",
        "stream decoded and folded, only the message wanted",
        "an event",
        20,
        others,
        others,
        wanted="bare 0.3333",
    )
    table.tool(100, dict.fromkeys((500, 8_000, 50_000), "reqwest sdk"), {})
    table.paced(others, (1, 10, 100, 1_000), {100: (PROMPT,)})
    table.held("reqwest sdk bare", IDLE)
    return table.rows


def c() -> list[Row]:
    table = Table("c")
    others = "curl bare"
    table.add("construct", "making a client", "construct", "message/Hello", 1, 50, peers="curl", quick=(1, 10))
    table.add("create", "a call", "create", "message/Hello", 1, 4_000, peers=others, wanted="curl 1", quick=(1, 500))
    table.add(
        "many",
        "a call, 16 at a time in one thread",
        "many",
        "message/Hello",
        16,
        8_000,
        peers=others,
        quick=(16, 1_600),
    )
    table.requests(200, others)
    table.streams("raw", "stream", "an event", 20, others, others, wanted="curl 1")
    table.paced(others, (1, 10, 100, 1_000), {100: (PROMPT,)})
    table.held(others, IDLE)
    return table.rows


def all_rows() -> list[Row]:
    return [*python(), *node(), *rust(), *c()]
