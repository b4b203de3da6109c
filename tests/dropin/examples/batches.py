"""Section 1.6: batches of messages, and their results."""

from __future__ import annotations

import json
from typing import Any

from answers import error, lines, message_body, ok, page, text, text_block
from harness import example
from plain import caught, plain, seen

BATCH: dict[str, Any] = {
    "id": "msgbatch_1",
    "type": "message_batch",
    "processing_status": "in_progress",
    "request_counts": {"processing": 2, "succeeded": 0, "errored": 0, "canceled": 0, "expired": 0},
    "created_at": "2026-11-20T18:37:24.100435Z",
    "expires_at": "2026-11-21T18:37:24.100435Z",
    "ended_at": None,
    "cancel_initiated_at": None,
    "archived_at": None,
    "results_url": None,
}
ENDED = BATCH | {"processing_status": "ended", "results_url": "{base_url}/v1/messages/batches/msgbatch_1/results"}
PARAMS: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 100,
    "messages": [{"role": "user", "content": "Hello"}],
}
RESULTS = lines(
    {"custom_id": "a", "result": {"type": "succeeded", "message": message_body(text_block("Hi"))}},
    {
        "custom_id": "b",
        "result": {
            "type": "errored",
            "error": {
                "type": "error",
                "request_id": None,
                "error": {"type": "invalid_request_error", "message": "bad"},
            },
        },
    },
    {"custom_id": "c", "result": {"type": "canceled"}},
    {"custom_id": "d", "result": {"type": "expired"}},
)


@example(ok(BATCH))
def a_batch_is_created(client):
    batch = client.messages.batches.create(
        requests=[{"custom_id": "a", "params": PARAMS}, {"custom_id": "b", "params": PARAMS | {"system": "Short."}}]
    )
    return batch, batch.request_counts.processing, batch._request_id


@example(ok(BATCH))
def the_requests_of_a_batch_come_from_a_generator(client):
    client.messages.batches.create(requests=({"custom_id": str(i), "params": PARAMS} for i in range(3)))


@example(ok(BATCH))
def a_batch_of_objects_of_types(sdk, client):
    from importlib import import_module

    types = (
        import_module(f"{sdk.types.__name__}.message_create_params")
        if sdk.types.__name__ == "anthropic.types"
        else sdk.types
    )
    params = types.MessageCreateParamsNonStreaming(**PARAMS)
    client.messages.batches.create(requests=[{"custom_id": "a", "params": params}])


@example(ok(BATCH))
def a_batch_is_retrieved(client):
    batch = client.messages.batches.retrieve("msgbatch_1")
    return batch, batch.processing_status


@example(ok(BATCH))
def the_times_of_a_batch(client):
    batch = client.messages.batches.retrieve("msgbatch_1")
    return batch.created_at.isoformat(), batch.expires_at > batch.created_at, batch.ended_at, batch.created_at.year


@example(ok(BATCH))
def a_batch_as_json(client):
    batch = client.messages.batches.retrieve("msgbatch_1")
    return (
        json.loads(batch.to_json()),
        batch.model_dump(mode="json")["created_at"],
        batch.to_dict(mode="json")["created_at"],
    )


@example(ok(BATCH), ok(ENDED))
def waiting_for_a_batch(client):
    while client.messages.batches.retrieve("msgbatch_1").processing_status != "ended":
        pass


@example(ok(BATCH | {"processing_status": "canceling"}))
def a_batch_is_cancelled(client):
    return client.messages.batches.cancel("msgbatch_1").processing_status


@example(ok({"id": "msgbatch_1", "type": "message_batch_deleted"}))
def a_batch_is_deleted(client):
    return client.messages.batches.delete("msgbatch_1")


@example(ok(ENDED), RESULTS)
def the_results_of_a_batch(client):
    told = []
    for entry in client.messages.batches.results("msgbatch_1"):
        match entry.result.type:
            case "succeeded":
                told.append((entry.custom_id, entry.result.message.content[0].text))
            case "errored":
                told.append((entry.custom_id, entry.result.error.error.type, entry.result.error.error.message))
            case other:
                told.append((entry.custom_id, other))
    return told


