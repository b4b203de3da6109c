"""Objects of answers as programs make, copy and look at them."""

from __future__ import annotations

import copy
import datetime
import pickle

import pytest

from tidings.types import MessageBatch, Message, ModelInfo, TextBlock
from tidings.types.messages import MessageBatchIndividualResponse

MOMENT = "2026-11-24T10:00:00Z"


def test_an_object_that_is_constructed_has_objects_in_it_and_leaves_the_callers_dicts_alone() -> None:
    content = [{"type": "text", "text": "Hi"}]
    for make in (Message.construct, Message.model_construct):
        message = make(id="m", content=content)
        assert type(message.content[0]) is TextBlock and content == [{"type": "text", "text": "Hi"}]
        assert message.model_fields_set == {"id", "content"}
        assert message.to_dict() == {"id": "m", "content": content}


def test_a_copy_may_be_changed() -> None:
    message = Message.construct(id="m", content=[{"type": "text", "text": "Hi"}])
    changed = message.model_copy(update={"id": "n"})
    assert (message.id, changed.id) == ("m", "n") and changed.content[0] is message.content[0]
    deep = message.model_copy(deep=True)
    assert deep == message and deep.content[0] is not message.content[0]


def test_only_what_an_answer_holds_has_the_ids_of_it() -> None:
    message = Message.construct(id="m", usage={"input_tokens": 1, "output_tokens": 1})
    for one in (message, message.usage):
        with pytest.raises(AttributeError, match="_request_id"):
            _ = one._request_id
    message._request_id = "req_1"
    kept = pickle.loads(pickle.dumps(message))
    assert kept._request_id == copy.deepcopy(message)._request_id == "req_1"
    assert "_request_id" not in message.to_dict() and "req_1" not in repr(message)


def test_fields_are_given_by_their_names_alone() -> None:
    with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
        Message("m")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MOMENT, datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.timezone.utc)),
        ("2026-11-24T10:00:00.5Z", datetime.datetime(2026, 11, 24, 10, 0, 0, 500000, tzinfo=datetime.timezone.utc)),
        ("2026-11-24t10:00:00.123456789z", datetime.datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=datetime.timezone.utc)),
        (
            "2026-11-24T10:00:00+05:30",
            datetime.datetime(
                2026, 11, 24, 10, tzinfo=datetime.timezone(datetime.timedelta(hours=5, minutes=30))
            ),
        ),
        ("soon", "soon"),
        ("2026-13-24T10:00:00Z", "2026-13-24T10:00:00Z"),
        ("", None),
        (None, None),
    ],
)
def test_a_moment_is_a_datetime_where_it_can_be_one(text: str | None, expected: object) -> None:
    model = ModelInfo.construct(id="m", created_at=text)
    assert model.created_at == expected
    assert model.to_dict() == {"id": "m", "created_at": expected}
    assert model.to_dict(mode="json") == {"id": "m", "created_at": text}


def test_a_moment_that_did_not_come_is_none_and_can_be_set() -> None:
    batch = MessageBatch.construct(id="b", created_at=MOMENT)
    assert batch.ended_at is None and batch.created_at.year == 2026
    kept = pickle.loads(pickle.dumps(batch))
    assert kept == batch and kept.created_at == batch.created_at
    batch.__dict__["ended_at"] = MOMENT
    assert batch.ended_at == batch.created_at


def test_a_result_of_a_batch_holds_a_message() -> None:
    message = {"id": "m", "type": "message", "content": [{"type": "text", "text": "Hi"}]}
    line = MessageBatchIndividualResponse.construct(custom_id="a", result={"type": "succeeded", "message": message})
    assert line.result.type == "succeeded" and line.result.message.content[0].text == "Hi"
