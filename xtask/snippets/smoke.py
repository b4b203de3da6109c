"""Streams one answer with nothing but the installed package."""

import sys

import tidings

assert tidings.__file__.startswith(sys.prefix), f"imported from {tidings.__file__}, not from the installed wheel"

request = {"model": "tidings-demo", "max_tokens": 200, "messages": [{"role": "user", "content": "Hello"}]}
with tidings.Client() as client:
    with client.messages.stream(**request) as stream:
        text = "".join(stream.text_stream)
        message = stream.get_final_message()
    whole = client.messages.create(**request)

assert text and text == message.content[0].text == whole.content[0].text, (text, message, whole)
assert message.stop_reason == whole.stop_reason == "end_turn", (message, whole)
print("the installed Python package streams")
