"""Section 1.2: `messages.create(stream=True)`, the events as they are on the wire."""

from __future__ import annotations

from typing import Any

from answers import (
    block,
    end,
    error,
    events,
    json_deltas,
    message,
    start,
    text_block,
    text_deltas,
    text_stream,
    tool_stream,
    tool_use,
)
from harness import example
from plain import caught, plain, seen

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
    "stream": True,
}


@example(text_stream())
def every_event_of_a_text(client):
    return seen(client.messages.create(**CALL))


@example(text_stream())
def the_text_is_printed_as_it_comes(client):
    pieces = []
    for event in client.messages.create(**CALL):
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            pieces.append(event.delta.text)
    return pieces


@example(text_stream())
def the_kinds_in_their_order(client):
    return [event.type for event in client.messages.create(**CALL)]


@example(tool_stream())
def the_input_of_a_tool_comes_in_pieces(client):
    return seen(client.messages.create(**CALL))


THINKING = [
    *block(
        0,
        {"type": "thinking", "thinking": "", "signature": ""},
        {"type": "thinking_delta", "thinking": "Let me "},
        {"type": "thinking_delta", "thinking": "see."},
        {"type": "signature_delta", "signature": "c2ln"},
    ),
    *block(1, text_block(""), *text_deltas("4", "2")),
]


@example(events(start(), *THINKING, *end()))
def thinking_and_its_signature(client):
    return seen(client.messages.create(**CALL, thinking={"type": "adaptive"}))


CITED = {
    "type": "citations_delta",
    "citation": {
        "type": "page_location",
        "cited_text": "Green",
        "document_index": 0,
        "document_title": "Grass",
        "start_page_number": 1,
        "end_page_number": 2,
        "file_id": None,
    },
}


@example(events(start(), *block(0, text_block("", citations=[]), *text_deltas("Green"), CITED), *end()))
def a_citation(client):
    return seen(client.messages.create(**CALL))


@example(events(start(), {"type": "ping"}, *block(0, text_block("")), {"type": "ping"}, *end()))
def pings_are_not_seen(client):
    return [event.type for event in client.messages.create(**CALL)]


@example(events(start(), {"type": "moon_phase", "phase": "full"}, *block(0, text_block("")), *end()))
def an_event_of_the_future_passes(client):
    moons = [event for event in client.messages.create(**CALL) if event.type == "moon_phase"]
    return [moon.phase for moon in moons]


@example(events(start(), *block(0, text_block(""), {"type": "smell_delta", "smell": "roses"}), *end()))
def a_delta_of_the_future_passes(client):
    deltas = [event.delta for event in client.messages.create(**CALL) if event.type == "content_block_delta"]
    return [(delta.type, delta.smell) for delta in deltas]


@example(events(start(), *block(0, {"type": "hologram", "beams": 3}), *end()))
def a_block_of_the_future_passes(client):
    begun = [event for event in client.messages.create(**CALL) if event.type == "content_block_start"]
    return [(event.content_block.type, event.content_block.beams) for event in begun]


@example(text_stream())
def events_are_told_apart_by_their_classes(sdk, client):
    types = sdk.types
    kinds = (
        types.RawMessageStartEvent,
        types.RawContentBlockStartEvent,
        types.RawContentBlockDeltaEvent,
        types.RawContentBlockStopEvent,
        types.RawMessageDeltaEvent,
        types.RawMessageStopEvent,
    )
    return [[isinstance(event, kind) for kind in kinds] for event in client.messages.create(**CALL)]


@example(text_stream())
def the_deltas_are_told_apart_by_their_classes(sdk, client):
    events = client.messages.create(**CALL)
    return [isinstance(e.delta, sdk.types.TextDelta) for e in events if e.type == "content_block_delta"]


@example(text_stream())
def a_stream_is_a_context_manager(client):
    with client.messages.create(**CALL) as stream:
        first = next(iter(stream))
    return first.type, first.message.id


