"""Section 1.3: `messages.stream`, its events, its members, and the message that it folds."""

from __future__ import annotations

from typing import Any

from answers import (
    block,
    end,
    error,
    events,
    json_deltas,
    message_body,
    start,
    text_block,
    text_deltas,
    text_stream,
    tool_stream,
    tool_use,
)
from examples.streams import CITED, THINKING
from harness import example
from plain import bare, caught, plain, seen

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
}


@example(text_stream())
def the_text_stream(client):
    with client.messages.stream(**CALL) as stream:
        return list(stream.text_stream)


@example(text_stream())
def the_text_stream_and_then_the_message(client):
    with client.messages.stream(**CALL) as stream:
        pieces = [text for text in stream.text_stream]
        return pieces, stream.get_final_message()


@example(text_stream())
def every_event_of_a_text(client):
    with client.messages.stream(**CALL) as stream:
        return seen(stream)


@example(text_stream())
def events_as_the_readme_reads_them(client):
    told = []
    with client.messages.stream(**CALL) as stream:
        for event in stream:
            if event.type == "text":
                told.append((event.text, event.snapshot))
            elif event.type == "content_block_stop":
                told.append(("finished", event.index, event.content_block))
            elif event.type == "message_stop":
                told.append(event.message.stop_reason)
    return told


@example(tool_stream())
def every_event_of_a_tool(client):
    with client.messages.stream(**CALL) as stream:
        return seen(stream)


@example(tool_stream("", '{"a": [1, 2.5, {"b": "x\\u00', 'e9y"', "}], ", '"c": tr', 'ue, "d": nu', "ll", "}"))
def the_snapshots_of_an_input(client):
    with client.messages.stream(**CALL) as stream:
        return [(event.partial_json, plain(event.snapshot)) for event in stream if event.type == "input_json"]


@example(tool_stream())
def the_input_of_a_tool_is_an_object_in_the_end(client):
    with client.messages.stream(**CALL) as stream:
        message = stream.get_final_message()
    return message.content[0].input, message.content[0].name, message.stop_reason


@example(events(start(), *THINKING, *end()))
def every_event_of_thinking(client):
    with client.messages.stream(**CALL, thinking={"type": "adaptive"}) as stream:
        return seen(stream)


@example(
    events(
        start(), *block(0, text_block("", citations=[]), *text_deltas("Gr"), CITED, *text_deltas("een"), CITED), *end()
    )
)
def every_event_of_citations(client):
    with client.messages.stream(**CALL) as stream:
        return seen(stream)


@example(events(start(), {"type": "ping"}, {"type": "moon_phase", "phase": "full"}, *block(0, text_block("A")), *end()))
def unknown_events_pass(client):
    with client.messages.stream(**CALL) as stream:
        return [(event.type, getattr(event, "phase", None)) for event in stream]


@example(text_stream())
def the_final_text(client):
    with client.messages.stream(**CALL) as stream:
        return stream.get_final_text()


@example(
    events(
        start(), *block(0, text_block(""), *text_deltas("One")), *block(1, text_block(""), *text_deltas("Two")), *end()
    )
)
def the_final_text_of_two_blocks(client):
    with client.messages.stream(**CALL) as stream:
        return stream.get_final_text()


@example(tool_stream())
def there_is_no_final_text(client):
    with client.messages.stream(**CALL) as stream:
        error = caught(stream.get_final_text)
    return type(error)


@example(text_stream())
def until_done_and_then_the_snapshot(client):
    with client.messages.stream(**CALL) as stream:
        stream.until_done()
        return stream.current_message_snapshot


@example(text_stream())
def the_snapshot_grows(client):
    with client.messages.stream(**CALL) as stream:
        return [plain(stream.current_message_snapshot) for event in stream if event.type in ("text", "message_start")]


@example(text_stream())
def the_snapshot_before_anything_came(client):
    with client.messages.stream(**CALL) as stream:
        return type(caught(lambda: stream.current_message_snapshot))


