"""Let the model call a function of yours: offer it, run it, send back what it gives, print the answer.

    python tools.py "What is the weather in Paris?"
"""

import os
import sys

from tidings import Client
from tidings.types import Message, MessageParam, ToolParam, ToolResultBlockParam, ToolUseBlock

prompt = sys.argv[1] if len(sys.argv) > 1 else "What is the weather in Paris?"


def get_weather(city: str) -> str:
    return f"It is 18 degrees and sunny in {city}."


# What the model is told about the function; the schema says which input it takes.
weather_tool: ToolParam = {
    "name": "get_weather",
    "description": "The weather of a city right now.",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string", "description": "The city's name"}},
        "required": ["city"],
    },
}

client = Client()
messages: list[MessageParam | Message] = [{"role": "user", "content": prompt}]

while True:
    message = client.messages.create(
        model=os.environ.get("TIDINGS_MODEL", "claude-opus-4-6"),
        max_tokens=1024,
        tools=[weather_tool],
        messages=messages,
    )
    if message.stop_reason != "tool_use":
        break

    # The model wants a function called, perhaps several times. Its message goes into the conversation as it is ...
    messages.append(message)
    results: list[ToolResultBlockParam] = []
    for block in message.content:
        if isinstance(block, ToolUseBlock):
            print(f"> {block.name}({block.input})")
            results.append({"type": "tool_result", "tool_use_id": block.id, "content": get_weather(**block.input)})
    # ... and the results follow it, in one message.
    messages.append({"role": "user", "content": results})

print("".join(block.text for block in message.content if block.type == "text"))
