"""Lists and their pages; how they are walked is also in the table of resource calls."""

from __future__ import annotations

import asyncio
import copy
import pickle
from typing import Any

import pytest
from support import Run, Server

import tidings
from tidings.pagination import AsyncPage, PageInfo, SyncPage, SyncPageCursor, SyncTokenPage
from tidings.types import ModelInfo


def model(name: str) -> dict[str, Any]:
    return {"id": name, "type": "model", "display_name": name, "created_at": "2026-02-05T00:00:00Z"}


def page(*names: str, more: bool) -> dict[str, Any]:
    data = [model(name) for name in names]
    return {
        "json": {"data": data, "has_more": more, "first_id": names[0], "last_id": names[-1]},
        "headers": {"request-id": "req_" + names[0]},
    }


PAGES = (page("a", "b", more=True), page("c", more=True), page("d", more=False))


def client(run: Run) -> tidings.Client:
    return tidings.Client(base_url=run.url, api_key="test-key")


def async_client(run: Run) -> tidings.AsyncClient:
    return tidings.AsyncClient(base_url=run.url, api_key="test-key")


def test_a_page_has_its_items_and_its_place(server: Server) -> None:
    first = client(server.script(*PAGES)).models.list(limit=2)
    assert type(first) is SyncPage and isinstance(first.data[0], ModelInfo)
    assert (first.has_more, first.first_id, first.last_id, first._request_id) == (True, "a", "b", "req_a")
    assert first.has_next_page()
    info = first.next_page_info()
    assert isinstance(info, PageInfo) and info.params == {"after_id": "b"}
    assert repr(info) == "PageInfo(params={'after_id': 'b'})"


def test_pages_lead_from_one_to_the_next(server: Server) -> None:
    run = server.script(*PAGES)
    first = client(run).models.list(limit=2, extra_query={"x": ["1", "2"]}, extra_headers={"x-mine": "yes"})
    second = first.get_next_page()
    assert type(second) is SyncPage and [item.id for item in second.data] == ["c"]
    last = second.get_next_page()
    assert not last.has_next_page() and last.next_page_info() is None
    with pytest.raises(RuntimeError, match="last page"):
        last.get_next_page()
    paths = [request["path"] for request in run.requests()]
    query = "/v1/models?limit=2&x%5B%5D=1&x%5B%5D=2"
    assert paths == [query, f"{query}&after_id=b", f"{query}&after_id=c"]
    assert {request["headers"]["x-mine"] for request in run.requests()} == {"yes"}


def test_iterating_fetches_a_page_when_it_is_needed(server: Server) -> None:
    run = server.script(*PAGES)
    items = iter(client(run).models.list())
    assert [next(items).id, next(items).id] == ["a", "b"] and len(run.requests()) == 1
    assert next(items).id == "c" and len(run.requests()) == 2
    assert [item.id for item in items] == ["d"]
    assert [len(one.data) for one in client(server.script(*PAGES)).models.list().iter_pages()] == [2, 1, 1]


def test_an_async_list_is_awaited_or_iterated(server: Server) -> None:
    async def main() -> None:
        first = await async_client(server.script(*PAGES)).models.list()
        assert type(first) is AsyncPage and [item.id for item in first.data] == ["a", "b"]
        assert [item.id async for item in first] == ["a", "b", "c", "d"]
        assert [item.id async for item in async_client(server.script(*PAGES)).models.list()] == ["a", "b", "c", "d"]
        pages = (await async_client(server.script(*PAGES)).models.list()).iter_pages()
        assert [len(one.data) async for one in pages] == [2, 1, 1]
        second = await (await async_client(server.script(*PAGES)).models.list()).get_next_page()
        assert second._request_id == "req_c"

    asyncio.run(main())


def test_a_list_that_nobody_waits_for_sends_nothing(server: Server) -> None:
    run = server.script(*PAGES)
    async_client(run).models.list()
    assert run.requests() == []


def test_a_page_can_be_kept_and_still_read(server: Server) -> None:
    first = client(server.script(*PAGES)).models.list()
    kept = pickle.loads(pickle.dumps(first))
    assert kept == first and [item.id for item in kept.data] == ["a", "b"]
    assert copy.deepcopy(first).data[0].id == "a"
    with pytest.raises(RuntimeError, match="nowhere"):
        kept.get_next_page()
    assert "a" in repr(first) and "test-key" not in repr(first)
    assert first.to_dict()["last_id"] == "b"


def test_any_list_of_the_api_is_walked(server: Server) -> None:
    run = server.script(
        {"json": {"data": [{"id": "s1"}], "next_page": "t2", "has_more": True}},
        {"json": {"data": [{"id": "s2"}], "next_page": None, "has_more": False}},
    )
    options = {"params": {"limit": 1}}
    skills = client(run).get_api_list("/v1/skills", model=object, page=SyncPageCursor[object], options=options)
    assert list(skills) == [{"id": "s1"}, {"id": "s2"}]
    assert [request["path"] for request in run.requests()] == ["/v1/skills?limit=1", "/v1/skills?limit=1&page=t2"]
    run = server.script(
        {"json": {"data": [model("a")], "next_page": "t2", "has_more": True}}, {"json": {"data": [], "next_page": None}}
    )
    tokens = client(run).get_api_list("/v1/x", model=ModelInfo, page=SyncTokenPage[ModelInfo])
    assert [item.id for item in tokens] == ["a"]
    assert run.requests()[1]["path"] == "/v1/x?page_token=t2"


def test_any_list_of_the_api_is_walked_awaiting(server: Server) -> None:
    async def main() -> list[str]:
        found = async_client(server.script(*PAGES)).get_api_list("/v1/models", model=ModelInfo, page=AsyncPage[ModelInfo])
        return [item.id async for item in found]

    assert asyncio.run(main()) == ["a", "b", "c", "d"]
