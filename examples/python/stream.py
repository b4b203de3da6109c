"""Print the answer while it is being written.

    python stream.py "Why is the sky blue?"
"""

import os
import sys

from tidings import Client

prompt = sys.argv[1] if len(sys.argv) > 1 else "Say hello in one sentence."

# The key comes from ANTHROPIC_API_KEY; ANTHROPIC_BASE_URL may name another endpoint.
client = Client()

# Leaving the block closes the connection, however far the answer has come.
with client.messages.stream(
    model=os.environ.get("TIDINGS_MODEL", "claude-opus-4-6"),
    max_tokens=1024,
    messages=[{"role": "user", "content": prompt}],
) as stream:
    for text in stream.text_stream:
        print(text, end="", flush=True)
    message = stream.get_final_message()

print()
usage = message.usage
print(f"-- stop_reason: {message.stop_reason}, usage: {usage.input_tokens} in, {usage.output_tokens} out")
