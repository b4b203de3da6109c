"""Where the arguments of methods go: into the body, the query, or headers; and what is in beta."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest
from support import REQUEST, Run, Server, stream_of

import tidings

BATCH = {"id": "b", "type": "message_batch", "processing_status": "ended"}


def client(run: Run, **options: Any) -> tidings.Client:
    return tidings.Client(base_url=run.url, api_key="test-key", **options)


def async_client(run: Run) -> tidings.AsyncClient:
    return tidings.AsyncClient(base_url=run.url, api_key="test-key")


def test_what_the_api_takes_as_headers_is_no_part_of_the_body(server: Server) -> None:
    run = server.script({"json": {"input_tokens": 1}})
    counted = {name: value for name, value in REQUEST.items() if name != "max_tokens"}
    client(run).messages.count_tokens(**counted, user_profile_id="prof_1", workspace_id="wrkspc_1")
    request = run.only_request()
    assert request["headers"]["anthropic-user-profile-id"] == "prof_1"
    assert request["headers"]["anthropic-workspace-id"] == "wrkspc_1"
    assert request["body"] == counted
    with pytest.raises(TypeError, match="workspace_id must be str"):
        client(run).models.list(workspace_id=5)  # type: ignore[arg-type]


def test_betas_are_one_header_which_the_callers_own_replaces(server: Server) -> None:
    run = server.script({"json": {"data": []}})
    models = client(run).beta.models
    models.list(betas=["one", "two"])
    models.list(betas=[])
    models.list(betas=["one"], extra_headers={"Anthropic-Beta": "mine"})
    models.list()
    assert [one["headers"].get("anthropic-beta") for one in run.requests()] == ["one,two", None, "mine", None]
    assert {one["path"] for one in run.requests()} == {"/v1/models"}


def test_every_method_of_beta_takes_betas_and_all_that_the_plain_one_takes() -> None:
    for plain in (tidings.Client(api_key="k"), tidings.AsyncClient(api_key="k")):
        pairs = [
            (plain.messages, plain.beta.messages),
            (plain.messages.batches, plain.beta.messages.batches),
            (plain.models, plain.beta.models),
            (plain.files, plain.beta.files),
        ]
        for one, beta in pairs:
            methods = [name for name in dir(one) if name[0] != "_" and inspect.isroutine(getattr(one, name))]
            assert methods
            for name in methods:
                known = inspect.signature(getattr(one, name)).parameters.keys()
                more = inspect.signature(getattr(beta, name)).parameters.keys() - known
                assert "betas" in more and known <= inspect.signature(getattr(beta, name)).parameters.keys(), name


def test_what_only_beta_knows_is_sent_as_it_is(server: Server) -> None:
    run = server.script(stream_of("Hi"))
    management = {"edits": [{"type": "clear_tool_uses_20250919"}]}
    with client(run).beta.messages.stream(**REQUEST, context_management=management, betas=["x"]) as stream:
        assert stream.get_final_text() == "Hi"
    request = run.only_request()
    assert request["body"] == {**REQUEST, "context_management": management, "stream": True}
    assert request["headers"]["anthropic-beta"] == "x"
    run = server.script({"json": {"data": []}})
    client(run).beta.files.list(scope_id="sesn_1")
    assert run.only_request()["path"] == "/v1/files?scope_id=sesn_1"


def test_what_a_caller_adds_to_a_query_wins(server: Server) -> None:
    run = server.script({"json": {"data": []}})
    query = {"limit": 5, "a": ["x", "y"], "b": {"c": True}, "none": None, "text": "ü &"}
    client(run, default_query={"d": "1"}).models.list(limit=2, after_id="x/y", extra_query=query)
    _, _, sent = run.only_request()["path"].partition("?")
    assert sorted(sent.split("&")) == [
        "a%5B%5D=x",
        "a%5B%5D=y",
        "after_id=x%2Fy",
        "b%5Bc%5D=true",
        "d=1",
        "limit=5",
        "text=%C3%BC%20%26",
    ]


def test_a_query_that_cannot_be_written_is_refused(server: Server) -> None:
    run = server.script({"json": {"data": []}})
    with pytest.raises(TypeError, match="extra_query"):
        client(run).models.list(extra_query={"a": object()})
    with pytest.raises(TypeError, match="extra_query must be a mapping"):
        client(run).models.list(extra_query="a=1")  # type: ignore[arg-type]
    assert run.requests() == []


def test_a_call_without_a_body_may_still_be_given_one(server: Server) -> None:
    run = server.script({"json": BATCH})
    client(run).messages.batches.cancel("b", extra_body={"reason": "late"})
    assert run.only_request()["body"] == {"reason": "late"}


def test_ids_are_given_by_their_place_or_name_and_are_text(server: Server) -> None:
    run = server.script({"json": BATCH})
    batches = client(run).messages.batches
    assert batches.retrieve("b").id == batches.retrieve(message_batch_id="b").id == "b"
    with pytest.raises(TypeError, match="message_batch_id must be str"):
        batches.retrieve(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="message_batch_id"):
        batches.retrieve("")


def test_arguments_that_no_method_has_are_pythons_own_errors() -> None:
    models = tidings.Client(api_key="k").models
    with pytest.raises(TypeError, match="unexpected keyword argument 'nonsense'"):
        models.list(nonsense=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        models.list(5)  # type: ignore[misc]


def test_options_of_a_call_hold_for_every_resource(server: Server) -> None:
    run = server.script({"status": 503})
    with pytest.raises(tidings.ServiceUnavailableError) as caught:
        client(run).files.list(max_retries=0, timeout=5, throttle_patience=1.0, retry_ambiguous=False)
    assert caught.value.attempts == 1
    with pytest.raises(tidings.ServiceUnavailableError):
        asyncio.run(async_client(run).messages.batches.delete("b", max_retries=0))
    with pytest.raises(TypeError, match="max_retries"):
        client(run).models.list(max_retries=None)  # type: ignore[arg-type]
    assert len(run.requests()) == 2


def test_resources_are_made_once_and_hold_no_cycle() -> None:
    made = tidings.Client(api_key="k")
    assert made.messages is made.messages and made.messages.batches is made.messages.batches
    assert made.beta.messages is made.beta.messages
    assert "messages" in dir(made) and "batches" in dir(made.messages)
    assert tidings.Client.messages.__doc__


def test_places_of_the_official_package_lead_here() -> None:
    from tidings.lib.streaming import MessageStream
    from tidings.resources import AsyncMessages, Batches, Beta, Files, Messages, Models
    from tidings.resources.messages import AsyncBatches
    from tidings.types.beta import BetaMessage, BetaTextBlock
    from tidings.types.message_create_params import MessageCreateParamsNonStreaming
    from tidings.types.messages import MessageBatch
    from tidings.types.messages.batch_create_params import Request

    made = tidings.Client(api_key="k")
    assert type(made.messages) is Messages and type(made.messages.batches) is Batches and type(made.beta) is Beta
    assert type(made.files) is Files and type(made.models) is Models
    assert AsyncMessages.__name__ == "AsyncMessages" and AsyncBatches.__name__ == "AsyncBatches"
    assert BetaMessage is tidings.types.Message and BetaTextBlock is tidings.types.TextBlock
    assert MessageBatch is tidings.types.MessageBatch and MessageStream is tidings.MessageStream
    params = MessageCreateParamsNonStreaming(model="m", max_tokens=1, messages=[])
    assert Request(custom_id="a", params=params) == {"custom_id": "a", "params": params}
    with pytest.raises(AttributeError):
        _ = tidings.resources.Nonsense  # type: ignore[attr-defined]
    with pytest.raises(ImportError):
        from tidings.types.beta import BetaNonsense  # noqa: F401