@example(ok(ENDED), RESULTS)
def the_objects_of_the_results(client):
    return seen(client.messages.batches.results("msgbatch_1"))


@example(ok(ENDED), RESULTS)
def the_first_result_alone(client):
    for entry in client.messages.batches.results("msgbatch_1"):
        return entry.custom_id


@example(ok(ENDED), lines())
def a_batch_without_results(client):
    return seen(client.messages.batches.results("msgbatch_1"))


@example(ok(BATCH))
def a_batch_that_has_no_results_yet(client):
    error = caught(client.messages.batches.results, "msgbatch_1")
    return error


@example(
    ok(ENDED),
    text(
        '{"custom_id": "a", "result": {"type": "canceled"}}\r\n{"custom_id": "b", "result": {"type": "expired"}}',
        "application/x-jsonl",
    ),
)
def results_whose_last_line_does_not_end(client):
    return [entry.custom_id for entry in client.messages.batches.results("msgbatch_1")]


@example(ok(ENDED), text('{"custom_id": "a", "result": {"type": "canceled"}}\n\n', "application/x-jsonl"))
def results_with_an_empty_line(client):
    return caught(lambda: [entry.custom_id for entry in client.messages.batches.results("msgbatch_1")])


@example(ok(ENDED), text('{"custom_id": "a", "result": {"type": "canceled"}}\n{broken\n', "application/x-jsonl"))
def a_result_that_is_not_json(client):
    told = []
    error = caught(lambda: [told.append(entry.custom_id) for entry in client.messages.batches.results("msgbatch_1")])
    return told, isinstance(error, Exception)


@example(ok(ENDED), lines({"custom_id": "a", "result": {"type": "moon_phase", "phase": 1}, "more": 2}))
def a_result_of_the_future(client):
    entry = next(iter(client.messages.batches.results("msgbatch_1")))
    return entry.custom_id, entry.result.type, entry.result.phase, entry.more


@example(ok(ENDED), error(404, "not_found_error", "gone"))
def results_that_are_gone(client):
    return caught(lambda: list(client.messages.batches.results("msgbatch_1")))


@example(error(404, "not_found_error", "no such batch"))
def a_batch_that_does_not_exist(client):
    return caught(client.messages.batches.retrieve, "msgbatch_0")


FIRST = dict(has_more=True, first_id="msgbatch_1", last_id="msgbatch_2")
LAST = dict(has_more=False, first_id="msgbatch_3", last_id="msgbatch_3")


@example(page(BATCH, BATCH | {"id": "msgbatch_2"}, **FIRST), page(BATCH | {"id": "msgbatch_3"}, **LAST))
def all_batches(client):
    return [batch.id for batch in client.messages.batches.list(limit=2)]


@example(page(BATCH, **LAST))
def batches_before_one(client):
    return client.messages.batches.list(before_id="msgbatch_9", after_id="msgbatch_0", limit=1)


@example(ok(BATCH))
def a_batch_of_the_beta_face(client):
    return client.beta.messages.batches.create(requests=[{"custom_id": "a", "params": PARAMS}], betas=["one", "two"]).id


@example(ok(ENDED), RESULTS)
def the_results_of_the_beta_face(client):
    return [entry.custom_id for entry in client.beta.messages.batches.results("msgbatch_1")]


@example(ok(ENDED), RESULTS)
async def async_results_as_people_write_them(sdk):
    async with sdk.AsyncAnthropic() as client:
        results = await client.messages.batches.results("msgbatch_1")
        return [(entry.custom_id, plain(entry.result.type)) async for entry in results]


@example(ok(BATCH))
def options_of_a_call(client):
    return client.messages.batches.retrieve(
        "msgbatch_1", extra_headers={"x-mine": "1"}, extra_query={"q": "1"}, timeout=3, workspace_id="wrkspc_2"
    ).id
