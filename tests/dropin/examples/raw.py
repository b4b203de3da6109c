"""Section 1.7: answers behind the objects, and the raw verbs."""

from __future__ import annotations

from typing import Any, Dict, List

from answers import error, events, message, message_body, ok, page, start, text, text_block, text_stream
from examples.models import PAGES, model
from harness import example
from plain import caught

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
}


@example(ok(message_body(text_block("Hi")), **{"X-Mine": "1"}))
def the_headers_of_an_answer(client):
    response = client.messages.with_raw_response.create(**CALL)
    headers = response.headers
    return headers.get("x-mine"), headers["X-Mine"], headers.get("none"), "x-mine" in headers, headers["content-type"]


@example()
def everything_of_an_answer(client, url):
    response = client.messages.with_raw_response.create(**CALL)
    return {
        "status_code": response.status_code,
        "url": str(response.url).removeprefix(url),
        "method": response.method,
        "http_version": response.http_version,
        "elapsed": response.elapsed.total_seconds() >= 0,
        "retries_taken": response.retries_taken,
        "request_id": response.request_id,
        "workspace_id": response.workspace_id,
        "is_closed": response.is_closed,
    }


@example()
def an_answer_is_parsed(client):
    response = client.messages.with_raw_response.create(**CALL)
    message = response.parse()
    return message, message._request_id, response.parse() is message


@example()
def the_body_of_an_answer(client):
    response = client.messages.with_raw_response.create(**CALL)
    return response.read(), response.text(), response.json(), response.json()["content"][0]["text"]


@example()
def an_answer_in_pieces(client):
    response = client.messages.with_raw_response.create(**CALL)
    return b"".join(response.iter_bytes()), "".join(response.iter_text()), list(response.iter_lines())


@example()
def an_answer_parsed_into_another_type(sdk, client):
    response = client.messages.with_raw_response.create(**CALL)
    return response.parse(to=str), response.parse(to=Dict[str, object])["id"], response.parse(to=sdk.types.Message).id


@example(text_stream())
def a_stream_behind_its_answer(client):
    response = client.messages.with_raw_response.create(**CALL, stream=True)
    return response.status_code, [event.type for event in response.parse()]


@example(error(429, "rate_limit_error", "slow down"))
def a_raw_answer_that_is_an_error(sdk):
    return caught(sdk.Anthropic(max_retries=0).messages.with_raw_response.create, **CALL)


@example(error(500, "api_error"), message())
def a_raw_answer_after_a_retry(client):
    response = client.messages.with_raw_response.create(**CALL)
    return response.retries_taken, response.parse().id


@example(*PAGES)
def a_raw_answer_that_is_a_page(client):
    page = client.models.with_raw_response.list(limit=2).parse()
    return [model.id for model in page.data], page.get_next_page().data[0].id


@example(ok(model("a")))
def a_raw_model(client):
    return client.models.with_raw_response.retrieve("a").parse().id


@example(ok({"input_tokens": 7}))
def a_raw_count(client):
    return (
        client.messages.with_raw_response.count_tokens(**{k: CALL[k] for k in ("model", "messages")})
        .parse()
        .input_tokens
    )


@example(ok(model("a")))
def a_raw_answer_by_the_client(client):
    return client.with_raw_response.models.retrieve("a").parse().id


@example()
def a_raw_answer_of_the_beta_face(client):
    return client.beta.messages.with_raw_response.create(**CALL, betas=["one"]).parse().id


@example()
def a_streamed_answer(client):
    with client.messages.with_streaming_response.create(**CALL) as response:
        return response.headers.get("request-id"), response.status_code, response.json()["id"]


@example()
def a_streamed_answer_in_lines(client):
    with client.messages.with_streaming_response.create(**CALL) as response:
        return list(response.iter_lines())


@example()
def a_streamed_answer_is_parsed(client):
    with client.messages.with_streaming_response.create(**CALL) as response:
        message = response.parse()
    return message, response.is_closed


@example()
def a_streamed_answer_that_is_not_read(client):
    with client.messages.with_streaming_response.create(**CALL) as response:
        status = response.status_code
    return status, response.is_closed


@example(text_stream())
def a_streamed_answer_that_is_a_stream(client):
    with client.messages.with_streaming_response.create(**CALL, stream=True) as response:
        return [event.type for event in response.parse()]


@example(text_stream())
def the_lines_of_a_stream(client):
    with client.messages.with_streaming_response.create(**CALL, stream=True) as response:
        return list(response.iter_lines())


@example(error(400, "invalid_request_error", "bad"))
def a_streamed_answer_that_is_an_error(client):
    return caught(client.messages.with_streaming_response.create(**CALL).__enter__)


@example(text("just text", "text/plain"))
def a_streamed_answer_that_is_text(client):
    with client.messages.with_streaming_response.create(**CALL) as response:
        return response.text(), response.headers["content-type"]


@example()
async def an_async_raw_answer_as_people_write_it(sdk):
    async with sdk.AsyncAnthropic() as client:
        response = await client.messages.with_raw_response.create(**CALL)
        message = await response.parse()
        return response.headers["request-id"], message.id, await response.text()


