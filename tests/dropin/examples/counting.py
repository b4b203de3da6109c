"""Section 1.4: counting tokens."""

from __future__ import annotations

from answers import error, ok
from harness import example
from plain import caught

TURNS = [{"role": "user", "content": "Hello"}]


@example(ok({"input_tokens": 2095}))
def the_tokens_of_a_request(client):
    count = client.messages.count_tokens(model="claude-opus-4-6", messages=TURNS)
    return count, count.input_tokens, count._request_id


@example(ok({"input_tokens": 2095, "context_management": {"original_input_tokens": 3}}))
def the_tokens_of_a_request_of_the_beta_face(client):
    return client.beta.messages.count_tokens(model="claude-opus-4-6", messages=TURNS, betas=["a", "b"])


@example(ok({"input_tokens": 9}))
def everything_that_counts(client):
    return client.messages.count_tokens(
        model="claude-opus-4-6",
        messages=TURNS,
        system=[{"type": "text", "text": "Short."}],
        thinking={"type": "disabled"},
        tool_choice={"type": "none"},
        tools=[{"name": "f", "description": "d", "input_schema": {"type": "object"}}],
        output_config={"effort": "low"},
        extra_headers={"x-mine": "1"},
        extra_query={"q": "1"},
        extra_body={"future": 1},
        timeout=5,
    )


@example(error(404, "not_found_error", "model: claude-0"))
def a_model_that_does_not_exist(client):
    return caught(client.messages.count_tokens, model="claude-0", messages=TURNS)
