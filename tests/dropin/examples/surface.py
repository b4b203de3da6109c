"""All of section 1, name by name: what modules, clients, resources and classes offer, and what their methods take."""

from __future__ import annotations

import inspect
import warnings
from importlib import import_module
from typing import Any

from answers import message, text_stream
from harness import example
from plain import Least, bare

CALL: dict[str, Any] = {
    "model": "claude-opus-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
}


def names(target: Any) -> Least:
    """The public names of an object, each of which has to be there."""
    with warnings.catch_warnings():
        # Of what is deprecated, the one who looks for names learns nothing that matters here.
        warnings.simplefilter("ignore")
        return Least({name: True for name in dir(target) if not name.startswith("_")})


def parameters(method: Any) -> Least:
    """What a method takes: of each parameter whether it has to be given, and whether its name has to be."""
    found = inspect.signature(method).parameters.values()
    return Least({p.name: f"{p.kind.description}, {'required' if p.default is p.empty else 'optional'}" for p in found})


@example(only="sync")
def the_module(sdk):
    return Least({name: True for name in sdk.__all__ if hasattr(sdk, name)})


@example(only="sync")
def the_types(sdk):
    from anthropic import types

    # Which of them the messages part reaches is compared by tests/parity; what it has no use for is not looked for.
    used = ("Message", "Usage", "Model", "Batch", "File", "Tool", "Content", "Text", "Image", "Document", "Thinking")
    wanted = [name for name in dir(types) if name.startswith(used) and not name.endswith(("Error", "ErrorDetails"))]
    return Least({name: hasattr(sdk.types, name) for name in wanted if name[0].isupper()})


@example(only="sync")
def the_classes_of_codes(sdk):
    import anthropic

    found = [
        name for name, kind in vars(anthropic.types).items() if isinstance(kind, type) and issubclass(kind, Exception)
    ]
    return Least({name: hasattr(sdk, name) or hasattr(sdk.types, name) for name in found})


@example(only="sync")
def the_other_modules(sdk):
    root = sdk.types.__name__.partition(".")[0]
    wanted = (
        "types",
        "pagination",
        "types.messages",
        "types.beta",
        "types.beta.messages",
        "lib.streaming",
        "resources",
        "types.message_create_params",
    )
    return Least({name: importable(f"{root}.{name}") for name in wanted})


@example(only="sync")
def the_classes_of_pages(sdk):
    module = import_module(f"{sdk.types.__name__.partition('.')[0]}.pagination")
    return Least({name: True for name in dir(module) if name.startswith(("Sync", "Async"))})


def importable(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


RESOURCES = (
    "messages",
    "messages.batches",
    "models",
    "files",
    "beta",
    "beta.messages",
    "beta.messages.batches",
    "beta.models",
    "beta.files",
)
METHODS = {
    "messages": ("create", "stream", "parse", "count_tokens"),
    "messages.batches": ("create", "retrieve", "list", "cancel", "delete", "results"),
    "models": ("retrieve", "list"),
    "files": ("upload", "list", "retrieve_metadata", "download", "delete"),
}


def resource(client: Any, path: str) -> Any:
    for name in path.split("."):
        client = getattr(client, name)
    return client


@example()
def the_client(client):
    return names(bare(client))


@example()
def the_options_of_a_client(client):
    return parameters(type(bare(client)))


@example()
def the_options_of_a_copy(client):
    return parameters(bare(client).with_options)


@example()
def the_resources(client):
    return Least({path: names(resource(bare(client), path)) for path in RESOURCES})


@example()
def the_methods(client):
    every = [(prefix + path, method) for prefix in ("", "beta.") for path in METHODS for method in METHODS[path]]
    return Least(
        {f"{path}.{method}": parameters(getattr(resource(bare(client), path), method)) for path, method in every}
    )


@example()
def the_raw_verbs(client):
    verbs = ("get", "post", "put", "patch", "delete", "request", "get_api_list")
    return Least({verb: parameters(getattr(bare(client), verb)) for verb in verbs})


@example()
def the_loop_of_tools(client):
    return parameters(bare(client).beta.messages.tool_runner)


@example(text_stream())
def a_raw_stream(client):
    with client.messages.create(**CALL, stream=True) as stream:
        return names(bare(stream))


@example(text_stream())
def a_helper_stream(client):
    with client.messages.stream(**CALL) as stream:
        return names(bare(stream))


@example()
def an_answer(client):
    return names(bare(client.messages.with_raw_response.create(**CALL)))


@example()
def a_streamed_answer(client):
    with client.messages.with_streaming_response.create(**CALL) as response:
        return names(bare(response))


@example()
def the_methods_of_objects(client):
    message = client.messages.create(**CALL)
    return names(message), Least(
        {name: parameters(getattr(message, name)) for name in ("to_dict", "to_json", "model_dump")}
    )


@example(only="sync")
def the_classes_of_errors(sdk):
    import anthropic
    import tidings

    # Those that only one has are told by the module's names.
    errors = [name for name in anthropic.__all__ if name.endswith("Error") and hasattr(tidings, name)]
    return {name: Least(dict.fromkeys(bases(sdk, name), True)) for name in errors}


def bases(sdk: Any, name: str) -> list[str]:
    kind = getattr(sdk, name)
    return [base.__name__ for base in kind.__mro__ if hasattr(sdk, base.__name__)]


@example(message(), only="sync")
def the_members_of_the_package_are_listed(sdk):
    return "Anthropic" in dir(sdk) and isinstance(sdk.__version__, str)
