"""Requests of all kinds, as people write them. Never run: `test_types.py` has type checkers read it.

Every `type: ignore` is a mistake that has to be found: one that is not needed is an error too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_type

import tidings
from tidings.types import (
    AssistantMessageParam,
    CacheControlEphemeralParam,
    ContentBlock,
    ImageBlockParam,
    Message,
    MessageCreateParamsNonStreaming,
    MessageParam,
    StopReason,
    SystemMessageParam,
    TextBlockParam,
    TextCitation,
    ToolParam,
    ToolResultBlockParam,
    ToolUnionParam,
    Usage,
    UserMessageParam,
)

WEATHER: ToolParam = {
    "name": "get_weather",
    "description": "The weather of a place.",
    "input_schema": {
        "type": "object",
        "properties": {"place": {"type": "string"}},
        "required": ["place"],
        "additionalProperties": False,
    },
    "cache_control": {"type": "ephemeral", "ttl": "1h"},
}


def pictures_and_documents(client: tidings.Client, picture: str) -> Message:
    photo: ImageBlockParam = {
        "type": "image",
        "source": {"type": "base64", "media_type": "image/png", "data": picture},
    }
    return client.messages.create(
        model="claude-opus-4-6",
        max_tokens=1024,
        system=[{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "What is this?"},
                    photo,
                    {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}},
                    {"type": "document", "source": {"type": "file", "file_id": "file_1"}, "title": None},
                    {
                        "type": "document",
                        "source": {"type": "text", "media_type": "text/plain", "data": "Grass is green."},
                        "citations": {"enabled": True},
                    },
                    {
                        "type": "search_result",
                        "source": "https://example.com",
                        "title": "An example",
                        "content": [TextBlockParam(type="text", text="Some text.")],
                    },
                ],
            }
        ],
        stop_sequences=("END", "STOP"),
        metadata={"user_id": "1"},
        temperature=0.5,
        timeout=30,
    )


def a_loop_of_tools(client: tidings.Client) -> Message:
    messages: list[MessageParam] = [MessageParam(role="user", content="How is the weather in Oslo?")]
    tools: list[ToolUnionParam] = [
        WEATHER,
        {"type": "bash_20250124", "name": "bash"},
        {"type": "web_search_20250305", "name": "web_search", "max_uses": 3, "allowed_domains": ["example.com"]},
        {"type": "text_editor_20250728", "name": "str_replace_based_edit_tool", "max_characters": None},
    ]
    while True:
        message = client.messages.create(
            model="claude-opus-4-6",
            max_tokens=2048,
            messages=messages,
            tools=tools,
            tool_choice={"type": "auto", "disable_parallel_tool_use": True},
            thinking={"type": "enabled", "budget_tokens": 1024},
        )
        if message.stop_reason != "tool_use":
            return message
        messages.append({"role": "assistant", "content": message.content})
        results: list[ToolResultBlockParam] = [
            {"type": "tool_result", "tool_use_id": block.id, "content": str(block.input), "is_error": False}
            for block in message.content
            if block.type == "tool_use"
        ]
        messages.append({"role": "user", "content": results})


def what_comes_goes_back(client: tidings.Client, first: Message, cached: CacheControlEphemeralParam) -> None:
    def conversation() -> Iterator[MessageParam | Message]:
        yield {"role": "user", "content": "Go on."}
        yield first
        yield first.to_param()

    params: MessageCreateParamsNonStreaming = {"model": "any-model", "max_tokens": 1, "messages": []}
    assert_type(client.messages.create(**params), Message)
    client.messages.create(
        model="claude-opus-4-6",
        max_tokens=1,
        messages=conversation(),
        cache_control=cached,
        thinking={"type": "adaptive", "display": "omitted"},
        output_config={"effort": "low", "format": {"type": "json_schema", "schema": {"type": "object"}}},
        tool_choice={"type": "tool", "name": "get_weather"},
        service_tier="auto",
        container=None,
        system=tidings.NOT_GIVEN,
        tools=tidings.omit,
        extra_body={"of_tomorrow": True},
        extra_headers={"x-a": None},
    )


def messages_of_one_role(client: tidings.Client, first: Message) -> Message:
    question: UserMessageParam = {"role": "user", "content": "How is the weather?"}
    answer: AssistantMessageParam = {"role": "assistant", "content": first.content}
    rule: SystemMessageParam = {"role": "system", "content": [{"type": "text", "text": "Be brief."}]}
    thanks = UserMessageParam(role="user", content="Thanks.")
    conversation: list[UserMessageParam | AssistantMessageParam] = [question, answer]
    client.messages.create(model="m", max_tokens=1, messages=conversation)
    return client.messages.create(model="m", max_tokens=1, messages=[question, first, rule, answer, thanks])


def answers(message: Message) -> None:
    assert_type(message.content, list[ContentBlock])
    assert_type(message.usage, Usage)
    assert_type(message.stop_reason, StopReason | None)
    for block in message.content:
        if block.type == "text":
            assert_type(block.citations, list[TextCitation] | None)
            for citation in block.citations or []:
                if citation.type == "page_location":
                    assert_type(citation.start_page_number, int)
                elif citation.type == "web_search_result_location":
                    assert_type(citation.url, str)
        elif block.type == "thinking":
            assert_type(block.signature, str)
        elif block.type == "web_search_tool_result":
            if isinstance(block.content, list):
                assert_type([result.url for result in block.content], list[str])
            else:
                print(block.content.error_code)


def mistakes(client: tidings.Client, message: Message) -> None:
    ask: list[MessageParam] = [{"role": "user", "content": "Hi"}]
    client.messages.stream(model="m", max_tokens="1", messages=ask)  # type: ignore[arg-type]
    client.messages.stream(model="m", max_tokens=1, messages=ask, max_token=2)  # type: ignore[call-arg]
    client.messages.stream(model="m", messages=ask)  # type: ignore[call-arg]
    client.messages.stream(model="m", max_tokens=1, messages=ask, stop_sequences="END")  # type: ignore[arg-type]
    client.messages.stream(model="m", max_tokens=1, messages=ask, service_tier="gold")  # type: ignore[arg-type]
    client.messages.stream(model="m", max_tokens=1, messages=ask, thinking={"type": "enabled"})  # type: ignore[arg-type]
    client.messages.stream(model="m", max_tokens=1, messages=ask, tool_choice={"type": "tool"})  # type: ignore[arg-type]
    wrong_role: MessageParam = {"role": "robot", "content": "Hi"}  # type: ignore[typeddict-item]
    no_user: UserMessageParam = {"role": "assistant", "content": "Hi"}  # type: ignore[typeddict-item]
    no_text: SystemMessageParam = {"role": "system", "content": [{"type": "image"}]}  # type: ignore[list-item]
    wrong_type: TextBlockParam = {"type": "txt", "text": ""}  # type: ignore[typeddict-item]
    missing: TextBlockParam = {"type": "text"}  # type: ignore[typeddict-item]
    no_such_field: TextBlockParam = {"type": "text", "text": "", "colour": "red"}  # type: ignore[typeddict-unknown-key]
    print(wrong_role, no_user, no_text, wrong_type, missing, no_such_field)
    print(message.contents)  # type: ignore[attr-defined]
    print(message.stop_reason == "finished")  # type: ignore[comparison-overlap]
