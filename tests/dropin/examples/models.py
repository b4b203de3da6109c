"""Section 1.6: models, and pages by the example of them."""

from __future__ import annotations

from typing import Any

from answers import error, ok, page
from harness import example
from plain import caught, plain


def model(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "type": "model", "display_name": name.title(), "created_at": "2026-02-19T00:00:00Z", **fields}


PAGES = (
    page(model("a"), model("b"), has_more=True, first_id="a", last_id="b"),
    page(model("c"), model("d"), has_more=True, first_id="c", last_id="d"),
    page(model("e"), has_more=False, first_id="e", last_id="e"),
)


@example(ok(model("claude-opus-4-6", max_input_tokens=200000, max_tokens=64000)))
def a_model(client):
    model = client.models.retrieve("claude-opus-4-6")
    return model, model.display_name, model._request_id


@example(ok(model("claude-opus-4-6")))
def the_time_of_a_model(client):
    return client.models.retrieve("claude-opus-4-6").created_at.year


@example(ok(model("claude-opus-4-6", capabilities={"batch": {"supported": True}, "citations": {"supported": False}})))
def what_a_model_can(client):
    return client.models.retrieve("claude-opus-4-6").capabilities.batch.supported


@example(ok(model("claude-opus-4-6")))
def a_model_by_the_beta_face(client):
    return client.beta.models.retrieve("claude-opus-4-6", betas=["one"]).id


@example(error(404, "not_found_error", "model: claude-0"))
def a_model_that_does_not_exist(client):
    return caught(client.models.retrieve, "claude-0")


@example(*PAGES)
def all_models(client):
    return [model.id for model in client.models.list(limit=2)]


@example(*PAGES)
def one_page(client):
    page = client.models.list()
    return page.data, page.has_more, page.first_id, page.last_id, page.has_next_page(), page._request_id


@example(*PAGES)
def page_by_page(client):
    page = client.models.list(limit=2)
    told = [[model.id for model in page.data]]
    while page.has_next_page():
        page = page.get_next_page()
        told.append([model.id for model in page.data])
    return told


@example(*PAGES)
def the_pages_themselves(client):
    return [[model.id for model in page.data] for page in client.models.list().iter_pages()]


@example(*PAGES)
def what_is_asked_for_next(client):
    info = client.models.list().next_page_info()
    return info.params


@example(PAGES[-1])
def there_is_no_next_page(client):
    page = client.models.list()
    return page.has_next_page(), caught(page.get_next_page)


@example(page(has_more=False, first_id=None, last_id=None))
def a_page_of_nothing(client):
    return [model.id for model in client.models.list()], client.models.list().data


@example(
    page(model("b"), has_more=True, first_id="b", last_id="b"),
    page(model("a"), has_more=False, first_id="a", last_id="a"),
)
def backwards(client):
    return [model.id for model in client.models.list(before_id="c", limit=1)]


@example(page(model("a"), last_id="a"), page(last_id=None))
def a_page_that_does_not_say_whether_there_is_more(client):
    return [model.id for model in client.models.list()]


@example(*PAGES)
def stopping_in_between(client):
    for model in client.models.list():
        if model.id == "c":
            return model.id


@example(PAGES[0], error(500, "api_error"), *PAGES[1:])
def a_page_that_failed_once(client):
    return [model.id for model in client.models.list()]


@example(PAGES[0], error(404, "not_found_error", "gone"))
def a_page_that_failed(client):
    told = []
    return caught(lambda: [told.append(model.id) for model in client.models.list()]), told


@example(*PAGES)
def headers_and_queries_of_all_pages(client):
    return len(list(client.models.list(extra_headers={"x-mine": "1"}, extra_query={"q": "1"}, limit=2)))


@example(*PAGES)
def a_list_by_the_beta_face(client):
    return [model.id for model in client.beta.models.list(limit=2, betas=["one"])]


@example(*PAGES)
def the_class_of_a_page(sdk, client):
    from importlib import import_module

    pagination = import_module(f"{sdk.types.__name__.partition('.')[0]}.pagination")
    from faces import bare

    page = bare(client.models.list())
    return type(page).__name__.partition("[")[0].removeprefix("Async").removeprefix("Sync"), isinstance(
        page, (pagination.SyncPage, pagination.AsyncPage)
    )


@example(*PAGES)
def a_page_as_json(client):
    page = client.models.list()
    return sorted(page.to_dict()), page.to_dict()["data"][0]["id"]


@example(*PAGES)
async def async_iteration_without_awaiting(sdk):
    async with sdk.AsyncAnthropic() as client:
        return [model.id async for model in client.models.list(limit=2)]


@example(*PAGES)
async def an_async_page(sdk):
    async with sdk.AsyncAnthropic() as client:
        page = await client.models.list(limit=2)
        told = [plain(page.data)]
        if page.has_next_page():
            following = await page.get_next_page()
            told.append([model.id for model in following.data])
        return told


@example(*PAGES)
async def async_pages_themselves(sdk):
    async with sdk.AsyncAnthropic() as client:
        return [len(page.data) async for page in (await client.models.list()).iter_pages()]
