"""Every resource, pages, files, raw answers and errors. Never run: `test_types.py` has type checkers read it.

Every `type: ignore` is a mistake that has to be found: one that is not needed is an error too.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import assert_type

import tidings
from tidings.pagination import AsyncPage, SyncPage, SyncPageCursor
from tidings.types import (
    DeletedMessageBatch,
    FileMetadata,
    Message,
    MessageBatch,
    MessageParam,
    MessageTokensCount,
    ModelInfo,
    ParsedMessage,
)

ASK: list[MessageParam] = [{"role": "user", "content": "Hi"}]


def clients() -> tidings.Client:
    client = tidings.Client(
        api_key="k", timeout=tidings.Timeout(60, connect=5), max_retries=3, default_headers={"x-a": "1"}
    )
    assert_type(client.with_options(timeout=9, max_retries=0), tidings.Client)
    assert_type(client.copy(default_query={"a": "1"}), tidings.Client)
    assert_type(client.max_retries, int)
    with tidings.Anthropic() as other:
        other.close()
    return client.with_options(max_retries=1)


def counting(client: tidings.Client) -> int:
    counted = client.messages.count_tokens(
        model="m", messages=ASK, tools=[{"name": "f", "input_schema": {"type": "object"}}]
    )
    assert_type(counted, MessageTokensCount)
    return counted.input_tokens


def batches(client: tidings.Client) -> None:
    batch = client.messages.batches.create(
        requests=[{"custom_id": "1", "params": {"model": "m", "max_tokens": 1, "messages": ASK}}]
    )
    assert_type(batch, MessageBatch)
    assert_type(batch.created_at, datetime)
    assert_type(batch.ended_at, datetime | None)
    if client.messages.batches.retrieve(batch.id).processing_status == "ended":
        for row in client.messages.batches.results(batch.id):
            if row.result.type == "succeeded":
                assert_type(row.result.message, Message)
            elif row.result.type == "errored":
                print(row.custom_id, row.result.error.error.message)
    page = client.messages.batches.list(limit=5)
    assert_type(page, SyncPage[MessageBatch])
    assert_type(page.data, list[MessageBatch])
    assert_type([each.id for each in page], list[str])
    while page.has_next_page():
        page = page.get_next_page()
    assert_type(client.messages.batches.cancel(batch.id), MessageBatch)
    assert_type(client.messages.batches.delete(batch.id), DeletedMessageBatch)


def models(client: tidings.Client) -> None:
    assert_type(client.models.retrieve("claude-opus-4-6").display_name, str)
    for model in client.models.list(limit=20, after_id="a"):
        assert_type(model, ModelInfo)


def files(client: tidings.Client) -> None:
    uploaded = client.files.upload(file=Path("a.pdf"))
    assert_type(uploaded, FileMetadata)
    client.files.upload(file=("a.txt", b"text", "text/plain"))
    client.files.upload(file=b"bytes")
    with open("a.txt", "rb") as opened:
        client.files.upload(file=opened)
    assert_type(client.files.list(), SyncPageCursor[FileMetadata])
    assert_type(client.files.retrieve_metadata(uploaded.id).size_bytes, int)
    content = client.files.download(uploaded.id)
    content.write_to_file("b.pdf")
    assert_type(content.read(), bytes)
    with client.files.with_streaming_response.download(uploaded.id) as streamed:
        streamed.stream_to_file("c.pdf")
    client.files.delete(uploaded.id)


def raw_answers(client: tidings.Client) -> None:
    answer = client.messages.with_raw_response.count_tokens(model="m", messages=ASK)
    assert_type(answer.status_code, int)
    assert_type(answer.request_id, str | None)
    assert_type(answer.headers.get("x-a"), str | None)
    assert_type(answer.parse(), MessageTokensCount)
    with client.models.with_streaming_response.retrieve("m") as streamed:
        assert_type(streamed.parse(), ModelInfo)
        for line in streamed.iter_lines():
            assert_type(line, str)


def raw_verbs(client: tidings.Client) -> None:
    assert_type(client.get("/v1/models/m", cast_to=ModelInfo), ModelInfo)
    client.post("/v1/other", cast_to=object, body={"a": 1}, options={"headers": {"x-a": "1"}, "max_retries": 0})
    client.delete("/v1/other/1", cast_to=dict[str, object])


def beta(client: tidings.Client) -> None:
    message = client.beta.messages.create(model="m", max_tokens=1, messages=ASK, betas=["some-beta"])
    assert_type(message, Message)
    with client.beta.messages.stream(model="m", max_tokens=1, messages=ASK, betas=["some-beta"]) as stream:
        assert_type(stream.get_final_message(), ParsedMessage[None])
    for model in client.beta.models.list(betas=["some-beta"]):
        assert_type(model, ModelInfo)


async def awaiting(client: tidings.AsyncClient) -> None:
    assert_type(await client.messages.count_tokens(model="m", messages=ASK), MessageTokensCount)
    raw = await client.messages.create(model="m", max_tokens=1, messages=ASK, stream=True)
    async with raw:
        async for event in raw:
            if event.type == "content_block_start":
                print(event.content_block.type)
    assert_type(await client.messages.batches.list(), AsyncPage[MessageBatch])
    async for batch in client.messages.batches.list():
        assert_type(batch, MessageBatch)
    async for row in await client.messages.batches.results("b"):
        print(row.custom_id)
    content = await client.files.download("f")
    await content.write_to_file("b.pdf")
    answer = await client.models.with_raw_response.retrieve("m")
    assert_type(await answer.parse(), ModelInfo)
    async with client.models.with_streaming_response.retrieve("m") as streamed:
        async for text in streamed.iter_text():
            assert_type(text, str)
    assert_type(client.with_options(timeout=9), tidings.AsyncClient)
    await client.close()


def failing(client: tidings.Client) -> str | None:
    try:
        client.messages.create(model="m", max_tokens=1, messages=ASK)
    except tidings.RateLimitError as error:
        assert_type(error.retry_after, float | None)
        assert_type(error.request_id, str | None)
    except tidings.APIStatusError as error:
        assert_type(error.status_code, int)
        return error.type
    except tidings.APIConnectionError as error:
        print(error.__cause__, error.may_have_run)
    except tidings.AnthropicError as error:
        print(error)
    return None


def mistakes(client: tidings.Client, other: tidings.AsyncClient) -> None:
    client.messages.batches.create(requests=[{"custom_id": 1}])  # type: ignore[typeddict-item]
    client.messages.batches.retrieve()  # type: ignore[call-arg]
    client.messages.batches.retrieve(5)  # type: ignore[arg-type]
    client.messages.batches.list(limit="5")  # type: ignore[arg-type]
    client.models.retrieve("m").nam  # type: ignore[attr-defined]
    client.models.list().data[0].id + 1  # type: ignore[operator]
    client.files.upload(file=5)  # type: ignore[arg-type]
    client.files.upload(Path("a.pdf"), name="a")  # type: ignore[call-arg]
    client.messages.count_tokens(model="m", messages=ASK, max_tokens=1)  # type: ignore[call-arg]
    client.messages.with_raw_response.count_tokens(model="m")  # type: ignore[call-arg]
    client.messages.with_raw_response.count_tokens(model="m", messages=ASK).input_tokens  # type: ignore[attr-defined]
    client.with_options(max_retries="3")  # type: ignore[arg-type]
    client.no_such_resource  # type: ignore[attr-defined]
    client.get("/v1/models")  # type: ignore[call-overload]
    for _ in other.models.list():  # type: ignore[attr-defined]
        pass
    tidings.Client(api_key=5)  # type: ignore[arg-type]
    tidings.Client("key")  # type: ignore[call-arg]
