"""Section 1.9: what goes wrong, and how a program sees it."""

from __future__ import annotations

import copy
import pickle
import socket
from typing import Any

from answers import (
    HEADERS,
    STREAM_HEADERS,
    block,
    end,
    error,
    events,
    json_deltas,
    message,
    start,
    text,
    text_block,
    text_deltas,
    text_stream,
    tool_use,
)
from harness import example
from plain import caught, plain

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
}
STATUSES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "request_timeout_error",
    409: "conflict_error",
    412: "precondition_failed_error",
    413: "request_too_large",
    418: "teapot_error",
    422: "unprocessable_error",
    429: "rate_limit_error",
    431: "header_error",
    499: "client_closed_error",
    500: "api_error",
    501: "not_implemented_error",
    502: "api_error",
    503: "unavailable_error",
    504: "timeout_error",
    524: "timeout_error",
    529: "overloaded_error",
}


def failing(sdk):
    """A client that tries once."""
    return sdk.Anthropic(max_retries=0)


def of_status(status: int):
    """The example of one status."""

    def of_status(sdk):
        return caught(failing(sdk).messages.create, **CALL)

    of_status.__name__ = f"the_error_of_status_{status}"
    return example(error(status, STATUSES[status], "It did not work."))(of_status)


for status in STATUSES:
    of_status(status)

CODES = [
    (400, "invalid_request_error", "image_dimensions_too_large"),
    (404, "not_found_error", "thread_not_found"),
    (400, "invalid_request_error", "organization_on_hold"),
    (403, "permission_error", "sandbox_egress_restricted"),
    (429, "rate_limit_error", "enforced_spend_limit_reached"),
    (413, "request_too_large", "request_body_too_large_after_decoding"),
    (409, "conflict_error", "storage_in_use"),
    (400, "invalid_request_error", "code_of_the_future"),
]


def of_code(status: int, kind: str, code: str):
    """The example of one code."""

    def of_code(sdk):
        return caught(failing(sdk).messages.create, **CALL)

    of_code.__name__ = f"the_error_of_code_{code}"
    return example(error(status, kind, "It did not work.", {"error_code": code, "more": [1]}))(of_code)


for row in CODES:
    of_code(*row)


@example(error(400, "invalid_request_error", "bad", {"error_code": "image_dimensions_too_large"}))
def the_details_of_an_error(sdk):
    error = caught(failing(sdk).messages.create, **CALL)
    return error.details.error_code, error.body["error"]["details"]


@example(error(404, "not_found_error", "model: claude-0"))
def an_error_is_told_apart_by_its_class(sdk):
    client = failing(sdk)
    try:
        client.messages.create(**CALL)
    except sdk.RateLimitError:
        return "later"
    except sdk.NotFoundError as error:
        return error.status_code, error.response.status_code, error.response.headers["request-id"]
    except sdk.APIStatusError:
        return "another"


@example(
    error(429, "rate_limit_error", "slow down", **{"retry-after": "7", "anthropic-ratelimit-requests-remaining": "0"})
)
def the_headers_of_an_error(sdk):
    error = caught(failing(sdk).messages.create, **CALL)
    return error.response.headers.get("retry-after"), error.response.headers["anthropic-ratelimit-requests-remaining"]


@example(error(429, "rate_limit_error", "slow down"))
def the_request_of_an_error(sdk, url):
    error = caught(failing(sdk).messages.create, **CALL)
    return error.request.method, str(error.request.url).removeprefix(url)


@example(text("<html>Bad gateway</html>", "text/html", 502))
def an_error_that_is_html(sdk):
    return caught(failing(sdk).messages.create, **CALL)


@example({"status": 500, "headers": HEADERS})
def an_error_without_a_body(sdk):
    return caught(failing(sdk).messages.create, **CALL)


@example({"status": 400, "json": ["not", "an", "object"], "headers": HEADERS})
def an_error_that_is_a_list(sdk):
    return caught(failing(sdk).messages.create, **CALL)


@example({"status": 400, "json": {"error": "only text"}, "headers": HEADERS})
def an_error_of_another_shape(sdk):
    return caught(failing(sdk).messages.create, **CALL)


@example({"status": 500, "json": {"type": "error", "error": {"type": "api_error", "message": "x"}}})
def an_error_without_a_request_id(sdk):
    return caught(failing(sdk).messages.create, **CALL)


