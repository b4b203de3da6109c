"""Section 1.2: `messages.create`, whole."""

from __future__ import annotations

import base64
from typing import Any

from answers import error, message, message_body, ok, text, text_block, tool_use
from harness import example
from plain import caught

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
HELLO: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello, Claude"}],
}
WEATHER = {
    "name": "get_weather",
    "description": "The weather of a city",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


@example()
def a_message_is_created(client):
    message = client.messages.create(**HELLO)
    return message, message.content[0].text, message.stop_reason, message.usage.output_tokens


@example()
def its_text_is_read_block_by_block(client):
    message = client.messages.create(**HELLO)
    return "".join(block.text for block in message.content if block.type == "text")


@example()
def its_ids_are_read(client):
    message = client.messages.create(**HELLO)
    return message.id, message._request_id, message._workspace_id


@example()
def an_id_of_the_request_is_only_on_the_message(client):
    return caught(lambda: client.messages.create(**HELLO).usage._request_id)


@example()
def a_system_prompt_is_text(client):
    return client.messages.create(**HELLO, system="Answer in French.")


@example()
def a_system_prompt_is_blocks_that_are_cached(client):
    blocks = [
        {"type": "text", "text": "You read law."},
        {"type": "text", "text": "The whole book", "cache_control": {"type": "ephemeral", "ttl": "1h"}},
    ]
    return client.messages.create(**HELLO, system=blocks)


@example()
def a_whole_request_is_cached(client):
    return client.messages.create(**HELLO, cache_control={"type": "ephemeral"})


@example()
def a_conversation_of_several_turns(client):
    turns = [
        {"role": "user", "content": "Hello there."},
        {"role": "assistant", "content": "Hi, I'm Claude. How can I help?"},
        {"role": "user", "content": "Can you explain Glycolysis to me?"},
    ]
    return client.messages.create(model="claude-opus-4-6", max_tokens=64, messages=turns)


@example()
def every_parameter_of_the_wire(client):
    return client.messages.create(
        **HELLO,
        metadata={"user_id": "user-17"},
        stop_sequences=["END", "STOP"],
        service_tier="auto",
        inference_geo="eu",
        container="container_1",
        thinking={"type": "adaptive"},
        output_config={"effort": "low"},
        tools=[WEATHER],
        tool_choice={"type": "auto", "disable_parallel_tool_use": True},
    )


@example(message(text_block("A"), stop_reason="stop_sequence", stop_sequence="END"))
def a_stop_sequence_ended_it(client):
    message = client.messages.create(**HELLO, stop_sequences=["END"])
    return message.stop_reason, message.stop_sequence


@example()
def an_image_in_base64(client):
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PIXEL}}
    content = [image, {"type": "text", "text": "What is this?"}]
    return client.messages.create(**HELLO | {"messages": [{"role": "user", "content": content}]})


@example()
def an_image_by_url(client):
    image = {"type": "image", "source": {"type": "url", "url": "https://images.invalid/ant.jpg"}}
    return client.messages.create(**HELLO | {"messages": [{"role": "user", "content": [image]}]})


@example()
def an_image_from_a_file(client, folder):
    path = folder / "ant.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": path}}
    return client.messages.create(**HELLO | {"messages": [{"role": "user", "content": [image]}]})


@example()
def an_image_from_an_open_file(client, folder):
    path = folder / "ant.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with path.open("rb") as file:
        image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": file}}
        return client.messages.create(**HELLO | {"messages": [{"role": "user", "content": [image]}]})


@example()
def a_document_in_base64(client):
    source = {"type": "base64", "media_type": "application/pdf", "data": PIXEL}
    document = {"type": "document", "source": source, "title": "The book", "citations": {"enabled": True}}
    return client.messages.create(**HELLO | {"messages": [{"role": "user", "content": [document]}]})


