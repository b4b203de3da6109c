"""Stream two answers at once with asyncio.

    python stream_async.py "Why is the sky blue?" "Why is the grass green?"
"""

import asyncio
import os
import sys

from tidings import AsyncClient

prompts = sys.argv[1:] or ["Say hello in one sentence.", "Say goodbye in one sentence."]


async def answer(client: AsyncClient, prompt: str) -> str:
    async with client.messages.stream(
        model=os.environ.get("TIDINGS_MODEL", "claude-opus-4-6"),
        max_tokens=1024,
        messages=[{"role": "user", "content": prompt}],
    ) as stream:
        async for _ in stream.text_stream:
            # A dot for each piece shows that both answers arrive at the same time.
            print(".", end="", flush=True)
        return await stream.get_final_text()


async def main() -> None:
    client = AsyncClient()
    answers = await asyncio.gather(*(answer(client, prompt) for prompt in prompts))
    print()
    for prompt, text in zip(prompts, answers):
        print(f"{prompt}\n  {text}")


asyncio.run(main())
