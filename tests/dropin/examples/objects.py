"""Section 1.11: the objects of answers, and the types of parameters."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

from answers import message, message_body, ok, text_block, tool_use
from harness import example
from plain import caught, plain

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
}
TWO_BLOCKS = message(text_block("Hi", citations=None), tool_use("f", {"a": [1, None]}), future={"x": 1})


@example(TWO_BLOCKS)
def to_dict(client):
    return client.messages.create(**CALL).to_dict()


@example(TWO_BLOCKS)
def to_dict_of_only_what_is_set(client):
    message = client.messages.create(**CALL)
    return {
        "exclude_none": message.to_dict(exclude_none=True),
        "exclude_unset": message.to_dict(exclude_unset=True),
        "mode": message.to_dict(mode="python"),
    }


@example(TWO_BLOCKS)
def to_json(client):
    text = client.messages.create(**CALL).to_json()
    return json.loads(text), len(text.splitlines()), text.startswith('{\n  "id": "msg_1",\n')


@example(TWO_BLOCKS)
def to_json_in_one_line(client):
    text = client.messages.create(**CALL).to_json(indent=None)
    return json.loads(text), len(text), text.startswith('{"id":"msg_1",')


@example(TWO_BLOCKS)
def the_order_of_fields(client):
    return ",".join(client.messages.create(**CALL).to_dict())


@example(TWO_BLOCKS)
def model_dump_of_what_is_set(client):
    message = client.messages.create(**CALL)
    return message.model_dump(exclude_unset=True), message.model_dump(exclude_unset=True, exclude_none=True)


@example(TWO_BLOCKS)
def model_dump_of_everything(client):
    return client.messages.create(**CALL).model_dump()


@example(TWO_BLOCKS)
def model_dump_of_chosen_fields(client):
    message = client.messages.create(**CALL)
    return message.model_dump(include={"id", "role"}), sorted(message.model_dump(exclude={"content", "usage"}))


@example(TWO_BLOCKS)
def model_dump_json(client):
    message = client.messages.create(**CALL)
    return json.loads(message.model_dump_json(exclude_unset=True))


@example(TWO_BLOCKS)
def a_dict_of_an_object(client):
    message = client.messages.create(**CALL)
    return sorted(name for name, _ in message), sorted(dict(message))


@example(TWO_BLOCKS)
def the_fields_that_came(client):
    message = client.messages.create(**CALL)
    return sorted(message.model_fields_set), sorted(message.usage.model_fields_set)


@example(message(), message(), message(text_block("Other")))
def objects_are_compared(client):
    one, same, other = (client.messages.create(**CALL) for _ in range(3))
    return one == same, one == other, one.usage == other.usage, one != 3


@example(TWO_BLOCKS)
def objects_are_pickled(client):
    message = client.messages.create(**CALL)
    again = pickle.loads(pickle.dumps(message))
    return again, again == message, again._request_id


@example(TWO_BLOCKS)
def objects_are_copied(client):
    message = client.messages.create(**CALL)
    deep, shallow = copy.deepcopy(message), copy.copy(message)
    deep.content[0].text = "Changed"
    return message.content[0].text, deep.content[0].text, shallow.content[0] is message.content[0]


@example(TWO_BLOCKS)
def objects_are_copied_with_changes(client):
    message = client.messages.create(**CALL)
    return message.model_copy(update={"id": "msg_2"}).id, message.model_copy(deep=True) == message


@example(message())
def attributes_may_be_set(client):
    message = client.messages.create(**CALL)
    message.content[0].text = "Mine"
    message.id = "msg_2"
    return message.to_dict()


@example(message())
def a_field_that_did_not_come_is_none(client):
    message = client.messages.create(**CALL)
    return message.container, message.stop_details, message.usage.cache_read_input_tokens, message.content[0].citations


@example(message())
def a_field_that_does_not_exist_is_an_error(client):
    message = client.messages.create(**CALL)
    return type(caught(lambda: message.colour)), hasattr(message, "colour")


@example(message())
def the_repr_of_a_message(client):
    return repr(client.messages.create(**CALL))


@example(message())
def a_message_is_an_instance(sdk, client):
    message = client.messages.create(**CALL)
    return (
        isinstance(message, sdk.types.Message),
        isinstance(message, sdk.BaseModel),
        isinstance(message.usage, sdk.types.Usage),
    )


@example(TWO_BLOCKS)
def blocks_are_matched(sdk, client):
    told = []
    for block in client.messages.create(**CALL).content:
        match block:
            case sdk.types.TextBlock(text=words):
                told.append(words)
            case sdk.types.ToolUseBlock(name=name, input=value):
                told.append((name, value))
    return told


@example(only="sync")
def objects_are_made_by_hand(sdk):
    types = sdk.types
    made = types.Message(
        id="msg_1",
        type="message",
        role="assistant",
        model="claude-opus-4-6",
        content=[types.TextBlock(type="text", text="Hi", citations=None)],
        stop_reason="end_turn",
        stop_sequence=None,
        usage=types.Usage(input_tokens=1, output_tokens=2),
    )
    return made.content[0].text, made.usage.output_tokens, made.to_dict()["usage"]


@example(only="sync")
def objects_are_made_of_dicts(sdk):
    made = sdk.types.Message.model_validate(message_body(text_block("Hi")))
    return made.content[0].text, made.usage.input_tokens


@example(only="sync")
def objects_are_made_without_looking(sdk):
    made = sdk.types.Message.construct(**message_body(text_block("Hi"), future=1))
    same = sdk.types.Message.model_construct(**message_body(text_block("Hi"), future=1))
    return made.content[0].text, type(made.content[0]).__name__, made.future, made == same


@example(only="sync")
def objects_made_by_hand_are_compared_with_answers(sdk):
    return sdk.types.Usage(input_tokens=1, output_tokens=2) == sdk.types.Usage(input_tokens=1, output_tokens=2)


@example(only="sync")
def a_required_field_is_missing(sdk):
    return isinstance(caught(sdk.types.Usage, input_tokens=1), Exception)


@example(only="sync")
def params_are_typed_dicts(sdk):
    block = sdk.types.TextBlockParam(type="text", text="Hi")
    turn = {"role": "user", "content": [block]}
    tool = sdk.types.ToolParam(name="f", input_schema={"type": "object"})
    return block, turn, tool, sdk.types.CacheControlEphemeralParam(type="ephemeral")


@example(message())
def params_are_sent(sdk, client):
    client.messages.create(
        model="claude-opus-4-6",
        max_tokens=8,
        messages=[{"role": "user", "content": [sdk.types.TextBlockParam(type="text", text="Hi")]}],
        tool_choice=sdk.types.ToolChoiceAutoParam(type="auto"),
        tools=[sdk.types.ToolParam(name="f", input_schema={"type": "object"})],
        thinking=sdk.types.ThinkingConfigDisabledParam(type="disabled"),
        metadata=sdk.types.MetadataParam(user_id="u"),
    )


@example(only="sync")
def the_fields_of_a_class(sdk):
    return sorted(sdk.types.TextBlock.model_fields), "content" in sdk.types.Message.model_fields


@example(message(), only="sync")
def an_answer_is_a_field_of_a_pydantic_model(sdk):
    import pydantic

    message = sdk.Anthropic().messages.create(**CALL)
    kind = pydantic.create_model("Record", message=(sdk.types.Message, ...), n=(int, 1))
    record = kind(message=message)
    return record.message.id, record.n, record.model_dump(exclude_unset=True)["message"]["id"]


@example(only="sync")
def unions_of_blocks_are_types(sdk):
    from typing import get_args

    names = [kind.__name__ for kind in get_args(get_args(sdk.types.ContentBlock)[0])] or []
    return "TextBlock" in names or "TextBlock" in [getattr(k, "__name__", "") for k in get_args(sdk.types.ContentBlock)]


@example(message(text_block("Hi"), content_of="x"))
def names_of_python_do_not_get_in_the_way(client):
    message = client.messages.create(**CALL)
    return message.model, plain(message.model_extra), message.content_of


@example(ok(message_body(tool_use("f", {"type": "object", "_x": 1, "items": [{"role": "user"}]}))))
def the_input_of_a_tool_is_plain(client):
    block = client.messages.create(**CALL).content[0]
    return block.input, type(block.input).__name__, type(block.input["items"][0]).__name__