@example()
def documents_of_text_of_blocks_and_of_files(client):
    sources = [
        {"type": "text", "media_type": "text/plain", "data": "Grass is green."},
        {"type": "content", "content": [{"type": "text", "text": "A chunk"}]},
        {"type": "url", "url": "https://papers.invalid/a.pdf"},
        {"type": "file", "file_id": "file_1"},
    ]
    content = [{"type": "document", "source": source} for source in sources]
    return client.messages.create(**HELLO | {"messages": [{"role": "user", "content": content}]})


@example(message({"type": "thinking", "thinking": "Hm.", "signature": "c2ln"}, text_block("42")))
def thinking_is_answered_and_put_back(client):
    thinking = {"type": "enabled", "budget_tokens": 2000}
    first = client.messages.create(**HELLO | {"max_tokens": 4000}, thinking=thinking)
    turns = [*HELLO["messages"], {"role": "assistant", "content": first.content}, {"role": "user", "content": "Why?"}]
    client.messages.create(**HELLO | {"messages": turns, "max_tokens": 4000}, thinking=thinking)
    return first, first.content[0].thinking


@example(message({"type": "redacted_thinking", "data": "abc"}, text_block("42")))
def redacted_thinking_is_answered(client):
    return client.messages.create(**HELLO)


@example(message(tool_use("get_weather", {"city": "Paris"}), stop_reason="tool_use"), message(text_block("Sunny")))
def a_tool_is_called_and_its_result_put_back(client):
    first = client.messages.create(**HELLO, tools=[WEATHER])
    call = next(block for block in first.content if block.type == "tool_use")
    result = {"type": "tool_result", "tool_use_id": call.id, "content": [{"type": "text", "text": "18 degrees"}]}
    turns = [
        *HELLO["messages"],
        {"role": first.role, "content": first.content},
        {"role": "user", "content": [result]},
    ]
    last = client.messages.create(**HELLO | {"messages": turns}, tools=[WEATHER], tool_choice={"type": "any"})
    return first, call.name, call.input, call.input["city"], last


@example(message(tool_use("get_weather", {"city": "Paris"}), stop_reason="tool_use"), message(text_block("Sunny")))
def a_whole_message_is_put_back(client):
    first = client.messages.create(**HELLO)
    return client.messages.create(**HELLO | {"messages": [*HELLO["messages"], first.to_param()]})


@example(message(text_block("Grass is green", citations=[])), message())
def a_message_object_is_a_turn(client):
    first = client.messages.create(**HELLO)
    return client.messages.create(**HELLO | {"messages": [*HELLO["messages"], first]})


CITATION = {
    "type": "char_location",
    "cited_text": "Grass is green.",
    "document_index": 0,
    "document_title": None,
    "start_char_index": 0,
    "end_char_index": 15,
    "file_id": None,
}


@example(message(text_block("Grass is green", citations=[CITATION])), message())
def citations_are_answered_and_put_back(client):
    first = client.messages.create(**HELLO)
    turns = [*HELLO["messages"], {"role": "assistant", "content": first.content}]
    client.messages.create(**HELLO | {"messages": turns})
    return first, first.content[0].citations[0].cited_text


SEARCH = [
    {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "ants"}},
    {
        "type": "web_search_tool_result",
        "tool_use_id": "srvtoolu_1",
        "content": [
            {
                "type": "web_search_result",
                "title": "Ants",
                "url": "https://ants.invalid",
                "encrypted_content": "abc",
                "page_age": None,
            }
        ],
    },
]


@example(
    message(
        *SEARCH,
        text_block("Ants."),
        usage={"input_tokens": 3, "output_tokens": 4, "server_tool_use": {"web_search_requests": 1}},
    ),
    message(),
)
def a_search_of_the_web_is_answered_and_put_back(client):
    tool = {"type": "web_search_20250305", "name": "web_search", "max_uses": 3, "allowed_domains": ["ants.invalid"]}
    first = client.messages.create(**HELLO, tools=[tool])
    turns = [*HELLO["messages"], {"role": "assistant", "content": first.content}]
    client.messages.create(**HELLO | {"messages": turns}, tools=[tool])
    return first, first.content[1].content[0].url, first.usage.server_tool_use.web_search_requests