@example(error(400, "invalid_request_error", "bad"))
def errors_are_pickled_and_copied(sdk):
    error = caught(failing(sdk).messages.create, **CALL)
    return pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error).args == error.args


@example(error(400, "invalid_request_error", "Größe"))
def the_text_of_an_error(sdk):
    return str(caught(failing(sdk).messages.create, **CALL)).count("Größe")


@example()
def aliases_of_error_classes(sdk):
    return [
        sdk.RequestTooLargeError is sdk.ContentTooLargeError,
        sdk.DeadlineExceededError is sdk.GatewayTimeoutError,
        issubclass(sdk.APITimeoutError, sdk.APIConnectionError),
        issubclass(sdk.APIStatusError, sdk.APIError),
        issubclass(sdk.APIError, sdk.AnthropicError),
        issubclass(sdk.OverloadedError, sdk.InternalServerError),
        issubclass(sdk.APIResponseValidationError, sdk.APIError),
    ]


# Connections.


def closed_port() -> str:
    """The URL of a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@example()
def nobody_listens(sdk):
    client = sdk.Anthropic(base_url=closed_port(), max_retries=0)
    error = caught(client.messages.create, **CALL)
    return error, error.__cause__ is not None


@example()
def a_host_that_does_not_exist(sdk):
    return caught(sdk.Anthropic(base_url="http://nowhere.invalid", max_retries=0).messages.create, **CALL)


@example({"no_answer": "cut"})
def the_connection_ends_before_an_answer(sdk):
    return caught(failing(sdk).messages.create, **CALL)


@example({"no_answer": "reset"})
def the_connection_is_reset_before_an_answer(sdk):
    return caught(failing(sdk).messages.create, **CALL)


@example({"no_answer": "hang"})
def no_answer_in_time(sdk):
    return caught(sdk.Anthropic(max_retries=0, timeout=0.2).messages.create, **CALL)


@example({"no_answer": "hang"})
def no_answer_in_time_of_the_call(sdk):
    return caught(failing(sdk).messages.create, **CALL, timeout=0.2)


@example({"json": {"id": "msg_1"}, "headers": HEADERS, "delivery": {"cut_at": 5}})
def the_connection_ends_in_an_answer(sdk):
    return caught(failing(sdk).messages.create, **CALL)


# Inside streams.

BROKEN = events(start(), *block(0, text_block(""), *text_deltas("Hel", "lo")))


def failing_stream(kind: str, details: Any = None) -> dict[str, Any]:
    inner = {"type": kind, "message": "It broke."} | ({"details": details} if details else {})
    fault = {"type": "error", "error": inner, "request_id": "req_1"}
    return events(start(), *block(0, text_block(""), *text_deltas("Hel"))[:2], fault)


KINDS = ("overloaded_error", "rate_limit_error", "api_error", "invalid_request_error", "future_error")


def in_stream(kind: str, helper: bool):
    """The example of one kind of error inside a stream."""

    def raw(sdk):
        seen = []
        stream = failing(sdk).messages.create(**CALL, stream=True)
        return caught(lambda: [seen.append(event.type) for event in stream]), seen

    def helped(sdk):
        seen = []
        with failing(sdk).messages.stream(**CALL) as stream:
            return caught(lambda: [seen.append(event.type) for event in stream]), seen

    function = helped if helper else raw
    function.__name__ = f"an_{kind}_inside_a_{'helper' if helper else 'raw'}_stream"
    return example(failing_stream(kind))(function)


for name in KINDS:
    in_stream(name, helper=False)
    in_stream(name, helper=True)


@example(failing_stream("overloaded_error"))
def an_error_inside_a_stream_is_an_api_status_error(sdk):
    pieces = []
    try:
        with failing(sdk).messages.stream(**CALL) as stream:
            for piece in stream.text_stream:
                pieces.append(piece)
    except sdk.APIStatusError as error:
        return pieces, error.type, error.status_code, error.request_id
    return "nothing was raised"


@example(events({"type": "error", "error": {"type": "overloaded_error", "message": "Later"}}))
def an_error_as_the_first_event(sdk):
    return caught(lambda: list(failing(sdk).messages.create(**CALL, stream=True)))


@example(BROKEN)
def a_stream_that_ends_early(sdk):
    seen = []
    stream = failing(sdk).messages.create(**CALL, stream=True)
    return caught(lambda: [seen.append(event.type) for event in stream]), seen


@example(BROKEN)
def a_helper_stream_that_ends_early(sdk):
    with failing(sdk).messages.stream(**CALL) as stream:
        return caught(stream.get_final_message)


@example(events(start(), *block(0, text_block("A")), end()[0]))
def a_stream_without_its_last_event(sdk):
    with failing(sdk).messages.stream(**CALL) as stream:
        return stream.get_final_message()


@example({"status": 200, "body": "", "headers": STREAM_HEADERS})
def a_stream_of_nothing(sdk):
    with failing(sdk).messages.stream(**CALL) as stream:
        return isinstance(caught(stream.get_final_message), Exception)


@example({"status": 200, "body": "", "headers": STREAM_HEADERS})
def a_raw_stream_of_nothing(sdk):
    return caught(lambda: list(failing(sdk).messages.create(**CALL, stream=True)))


@example(text_stream() | {"delivery": {"cut_at": 700}})
def a_stream_whose_connection_breaks(sdk):
    return caught(lambda: list(failing(sdk).messages.create(**CALL, stream=True)))


@example(text_stream() | {"delivery": {"reset_at": 700}})
def a_helper_stream_whose_connection_breaks(sdk):
    with failing(sdk).messages.stream(**CALL) as stream:
        return caught(stream.get_final_message)


@example(text_stream() | {"delivery": {"hang_at": 700}})
def a_stream_that_falls_silent(sdk):
    client = sdk.Anthropic(max_retries=0, timeout=0.3)
    return caught(lambda: list(client.messages.create(**CALL, stream=True)))


@example(events(start(), "{broken"))
def an_event_that_is_not_json(sdk):
    return caught(lambda: list(failing(sdk).messages.create(**CALL, stream=True)))


@example(events(start(), *block(0, tool_use("f", {}), *json_deltas('{"a": nonsense}')), *end("tool_use")))
def an_input_that_is_not_json(sdk):
    with failing(sdk).messages.stream(**CALL) as stream:
        return caught(lambda: stream.get_final_message().content[0].input)


@example(message())
def a_whole_message_where_a_stream_was_asked_for(sdk):
    return caught(lambda: list(failing(sdk).messages.create(**CALL, stream=True)))


# Before anything is sent.


@example(ANTHROPIC_API_KEY="")
def there_is_no_credential(sdk):
    return caught(sdk.Anthropic().messages.create, **CALL)


@example()
def an_id_that_is_empty(client):
    return caught(client.models.retrieve, "")


@example()
def ids_are_encoded(client):
    client.models.retrieve("a/b c?d#e")


@example()
def a_client_that_was_closed(sdk):
    client = sdk.Anthropic()
    client.close()
    return isinstance(caught(client.messages.create, **CALL), Exception), client.is_closed()


@example({"no_answer": "hang"})
async def a_task_is_cancelled(sdk):
    import asyncio

    async with sdk.AsyncAnthropic() as client:
        task = asyncio.create_task(client.messages.create(**CALL))
        await asyncio.sleep(0.1)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            return "cancelled"


@example({"no_answer": "hang"})
async def a_call_in_an_async_timeout(sdk):
    import asyncio

    async with sdk.AsyncAnthropic() as client:
        try:
            await asyncio.wait_for(client.messages.create(**CALL), 0.1)
        except asyncio.TimeoutError as error:
            return type(error), plain(isinstance(error, sdk.APIError))


@example(only="sync")
def errors_are_made_by_hand(sdk):
    made = [sdk.AnthropicError("a"), sdk.AnthropicError()]
    return [str(error) for error in made], [error.args for error in made]


@example(only="sync")
def errors_of_answers_are_made_by_hand(sdk):
    import httpx2

    body = {"error": {"type": "rate_limit_error", "message": "slow", "details": {"error_code": "a_code"}}}
    request = httpx2.Request("POST", "http://nowhere.invalid/v1/messages")
    response = httpx2.Response(429, headers={"request-id": "req_9"}, request=request)
    return [
        sdk.RateLimitError("too fast", response=response, body=body),
        sdk.APIStatusError("teapot", response=response, body=None),
        sdk.APIConnectionError(request=request),
        sdk.APIConnectionError(message="no route", request=request),
        type(sdk.APITimeoutError(request)),
        sdk.APIError("odd", request, body=None),
    ]