@example(text_stream())
def breaking_out_and_then_the_final_message(client):
    with client.messages.stream(**CALL) as stream:
        for event in stream:
            if event.type == "text":
                break
        return stream.get_final_message()


@example(text_stream())
def the_message_after_the_block(client):
    with client.messages.stream(**CALL) as stream:
        for _ in stream:
            pass
    return stream.get_final_message(), stream.current_message_snapshot


@example(text_stream())
def leaving_early_closes_the_stream(client):
    with client.messages.stream(**CALL) as stream:
        for text in stream.text_stream:
            break
    return text


@example(text_stream())
def events_and_text_share_one_place(client):
    with client.messages.stream(**CALL) as stream:
        first = [next(stream).type for _ in range(4)]
        return first, list(stream.text_stream)


@example(text_stream())
def the_ids_of_a_stream(client):
    with client.messages.stream(**CALL) as stream:
        ids = stream.request_id, stream.workspace_id
        stream.until_done()
    return ids, stream.response.status_code, stream.response.headers.get("request-id")


@example(text_stream())
def closing_a_stream(client):
    with client.messages.stream(**CALL) as stream:
        next(stream)
        stream.close()


@example(text_stream())
def nothing_is_sent_before_the_block(client):
    manager = client.messages.stream(**CALL)
    manager.__enter__()
    manager.__exit__(None, None, None)


@example(text_stream())
def the_events_have_classes(sdk, client):
    from importlib import import_module

    public = import_module(f"{sdk.types.__name__.partition('.')[0]}")
    names = ("TextEvent", "InputJsonEvent", "MessageStopEvent", "ContentBlockStopEvent")
    with client.messages.stream(**CALL) as stream:
        return [[name for name in names if isinstance(event, getattr(public, name))] for event in stream]


@example(text_stream())
def the_classes_of_the_helper(sdk, client):
    with client.messages.stream(**CALL) as stream:
        return isinstance(bare(stream), (sdk.MessageStream, sdk.AsyncMessageStream))


@example(
    events(
        start(stop_details=None),
        *block(0, text_block("No")),
        {
            "type": "message_delta",
            "delta": {
                "stop_reason": "refusal",
                "stop_sequence": None,
                "stop_details": {"type": "refusal", "category": "bio", "explanation": None},
            },
            "usage": {"output_tokens": 3},
        },
        {"type": "message_stop"},
    )
)
def a_refusal_in_a_stream(client):
    with client.messages.stream(**CALL) as stream:
        return stream.get_final_message().stop_details


@example(
    events(
        start(container=None),
        *block(0, text_block("A")),
        {
            "type": "message_delta",
            "delta": {
                "stop_reason": "end_turn",
                "stop_sequence": None,
                "container": {"id": "c_1", "expires_at": "2026-11-26T10:00:00Z", "skills": None},
            },
            "usage": {
                "input_tokens": 20,
                "output_tokens": 9,
                "cache_creation_input_tokens": 4,
                "server_tool_use": {"web_search_requests": 2},
            },
        },
        {"type": "message_stop"},
    )
)
def usage_and_container_of_the_end(client):
    with client.messages.stream(**CALL) as stream:
        message = stream.get_final_message()
    return message.usage, message.container.id


@example(
    events(
        start(),
        {"type": "content_block_start", "index": 0, "content_block": text_block("")},
        {"type": "content_block_start", "index": 1, "content_block": tool_use("f", {})},
        {"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": '{"a"'}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hi"}},
        {"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": ": 1}"}},
        {"type": "content_block_stop", "index": 0},
        {"type": "content_block_stop", "index": 1},
        *end("tool_use"),
    )
)
def blocks_that_come_interleaved(client):
    with client.messages.stream(**CALL) as stream:
        return seen(stream)


@example(events(start(), *block(0, tool_use("f", {}), *json_deltas('{"a": "un', "finished")), *end("max_tokens")))
def an_input_that_was_cut_off(client):
    with client.messages.stream(**CALL) as stream:
        message = stream.get_final_message()
    return message.content[0].input, message.stop_reason


