"""Section 1.1: the clients, their options, copies of them, and the environment."""

from __future__ import annotations

from typing import Any

from answers import error, message, ok
from harness import example
from plain import caught

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
}


@example()
def a_client_from_the_environment(sdk):
    return sdk.Anthropic().messages.create(**CALL).id


@example(ANTHROPIC_BASE_URL="http://nowhere.invalid")
def a_client_with_options(sdk, url):
    client = sdk.Anthropic(api_key="sk-mine", base_url=url, timeout=20.0, max_retries=1)
    return client.messages.create(**CALL).id


@example()
def a_token(sdk):
    sdk.Anthropic(auth_token="token-1").messages.create(**CALL)


@example(ANTHROPIC_API_KEY="", ANTHROPIC_AUTH_TOKEN="token-2")
def a_token_of_the_environment(sdk):
    client = sdk.Anthropic()
    client.messages.create(**CALL)
    return client.api_key, client.auth_token


@example(ANTHROPIC_AUTH_TOKEN="token-2")
def a_key_and_a_token_of_the_environment(sdk):
    client = sdk.Anthropic()
    client.messages.create(**CALL)
    return client.api_key, client.auth_token


@example()
def a_key_and_a_token_together(sdk):
    return isinstance(caught(sdk.Anthropic, api_key="a", auth_token="b"), ValueError)


@example(ANTHROPIC_AUTH_TOKEN="token-2")
def a_key_that_is_given_hides_the_environment(sdk):
    client = sdk.Anthropic(api_key="sk-mine")
    client.messages.create(**CALL)
    return client.auth_token


@example(ANTHROPIC_CUSTOM_HEADERS="X-One: 1\nX-Two:  two: 2 \nnonsense")
def headers_of_the_environment(sdk):
    sdk.Anthropic(default_headers={"x-three": "3"}).messages.create(**CALL)


@example(ANTHROPIC_CUSTOM_HEADERS="X-One: 1")
def headers_of_the_client_before_those_of_the_environment(sdk):
    sdk.Anthropic(default_headers={"X-One": "client"}).messages.create(**CALL)


@example()
def headers_and_query_of_a_client(sdk):
    client = sdk.Anthropic(default_headers={"X-Mine": "1"}, default_query={"a": "1", "b": ["x", "y"]})
    client.messages.create(**CALL, extra_query={"a": "2"})


@example()
def the_version_of_the_api_of_a_client(sdk):
    sdk.Anthropic(default_headers={"anthropic-version": "2023-06-01"}).messages.create(**CALL)


@example()
def the_attributes_of_a_client(sdk, url):
    client = sdk.Anthropic(api_key="sk-mine", max_retries=5, timeout=12.5)
    return {
        "api_key": client.api_key,
        "auth_token": client.auth_token,
        "base_url": str(client.base_url).removeprefix(url),
        "max_retries": client.max_retries,
        "timeout": client.timeout,
        "is_closed": client.is_closed(),
    }


@example()
def the_defaults_of_a_client(sdk):
    client = sdk.Anthropic()
    timeout = client.timeout
    default = sdk.DEFAULT_TIMEOUT
    return client.max_retries, float(timeout.read), timeout.connect, sdk.DEFAULT_MAX_RETRIES, float(default.read)


@example()
def the_headers_of_a_client(sdk):
    client = sdk.Anthropic(default_headers={"X-Mine": "1"}, default_query={"q": "1"})
    return client.default_headers["X-Mine"], client.default_query["q"], client.default_headers["anthropic-version"]


@example()
def a_timeout_of_parts(sdk):
    client = sdk.Anthropic(timeout=sdk.Timeout(60.0, connect=2.0, read=7.0))
    client.messages.create(**CALL)
    return client.timeout.read, client.timeout.connect


@example()
def a_timeout_of_none(sdk):
    sdk.Anthropic(timeout=None).messages.create(**CALL)


@example()
def a_timeout_of_httpx(sdk):
    import httpx2

    sdk.Anthropic(timeout=httpx2.Timeout(20.0, connect=3.0)).messages.create(**CALL, timeout=httpx2.Timeout(9.0))


@example()
def a_timeout_is_set_later(sdk):
    client = sdk.Anthropic()
    client.timeout = 3.0
    client.messages.create(**CALL)
    return client.timeout


@example()
def a_copy_with_other_options(sdk):
    client = sdk.Anthropic(default_headers={"x-a": "1"}, default_query={"q": "1"}, max_retries=3)
    other = client.with_options(max_retries=7, timeout=3.0, default_headers={"x-b": "2"}, default_query={"r": "2"})
    other.messages.create(**CALL)
    return client.max_retries, other.max_retries, other.timeout, other.default_headers["x-a"]


