"""Section 3.3: what is tried again, how often, and when."""

from __future__ import annotations

import email.utils
import time
from typing import Any

from answers import error, message, text_stream
from harness import example
from plain import caught

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
}
# Seconds: how much too early a clock may be, and what no wait here comes near, on a busy machine either.
EARLY = 0.02
LONG = 30


def once(status: int):
    """Whether a status is tried again."""

    def once(client):
        result = caught(client.messages.create, **CALL)
        return result[0] if isinstance(result, list) else type(result)

    once.__name__ = f"a_{status}_is_tried_again_or_not"
    return example(error(status, "api_error"), message())(once)


for status in (400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 501, 502, 503, 504, 529):
    once(status)


@example(error(500, "api_error"))
def it_is_tried_three_times_in_all(client):
    return caught(client.messages.create, **CALL)


@example(error(500, "api_error"))
def not_at_all(sdk):
    return caught(sdk.Anthropic(max_retries=0).messages.create, **CALL)


@example(error(500, "api_error"))
def as_often_as_the_client_says(sdk):
    return caught(sdk.Anthropic(max_retries=4).messages.create, **CALL)


@example(error(500, "api_error"))
def as_often_as_the_copy_says(client):
    return caught(client.with_options(max_retries=1).messages.create, **CALL)


@example(*[error(429, "rate_limit_error")] * 2, message())
def refusals_are_counted_or_not(sdk):
    result = caught(sdk.Anthropic(max_retries=1).messages.create, **CALL)
    return result[0] if isinstance(result, list) else type(result)


@example(error(500, "api_error", **{"x-should-retry": "false"}))
def the_server_says_no(client):
    return type(caught(client.messages.create, **CALL))


@example(error(400, "invalid_request_error", **{"x-should-retry": "true"}), message())
def the_server_says_yes(client):
    return client.messages.create(**CALL).id


@example({"no_answer": "cut"}, message())
def a_connection_that_broke(client):
    return client.messages.create(**CALL).id


@example({"no_answer": "reset"}, {"no_answer": "reset"}, message())
def connections_that_were_reset(client):
    return client.messages.create(**CALL).id


def waited(client) -> float:
    begun = time.monotonic()
    client.messages.create(**CALL)
    return time.monotonic() - begun


@example(error(503, "api_error", **{"retry-after-ms": "300", "retry-after": "50"}), message())
def milliseconds_are_obeyed_first(client):
    return 0.3 - EARLY <= waited(client) < LONG


@example({"status": 503, "headers": {"retry-after": "1"}}, message())
def seconds_are_obeyed(client):
    return 1 - EARLY <= waited(client) < LONG


@example({"status": 429, "headers": {"retry-after": "0.4"}}, message())
def parts_of_a_second_are_obeyed(client):
    return 0.4 - EARLY <= waited(client) < LONG


@example({"status": 503, "headers": {"retry-after": email.utils.formatdate(time.time() - 60, usegmt=True)}}, message())
def a_date_that_is_over(client):
    return waited(client) < LONG


@example({"status": 503}, message())
def without_a_hint_it_waits_a_part_of_half_a_second(client):
    return 0.25 - EARLY <= waited(client) < LONG


@example({"no_answer": "hang"})
def a_timeout_is_tried_again_or_not(sdk):
    return type(caught(sdk.Anthropic(max_retries=1, timeout=0.2).messages.create, **CALL))


@example(error(529, "overloaded_error"), error(503, "api_error"), text_stream())
def streams_are_tried_again(client):
    with client.messages.stream(**CALL) as stream:
        return stream.get_final_text()


@example(error(500, "api_error"), error(500, "api_error"), message())
def how_often_it_was_tried_is_told(client):
    return client.messages.with_raw_response.create(**CALL).retries_taken