FAILED_SEARCH = {"type": "web_search_tool_result_error", "error_code": "max_uses_exceeded"}


@example(message({"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": FAILED_SEARCH}))
def a_search_of_the_web_that_failed(client):
    return client.messages.create(**HELLO).content[0].content.error_code


@example()
def turns_come_from_a_generator(client):
    def turns():
        yield {"role": "user", "content": "One"}
        yield {"role": "assistant", "content": ({"type": "text", "text": t} for t in ("a", "b"))}
        yield {"role": "user", "content": "Three"}

    return client.messages.create(model="claude-opus-4-6", max_tokens=8, messages=turns())


@example()
def lists_may_be_tuples(client):
    turns = ({"role": "user", "content": ({"type": "text", "text": "Hi"},)},)
    return client.messages.create(model="claude-opus-4-6", max_tokens=8, messages=turns, stop_sequences=("A",))


@example()
def text_goes_over_the_wire_as_it_is(client):
    words = 'Grüße, 世界 🐜 "quoted" \\ \u2028 \x7f \t\n </script>'
    client.messages.create(**HELLO | {"messages": [{"role": "user", "content": words}]})


@example(message(text_block('Grüße 世界 🐜 "\\')))
def text_comes_back_as_it_is(client):
    return client.messages.create(**HELLO).content[0].text


@example()
def arguments_that_are_not_given_are_not_sent(sdk, client):
    client.messages.create(**HELLO, system=sdk.omit, tools=sdk.omit, stop_sequences=sdk.omit)


@example()
def not_given_is_not_sent_either(sdk, client):
    return client.messages.create(**HELLO, timeout=sdk.NOT_GIVEN)


@example()
def none_is_sent_as_null(client):
    client.messages.create(**HELLO | {"metadata": {"user_id": None}})


@example()
def large_numbers_and_floats_keep_their_digits(client):
    tool = {"name": "n", "input_schema": {"type": "object", "properties": {"x": {"maximum": 12345678901234567890}}}}
    client.messages.create(**HELLO, tools=[tool | {"strict": True}], extra_body={"f": 0.1, "g": 1e22, "h": -0.0})


@example()
def headers_query_and_body_of_a_call(client):
    return client.messages.create(
        **HELLO,
        extra_headers={"x-mine": "1", "anthropic-beta": "one,two"},
        extra_query={"trace": "yes", "list": ["a", "b"], "deep": {"er": True}},
        extra_body={"future": {"field": [1]}, "max_tokens": 7},
    )


@example()
def a_header_of_a_call_replaces_that_of_the_client(sdk):
    client = sdk.Anthropic(default_headers={"X-Mine": "client", "X-Other": "kept"})
    client.messages.create(**HELLO, extra_headers={"x-mine": "call"})


@example()
def a_header_of_a_call_is_left_out(sdk):
    client = sdk.Anthropic(default_headers={"X-Mine": "client"})
    client.messages.create(**HELLO, extra_headers={"X-Mine": sdk.omit})


@example()
def the_version_of_the_api_is_chosen_by_a_header(client):
    client.messages.create(**HELLO, extra_headers={"anthropic-version": "2023-06-01"})


@example()
def profiles_and_workspaces_are_headers(client):
    client.messages.create(**HELLO, user_profile_id="up_1", workspace_id="wrkspc_2")


@example()
def sampling_goes_through_extra_body(client):
    client.messages.create(**HELLO, extra_body={"temperature": 0.5, "top_k": 3})


@example()
def a_model_that_will_be_retired(client):
    client.messages.create(**HELLO | {"model": "claude-opus-4-5"})


@example()
def a_parameter_that_does_not_exist_is_a_type_error(client):
    return type(caught(client.messages.create, **HELLO, colour="red"))


@example()
def a_parameter_that_is_missing_is_a_type_error(client):
    return type(caught(client.messages.create, model="claude-opus-4-6"))


