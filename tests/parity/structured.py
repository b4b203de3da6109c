"""What Tidings and the official Python package make of the same types, functions, schemas and answers.

Schemas have to be equal to the order of their keys; requests, values and messages to the value. Where Tidings is meant
to differ, `TOLD` says how, and the difference must still be there.
"""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import json
import logging
import random
import sys
import uuid
import warnings
from pathlib import Path
from typing import Annotated, Any, Literal, Optional, Union

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings-python/tests"))

import anthropic
import anthropic.lib.tools
import pydantic
import tidings
import tidings.lib.tools
from support import REQUEST, Server, closing, opening, text_delta

# What Tidings does otherwise, by the name of the case: why, and whether that is still so.
TOLD: dict[str, str] = {
    "parse 0": "the message has the value of its first text, be it false",
    "parse empty": "the message has the value of its first text, be it false",
    "turns none": "a tool that gives None has no content; null is not content",
    "turns one block": "a block that a tool gives alone is its content; the official package sends its keys",
    "turns number": "the error says what a tool may give",
    "turns no dict": "a request that cannot be right is not sent, and the input of a tool is an object",
    "turns wrong arguments": "the model is told what is wrong with its arguments",
}


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclasses.dataclass
class Point:
    x: int
    y: Annotated[float, pydantic.Field(ge=0, description="Up.")] = 0.5


class Leaf(pydantic.BaseModel):
    kind: Literal["leaf"]
    size: int = pydantic.Field(gt=0, le=10, multiple_of=2)


class Branch(pydantic.BaseModel):
    """A part of a tree."""

    kind: Literal["branch"] = "branch"
    parts: list[Annotated[Union["Branch", Leaf], pydantic.Field(discriminator="kind")]] = pydantic.Field(min_length=2)


class Everything(pydantic.BaseModel):
    when: datetime.datetime
    day: datetime.date
    span: datetime.timedelta
    id: uuid.UUID
    price: decimal.Decimal
    raw: bytes
    colour: Colour
    point: Point
    maybe: Optional[str] = None
    pairs: dict[str, int] = {}
    two: tuple[int, str] = (1, "a")
    names: set[str] = pydantic.Field(default=set(), min_length=1, examples=[["a"]])
    pattern: str = pydantic.Field("a", pattern="^a+$", title="The Pattern")


FORMATS: dict[str, tuple[Any, str]] = {
    "int": (int, "3"),
    "0": (int, "0"),
    "list": (list[int], "[1,2]"),
    "empty": (dict[str, int], "{}"),
    "model": (Leaf, '{"kind":"leaf","size":2}'),
    "tree": (Branch, '{"parts":[{"kind":"leaf","size":2},{"kind":"branch","parts":[]}]}'),
    "wrong": (Leaf, '{"kind":"leaf","size":3}'),
    "nonsense": (Leaf, "nonsense"),
    "dataclass": (Point, '{"x":1}'),
    "optional": (Optional[Leaf], "null"),
    "union": (Union[int, str], '"a"'),
    "words": (Literal["a", "b"], '"a"'),
    "enumeration": (Colour, '"red"'),
    "everything": (Everything, "{}"),
    "anything": (Any, "1"),
    "a dict": ({"type": "object"}, "1"),
}


def google(a: int, b: str = "x", *, c: Optional[list[float]] = None) -> str:
    """Does something.

    More of it
    here.

    Args:
        a (int): The a.
        b: The b,
            and more: of it.
        c (list[float], optional): The c. Defaults to None.

    Returns:
        str: Something.

    Raises:
        ValueError: never
    """
    return ""


def numpy(a: int, point: Point) -> str:
    """Does something.

    Parameters
    ----------
    a : int
        The a.
    point : Point, optional
        The point
        in space.

    Returns
    -------
    str
    """
    return ""


