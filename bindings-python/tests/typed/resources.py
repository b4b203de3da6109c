"""Programs with the resources beside messages, as type checkers see them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import assert_type

import tidings
from tidings.pagination import AsyncPage, SyncPage, SyncPageCursor
from tidings.types import (
    DeletedFile,
    FileMetadata,
    Message,
    MessageBatch,
    MessageBatchIndividualResponse,
    MessageTokensCount,
    ModelInfo,
    RawMessageStreamEvent,
)
from tidings.types.message_create_params import MessageCreateParamsNonStreaming
from tidings.types.messages.batch_create_params import Request


def models(client: tidings.Client) -> list[str]:
    page = client.models.list(limit=10, lifecycle=["active"])
    assert_type(page, SyncPage[ModelInfo])
    assert_type(page.get_next_page(), SyncPage[ModelInfo])
    assert_type(client.models.retrieve("m").created_at, datetime.datetime)
    client.models.list(limit="10")  # type: ignore[arg-type]
    client.models.retrieve()  # type: ignore[call-arg]
    return [model.display_name for model in page]


def batches(client: tidings.Client) -> None:
    params = MessageCreateParamsNonStreaming(
        model="claude-opus-4-6", max_tokens=64, messages=[{"role": "user", "content": "Hello"}]
    )
    batch = client.messages.batches.create(requests=[Request(custom_id="first", params=params)])
    assert_type(batch, MessageBatch)
    for line in client.messages.batches.results(batch.id):
        assert_type(line, MessageBatchIndividualResponse)
        if line.result.type == "succeeded":
            assert_type(line.result.message, Message)


def files(client: tidings.Client) -> None:
    assert_type(client.files.upload(file=Path("a.pdf")), FileMetadata)
    assert_type(client.files.upload(file=("a.txt", b"text", "text/plain"), expires_in_seconds=3600), FileMetadata)
    assert_type(client.files.list(), SyncPageCursor[FileMetadata])
    assert_type(client.files.download("file_1").read(), bytes)
    assert_type(client.files.delete("file_1"), DeletedFile)
    client.files.upload(file="a.pdf")  # type: ignore[arg-type]


def raw(client: tidings.Client) -> None:
    response = client.messages.with_raw_response.create(model="m", max_tokens=1, messages=[])
    assert_type(response.parse(), Message)
    assert_type(response.parse(to=str), str)
    assert_type(response.headers.get("request-id"), str | None)
    stream = client.messages.with_raw_response.create(model="m", max_tokens=1, messages=[], stream=True).parse()
    for event in stream:
        assert_type(event, RawMessageStreamEvent)
    with client.models.with_streaming_response.list() as streamed:
        assert_type(streamed.parse(), SyncPage[ModelInfo])
    with client.files.with_streaming_response.download("file_1") as file:
        file.stream_to_file("chart.png")
    assert_type(client.with_raw_response.messages.batches.retrieve("b").parse(), MessageBatch)


def verbs(client: tidings.Client) -> None:
    assert_type(client.get("/v1/skills", cast_to=object), object)
    assert_type(client.post("/v1/x", cast_to=ModelInfo, body={"a": 1}), ModelInfo)
    assert_type(client.get_api_list("/v1/models", model=ModelInfo, page=SyncPage[ModelInfo]), SyncPage[ModelInfo])


def named(stream: tidings.Stream[RawMessageStreamEvent]) -> list[str]:
    return [event.type for event in stream]


async def awaited(client: tidings.AsyncClient) -> None:
    assert_type(await client.messages.count_tokens(model="m", messages=[]), MessageTokensCount)
    assert_type(await client.models.list(), AsyncPage[ModelInfo])
    async for model in client.models.list():
        assert_type(model, ModelInfo)
    async for line in await client.messages.batches.results("b"):
        assert_type(line.custom_id, str)
    response = await client.models.with_raw_response.retrieve("m")
    assert_type(await response.parse(), ModelInfo)
    async with client.files.with_streaming_response.download("file_1") as file:
        await file.write_to_file("chart.png")
    assert_type(await client.get("/v1/x", cast_to=ModelInfo), ModelInfo)
    assert_type(await client.beta.files.retrieve_metadata("file_1", betas=["x"]), FileMetadata)