@example()
async def an_async_streamed_answer_as_people_write_it(sdk):
    async with sdk.AsyncAnthropic() as client:
        async with client.messages.with_streaming_response.create(**CALL) as response:
            return [line async for line in response.iter_lines()]


# The raw verbs.


@example()
def posting_to_a_path(sdk, client):
    return client.post("/v1/messages", cast_to=sdk.types.Message, body=CALL)


@example(ok({"any": ["thing"]}))
def a_plain_object(client):
    return client.post("/v1/things", cast_to=object, body={"a": 1})


@example(ok({"any": ["thing"]}))
def a_typed_dict(client):
    return client.get("/v1/things", cast_to=Dict[str, object])


@example(ok([{"id": "a"}, {"id": "b"}]))
def a_typed_list(client):
    return client.get("/v1/things", cast_to=List[object])


@example(ok({"any": ["thing"]}))
def a_bare_dict(client):
    return caught(client.get, "/v1/things", cast_to=dict)


@example(text("plain words", "text/plain"))
def text_of_a_path(client):
    return client.get("/v1/things", cast_to=str)


@example(ok({"id": "thing_1", "sizes": [{"n": 1}]}))
def a_class_of_the_programs_own(sdk, client):
    class Size(sdk.BaseModel):
        n: int

    class Thing(sdk.BaseModel):
        id: str
        sizes: List[Size]

    thing = client.get("/v1/things/1", cast_to=Thing)
    return thing.id, thing.sizes[0].n


@example(ok({"id": "thing_1", "size": 3}))
def a_class_of_pydantic(client):
    import pydantic

    class Thing(pydantic.BaseModel):
        id: str
        size: int

    result = caught(client.get, "/v1/things/1", cast_to=Thing)
    return type(result) if isinstance(result, Exception) else (result[1].id, result[1].size)


@example(ok({}), ok({}), ok({}), ok({}), ok({}))
def every_verb(client):
    options = {"headers": {"x-mine": "1"}, "params": {"q": ["a", "b"], "n": 1}}
    client.get("/v1/a?x=1", cast_to=object, options=options)
    client.post("/v1/a", cast_to=object, body={"b": 1}, options=options)
    client.put("/v1/a", cast_to=object, body={"b": 1}, options=options)
    client.patch("/v1/a", cast_to=object, body={"b": 1}, options=options)
    client.delete("/v1/a", cast_to=object, options=options)


@example({"status": 204, "headers": {"request-id": "req_1"}})
def nothing_comes_back(client):
    from types import NoneType

    return client.delete("/v1/things/1", cast_to=NoneType)


@example(ok({}))
def bytes_are_posted(client):
    client.post(
        "/v1/raw",
        cast_to=object,
        content=b"\x00\x01raw",
        options={"headers": {"content-type": "application/octet-stream"}},
    )


@example(error(500, "api_error"))
def retries_of_a_verb(client):
    return type(caught(client.get, "/v1/things", cast_to=object, options={"max_retries": 1}))


@example({"no_answer": "hang"})
def the_timeout_of_a_verb(client):
    return type(caught(client.get, "/v1/things", cast_to=object, options={"max_retries": 0, "timeout": 0.2}))


@example(text_stream())
def a_stream_of_a_verb(sdk, client):
    from faces import Driven

    kind = sdk.AsyncStream if isinstance(client, Driven) else sdk.Stream
    stream = client.post(
        "/v1/messages",
        cast_to=object,
        body=CALL | {"stream": True},
        stream=True,
        stream_cls=kind[sdk.types.RawMessageStreamEvent],
    )
    return [event.type for event in stream]


@example(error(404, "not_found_error", "no such path"))
def a_path_that_does_not_exist(client):
    return caught(client.get, "/v1/nothing", cast_to=object)


@example(ok({"id": "thing_1"}))
def the_answer_behind_a_verb(sdk, client):
    from faces import Driven

    kind = sdk.AsyncAPIResponse if isinstance(client, Driven) else sdk.APIResponse
    response = client.get("/v1/things/1", cast_to=kind[object])
    return response.status_code, response.json()


@example(*PAGES)
def a_list_of_a_path(sdk, client):
    from importlib import import_module

    from faces import Driven

    pagination = import_module(f"{sdk.types.__name__.partition('.')[0]}.pagination")
    kind = pagination.AsyncPage if isinstance(client, Driven) else pagination.SyncPage
    pages = client.get_api_list("/v1/models", model=sdk.types.ModelInfo, page=kind[sdk.types.ModelInfo])
    return [model.id for model in pages]


@example(ok({"ok": True}))
def another_origin_is_not_reached(client, url):
    return client.get(url + "/v1/whole", cast_to=object)


@example(page())
def a_page_without_items(client):
    return client.models.with_raw_response.list().parse().data


@example(events(start()))
def closing_a_raw_stream(client):
    response = client.messages.with_raw_response.create(**CALL, stream=True)
    response.close()
    return response.is_closed