@example(text_stream())
def a_stream_is_an_iterator(client):
    stream = client.messages.create(**CALL)
    return next(stream).type, next(stream).type


@example(text_stream())
def a_stream_ends_once(client):
    stream = client.messages.create(**CALL)
    return len(list(stream)), len(list(stream))


@example(text_stream())
def leaving_early_and_closing(client):
    stream = client.messages.create(**CALL)
    for event in stream:
        break
    stream.close()
    return event.type


@example(text_stream())
def the_answer_behind_a_stream(client):
    stream = client.messages.create(**CALL)
    response = stream.response
    return response.status_code, response.headers["request-id"], response.headers["Content-Type"]


@example(text_stream())
def the_classes_of_streams(sdk, client):
    from faces import bare

    stream = bare(client.messages.create(**CALL))
    return isinstance(stream, (sdk.Stream, sdk.AsyncStream))


@example(events(start(), *block(0, text_block("")), *end(input_tokens=15, cache_read_input_tokens=3)))
def usage_at_the_end_of_a_stream(client):
    last = [event for event in client.messages.create(**CALL) if event.type == "message_delta"][0]
    return last.usage, last.usage.output_tokens, last.delta.stop_reason


@example(
    events(
        start(),
        *block(0, text_block(""), *text_deltas("I'll look.")),
        *block(
            1,
            {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}},
            *json_deltas('{"query":', ' "ants"}'),
        ),
        *block(
            2,
            {
                "type": "web_search_tool_result",
                "tool_use_id": "srvtoolu_1",
                "content": [
                    {
                        "type": "web_search_result",
                        "title": "Ants",
                        "url": "https://ants.invalid",
                        "encrypted_content": "x",
                        "page_age": "1 day",
                    }
                ],
            },
        ),
        *end(),
    )
)
def a_search_inside_a_stream(client):
    return seen(client.messages.create(**CALL))


@example(error(529, "overloaded_error"), text_stream())
def a_stream_is_tried_again_before_it_begins(client):
    return [event.type for event in client.messages.create(**CALL)]


@example(error(400, "invalid_request_error", "messages: at least one"))
def a_stream_that_is_refused(client):
    return caught(client.messages.create, **CALL)


@example(text_stream())
def a_stream_of_the_beta_face(client):
    return [event.type for event in client.beta.messages.create(**CALL, betas=["one-2025-01-01"])]


@example(text_stream())
async def async_events_as_people_write_them(sdk):
    client = sdk.AsyncAnthropic()
    stream = await client.messages.create(**CALL)
    kinds = []
    async for event in stream:
        kinds.append(event.type)
    await client.close()
    return kinds


@example(text_stream())
async def leaving_an_async_stream_early(sdk):
    async with sdk.AsyncAnthropic() as client:
        async with await client.messages.create(**CALL) as stream:
            async for event in stream:
                return plain(event)


@example(text_stream())
async def many_async_streams_together(sdk):
    import asyncio

    async def text_of(client):
        stream = await client.messages.create(**CALL)
        return "".join([e.delta.text async for e in stream if e.type == "content_block_delta"])

    async with sdk.AsyncAnthropic() as client:
        return await asyncio.gather(*(text_of(client) for _ in range(10)))


@example(text_stream(), only="sync")
def many_threads_share_a_client(client):
    from concurrent.futures import ThreadPoolExecutor

    def text_of(_):
        return "".join(e.delta.text for e in client.messages.create(**CALL) if e.type == "content_block_delta")

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(text_of, range(16)))


@example(message())
def stream_false_is_a_whole_message(client):
    return client.messages.create(**CALL | {"stream": False})


@example(events(start(), *block(0, tool_use("f", {}), *json_deltas("{broken")), *end("tool_use")))
def the_input_of_a_tool_may_be_broken(client):
    events = client.messages.create(**CALL)
    return [e.delta.partial_json for e in events if e.type == "content_block_delta"]
