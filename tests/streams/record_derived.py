"""Writes derived.json: what the official Python stream helper makes of every recorded stream.

    python record_derived.py        (needs the package `anthropic`, newest release)

Events that are passed on as they came stand as their `type`; replaced and derived ones stand whole. Two streams are
given to the official client in a form it can read: without the byte order mark, and with the names of the events.
"""

import json
import pathlib
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import anthropic

FOLDER = pathlib.Path(__file__).parent


def readable(stream: bytes) -> bytes:
    stream = stream.removeprefix(b"\xef\xbb\xbf")
    if b"event:" not in stream:
        stream = re.sub(rb'(?m)^(data: ?\{"type": ?"(\w+)")', rb"event: \2\n\1", stream)
    return stream


class Handler(BaseHTTPRequestHandler):
    body = b""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("content-length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_):
        pass


def record(client: anthropic.Anthropic) -> list:
    events = []
    try:
        messages = [{"role": "user", "content": "x"}]
        with client.beta.messages.stream(model="m", max_tokens=9, messages=messages) as stream:
            for event in stream:
                raw = event.type in ("message_start", "content_block_start", "content_block_delta", "message_delta")
                known = raw or event.type in DERIVED
                events.append(event.type if raw or not known else json.loads(event.to_json(indent=None)))
    except (anthropic.APIError, AssertionError):
        pass  # What came before the error counts.
    return events


DERIVED = (
    "text", "input_json", "citation", "thinking", "signature", "compaction", "content_block_stop", "message_stop",
)


def main():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = anthropic.Anthropic(api_key="k", base_url=f"http://127.0.0.1:{server.server_port}", max_retries=0)
    names = [stream["name"] for stream in json.loads((FOLDER / "manifest.json").read_text())["streams"]]
    recorded = {}
    for name in names:
        Handler.body = readable((FOLDER / f"{name}.sse").read_bytes())
        recorded[name] = record(client)
    lines = (f"{json.dumps(name)}: {json.dumps(events, ensure_ascii=True)}" for name, events in recorded.items())
    (FOLDER / "derived.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