def sphinx(a: Annotated[int, pydantic.Field(description="Said here.")], b: "Colour" = Colour.RED) -> str:
    """Does something.

    :param a: Not said here.
    :param b: The b
        goes on.
    :type b: Colour
    :returns: Nothing.
    """
    return ""


def epytext(a: int) -> str:
    """Does something.
    @param a: The a.
    @return: Nothing.
    """
    return ""


def bare(x, y=1):  # type: ignore[no-untyped-def]
    return ""


def described_by_hand(branch: Branch, rest: dict[str, Leaf]) -> str:
    """Not this."""
    return ""


def positional(a: int, /, b: int) -> str:
    return ""


def open_ended(*args: int, **more: str) -> str:
    return ""


FUNCTIONS: dict[str, tuple[Any, dict[str, Any]]] = {
    "google": (google, {}),
    "numpy": (numpy, {}),
    "sphinx": (sphinx, {}),
    "epytext": (epytext, {}),
    "bare": (bare, {}),
    "positional": (positional, {}),
    "open ended": (open_ended, {}),
    "by hand": (
        described_by_hand,
        {"name": "n", "description": "d", "strict": True, "cache_control": {"type": "ephemeral"}},
    ),
    "with a schema": (
        google,
        {"input_schema": {"type": "object"}, "defer_loading": False, "input_examples": [{"a": 1}]},
    ),
    "with a model": (google, {"input_schema": Branch}),
}


def use(number: int, name: str = "answer", id: str = "t") -> dict[str, Any]:
    return {"type": "tool_use", "id": id, "name": name, "input": {"number": number}}


def says(*content: Any, stop: str = "end_turn", **more: Any) -> dict[str, Any]:
    blocks = [{"type": "text", "text": block} if isinstance(block, str) else block for block in content]
    return {"json": {**opening()[0]["message"], "content": blocks, "stop_reason": stop, **more}}


# What the model says, turn by turn, and what else the runner is given.
TURNS: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "text": ([says(use(1), stop="tool_use"), says("done")], {}),
    "several": ([says("Hm", use(1, id="a"), use(2, id="b"), stop="tool_use"), says("done")], {}),
    "raised": ([says(use(10), stop="tool_use"), says("done")], {}),
    "tool error": ([says(use(11), stop="tool_use"), says("done")], {}),
    "blocks": ([says(use(12), stop="tool_use"), says("done")], {}),
    "none": ([says(use(13), stop="tool_use"), says("done")], {}),
    "one block": ([says(use(14), stop="tool_use"), says("done")], {}),
    "number": ([says(use(15), stop="tool_use"), says("done")], {}),
    "wrong arguments": ([says({**use(1), "input": {"number": "x"}}, stop="tool_use"), says("done")], {}),
    "no dict": ([says({**use(1), "input": [1]}, stop="tool_use"), says("done")], {}),
    "unknown": ([says(use(1, "nobody"), stop="tool_use"), says("done")], {}),
    "limit": ([says(use(1), stop="tool_use")] * 3, {"max_iterations": 2}),
    "no tool asked for": ([says("x", stop="tool_use"), says("done")], {}),
    "refusal": ([says(use(1), stop="refusal"), says("done")], {}),
    "cut": ([says(use(1), stop="max_tokens"), says("done")], {}),
    "pause": ([says("x", stop="pause_turn"), says("done")], {}),
    "container": (
        [says(use(1), stop="tool_use", container={"id": "c", "expires_at": "2026-01-01T00:00:00Z"}), says("done")],
        {},
    ),
    "container asked for": (
        [says(use(1), stop="tool_use", container={"id": "c", "expires_at": "2026-01-01T00:00:00Z"}), says("done")],
        {"container": {"skills": []}},
    ),
    "options": ([says(use(1), stop="tool_use"), says("done")], {"system": "s", "betas": ["b"], "extra_body": {"z": 1}}),
    "a value": ([says(use(1), stop="tool_use"), says("[1]")], {"output_format": list[int]}),
}


