"""Tools that run in the program, and the runner that calls them for the model. All are loaded at their first use."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._aliases import BetaAsyncRunnableTool, BetaFunctionToolResultType, BetaRunnableTool
    from ._async_runner import BetaAsyncStreamingToolRunner, BetaAsyncToolRunner
    from ._builtin import BetaAsyncBuiltinFunctionTool, BetaBuiltinFunctionTool
    from ._function import (
        BetaAsyncFunctionTool,
        BetaFunctionTool,
        ToolError,
        beta_async_tool,
        beta_tool,
    )
    from ._runner import BetaStreamingToolRunner, BetaToolRunner

__all__ = [
    "BetaAsyncBuiltinFunctionTool",
    "BetaAsyncFunctionTool",
    "BetaAsyncRunnableTool",
    "BetaAsyncStreamingToolRunner",
    "BetaAsyncToolRunner",
    "BetaBuiltinFunctionTool",
    "BetaFunctionTool",
    "BetaFunctionToolResultType",
    "BetaRunnableTool",
    "BetaStreamingToolRunner",
    "BetaToolRunner",
    "ToolError",
    "beta_async_tool",
    "beta_tool",
]

if not TYPE_CHECKING:
    _PLACES = {
        "BetaAsyncBuiltinFunctionTool": "_builtin",
        "BetaBuiltinFunctionTool": "_builtin",
        "BetaAsyncStreamingToolRunner": "_async_runner",
        "BetaAsyncToolRunner": "_async_runner",
        "BetaStreamingToolRunner": "_runner",
        "BetaToolRunner": "_runner",
        "BetaAsyncRunnableTool": "_aliases",
        "BetaFunctionToolResultType": "_aliases",
        "BetaRunnableTool": "_aliases",
    }

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES.get(name, '_function')}"), name)
        return value

    def __dir__():
        return __all__