@example()
def arguments_without_names_are_a_type_error(client):
    return type(caught(client.messages.create, "claude-opus-4-6", 8, []))


@example()
def a_value_without_json_is_a_type_error(client):
    return type(caught(client.messages.create, **HELLO, metadata={"user_id": object()}))


@example(
    message(
        text_block("A", future={"x": [1]}),
        future_field=[{"y": 2}],
        usage={"input_tokens": 1, "output_tokens": 2, "mana": 3},
    )
)
def fields_of_the_future_are_kept(client):
    message = client.messages.create(**HELLO)
    return message, message.future_field[0]["y"], message.content[0].future["x"], message.usage.mana


@example(message({"type": "hologram", "beams": 3}, text_block("A")))
def a_block_of_the_future_is_kept(client):
    message = client.messages.create(**HELLO)
    return message.content[0].type, message.content[0].beams, message.content[1].text


@example(message(stop_reason="moon_phase"))
def a_word_of_the_future_is_kept(client):
    return client.messages.create(**HELLO).stop_reason


@example(message(stop_reason="refusal", stop_details={"type": "refusal", "category": "cyber", "explanation": "No."}))
def a_refusal(client):
    message = client.messages.create(**HELLO)
    return message, message.stop_details.category


@example(ok({"id": "msg_1", "type": "message", "role": "assistant", "content": []}))
def an_answer_that_lacks_fields(client):
    message = client.messages.create(**HELLO)
    return message.id, message.content


@example(ok(message_body(text_block("A"), id=7, usage={"input_tokens": "many", "output_tokens": None})))
def fields_of_a_wrong_type_pass(client):
    message = client.messages.create(**HELLO)
    return message.id, message.usage.input_tokens, message.usage.output_tokens


@example(text("<html>hello</html>", "text/html"))
def an_answer_that_is_not_json(client):
    return caught(client.messages.create, **HELLO)


@example(text("{not json", "application/json"))
def an_answer_that_is_broken_json(client):
    return caught(client.messages.create, **HELLO)


@example(ok([1, 2]))
def an_answer_that_is_not_an_object(client):
    return caught(client.messages.create, **HELLO)


@example()
def a_long_call_without_a_stream(client):
    return caught(client.messages.create, **HELLO | {"max_tokens": 64000})


@example()
def a_long_call_with_a_timeout_is_sent(client):
    return client.messages.create(**HELLO | {"max_tokens": 64000}, timeout=900)


@example(message(), message(text_block("Two")))
def calls_one_after_another_share_a_client(client):
    return [client.messages.create(**HELLO).content[0].text for _ in range(2)]


@example(error(500, "api_error"), message())
def a_call_that_failed_once_succeeds(client):
    return client.messages.create(**HELLO)


@example()
def betas_of_the_beta_face(client):
    message = client.beta.messages.create(**HELLO, betas=["one-2025-01-01", "two-2025-01-01"])
    return message.content[0].text, message._request_id


@example()
def the_classes_of_the_beta_face(sdk, client):
    from importlib import import_module

    beta = import_module(f"{sdk.types.__name__}.beta")
    message = client.beta.messages.create(**HELLO)
    return isinstance(message, beta.BetaMessage), isinstance(message.content[0], beta.BetaTextBlock)


@example()
def the_beta_face_without_betas(client):
    return client.beta.messages.create(**HELLO).content[0].text


@example()
def the_beta_face_takes_what_only_it_has(client):
    servers = [{"type": "url", "url": "https://mcp.invalid/sse", "name": "tools"}]
    edits = {"edits": [{"type": "clear_tool_uses_20250919"}]}
    client.beta.messages.create(**HELLO, mcp_servers=servers, context_management=edits, betas=["mcp-client-2025-11-20"])


@example()
async def many_calls_are_awaited_together(sdk):
    import asyncio

    async with sdk.AsyncAnthropic() as client:
        messages = await asyncio.gather(*(client.messages.create(**HELLO) for _ in range(5)))
    return [message.content[0].text for message in messages]
