"""Calls of any path."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Dict, List, Optional

import pytest
from support import Run, Server, stream_of

import tidings
from tidings.types import ModelInfo

MODEL = {"id": "m", "type": "model", "display_name": "M", "created_at": "2026-02-05T00:00:00Z"}


def client(run: Run, **options: Any) -> tidings.Client:
    return tidings.Client(base_url=run.url, api_key="test-key", **options)


def async_client(run: Run) -> tidings.AsyncClient:
    return tidings.AsyncClient(base_url=run.url, api_key="test-key")


def test_what_is_given_is_of_the_type_that_was_named(server: Server) -> None:
    run = server.script({"json": MODEL, "headers": {"request-id": "req_1"}})
    get = client(run).get
    assert get("/v1/x", cast_to=object) == get("/v1/x", cast_to=dict) == MODEL
    assert get("/v1/x", cast_to=Dict[str, object]) == get("/v1/x", cast_to=dict[str, object]) == MODEL
    assert json.loads(get("/v1/x", cast_to=str)) == json.loads(get("/v1/x", cast_to=bytes)) == MODEL
    model = get("/v1/x", cast_to=ModelInfo)
    assert type(model) is ModelInfo and model.id == "m" and model._request_id == "req_1"
    assert get("/v1/x", cast_to=tidings.NoneType) is None
    response = get("/v1/x", cast_to=tidings.APIResponse)
    assert response.status_code == 200 and response.parse() == MODEL
    typed = get("/v1/x", cast_to=tidings.APIResponse[ModelInfo])
    assert typed.parse().display_name == "M"
    assert get("/v1/x", cast_to=Any) == MODEL


def test_a_list_is_given_item_by_item(server: Server) -> None:
    run = server.script({"json": [MODEL, MODEL]})
    found = client(run).get("/v1/x", cast_to=List[ModelInfo])
    assert [model.id for model in found] == ["m", "m"] and type(found[0]) is ModelInfo
    with pytest.raises(tidings.APIResponseValidationError, match="no object"):
        client(run).get("/v1/x", cast_to=ModelInfo)
    with pytest.raises(TypeError, match="cast_to"):
        client(run).get("/v1/x", cast_to=Server)


def test_a_model_of_pydantic_is_validated(server: Server) -> None:
    pydantic = pytest.importorskip("pydantic")

    class Skill(pydantic.BaseModel):  # type: ignore[name-defined, misc]
        id: str
        display_name: str

    found = client(server.script({"json": MODEL})).get("/v1/skills/s", cast_to=Skill)
    assert type(found) is Skill and found.display_name == "M"


class Size(tidings.BaseModel):
    n: int


class Thing(tidings.BaseModel):
    sizes: List[Size]
    one: Optional[Size] = None
    by_name: Dict[str, Size]


def test_a_class_of_the_programs_own_is_made_with_what_is_in_it(server: Server) -> None:
    fields = {"sizes": [{"n": 1}, {"n": 2}], "one": {"n": 3}, "by_name": {"a": {"n": 4}}, "more": {"n": 5}}
    thing = client(server.script({"json": fields})).get("/v1/x", cast_to=Thing)
    assert type(thing) is Thing and [size.n for size in thing.sizes] == [1, 2]
    assert thing.one is not None and (thing.one.n, thing.by_name["a"].n) == (3, 4)
    assert thing.to_dict() == fields


def test_a_class_may_name_what_stands_beside_it(server: Server) -> None:
    class Part(tidings.BaseModel):
        n: int

    class Whole(tidings.BaseModel):
        parts: List[Part]
        unknown: Optional[Nowhere] = None  # type: ignore[name-defined] # noqa: F821

    whole = client(server.script({"json": {"parts": [{"n": 1}], "unknown": {}}})).get("/v1/x", cast_to=Whole)
    assert type(whole.parts[0]) is Part and whole.unknown == {}


def test_a_body_is_sent_as_json_as_it_is_or_as_a_form(server: Server) -> None:
    run = server.script({"json": {}})
    calls = client(run)
    calls.post("/v1/x", cast_to=object, body={"a": [1, None]})
    calls.post("/v1/x", cast_to=object, content=b"raw", options={"headers": {"content-type": "text/plain"}})
    calls.post("/v1/x", cast_to=object, content="text")
    calls.post("/v1/x", cast_to=object, body={"k": "v"}, files=[("files[]", ("a.md", b"x")), ("files[]", ("b.md", b"y"))])
    calls.put("/v1/x", cast_to=object, files={"f": ("a.md", b"x")})
    calls.patch("/v1/x", cast_to=object, body=[1])
    calls.delete("/v1/x", cast_to=object, body={"q": 1})
    calls.delete("/v1/x", cast_to=object)
    sent = run.requests()
    assert [one["method"] for one in sent] == ["POST", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "DELETE"]
    assert sent[0]["body"] == {"a": [1, None]}
    assert (sent[1]["body"], sent[1]["headers"]["content-type"]) == ("raw", "text/plain")
    assert sent[2]["headers"]["content-type"] == "application/json"
    form = [(part["name"], part.get("filename"), part["content"]) for part in sent[3]["body"]["parts"]]
    assert form == [("k", None, "v"), ("files[]", "a.md", "x"), ("files[]", "b.md", "y")]
    assert sent[4]["body"]["parts"][0]["filename"] == "a.md"
    assert (sent[5]["body"], sent[6]["body"], sent[7]["body"]) == ([1], {"q": 1}, "")


def test_options_of_a_call_hold_for_it(server: Server) -> None:
    run = server.script({"status": 503}, {"status": 503}, {"json": 1})
    options = {"headers": {"x-mine": "1"}, "params": {"z": [1], "deep": {"a": True}}, "timeout": 5.0, "max_retries": 1}
    with pytest.raises(tidings.ServiceUnavailableError) as caught:
        client(run).get("/v1/x?own=1", cast_to=object, options=options)
    assert caught.value.attempts == 2
    assert run.requests()[0]["path"] == "/v1/x?own=1&z%5B%5D=1&deep%5Ba%5D=true"
    assert run.requests()[0]["headers"]["x-mine"] == "1"
    assert client(run).post("/v1/x", cast_to=object, body={"a": 1}, options={"extra_json": {"b": 2}}) == 1
    assert run.requests()[-1]["body"] == {"a": 1, "b": 2}
    with pytest.raises(TypeError, match="max_retry"):
        client(run).get("/v1/x", cast_to=object, options={"max_retry": 1})


def test_a_stream_is_given_as_its_events(server: Server) -> None:
    run = server.script(stream_of("Hi"))
    body = {"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "x"}], "stream": True}
    events = client(run).post("/v1/messages", cast_to=object, body=body, stream=True, stream_cls=tidings.Stream["x"])
    assert [event.type for event in events][-1] == "message_stop"


def test_a_call_can_be_described_whole(server: Server) -> None:
    run = server.script({"json": MODEL})
    description = {"method": "post", "url": "/v1/x", "json_data": {"a": 1}, "params": {"b": 2}, "max_retries": 0}
    assert client(run).request(ModelInfo, description).id == "m"
    request = run.only_request()
    assert (request["method"], request["path"], request["body"]) == ("POST", "/v1/x?b=2", {"a": 1})


def test_the_same_awaited(server: Server) -> None:
    run = server.script({"json": MODEL})

    async def main() -> None:
        calls = async_client(run)
        assert await calls.get("/v1/x", cast_to=object) == MODEL
        assert (await calls.post("/v1/x", cast_to=ModelInfo, body={})).id == "m"
        assert (await calls.put("/v1/x", cast_to=ModelInfo)).id == "m"
        assert (await calls.patch("/v1/x", cast_to=ModelInfo)).id == "m"
        assert await calls.delete("/v1/x", cast_to=bytes)
        assert (await calls.request(ModelInfo, {"method": "get", "url": "/v1/x"})).id == "m"
        response = await calls.get("/v1/x", cast_to=tidings.AsyncAPIResponse)
        assert await response.json() == MODEL
        assert type(await calls.post("/v1/y", cast_to=object, stream=True, stream_cls=tidings.AsyncStream))

    with pytest.raises(tidings.APIResponseValidationError):
        asyncio.run(main())
    assert [one["method"] for one in run.requests()] == ["GET", "POST", "PUT", "PATCH", "DELETE", "GET", "GET", "POST"]
