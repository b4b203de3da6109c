"""Requests in the form that the native part takes, and how the arguments of a method become one."""

from __future__ import annotations

from . import _native
from ._options import (
    NOT_GIVEN,
    Timeout,
    headers_option,
    omit,
    query_option,
    retries_option,
    switch_option,
    text_option,
    timeout_option,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from typing_extensions import Self

    from ._methods import Method

# What most calls say of retries: nothing.
_SILENCE: dict[str, Any] = {
    "max_retries": NOT_GIVEN,
    "max_retry_after": None,
    "throttle_patience": None,
    "retry_ambiguous": NOT_GIVEN,
    "retry_on_timeout": NOT_GIVEN,
}

# Parameters that travel as headers, and their names there.
_HEADERS = {
    "betas": "anthropic-beta",
    "user_profile_id": "anthropic-user-profile-id",
    "workspace_id": "anthropic-workspace-id",
}


class Request:
    """A request that can be sent, also more than once."""

    __slots__ = (
        "verb",
        "path",
        "payload",
        "query",
        "headers",
        "limits",
        "retries",
        "validation",
        "stream_long_calls",
    )

    verb: str
    path: str
    payload: dict[str, Any]
    query: list[tuple[str, str | list[str]]]
    headers: list[tuple[str, str | None]]
    limits: Timeout | None
    retries: dict[str, Any] | None
    validation: bool | None
    stream_long_calls: bool | None

    def start(self, native: _native.Client, mode: int) -> _native.Call:
        """Sends it. What goes wrong on the way comes by the call."""
        call = native.start(self, mode)
        watcher = native.watcher
        return call if watcher is None else watcher.watch(call)

    def run(self, native: _native.Client, mode: int) -> _native.Answer:
        """Sends it, and blocks until its answer is there as a whole."""
        return native.run(self, mode) if native.watcher is None else self.start(native, mode).response()

    def changed(self, **fields: Any) -> Self:
        """The same request but for these fields."""
        other = type(self).__new__(type(self))
        for name in self.__slots__:
            setattr(other, name, fields[name] if name in fields else getattr(self, name))
        return other

    def with_query(self, name: str, value: str) -> Self:
        """The same request with this query parameter in place of any of that name."""
        return self.changed(query=[*(pair for pair in self.query if pair[0] != name), (name, value)])


def payload(
    *,
    json: object = None,
    content: bytes | None = None,
    form: list[Any] | None = None,
    without_content: bytes | None = None,
) -> dict[str, Any]:
    """What is sent besides the head; `without_content` is what an answer without content stands for."""
    return {"json": json, "content": content, "form": form, "without_content": without_content}


def request_of(method: Method[Any], arguments: dict[str, Any], *, stream: bool = False) -> Request:
    """Splits the arguments of a method (its `locals()`), and so uses them up."""
    take = arguments.pop
    del arguments["self"]
    request = Request()
    request.verb, request.path, stands_for = method.verb, method.path, None
    if method.places:
        places = [(name, take(name)) for name in method.places]
        request.path = path_of(method.path, places)
        stands_for = method.answer.stands_for(places)
    request.headers = _headers(method, arguments)
    request.limits, request.retries = _rules(arguments)
    request.validation = _switch("validation", arguments)
    request.stream_long_calls = _switch("stream_long_calls", arguments)
    query, extra = take("extra_query"), take("extra_body")
    request.query = [] if query is None else query_option("extra_query", query)
    given = {name: value for name, value in arguments.items() if value is not NOT_GIVEN and value is not omit}
    if "tools" in given:
        given["tools"] = _declared(given["tools"])
    if method.travels == "query":
        names = {name for name, _ in request.query}
        own = query_option("the arguments", given)
        request.query = [*(pair for pair in own if pair[0] not in names), *request.query]
        given = {}
    if method.travels == "form":
        from ._files import form_of

        request.payload = payload(form=form_of({**given, **_mapping(extra)}))
        return request
    # Last, so that what the caller adds by hand wins.
    if extra is not None:
        given.update(_mapping(extra))
    if stream:
        given["stream"] = True
    request.payload = payload(json=given or None, without_content=stands_for)
    return request


def options_of(options: dict[str, Any]) -> Request:
    """A request with these options of a call, and nothing of its own yet."""
    request = Request()
    extra = options.pop("extra_headers", None)
    request.headers = [] if extra is None else headers_option("extra_headers", extra)
    query = options.pop("extra_query", None)
    request.query = [] if query is None else query_option("extra_query", query)
    request.limits, request.retries = _rules({**_SILENCE, "timeout": NOT_GIVEN, **options})
    request.validation = _switch("validation", options)
    request.stream_long_calls = _switch("stream_long_calls", options)
    unknown = sorted(options.keys() - {"timeout", *_SILENCE})
    if unknown:
        raise TypeError(f"there is no option {', '.join(unknown)}")
    return request


def path_of(template: str, places: list[tuple[str, Any]]) -> str:
    """The path with these values in its places."""
    for name, value in places:
        if not isinstance(value, str):
            raise TypeError(f"{name} must be str, not {type(value).__name__}")
    return _native.path(template, places)


def _headers(method: Method[Any], arguments: dict[str, Any]) -> list[tuple[str, str | None]]:
    headers: list[tuple[str, str | None]] = []
    if method.answer.accept is not None:
        headers.append(("accept", method.answer.accept))
    for name, header in _HEADERS.items():
        value = arguments.pop(name, NOT_GIVEN)
        if value is NOT_GIVEN or value is omit or value is None:
            continue
        if name == "betas":
            value = ",".join(value)
            if not value:
                continue
        headers.append((header, text_option(name, value)))
    extra = arguments.pop("extra_headers")
    if extra is not None:
        headers += headers_option("extra_headers", extra)
    return headers


def _declared(tools: Any) -> Any:
    """Tools that the program runs as what the API is told of them."""
    if isinstance(tools, (list, tuple)) and any(hasattr(tool, "call") for tool in tools):
        return [tool.to_dict() if hasattr(tool, "call") else tool for tool in tools]
    if hasattr(tools, "__next__"):
        return (tool.to_dict() if hasattr(tool, "call") else tool for tool in tools)
    return tools


def _rules(arguments: dict[str, Any]) -> tuple[Timeout | None, dict[str, Any] | None]:
    take = arguments.pop
    timeout = take("timeout")
    limits = None if timeout is NOT_GIVEN else timeout_option(timeout, per_call=True)
    rules = {name: take(name) for name in _SILENCE}
    return limits, None if rules == _SILENCE else retries_option(rules)


def _switch(name: str, arguments: dict[str, Any]) -> bool | None:
    value = arguments.pop(name, NOT_GIVEN)
    return None if value is NOT_GIVEN else switch_option(name, value)


def _mapping(extra: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if extra is None:
        return {}
    if not hasattr(extra, "keys"):
        raise TypeError(f"extra_body must be a mapping of parameters to values, not {type(extra).__name__}")
    return extra
