"""Ask once and print the whole answer.

    python create.py "Why is the sky blue?"
"""

import os
import sys

from tidings import Client

prompt = sys.argv[1] if len(sys.argv) > 1 else "Say hello in one sentence."

# The key comes from ANTHROPIC_API_KEY; ANTHROPIC_BASE_URL may name another endpoint.
client = Client()

message = client.messages.create(
    model=os.environ.get("TIDINGS_MODEL", "claude-opus-4-6"),
    max_tokens=1024,
    messages=[{"role": "user", "content": prompt}],
)

# An answer is a list of blocks: text, and with tools or thinking also others.
for block in message.content:
    if block.type == "text":
        print(block.text)

usage = message.usage
print(f"-- stop_reason: {message.stop_reason}, usage: {usage.input_tokens} in, {usage.output_tokens} out")
