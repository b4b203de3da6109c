"""Functions as tools: what the model is told of them, and what happens when they are called."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import subprocess
import sys
from typing import Annotated, Any, Literal, Optional, get_type_hints

import pytest

from tidings import beta_async_tool, beta_tool
from tidings.lib.tools import BetaAsyncFunctionTool, BetaBuiltinFunctionTool, BetaFunctionTool, ToolError
from tidings.lib.tools._docstring import parse_docstring
from tidings.lib.tools._simple import SimpleArguments

pydantic = pytest.importorskip("pydantic", minversion="2")


class Place(pydantic.BaseModel):
    """Somewhere."""

    city: str = pydantic.Field(description="Its name.")


@dataclasses.dataclass
class Point:
    x: int


@beta_tool
def get_weather(place: str, unit: Literal["c", "f"] = "c") -> str:
    """The weather of a place.

    Only for today.

    Args:
        place: The city,
            such as Oslo.
        unit: The unit of the temperature.
    """
    return f"rain in {place}, 4 {unit}"


def test_a_function_becomes_a_tool() -> None:
    assert type(get_weather) is BetaFunctionTool and get_weather.name == "get_weather"
    assert get_weather.to_dict() == {
        "name": "get_weather",
        "description": "The weather of a place.\n\nOnly for today.",
        "input_schema": {
            "type": "object",
            "properties": {
                "place": {"type": "string", "title": "Place", "description": "The city,\nsuch as Oslo."},
                "unit": {
                    "type": "string",
                    "title": "Unit",
                    "description": "The unit of the temperature.",
                    "enum": ["c", "f"],
                    "default": "c",
                },
            },
            "required": ["place"],
            "additionalProperties": False,
        },
    }


def test_a_tool_can_still_be_called_as_the_function_that_it_is() -> None:
    assert get_weather("Rome", unit="f") == "rain in Rome, 4 f" == get_weather.func("Rome", "f")


def test_what_is_said_of_a_tool_is_in_its_definition() -> None:
    @beta_tool(
        name="other",
        description="Else.",
        input_schema={"type": "object"},
        defer_loading=True,
        cache_control={"type": "ephemeral"},
        allowed_callers=["direct"],
        eager_input_streaming=False,
        input_examples=[{"x": 1}],
        strict=True,
    )
    def tool(x: int) -> str:
        return "x" * x

    assert tool.to_dict() == {
        "name": "other",
        "description": "Else.",
        "input_schema": {"type": "object"},
        "defer_loading": True,
        "cache_control": {"type": "ephemeral"},
        "allowed_callers": ["direct"],
        "eager_input_streaming": False,
        "input_examples": [{"x": 1}],
        "strict": True,
    }
    assert tool.call({"x": 2}) == "xx"


def test_a_class_of_models_can_be_the_schema() -> None:
    tool = beta_tool(lambda **place: str(place), name="where", input_schema=Place)
    assert tool.input_schema["properties"]["city"]["description"] == "Its name."
    assert tool.call({"city": "Oslo"}) == "{'city': 'Oslo'}"


def test_annotations_say_what_arguments_are_made_into() -> None:
    @beta_tool
    def tool(
        place: Place, points: list[Point], many: Annotated[int, pydantic.Field(le=4)] = 1, none: Optional[str] = None
    ) -> str:
        assert type(place) is Place and type(points[0]) is Point and none is None
        return f"{place.city} {points[0].x} {many}"

    assert tool.call({"place": {"city": "Oslo"}, "points": [{"x": "3"}], "many": 2}) == "Oslo 3 2"
    assert tool.input_schema["properties"]["many"] == {"type": "integer", "title": "Many", "default": 1, "maximum": 4}
    assert set(tool.input_schema["$defs"]) == {"Place", "Point"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"place": 3}, "Invalid arguments for function get_weather: place: Input should be a valid string"),
        ({}, "place: Missing required argument"),
        ({"place": "x", "more": 1}, "more: Unexpected keyword argument"),
        ({"place": "x", "unit": "k"}, "unit: Input should be 'c' or 'f'"),
    ],
)
def test_arguments_that_do_not_fit_are_a_value_error_that_says_what_is_wrong(given: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        get_weather.call(given)


@pytest.mark.parametrize("given", ["x", None, ["x"]])
def test_input_that_is_no_dict_is_a_type_error(given: Any) -> None:
    with pytest.raises(TypeError, match="Input must be a dictionary, got"):
        get_weather.call(given)


def test_what_the_function_raises_passes_through() -> None:
    @beta_tool
    def tool(x: int) -> str:
        Place.model_validate({"x": x})
        return ""

    with pytest.raises(pydantic.ValidationError, match="Place"):
        tool.call({"x": 1})


def test_a_coroutine_function_is_an_async_tool() -> None:
    @beta_async_tool(strict=True)
    async def tool(x: int) -> str:
        """Waits."""
        await asyncio.sleep(0)
        return "x" * x

    assert type(tool) is BetaAsyncFunctionTool and tool.to_dict()["description"] == "Waits."
    assert asyncio.run(tool.call({"x": 2})) == "xx"  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="x: Input should be a valid integer"):
        asyncio.run(tool.call({"x": "y"}))  # type: ignore[arg-type]


def test_the_wrong_decorator_is_named() -> None:
    async def waits(x: int) -> str:
        return ""

    with pytest.raises(TypeError, match="use beta_async_tool here"):
        beta_tool(waits)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="use beta_tool here"):
        beta_async_tool(lambda: "")  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="a tool is made of a function, not of int"):
        beta_tool(5)  # type: ignore[call-overload]


def test_methods_and_partial_functions_are_tools_too() -> None:
    class Shop:
        def sell(self, item: str) -> str:
            """Sells something."""
            return f"sold {item}"

    assert beta_tool(Shop().sell).call({"item": "tea"}) == "sold tea"
    partial = functools.partial(get_weather.func, unit="f")
    with pytest.raises(TypeError, match="give it as name="):
        beta_tool(partial)
    assert beta_tool(partial, name="f").call({"place": "Oslo"}) == "rain in Oslo, 4 f"


def test_a_tool_error_is_what_the_model_is_told() -> None:
    assert (str(ToolError("no")), ToolError("no").content) == ("no", "no")
    blocks: Any = [{"type": "text", "text": "no"}, {"type": "image", "source": {}}]
    assert (str(ToolError(blocks)), ToolError(iter(blocks)).content) == ("no [image]", blocks)


def test_a_tool_of_the_api_has_the_name_in_its_definition() -> None:
    class Shell(BetaBuiltinFunctionTool):
        def to_dict(self) -> Any:
            return {"type": "bash_20250124", "name": "bash"}

        def call(self, input: object) -> str:
            return ""

    assert Shell().name == "bash"
    with pytest.raises(TypeError, match="abstract"):
        BetaBuiltinFunctionTool()  # type: ignore[abstract]


@pytest.mark.parametrize(
    ("docstring", "description", "parameters"),
    [
        (None, "", {}),
        ("Short.", "Short.", {}),
        ("First line\n    goes on.\n\n    More.\n    ", "First line\n\ngoes on.\n\nMore.", {}),
        (
            "Short.\n\n    Args:\n        x (int): the x\n        y: a: b\n\n    Raises:\n        E: no\n    ",
            "Short.",
            {"x": "the x", "y": "a: b"},
        ),
        ("Short.\n\n    Returns:\n        str: words\n    ", "Short.", {}),
        ("Short.\n\n    Note:\n        stays\n    ", "Short.\n\nNote:\n    stays", {}),
        (
            "Short.\n\n    :param int x: the x\n        goes on\n    :returns: y\n    ",
            "Short.",
            {"x": "the x\ngoes on"},
        ),
        ("Short.\n\n    @param x: the x\n    ", "Short.", {"x": "the x"}),
        (
            "Short.\n\n    Parameters\n    ----------\n    x : int\n        the x\n\n        and more\n    y\n        the y\n"
            "\n    Returns\n    -------\n    str\n    ",
            "Short.",
            {"x": "the x\n\nand more", "y": "the y"},
        ),
    ],
)
def test_docstrings_are_read_in_every_usual_style(docstring: str | None, description: str, parameters: Any) -> None:
    assert parse_docstring(docstring) == (description, parameters)


def simple(
    text: str,
    some_number: float,
    anything: Any,
    untyped,  # type: ignore[no-untyped-def]
    count: int = 1,
    yes: bool = True,
    maybe: Optional[str] = None,
    either: "int | str" = 3,
    words: Literal["a", "b"] = "a",
    word: Literal["a"] = "a",
    mixed: Literal["a", 1] = 1,
    numbers: list[int] = [],
    rows: list[dict[str, list[float]]] = [],
    table: dict[str, int] = {},
    loose: dict = {},  # type: ignore[type-arg]
    list_: list = [],  # type: ignore[type-arg]
) -> str:
    """Takes everything that is simple.

    Args:
        count: How many.
    """
    return ""


def test_simple_annotations_have_the_same_schema_without_pydantic() -> None:
    arguments = SimpleArguments(simple, get_type_hints(simple))
    schema = arguments.json_schema()
    schema["properties"]["count"]["description"] = "How many."
    assert schema == beta_tool(simple).input_schema


def arguments_of_every_kind() -> list[dict[str, Any]]:
    good = {"text": "x", "some_number": 1, "anything": [None], "untyped": 1}
    more: list[dict[str, Any]] = [
        {
            "some_number": 1.5,
            "maybe": "x",
            "either": "x",
            "words": "b",
            "mixed": "a",
            "numbers": [1],
            "table": {"a": 1},
        },
        {"rows": [{"a": [1, 2.5]}], "loose": {"a": []}, "list_": ["x", 1], "maybe": None, "yes": False},
        {"text": 1},
        {"text": None},
        {"count": "x"},
        {"count": 1.5},
        {"yes": "x"},
        {"words": "c"},
        {"mixed": 2},
        {"numbers": ["x"]},
        {"numbers": 1},
        {"rows": [{"a": ["x"]}]},
        {"table": {"a": "x"}},
        {"nonsense": 1},
    ]
    return [good, {}, *({**good, **fields} for fields in more)]


@pytest.mark.parametrize("given", arguments_of_every_kind())
def test_simple_arguments_are_checked_without_pydantic_as_they_are_with_it(given: dict[str, Any]) -> None:
    def fits(check: Any) -> bool:
        try:
            check(given)
        except ValueError:
            return False
        return True

    assert fits(SimpleArguments(simple, get_type_hints(simple)).checked) == fits(beta_tool(simple).call)


def test_without_pydantic_only_simple_annotations_have_a_schema() -> None:
    program = """
import sys
sys.modules["pydantic"] = None
from datetime import date
from tidings import beta_tool
def add(a: int, b: int = 1) -> str:
    return str(a + b)
def when(day: date) -> str:
    return str(day)
print(beta_tool(add).call({"a": 2}))
try:
    beta_tool(add).call({"a": "2", "c": 1})
except ValueError as error:
    print(error)
try:
    beta_tool(when)
except ImportError as error:
    print(error)
tool = beta_tool(when, input_schema={"type": "object"})
print(tool.call({"day": "today"}))
try:
    tool.call({"c": 2})
except ValueError as error:
    print(error)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    told, wrong, missing, called, unbound = ended.stdout.splitlines()
    assert (told, called) == ("3", "today")
    assert wrong == (
        "Invalid arguments for function add: c: Unexpected keyword argument; a: Input should be a valid integer"
    )
    assert "pip install pydantic" in missing and "give its schema as input_schema" in missing
    assert unbound.startswith("Invalid arguments for function when: missing a required argument: 'day'"), unbound


def test_nothing_of_tools_is_loaded_by_the_import_alone() -> None:
    program = "import sys, tidings; print([name for name in sys.modules if name.startswith('tidings.lib')])"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "[]\n"