class Comparison:
    """What both packages did, case by case."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.count = 0
        self._told = dict(TOLD)

    def case(self, name: str, theirs: Any, ours: Any, *, ordered: bool = False) -> None:
        """Both have to be equal, or told to be different; the order of keys counts where it is `ordered`."""
        self.count += 1
        texts = [json.dumps(value, default=repr, sort_keys=not ordered) for value in (theirs, ours)]
        differs = texts[0] != texts[1]
        if differs == (self._told.pop(name, None) is not None):
            return
        self.faults.append(
            f"{name}: theirs {theirs!r}\n    ours {ours!r}" if differs else f"{name}: no difference any more"
        )

    def rest(self) -> list[str]:
        """What is wrong, with what was told and never compared."""
        return [*self.faults, *(f"{name}: told, and there is no such case" for name in self._told)]


def outcome(act: Any) -> Any:
    """What a call gives; of a refusal, that it was one."""
    try:
        return act()
    except Exception as error:
        return (
            f"refused: {pydantic.ValidationError.__name__}"
            if isinstance(error, pydantic.ValidationError)
            else "refused"
        )


def schemas(comparison: Comparison) -> None:
    """The pinned schemas, and schemas made at random."""
    for vector in json.loads((ROOT / "tests/schemas/transform.json").read_text("utf-8")):
        theirs = anthropic.transform_schema(json.loads(json.dumps(vector["schema"])))
        comparison.case(f"pinned {vector['name']}", theirs, vector["becomes"])
        comparison.case(f"schema {vector['name']}", theirs, tidings.transform_schema(vector["schema"]), ordered=True)
    chance = random.Random(5)
    for number in range(3000):
        schema = any_schema(chance, 3)
        theirs = outcome(lambda: anthropic.transform_schema(json.loads(json.dumps(schema))))
        comparison.case(
            f"random {number} {schema!r}", theirs, outcome(lambda: tidings.transform_schema(schema)), ordered=True
        )


def any_schema(chance: random.Random, depth: int) -> Any:
    """A schema with keywords that fit and keywords that do not."""
    keywords: dict[str, Any] = {
        "type": lambda: chance.choice(["object", "array", "string", "integer", "number", "boolean", "null"]),
        "title": lambda: "T",
        "description": lambda: chance.choice(["", "D."]),
        "enum": lambda: chance.choice([[], ["a", 1], [None], [{"a": 1}]]),
        "const": lambda: chance.choice(["a", None, 1.5, [1]]),
        "format": lambda: chance.choice(["date", "uuid", "path", "", None]),
        "minItems": lambda: chance.choice([0, 1, 2, None]),
        "maxLength": lambda: 5,
        "default": lambda: chance.choice([None, "x", {"a": [True]}]),
        "required": lambda: chance.choice([["a"], []]),
        "additionalProperties": lambda: chance.choice([True, {"type": "string"}]),
        "$ref": lambda: "#/$defs/A",
    }
    if depth:
        inner = lambda: any_schema(chance, depth - 1)
        several = lambda: [inner() for _ in range(chance.randrange(3))]
        named = lambda: {name: inner() for name in chance.sample("abc", chance.randrange(3))}
        keywords |= {
            "items": inner,
            "anyOf": several,
            "oneOf": several,
            "allOf": several,
            "properties": named,
            "$defs": named,
        }
    chosen = chance.sample(sorted(keywords), chance.randrange(5))
    if chance.random() < 0.8 and "$ref" not in chosen:
        chosen.append("type")
    return {keyword: keywords[keyword]() for keyword in chosen if keyword != "$ref" or chance.random() < 0.3}


def tools(comparison: Comparison) -> None:
    """Functions as tools."""
    for name, (function, options) in FUNCTIONS.items():
        both = [outcome(lambda: package.beta_tool(function, **options).to_dict()) for package in (anthropic, tidings)]
        comparison.case(f"tool {name}", *both, ordered=True)


def formats(comparison: Comparison, server: Server) -> None:
    """What types become on the wire, and answers in the program."""
    for name, (output_format, text) in FORMATS.items():
        comparison.case(
            f"parse {name}", *[parsed(package, server, output_format, text) for package in (anthropic, tidings)]
        )
        comparison.case(
            f"stream {name}", *[streamed(package, server, output_format, text) for package in (anthropic, tidings)]
        )


def parsed(package: Any, server: Server, output_format: Any, text: str) -> Any:
    run = server.script(says(text))
    client = package.Client(base_url=run.url, api_key="k", max_retries=0)

    def act() -> Any:
        message = client.messages.parse(**REQUEST, output_format=output_format)
        return [type(message).__name__.split("[")[0], message.parsed_output, [b.parsed_output for b in message.content]]

    return [outcome(act), [request["body"] for request in run.requests()]]


def streamed(package: Any, server: Server, output_format: Any, text: str) -> Any:
    half = len(text) // 2
    events = [*opening(), text_delta(text[:half]), text_delta(text[half:]), *closing()]
    run = server.script({"sse": [{"event": event["type"], "data": event} for event in events]})
    client = package.Client(base_url=run.url, api_key="k", max_retries=0)
    seen: list[Any] = []

    def act() -> Any:
        with client.messages.stream(**REQUEST, output_format=output_format) as stream:
            for event in stream:
                seen.append([event.type, type(event).__name__.split("[")[0]])
                if event.type == "text":
                    seen.append(outcome(event.parsed_snapshot))
                if event.type == "content_block_stop":
                    seen.append(event.content_block.parsed_output)
                if event.type == "message_stop":
                    seen.append([block.parsed_output for block in event.message.content])
            final = stream.get_final_message()
            return [type(final).__name__, [block.parsed_output for block in final.content]]

    return [outcome(act), seen, [request["body"] for request in run.requests()]]


def answering(package: Any) -> Any:
    """A tool that gives something of every kind."""

    def answer(number: int) -> Any:
        """Answers."""
        match number:
            case 10:
                raise RuntimeError("boom")
            case 11:
                raise package.lib.tools.ToolError([{"type": "text", "text": "no"}])
            case 12:
                return ({"type": "text", "text": text} for text in "ab")
            case 13:
                return None
            case 14:
                return {"type": "text", "text": "one"}
            case 15:
                return 5
        return str(number)

    return package.beta_tool(answer)


def turns(comparison: Comparison, server: Server) -> None:
    """Loops of tools."""
    for name, (answers, options) in TURNS.items():
        both = [looped(package, server, answers, dict(options)) for package in (anthropic, tidings)]
        comparison.case(f"turns {name}", *both)


def looped(package: Any, server: Server, answers: list[Any], options: dict[str, Any]) -> Any:
    run = server.script(*answers)
    client = package.Client(base_url=run.url, api_key="k", max_retries=0)

    def act() -> Any:
        runner = client.beta.messages.tool_runner(**REQUEST, tools=[answering(package)], thread=False, **options)
        messages = [[message.stop_reason, json.loads(message.to_json())] for message in runner]
        return [messages, json.loads(runner.until_done().to_json())]

    sent = outcome(act)
    return [sent, [[request["body"], request["headers"].get("anthropic-beta")] for request in run.requests()]]


def main() -> int:
    """Compares everything; 1 when something differs that is not told."""
    logging.disable()
    warnings.simplefilter("ignore")
    comparison = Comparison()
    server = Server()
    schemas(comparison)
    tools(comparison)
    formats(comparison, server)
    turns(comparison, server)
    server.stop()
    for fault in comparison.rest():
        print(f"  {fault}")
    print(f"structured outputs and tools beside anthropic {anthropic.__version__}: {comparison.count} cases", end=", ")
    print(f"{len(comparison.rest())} faults")
    return 1 if comparison.rest() else 0


if __name__ == "__main__":
    sys.exit(main())
