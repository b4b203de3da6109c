"""Tools that the API defines and the program runs: a shell, an editor, a memory."""

from __future__ import annotations

from abc import ABC, abstractmethod

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...types import ToolUnionParam
    from ._aliases import BetaFunctionToolResultType


class BetaBuiltinFunctionTool(ABC):
    """The base of a tool that the API knows: `to_dict` says which, and `call` runs it, blocking."""

    @abstractmethod
    def to_dict(self) -> ToolUnionParam:
        """The tool as a request has it, such as `{"type": "bash_20250124", "name": "bash"}`."""

    @abstractmethod
    def call(self, input: object) -> BetaFunctionToolResultType:
        """Runs the tool with the model's input. What it raises is told to the model."""

    @property
    def name(self) -> str:
        """The name under which the model knows it."""
        return _name_of(self.to_dict())


class BetaAsyncBuiltinFunctionTool(ABC):
    """The same for the async client."""

    @abstractmethod
    def to_dict(self) -> ToolUnionParam:
        """The tool as a request has it."""

    @abstractmethod
    async def call(self, input: object) -> BetaFunctionToolResultType:
        """Runs the tool with the model's input. What it raises is told to the model."""

    @property
    def name(self) -> str:
        """The name under which the model knows it."""
        return _name_of(self.to_dict())


def _name_of(tool: ToolUnionParam) -> str:
    name = tool.get("name")
    if not isinstance(name, str):
        raise TypeError("a tool that the program runs has a name in its to_dict()")
    return name