@example()
def a_copy_with_headers_in_place_of_the_old(sdk):
    client = sdk.Anthropic(default_headers={"x-a": "1"}, default_query={"q": "1"})
    client.copy(set_default_headers={"x-b": "2"}, set_default_query={"r": "2"}).messages.create(**CALL)


@example()
def a_copy_with_another_key(sdk):
    client = sdk.Anthropic(api_key="one")
    client.with_options(api_key="two").messages.create(**CALL)
    client.messages.create(**CALL)
    return client.api_key


@example()
def a_copy_with_another_url(sdk, url):
    client = sdk.Anthropic(base_url="http://nowhere.invalid")
    return client.copy(base_url=url).messages.create(**CALL).id


@example()
def a_copy_of_a_copy(client):
    return client.with_options(max_retries=4).with_options(timeout=2).max_retries


@example()
def headers_twice_are_an_error(client):
    return isinstance(caught(client.copy, default_headers={"a": "1"}, set_default_headers={"b": "2"}), ValueError)


@example()
def options_for_one_call(client):
    return client.with_options(timeout=5 * 1000, max_retries=5).messages.create(**CALL).id


@example()
def a_client_is_a_context_manager(sdk):
    with sdk.Anthropic() as client:
        message = client.messages.create(**CALL)
    return message.id, client.is_closed()


@example()
def a_client_is_closed(sdk):
    client = sdk.Anthropic()
    client.messages.create(**CALL)
    client.close()
    client.close()
    return client.is_closed()


@example()
def a_key_is_not_shown(sdk):
    return "sk-secret" in repr(sdk.Anthropic(api_key="sk-secret"))


@example()
def retries_that_are_none(sdk):
    return caught(sdk.Anthropic, max_retries=None)


@example()
def an_option_that_does_not_exist(sdk):
    return type(caught(sdk.Anthropic, colour="red"))


@example()
def the_names_of_the_clients(sdk):
    from faces import Driven

    return [name for name in ("Anthropic", "AsyncAnthropic", "Client", "AsyncClient") if hasattr(sdk, name)] + [
        isinstance(sdk.Anthropic(), Driven)
    ]


@example(only="sync")
def clients_are_the_same_class(sdk):
    return sdk.Anthropic is sdk.Client, sdk.AsyncAnthropic is sdk.AsyncClient


@example(ok({"access": 1}), only="sync")
def a_provider_of_tokens(sdk):
    calls = []

    def token(*, force_refresh=False):
        calls.append(1)
        return sdk.AccessToken(token=f"token-{len(calls)}", expires_at=None)

    client = sdk.Anthropic(credentials=token)
    client.get("/v1/a", cast_to=object)
    client.get("/v1/b", cast_to=object)
    return len(calls)


@example(error(401, "authentication_error", "expired"), message(), only="sync")
def a_provider_is_asked_again_after_a_401(sdk):
    calls = []

    def token(*, force_refresh=False):
        calls.append(1)
        return sdk.AccessToken(token=f"token-{len(calls)}", expires_at=None)

    return sdk.Anthropic(credentials=token).messages.create(**CALL).id, len(calls)


@example()
def the_resources_of_a_client(client):
    names = ("messages", "models", "files", "beta", "with_raw_response", "with_streaming_response")
    return [hasattr(client, name) for name in names], client.messages is client.messages


@example()
def the_base_url_may_end_with_a_slash(sdk, url):
    return sdk.Anthropic(base_url=url + "/").messages.create(**CALL).id


@example()
def a_base_url_of_another_class(sdk, url):
    import httpx2

    return sdk.Anthropic(base_url=httpx2.URL(url)).messages.create(**CALL).id


@example(only="sync")
def a_subclass_of_the_client(sdk):
    class Mine(sdk.Anthropic):
        def hello(self):
            return self.messages.create(**CALL).id

    return Mine().hello()


@example(only="sync")
def markers(sdk):
    return bool(sdk.omit), bool(sdk.NOT_GIVEN), isinstance(sdk.omit, sdk.Omit), isinstance(sdk.NOT_GIVEN, sdk.NotGiven)


@example(only="sync")
def an_http_client_of_ones_own(sdk):
    import httpx2

    return sdk.Anthropic(http_client=httpx2.Client()).messages.create(**CALL).id


@example(only="sync")
def a_middleware(sdk):
    seen = []

    def middleware(request, call_next):
        seen.append(request.method)
        return call_next(request)

    sdk.Anthropic(middleware=[middleware]).messages.create(**CALL)
    return seen