@example(events(start(), *block(0, tool_use("f", {})), *end("tool_use")))
def a_tool_without_input(client):
    with client.messages.stream(**CALL) as stream:
        return seen(stream)


@example(events(start(), *block(0, {"type": "redacted_thinking", "data": "abc"}), *block(1, text_block("A")), *end()))
def redacted_thinking_in_a_stream(client):
    with client.messages.stream(**CALL) as stream:
        return stream.get_final_message()


@example(text_stream(), text_stream("Again"))
def a_stream_put_back(client):
    with client.messages.stream(**CALL) as stream:
        message = stream.get_final_message()
    turns = [*CALL["messages"], {"role": "assistant", "content": message.content}, {"role": "user", "content": "More"}]
    with client.messages.stream(**CALL | {"messages": turns}) as stream:
        return stream.get_final_text()


@example(error(529, "overloaded_error"), text_stream())
def a_helper_is_tried_again_before_it_begins(client):
    with client.messages.stream(**CALL) as stream:
        return stream.get_final_text()


@example(error(401, "authentication_error", "invalid x-api-key"))
def a_helper_that_is_refused(client):
    return caught(client.messages.stream(**CALL).__enter__)


@example(text_stream())
def the_parameters_of_create(client):
    with client.messages.stream(
        **CALL,
        system="Short.",
        stop_sequences=["END"],
        metadata={"user_id": "u"},
        tools=[{"name": "f", "input_schema": {"type": "object"}}],
        tool_choice={"type": "tool", "name": "f"},
        extra_headers={"x-mine": "1"},
        extra_query={"q": "1"},
        extra_body={"future": 1},
        timeout=30.0,
    ) as stream:
        return stream.get_final_message()


@example(text_stream())
def the_helper_of_the_beta_face(client):
    with client.beta.messages.stream(**CALL, betas=["one-2025-01-01"]) as stream:
        kinds = [event.type for event in stream]
        return kinds, stream.get_final_text()


COMPACTED = block(0, {"type": "compaction", "content": ""}, {"type": "compaction_delta", "content": "So far: hello."})


@example(events(start(), *COMPACTED, *block(1, text_block(""), *text_deltas("Hi")), *end()))
def a_compaction_of_the_beta_face(client):
    with client.beta.messages.stream(**CALL, betas=["compact-2026-01-12"]) as stream:
        told = [plain(event) for event in stream if event.type == "compaction"]
        return told, [block.type for block in stream.get_final_message().content]


@example(text_stream())
async def async_text_as_people_write_it(sdk):
    client = sdk.AsyncAnthropic()
    pieces = []
    async with client.messages.stream(**CALL) as stream:
        async for text in stream.text_stream:
            pieces.append(text)
    message = await stream.get_final_message()
    await client.close()
    return pieces, plain(message)


@example(text_stream())
async def async_events_as_people_write_them(sdk):
    async with sdk.AsyncAnthropic() as client, client.messages.stream(**CALL) as stream:
        kinds = [event.type async for event in stream]
        return kinds, await stream.get_final_text(), plain(stream.current_message_snapshot)


@example({"fixture": "11_web_search", "headers": {"request-id": "req_1"}})
def a_recorded_search(client):
    with client.messages.stream(**CALL) as stream:
        return seen(stream)


@example({"fixture": "12_code_execution_pause", "headers": {"request-id": "req_1"}})
def a_recorded_run_of_code(client):
    with client.messages.stream(**CALL) as stream:
        return seen(stream)


@example({"fixture": "04_thinking", "headers": {"request-id": "req_1"}})
def recorded_thinking(client):
    with client.messages.stream(**CALL) as stream:
        return seen(stream)


@example({"fixture": "10_citations", "headers": {"request-id": "req_1"}})
def recorded_citations(client):
    with client.messages.stream(**CALL) as stream:
        return seen(stream)


@example(events(message_body(), *block(0, text_block("")), *end()))
def a_stream_that_begins_wrongly(client):
    with client.messages.stream(**CALL) as stream:
        return caught(stream.get_final_message)
