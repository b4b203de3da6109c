"""Types of what is given to and taken from tools, for annotations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, Union

from ...types import ToolResultContentBlockParam
from ._builtin import BetaAsyncBuiltinFunctionTool, BetaBuiltinFunctionTool
from ._function import BetaAsyncFunctionTool, BetaFunctionTool

BetaFunctionToolResultType: TypeAlias = Union[str, Iterable[ToolResultContentBlockParam]]
"""What a tool gives: a text, or blocks of content."""

BetaRunnableTool: TypeAlias = Union[BetaFunctionTool[Any], BetaBuiltinFunctionTool]
"""What a runner of the blocking client can run."""

BetaAsyncRunnableTool: TypeAlias = Union[BetaAsyncFunctionTool[Any], BetaAsyncBuiltinFunctionTool]
"""What a runner of the async client can run."""
